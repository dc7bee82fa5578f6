//! The words of a review.

use super::say::messages;

messages! {
    /// What states of records and findings, and what acts are called.
    ReviewMsg {
        Incomplete => "待补全", "incomplete";
        Submitted => "待审核", "submitted";
        Returned => "已退回", "returned";
        Approved => "审核通过", "approved";
        ApprovedOwn => "本人审核通过", "self-approved";
        Open => "待答复", "open";
        Answered => "已答复", "answered";
        Closed => "已办结", "closed";
        Return => "退回", "returned it";
        Answer => "答复", "answered";
        Close => "办结", "closed it";
        Reopen => "再次退回", "returned it again";
        Approve => "审核通过", "approved it";
        Visit => "登录审核", "started a review";
    }
}

messages! {
    /// What clerks are told and asked about a review.
    AnswerMsg {
        Waiting { count: usize, key: String }
            (records = count "returned record" "returned records", them = count "it" "them") =>
            "有 {count} 条记录被退回，按 {key} 查看",
            "{count} {records}; {key} shows {them}";
        WaitingHead => "被退回的记录：", "Returned records:";
        ReturnedHead { count: usize } (findings = count "finding" "findings") [NextProblem] =>
            "已退回，{count} 条意见待答复（{NextProblem}）",
            "returned, {count} {findings} to answer ({NextProblem})";
        ApprovedHead => "审核通过", "approved";
        ApprovedOwnHead =>
            "审核通过（由录入人本人审核）",
            "approved (by the person who entered it)";
        HeldApproved => "v 审核通过；改动须写明原因", "v approved; a change needs a reason";
        HeldReturned =>
            "此项未退回；改动须写明原因",
            "this field was not returned; a change needs a reason";
        Finding { words: String } => "! 退回：{words}", "! returned: {words}";
        AnswerTitle => "答复", "Answer";
        AskAnswer [Take] =>
            "标记的项已改。可填写答复，也可直接按 {Take}：",
            "the marked fields were changed. Write an answer or just press {Take}:";
        AskAnswerInWords =>
            "标记的项未改。请填写答复：",
            "no marked field was changed. Write an answer:";
        ReasonTitle => "改动的原因", "Reason";
        AskApproved { fields: String } =>
            "{fields}已审核通过。请写明改动原因：",
            "{fields}: approved. Give a reason for the change:";
        AskReturned { fields: String } =>
            "{fields}未退回。请写明改动原因：",
            "{fields}: not returned. Give a reason for the change:";
        AskRows { count: usize } (rows = count "row" "rows") =>
            "{count} 行的此项已审核通过或未退回。请写明改动原因：",
            "{count} {rows} with this field approved or not returned. Give a reason for the change:";
        AskRemoval { name: String } =>
            "「{name}」已审核通过或被退回。请写明删除原因：",
            "\"{name}\" is approved or returned. Give a reason for deleting it:";
        WordsHelp [Back, Take] =>
            "填写后按 {Take}；{Back} 返回原处，不保存。",
            "Press {Take} when done; {Back} goes back without saving.";
        Resubmitted { name: String } => "已重新提交：{name}", "submitted again: {name}";
    }
}
