//! Merging: why a file is refused, what was taken in, and conflicts.

use super::inspect::InspectMsg;
use super::say::{Text, messages};

messages! {
    /// Why nothing was taken in.
    MergeFault {
        Cancelled => "已取消，台账没有变", "cancelled; the ledger is as it was";
        IsTheLedger =>
            "这就是台账本身；请换一个文件",
            "it is the ledger itself; choose another file";
        Gap { site: String, from: i64, to: i64 } =>
            "{site} 的修改缺 {from} 至 {to} 号；请先合并含有这些修改的文件，或请对方运行 taizhang exchange 文件 --from {site}:{from}",
            "the changes {from} to {to} of {site} are missing; merge the file that has them first, or have taizhang exchange FILE --from {site}:{from} run there";
        Forked { change: String } =>
            "{change} 在两边不是同一次修改：多半有一份是直接复制的（没有用 taizhang restore），两份都接着用了。请在其中一份里重新录入另一份后来的修改，用 taizhang history 查",
            "{change} is not the same change in both: most likely one of the two is a plain copy (made without taizhang restore) and both went on. Enter the later changes of one of them again in the other; taizhang history shows them";
        BrokenChain { change: String } =>
            "修改链在 {change} 处断开：它或它之前被改动过",
            "the chain of changes breaks at {change}: it or one before was altered";
        ClockAhead { change: String, at: String } =>
            "{change} 的时间是 {at}，比现在晚一天以上：那台机器的时钟不对；请核对两边的时钟，等到那时再合并，或用 taizhang export 和 import 把记录转过来",
            "{change} was made at {at}, more than a day from now: a clock is wrong. Compare both clocks, and merge it after that time or take its records over with taizhang export and import";
        ParentMissing { change: String, parent: String, from: String } =>
            "{change} 依据的修改 {parent} 两边都没有；请先合并含有它的文件（对方的快照什么都有），或请对方运行 taizhang exchange 文件 --from {from}",
            "{change} is based on {parent}, which neither side has; merge the file that has it first (a snapshot of that ledger has everything), or have taizhang exchange FILE --from {from} run there";
        ActsMissing { site: String, count: usize } =>
            "{site} 以前交出的审核意见或复录，这里缺 {count} 条；请先合并前面的交换文件，或请对方运行 taizhang exchange 文件 --from {site}:1",
            "{count} acts of reviews or second entries of {site} that were handed on before are missing here; merge the exchange files before this one first, or have taizhang exchange FILE --from {site}:1 run there";
        UnknownPlaces { places: String } =>
            "这里没有这些地方：{places}；请先用 taizhang init --places 文件.csv 载入新的地名表",
            "there are no such places here: {places}; load the new list of places with taizhang init --places FILE.csv first";
        UnknownKinds { kinds: String } =>
            "这里没有这些类别：{kinds}；请先用 taizhang pack load 载入政策包",
            "there are no such kinds here: {kinds}; load their pack with taizhang pack load first";
        PackMissing { pack: String } =>
            "它的政策包 {pack} 这里没有；请先用 taizhang pack load 载入",
            "its pack {pack} is not here; load it with taizhang pack load first";
        PackNewerThere { pack: String, theirs: String, ours: String } =>
            "政策包 {pack} 两边不同：文件里的较新（{theirs} 载入，这里 {ours}）；请先用 taizhang pack load 把它载入这里",
            "the pack {pack} differs: the file's is newer (loaded {theirs}, here {ours}); load it here with taizhang pack load first";
        PackNewerHere { pack: String, theirs: String, ours: String } =>
            "政策包 {pack} 两边不同：这里的较新（{ours} 载入，文件里 {theirs}）；请在那边用 taizhang pack load 载入后再交来（交换文件用 --from 重做一份）",
            "the pack {pack} differs: the one here is newer (loaded {ours}, in the file {theirs}); have it loaded there with taizhang pack load, and the file made once more (an exchange file with --from)";
        ActAltered { act: String } =>
            "{act} 在两边不是同样的内容：有一边被改动过",
            "{act} does not say the same in both: one side was altered";
        Strange { record: String } =>
            "记录 {record} 的修改里有台账存不下的值：不是本程序写的",
            "the changes of the record {record} hold values that no ledger keeps: this program did not write them";
        CloseWithoutChanges { quarter: Text, change: String } =>
            "{quarter}的关账依据 {change} 以前的修改，两边都没有；请先合并那些修改",
            "the close of {quarter} rests on changes up to {change}, which neither file has; merge those first";
        LooseAct { act: String } =>
            "审核记录 {act} 所指的记录或意见两边都没有；请先合并含有它的文件，或对方的快照",
            "the act {act} of a review is about a record or a finding that neither side has; merge the file that has it first, or a snapshot of that ledger";
        LooseEntries { count: usize } =>
            "有 {count} 项复录所指的记录版本两边都没有；请先合并含有它的文件，或对方的快照",
            "{count} second entries are about versions of records that neither side has; merge the file that has them first, or a snapshot of that ledger";
        Mixed { record: String } =>
            "记录 {record} 在两边不是同一种记录：有一边被改动过",
            "the record {record} is not of the same sort in both: one side was altered";
        Crowded { record: String } =>
            "记录 {record} 的修改多得不像话，不予合并",
            "the record {record} has more changes than anyone makes and is not merged";
    }
}

messages! {
    /// What a merge tells, and what a conflict is.
    MergeMsg {
        Examining => "正在检查文件，Ctrl-C 取消", "examining the file; Ctrl-C cancels";
        TakingIn { changes: usize } =>
            "已并入 {changes} 次修改，Ctrl-C 取消",
            "took in {changes} changes; Ctrl-C cancels";
        TakingActs { acts: usize } =>
            "已看过 {acts} 条审核意见和复录，Ctrl-C 取消",
            "looked at {acts} acts of reviews and second entries; Ctrl-C cancels";
        Folding { done: usize, of: usize } =>
            "正在整理记录：{done}/{of}，Ctrl-C 取消",
            "putting records together: {done}/{of}; Ctrl-C cancels";
        Judging => "正在重新判定", "judging again";
        Done { path: String } => "已合并 {path}", "merged {path}";
        Rehearsed { path: String } =>
            "试合并 {path}，没有写入；真合并时：",
            "rehearsed {path}; nothing was written. A merge would do this:";
        Nothing { path: String } => "{path} 里没有新的内容", "{path} has nothing new";
        Site { site: String, first: i64, last: i64 } =>
            "  {site}：新修改 {first} 至 {last} 号",
            "  {site}: changes {first} to {last} are new";
        Records { new: usize, changed: usize, removed: usize } =>
            "  记录：新增 {new} 条，改动 {changed} 条，删除 {removed} 条",
            "  records: {new} new, {changed} changed, {removed} removed";
        Acts { findings: usize, keyed: usize } =>
            "  审核意见 {findings} 条，复录 {keyed} 项",
            "  {findings} acts of reviews, {keyed} second entries";
        Quarters { confirmations: usize, closes: usize } =>
            "  确认无变化 {confirmations} 条，关账和重开 {closes} 次",
            "  {confirmations} confirmations, {closes} closes and reopenings of quarters";
        NewClose { quarter: Text, scope: Text, author: String } =>
            "  {quarter}（{scope}）由{author}关账",
            "  {quarter} closed for {scope} by {author}";
        NewReopening { quarter: Text, scope: Text, author: String, reason: String } =>
            "  {quarter}（{scope}）由{author}重开：{reason}",
            "  {quarter} reopened for {scope} by {author}: {reason}";
        OfClosedQuarter { quarter: Text, count: usize } =>
            "  {quarter}已经关账；并入的修改中有 {count} 次属于该季度，列为更正",
            "  {quarter} is closed; {count} of these changes belong to it and are listed as corrections";
        ClosedTwice { what: Box<InspectMsg> } => "  {what}", "  {what}";
        NewRecord { name: Text } => "  + {name}", "  + {name}";
        ChangedRecord { name: Text } => "  * {name}", "  * {name}";
        RemovedRecord { name: Text } => "  - {name}", "  - {name}";
        DoubledCode { what: Box<InspectMsg> } => "  {what}", "  {what}";
        Place { code: String, theirs: Text, ours: Text } =>
            "  地名表不同：{code} 文件里是{theirs}，这里是{ours}；以这里的为准",
            "  the lists of places differ: {code} is {theirs} in the file and {ours} here; what stands here counts";
        PlaceStep { step: String, author: String } =>
            "  那边的台账改动了地方：{step}（{author}）；这里没有照办，要照办请运行 taizhang {step}",
            "  a place was changed in the other ledger: {step} ({author}); here it was not, taizhang {step} does it";
        PlaceBelow { name: String, level: String, parent: String } =>
            "「{name}」（{level}，上级 {parent}）",
            "\"{name}\" ({level}, below {parent})";
        PlaceOnTop { name: String, level: String } =>
            "「{name}」（{level}）",
            "\"{name}\" ({level})";
        NoPlace => "没有", "unknown";
        Doubt { what: Box<InspectMsg> } => "  [i] {what}", "  [i] {what}";
        MoreDoubts { count: usize } =>
            "  [i] 这样的还有 {count} 处，taizhang doctor 可列出",
            "  [i] {count} more of these; taizhang doctor lists them";
        DoubledName { name: Text } =>
            "  同名：{name} 现有不止一条；若是同一个设施，请删去多余的",
            "  the same name: there is more than one {name} now; if they are one facility, delete the others";
        OtherLedger { theirs: String } =>
            "  它是另一本台账（编号 {theirs}），不是由本台账恢复出来的；请核对没有拿错文件",
            "  it is another ledger (id {theirs}), not one restored from this ledger; make sure that it is the right file";
        NewSite =>
            "  文件里有以本台账自己的名义所作的后来的修改：多半是本台账的一份复制件接着用了，请核对。已并入，本台账此后用新的站点编号",
            "  the file has later changes in the name of this very ledger: most likely a plain copy of it went on, make sure of that. They are taken in, and this ledger goes on as a new site";
        Open { count: usize } =>
            "还有 {count} 处合并冲突未定",
            "{count} conflicts of merging are open";
        HowToSettle [Conflicts] =>
            "用 taizhang 打开台账，按 {Conflicts} 逐处决定；清单：taizhang conflicts",
            "open the ledger with taizhang and press {Conflicts} to settle them; taizhang conflicts lists them";
        NoneOpen => "没有未定的合并冲突", "no conflict of merging is open";
        Field { record: Text, field: Text } => "{record}：{field}", "{record}: {field}";
        Side { value: Text, author: String, at: String, site: Text } =>
            "{value}（{author}，{at}，{site}）",
            "{value} ({author}, {at}, {site})";
        Here => "本台账", "this ledger";
        Elsewhere { site: String } => "站点 {site}", "site {site}";
        Shown => "，现在显示", ", shown now";
        Delete => "删除", "delete it";
        Keep => "保留", "keep it";
        HomeLine { count: usize } [Conflicts] =>
            "有 {count} 处合并冲突未定，按 {Conflicts} 处理",
            "{count} conflicts of merging are open; {Conflicts} settles them";
        Title => "合并冲突", "Conflicts of merging";
        Help [Open] =>
            "两处分别改了同一项，合并时不知道该用哪个。{Open} 逐处决定：用这个值、用那个值，或自己填。没有决定的先显示较晚的值，冲突一直列在这里。",
            "Two files set the same field differently, and the merge cannot know which is right. {Open} decides: this value, that one, or one of your own. Until then the later value is shown and the conflict stays in this list.";
        Ask { record: Text, field: Text } =>
            "{record}：{field} 用哪个值？",
            "{record}: which value is {field} to have?";
        ByHand => "自己填", "another value";
        ByHandExtra => "打开表单，停在这一项", "opens the form at this field";
        Settled { name: Text } => "已决定：{name}", "settled: {name}";
        ConflictGone { name: Text } =>
            "「{name}」的这处冲突已有人处理过",
            "this conflict of \"{name}\" was settled meanwhile";
        Reason { value: Text } =>
            "处理合并冲突：用 {value}",
            "settles a conflict of merging: {value}";
    }
}
