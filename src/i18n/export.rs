//! Exports: what the columns, sheets and layers are called, and what became of a file.

use super::say::{Text, messages};

messages! {
    /// Why nothing was exported.
    ExportFault {
        KindNeeded { known: String } =>
            "CSV 一个文件只放一类设施；请加 --kind，可用：{known}",
            "a CSV file holds one kind; add --kind with one of: {known}";
        HeadersOfCsv =>
            "--headers 只用于 CSV：XLSX 的表头有两种文字，另两种格式用代码",
            "--headers is for CSV only: XLSX has headers in both languages, the other formats have codes";
        TooLarge { kind: String, most: usize } =>
            "「{kind}」超过 {most} 条，一张工作表放不下；请用 --town 缩小范围，或用 CSV",
            "there are more than {most} records of \"{kind}\", too many for a sheet; narrow it with --town, or use CSV";
        Unwritable { detail: String } =>
            "此格式写不下（{detail}）；请换一种格式",
            "this format cannot hold it ({detail}); choose another one";
        ClockBefore1970 =>
            "时钟早于 1970 年，写不了工作簿；请校准时钟，或用 CSV",
            "the clock is before 1970, and no workbook can be written; set the clock, or use CSV";
        Cancelled => "已取消，没有留下文件", "cancelled; no file was left behind";
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
        Done { records: usize, path: String } =>
            "已导出 {records} 条记录：{path}",
            "exported {records} records to {path}";
        Unfit { count: usize } =>
            "{count} 个值不合现在的表，照台账所存写出；再导入时这些格子会被指出",
            "{count} values do not fit the form as it is now and were written as they are kept; an import will name their cells";
        NotPlotted { count: usize } =>
            "{count} 个设施不在地图上：没有坐标，或坐标系有偏移、不明；见 not_plotted 表",
            "{count} facilities are not on the map: no coordinates, or a shifted or unknown system; see the table not_plotted";
        OwnApproved { count: usize } =>
            "其中 {count} 条由录入人本人审核通过",
            "{count} of them were approved by the person who entered them";
        Guide => "说明", "How to fill in";
        Lists => "选项", "Choices";
        GuideRows =>
            "每类设施一张表。前两行是表头，数据从第三行起；请不要改表头。",
            "There is a sheet a kind. The first two rows are its header and the data begin in the third; leave the header as it is.";
        GuideNew =>
            "新增：在最后一行下面填，id 留空，所属镇填代码或名称；镇名可以空着，填了就要和代码相符。",
            "A new facility goes below the last row, without an id, with the code or the name of its town. The town name may stay empty; where it is filled in it has to be that of the code.";
        GuideChange =>
            "更正：直接改格子，id 不要动。删除不在这里做：删掉一行，台账里的记录不受影响。",
            "To correct one, change its cells and leave its id. Nothing is deleted here: a row that was taken out leaves the record in the ledger as it is.";
        GuideCells =>
            "数字按下面的单位填，也可带别的单位，如 3亩、1.2万；日期填到知道的为止，如 2021、2021-06、2021-06-01；有下拉的只能选。",
            "Figures are in the units below, or with another unit, as 3亩 or 1.2万. Dates are as exact as you know them: 2021, 2021-06, 2021-06-01. Where there is a list, choose from it.";
        GuideMarks =>
            "* 为必填。没有标 * 的，有些在某种情况下也须填，见下表。",
            "* must be filled. Some without * must be filled in certain cases, as the table below says.";
        KindColumn => "类别", "kind";
        FieldColumn => "中文名", "Chinese label";
        EnglishColumn => "英文名", "English label";
        CodeColumn => "代码", "code";
        TypeColumn => "填什么", "holds";
        UnitColumn => "单位", "unit";
        RequiredColumn => "必填", "required";
        HelpColumn => "填写说明", "help";
        OfText { most: usize } => "文字，最多 {most} 字", "words, at most {most} characters";
        OfNumber { decimals: usize } =>
            "数字，最多 {decimals} 位小数",
            "a figure, at most {decimals} digits after the point";
        OfWhole => "整数", "a whole number";
        OfDate => "日期", "a date";
        OfChoice { choices: Text } => "选一项：{choices}", "one of: {choices}";
        OfChoices { choices: Text } =>
            "可选多项，用顿号隔开，一项也没有填「无」：{choices}",
            "any of these, with commas between, or \"none\": {choices}";
        OfYesNo => "是或否", "yes or no";
        Always => "是", "yes";
        Sometimes => "有时", "in some cases";
        TownsLayer => "各镇不足", "Shortfalls by town";
        AboutTowns =>
            "各镇的结论。点是该镇已上图设施坐标的平均，只为显示，不是镇界，也不是镇政府",
            "The verdicts of each town. The point is the mean of its facilities on the map, only to show it: neither its border nor its seat";
        AboutKind =>
            "一类设施。点为 CGCS2000；WGS84 的点按同一坐标画出，差在一米以内",
            "The facilities of a kind. Points are of CGCS2000; those of WGS 84 are drawn as the same, which is less than a metre off";
        AbsentTable => "不在地图上的设施", "Facilities not on the map";
        AboutAbsent =>
            "没有画成点的设施和原因；它们在各类的图层里仍有一行",
            "The facilities that have no point, and why; each has its row in the layer of its kind all the same";
        Reason => "原因", "reason";
        Shifted =>
            "坐标系有偏移，不能准确换算",
            "its coordinate system is shifted and cannot be converted exactly";
        OfNoSystem => "坐标系不明", "its coordinate system is unknown";
        Half => "经度、纬度缺一个", "one of longitude and latitude is missing";
        Nowhere => "没有坐标", "it has no coordinates";
        Policy => "政策", "policy";
        Met => "达标", "met";
        Short => "不足", "short";
        Unknown => "待定", "unknown";
        Facilities => "上图设施数", "facilities on the map";
        Shortfalls => "不足与待定", "short and unknown";
        Targets => "未达到的目标和参考值", "targets and benchmarks not reached";
    }
}
