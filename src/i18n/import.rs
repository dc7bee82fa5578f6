//! What a file of rows does wrong, and what became of it.

use super::say::{Text, messages};
use super::table::{EncodingMsg, RecordsMsg};

messages! {
    /// What is wrong with a list of places.
    PlaceFault {
        Header { line: usize, found: String } =>
            "第 {line} 行表头「{found}」：须有 code,name,level,parent，或成对的 X_code,X_name",
            "line {line}, header \"{found}\": it must have code,name,level,parent, or pairs X_code,X_name";
        NoUpdateHeader =>
            "表头须有 code（代码），以及 new_name（新名称）、successor（并入）、closed_on（撤销日期）中的至少一列",
            "the header must have code, and at least one of new_name, successor and closed_on";
        NoUpdates =>
            "没有一行写明更名、并入或撤销",
            "no row says a new name, a successor or a date of closing";
        TwoSteps { line: usize } =>
            "第 {line} 行既更名又撤并；请分作两行，或保留一项",
            "line {line} both renames the place and closes or merges it; write two rows, or keep one of them";
        NoValue { line: usize, column: String, fault: Box<CellFault> } =>
            "第 {line} 行「{column}」：{fault}",
            "line {line}, column \"{column}\": {fault}";
        Ragged { line: usize, found: usize, expected: usize } (cells = found "cell" "cells") =>
            "第 {line} 行有 {found} 格，表头有 {expected} 列",
            "line {line} has {found} {cells}, the header {expected}";
        EmptyCell { line: usize, column: String } =>
            "第 {line} 行「{column}」为空；请补上",
            "line {line}, column \"{column}\": the cell is empty; fill it";
        NoDay { line: usize, column: String, typed: String } =>
            "第 {line} 行「{column}」：「{typed}」不是日期；请按 2027-01-01 的格式填写",
            "line {line}, column \"{column}\": \"{typed}\" is not a date; write it as 2027-01-01";
        OtherName { line: usize, column: String, code: String, name: String, before: String } =>
            "第 {line} 行「{column}」：代码 {code} 的名称为「{name}」，前面为「{before}」；请统一",
            "line {line}, column \"{column}\": the code {code} is \"{name}\" here but \"{before}\" above; make them agree";
        OtherParent { line: usize, column: String, code: String } =>
            "第 {line} 行「{column}」：代码 {code} 的级别或上级与前面不同；请统一",
            "line {line}, column \"{column}\": the code {code} has a different level or parent above; make them agree";
        NoRows => "只有表头，没有地方", "there is a header but no place below it";
    }
}

messages! {
    /// Why a row is refused as a whole.
    RowFault {
        Ragged { found: usize, expected: usize } (cells = found "cell" "cells") =>
            "有 {found} 格，表头有 {expected} 列",
            "{found} {cells}, but the header has {expected}";
        NoPlace => "没有填地点", "no place is given";
        NoPeriod => "没有填期间", "no period is given";
        NoHeader { column: usize } =>
            "第 {column} 列有内容，但没有表头",
            "column {column} has content but no header";
    }
}

messages! {
    /// Why a cell has no value to be taken.
    CellFault {
        NoResult =>
            "公式尚无结果；请用表格软件打开，重新计算并保存",
            "a formula without a result; open the file in a spreadsheet program, recalculate and save it";
        Error { shown: String } =>
            "公式出错 {shown}；请改正",
            "the formula gives {shown}; correct it";
        TooPrecise =>
            "数字超过 15 位，末尾已被表格软件舍去；请按原件以文本重填",
            "a figure of more than 15 digits, whose end the spreadsheet has lost; type it again as text";
        OtherFigure { kept: String } =>
            "单元格按数字格式显示的值与所存的 {kept} 不同；请改为常规格式",
            "the cell's number format shows another figure than the stored {kept}; give the cell a plain format";
        Duration =>
            "是时刻或时长，不是日期或数字；请改正",
            "a time or a duration, not a date or a figure; correct it";
        DayInstead { day: String } =>
            "单元格为日期格式（{day}），不是数字或文字；请改为常规格式，再核对内容",
            "the cell is formatted as a date, {day}, and holds no figure or text; give it a plain format and check its content";
        Struck { text: String } =>
            "「{text}」带删除线，无法确定是否有效；请清除文字或删除线",
            "\"{text}\" is struck through, so it is unclear whether it counts; clear the text or the strikethrough";
        Raised { text: String } =>
            "「{text}」为上标或下标，无法确定是数字还是注号；请改为普通文字",
            "\"{text}\" is superscript or subscript and may be a note mark or a figure; format it as normal text";
        MoreThanShown { figure: String, limit: usize } (are = limit "decimal is" "decimals are") =>
            "所存的值为 {figure}，小数超过允许的 {limit} 位（可能比显示的多）；请用 ROUND 函数保留 {limit} 位，再导入",
            "the cell stores {figure}, perhaps with more decimals than shown, but {limit} {are} allowed; round it with ROUND and import again";
        Merged { first: usize, last: usize } =>
            "第 {first} 至 {last} 行为合并单元格，无法确定各行的值；请拆分后填写",
            "lines {first} to {last} are one merged cell, so the value of each is unclear; split it";
        MergedAcross =>
            "与相邻期间为合并单元格，无法确定各期的值；请拆分后填写",
            "merged with the periods beside it, so the value of each is unclear; split it";
        JanuaryOrOctober { figure: String } =>
            "「{figure}」无法确定是 1 月还是 10 月，表格软件会舍去末尾的零；请写成如 2021-1 或 2021-10",
            "\"{figure}\" may be January or October, because spreadsheets drop a trailing zero; write 2021-1 or 2021-10";
        WhichOrder { typed: String } =>
            "「{typed}」：年份不在最前；请用 --dates dmy（日月年）或 mdy（月日年）指明次序",
            "\"{typed}\": the year is not first; give the order with --dates dmy or mdy";
        PointOrThousands { figure: String } =>
            "「{figure}」：无法确定其中的符号是小数点还是千分位；请改写",
            "\"{figure}\": the separator may mark thousands or decimals; write it another way";
        NoPair { text: String, fields: Box<Text> } =>
            "「{text}」无法分成两个值（{fields}）；请分作两列，或用逗号隔开",
            "\"{text}\" cannot be split into two values ({fields}); write them in two columns, or with a comma between";
        Nested { text: String } =>
            "「{text}」是列表或对象，不是一个值；请拆成单独的值",
            "\"{text}\" is a list or an object, not one value; write its values apart";
        NoPoint =>
            "坐标无法读取；请改正，或用 --map geometry/lon= --map geometry/lat= 忽略坐标",
            "the point has no two figures; correct it, or leave the points out with --map geometry/lon= --map geometry/lat=";
        OtherSystem { name: String } =>
            "坐标系为「{name}」，不是 CGCS2000 或 WGS 84 经纬度；请用地图软件转换，或用 --map geometry/lon= --map geometry/lat= 忽略坐标",
            "the coordinate system is \"{name}\", not longitude and latitude of CGCS2000 or WGS 84; convert it in a map program, or leave the points out with --map geometry/lon= --map geometry/lat=";
        FieldSort { sort: String } =>
            "dBase 字段类型「{sort}」的值无法读取；请另存为其他格式",
            "a value of the dBase field type \"{sort}\" that is not read; save the table in another format";
        Unmended { reason: String } => "尚未改正：{reason}", "not corrected yet: {reason}";
    }
}

messages! {
    /// What sort of file it is, and what of it nobody sees.
    FormMsg {
        Text { encoding: Box<EncodingMsg> } => "文本，编码 {encoding}", "text, encoding {encoding}";
        Sheet { name: String } => "工作表「{name}」", "sheet \"{name}\"";
        Records { what: Box<RecordsMsg> } =>
            "{what}；下文的第几行即第几条",
            "{what}; a line below is the number of a record";
        ForeignIds { column: String, example: String } =>
            "注意：「{column}」列不是本台账的记录编号（如「{example}」），没有采用",
            "note: \"{column}\" holds no ids of this ledger (such as \"{example}\") and is left out";
        SheetLines { name: String, first: usize, last: usize } =>
            "工作表「{name}」，下文第 {first} 至 {last} 行",
            "sheet \"{name}\", lines {first} to {last} below";
        InZip { name: String } => "ZIP 里的「{name}」", "\"{name}\" in the ZIP file";
        DeletedRecords { count: usize } (records = count "record" "records") =>
            "注意：{count} 条记录在文件中已标为删除，没有导入",
            "note: {count} {records} marked as deleted in the file, not imported";
        ShapesLeftOut { count: usize, shapes: String } (have = count "record has" "records have") =>
            "注意：{count} 条记录的图形不是单个点（{shapes}），其位置没有导入",
            "note: {count} {have} another shape than one point ({shapes}), so no coordinates are imported";
        SystemUnsaid =>
            "注意：文件没有写明坐标系；国内地图导出的多为 GCJ-02，核实后请用 --set crs=WGS84 等指明",
            "note: the file does not say its coordinate system; maps of China are often GCJ-02; give it with --set crs=WGS84 or the like";
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
            "注意：对应文件里的编码 {name} 不适用于此文件，未采用",
            "note: the mapping's encoding {name} is not that of this file and was ignored";
        SheetPassed { name: String } =>
            "注意：此文件没有对应文件里的工作表「{name}」，未采用",
            "note: the mapping's sheet \"{name}\" is not in this file and was ignored";
        FieldPassed { field: String } =>
            "注意：对应文件指明数字为「{field}」，但此文件没有以期间为列的表头，未采用",
            "note: the mapping says that the figures are \"{field}\", but no column of this file is a period; ignored";
        ColumnsAbsent { names: String } =>
            "注意：此文件没有对应文件里的这些列：{names}",
            "note: columns of the mapping that are not in this file: {names}";
        UnknownUnit { column: String, word: String, unit: Text } =>
            "注意：无法识别「{column}」里的单位「{word}」，其中未写单位的数字按「{unit}」计",
            "note: \"{word}\" in \"{column}\" is not a known unit; figures without a unit are read in {unit}";
        Constant { field: Text, value: String } =>
            "注意：未填「{field}」的行一律按「{value}」",
            "note: {field} is \"{value}\" in every row that gives none";
        Dates { order: String } =>
            "注意：年份不在最前的日期按 {order} 读取",
            "note: dates whose year is not first are read as {order}";
        HiddenRows { count: usize, first: String } (rows = count "hidden row" "hidden rows") =>
            "注意：{count} 行为隐藏行，也将导入（第 {first} 行）",
            "note: {count} {rows}, imported too (lines {first})";
        PerhapsHidden { count: usize, first: String } (rows = count "row" "rows") =>
            "注意：工作表默认隐藏行，{count} 行没有单独的行高，有的软件不显示，也将导入（第 {first} 行）",
            "note: the sheet hides rows by default, and {count} {rows} without a height of their own may not be shown in some programs; imported too (lines {first})";
        HiddenColumns { count: usize, first: String } (columns = count "hidden column" "hidden columns") =>
            "注意：{count} 列为隐藏列，也将导入（{first} 列）",
            "note: {count} {columns}, imported too (columns {first})";
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
            "line {line}, a repeated title: {text}";
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
            "line {line}, a signature: {text}";
        Page { line: usize, text: String } =>
            "第 {line} 行，页码：{text}",
            "line {line}, a page number: {text}";
        Numbers { line: usize } => "第 {line} 行，各列的编号", "line {line}, column numbers";
        HeaderAgain { line: usize } =>
            "第 {line} 行，重复的表头",
            "line {line}, the header repeated";
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
            "line {line}: the old or the new name is missing; fill it in";
        Twice { line: usize, old: String, before: String, new: String } =>
            "第 {line} 行：「{old}」前面对应「{before}」，此处对应「{new}」；请保留一个",
            "line {line}: \"{old}\" is \"{before}\" above and \"{new}\" here; keep one";
    }
}

messages! {
    /// What is wrong with a file that says how to import.
    RecipeFault {
        NotToml { detail: String } => "不是有效的 TOML：{detail}", "not valid TOML: {detail}";
        Newer { format: i64 } =>
            "格式 {format} 由更新的程序写成；请升级 taizhang",
            "format {format} was written by a newer program; upgrade taizhang";
        OtherKind { kind: String, wanted: String } =>
            "用于「{kind}」类，不是「{wanted}」；请更换文件，或修改其中的 kind",
            "it is for the kind \"{kind}\", not \"{wanted}\"; use another file, or change its kind";
    }
}
