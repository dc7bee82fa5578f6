//! The words of verdicts and of the reasons behind them.

use super::say::messages;

messages! {
    /// Verdicts and their reasons.
    VerdictMsg {
        Met => "达标", "met";
        Short => "不足", "short";
        Unknown => "待定", "unknown";
        Information => "供参考", "information";
        BehindTarget => "落后目标", "behind target";
        BelowBenchmark => "低于参考值", "below the benchmark";
        NotReached => "尚未达到", "not reached";
        AtLeast { need: String } => "≥ {need}（含）", "≥ {need} (inclusive)";
        MoreThan { need: String } => "> {need}（不含）", "> {need} (exclusive)";
        AtMost { need: String } => "≤ {need}（含）", "≤ {need} (inclusive)";
        LessThan { need: String } => "< {need}（不含）", "< {need} (exclusive)";
        Is { value: String } => "为 {value}", "is {value}";
        Holds { value: String } => "含 {value}", "holds {value}";
        IsEmpty => "为空", "is empty";
        IsFilled => "已填", "is filled";
        IsNot { value: String } => "不为 {value}", "is not {value}";
        Missing { gap: String, limit: String } =>
            "还差 {gap}（须 {limit}）",
            "{gap} missing (must be {limit})";
        TooMuch { gap: String, limit: String } =>
            "超出 {gap}（须 {limit}）",
            "{gap} too much (must be {limit})";
        OnTheLimit { limit: String, have: String } =>
            "须 {limit}，现为 {have}",
            "must be {limit}, is {have}";
        MissingFacilities { gap: String, conditions: String } =>
            "还差 {gap}，须同时符合：{conditions}",
            "{gap} missing with: {conditions}";
        MissingAny { gap: String } => "还差 {gap}", "{gap} missing";
        ThisRecord => "本条", "this record";
        Reached { name: String, have: String, limit: String } =>
            "{name} 达到：{have}（须 {limit}）",
            "{name} reaches it: {have} (must be {limit})";
        ReachedBy { name: String } => "{name} 符合全部条件", "{name} meets every condition";
        NothingThere { kind: String } => "没有登记{kind}", "no record of this kind: {kind}";
        NothingInUse { kind: String } => "没有可计入的{kind}", "nothing in use counts as: {kind}";
        ToEnter { name: String, fields: String } =>
            "请补填 {name} 的{fields}，即可判定",
            "enter {fields} of {name} to decide";
        ToTheDay { field: String } => "{field}（填到日）", "{field} (to the day)";
        Nearest { name: String } => "最接近：{name}", "nearest: {name}";
        NearestFails { name: String, fields: String } =>
            "最接近：{name}；不符：{fields}",
            "nearest: {name}; fails: {fields}";
        StatusFails => "状态（须为在用）", "status (must be in use)";
        FieldFails { field: String, limit: String } =>
            "{field}（须 {limit}）",
            "{field} (must be {limit})";
        FieldIsOther { field: String, value: String } =>
            "{field}（须为 {value}）",
            "{field} (must be {value})";
        FieldMayNotBe { field: String, value: String } =>
            "{field}（不得为 {value}）",
            "{field} (must not be {value})";
        FigureMissing { have: String, gap: String, limit: String } =>
            "{have}，还差 {gap}（须 {limit}）",
            "{have}; {gap} missing (must be {limit})";
        FigureTooMuch { have: String, gap: String, limit: String } =>
            "{have}，超出 {gap}（须 {limit}）",
            "{have}; {gap} too much (must be {limit})";
        FigureAgainst { have: String, limit: String } =>
            "{have}（须 {limit}）",
            "{have} (must be {limit})";
        NeedUnknown { have: String } =>
            "{have}（所比的数字尚缺）",
            "{have} (the figure it is compared with is missing)";
        PercentagePoints { gap: String } => "{gap} 个百分点", "{gap} percentage points";
        KnownAtLeast { low: String } => "至少 {low}", "at least {low}";
        KnownAtMost { high: String } => "至多 {high}", "at most {high}";
        Between { low: String, high: String } => "{low} 至 {high} 之间", "from {low} to {high}";
        NotKnown => "尚无数字", "no figure yet";
        NotAnswered => "尚未填写", "not answered yet";
        NoValue => "没有数值（除数为零）", "no value (divided by zero)";
        CoversAll { list: String } => "已全部覆盖：{list}", "all covered: {list}";
        NotCovered { list: String } => "没有覆盖：{list}", "not covered: {list}";
        NotYetCovered { list: String } => "尚不能确定是否覆盖：{list}", "not known to be covered: {list}";
        ToEnterFields { fields: String } => "补填即可判定：{fields}", "to decide, enter: {fields}";
        AndMore { count: usize } => "等另外 {count} 项", "{count} more";
        OneMore { field: String, by: String } =>
            "{field}再增加 {by} 即达标",
            "{by} more of {field} would meet it";
        OneLess { field: String, by: String } =>
            "{field}再减少 {by} 即达标",
            "{by} less of {field} would meet it";
        LastFigure { period: String, figure: String } =>
            "最近一次：{period} {figure}",
            "the last figure: {period}, {figure}";
        TargetPeriod { period: String } => "目标期间：{period}", "the target is of {period}";
        Done { period: String, date: String } => "{period} 已于 {date} 完成", "{period} done on {date}";
        DoneLate { period: String, date: String } =>
            "{period} 已于 {date} 完成，逾期",
            "{period} done on {date}, late";
        NotDone { period: String } => "{period} 没有完成记录，已逾期", "{period}: no act on record, overdue";
        NotDueYet { period: String } => "{period} 尚未结束", "{period} is not over yet";
        NotRecorded => "没有完成记录", "no act on record";
        Missed { periods: String } => "逾期未做：{periods}", "overdue: {periods}";
        ExpectedOn { date: String } => "预计 {date} 投用", "expected to open {date}";
        ExceptionRecorded { document: String, reason: String } =>
            "已登记例外（不改变结论）：{document} {reason}",
            "exception on record (verdict unchanged): {document} {reason}";
        ExceptionUntil { date: String } => "至 {date}", "until {date}";
        Overdue { date: String } => "已逾期：应于 {date} 前达到", "overdue: due by {date}";
        Due { date: String } => "应于 {date} 前达到", "due by {date}";
        Clause { document: String, clause: String, title: String } =>
            "依据：{document} {clause} {title}",
            "source: {document} {clause} {title}";
    }
}
