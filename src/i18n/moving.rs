//! Words of moving a facility to another place or kind.

use super::say::{Text, messages};

messages! {
    /// What is asked and said before and after a facility is moved.
    MoveMsg {
        How { name: String } => "把「{name}」改到哪里？", "move \"{name}\" to where?";
        ToPlace => "改到其他地方", "to another place";
        ToKind => "改为其他类别", "to another kind";
        WhichPlace { name: String } => "把「{name}」改到哪个地方？", "to which place is \"{name}\" moved?";
        WhichKind { name: String } => "把「{name}」改为哪个类别？", "to which kind is \"{name}\" moved?";
        NoOtherPlace =>
            "没有其他可填报的地方",
            "there is no other place that this session may change";
        NoOtherKind => "没有其他设施类别", "there is no other kind of facility";
        SamePlace => "已在该地方，未改动", "it is there already; nothing was changed";
        SaveFirst =>
            "此记录有未保存的内容，请先保存或放弃，再调整归属",
            "this record has unsaved changes; save or drop them first, then move it";
        AskPlace { name: String, from: String, to: String } =>
            "把「{name}」由{from}改到{to}？",
            "move \"{name}\" from {from} to {to}?";
        AskKind { name: String, from: Text, to: Text } =>
            "把「{name}」由{from}改为{to}？",
            "move \"{name}\" from {from} to {to}?";
        FromTo { from: Text, to: Text } => "{from} -> {to}", "{from} -> {to}";
        LeaveIt => "不改", "leave it";
        MoveIt => "调整归属", "move it";
        AllKept => "各项内容不变；设施编号不变", "every field stays as it is, the facility code too";
        Kept { fields: Text } => "保留：{fields}", "kept: {fields}";
        NothingKept => "没有可保留的内容", "nothing is kept";
        Lost => "不再保留（修改记录中仍可查，可撤销）：", "not kept (still in the history; the move can be undone):";
        NothingLost => "全部内容均保留", "everything is kept";
        LostField { field: Text, value: Text } => "  {field}：{value}", "  {field}: {value}";
        Missing { fields: Text } => "提交前须补填：{fields}", "required before review: {fields}";
        Doubt { field: Text, why: Text } => "须核对：{field}，{why}", "to be checked: {field}, {why}";
        Namesake { place: String, name: String } =>
            "! {place}已有同名的「{name}」",
            "! {place} already has one named \"{name}\"";
        After => "调整归属后的变动：", "After the move:";
        Done { name: String, to: Text } =>
            "已把「{name}」改到{to}；修改记录保留",
            "moved \"{name}\" to {to}; its history is kept";
        NotDone =>
            "他人刚保存过此记录，未调整归属；请重新查看",
            "somebody else just saved this record; it was not moved; check it and try again";
        AskWhy { name: String } =>
            "「{name}」已审核通过或被退回。请写明调整归属的原因：",
            "\"{name}\" is approved or returned. Give a reason for moving it:";
        OtherKind { kind: Text, lost: Text } =>
            "他人已将此记录改为{kind}；未保留：{lost}",
            "somebody else moved it to {kind}; not kept: {lost}";
        OtherKindOnly { kind: Text } =>
            "他人已将此记录改为{kind}，请核对",
            "somebody else moved it to {kind}; check it";
        Typed { field: Text, text: String } => "{field} {text}", "{field} {text}";
    }
}
