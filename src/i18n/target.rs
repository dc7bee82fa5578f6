//! Files that stand where one is to be written.

use super::say::messages;

messages! {
    /// Why a file is not replaced.
    TargetFault {
        NotAFile =>
            "已有这个名字，而且不是普通文件，不会覆盖；请换一个文件名",
            "there is something of this name that is no regular file, and it is not overwritten; choose another name";
        ReadOnly =>
            "已有这个文件，而且是只读的，不会覆盖；请换一个文件名",
            "there is a file of this name that is read-only, and it is not overwritten; choose another name";
        IsADatabase =>
            "已有这个文件，而且是台账或别的数据库，不会覆盖；请换一个文件名",
            "there is a ledger or another database of this name, and it is not overwritten; choose another name";
        BesideADatabase { database: String } =>
            "这个名字归 {database} 使用，写在这里会损坏它；请换一个文件名",
            "this name belongs to {database}, which would be damaged; choose another name";
    }
}
