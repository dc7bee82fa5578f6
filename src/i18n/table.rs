//! Words about a file that is read as a table: its form, its encoding, its header.

use super::say::{Text, messages};

messages! {
    /// Why a file cannot be read as rows at all.
    TableFault {
        Empty => "文件为空；第一行须为表头", "the file is empty; the first line must be the header";
        NoEncoding { line: usize, readings: String } =>
            "第 {line} 行不是 UTF-8；请用 --encoding 名称 指明编码，选能正确读出的一个：{readings}",
            "line {line} is not UTF-8; name the encoding with --encoding NAME, one in which the line reads correctly: {readings}";
        CutOff { line: usize } =>
            "文件在第 {line} 行截断于一个字符的中间，不完整；请重新取得整个文件",
            "the file ends on line {line} in the middle of a character, so part of it is missing; get the whole file again";
        NotIn { line: usize, name: String } =>
            "第 {line} 行不是 {name}；请用 --encoding 指明其他编码",
            "line {line} is not {name}; name another encoding with --encoding";
        OtherMark { mark: String, name: String } =>
            "文件开头的标记表明编码为 {mark}，不是 {name}；请去掉 --encoding",
            "the mark at the beginning of the file says {mark}, not {name}; leave out --encoding";
        LooksWide { name: String } =>
            "文件疑为 UTF-16 但没有标记；请用 --encoding {name}",
            "the file looks like UTF-16 without a mark; use --encoding {name}";
        NoSuchEncoding { name: String } =>
            "无法识别编码「{name}」；可用 utf-8、utf-16le、utf-16be、gb18030、cp949、big5 等",
            "unknown encoding \"{name}\"; use utf-8, utf-16le, utf-16be, gb18030, cp949, big5 or another";
        OtherForm { what: Box<FileMsg>, advice: Box<AdviceMsg> } =>
            "这是{what}，无法作为表格读取（无论扩展名为何）；{advice}",
            "it is {what}, whatever its name, and is not read as a table; {advice}";
        BadWorkbook { detail: String } =>
            "工作簿已损坏或不符合格式（{detail}）；请用表格软件打开后重新另存",
            "the workbook is damaged or not in its format ({detail}); open it in a spreadsheet program and save it again";
        BadZip { detail: String } =>
            "不是有效的 ZIP 或工作簿（{detail}）；请重新取得整个文件",
            "not a readable ZIP file or workbook ({detail}); get the whole file again";
        NoListInZip { known: String } =>
            "ZIP 里没有可读取的表格：{known}；请解压后导入其中的表格",
            "no list was found in the ZIP file: {known}; unpack it and import the list in it";
        ManyInZip { known: String } =>
            "ZIP 里有不止一个表格：{known}；请解压后分别导入",
            "there are several lists in the ZIP file: {known}; unpack it and import them one by one";
        ZipInZip { name: String } =>
            "ZIP 里的「{name}」又是 ZIP；请解压后导入",
            "\"{name}\" in the ZIP file is a ZIP file itself; unpack it and import the list in it";
        BadJson { line: usize, column: usize } =>
            "不是有效的 JSON：第 {line} 行第 {column} 字节有误；请重新取得整个文件",
            "not valid JSON: see line {line}, byte {column}; get the whole file again";
        JsonWithoutRecords =>
            "JSON 里没有（或不止一个）记录列表；须为对象的列表，或 GeoJSON",
            "the JSON has no list of records, or several; it must be a list of objects, or GeoJSON";
        NoObject { line: usize } =>
            "第 {line} 条记录不是对象；须为对象的列表，或 GeoJSON",
            "record {line} is not an object; the file must be a list of objects, or GeoJSON";
        NameTwice { line: usize, name: String } =>
            "第 {line} 条记录有两个「{name}」；请改名或删去一个",
            "record {line} has \"{name}\" twice; rename or remove one";
        NoRecords => "文件里没有一条有内容的记录", "the file has no record with anything in it";
        BadXml { detail: String } =>
            "不是有效的 XML（{detail}）；请重新取得整个文件",
            "not valid XML ({detail}); get the whole file again";
        BrokenFile =>
            "文件已损坏或不完整；请重新取得整个文件",
            "the file is damaged or incomplete; get the whole file again";
        UnlikeParts { shapes: usize, table: usize } (rows = table "record" "records") =>
            ".shp 和 .dbf 分别有 {shapes} 条和 {table} 条记录，不是同一份数据；请重新导出",
            "the .shp has {shapes}, the .dbf {table} {rows}: they do not belong together; export the shapefile again";
        TooLarge { limit: String } =>
            "文件解压后过大（上限 {limit}）；请拆分，或另存为 CSV",
            "the file is too large when unpacked (limit {limit}); split it or save it as CSV";
        LongCell { cell: String, limit: usize } (characters = limit "character" "characters") =>
            "单元格 {cell} 超过 {limit} 个字；请缩短或清空后再导入",
            "cell {cell} has more than {limit} {characters}; shorten or clear it and import again";
        LongCellOnLine { line: usize, limit: usize } (characters = limit "character" "characters") =>
            "第 {line} 行有一格超过 {limit} 个字；请检查该处的引号和分隔符，或缩短内容",
            "line {line} has a cell of more than {limit} {characters}; check its quotes and separators, or shorten it";
        LongLine { line: usize, limit: String } =>
            "第 {line} 行超过 {limit}；请检查该处的引号和换行，或缩短内容",
            "line {line} is longer than {limit}; check its quotes and line ends, or shorten it";
        ManyCells { line: usize, limit: usize } (cells = limit "cell" "cells") =>
            "第 {line} 行超过 {limit} 格，而表格最多 {limit} 列；请检查分隔符",
            "line {line} has more than {limit} {cells}, the most a table may have; check the separators";
        StrayCell { cell: String, limit: usize } (columns = limit "column" "columns") =>
            "单元格 {cell} 有内容，而表格最多 {limit} 列；请清空该格（或删除该列）后再导入",
            "cell {cell} is not empty, but a table may have at most {limit} {columns}; clear that cell (or its column) and import again";
        NoSheets { name: String } =>
            "文件没有工作表「{name}」；请去掉 --sheet",
            "the file has no sheets and no \"{name}\"; leave out --sheet";
        OwnEncoding =>
            "工作簿自带编码；请去掉 --encoding",
            "a workbook states its own encoding; leave out --encoding";
        NoSuchSheet { name: String, known: String } =>
            "没有工作表「{name}」；可用：{known}",
            "there is no sheet \"{name}\"; use one of {known}";
        WhichSheet { known: String } =>
            "有多张工作表，请用 --sheet 名称 指明一张：{known}；每张是一个地点的，用 --sheet '*'",
            "there are several sheets; name one with --sheet NAME: {known}; if each is a place, use --sheet '*'";
        AllSheetsHidden { known: String } =>
            "工作表均已隐藏；请用 --sheet 名称 指明：{known}",
            "all sheets are hidden; name one with --sheet NAME: {known}";
        OpenQuote { line: usize } =>
            "第 {line} 行的引号没有闭合；请补上或删除",
            "the quote on line {line} is never closed; close or remove it";
        QuoteInside { line: usize, opened: usize } =>
            "第 {opened} 行的引号到第 {line} 行才闭合，其后还有文字；请检查这两行的引号",
            "the quote opened on line {opened} closes on line {line} before more text; check the quotes of both lines";
        HeaderTwice { name: String } =>
            "表头有两个「{name}」；请改名或删去一列",
            "the header has \"{name}\" twice; rename or remove one";
    }
}

messages! {
    /// What a file is that is no table of a form that is read.
    FileMsg {
        WebPage => "网页（HTML）", "a web page (HTML)";
        OpenDocument => " OpenDocument 文件，但不是电子表格", "an OpenDocument file that is no spreadsheet";
        FlatOpenDocument => "单个 XML 的 OpenDocument 文件（.fods）", "a flat OpenDocument file (.fods)";
        XmlWorkbook => " XML 表格（2003 年的格式）", "an XML spreadsheet of 2003";
        BinaryWorkbook => "二进制工作簿（.xlsb）", "a binary workbook (.xlsb)";
        EarlyWorkbook => " Excel 95 或更早的工作簿", "a workbook of Excel 95 or older";
        LockedWorkbook => "加密的工作簿", "an encrypted workbook";
        LockedZip => "加密的 ZIP", "an encrypted ZIP file";
        Iwork => " iWork 文稿（Numbers、Pages）", "an iWork document (Numbers, Pages)";
        Xml => " XML 文件", "an XML file";
        Pdf => " PDF 文件", "a PDF file";
        Ofd => " OFD 文件", "an OFD file";
        Rtf => " RTF 文件", "an RTF file";
        Word => " Word 文档", "a Word document";
        Slides => "演示文稿", "a presentation";
        Compound => "旧式 Office 文档，但不是工作簿", "an old Office document that is no workbook";
        Picture => "图片", "a picture";
        Rar => " RAR 压缩文件", "a RAR archive";
        SevenZip => " 7z 压缩文件", "a 7z archive";
        Packed => "压缩文件（gzip、bzip2 或 xz）", "a compressed file (gzip, bzip2 or xz)";
        GeoPackage => " GeoPackage 地图", "a GeoPackage";
        Geodatabase => "文件地理数据库（.gdb）", "a file geodatabase (.gdb)";
        FlatGeobuf => " FlatGeobuf 地图", "a FlatGeobuf map";
        ShapesAlone =>
            " Shapefile 的一部分（.shp 或 .shx），没有属性表 .dbf",
            "a part of a shapefile (.shp or .shx) without its table (.dbf)";
        Gpx => " GPX 轨迹文件", "a GPX file";
        Gml => " GML 地图", "a GML map";
        OsmXml => " OpenStreetMap 的 XML", "XML of OpenStreetMap";
        TopoJson => " TopoJSON 地图", "a TopoJSON map";
        Drawing => " DWG 图纸", "a DWG drawing";
        Sqlite => " SQLite 数据库", "an SQLite database";
        Access => " Access 数据库", "an Access database";
        Parquet => " Parquet 文件", "a Parquet file";
        Statistics => "统计软件的数据文件（SPSS、Stata）", "a file of a statistics program (SPSS, Stata)";
    }
}

messages! {
    /// What to do with a file that is not read.
    AdviceMsg {
        Spreadsheet =>
            "请用表格软件打开，另存为 .xlsx",
            "open it in a spreadsheet program and save it as .xlsx";
        NoPassword =>
            "请取消密码后重新保存",
            "save it again without its password";
        Copy =>
            "请将其中的表格复制到表格软件，另存为 .xlsx",
            "copy its table into a spreadsheet program and save it as .xlsx";
        Type => "请录入其中的表格", "type its table into a spreadsheet program";
        Unpack => "请解压后导入其中的表格", "unpack it and import the list in it";
        Map =>
            "请用 QGIS 等地图软件打开，另存为 GeoJSON 或 CSV",
            "open it in a map program such as QGIS and save it as GeoJSON or CSV";
        Zip =>
            "请将 .shp、.dbf、.prj、.cpg 一并压缩为 ZIP 后导入",
            "pack its .shp, .dbf, .prj and .cpg into one ZIP file and import that";
        Database =>
            "请从数据库导出为 CSV；台账文件用 merge 合并",
            "export its table as CSV; a ledger is merged with the command merge";
        Export => "请从原软件导出为 CSV", "export it as CSV from its own program";
    }
}

messages! {
    /// What a file of records is.
    RecordsMsg {
        JsonList { count: usize } (records = count "record" "records") =>
            "JSON，{count} 条记录", "JSON, {count} {records}";
        JsonLines { count: usize } (records = count "record" "records") =>
            "JSON，每行一条，共 {count} 条记录", "JSON, one record a line, {count} {records}";
        JsonMember { name: String, count: usize } (records = count "record" "records") =>
            "JSON，列表「{name}」的 {count} 条记录", "JSON, the list \"{name}\" of {count} {records}";
        GeoJson { count: usize } (records = count "feature" "features") =>
            "GeoJSON 地图，{count} 个要素", "a GeoJSON map of {count} {records}";
        Kml { count: usize } (records = count "placemark" "placemarks") =>
            "KML 地图，{count} 个地标", "a KML map of {count} {records}";
        Shapefile { count: usize, encoding: String } (records = count "record" "records") =>
            "Shapefile 地图，{count} 条记录，编码 {encoding}",
            "a shapefile of {count} {records}, encoding {encoding}";
        Dbf { count: usize, encoding: String } (records = count "record" "records") =>
            "dBase 表，{count} 条记录，编码 {encoding}",
            "a dBase table of {count} {records}, encoding {encoding}";
    }
}

messages! {
    /// Why the header of a file does not fit the form.
    HeaderFault {
        Unknown { names: Text, recognised: Text } =>
            "无法识别的表头：{names}。已识别：{recognised}。请用 --map 列名=字段 指明（字段写代码或名称），用 --map 列名= 忽略一列，用 --map '*=' 忽略所有未识别的",
            "unknown headers: {names}; recognised: {recognised}; name the field of a column, by code or label, with --map COLUMN=FIELD; leave a column out with --map COLUMN=, or all unknown ones with --map '*='";
        OtherSeparator { sign: String } =>
            "各格之间疑为「{sign}」；如是，请用 --delimiter '{sign}' 指明",
            "the cells seem to stand between \"{sign}\"; if so, say it with --delimiter '{sign}'";
        NoSeparator { line: usize } =>
            "第 {line} 行只有一格，找不到各格之间的分隔符；请用 --delimiter 指明",
            "line {line} has one cell only: no separator was found; name it with --delimiter";
        NotThere { line: usize } =>
            "--header 指明的第 {line} 行不能作表头：须为开头 30 行中有内容的一行",
            "line {line}, named with --header, cannot be the header: it must be one of the first 30 rows and not empty";
        PerhapsNone { line: usize } =>
            "第 {line} 行含数字且没有可识别的列名，疑无表头；如是，请用 --no-header，并用 --map 1=字段 按列号指明",
            "line {line} holds figures and no known header, so the file seems to have none; if so, use --no-header and name the columns by number with --map 1=FIELD";
        SheetHeader { sheet: String, first: String } =>
            "工作表「{sheet}」的表头与「{first}」不同；请用 --sheet 逐张导入",
            "the header of the sheet \"{sheet}\" is not that of \"{first}\"; import them one by one with --sheet";
        ColumnUnit { column: String, unit: String } =>
            "「{column}」里的单位「{unit}」不适用于此字段；请换算，或修改列名",
            "the unit \"{unit}\" in \"{column}\" does not fit its field; convert the figures, or rename the column";
        KindUnclear { kinds: Text } =>
            "看不出是哪类设施或哪张统计表；请用 --kind 指明，可能是：{kinds}",
            "nothing says which kind of facility or which sheet this is; name it with --kind: {kinds}";
        NoPlace =>
            "没有地点列；请加「所属镇」（town）列，或用 --map 列名=town 指明",
            "there is no place column; add a column town, or name one with --map COLUMN=town";
        NoPeriod =>
            "没有期间列；请加「期间」（period）列，或用 --set period=2025 指明；以期间为列的表，用 --field 指明数字对应的字段，或用 --place 指明地点",
            "there is no period column; add a column period, or give it with --set period=2025; for a table whose columns are periods, name the field of the figures with --field, or the place with --place";
        Both { first: String, second: String } =>
            "「{first}」和「{second}」对应同一字段；请忽略一列：--map 列名=",
            "\"{first}\" and \"{second}\" are the same field; leave one out with --map COLUMN=";
        NoColumnsOfPeriods { field: String } =>
            "--field「{field}」只用于以期间为列的统计表，本文件没有以期间为列的表头（或期间已另行指明）；请去掉 --field",
            "--field \"{field}\" is for sheets in files whose columns are periods, and this file has none (or its period is given otherwise); leave out --field";
        BadPeriod { column: String, reason: Text } =>
            "表头「{column}」应为期间：{reason}；不是期间的，用 --map 列名= 忽略该列",
            "the header \"{column}\" should be a period: {reason}; if it is not one, leave the column out with --map COLUMN=";
        BesidePeriods { column: String, number: usize } =>
            "第 {number} 列「{column}」不是期间也不是单位，无法确定属于哪一期；请用 --map 列名= 忽略，或删去该列",
            "column {number}, \"{column}\", is neither a period nor a unit, so its period is unclear; leave it out with --map COLUMN=, or remove it";
        FigureRow { line: usize, reason: Text } =>
            "第 {line} 行{reason}，无法确定各期对应哪一格（数字含逗号的须加引号）；请改正后再导入",
            "line {line}: {reason}, so it is unclear which cell belongs to which period (a figure with commas needs quotes); correct it and import again";
        NamelessFigures { line: usize } =>
            "第 {line} 行有数字而没有指标名称；请补填",
            "line {line} has figures but no name; add it";
        OtherTable { line: usize } =>
            "第 {line} 行是另一张表的表头；请将每张表存为单独的文件或工作表，分别导入",
            "line {line} is the header of another table; put each table into its own file or sheet and import them one by one";
        TitleUnit { line: usize, unit: String } =>
            "第 {line} 行注明单位为「{unit}」，无法确定适用于哪些列、如何换算；请写入列名，如「面积(亩)」",
            "line {line} gives the unit \"{unit}\", but it is unclear for which columns or how to convert it; write it into the headers, as in area(mu)";
        RowUnit { line: usize, column: String, unit: String } =>
            "第 {line} 行疑为单位，而「{column}」的单位不能是「{unit}」；请改正，或将单位写入列名",
            "line {line} looks like units, but \"{unit}\" cannot be the unit of \"{column}\"; correct it, or write the units into the headers";
    }
}

messages! {
    /// How the encoding of a text was known.
    EncodingMsg {
        Utf8 => "UTF-8（逐字节核对）", "UTF-8 (every byte checked)";
        Marked { name: String } =>
            "{name}（文件开头有标记）",
            "{name} (marked at the beginning of the file)";
        Named { name: String } =>
            "{name}（由 --encoding 指明；请核对下列文字）",
            "{name} (as named; check that the text below is right)";
    }
}
