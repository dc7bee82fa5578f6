//! The words of double entry.

use super::say::{Text, messages};

messages! {
    /// What the queue, the second entry of a record and its history say.
    SecondEntryMsg {
        Title => "复录", "Second entry";
        Waiting { count: usize } => "待复录 {count} 条", "{count} records to key again";
        Own { count: usize } =>
            "本人录入的 {count} 条须由别人复录",
            "{count} of your own wait for somebody else";
        Nothing => "没有要复录的记录", "nothing is left to key again";
        Session { records: usize, fields: usize, differences: usize, first: usize, second: usize } =>
            "本次复录 {records} 条 {fields} 项，不符 {differences}：首录有误 {first}，复录有误 {second}",
            "this session: {records} records, {fields} fields; differed {differences}: first wrong {first}, second wrong {second}";
        KindHead => "类别", "Kind";
        FieldsHead => "项数", "Fields";
        WhyHead => "为何先录", "Why";
        Near => "接近最低要求", "near a minimum";
        Jumped => "变化较大", "changed sharply";
        NotYet => "还没有复录", "not keyed again";
        Begun => "录到一半", "begun";
        QueueHelp [Open] =>
            "由第二个人对着纸表再录一遍，看不到首录的值。先录接近最低要求的，再录变化大的；自己录入的不由自己复录。{Open} 打开。",
            "A second person keys the record again from the paper, without seeing what the first one entered. Figures near a minimum come first, then sharp changes; your own entries wait for somebody else. {Open} opens.";
        KeyingHelp [NextField, Save] =>
            "看着纸表录一项，按 {NextField} 比对。不符会响铃，请再录一遍：两次录得一样就改为所录，首录记为有误；改录成首录的值，复录记为有误。纸上空着，就空着按 {NextField}。{Save} 保存已录的各项。",
            "Key each field from the paper and press {NextField} to compare. Where it differs the terminal beeps and you key it again: the same twice replaces the first entry, which was wrong then; the first entry's value means that the second was. Where the paper is empty, press {NextField} on the empty field. {Save} saves what was keyed so far.";
        Progress { at: usize, of: usize, done: usize } =>
            "第 {at}/{of} 项    已核 {done}/{of}",
            "field {at} of {of}    {done} of {of} settled";
        Differs =>
            "! 与首录不符；请看清纸表再录一遍",
            "! this differs from the first entry; look at the paper and key it again";
        Replaced => "两次录得一样，改为所录的值", "the same twice: it replaces the first entry";
        Emptied [NextField] =>
            "两次都空着，改为空；若是多按了 {NextField}，按向上键回去重录",
            "empty twice: the field will be empty; if {NextField} was pressed once too often, Up leads back to it";
        Settled =>
            "此项已与首录相符，不必再录",
            "this field agrees with the first entry; it need not be keyed again";
        AllKeyed [Save] => "各项都已录完，按 {Save} 保存", "every field is keyed; {Save} saves";
        NothingKeyed =>
            "还没有录完一项，没有要保存的",
            "no field is settled yet; there is nothing to save";
        Saved { name: String, fields: usize, replaced: usize } =>
            "已保存复录：{name}，{fields} 项，改了 {replaced} 项",
            "second entry saved: {name}, {fields} fields, {replaced} replaced";
        Kept =>
            "已留作草稿，再打开此条时接着录",
            "kept as a draft; opening the record goes on with it";
        TakenUp => "接着上次录到一半的", "going on where it was left";
        ChangedMeanwhile { count: usize } [Save] =>
            "别人刚保存过此记录：{count} 项须重录，其余保留；再按 {Save}",
            "somebody else just saved this record: {count} fields to key again, the others are kept; then {Save}";
        SettledMeanwhile =>
            "此记录已没有要复录的项",
            "nothing of this record is left for you to key again";
        Refused { complaint: Text } =>
            "没有保存，请重录此项：{complaint}",
            "nothing was saved; key this field again: {complaint}";
        Gone =>
            "此记录已被删除；已录的留作草稿",
            "this record was deleted; what you keyed stays as a draft";
        Draft { name: String, count: usize } =>
            "复录：{name}（{count} 项）",
            "second entry: {name} ({count} fields)";
        Reason => "复录更正", "double entry";
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
