//! What an examination of a ledger finds.

use super::say::{Text, messages};
use super::signing::SigningFault;

messages! {
    /// Something an examination found wrong.
    InspectMsg {
        Integrity { detail: String } => "文件结构有损：{detail}", "the file is damaged: {detail}";
        Reference { table: String, count: usize } (references = count "broken reference" "broken references") =>
            "{table} 有 {count} 处引用无对应内容",
            "{table} has {count} {references}";
        Chain { change: String } =>
            "修改链在 {change} 处断开：该处或之前的内容被改动过",
            "the chain of changes breaks at {change}: it or an earlier one was altered";
        Sequence { change: String } =>
            "修改链缺号：{change} 之前缺少记录",
            "the trail has a gap before {change}";
        ChangeForm { change: String } =>
            "修改 {change} 的格式与本程序不符",
            "the change {change} is not in the format of this program";
        Parents { record: String } =>
            "记录 {record} 的修改相互引用，或引用了其他记录的修改：并非本程序写入",
            "the changes of the record {record} are based on each other in a circle, or on those of another record: not written by this program";
        Fold { record: String } =>
            "记录 {record} 与其修改记录不符：数据表被直接改动过",
            "the record {record} does not match its changes: the table was altered";
        Completeness { record: String } =>
            "记录 {record} 是否待补全与重新检查的结果不符：数据表被直接改动过",
            "whether {record} is complete does not match a new check: the table was altered";
        UnreadableAct { act: String } =>
            "审核或复录 {act} 无法解析：并非本程序写入",
            "the act {act} of a review or a second entry cannot be read: not written by this program";
        ActRow { act: String } =>
            "审核或复录 {act} 与修改链不符，或不在修改链中：数据表被直接改动过",
            "the act {act} of a review or a second entry does not match the chain, or is not in it: the table was altered";
        Unchained { table: String } =>
            "{table} 与修改链所记的载入内容不符：数据表被直接改动过",
            "{table} does not match what the chain says was loaded: the table was altered";
        HiddenText { change: String, field: String } =>
            "修改 {change} 的「{field}」含不可见字符，并非在表单中填写；显示和导出时略去",
            "the change {change} has invisible characters in \"{field}\" that no form accepts; screens and exports leave them out";
        OlderFile =>
            "此文件由旧版程序生成：审核意见、复录、地名和政策包不在修改链中，无法核查是否被改动",
            "made by an older program: findings, second entries, places and packs are not in a chain, so changes to them cannot be detected";
        Signature { what: Box<SigningFault> } => "{what}", "{what}";
        OtherSite { table: String } =>
            "{table} 含有其他站点的内容",
            "{table} has rows of another site";
        LooseAct { act: String } =>
            "审核、确认或关账记录 {act} 所指的内容不存在",
            "the act {act} refers to a record, finding or close that does not exist";
        ClosedStanding { requirement: String, place: String, quarter: Text } =>
            "{quarter}关账时 {place} 的 {requirement} 结论，与按修改记录重新判定的不符",
            "the verdict on {requirement} in {place} frozen for {quarter} does not match the trail";
        CloseWithoutStandings { quarter: Text } =>
            "{quarter}关账时冻结的结论不在本文件中",
            "the verdicts that were frozen for {quarter} are not in this file";
        ClosedByUnknownText { quarter: Text, pack: String } =>
            "{quarter}关账所依据的政策包 {pack} 文本不在本文件中，无法重新判定",
            "the text of the pack {pack} by which {quarter} was closed is not in this file, so it cannot be judged again";
        ClosedTwice { quarter: Text, first: String, second: String } =>
            "{quarter}在两个文件中分别关账（{first}、{second}），以先关账的为准；改用后一次的，请重开先关的账",
            "{quarter} was closed in two files, by {first} and by {second}; the first stands; reopen it to use the other";
        Standing { requirement: String, place: String } =>
            "{place} 的 {requirement} 结论与重新判定的不符",
            "the verdict on {requirement} in {place} does not match a new judgment";
        Definition { object: String } =>
            "{object} 的定义缺失或与本程序不同：并非本程序写入",
            "the definition of {object} is missing or not that of this program";
        Extra { object: String } =>
            "{object} 并非本程序所建：生成快照、对外交出前须删除",
            "{object} was not made by this program: drop it before making a snapshot or handing the file on";
        DoubledCode { code: String, names: Text } =>
            "设施编号 {code} 重复使用：{names}；请更改其一",
            "the facility code {code} is used twice: {names}; change one of them";
        DoubledPlace { place: String, other: String } =>
            "地名表中 {place} 和 {other} 的代码相同；请去掉未使用的一个：taizhang places remove",
            "{place} and {other} in the list of places have the same code; remove the unused one: taizhang places remove";
        Behind { change: String, at: String, before: String } =>
            "修改 {change} 的时间为 {at}，早于其所依据的修改（{before}）：当时时钟偏慢",
            "the change {change} is dated {at}, before the one it is based on ({before}): the clock was behind";
        Ahead { change: String, at: String } =>
            "修改 {change} 的时间为 {at}，尚未到达：当时时钟有误，此前其他台账不予接收",
            "the change {change} is dated {at}, in the future: the clock was wrong, and other ledgers will not accept it before then";
        LeftOut { object: String } =>
            "{object} 并非本程序所建，快照中不包含",
            "{object} was not made by this program; snapshots leave it out";
        Derived { table: String } =>
            "{table} 与按地名和政策包推算的不符：数据表被直接改动过",
            "{table} does not match the places and packs: the table was altered";
        Circle => "地名表中有地方互为上级", "the list of places has places above themselves";
        Crowded { record: String } =>
            "记录 {record} 的修改异常之多，未逐一检查",
            "the record {record} has implausibly many changes; they were not examined";
        Manifest { item: String } =>
            "清单里的「{item}」与内容不符",
            "the manifest does not match the contents: {item}";
        Sum =>
            "与同名 .sha256 文件中的校验和不符：文件被改动过，或取错了文件",
            "the SHA-256 beside it differs: the file was altered, or one of the two belongs to another file";
        SumUnreadable =>
            "同名 .sha256 文件无法识别，未作比对",
            "the .sha256 file beside it cannot be read and was not compared";
        NoSum =>
            "没有同名 .sha256 文件，未比对校验和",
            "there is no .sha256 file beside it, so no checksum was compared";
        Receipt { code: String } =>
            "回执码不符：本文件的是 {code}。修改记录被改写过，或是另一本台账、更早的快照，或是并入了该文件的另一个文件",
            "the receipt does not match; this file's is {code}: the trail was rewritten, or this is another ledger, an earlier snapshot, or another file into which that one was merged";
        Conflict { record: Text, field: Text } =>
            "合并冲突未处理：{record}，{field}",
            "open merge conflict: {record}, {field}";
        Undecodable { record: String, field: String } =>
            "记录 {record} 的「{field}」不符合现行政策包，判定时按空值处理",
            "the value of \"{field}\" in {record} does not fit the current pack and counts as empty";
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
