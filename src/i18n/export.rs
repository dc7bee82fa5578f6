//! Exports: what the columns, sheets and layers are called, and what became of a file.

use super::say::{Text, messages};

messages! {
    /// Why nothing was exported.
    ExportFault {
        KindNeeded { known: String } =>
            "一个 CSV 文件只能存一类设施；请加 --kind，可用：{known}",
            "a CSV file holds one kind; add --kind with one of: {known}";
        HeadersOfCsv =>
            "--headers 只用于 CSV、datapackage 和 parquet：XLSX 的表头为中英文，其余格式用代码",
            "--headers is for CSV, datapackage and parquet only: XLSX headers are in both languages, the other formats use codes";
        WholeLedger =>
            "--format datasette 说明整个台账文件的表、视图和列，不能加 --kind、--town 或 --as-of",
            "--format datasette describes the tables, views and columns of the whole file; leave out --kind, --town and --as-of";
        TooLarge { kind: String, most: usize } (records = most "record" "records") =>
            "「{kind}」超过 {most} 条，一张工作表容纳不下；请用 --town 缩小范围，或用 CSV",
            "there are more than {most} {records} of \"{kind}\", too many for one sheet; narrow it with --town, or use CSV";
        Unwritable { detail: String } =>
            "此格式无法写入（{detail}）；请换一种格式",
            "this format cannot hold it ({detail}); choose another one";
        ClockBefore1970 =>
            "时钟早于 1970 年，无法写入工作簿；请校准时钟，或用 CSV",
            "the clock is set before 1970, so no workbook can be written; set the clock, or use CSV";
        Cancelled => "已取消，未生成文件", "cancelled; no file was made";
    }
}

messages! {
    /// The words of an exported file, and what a command says of it.
    ExportMsg {
        Id => "记录编号", "id";
        Town => "所属镇", "town";
        Period => "期间", "period";
        TownName => "镇名", "town name";
        Progress { done: usize, of: usize } => "正在导出：{done}/{of}", "exporting: {done}/{of}";
        Done { records: usize, path: String } (records_word = records "record" "records") =>
            "已导出 {records} 条记录：{path}",
            "exported {records} {records_word} to {path}";
        Described { tables: usize, path: String } (tables_word = tables "table or view" "tables and views") =>
            "已说明 {tables} 个表和视图：{path}",
            "described {tables} {tables_word} in {path}";
        DescribedBy { path: String } => "列说明：{path}", "columns are described in {path}";
        InUnit { unit: String } => "单位：{unit}", "unit: {unit}";
        LedgerOf { policies: Text } => "台账：{policies}", "Ledger: {policies}";
        Unfit { count: usize } (do_word = count "value does" "values do") =>
            "{count} 个值不符合现行表式，已按台账所存写出；再次导入时会逐格指出",
            "{count} {do_word} not fit the current form; written as stored, and an import will point out the cells";
        LeftEmpty { count: usize } (do_word = count "value does" "values do") =>
            "{count} 个值与所在列的类型不符，该格留空；台账中的值不变，可导出为 CSV 查看",
            "{count} {do_word} not fit the type of the column; left empty, and kept in the ledger: a CSV file has them";
        NotPlotted { count: usize } (are = count "facility is" "facilities are") =>
            "{count} 个设施不在地图上：没有坐标，或坐标系有偏移、不明；见 not_plotted 表",
            "{count} {are} not on the map: no coordinates, or a shifted or unknown system; see the table not_plotted";
        OwnApproved { count: usize } =>
            "其中 {count} 条由录入人本人审核通过",
            "{count} of them approved by the person who entered the record";
        Guide => "说明", "How to fill in";
        Lists => "选项", "Choices";
        GuideRows =>
            "每类设施一张表。前两行是表头，数据从第三行起；请勿修改表头。",
            "There is one sheet for each kind. The first two rows are the header; data begin in row 3. Do not change the header.";
        GuideNew =>
            "新增：在最后一行下面填写，所属镇填代码或名称；镇名可以空着，填写的须与代码一致。",
            "To add a facility, fill in a row below the last one, with the code or name of its town. The town name may stay empty; if filled in, it must match the code.";
        GuideChange =>
            "更正：直接修改单元格。A 列隐藏，存放记录编号，请勿改动，也不要整行复制。此处不能删除记录：删去一行，台账里的记录不受影响。",
            "To correct a record, change its cells. Column A is hidden and holds the id of each record: do not change it, and do not copy whole rows. Records cannot be deleted here: removing a row does not affect the ledger.";
        GuideCells =>
            "数字按下表的单位填写，也可注明其他单位，如 3亩、1.2万；日期填到已知的为止，如 2021、2021-06、2021-06-01；有下拉列表的只能选择。",
            "Give figures in the units below, or write another unit, such as 3亩 or 1.2万. Give dates as exactly as known: 2021, 2021-06, 2021-06-01. Where there is a list, choose from it.";
        GuideMarks =>
            "标 * 的为必填。未标 * 的，有些在特定情况下也须填写，见下表。",
            "Fields marked * are required. Some others are required in certain cases; see the table below.";
        KindColumn => "类别", "kind";
        FieldColumn => "中文名", "Chinese label";
        EnglishColumn => "英文名", "English label";
        CodeColumn => "代码", "code";
        TypeColumn => "填写内容", "contents";
        UnitColumn => "单位", "unit";
        RequiredColumn => "必填", "required";
        HelpColumn => "填写说明", "help";
        OfText { most: usize } (characters = most "character" "characters") =>
            "文字，最多 {most} 字",
            "text, at most {most} {characters}";
        OfNumber { decimals: usize } (places = decimals "decimal place" "decimal places") =>
            "数字，最多 {decimals} 位小数",
            "a number, at most {decimals} {places}";
        OfWhole => "整数", "a whole number";
        OfDate => "日期", "a date";
        OfChoice { choices: Text } => "选一项：{choices}", "one of: {choices}";
        OfChoices { choices: Text } =>
            "可选多项，用顿号隔开；一项也没有的填「无」：{choices}",
            "any of these, separated by commas, or \"none\": {choices}";
        OfYesNo => "是或否", "yes or no";
        Always => "是", "yes";
        Sometimes => "有条件", "in some cases";
        TownsLayer => "各镇未达标", "Shortfalls by town";
        AboutTowns =>
            "各镇的结论。点为该镇已上图设施坐标的平均值，仅供显示，不代表镇界或镇政府位置",
            "The verdicts of each town. The point is the mean position of its mapped facilities, for display only: neither its boundary nor its seat";
        AboutKind =>
            "一类设施。点采用 CGCS2000；WGS84 的点按同一坐标绘出，误差在一米以内",
            "Facilities of one kind. Points are in CGCS2000; WGS 84 points are drawn as given, less than a metre off";
        AbsentTable => "不在地图上的设施", "Facilities not on the map";
        AboutAbsent =>
            "未绘成点的设施及原因；这些设施在各类图层中仍各有一行",
            "Facilities without a point, and why; each still has its row in the layer of its kind";
        Reason => "原因", "reason";
        Shifted =>
            "坐标系有偏移，不能准确换算",
            "its coordinate system is shifted and cannot be converted exactly";
        OfNoSystem => "坐标系不明", "its coordinate system is unknown";
        Half => "经度、纬度缺一项", "longitude or latitude is missing";
        Nowhere => "没有坐标", "it has no coordinates";
        Policy => "政策", "policy";
        Met => "达标", "met";
        Short => "未达标", "short";
        Unknown => "无法判定", "unknown";
        Facilities => "上图设施数", "facilities on the map";
        Shortfalls => "未达标与无法判定", "short and unknown";
        Targets => "未达到的目标和参考值", "targets and benchmarks not reached";
    }
}
