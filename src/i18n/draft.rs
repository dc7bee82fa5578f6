//! What can go wrong with a draft. The form itself is never lost by it: what is typed stays on the
//! screen.

use super::say::messages;

messages! {
    /// Why a draft cannot be kept or taken up.
    DraftFault {
        TooLong { bytes: usize, limit: usize } (bytes_word = bytes "byte" "bytes") =>
            "草稿过长（{bytes} 字节，上限 {limit}），未能留存；请尽快保存",
            "the draft is too long to be kept ({bytes} {bytes_word}, at most {limit}); save the form soon";
        Full =>
            "磁盘已满，草稿未能留存；请腾出空间",
            "the disk is full and the draft is not kept; free some space";
        TooManyFiles =>
            "打开的文件数已达上限，草稿未能留存；请尽快保存，并关闭不用的窗口",
            "too many files are open and the draft is not kept; save the form soon and close sessions that are not needed";
        Denied =>
            "没有权限写草稿；请检查台账所在目录的权限",
            "no permission to keep drafts; check the folder of the ledger";
        OpenElsewhere => "这份草稿正在另一窗口填写", "this draft is open in another session";
        Gone => "这份草稿已经保存或丢弃", "this draft was already saved or deleted";
        Unreadable =>
            "草稿文件无法读取，已原样保留",
            "the draft file cannot be read and is kept as it is";
        Other { detail: String } =>
            "草稿未能留存（{detail}）；请尽快保存",
            "the draft is not kept ({detail}); save the form soon";
    }
}
