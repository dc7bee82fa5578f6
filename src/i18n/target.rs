//! Files that stand where one is to be written.

use super::say::messages;

messages! {
    /// Why a file is not replaced.
    TargetFault {
        NotAFile =>
            "已有同名项，且不是普通文件，不会覆盖；请另取文件名",
            "something of this name exists that is not a regular file and will not be overwritten; choose another name";
        ReadOnly =>
            "已有同名文件，且为只读，不会覆盖；请另取文件名",
            "a read-only file of this name exists and will not be overwritten; choose another name";
        IsADatabase =>
            "已有同名文件，且为台账或其他数据库，不会覆盖；请另取文件名",
            "a ledger or another database of this name exists and will not be overwritten; choose another name";
        BesideADatabase { database: String } =>
            "此文件名由 {database} 使用，写入会损坏该数据库；请另取文件名",
            "this name belongs to {database}, which would be damaged; choose another name";
    }
}
