//! What a file of rows does wrong, and what became of it.

use super::say::{Text, messages};
use super::table::EncodingMsg;

messages! {
    /// What is wrong with a list of places.
    PlaceFault {
        Header { found: String } =>
            "第 1 行表头「{found}」：须有 code,name,level,parent，或成对的 X_code,X_name",
            "line 1, header \"{found}\": it must have code,name,level,parent, or pairs X_code,X_name";
        Ragged { line: usize, found: usize, expected: usize } =>
            "第 {line} 行有 {found} 格，表头有 {expected} 列",
            "line {line} has {found} cells, the header {expected}";
        EmptyCell { line: usize, column: String } =>
            "第 {line} 行「{column}」为空；请补上",
            "line {line}, column \"{column}\": the cell is empty; fill it";
        NoDay { line: usize, column: String, typed: String } =>
            "第 {line} 行「{column}」：「{typed}」不是日期；请按 2027-01-01 的格式填写",
            "line {line}, column \"{column}\": \"{typed}\" is not a date; write it as 2027-01-01";
        OtherName { line: usize, column: String, code: String, name: String, before: String } =>
            "第 {line} 行「{column}」：代码 {code} 名为「{name}」，前面是「{before}」；请统一",
            "line {line}, column \"{column}\": the code {code} is \"{name}\" here and \"{before}\" above; make them one";
        OtherParent { line: usize, column: String, code: String } =>
            "第 {line} 行「{column}」：代码 {code} 的级别或上级与前面不同；请统一",
            "line {line}, column \"{column}\": the code {code} has another level or parent than above; make them one";
        NoRows => "只有表头，没有一处地方", "there is a header and no place below it";
    }
}

messages! {
    /// Why a row is refused as a whole.
    RowFault {
        Ragged { found: usize, expected: usize } =>
            "有 {found} 格，表头有 {expected} 列",
            "{found} cells, the header has {expected}";
        NoPlace => "没有填地点", "no place is given";
        NoPeriod => "没有填期间", "no period is given";
        NoHeader { column: usize } =>
            "第 {column} 列有内容而没有表头",
            "column {column} has something in it and no header";
    }
}

messages! {
    /// Why a cell has no value to be taken.
    CellFault {
        NoResult =>
            "公式还没有算出结果；请用表格软件打开、重新计算并保存",
            "a formula without a result; open the file in a spreadsheet, recalculate and save it";
        Error { shown: String } => "公式出错 {shown}；请改正", "the formula gives {shown}; mend it";
        TooPrecise =>
            "数字超过 15 位，表格软件已丢掉末尾；请在原件里改为文本重填",
            "a figure of more than 15 digits, of which the spreadsheet has lost the end; type it again as text";
        OtherFigure { kept: String } =>
            "单元格的数字格式显示的不是所存的 {kept}；请改成常规格式",
            "the number format of the cell shows another figure than {kept}, which it keeps; give the cell a plain format";
        Duration =>
            "是时刻或时长，不是日期或数字；请改填",
            "a time or a duration, neither a date nor a figure; type it in another way";
        DayInstead { day: String } =>
            "单元格的格式是日期（{day}），不是数字或文字；请改成常规格式，再核对内容",
            "the cell is formatted as a date, {day}, and holds no figure or word; give it a plain format and check what it says";
        Struck { text: String } =>
            "「{text}」划了删除线，不知还算不算；请清除这些字，或去掉删除线",
            "\"{text}\" is struck out, and nobody can tell whether it still holds; clear it or take off the line";
        Raised { text: String } =>
            "「{text}」设成了上标或下标，不知是数还是注号；请改成普通字",
            "\"{text}\" is raised or lowered and may be a mark or a figure; set it on the line";
        MoreThanShown { figure: String, limit: usize } =>
            "所存的是 {figure}，小数比允许的 {limit} 位多（可能比显示的多）；请用 ROUND 公式取到 {limit} 位，再导",
            "the cell keeps {figure}, perhaps with more digits than it shows, and {limit} may stand after the point; round it with the function ROUND and import again";
        Merged { first: usize, last: usize } =>
            "第 {first} 至 {last} 行合并成一格，不知各行各是多少；请拆开填写",
            "one merged cell over lines {first} to {last}, and nobody can tell what belongs to each; split it";
        MergedAcross =>
            "与旁边的期间合并成一格，不知各期各是多少；请拆开填写",
            "merged with the periods beside it, and nobody can tell what belongs to each; split it";
        JanuaryOrOctober { figure: String } =>
            "「{figure}」不知是 1 月还是 10 月，表格软件会丢掉末尾的零；请写成如 2021-1 或 2021-10",
            "\"{figure}\" may be January or October, because spreadsheets drop a zero at the end; write it as 2021-1 or 2021-10";
        WhichOrder { typed: String } =>
            "「{typed}」：年份不在前面；请用 --dates dmy（日月年）或 mdy（月日年）说明次序",
            "\"{typed}\": the year does not stand first; say the order with --dates dmy or mdy";
        PointOrThousands { figure: String } =>
            "「{figure}」：不知其中的符号是小数点还是千分位；请改写",
            "\"{figure}\": its sign may part thousands or stand before decimals; write it in another way";
        Unmended { reason: String } => "还没有改：{reason}", "not mended yet: {reason}";
    }
}

messages! {
    /// What sort of file it is, and what of it nobody sees.
    FormMsg {
        Text { encoding: Box<EncodingMsg> } => "文本，编码 {encoding}", "text, encoding {encoding}";
        Sheet { name: String } => "工作表「{name}」", "sheet \"{name}\"";
        SheetIsHidden { name: String } =>
            "注意：工作表「{name}」是隐藏的",
            "note: the sheet \"{name}\" is hidden";
        OtherSheets { names: String } =>
            "注意：另有工作表，没有导入：{names}",
            "note: other sheets, not imported: {names}";
        HiddenSheets { names: String } =>
            "注意：另有隐藏的工作表，没有导入：{names}",
            "note: hidden sheets, not imported: {names}";
        EncodingPassed { name: String } =>
            "注意：对应文件里的编码 {name} 不适用于这个文件，没有用",
            "note: the encoding {name} of the mapping is not that of this file and was passed over";
        SheetPassed { name: String } =>
            "注意：这个文件没有对应文件里的工作表「{name}」，没有用",
            "note: the sheet \"{name}\" of the mapping is not in this file and was passed over";
        FieldPassed { field: String } =>
            "注意：对应文件说数字是「{field}」，这个文件没有期间作列的表头，没有用",
            "note: the mapping says that the figures are \"{field}\"; this file has no columns of periods, and it was passed over";
        ColumnsAbsent { names: String } =>
            "注意：对应文件里的这些列，这个文件没有：{names}",
            "note: columns of the mapping that this file does not have: {names}";
        UnknownUnit { column: String, word: String, unit: Text } =>
            "注意：不认识「{column}」里的单位「{word}」，其中没写单位的数字按「{unit}」读",
            "note: \"{word}\" in \"{column}\" is no known unit; plain figures below it are read in {unit}";
        Constant { field: Text, value: String } =>
            "注意：没有写「{field}」的行都按「{value}」",
            "note: {field} is \"{value}\" in every row that does not say it";
        Dates { order: String } =>
            "注意：年份不在前面的日期按 {order} 读",
            "note: dates whose year does not stand first are read as {order}";
        HiddenRows { count: usize, first: String } =>
            "注意：有 {count} 行是隐藏的，也会导入（第 {first} 行）",
            "note: {count} rows are hidden and imported too (rows {first})";
        PerhapsHidden { count: usize, first: String } =>
            "注意：工作表默认隐藏行，有 {count} 行没有自己的高度，有的软件不显示，也会导入（第 {first} 行）",
            "note: the sheet hides rows by default, and {count} rows have no height of their own, so that some programs do not show them; they are imported too (rows {first})";
        HiddenColumns { count: usize, first: String } =>
            "注意：有 {count} 列是隐藏的，也会导入（{first} 列）",
            "note: {count} columns are hidden and imported too (columns {first})";
    }
}

messages! {
    /// A row that is left out because it is no row of the table.
    LeftOutMsg {
        Title { line: usize, text: String } =>
            "第 {line} 行，表头上方：{text}",
            "line {line}, above the header: {text}";
        TitleAgain { line: usize, text: String } =>
            "第 {line} 行，重复的标题：{text}",
            "line {line}, a title again: {text}";
        Units { line: usize, text: String } =>
            "第 {line} 行，表头上方的单位：{text}",
            "line {line}, units above the header: {text}";
        Footnote { line: usize, text: String } =>
            "第 {line} 行，附注：{text}",
            "line {line}, a footnote: {text}";
        Total { line: usize, text: String } =>
            "第 {line} 行，合计：{text}",
            "line {line}, totals: {text}";
        Signature { line: usize, text: String } =>
            "第 {line} 行，落款：{text}",
            "line {line}, who signed it: {text}";
        Page { line: usize, text: String } =>
            "第 {line} 行，页码：{text}",
            "line {line}, the number of a page: {text}";
        Numbers { line: usize } =>
            "第 {line} 行，各列的编号",
            "line {line}, the numbers of the columns";
        HeaderAgain { line: usize } => "第 {line} 行，重复的表头", "line {line}, the header again";
    }
}

messages! {
    /// What is wrong with a list of aliases of places.
    AliasFault {
        Header =>
            "表头须有 old 和 new 两列（旧、新）",
            "the header must have the columns old and new";
        EmptyCell { line: usize } =>
            "第 {line} 行缺旧名或新名；请补上",
            "line {line}: the old or the new name is missing; fill it";
        Twice { line: usize, old: String, before: String, new: String } =>
            "第 {line} 行：「{old}」前面是「{before}」，这里是「{new}」；请留一个",
            "line {line}: \"{old}\" is \"{before}\" above and \"{new}\" here; keep one";
    }
}

messages! {
    /// What is wrong with a file that says how to import.
    RecipeFault {
        NotToml { detail: String } =>
            "不是可读的 TOML：{detail}",
            "it is no readable TOML: {detail}";
        Newer { format: i64 } =>
            "格式 {format} 由更新的程序写成；请升级 taizhang",
            "format {format} was written by a newer program; upgrade taizhang";
        OtherKind { kind: String, wanted: String } =>
            "是给「{kind}」类用的，不是「{wanted}」；请换一份，或改其中的 kind",
            "it is for the kind \"{kind}\", not \"{wanted}\"; take another one, or change its kind";
    }
}
