//! The words of a review.

use super::messages;

messages! {
    /// What states of records and findings, and what acts are called.
    ReviewMsg {
        Draft => "草稿", "draft";
        Submitted => "已提交", "submitted";
        Returned => "已退回", "returned";
        Verified => "已审核", "verified";
        Open => "待答复", "open";
        Answered => "已答复", "answered";
        Closed => "已了结", "closed";
        Return => "退回", "returned it";
        Answer => "答复", "answered";
        Close => "了结", "closed it";
        Reopen => "再次退回", "returned it again";
        Verify => "审核通过", "verified it";
        Visit => "登录审核", "began a review";
    }
}
