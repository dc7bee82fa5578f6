//! The words of verdicts and of the reasons behind them.

use super::say::messages;

messages! {
    /// Verdicts and their reasons.
    VerdictMsg {
        Met => "达标", "met";
        Short => "未达标", "short";
        Unknown => "无法判定", "unknown";
        Information => "供参考", "information";
        BehindTarget => "未达目标", "behind target";
        BelowBenchmark => "未达参考值", "benchmark not reached";
        NotReached => "尚未达到", "not reached";
        AtLeast { need: String } => "≥ {need}（含）", "≥ {need} (inclusive)";
        MoreThan { need: String } => "> {need}（不含）", "> {need} (exclusive)";
        AtMost { need: String } => "≤ {need}（含）", "≤ {need} (inclusive)";
        LessThan { need: String } => "< {need}（不含）", "< {need} (exclusive)";
        Is { value: String } => "为 {value}", "is {value}";
        Holds { value: String } => "含 {value}", "includes {value}";
        IsEmpty => "为空", "is empty";
        IsFilled => "已填", "is filled";
        IsNot { value: String } => "不为 {value}", "is not {value}";
        Missing { gap: String, limit: String } =>
            "还差 {gap}（须 {limit}）",
            "{gap} missing (must be {limit})";
        TooMuch { gap: String, limit: String } =>
            "超出 {gap}（须 {limit}）",
            "{gap} over (must be {limit})";
        OnTheLimit { limit: String, have: String } =>
            "须 {limit}，现为 {have}",
            "must be {limit}, is {have}";
        MissingFacilities { gap: String, count: usize, facilities: String } (are = count "is" "are") =>
            "还差 {gap}{facilities}",
            "{count} more {facilities} {are} needed";
        MissingFacilitiesWith { gap: String, count: usize, facilities: String, conditions: String } (are = count "is" "are", meet = count "meets" "meet") =>
            "还差 {gap}{facilities}，须同时符合：{conditions}",
            "{count} more {facilities} {are} needed that {meet}: {conditions}";
        OrAbove { level: String } => "{level}及以上", "of {level} or above";
        ThisRecord => "本条", "this record";
        Reached { name: String, have: String, limit: String } =>
            "{name} 达到：{have}（须 {limit}）",
            "{name} meets it: {have} (must be {limit})";
        ReachedBy { name: String } => "{name} 符合全部条件", "{name} meets every condition";
        NothingThere { kind: String } => "没有登记{kind}", "none on record: {kind}";
        NothingInUse { kind: String } => "没有在用的{kind}", "none in use: {kind}";
        ToEnter { name: String, fields: String } =>
            "请补填 {name} 的{fields}，即可判定",
            "enter {fields} of {name} for a verdict";
        ToTheDay { field: String } => "{field}（填到日）", "{field} (to the day)";
        Nearest { name: String } => "最接近：{name}", "nearest: {name}";
        NearestFails { name: String, fields: String } =>
            "最接近：{name}；不符：{fields}",
            "nearest: {name}; not met: {fields}";
        Counts => "此设施计入", "this facility counts";
        MayCount { fields: String } =>
            "此设施是否计入尚不确定，须补填：{fields}",
            "not known whether this facility counts; enter {fields}";
        CountsNot { fields: String } =>
            "此设施不计入：{fields}",
            "this facility does not count: {fields}";
        StatusFails => "状态（须为在用）", "status (must be in use)";
        FieldFails { field: String, limit: String } =>
            "{field}（须 {limit}）",
            "{field} (must be {limit})";
        FieldIsOther { field: String, value: String } =>
            "{field}（须为 {value}）",
            "{field} (must be {value})";
        FieldIncludes { field: String, value: String } =>
            "{field}（须含 {value}）",
            "{field} (must include {value})";
        FieldMayNotBe { field: String, value: String } =>
            "{field}（不得为 {value}）",
            "{field} (must not be {value})";
        FigureMissing { have: String, gap: String, limit: String } =>
            "{have}，还差 {gap}（须 {limit}）",
            "{have}; {gap} missing (must be {limit})";
        FigureTooMuch { have: String, gap: String, limit: String } =>
            "{have}，超出 {gap}（须 {limit}）",
            "{have}; {gap} over (must be {limit})";
        FigureAgainst { have: String, limit: String } =>
            "{have}（须 {limit}）",
            "{have} (must be {limit})";
        AnswerAgainst { have: String, value: String } =>
            "{have}（须为 {value}）",
            "{have} (must be {value})";
        NeedUnknown { have: String } =>
            "{have}（用于比较的数据缺失）",
            "{have} (no figure to compare with)";
        PercentagePoint => "1 个百分点", "1 percentage point";
        PercentagePoints { gap: String } => "{gap} 个百分点", "{gap} percentage points";
        KnownAtLeast { low: String } => "至少 {low}", "at least {low}";
        KnownAtMost { high: String } => "至多 {high}", "at most {high}";
        Between { low: String, high: String } => "{low} 至 {high} 之间", "from {low} to {high}";
        NotKnown => "尚无数据", "no figure yet";
        NotAnswered => "尚未填写", "not answered yet";
        NoFacility => "没有符合条件的在用设施", "no facility in use that counts";
        NoValue => "没有数值（除数为零）", "no value (divided by zero)";
        CoversAll { list: String } => "已全部覆盖：{list}", "all covered: {list}";
        NotCovered { list: String } => "未覆盖：{list}", "not covered: {list}";
        NotYetCovered { list: String } =>
            "尚无法确定是否覆盖：{list}",
            "not known whether covered: {list}";
        ToEnterFields { fields: String } =>
            "补填即可判定：{fields}",
            "for a verdict, enter: {fields}";
        AndMore { count: usize } => "等另外 {count} 项", "{count} more";
        OneMore { field: String, by: String } =>
            "{field}再增加 {by} 即达标",
            "{by} more of {field} would meet it";
        OneLess { field: String, by: String } =>
            "{field}再减少 {by} 即达标",
            "{by} less of {field} would meet it";
        LastFigure { period: String, figure: String } =>
            "最近一期：{period} {figure}",
            "latest figure: {period}, {figure}";
        TargetPeriod { period: String } => "目标期间：{period}", "target period: {period}";
        Done { period: String, date: String } => "{period} 已于 {date} 完成", "{period} done on {date}";
        DoneLate { period: String, date: String } =>
            "{period} 已于 {date} 完成，逾期",
            "{period} done on {date}, late";
        NotDone { period: String } =>
            "{period} 没有完成记录，已逾期",
            "{period}: not recorded as done, overdue";
        NotDueYet { period: String } => "{period} 尚未结束", "{period} is not over yet";
        NotRecorded => "没有完成记录", "not recorded as done";
        Missed { periods: String } => "逾期未办：{periods}", "overdue: {periods}";
        ExpectedOn { date: String } => "预计 {date} 投用", "expected to open {date}";
        ExceptionRecorded { document: String, reason: String } =>
            "已登记例外（不改变结论）：{document} {reason}",
            "exception on record (verdict unchanged): {document} {reason}";
        ExceptionUntil { date: String } => "至 {date}", "until {date}";
        Overdue { date: String } => "已逾期：应于 {date} 前达到", "overdue: was due by {date}";
        Due { date: String } => "应于 {date} 前达到", "due by {date}";
        Clause { document: String, clause: String, title: String } =>
            "依据：{document} {clause} {title}",
            "source: {document} {clause} {title}";
    }
}
