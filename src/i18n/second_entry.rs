//! The words of double entry.

use super::say::{Text, messages};

messages! {
    /// What the queue, the second entry of a record and its history say.
    SecondEntryMsg {
        Title => "复录", "Second entry";
        Waiting { count: usize } (records = count "record" "records") =>
            "待复录 {count} 条",
            "{count} {records} to key again";
        Own { count: usize } =>
            "本人录入的 {count} 条须由他人复录",
            "{count} of your own to be keyed by somebody else";
        Nothing => "没有待复录的记录", "nothing to key again";
        Session { records: usize, fields: usize, differences: usize, first: usize, second: usize }
            (records_word = records "record" "records", fields_word = fields "field" "fields") =>
            "本次复录 {records} 条 {fields} 项，不符 {differences}：首录有误 {first}，复录有误 {second}",
            "this session: {records} {records_word}, {fields} {fields_word}; differed {differences}: first wrong {first}, second wrong {second}";
        KindHead => "类别", "Kind";
        FieldsHead => "项数", "Fields";
        WhyHead => "优先原因", "Why";
        Near => "接近最低要求", "near a minimum";
        Jumped => "变化较大", "changed sharply";
        NotYet => "尚未复录", "not keyed again";
        Begun => "部分已录", "started";
        QueueHelp [Open] =>
            "由第二人对照纸表再录一遍，不显示首录的值。先录接近最低要求的，再录变化较大的；本人录入的须由他人复录。{Open} 打开。",
            "A second person keys the record again from the paper, without seeing what the first one entered. Figures near a minimum come first, then sharp changes; your own entries are for somebody else. {Open} opens.";
        KeyingHelp [NextField, Save] =>
            "对照纸表录入一项，按 {NextField} 比对。不符时响铃，请再录一遍：两次录入一致即改为所录值，首录记为有误；改录为首录的值，复录记为有误。纸表上为空的，空着按 {NextField}。{Save} 保存已录的各项。",
            "Key each field from the paper and press {NextField} to compare. If it differs, the terminal beeps and you key it again: the same twice replaces the first entry, which is recorded as wrong; keying the first entry's value records the second as wrong. If the paper is empty, press {NextField} on the empty field. {Save} saves what is keyed so far.";
        Progress { at: usize, of: usize, done: usize } =>
            "第 {at}/{of} 项    已核 {done}/{of}",
            "field {at} of {of}    {done} of {of} compared";
        Differs =>
            "! 与首录不符；请核对纸表再录一遍",
            "! differs from the first entry; check the paper and key it again";
        Replaced => "两次录入一致，改为所录的值", "the same twice: it replaces the first entry";
        Emptied [NextField] =>
            "两次均为空，改为空；如多按了 {NextField}，按向上键返回重录",
            "empty twice: the field will be empty; if {NextField} was pressed once too often, Up goes back to it";
        Settled =>
            "此项与首录相符，无需再录",
            "this field agrees with the first entry; it need not be keyed again";
        AllKeyed [Save] => "各项均已录完，按 {Save} 保存", "every field is keyed; {Save} saves";
        NothingKeyed => "尚未录完一项，无可保存", "no field is finished yet; nothing to save";
        Saved { name: String, fields: usize, replaced: usize } (fields_word = fields "field" "fields") =>
            "已保存复录：{name}，{fields} 项，改动 {replaced} 项",
            "second entry saved: {name}, {fields} {fields_word}, {replaced} replaced";
        Kept =>
            "已保存为草稿，再打开此条可继续录入",
            "kept as a draft; open the record again to continue";
        TakenUp => "继续上次未录完的内容", "continuing where it was left";
        ChangedMeanwhile { count: usize } (fields = count "field" "fields") [Save] =>
            "他人刚保存过此记录：{count} 项须重录，其余保留；再按 {Save}",
            "somebody else just saved this record: {count} {fields} to key again; then {Save}";
        SettledMeanwhile =>
            "此记录已没有待复录的项",
            "nothing in this record is left for you to key again";
        Refused { complaint: Text } =>
            "未保存，请重录此项：{complaint}",
            "nothing was saved; key this field again: {complaint}";
        Gone =>
            "此记录已被删除；已录内容保存为草稿",
            "this record was deleted; what you keyed is kept as a draft";
        Draft { name: String, count: usize } (fields = count "field" "fields") =>
            "复录：{name}（{count} 项）",
            "second entry: {name} ({count} {fields})";
        Reason => "复录更正", "second entry";
        Keyed => "复录", "second entry";
        Agreed { fields: Text } => "相符：{fields}", "agreed: {fields}";
        FirstWrong { fields: Text } =>
            "首录有误，已更正：{fields}",
            "first entry wrong, corrected: {fields}";
        SecondWrong { fields: Text } =>
            "复录有误，首录无误：{fields}",
            "second entry wrong, the first was right: {fields}";
    }
}
