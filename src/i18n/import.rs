//! What a file of rows does wrong, and what became of it.

use super::messages;

messages! {
    /// Why a CSV file cannot be read as rows at all.
    TableFault {
        Empty => "文件是空的；第一行须为表头", "the file is empty; the first line must be the header";
        NotUtf8 { line: usize } => "第 {line} 行不是 UTF-8；请另存为「CSV UTF-8」", "line {line} is not UTF-8; save the file as \"CSV UTF-8\"";
        OpenQuote { line: usize } => "第 {line} 行的引号没有闭合；请补上或去掉", "the quote on line {line} never closes; close it or take it out";
        QuoteInside { line: usize, opened: usize } => "第 {opened} 行的引号到第 {line} 行才闭合，后面还有字；请检查这两行的引号", "the quote of line {opened} closes on line {line} before more text; check the quotes of these lines";
        HeaderTwice { name: String } => "表头有两个「{name}」；请改名或删去一列", "the header has \"{name}\" twice; rename or remove one";
    }
}

messages! {
    /// What is wrong with a list of places.
    PlaceFault {
        Header { found: String } => "第 1 行表头「{found}」：须有 code,name,level,parent，或成对的 X_code,X_name", "line 1, header \"{found}\": it must have code,name,level,parent, or pairs X_code,X_name";
        Ragged { line: usize, found: usize, expected: usize } => "第 {line} 行有 {found} 格，表头有 {expected} 列", "line {line} has {found} cells, the header {expected}";
        EmptyCell { line: usize, column: String } => "第 {line} 行「{column}」为空；请补上", "line {line}, column \"{column}\": the cell is empty; fill it";
        OtherName { line: usize, column: String, code: String, name: String, before: String } => "第 {line} 行「{column}」：代码 {code} 名为「{name}」，前面是「{before}」；请统一", "line {line}, column \"{column}\": the code {code} is \"{name}\" here and \"{before}\" above; make them one";
        OtherParent { line: usize, column: String, code: String } => "第 {line} 行「{column}」：代码 {code} 的级别或上级与前面不同；请统一", "line {line}, column \"{column}\": the code {code} has another level or parent than above; make them one";
        NoRows => "只有表头，没有一处地方", "there is a header and no place below it";
    }
}

messages! {
    /// Why the header of a file does not fit the form.
    HeaderFault {
        Unknown { names: String, known: String } => "表头不认识：{names}；用 --map 列名=字段 指明，--map 列名= 忽略；字段有：{known}", "unknown headers: {names}; name their field with --map COLUMN=FIELD, or leave one out with --map COLUMN=; fields are {known}";
        NoPlace => "没有地点列；请加「所属镇」（town）列，或用 --map 列名=town 指明", "there is no place column; add a column town, or name it with --map COLUMN=town";
        Both { first: String, second: String } => "「{first}」和「{second}」是同一个字段；请忽略一列：--map 列名=", "\"{first}\" and \"{second}\" are the same field; leave one out with --map COLUMN=";
        BadMap { text: String } => "--map「{text}」须写成 列名=字段", "--map \"{text}\" must be COLUMN=FIELD";
        NoColumn { name: String } => "--map 所说的列「{name}」不在表头里", "--map names the column \"{name}\", which the header does not have";
        NoField { name: String, known: String } => "--map 所说的字段「{name}」没有；字段有：{known}", "--map names the field \"{name}\", which there is not; fields are {known}";
    }
}

messages! {
    /// Why a row is refused as a whole.
    RowFault {
        Ragged { found: usize, expected: usize } => "有 {found} 格，表头有 {expected} 列", "{found} cells, the header has {expected}";
        NoPlace => "没有填地点", "no place is given";
        SameAsLine { line: usize } => "与第 {line} 行完全相同", "the same in every field as line {line}";
        SameAsRecord { id: String } => "与已有记录 {id} 完全相同", "the same in every field as the record {id}";
    }
}

messages! {
    /// What became of an import.
    ImportMsg {
        BadRow { line: usize, column: String, reason: String } => "第 {line} 行「{column}」：{reason}", "line {line}, column \"{column}\": {reason}";
        BadWholeRow { line: usize, reason: String } => "第 {line} 行：{reason}", "line {line}: {reason}";
        NothingWritten { first: String, more: usize } => "{first}；另有 {more} 行不合格。没有写入；改好再导入，或用 --skip-bad --rejects 文件", "{first}; {more} more rows are bad. Nothing was written; mend them, or use --skip-bad --rejects FILE";
        Rejects { path: String, detail: String } => "拒收文件 {path} 写不了（{detail}）。没有导入；请换一个路径", "the rejects file {path} cannot be written ({detail}). Nothing was imported; choose another path";
        Summary { read: usize, imported: usize, refused: usize, doubtful: usize, same: usize } => "读入 {read} 行：导入 {imported}，拒收 {refused}，存疑 {doubtful}，与同镇设施同名 {same}", "{read} rows read: {imported} imported, {refused} refused, {doubtful} doubtful, {same} with the name of another in their place";
        Rehearsed { summary: String } => "试导入，没有写入。{summary}", "dry run, nothing was written. {summary}";
        Defaulted { field: String, value: String } => "文件没有「{field}」列，都按「{value}」填", "the file has no column \"{field}\"; every row got \"{value}\"";
        RejectsAt { path: String } => "拒收的行在 {path}", "the refused rows are in {path}";
        LineColumn => "行号", "line";
        ReasonColumn => "原因", "reason";
    }
}
