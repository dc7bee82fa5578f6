//! The words of an inspector's screens.

use super::say::messages;

messages! {
    /// Filters, states, findings and what is asked about them.
    InspectorMsg {
        FilterTitle => "筛选", "Filter";
        NotMet => "未达标和无法判定", "short or unknown";
        OnlyShort => "仅未达标", "short only";
        OnlyUnknown => "仅无法判定", "unknown only";
        OnlyMet => "仅达标", "met only";
        Overdue => "已逾期", "overdue";
        Changed => "上次查看后有改动", "changed since my last visit";
        Near => "接近最低要求", "near the minimum";
        WithoutEvidence => "无佐证材料", "no evidence";
        EveryGroup => "全部组", "all groups";
        EveryKind => "全部类别", "all kinds";
        EveryState => "全部审核状态", "all review states";
        EveryStatus => "全部设施状态", "all statuses";
        EveryPlace => "全部地方", "all places";
        ClearFilter => "清除筛选", "clear the filter";
        EveryVerdict => "全部结论", "all verdicts";
        OnlyCounting => "仅计入的", "only those that count";
        OnlyNotCounting => "仅不计入的", "only those that do not count";
        OnlyMayCount => "仅是否计入尚不确定的", "not known whether counting";
        EitherCounts => "计入与否不限", "counting or not";
        MineWaiting { count: usize } => "* 待本人审核 {count} 条", "* {count} for you to review";
        MineLookedAt { count: usize } (rows = count "row" "rows") =>
            "* {count} 行涉及待本人审核的记录",
            "* {count} {rows} with records for you to review";
        OnlyAnswered => "填报人已答复，待查看", "answered by the clerk";
        On => "已选", "on";
        NothingPasses [Filter] =>
            "没有符合筛选条件的记录；{Filter} 更改条件",
            "nothing matches the filter; {Filter} changes it";
        RecordsTitle => "记录", "Records";
        StateHead => "状态", "State";
        KindHead => "类别", "Kind";
        TroubleHead => "存疑", "Doubts";
        RecordsHelp [ClearFilter, Filter, Open] =>
            "每行一条记录，首列为状态。{Open} 打开；待本人审核的排在最前；只审核部分地方或类别的，标 *。{Filter} 按审核状态、设施状态、类别、所涉结论、逾期、接近标准、缺佐证、改动、地方（县、镇）筛选，可同时用几个条件，标题写明现用条件；{ClearFilter} 清除。",
            "Each line is a record, its state first. {Open} opens it. What waits for you comes first, with * where you review only some places or kinds. {Filter} filters by review state, status, kind, verdict, overdue, near the minimum, no evidence, changed and place (county or town), several at once, as the title says; {ClearFilter} clears the filter.";
        RecordsApproveHelp [ApproveAll] =>
            "{ApproveAll} 先预览，再将清单中没有问题的记录一次审核通过；清单超过 1000 条的，从光标所在的一条起看 1000 条。",
            "{ApproveAll} shows what approving the list would do, then approves all records that have no problem; of a list of more than 1,000 it looks at 1,000, from the cursor on.";
        ShortfallsFilterHelp [ClearFilter, Filter, Records] =>
            "{Filter} 按结论、组、类别、逾期、改动、接近标准、缺佐证、地方（县、镇）以及起决定作用的设施的状态筛选，可同时用几个条件，标题写明现用条件；{ClearFilter} 清除。只审核部分地方或类别的，涉及待本人审核记录的行标 *，排在最前。{Records} 查看记录及其状态。",
            "{Filter} filters by verdict, group, kind, overdue, changed, near the minimum, no evidence, place (county or town), and the status and review state of the facility that decides; several at once, as the title says. {ClearFilter} clears the filter. Where you review only some places or kinds, rows with records for you to review have * and come first. {Records} shows the records and their states.";
        RecordHelp [Approve, Findings, Mark, Return] =>
            "空格或 {Mark} 标记有问题的项，{Return} 写明原因后退回；{Approve} 审核通过；{Findings} 查看审核意见。? 存疑，i 存疑但有理由，! 已退回，* 上次审核后改过。下方为光标所在项的修改记录。",
            "Space or {Mark} marks a field, {Return} returns the record with a reason; {Approve} approves it; {Findings} shows the findings. ? doubtful, i doubtful with a reason, ! returned, * changed since the last review. Below is the history of the field under the cursor.";
        Evidence { files: String } => "佐证：{files}", "evidence: {files}";
        NoEvidence => "佐证：无", "evidence: none";
        RecordState { state: String } => "记录状态：{state}", "record: {state}";
        OwnApproval => "由录入人本人审核通过", "approved by the person who entered it";
        WasApprovedOwn { name: String } =>
            "已审核通过：{name}；注明由录入人本人审核",
            "approved: {name}; noted: by the person who entered it";
        SavedBy { at: String, author: String } => "{at} {author}", "{at} {author}";
        ChangedSince { count: usize } (fields = count "field" "fields") =>
            "上次审核后改动 {count} 项",
            "{count} {fields} changed since the last review";
        Marked { count: usize } => "已标记 {count} 项", "{count} marked";
        OpenFindings { count: usize } (findings = count "finding" "findings") =>
            "未办结意见 {count} 条",
            "{count} {findings} not closed";
        NoHistory => "此项没有修改记录", "this field has no history";
        AskReturn { count: usize } (fields = count "field" "fields") =>
            "退回，标记 {count} 项。请写明原因：",
            "return it with {count} {fields} marked. Give a reason:";
        AskReturnAll =>
            "未标记任何项：整条退回。请写明原因：",
            "no field is marked: the whole record is returned. Give a reason:";
        SayTitle => "审核意见", "Finding";
        SayHelp [Back, Take] =>
            "填写后按 {Take}；{Back} 返回，不填写。",
            "Press {Take} when done; {Back} goes back without it.";
        SayPrompt => "> ", "> ";
        MustSay => "请填写内容", "write something first";
        WasReturned { name: String } => "已退回：{name}", "returned: {name}";
        WasApproved { name: String } => "已审核通过：{name}", "approved: {name}";
        AlreadyApproved { name: String } => "此前已审核通过：{name}", "already approved: {name}";
        FindingsTitle => "审核意见", "Findings";
        NoFindings => "尚无审核意见", "no findings yet";
        WholeRecord => "整条记录", "the whole record";
        CloseIt => "办结", "close it";
        ReopenIt => "再次退回", "return it again";
        LeaveIt => "暂不处理", "leave it open";
        AskClose [Take] =>
            "办结此意见。可填写说明，也可直接按 {Take}：",
            "close this finding. Write a note or just press {Take}:";
        AskReopen => "再次退回。请写明原因：", "return it again. Give a reason:";
        WasClosed => "已办结", "closed";
        WasReopened => "已再次退回", "returned again";
        AskApproveAll { count: usize } (records = count "record" "records") =>
            "将清单中没有问题的 {count} 条记录审核通过？",
            "approve {count} {records} of this list without problems?";
        ApproveThem => "审核通过", "approve";
        NothingToApprove =>
            "清单中没有可审核通过的：须为待审核，无存疑，无未办结意见，且非本人录入",
            "nothing to approve: a record must be submitted, not doubtful, without open findings, and entered by somebody else";
        ApprovedMany { count: usize } => "已审核通过 {count} 条", "{count} approved";
        ApprovedSome { count: usize, left: usize, names: String } =>
            "已审核通过 {count} 条，其间有变化的 {left} 条未通过：{names}",
            "{count} approved, {left} not, changed meanwhile: {names}";
        LeftOutNamed { name: String, why: String } => "{name}（{why}）", "{name} ({why})";
        OwnTitle => "我的未办结意见", "My open findings";
        AgeHead => "天数", "Days";
        LastSaidHead => "最近内容", "Last said";
        NoOwn => "没有本人提出、尚未办结的意见", "no finding of yours is open";
        OwnHelp [Open] =>
            "本人提出、尚未办结的意见：已答复的在前，各按提出的先后；天数从提出之日算起。下方为来往全文。{Open} 打开记录。",
            "The findings you raised that are not closed: those that were answered first, each the oldest first; days count from the day a finding was raised. Below is everything said. {Open} opens the record.";
        ApprovalsTitle => "审核通过前预览", "Before approving";
        ApprovalsHead { count: usize, left: usize } (records = count "record" "records") [ApproveAll] =>
            "将审核通过 {count} 条，另有 {left} 条不在其列（原因见末列）；{ApproveAll} 审核通过",
            "{count} {records} to approve, {left} left out for the reason shown; {ApproveAll} approves";
        ApprovalsHeadOf { count: usize, left: usize, further: usize } =>
            "将审核通过 {count} 条，{left} 条不在其列（原因见末列），其后还有 {further} 条未看",
            "{count} to approve, {left} left out for the reason shown, {further} more behind";
        ApprovalsFailed { judged: usize, of: usize } =>
            "读取台账出错，只看了 {judged}/{of} 条，不能审核通过；请返回后再试",
            "the ledger could not be read: {judged} of {of} looked at; go back and try again";
        ApprovalsHelp [ApproveAll, Open] =>
            "审核通过前的预览。标 + 的将审核通过，其余不在其列，末列为原因。{Open} 打开一条查看；{ApproveAll} 确认后一次审核通过，以此处所见为准，其间有变化的不通过并予说明。",
            "What will be approved. Lines with + will be approved; the others are left out, for the reason in the last column. {Open} opens a record; {ApproveAll} asks, then approves them all at once as they are shown here; what changes meanwhile is left out and named.";
        WillBeApproved => "审核通过", "approve";
        OutcomeHead => "处理", "Outcome";
        LeftOutChanged => "刚被修改", "just changed";
        LeftOutGone => "已删除", "deleted";
        LeftOutDoubts { count: usize } (values = count "value" "values") =>
            "存疑或有误 {count} 项",
            "{count} doubtful {values}";
        LeftOutFindings { count: usize } (findings = count "finding" "findings") =>
            "未办结意见 {count} 条",
            "{count} open {findings}";
        LeftOutOwn => "含本人录入", "entered by you";
        LeftOutReturned => "已退回", "returned";
        LeftOutIncomplete => "待补全", "incomplete";
        LeftOutOutside => "不在审核范围", "not yours to review";
        LeftOutApproved => "此前已审核通过", "approved before";
    }
}
