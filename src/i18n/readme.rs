//! What the table `readme` of a ledger says of the views of kinds.

use super::say::{Text, messages};

messages! {
    /// What the view of a kind holds. A snapshot is verified against these very words: whoever
    /// changes them makes a new version of the schema.
    ReadmeMsg {
        Facilities { kind: Text } =>
            "{kind}：一行一个设施，表上一项一列。选项代码旁的 _zh、_en 两列是中英文名称；数字已转成数值，精确的原值在 record。",
            "{kind}: one row for each facility, one column for each field of the form. Beside the code of a choice, _zh and _en are its labels. Figures are numbers here; record has them exactly.";
        Sheets { kind: Text } =>
            "{kind}：统计表，一地一期一行，表上一项一列。选项代码旁的 _zh、_en 两列是中英文名称；数字已转成数值，精确的原值在 record。",
            "{kind}: sheets, one row for each place and period, one column for each field of the form. Beside the code of a choice, _zh and _en are its labels. Figures are numbers here; record has them exactly.";
    }
}
