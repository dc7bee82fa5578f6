//! The words of an inspector's screens.

use super::say::messages;

messages! {
    /// Filters, states, findings and what is asked about them.
    InspectorMsg {
        FilterTitle => "筛选", "Filter";
        NotMet => "不足和待定", "short or unknown";
        OnlyShort => "只看不足", "short only";
        OnlyUnknown => "只看待定", "unknown only";
        OnlyMet => "只看达标", "met only";
        Overdue => "已逾期", "overdue";
        Changed => "上次查看后有改动", "changed since my last visit";
        Near => "接近最低要求", "near the minimum";
        WithoutEvidence => "没有佐证材料", "without evidence";
        EveryGroup => "全部组", "every group";
        EveryKind => "全部类别", "every kind";
        EveryState => "全部状态", "every state";
        OnlyAnswered => "填报人已答复，待看", "answered by the clerk";
        On => "已选", "on";
        NothingPasses [Filter] =>
            "没有符合筛选条件的；{Filter} 换条件",
            "nothing passes the filter; {Filter} changes it";
        RecordsTitle => "记录", "Records";
        StateHead => "状态", "State";
        KindHead => "类别", "Kind";
        TroubleHead => "疑问", "Doubts";
        RecordsHelp [ApproveAll, Filter, Open] =>
            "一行一条记录，先看状态。{Open} 打开；{Filter} 按状态、类别筛选；{ApproveAll} 把这张清单里没有问题的一次审核通过。",
            "One record a line, its state first. {Open} opens; {Filter} narrows the list by state and kind; {ApproveAll} approves all of this list that have no problem at once.";
        ShortfallsFilterHelp [Filter, Records] =>
            "{Filter} 按结论、组、类别、逾期、改动、接近、缺佐证筛选；{Records} 看记录及其状态。",
            "{Filter} narrows the list by verdict, group, kind, overdue, changed, near and missing evidence; {Records} shows the records and their states.";
        RecordHelp [Approve, Findings, Mark, Return] =>
            "空格或 {Mark} 标出要说的项，{Return} 写明原因退回；{Approve} 审核通过；{Findings} 看已提的意见。? 存疑，i 存疑但有理由，! 已退回，* 上次审核后改过。下面是光标所在项的修改史。",
            "Space or {Mark} marks the fields you speak of, {Return} says why and returns the record; {Approve} approves it; {Findings} shows what was said before. ? is doubtful, i doubtful with a reason, ! returned, * changed since the last review. Below is the history of the field under the cursor.";
        Evidence { files: String } => "佐证：{files}", "evidence: {files}";
        NoEvidence => "佐证：没有", "evidence: none";
        RecordState { state: String } => "记录状态：{state}", "record: {state}";
        OwnApproval => "由录入人本人审核通过", "approved by the person who entered it";
        WasApprovedOwn { name: String } =>
            "已审核通过：{name}；注明由录入人本人审核",
            "approved: {name}; marked: by the person who entered it";
        SavedBy { at: String, author: String } => "{at} {author}", "{at} {author}";
        ChangedSince { count: usize } =>
            "上次审核后改了 {count} 项",
            "{count} fields changed since the last review";
        Marked { count: usize } => "已标 {count} 项", "{count} marked";
        OpenFindings { count: usize } => "意见 {count} 条未结", "{count} findings not closed";
        NoHistory => "此项没有修改史", "this field has no history";
        AskReturn { count: usize } =>
            "退回，标出 {count} 项。请写明原因：",
            "return it with {count} fields marked. Say why:";
        AskReturnAll =>
            "没有标出任何项：整条退回。请写明原因：",
            "no field is marked: the whole record is returned. Say why:";
        SayTitle => "审核意见", "Finding";
        SayHelp [Back, Take] =>
            "写好后按 {Take}；{Back} 不写，返回。",
            "{Take} when it is written; {Back} goes back without it.";
        SayPrompt => "> ", "> ";
        MustSay => "请写几个字", "say it in a few words";
        WasReturned { name: String } => "已退回：{name}", "returned: {name}";
        WasApproved { name: String } => "已审核通过：{name}", "approved: {name}";
        AlreadyApproved { name: String } => "早已审核通过：{name}", "approved before: {name}";
        FindingsTitle => "审核意见", "Findings";
        NoFindings => "还没有审核意见", "no findings yet";
        WholeRecord => "整条记录", "the whole record";
        CloseIt => "了结", "close it";
        ReopenIt => "再次退回", "open it again";
        LeaveIt => "先放着", "leave it";
        AskClose [Take] =>
            "了结此意见。可写几个字，也可直接按 {Take}：",
            "close this finding. Say something or just press {Take}:";
        AskReopen => "再次退回。请写明原因：", "return it again. Say why:";
        WasClosed => "已了结", "closed";
        WasReopened => "已再次退回", "returned again";
        AskApproveAll { count: usize } =>
            "把清单中没有问题的 {count} 条审核通过？",
            "approve the {count} of this list that have no problem?";
        ApproveThem => "通过", "approve";
        NothingToApprove =>
            "清单中没有可审核通过的：要待核且没有疑问、没有未结的意见",
            "nothing to approve: a record must be submitted, without doubts and without findings that are not closed";
        ApprovedMany { count: usize } => "已审核通过 {count} 条", "{count} approved";
        ApprovedSome { count: usize, left: usize } =>
            "已审核通过 {count} 条，{left} 条没有（刚被改动或不在审核范围）",
            "{count} approved, {left} not (just changed, or outside what you may judge)";
    }
}
