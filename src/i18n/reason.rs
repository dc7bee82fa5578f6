//! Why a doubtful value stands all the same.

use super::say::messages;

messages! {
    /// What a clerk can say, and how it is asked and told.
    ReasonMsg {
        Paper => "已与原始资料核对无误", "it is what the paper says";
        OnSite => "已到现场清点或测量", "counted or measured on the spot";
        Rebuilt => "新建、扩建或改造", "built, extended or rebuilt";
        Counting => "统计口径有变化", "counted in another way than before";
        Correction => "更正以前的错误", "what was reported before was wrong";
        Other => "其他", "something else";
        Line { field: String, reason: String } => "{field}：{reason}", "{field}: {reason}";
        Given { reason: String } => "理由：{reason}", "reason: {reason}";
        Title => "为什么仍是这个数？", "Why does it stand?";
        Ask { field: String, value: String } =>
            "{field}「{value}」有疑问，请按数字选理由：",
            "{field} \"{value}\" is doubtful; give a reason by its digit:";
        AskEmpty { field: String } =>
            "{field}（空）有疑问，请按数字选理由：",
            "{field} (empty) is doubtful; give a reason by its digit:";
        InWords [Take] => "，写几个字后按 {Take}：", ", in words, then {Take}: ";
        Cause => "原因：", "the cause: ";
        WordsNeeded => "请写几个字说明：", "say in a few words why: ";
        AskWords { field: String, value: String } =>
            "{field}「{value}」须说明，请写明原因：",
            "{field} \"{value}\" wants an explanation; write it in words:";
        SayMore { words: String } =>
            "「{words}」没有说明原因，请写明为什么",
            "\"{words}\" does not say why; write what the cause is";
        Help [Back, Take] =>
            "数字选一个理由；或直接写几个字后按 {Take}。理由随这一项保存，审核人看得到。{Back} 回到表单改数。",
            "A digit gives a reason; or write a few words and press {Take}. The reason is kept with the value and the inspector sees it. {Back} goes back to the form to change the value.";
        WordsHelp [Back, Take] =>
            "写明原因后按 {Take}；只写“已核对”不算。原因随这一项保存，审核人看得到。{Back} 回到表单改数。",
            "Write the cause and press {Take}; that it was checked is no cause. It is kept with the value and the inspector sees it. {Back} goes back to the form to change the value.";
        ManyRows { count: usize } =>
            "{count} 行有疑问，请按数字选理由：",
            "{count} rows are doubtful; give a reason by its digit:";
    }
}
