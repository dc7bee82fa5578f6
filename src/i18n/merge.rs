//! Merging: why a file is refused, what was taken in, and conflicts.

use super::inspect::InspectMsg;
use super::numbers::ChangeNumbers;
use super::say::{Text, messages};

messages! {
    /// Why nothing was taken in.
    MergeFault {
        Cancelled => "已取消，台账未改动", "cancelled; the ledger is unchanged";
        IsTheLedger =>
            "这就是台账本身；请选择其他文件",
            "it is the ledger itself; choose another file";
        Unsigned =>
            "文件没有签名，而本台账要求签名；请对方用 taizhang exchange --sign 生成，或用 ssh-keygen -Y sign -n taizhang-exchange 补签，.sig 文件一并交来",
            "the file is not signed, and this ledger requires signatures; have it made with taizhang exchange --sign or signed with ssh-keygen -Y sign -n taizhang-exchange, and handed in with its .sig file";
        UnknownSigner { key: String } =>
            "签名的密钥 {key} 不在本台账的签名人名单中，而本台账要求签名；核实是谁的以后，用 taizhang signers add 加入",
            "the file is signed with the key {key}, which is not in the list of signers of this ledger, and signatures are required; find out whose it is, then add it with taizhang signers add";
        Outside { count: usize } (acts = count "act" "acts", is = count "is" "are") =>
            "其中 {count} 项超出 --town 所限的地方（已列出）；修改链不能缺号，整个文件未合并。核实后可加上这些地方，或不加 --town 合并",
            "{count} {acts} in it {is} about places outside --town, as listed; a chain cannot have gaps, so nothing of the file was merged. Check them, then add those places or leave out --town";
        OutsideSigner { count: usize, name: String } (acts = count "act" "acts", is = count "is" "are") =>
            "其中 {count} 项超出{name}可签名的地方（已列出），整个文件未合并；核实后请由有权的人签名，或改动名单：taizhang signers",
            "{count} {acts} in it {is} about places that {name} may not sign for, as listed, so nothing of the file was merged; check them, then have somebody sign it who may, or change the list with taizhang signers";
        Gap { site: String, from: i64, missing: ChangeNumbers } =>
            "缺少 {site} 的{missing}；请先合并含有这些修改的文件，或请对方运行 taizhang exchange 文件 --from {site}:{from}",
            "{missing} of {site} cannot be found here; merge the file that has them first, or have taizhang exchange FILE --from {site}:{from} run on the other side";
        Forked { change: String } =>
            "{change} 在两边不是同一次修改：可能有一份是直接复制的（未用 taizhang restore），两份都继续使用。请将其中一份后来的修改重新录入另一份，可用 taizhang history 查看",
            "{change} is not the same change on both sides: probably one is a plain copy (made without taizhang restore) and both stayed in use. Enter the later changes of one again in the other; taizhang history shows them";
        BrokenChain { change: String } =>
            "修改链在 {change} 处断开：该处或之前的内容被改动过",
            "the chain of changes breaks at {change}: it or an earlier one was altered";
        ClockAhead { change: String, at: String } =>
            "{change} 的时间为 {at}，比现在晚一天以上：有一方时钟有误；请核对双方时钟，到该时间后再合并，或用 taizhang export 和 import 转移记录",
            "{change} is dated {at}, more than a day from now: one of the clocks is wrong. Compare both clocks, and merge after that time or transfer its records with taizhang export and import";
        ParentMissing { change: String, parent: String, from: String } =>
            "{change} 所依据的修改 {parent} 两边都没有；请先合并含有该修改的文件（对方快照包含全部内容），或请对方运行 taizhang exchange 文件 --from {from}",
            "{change} is based on {parent}, which neither side has; merge the file that has it first (a snapshot of that ledger has everything), or have taizhang exchange FILE --from {from} run on the other side";
        ActsMissing { site: String, count: usize }
            (entries = count "act of review or second entry" "acts of review or second entries") =>
            "此处缺少 {site} 以前交出的审核意见或复录 {count} 条；请先合并此前的交换文件，或请对方运行 taizhang exchange 文件 --from {site}:1",
            "missing here: {count} {entries} of {site} handed on before; merge the earlier exchange files first, or have taizhang exchange FILE --from {site}:1 run on the other side";
        UnknownPlaces { places: String } =>
            "此处没有这些地方：{places}；请先用 taizhang init --places 文件.csv 载入新的地名表",
            "unknown places: {places}; load the new list of places with taizhang init --places FILE.csv first";
        UnknownKinds { kinds: String } =>
            "此处没有这些类别：{kinds}；请先用 taizhang pack load 载入政策包",
            "unknown kinds: {kinds}; load their pack with taizhang pack load first";
        PackMissing { pack: String } =>
            "此处没有其政策包 {pack}；请先用 taizhang pack load 载入",
            "its pack {pack} is missing here; load it with taizhang pack load first";
        PackNewerThere { pack: String, theirs: String, ours: String } =>
            "政策包 {pack} 两边不同：文件中的较新（{theirs} 载入，此处 {ours}）；请先用 taizhang pack load 载入",
            "the pack {pack} differs: the one in the file is newer (loaded {theirs}, here {ours}); load it here with taizhang pack load first";
        PackNewerHere { pack: String, theirs: String, ours: String } =>
            "政策包 {pack} 两边不同：此处的较新（{ours} 载入，文件中 {theirs}）；请对方用 taizhang pack load 载入后重新交来（交换文件用 --from 重新生成）",
            "the pack {pack} differs: the one here is newer (loaded {ours}, in the file {theirs}); have it loaded on the other side with taizhang pack load and the file made again (an exchange file with --from)";
        ActAltered { act: String } =>
            "{act} 在两边内容不同：有一边被改动过",
            "{act} is not the same on both sides: one side was altered";
        Strange { record: String } =>
            "记录 {record} 的修改中有台账无法保存的值：并非本程序写入",
            "the changes of the record {record} have values that a ledger cannot hold: not written by this program";
        CloseWithoutChanges { quarter: Text, change: String } =>
            "{quarter}关账所依据的 {change} 及以前的修改，两边都没有；请先合并这些修改",
            "the close of {quarter} is based on changes up to {change}, which neither file has; merge those first";
        LooseAct { act: String } =>
            "审核、确认或关账记录 {act} 所指的内容两边都没有；请先合并含有它的文件，或对方的快照",
            "the act {act} refers to a record, finding or close that neither side has; merge the file that has it first, or a snapshot of that ledger";
        LooseEntries { count: usize } (refer = count "second entry refers" "second entries refer") =>
            "{count} 项复录所指的记录版本两边都没有；请先合并含有这些版本的文件，或对方的快照",
            "{count} {refer} to versions of records that neither side has; merge the file that has them first, or a snapshot of that ledger";
        Mixed { record: String } =>
            "记录 {record} 在两边类型不同：有一边被改动过",
            "the record {record} is of different types on the two sides: one side was altered";
        Crowded { record: String } =>
            "记录 {record} 的修改异常之多，不予合并",
            "the record {record} has implausibly many changes and is not merged";
    }
}

impl MergeFault {
    /// Returns the refusal of a file without the changes of a site between two numbers.
    #[must_use]
    pub const fn gap(site: String, first: i64, last: i64) -> Self {
        Self::Gap {
            site,
            from: first,
            missing: ChangeNumbers { first, last },
        }
    }
}

messages! {
    /// What a merge tells, and what a conflict is.
    MergeMsg {
        Examining => "正在检查文件", "examining the file";
        TakingIn { changes: usize } (changes_word = changes "change" "changes") =>
            "已并入 {changes} 次修改",
            "merged {changes} {changes_word}";
        TakingActs { acts: usize } (acts_word = acts "act" "acts") =>
            "已检查 {acts} 条审核意见和复录",
            "checked {acts} {acts_word} of reviews and second entries";
        Folding { done: usize, of: usize } =>
            "正在整理记录：{done}/{of}",
            "rebuilding records: {done}/{of}";
        Judging => "正在重新判定", "judging again";
        Stoppable { step: String } => "{step}，Ctrl-C 取消", "{step}; Ctrl-C cancels";
        Done { path: String } => "已合并 {path}", "merged {path}";
        Rehearsed { path: String } =>
            "试合并 {path}，未写入；正式合并将：",
            "dry run of {path}; nothing was written. A merge would do this:";
        SignedBy { name: String, key: String } =>
            "  由{name}签名，密钥 {key}",
            "  signed by {name} with the key {key}";
        SignedByUnknown { key: String } =>
            "  [i] 签名与文件相符，但密钥 {key} 不在签名人名单中",
            "  [i] the signature matches, but its key {key} is not in the list of signers";
        Nothing { path: String } => "{path} 里没有新的内容", "{path} has nothing new";
        Site { site: String, changes: ChangeNumbers } =>
            "  {site}：新增{changes}",
            "  {site}: new {changes}";
        Records { new: usize, changed: usize, removed: usize } =>
            "  记录：新增 {new} 条，改动 {changed} 条，删除 {removed} 条",
            "  records: {new} new, {changed} changed, {removed} removed";
        Acts { findings: usize, keyed: usize }
            (review = findings "act of review" "acts of review", entries = keyed "second entry" "second entries") =>
            "  审核意见 {findings} 条，复录 {keyed} 项",
            "  {findings} {review}, {keyed} {entries}";
        Visits { count: usize } (visits = count "site visit" "site visits") =>
            "  现场核查 {count} 次",
            "  {count} {visits}";
        Samples { count: usize } (samples = count "sample" "samples") =>
            "  随机抽样 {count} 次",
            "  {count} {samples} drawn";
        Quarters { confirmations: usize, closes: usize }
            (confirmations_word = confirmations "confirmation" "confirmations", reopenings = closes "close or reopening" "closes and reopenings") =>
            "  确认无变化 {confirmations} 条，关账和重开 {closes} 次",
            "  {confirmations} {confirmations_word}, {closes} {reopenings} of quarters";
        NewClose { quarter: Text, scope: Text, author: String } =>
            "  {quarter}（{scope}）由{author}关账",
            "  {quarter} closed for {scope} by {author}";
        NewReopening { quarter: Text, scope: Text, author: String, reason: String } =>
            "  {quarter}（{scope}）由{author}重开：{reason}",
            "  {quarter} reopened for {scope} by {author}: {reason}";
        OfClosedQuarter { quarter: Text, count: usize } (belong = count "belongs" "belong", are = count "is" "are") =>
            "  {quarter}已关账；并入的修改中有 {count} 次属于该季度，列为更正",
            "  {quarter} is closed; {count} of these changes {belong} to it and {are} listed as corrections";
        ClosedTwice { what: Box<InspectMsg> } => "  {what}", "  {what}";
        NewRecord { name: Text } => "  + {name}", "  + {name}";
        ChangedRecord { name: Text } => "  * {name}", "  * {name}";
        RemovedRecord { name: Text } => "  - {name}", "  - {name}";
        DoubledCode { what: Box<InspectMsg> } => "  {what}", "  {what}";
        Place { code: String, theirs: Text, ours: Text } =>
            "  地名表不同：{code} 文件中为{theirs}，此处为{ours}；以此处为准",
            "  the lists of places differ: {code} is {theirs} in the file, {ours} here; the list here counts";
        PlaceStep { step: String, author: String } =>
            "  对方台账变更了地方：{step}（{author}）；此处未执行，需要执行请运行 taizhang {step}",
            "  a place was changed in the other ledger: {step} ({author}); it was not changed here; to do so, run taizhang {step}";
        PlaceBelow { name: String, level: String, parent: String } =>
            "「{name}」（{level}，上级 {parent}）",
            "\"{name}\" ({level}, below {parent})";
        PlaceOnTop { name: String, level: String } =>
            "「{name}」（{level}）",
            "\"{name}\" ({level})";
        NoPlace => "没有", "unknown";
        Doubt { what: Box<InspectMsg> } => "  [i] {what}", "  [i] {what}";
        MoreDoubts { count: usize } =>
            "  [i] 此类情况另有 {count} 处，taizhang doctor 可列出",
            "  [i] {count} more of these; taizhang doctor lists them";
        DoubledName { name: Text } =>
            "  同名：{name} 不止一条；若为同一设施，请删去多余的",
            "  same name: there is more than one {name}; if they are one facility, delete the others";
        OtherLedger { theirs: String } =>
            "  这是另一本台账（编号 {theirs}），并非由本台账恢复；请核对是否取错文件",
            "  this is another ledger (id {theirs}), not restored from this one; check that it is the right file";
        NewSite =>
            "  文件含有以本台账名义所作的后续修改：可能是本台账的复制件仍在使用，请核对。修改已并入，本台账此后使用新的站点编号",
            "  the file has later changes in this ledger's own name: probably a plain copy of it stayed in use; check that. They are merged, and this ledger continues as a new site";
        Open { count: usize } (conflicts = count "open merge conflict" "open merge conflicts") =>
            "尚有 {count} 处合并冲突未处理",
            "{count} {conflicts}";
        HowToSettle [Conflicts] =>
            "用 taizhang 打开台账，按 {Conflicts} 逐处处理；清单：taizhang conflicts",
            "open the ledger with taizhang and press {Conflicts} to settle them; taizhang conflicts lists them";
        NoneOpen => "没有未处理的合并冲突", "no open merge conflict";
        Field { record: Text, field: Text } => "{record}：{field}", "{record}: {field}";
        Side { value: Text, author: String, at: String, site: Text } =>
            "{value}（{author}，{at}，{site}）",
            "{value} ({author}, {at}, {site})";
        Here => "本台账", "this ledger";
        Elsewhere { site: String } => "站点 {site}", "site {site}";
        Shown => "，现在显示", ", shown now";
        Delete => "删除", "delete it";
        Keep => "保留", "keep it";
        HomeLine { count: usize }
            (conflicts = count "open merge conflict" "open merge conflicts", them = count "it" "them") [Conflicts] =>
            "有 {count} 处合并冲突未处理，按 {Conflicts} 处理",
            "{count} {conflicts}; {Conflicts} settles {them}";
        Title => "合并冲突", "Merge conflicts";
        Help =>
            "同一项在两个文件中改成了不同的值，合并时无法确定取哪个。未处理的先显示较晚的值，冲突保留在此清单中。",
            "Two files set the same field differently, and the merge cannot know which is right. Until somebody decides, the later value is shown and the conflict stays in this list.";
        SettleHelp [Open, Undo] =>
            "按数字即采用该行的值，最后一个数字打开表单另填；{Open} 先列出再选，{Undo} 重选刚处理的一处。",
            "A digit takes the value beside it at once, and the digit after the last value opens the form; {Open} lists them first, and {Undo} chooses again what was settled last.";
        Ask { record: Text, field: Text } =>
            "{record}：{field} 采用哪个值？",
            "{record}: which value for {field}?";
        ByHand => "另填", "another value";
        ByHandExtra => "打开表单，停在此项", "opens the form at this field";
        Settled { name: Text } [Undo] =>
            "已处理，{Undo} 重选：{name}",
            "settled; {Undo} chooses again: {name}";
        NothingDecided =>
            "尚未在此处理过冲突；以前处理的，可在记录的表单里改",
            "no conflict was settled here yet; change earlier decisions in the form of the record";
        ConflictGone { name: Text } =>
            "「{name}」的此处冲突已有人处理",
            "this conflict of \"{name}\" was already settled";
        Reason { value: Text } => "处理合并冲突：采用 {value}", "merge conflict settled: {value}";
    }
}
