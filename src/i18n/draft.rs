//! What can go wrong with a draft. The form itself is never lost by it: what is typed stays on the
//! screen.

use super::say::messages;

messages! {
    /// Why a draft cannot be kept or taken up.
    DraftFault {
        TooLong { bytes: usize, limit: usize } =>
            "草稿太长（{bytes} 字节，最多 {limit}），没有留底；请尽快保存",
            "the draft is too long to be kept ({bytes} bytes, at most {limit}); save the form soon";
        Full =>
            "磁盘已满，草稿没有留底；请腾出空间",
            "the disk is full and the draft is not kept; make room";
        TooManyFiles =>
            "能同时打开的文件数用完了，草稿没有留底；请尽快保存，并关掉用不着的窗口",
            "no more files can be open at once and the draft is not kept; save the form soon and close sessions that are not needed";
        Denied =>
            "没有权限写草稿；请检查台账所在目录的权限",
            "no permission to keep drafts; check the folder of the ledger";
        OpenElsewhere => "这份草稿正在另一个窗口里填写", "this draft is open in another session";
        Gone => "这份草稿已经保存或丢弃", "this draft was saved or dropped already";
        Unreadable =>
            "草稿文件读不出来，原样留着",
            "the draft file cannot be read and is left as it is";
        Other { detail: String } =>
            "草稿没有留底（{detail}）；请尽快保存",
            "the draft is not kept ({detail}); save the form soon";
    }
}
