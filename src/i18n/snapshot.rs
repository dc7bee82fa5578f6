//! Snapshots: making, checking and restoring them.

use super::inspect::InspectMsg;
use super::say::{Text, messages};

messages! {
    /// Why no snapshot was made, a file cannot be examined, or nothing was restored.
    SnapshotFault {
        Exists =>
            "已有这个名字的文件，不会覆盖；请换一个名字，或写一个目录",
            "there is a file of this name, which is not overwritten; choose another name, or name a directory";
        NoFolder => "没有这个目录；请先建目录", "there is no such directory; make it first";
        IsTheLedger =>
            "这就是台账本身；请换一个文件",
            "it is the ledger itself; choose another file";
        KeepNeedsFolder =>
            "--keep 须与目录同用：旧快照按目录清理",
            "--keep needs a directory: it is there that old snapshots are removed";
        IsSnapshot =>
            "它本身就是快照；直接复制文件即可",
            "it is a snapshot itself; simply copy the file";
        Damaged { finding: Box<InspectMsg>, count: usize } =>
            "台账没有通过检查，没有做成文件：{finding}；共 {count} 处，taizhang doctor 可全部列出",
            "the ledger did not pass its examination, so no file was made: {finding}; findings in all: {count}, listed by taizhang doctor";
        Cancelled => "已取消，没有留下文件", "cancelled; no file was left behind";
        Full =>
            "磁盘已满，没有留下文件；请腾出空间再试",
            "the disk is full and no file was left behind; make room and try again";
        NoTemporary { folder: String } =>
            "检查要先复制一份，临时目录 {folder} 不能写或空间不够；请腾出空间，或用环境变量 TMPDIR 指定别的目录",
            "a copy is examined, and the temporary directory {folder} cannot be written or has no room for it; make room, or name another directory in the variable TMPDIR";
        Denied =>
            "没有权限；请检查文件和目录的权限",
            "permission denied; check the file and its directory";
        System { detail: String } => "{detail}；请检查后再试", "{detail}; check and try again";
        Absent => "没有这个文件；请检查路径", "there is no such file; check the path";
        NotAFile =>
            "不是普通文件；请写文件本身，不要写目录或链接",
            "it is no regular file; name the file itself, not a directory or a link";
        TooLarge { gigabytes: usize } =>
            "文件超过 {gigabytes} GB，不予检查",
            "it is larger than {gigabytes} GB and is not examined";
        NotALedger =>
            "不是本程序的台账、快照或交换文件，未作改动",
            "neither a ledger, a snapshot nor an exchange file of this program; left as it is";
        Newer { found: i64, known: i64 } =>
            "由更新的程序写成（版本 {found}，本程序认识 {known}）；请升级 taizhang",
            "written by a newer program (version {found}, this one knows {known}); upgrade taizhang";
        Older { found: i64, known: i64 } =>
            "由较旧的程序写成（版本 {found}，现为 {known}）；请先用 taizhang --db 打开一次，再做快照",
            "written by an older program (version {found}, now {known}); open it once with taizhang --db, then make a snapshot";
        Truncated { has: i64, needs: i64 } =>
            "文件不完整：应有 {needs} 字节，只有 {has}；请重新复制",
            "it is cut short: {has} bytes of {needs}; copy it again";
        InUse =>
            "旁边有没写完的日志：是正在使用或没有正常关闭的台账，不是快照。检查用 taizhang doctor，交出去先做 taizhang snapshot",
            "there is an unfinished log beside it: this is a ledger in use or not closed properly, not a snapshot. Examine it with taizhang doctor, or make a taizhang snapshot to hand on";
        BeingWritten =>
            "读的时候文件变了：有程序正在写它；请等它写完",
            "it changed while it was read: some program is writing it; wait until that is done";
        Unreadable { detail: String } =>
            "文件已损坏，读不下去（{detail}）；请换一份，原件保留待查",
            "the file is damaged and cannot be read ({detail}); take another copy and keep this one for inspection";
        PackUnreadable { pack: String } =>
            "里面的政策包 {pack} 读不懂，可能由更新的程序写成；请升级 taizhang",
            "the pack {pack} in it cannot be read; a newer program may have written it: upgrade taizhang";
        TooLong =>
            "检查超过了时限：文件可能是有意做成这样的",
            "the examination took too long: the file may have been made for that";
        DidNotPass { finding: Box<InspectMsg>, count: usize } =>
            "没有通过检查，未作改动：{finding}；共 {count} 处，taizhang verify 可全部列出",
            "it did not pass verification and nothing was changed: {finding}; findings in all: {count}, listed by taizhang verify";
        IsExchange =>
            "是交换文件，只有一个站点的修改；请用 taizhang merge 并入台账",
            "it is an exchange file with the changes of one site; take it in with taizhang merge";
        NoReceiptOfExchange =>
            "交换文件没有回执码；请去掉 --receipt",
            "an exchange file has no receipt; leave --receipt out";
        NoSuchSite { site: String } =>
            "没有 {site} 这个站点，或以它开头的不止一个；站点的全称见 taizhang history",
            "there is no site {site}, or several begin so; taizhang history shows their whole names";
        NoSuchChange { change: String, last: i64 } =>
            "没有 {change} 这次修改；那个站点的最后一次是 {last} 号",
            "there is no change {change}; the last one of its site has the number {last}";
        LedgerOpen =>
            "台账正被别的程序打开，未作改动；请先结束所有登录",
            "another program has the ledger open, so nothing was changed; end every session first";
        ReceiptLength { has: usize } =>
            "回执码应有 20 个字符，这里是 {has} 个；请对照纸上再抄一遍",
            "a receipt has 20 characters, not {has}; copy it again from the paper";
        ReceiptCharacter { character: String } =>
            "回执码里没有「{character}」这个字符；请对照纸上再抄一遍",
            "no receipt has the character \"{character}\"; copy it again from the paper";
        ReceiptMistyped =>
            "回执码抄错了：有字符不对或次序颠倒；请对照纸上再抄一遍",
            "the receipt is mistyped: a character is wrong or two changed places; copy it again from the paper";
    }
}

messages! {
    /// What the commands print when they are done, and what a screen says meanwhile.
    SnapshotMsg {
        Copying { percent: usize } =>
            "正在做快照：复制 {percent}%",
            "making a snapshot: copying {percent}%";
        Checking => "正在做快照：检查副本", "making a snapshot: checking the copy";
        Publishing => "正在做快照：写入磁盘", "making a snapshot: writing to disk";
        Running { step: String } [Back] => "{step}；{Back} 取消", "{step}; {Back} cancels";
        Ready { name: String, code: String } =>
            "快照已做好，回执码 {code}；{name}",
            "receipt {code}, snapshot {name}";
        Cancelling => "正在取消快照", "cancelling the snapshot";
        AlreadyRunning [Back] => "快照还没有做完；{Back} 取消", "a snapshot is being made; {Back} cancels it";
        NotMade { why: String } => "没有做成快照：{why}", "no snapshot was made: {why}";
        Made { path: String } => "已做快照并检查：{path}", "made and checked the snapshot {path}";
        Receipt { code: String } => "回执码：{code}", "receipt: {code}";
        Removed { path: String } => "已删除旧快照：{path}", "removed the old snapshot {path}";
        NotRemoved { path: String, detail: String } =>
            "旧快照删不掉：{path}（{detail}）",
            "the old snapshot {path} could not be removed ({detail})";
        File { path: String } => "文件 {path}", "file {path}";
        Sha { sha: String } => "SHA-256 {sha}", "SHA-256 {sha}";
        MadeAt { at: String, program: String } =>
            "快照，做于 {at}，程序 {program}",
            "a snapshot, made {at} by taizhang {program}";
        NotASnapshot =>
            "没有清单：是台账或它的副本，不是快照",
            "no manifest: a ledger or a copy of one, not a snapshot";
        Ledger { ledger: String } => "台账编号 {ledger}", "ledger {ledger}";
        Contents { records: usize, changes: usize } =>
            "{records} 条记录，{changes} 次修改",
            "{records} records, {changes} changes";
        Site { site: String, seq: i64, hash: String } =>
            "{site}：最后一次修改 {seq}，{hash}",
            "{site}: last change {seq}, {hash}";
        PackSum { code: String, sha: String } =>
            "政策包 {code}，SHA-256 {sha}",
            "pack {code}, SHA-256 {sha}";
        Pack { code: String, number: String, sha: String } =>
            "政策包 {code}：{number}，SHA-256 {sha}",
            "pack {code}: {number}, SHA-256 {sha}";
        ReceiptSame =>
            "回执码相符：修改史与写下回执码时完全相同",
            "the receipt fits: the trail is what it was when the receipt was written down";
        ReceiptEarlier { changes: usize } =>
            "回执码相符：写下回执码时的修改史原样都在，此后又有 {changes} 次修改",
            "the receipt fits: the trail of that time is unaltered, and {changes} changes were made since";
        Passed => "[OK] 通过检查", "[OK] verified";
        Failed => "[!] 没有通过检查", "[!] not verified";
        Restored { path: String, from: String } =>
            "已用 {from} 恢复台账 {path}",
            "restored the ledger {path} from {from}";
        CloseUnseen { quarter: Text, author: String } =>
            "这份快照里没有{quarter}的关账（{author}）；可用 taizhang merge 并入下面留存的台账，或重新关账",
            "the snapshot had not seen the close of {quarter} by {author}; take it in from the ledger that is kept with taizhang merge, or close the quarter again";
        Kept { path: String } =>
            "原来的台账留作 {path}",
            "the ledger that was there is kept as {path}";
    }
}
