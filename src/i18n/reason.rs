//! Why a doubtful value stands all the same.

use super::say::messages;

messages! {
    /// What a clerk can say, and how it is asked and told.
    ReasonMsg {
        Paper => "已与原始资料核对无误", "as in the source documents";
        OnSite => "已到现场清点或测量", "counted or measured on site";
        Rebuilt => "新建、扩建或改造", "built, extended or rebuilt";
        Counting => "统计口径有变化", "counted in a different way";
        Correction => "更正以前的错误", "earlier figures were wrong";
        Other => "其他", "other";
        Line { field: String, reason: String } => "{field}：{reason}", "{field}: {reason}";
        Given { reason: String } => "理由：{reason}", "reason: {reason}";
        Title => "为何仍填此值？", "Why is this value right?";
        Ask { field: String, value: String } =>
            "{field}「{value}」存疑，请按数字选择理由：",
            "{field} \"{value}\" is doubtful; type the digit of a reason:";
        AskEmpty { field: String } =>
            "{field}（空）存疑，请按数字选择理由：",
            "{field} (empty) is doubtful; type the digit of a reason:";
        AskEmptyWords { field: String } =>
            "{field}（空）须说明，请写明原因：",
            "{field} (empty) wants an explanation; write it in words:";
        InWords [Take] => "，填写后按 {Take}：", ", in words, then {Take}: ";
        Cause => "原因：", "the cause: ";
        WordsNeeded => "请简要说明：", "give a short reason: ";
        AskWords { field: String, value: String } =>
            "{field}「{value}」须说明，请写明原因：",
            "{field} \"{value}\" needs an explanation; say why:";
        SayMore { words: String } =>
            "「{words}」没有说明原因，请写明为什么",
            "\"{words}\" does not say why; write the cause";
        Help [Back, Take] =>
            "按数字选择理由；也可直接填写，再按 {Take}。理由随此项保存，审核人可以看到。{Back} 返回表单修改。",
            "Type the digit of a reason, or write one and press {Take}. The reason is saved with the value and the inspector sees it. {Back} returns to the form to change the value.";
        WordsHelp [Back, Take] =>
            "写明原因后按 {Take}；仅写“已核对”无效。原因随此项保存，审核人可以看到。{Back} 返回表单修改。",
            "Write the cause and press {Take}; \"checked\" is not enough. It is saved with the value and the inspector sees it. {Back} returns to the form to change the value.";
        ManyRows { count: usize } (rows = count "doubtful row" "doubtful rows") =>
            "{count} 行存疑，请按数字选择理由：",
            "{count} {rows}; type the digit of a reason:";
        ManyRowsWords { count: usize } (rows = count "doubtful row wants" "doubtful rows want") =>
            "{count} 行须说明，请写明原因：",
            "{count} {rows} an explanation; write it in words:";
    }
}
