//! The words of a report.

use super::say::{Text, messages};

messages! {
    /// The fixed words of a report.
    ReportMsg {
        AsOf { date: String } => "截至 {date}", "as of {date}";
        Scope { place: String } =>
            "范围：{place}及其下级",
            "scope: {place} and the places below it";
        ScopeOfAll { count: usize } (places = count "place" "places") =>
            "范围：本政策适用的 {count} 个地方",
            "scope: all {count} {places} the policy applies to";
        TableOfFacilities => "公共服务设施达标情况表", "Standing of Public Service Facilities";
        TableOfAll => "公共服务设施和指标达标情况表", "Standing of Public Service Facilities and Indicators";
        TableOfFacilitiesIn { place: String } =>
            "{place}公共服务设施达标情况表",
            "Standing of Public Service Facilities: {place}";
        TableOfAllIn { place: String } =>
            "{place}公共服务设施和指标达标情况表",
            "Standing of Public Service Facilities and Indicators: {place}";
        TableNumber => "表号", "Table no.";
        MadeBy => "制表单位（盖章）", "Made by (seal)";
        MadeOn { date: String } => "制表日期：{date}", "made on {date}";
        ReferenceDate { date: String } => "数据时点：{date}", "reference date: {date}";
        ReferenceDates { first: String, last: String } =>
            "数据时点：{first} 至 {last}",
            "reference dates: {first} to {last}";
        Basis { title: String, number: String, issuer: String } =>
            "依据：{title}（{number}，{issuer}）",
            "basis: {title} ({number}, {issuer})";
        Headline { all: usize, met: usize, short: usize, overdue: usize, unknown: usize, judged: usize, rate: String }
            (requirements = all "requirement" "requirements") =>
            "应达标 {all} 项：达标 {met} 项，未达标 {short} 项（其中逾期 {overdue} 项），无法判定 {unknown} 项；已判定 {judged} 项的达标率 {rate}%。",
            "Of {all} binding {requirements} {met} met, {short} short ({overdue} overdue), {unknown} unknown; compliance {rate}% of the {judged} decided.";
        HeadlineUndecided { all: usize } (requirements = all "requirement" "requirements") =>
            "应达标 {all} 项，均无法判定。",
            "{all} binding {requirements}, all unknown.";
        Entered { entered: usize, asked: usize, not_reported: usize }
            (kinds = asked "kind or sheet" "kinds and sheets", requirements = not_reported "requirement" "requirements") =>
            "填报情况：各地应填的类别和统计表共 {asked} 项，已填 {entered} 项；因未填报而未达标或无法判定的要求 {not_reported} 项",
            "entered: {entered} of {asked} {kinds}; {not_reported} {requirements} short or unknown because nothing was entered";
        Checked { records: usize, approved: usize, submitted: usize, returned: usize, incomplete: usize } (records_word = records "record" "records") =>
            "审核情况：记录 {records} 条，审核通过 {approved} 条，待审核 {submitted} 条，退回 {returned} 条，待补全 {incomplete} 条",
            "checked: of {records} {records_word} {approved} approved, {submitted} submitted, {returned} returned, {incomplete} incomplete";
        Unapproved =>
            "* 所依据的记录尚未全部审核通过",
            "* rests on a record that is not approved";
        NotReported => "未填报", "no data";
        EnteredHead => "已填/应填", "entered/asked";
        FirstHead => "优先办理", "To do first";
        FirstToDo { place: String, requirement: String, verdict: String, why: String, due: String } =>
            "{place} {requirement}：{verdict}，{why}；{due}",
            "{place}, {requirement}: {verdict}, {why}; {due}";
        AreasHead => "分地区汇总", "By area";
        Area => "地区", "division";
        PlaceCount => "地方数", "places";
        NotReportedHead => "其中未填报", "no data";
        Rate => "达标率", "met %";
        AreaNotReported => "有的地区未填报", "something was not entered in one of the areas";
        AreaUnknown => "有的地区有无法判定的要求", "something is unknown in one of the areas";
        AreaOtherRequirements =>
            "各地区适用的要求不同",
            "the areas are not asked for the same";
        ActingSheet => "重点办理", "Worth acting on";
        ActingListHead => "类别", "list";
        ActingList { name: String, count: usize, shown: usize } =>
            "{name}（共 {count} 项，列 {shown} 项）",
            "{name} ({shown} of {count})";
        LargestGaps => "缺口最大", "Largest gaps";
        OverdueLongest => "逾期最久", "Overdue longest";
        NearestToMet => "最接近达标", "Nearest to being met";
        Map => "分布图", "Map";
        MapShows { shown: usize, missing: usize } (places = shown "place" "places") =>
            "图上 {shown} 个地方，位置为本地设施坐标的平均值；{missing} 个地方没有可用的坐标，未标出",
            "{shown} {places}, each at the mean position of its facilities; {missing} without usable coordinates";
        LargerIsShorter => "（三角越大，未达标的要求越多）", "(the larger the triangle, the more is short)";
        NothingJudged => "不判定", "not judged";
        Annex => "附件", "Annex";
        ChartSheet => "图表", "Charts";
        Lon => "经度", "longitude";
        Lat => "纬度", "latitude";
        Trail { change: String, receipt: String } =>
            "修改记录至 {change}；回执码 {receipt}",
            "trail up to {change}; receipt {receipt}";
        NoTrail { receipt: String } =>
            "台账尚无修改；回执码 {receipt}",
            "no changes in the ledger yet; receipt {receipt}";
        Program { version: String } => "程序 taizhang {version}", "program taizhang {version}";
        StoredDiffer { count: usize } (do_word = count "stored verdict does" "stored verdicts do") =>
            "台账所存结论有 {count} 项与记录不符，可能被其他工具改动过；报表已按修改记录重新判定，请运行 taizhang doctor",
            "{count} {do_word} not match the records; another tool may have altered the ledger; the report was judged again from the trail; run taizhang doctor";
        Counts { met: usize, short: usize, unknown: usize } =>
            "达标 {met}  未达标 {short}  无法判定 {unknown}",
            "met {met}, short {short}, unknown {unknown}";
        Targets { met: usize, short: usize, unknown: usize } =>
            "另有目标和参考值：达到 {met}  未达到 {short}  无法判定 {unknown}",
            "in addition, targets and benchmarks: reached {met}, not reached {short}, unknown {unknown}";
        OwnApproved { count: usize } (records = count "record" "records") =>
            "{count} 条记录由录入人本人审核通过",
            "{count} {records} approved by the person who entered them";
        NothingBefore { quarter: Text, date: String } =>
            "{quarter}末（{date}）台账中尚无记录，无法对比",
            "no comparison: the ledger had no records at the end of {quarter} ({date})";
        NotInForceBefore { quarter: Text, date: String } =>
            "{quarter}末（{date}）政策包尚未生效或已失效，无法对比",
            "no comparison: the policy was not in force at the end of {quarter} ({date})";
        QuarterNotClosed { quarter: Text } =>
            "{quarter}未关账；请先用 taizhang quarter close 关账，或用 --as-of 查看某日终了的情况",
            "{quarter} is not closed; close it with taizhang quarter close, or use --as-of for the end of a day";
        NothingClosed =>
            "尚未关账，无法比较；请先用 taizhang quarter close 关账",
            "no quarter has been closed, so there is nothing to compare; close one with taizhang quarter close";
        NotClosedToCompare { quarter: Text } =>
            "{quarter}未关账，无法比较；请先用 taizhang quarter close 关账，taizhang quarter list 列出已关账的季度",
            "{quarter} is not closed and cannot be compared; close it with taizhang quarter close; taizhang quarter list lists closed quarters";
        ComparedWithLater =>
            "--with 须是更早的季度",
            "--with must name an earlier quarter";
        ClosedBy { quarter: Box<Text>, scope: Box<Text>, at: String, author: String, signed_by: String } =>
            "{quarter}（{scope}）{at} 关账：经办 {author}，负责 {signed_by}",
            "{quarter}, {scope}, closed {at} by {author}; signed by {signed_by}";
        FellDue { count: usize, what: Text } =>
            "上季度末以来到期的要求 {count} 项：{what}",
            "Requirements due since the end of the last quarter, {count}: {what}";
        NoCorrections => "关账后没有更正。", "No corrections since the close.";
        Corrections { count: usize } =>
            "关账后更正 {count} 次，未计入结论：",
            "Corrections since the close, not counted in these verdicts: {count}";
        NotInForce { why: String } =>
            "政策包{why}；该日不判定",
            "the policy is {why}; nothing is judged on this date";
        JudgedBy { loaded: String, sha: String } =>
            "按 {loaded} 载入的政策包文本判定（SHA-256 {sha}）",
            "judged by the text of the pack loaded at {loaded} (SHA-256 {sha})";
        JudgedByLater { loaded: String, sha: String } =>
            "按该日之后（{loaded}）载入的政策包文本判定（SHA-256 {sha}）",
            "judged by a text of the pack loaded after that date, at {loaded} (SHA-256 {sha})";
        NewerText { said: String } =>
            "{said}；此后载入过新的文本",
            "{said}; a newer text has been loaded since";
        SinceQuarter { quarter: Text, date: String } =>
            "与{quarter}末（{date}）相比",
            "Since the end of {quarter} ({date})";
        SinceClose { quarter: Text } =>
            "{quarter}关账时的记录改按现在的政策包文本判定，与关账的结论相比",
            "The records of {quarter} as it was closed, judged by the current text of the pack, compared with the verdicts of the close";
        CountsSince { met: String, short: String, unknown: String } =>
            "达标 {met}  未达标 {short}  无法判定 {unknown}",
            "met {met}, short {short}, unknown {unknown}";
        TargetsSince { met: String, short: String, unknown: String } =>
            "目标和参考值：达到 {met}  未达到 {short}  无法判定 {unknown}",
            "targets and benchmarks: reached {met}, not reached {short}, unknown {unknown}";
        SavedBy { at: String, author: String, name: String } =>
            "{at} {author}「{name}」",
            "{at} {author} \"{name}\"";
        Behind { place: String, requirement: String, saves: String } =>
            "{place} {requirement}：{saves}",
            "{place}, {requirement}: {saves}";
        BehindHead => "变化所依据的修改：", "The changes behind these movements:";
        NothingMoved => "结论和缺口都没有变化", "no verdict and no gap has changed";
        Worse => "变差", "worse";
        Better => "变好", "better";
        GapLarger => "缺口变大", "gap larger";
        GapSmaller => "缺口变小", "gap smaller";
        SinceSheet => "变化情况", "What changed";
        Summary => "总览", "Summary";
        SideBySide => "各地对照", "Places side by side";
        ByGroups => "各组（达标/未达标/无法判定）", "By groups (met/short/unknown)";
        ForInformation => "供参考（不判定）", "For information, not judged";
        InformationSheet => "供参考", "For information";
        Total => "合计", "total";
        TotalOfAll => "全部合计", "total of all";
        AllColumnsSheet => "未达标明细（全部栏目）", "Short and unknown, all columns";
        IsOverdue => "已逾期", "overdue";
        PageNumber => "第 &P 页，共 &N 页", "page &P of &N";
        Shortfalls => "未达标与无法判定", "Short and unknown";
        NoShortfalls => "没有未达标或无法判定的要求。", "Nothing is short or unknown.";
        TargetsOpen =>
            "未达到或无法判定的目标和参考值",
            "Targets and benchmarks not reached or unknown";
        Numbered => "序号", "no.";
        HaveAndNeed => "现状/标准", "have/need";
        FilledInBy => "填表人", "Filled in by";
        CheckedBy => "审核人", "Checked by";
        HeadOfUnit => "单位负责人", "Head of the unit";
        DateSigned => "日期", "Date";
        RunBy { name: String } => "{name}（运营管理单位）", "{name} (operating unit)";
        Answers { name: String } => "责任单位：{name}", "responsible unit: {name}";
        NotCovered { place: String, pack: String } =>
            "政策包 {pack} 不判定「{place}」及其下级；请更换地方或政策包",
            "the pack {pack} does not judge \"{place}\" or any place below it; choose another place or pack";
        ClockBefore1970 =>
            "时钟早于 1970 年，无法写入工作簿；请校准时钟，或更换格式",
            "the clock is set before 1970, so no workbook can be written; set the clock, or choose another format";
        Unwritable { detail: String } =>
            "此格式无法容纳本报表（{detail}）；请用 --town 缩小范围，或更换格式",
            "this format cannot hold the report ({detail}); narrow it with --town or choose another format";
        Must => "必须达到", "must be reached";
        Basic => "基本配置", "to be provided as a rule";
        Strive => "力争达到", "to be striven for";
        Encouraged => "鼓励", "encouraged";
        Benchmark => "参考值", "benchmark";
    }
}

messages! {
    /// The headings of a report's columns.
    ReportColumn {
        PlaceCode => "地点代码", "place code";
        Place => "地点", "place";
        RequirementCode => "要求代码", "requirement code";
        Requirement => "要求", "requirement";
        Strength => "力度", "strength";
        RequirementInGroup => "要求", "requirement";
        StrengthAndVerdict => "结论（力度）", "verdict (strength)";
        HaveNeedGap => "现状/标准，缺口", "have/need, gap";
        WhyAndSource => "原因、依据", "reasons, source";
        VerdictCode => "结论代码", "verdict code";
        Verdict => "结论", "verdict";
        Have => "现状", "have";
        Operator => "比较", "operator";
        Need => "标准", "need";
        Gap => "缺口", "gap";
        Unit => "单位", "unit";
        Responsible => "责任单位", "responsible unit";
        Expected => "预计投用", "expected to open";
        Due => "期限", "deadline";
        DueOn => "期限", "deadline";
        Exception => "例外", "exception";
        Nearest => "最接近的设施", "nearest facility";
        Why => "原因", "reasons";
        Source => "依据", "source";
        Movement => "变化", "change";
        VerdictCodeBefore => "原结论代码", "verdict code before";
        VerdictBefore => "原结论", "verdict before";
        HaveBefore => "原现状", "have before";
        Saves => "所依据的修改", "changes behind it";
        GapBefore => "原缺口", "gap before";
        GroupCode => "组代码", "group code";
        Group => "组", "group";
        Period => "期间", "period";
        Low => "至少", "at least";
        High => "至多", "at most";
        ToEnter => "待填", "to enter";
        Reported => "已填报", "reported";
        Approved => "已审核通过", "approved";
    }
}
