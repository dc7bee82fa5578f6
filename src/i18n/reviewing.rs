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
        EveryKind => "全部类别", "every kind";
        EveryState => "全部状态", "every state";
        OnlyAnswered => "填报人已答复，待看", "answered by the clerk";
        On => "已选", "on";
        NothingPasses =>
            "没有符合筛选条件的；F4 换条件",
            "nothing passes the filter; F4 changes it";
        RecordsTitle => "记录", "Records";
        StateHead => "状态", "State";
        KindHead => "类别", "Kind";
        TroubleHead => "疑问", "Doubts";
        RecordsHelp =>
            "一行一条记录，先看状态。Enter 打开；F4 按状态、类别筛选；F2 把这张清单里没有问题的一次核实。",
            "One record a line, its state first. Enter opens; F4 narrows the list by state and kind; F2 verifies all of this list that have no problem at once.";
        ShortfallsFilterHelp =>
            "F4 按结论、类别、逾期、改动、接近、缺佐证筛选；F2 看记录及其状态。",
            "F4 narrows the list by verdict, kind, overdue, changed, near and missing evidence; F2 shows the records and their states.";
        RecordHelp =>
            "空格或 Insert 标出要说的项，F2 写明原因退回；F4 核实；F9 看已提的意见。? 存疑，i 存疑但有理由，! 已退回，* 上次审核后改过。下面是光标所在项的修改史。",
            "Space or Insert marks the fields you speak of, F2 says why and returns the record; F4 verifies it; F9 shows what was said before. ? is doubtful, i doubtful with a reason, ! returned, * changed since the last review. Below is the history of the field under the cursor.";
        Evidence { files: String } => "佐证：{files}", "evidence: {files}";
        NoEvidence => "佐证：没有", "evidence: none";
        RecordState { state: String } => "记录状态：{state}", "record: {state}";
        OwnVerification => "由录入人本人审核通过", "approved by the person who entered it";
        WasVerifiedOwn { name: String } =>
            "已核实：{name}；注明由录入人本人审核通过",
            "verified: {name}; marked: by the person who entered it";
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
        SayHelp =>
            "写好后按 Enter；Esc 不写，返回。",
            "Enter when it is written; Esc goes back without it.";
        SayPrompt => "> ", "> ";
        MustSay => "请写几个字", "say it in a few words";
        WasReturned { name: String } => "已退回：{name}", "returned: {name}";
        WasVerified { name: String } => "已核实：{name}", "verified: {name}";
        AlreadyVerified { name: String } => "早已核实：{name}", "verified before: {name}";
        FindingsTitle => "审核意见", "Findings";
        NoFindings => "还没有审核意见", "no findings yet";
        WholeRecord => "整条记录", "the whole record";
        CloseIt => "了结", "close it";
        ReopenIt => "再次退回", "open it again";
        LeaveIt => "先放着", "leave it";
        AskClose =>
            "了结此意见。可写几个字，也可直接按 Enter：",
            "close this finding. Say something or just press Enter:";
        AskReopen => "再次退回。请写明原因：", "return it again. Say why:";
        WasClosed => "已了结", "closed";
        WasReopened => "已再次退回", "returned again";
        AskVerifyAll { count: usize } =>
            "核实清单中没有问题的 {count} 条？",
            "verify the {count} of this list that have no problem?";
        VerifyThem => "核实", "verify";
        NothingToVerify =>
            "清单中没有可核实的：要待核且没有疑问、没有未结的意见",
            "nothing to verify: a record must be submitted, without doubts and without findings that are not closed";
        VerifiedMany { count: usize } => "已核实 {count} 条", "{count} verified";
        VerifiedSome { count: usize, left: usize } =>
            "已核实 {count} 条，{left} 条没有（刚被改动或不在审核范围）",
            "{count} verified, {left} not (just changed, or outside what you may judge)";
    }
}
