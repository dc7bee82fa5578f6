//! What an examination of a ledger finds.

use super::say::{Text, messages};

messages! {
    /// Something an examination found wrong.
    InspectMsg {
        Integrity { detail: String } => "文件结构有损：{detail}", "the file is damaged: {detail}";
        Reference { table: String, count: usize } =>
            "{table} 有 {count} 处引用落空",
            "{table} has {count} references to nothing";
        Chain { change: String } =>
            "修改链在 {change} 处断开：此处或之前被改动过",
            "the chain of changes breaks at {change}: it or one before was altered";
        Sequence { change: String } =>
            "修改链缺号：{change} 之前少了记录",
            "the trail has a gap before {change}";
        ChangeForm { change: String } =>
            "修改 {change} 的写法不是本程序的",
            "the change {change} is not as this program writes them";
        Parents { record: String } =>
            "记录 {record} 的修改互为依据，或依据了别的记录的修改：不是本程序写的",
            "the changes of the record {record} are based on each other in a circle, or on those of another record: this program did not write them";
        Fold { record: String } =>
            "记录 {record} 与它的修改史不符：表被直接改动过",
            "the record {record} is not what its changes come to: the table was altered";
        Completeness { record: String } =>
            "记录 {record} 是否填完与重新检查不符：表被直接改动过",
            "whether {record} is complete is not what checking gives: the table was altered";
        UnreadableAct { act: String } =>
            "审核或复录 {act} 读不懂：不是本程序写的",
            "the act {act} of a review or a second entry cannot be read: this program did not write it";
        ActRow { act: String } =>
            "审核或复录 {act} 与修改链里的不符，或修改链里没有：表被直接改动过",
            "the act {act} of a review or a second entry is not what the chain says, or not in it: the table was altered";
        Unchained { table: String } =>
            "{table} 与修改链里载入的不符：表被直接改动过",
            "{table} is not what the chain says was loaded: the table was altered";
        HiddenText { change: String, field: String } =>
            "修改 {change} 的「{field}」里有看不见的字符，不是表单填的；显示和导出时去掉",
            "the change {change} has characters in \"{field}\" that are not seen and that no form takes; screens and exports leave them out";
        OlderFile =>
            "这是旧程序做的文件：审核意见、复录、地名和政策包不在修改链里，是否改动过查不出来",
            "an older program made this file: findings, second entries, places and packs are in no chain, and nobody can tell whether they were altered";
        OtherSite { table: String } =>
            "{table} 里有别的站点的内容",
            "{table} has rows of another site";
        LooseAct { act: String } =>
            "审核记录 {act} 所指的记录或意见不存在",
            "the act {act} of a review is about a record or a finding that is not there";
        ClosedStanding { requirement: String, place: String, quarter: Text } =>
            "{quarter}关账时 {place} 的 {requirement} 结论，从修改史重新判定得不出来",
            "the standing of {requirement} in {place} that was closed for {quarter} is not what the trail gives";
        ClosedByUnknownText { quarter: Text, pack: String } =>
            "{quarter}关账所依据的政策包 {pack} 文本不在本文件里，无从重新判定",
            "the text of the pack {pack} by which {quarter} was closed is not in this file, so it cannot be judged again";
        ClosedTwice { quarter: Text, first: String, second: String } =>
            "{quarter}在两个文件里各关了一次账（{first}、{second}），以先关的为准；要改用后一次，请重开先关的",
            "{quarter} was closed in two files, by {first} and by {second}; the first stands, reopen it to use the other";
        Standing { requirement: String, place: String } =>
            "{place} 的 {requirement} 结论与重新判定不符",
            "the standing of {requirement} in {place} is not what judging gives";
        Definition { object: String } =>
            "{object} 的定义与本程序的不同或缺失：不是本程序写的",
            "the definition of {object} is missing or not this program's";
        Extra { object: String } =>
            "{object} 不是本程序建的：做快照、交出去以前须删掉",
            "{object} was not made by this program: drop it before a snapshot is made or the file handed on";
        DoubledCode { code: String, names: Text } =>
            "设施编号 {code} 用了两次：{names}；请改其中一个",
            "the facility code {code} is used twice: {names}; change one of them";
        DoubledPlace { place: String, other: String } =>
            "地名表里 {place} 和 {other} 是同一个代码；请去掉没用的那个：taizhang places remove",
            "{place} and {other} of the list of places are one code; take the one out that is not used: taizhang places remove";
        Behind { change: String, at: String, before: String } =>
            "修改 {change} 的时间是 {at}，早于它所依据的修改（{before}）：做这次修改时时钟慢了",
            "the change {change} bears {at}, which is before what it is based on ({before}): the clock was behind";
        Ahead { change: String, at: String } =>
            "修改 {change} 的时间是 {at}，还没有到：做这次修改时时钟不对，别的台账在那以前不接收",
            "the change {change} was made at {at}, which is yet to come: the clock was wrong, and other ledgers will not take it in before";
        LeftOut { object: String } =>
            "{object} 不是本程序建的，快照里不带它",
            "{object} was not made by this program; snapshots leave it out";
        Derived { table: String } =>
            "{table} 与地名和政策包推出的不符：表被直接改动过",
            "{table} is not what the places and packs come to: the table was altered";
        Circle =>
            "地名表里有地方互为上级",
            "there are places above themselves in the list of places";
        Crowded { record: String } =>
            "记录 {record} 的修改多得不像话，没有逐一检查",
            "the record {record} has more changes than anyone makes; they were not examined";
        Manifest { item: String } =>
            "清单里的「{item}」与内容不符",
            "the manifest does not fit the contents: {item}";
        Sum =>
            "与旁边 .sha256 文件里的校验和不符：文件被改动过，或抄错了文件",
            "the SHA-256 beside it is another one: the file was altered, or one of the two is of another file";
        SumUnreadable =>
            "旁边的 .sha256 文件读不懂，没有比对",
            "the .sha256 beside it cannot be read and was not compared";
        NoSum =>
            "旁边没有 .sha256 文件，没有比对校验和",
            "there is no .sha256 beside it, so no checksum was compared";
        Receipt { code: String } =>
            "回执码不符：本文件的是 {code}。修改史被改写过，或是另一本台账、更早的快照，或是把那个文件合并进来的另一个文件",
            "the receipt does not fit; this file's is {code}: the trail was rewritten, or this is another ledger, an earlier snapshot, or another file that the one of the receipt was merged into";
        Conflict { record: Text, field: Text } =>
            "合并冲突未定：{record}，{field}",
            "a conflict of merging is open: {record}, {field}";
        Undecodable { record: String, field: String } =>
            "记录 {record} 的「{field}」不合现在的政策包，判定时按空值处理",
            "the value of \"{field}\" in {record} does not fit the pack and counts as empty";
    }
}

impl InspectMsg {
    /// Returns a facility code that records of these names have.
    #[must_use]
    pub fn doubled_code(code: String, names: Vec<String>) -> Self {
        let names: Vec<Text> = names.into_iter().map(Text::both).collect();
        Self::DoubledCode {
            code,
            names: Text::list(&names),
        }
    }
}
