//! What an examination of a ledger finds.

use super::messages;

messages! {
    /// Something an examination found wrong.
    InspectMsg {
        Integrity { detail: String } => "文件结构有损：{detail}", "the file is damaged: {detail}";
        Reference { table: String, count: usize } => "{table} 有 {count} 处引用落空", "{table} has {count} references to nothing";
        Chain { change: String } => "修改链在 {change} 处断开：此处或之前被改动过", "the chain of changes breaks at {change}: it or one before was altered";
        Sequence { change: String } => "修改链缺号：{change} 之前少了记录", "the trail has a gap before {change}";
        Fold { record: String } => "记录 {record} 与它的修改史不符：表被直接改动过", "the record {record} is not what its changes come to: the table was altered";
        Completeness { record: String } => "记录 {record} 是否填完与重新检查不符：表被直接改动过", "whether {record} is complete is not what checking gives: the table was altered";
        LooseAct { act: String } => "审核记录 {act} 所指的记录或意见不存在", "the act {act} of a review is about a record or a finding that is not there";
        Standing { requirement: String, place: String } => "{place} 的 {requirement} 结论与重新判定不符", "the standing of {requirement} in {place} is not what judging gives";
        Undecodable { record: String, field: String } => "记录 {record} 的「{field}」不合现在的政策包，判定时按空值处理", "the value of \"{field}\" in {record} does not fit the pack and counts as empty";
    }
}
