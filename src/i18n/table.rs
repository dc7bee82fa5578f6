//! Words about a file that is read as a table: its form, its encoding, its header.

use super::say::{Text, messages};

messages! {
    /// Why a file cannot be read as rows at all.
    TableFault {
        Empty =>
            "文件是空的；第一行须为表头",
            "the file is empty; the first line must be the header";
        NotUtf8 { line: usize } =>
            "第 {line} 行不是 UTF-8；请另存为「CSV UTF-8」",
            "line {line} is not UTF-8; save the file as \"CSV UTF-8\"";
        NoEncoding { line: usize, readings: String } =>
            "第 {line} 行不是 UTF-8；请用 --encoding 名称 指明编码，挑读得通的一个：{readings}",
            "line {line} is not UTF-8; name the encoding with --encoding NAME, the one in which the line makes sense: {readings}";
        CutOff { line: usize } =>
            "文件在第 {line} 行断在一个字的中间，不完整；请重新取得整个文件",
            "the file ends on line {line} in the middle of a character, so a part of it is missing; get the whole file again";
        NotIn { line: usize, name: String } =>
            "第 {line} 行不是 {name}；请用 --encoding 指明别的编码",
            "line {line} is not {name}; name another encoding with --encoding";
        OtherMark { mark: String, name: String } =>
            "文件开头的标记说它是 {mark}，不是 {name}；请去掉 --encoding",
            "the mark at the beginning of the file says {mark}, not {name}; leave out --encoding";
        LooksWide { name: String } =>
            "文件像是 UTF-16 而没有标记；请用 --encoding {name}",
            "the file looks like UTF-16 without a mark; use --encoding {name}";
        NoSuchEncoding { name: String } =>
            "不认识编码「{name}」；可用 utf-8、utf-16le、utf-16be、gb18030、cp949、big5 等",
            "unknown encoding \"{name}\"; there are utf-8, utf-16le, utf-16be, gb18030, cp949, big5 and others";
        OldWorkbook =>
            "是旧式 .xls 或加了密码的表格；请去掉密码，另存为 .xlsx",
            "it is an old .xls or has a password; save it as .xlsx without one";
        OtherForm { what: Box<FileMsg> } =>
            "是{what}，不是表格文件（不论它叫什么名字）；请用表格软件打开，另存为 .xlsx",
            "it is {what}, whatever it is called; open it in a spreadsheet and save it as .xlsx";
        BadWorkbook { detail: String } =>
            "不是可读的 .xlsx（{detail}）；请用表格软件打开后重新另存",
            "it is no readable .xlsx ({detail}); open it in a spreadsheet and save it again";
        TooLarge { limit: String } =>
            "表格展开后太大（上限 {limit}）；请分成几份，或另存为 CSV",
            "the workbook is too large when unpacked (limit {limit}); split it or save it as CSV";
        LongCell { cell: String, limit: usize } =>
            "单元格 {cell} 里超过 {limit} 个字；请缩短或清空它，再导",
            "cell {cell} holds more than {limit} characters; shorten or clear it and import again";
        LongCellOnLine { line: usize, limit: usize } =>
            "第 {line} 行有一格超过 {limit} 个字；请检查那里的引号和分隔符，或缩短它",
            "line {line} has a cell of more than {limit} characters; check the quotes and separators there, or shorten it";
        LongLine { line: usize, limit: String } =>
            "第 {line} 行超过 {limit}；请检查那里的引号和换行，或缩短它",
            "line {line} is longer than {limit}; check the quotes and line ends there, or shorten it";
        ManyCells { line: usize, limit: usize } =>
            "第 {line} 行超过 {limit} 格，而表格最多 {limit} 列；请检查分隔符",
            "line {line} has more than {limit} cells, and a table may have {limit} columns; check the separators";
        StrayCell { cell: String, limit: usize } =>
            "单元格 {cell} 里有内容，而表格最多 {limit} 列；请清空它（或删除那一列）再导",
            "there is something in cell {cell}, and a table may have {limit} columns; clear that cell (or its column) and import again";
        NoSheets { name: String } =>
            "文件是文本，没有工作表「{name}」；请去掉 --sheet",
            "the file is a text and has no sheet \"{name}\"; leave out --sheet";
        OwnEncoding =>
            "工作簿自己带着编码；请去掉 --encoding",
            "a workbook says its encoding itself; leave out --encoding";
        NoSuchSheet { name: String, known: String } =>
            "没有工作表「{name}」；有：{known}",
            "there is no sheet \"{name}\"; there are {known}";
        WhichSheet { known: String } =>
            "有几张工作表，请用 --sheet 名称 指明一张：{known}",
            "there are several sheets, name one with --sheet NAME: {known}";
        AllSheetsHidden { known: String } =>
            "工作表都隐藏着；请用 --sheet 名称 指明：{known}",
            "all sheets are hidden; name one with --sheet NAME: {known}";
        OpenQuote { line: usize } =>
            "第 {line} 行的引号没有闭合；请补上或去掉",
            "the quote on line {line} never closes; close it or take it out";
        QuoteInside { line: usize, opened: usize } =>
            "第 {opened} 行的引号到第 {line} 行才闭合，后面还有字；请检查这两行的引号",
            "the quote of line {opened} closes on line {line} before more text; check the quotes of these lines";
        HeaderTwice { name: String } =>
            "表头有两个「{name}」；请改名或删去一列",
            "the header has \"{name}\" twice; rename or remove one";
    }
}

messages! {
    /// What a file is that is no table of a form that is read.
    FileMsg {
        WebPage => "网页（HTML）", "a web page (HTML)";
        OpenDocument => " OpenDocument 文件（.ods）", "an OpenDocument file (.ods)";
        Xml => " XML 文件", "an XML file";
        Pdf => " PDF 文件", "a PDF file";
        Rtf => " RTF 文件", "an RTF file";
    }
}

messages! {
    /// Why the header of a file does not fit the form.
    HeaderFault {
        Unknown { names: Text, recognised: Text } =>
            "表头不认识：{names}。已认出：{recognised}。请用 --map 列名=字段 指明（字段写代码或名称），用 --map 列名= 忽略一列，用 --map '*=' 忽略所有不认识的",
            "unknown headers: {names}; recognised: {recognised}; name the field of a column, by code or label, with --map COLUMN=FIELD, leave it out with --map COLUMN=, or all that are unknown with --map '*='";
        ColumnUnit { column: String, unit: String } =>
            "「{column}」里的单位「{unit}」不能用于这个字段；请换算，或改列名",
            "the unit \"{unit}\" in \"{column}\" is none of its field; convert the figures, or rename the column";
        NoPlace =>
            "没有地点列；请加「所属镇」（town）列，或用 --map 列名=town 指明",
            "there is no place column; add a column town, or name it with --map COLUMN=town";
        NoPeriod =>
            "没有期间列；请加「期间」（period）列，或用 --set period=2025 指明；期间作列的表，用 --field 指明数字是哪一项，或用 --place 指明地点",
            "there is no period column; add a column period, or say it with --set period=2025; of a table whose columns are periods, name the field of the figures with --field, or the place with --place";
        Both { first: String, second: String } =>
            "「{first}」和「{second}」是同一个字段；请忽略一列：--map 列名=",
            "\"{first}\" and \"{second}\" are the same field; leave one out with --map COLUMN=";
        NoColumnsOfPeriods { field: String } =>
            "--field「{field}」只用于期间作列的统计表，本文件没有期间作列的表头（或期间已另行指明）；请去掉 --field",
            "--field \"{field}\" is for sheets in files whose columns are periods, and this file has none (or its period is said otherwise); leave out --field";
        BadPeriod { column: String, reason: Text } =>
            "表头「{column}」应是期间：{reason}；若不是期间，用 --map 列名= 忽略这一列",
            "the header \"{column}\" should be a period: {reason}; if it is none, leave the column out with --map COLUMN=";
        BesidePeriods { column: String, number: usize } =>
            "第 {number} 列「{column}」不是期间也不是单位，不知属于哪一期；请用 --map 列名= 忽略，或删去这一列",
            "column {number}, \"{column}\", is neither a period nor a unit, and its period cannot be told; leave it out with --map COLUMN=, or remove it";
        FigureRow { line: usize, reason: Text } =>
            "第 {line} 行{reason}，不知各期的数字是哪一格（数字里有逗号时要加引号）；请改正再导",
            "line {line}: {reason}, so nobody can tell which cell is of which period (a figure with commas needs quotes); mend it and import again";
        NamelessFigures { line: usize } =>
            "第 {line} 行有数字而没有指标名称；请补上",
            "line {line} has figures and no name of what they are; write it";
        OtherTable { line: usize } =>
            "第 {line} 行又是一个表头，下面是另一张表；请把每张表放进单独的文件或工作表，分别导入",
            "line {line} is the header of another table; put each table into a file or sheet of its own and import them one by one";
        TitleUnit { line: usize, unit: String } =>
            "第 {line} 行说单位是「{unit}」，不知用于哪些列、怎样换算；请写进列名，如「面积(亩)」",
            "line {line} says that the unit is \"{unit}\", and for which columns, or how much that is, cannot be told; write it into the headers, as in area(mu)";
        RowUnit { line: usize, column: String, unit: String } =>
            "第 {line} 行像是单位，而「{column}」的单位不能是「{unit}」；请改正，或把单位写进列名",
            "line {line} looks like units, and \"{unit}\" cannot be the unit of \"{column}\"; mend it, or write the units into the headers";
    }
}

messages! {
    /// How the encoding of a text was known.
    EncodingMsg {
        Utf8 => "UTF-8（逐字节核对）", "UTF-8 (every byte checked)";
        Marked { name: String } =>
            "{name}（文件开头有标记）",
            "{name} (the file begins with its mark)";
        Named { name: String } =>
            "{name}（--encoding 指明；请看下面的字对不对）",
            "{name} (named; see whether the words below are right)";
    }
}
