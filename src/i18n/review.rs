//! The words of a review.

use super::say::messages;

messages! {
    /// What states of records and findings, and what acts are called.
    ReviewMsg {
        Draft => "草稿", "draft";
        Submitted => "已提交", "submitted";
        Returned => "已退回", "returned";
        Approved => "已审核", "approved";
        ApprovedOwn => "本人审核", "by author";
        Open => "待答复", "open";
        Answered => "已答复", "answered";
        Closed => "已了结", "closed";
        Return => "退回", "returned it";
        Answer => "答复", "answered";
        Close => "了结", "closed it";
        Reopen => "再次退回", "returned it again";
        Approve => "审核通过", "approved it";
        Visit => "登录审核", "began a review";
    }
}

messages! {
    /// What clerks are told and asked about a review.
    AnswerMsg {
        Waiting { count: usize, key: String } =>
            "有 {count} 条记录被退回，按 {key} 查看",
            "records returned: {count}; {key} shows them";
        WaitingHead => "被退回的记录：", "Records that were returned:";
        ReturnedHead { count: usize } [NextProblem] =>
            "已退回，{count} 条意见待答复（{NextProblem}）",
            "returned, {count} findings to answer ({NextProblem})";
        ApprovedHead => "已审核", "approved";
        ApprovedOwnHead =>
            "已审核（由录入人本人审核通过）",
            "approved (by the person who entered it)";
        HeldApproved => "v 已审核；改动须写明原因", "v approved; a change must say why";
        HeldReturned =>
            "此项没有退回；改动须写明原因",
            "this field was not returned; a change must say why";
        Finding { words: String } => "! 退回：{words}", "! returned: {words}";
        AnswerTitle => "答复", "Answer";
        AskAnswer [Take] =>
            "标出的项已改。可写几个字答复，也可直接按 {Take}：",
            "what is marked was changed. Say something or just press {Take}:";
        AskAnswerInWords =>
            "标出的项没有改。请写明答复：",
            "nothing that is marked was changed. Answer in words:";
        ReasonTitle => "改动的原因", "Reason";
        AskApproved { fields: String } =>
            "{fields}已审核。请写明改动的原因：",
            "{fields}: approved. Say why this is changed:";
        AskReturned { fields: String } =>
            "{fields}没有退回。请写明改动的原因：",
            "{fields}: not returned. Say why this is changed:";
        AskRows { count: usize } =>
            "有 {count} 行已审核或没有退回此项。请写明改动的原因：",
            "this field of {count} rows is approved, or not what was returned. Say why it is changed:";
        AskRemoval { name: String } =>
            "「{name}」已审核或被退回。请写明删除的原因：",
            "\"{name}\" is approved or returned. Say why it is deleted:";
        WordsHelp [Back, Take] =>
            "写好后按 {Take}；{Back} 不写，回到原处，什么也没有保存。",
            "{Take} when it is written; {Back} goes back without it, and nothing is saved.";
        Resubmitted { name: String } => "已重新提交：{name}", "submitted again: {name}";
    }
}
