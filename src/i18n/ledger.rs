//! What can be wrong with a ledger file, and what a ledger refuses to take.

use super::messages;

messages! {
    /// Why a ledger cannot be used; the program ends with code 3.
    LedgerFault {
        Absent => "文件不存在；先运行 taizhang init，或用 --db 指明台账", "there is no such file; run taizhang init first, or name the ledger with --db";
        Foreign => "不是本程序的台账，未作改动；请用 --db 指明台账文件", "not a ledger of this program, left as it is; name the ledger with --db";
        Newer { found: i64, known: i64 } => "由更新的程序写成（版本 {found}，本程序认识 {known}）；请升级 taizhang", "written by a newer program (version {found}, this one knows {known}); upgrade taizhang";
        Damaged { detail: String } => "文件已损坏（{detail}）；请用备份恢复，原件保留待查", "the file is damaged ({detail}); restore a backup and keep the file for inspection";
        Busy => "台账正忙，别的程序占用超过十秒；请稍后再试", "the ledger is busy: another program held it for over ten seconds; try again";
        ReadOnly => "没有写入权限；请检查文件和所在目录的权限", "no permission to write; check the file and its directory";
        Snapshot => "这是快照，只能看，不能改；要接着用，先 taizhang restore", "it is a snapshot, to be read and never changed; to go on with it, taizhang restore it first";
        Full => "磁盘已满，没有保存；请腾出空间再试", "the disk is full and nothing was saved; make room and try again";
        CannotOpen { detail: String } => "打不开（{detail}）；请检查路径和权限", "cannot be opened ({detail}); check path and permissions";
        Exists => "文件已存在，不会覆盖；请换一个名字，或用 --places、--pack 往里载入", "the file exists and is not overwritten; choose another name, or load into it with --places or --pack";
        NotWal { mode: String } => "所在的盘不支持 WAL（{mode}）；台账须放在本机磁盘上", "the disk does not support WAL ({mode}); keep the ledger on a local disk";
        Other { detail: String } => "数据库出错：{detail}；没有改动，请重试，仍不行请运行 taizhang doctor", "database error: {detail}; nothing was changed; try again, then run taizhang doctor";
    }
}

messages! {
    /// What a ledger refuses to take; the program ends with code 2 and the ledger is as it was.
    LedgerRefusal {
        NoSuchPlace { place: String } => "没有「{place}」这个地方；请用地名表里的代码或名称", "there is no place \"{place}\"; use a code or a name of the list of places";
        AmbiguousPlace { place: String, codes: String } => "「{place}」不止一处（{codes}）；请用代码，或写成 上级/名称", "\"{place}\" names several places ({codes}); use a code, or parent/name";
        NoSuchKind { kind: String, known: String } => "没有「{kind}」这一类；可用：{known}", "there is no kind \"{kind}\"; use one of {known}";
        NoSuchPack { pack: String, known: String } => "没有「{pack}」这个政策包；已载入：{known}", "there is no pack \"{pack}\"; loaded are {known}";
        NoSuchRecord { id: String } => "没有编号或名称是「{id}」的记录", "no record has the id, code or name \"{id}\"";
        AmbiguousRecord { id: String, count: usize } => "「{id}」对应 {count} 条记录；请用完整编号", "\"{id}\" fits {count} records; give the whole id";
        PackCoversNoPlace { pack: String, place: String } => "政策包 {pack} 所指的地方「{place}」不在地名表里；请先用 init --places 载入", "the pack {pack} speaks of the place \"{place}\", which is not in the list of places; load it with init --places";
        PackCoversNoLevel { pack: String, level: String } => "政策包 {pack} 所指的级别「{level}」在地名表里没有；请先用 init --places 载入", "the pack {pack} speaks of the level \"{level}\", which no place has; load places with init --places";
        KindOfOtherPack { kind: String, pack: String } => "类别「{kind}」已属于政策包 {pack}", "the kind \"{kind}\" belongs to the pack {pack} already";
        KindInUse { kind: String, count: usize } => "类别「{kind}」还有 {count} 条记录，新包里不能没有它", "the kind \"{kind}\" still has {count} records, so the new pack must keep it";
        ParentUnknown { place: String, parent: String } => "「{place}」的上级 {parent} 不在地名表里", "the parent {parent} of \"{place}\" is not in the list of places";
        CodeTaken { code: String, name: String } => "设施编号「{code}」已用于「{name}」", "the facility code \"{code}\" belongs to \"{name}\" already";
        NotYourPlace { place: String } => "本次登录不能改「{place}」的记录", "this session may not change records of \"{place}\"";
        PackDoesNotCheck { pack: String, faults: usize } => "台账里的政策包 {pack} 有 {faults} 处问题，可能由更新的程序写成", "the pack {pack} in the ledger has {faults} faults; a newer program may have written it";
    }
}
