//! Snapshots: making, checking and restoring them.

use super::inspect::InspectMsg;
use super::say::{Text, messages};
use super::signing::KeyFault;

messages! {
    /// Why no snapshot was made, a file cannot be examined, or nothing was restored.
    SnapshotFault {
        Exists =>
            "已有同名文件，不会覆盖；请另取文件名，或指定目录",
            "a file of this name exists and will not be overwritten; choose another name, or give a directory";
        SignatureExists =>
            "已有同名的签名文件（.sig），会被当作新文件的签名；请移走，或另取文件名",
            "a .sig file of this name exists and would be taken for the signature of the new file; move it, or choose another name";
        Outside { count: usize } (acts = count "act" "acts", is = count "is" "are") =>
            "要交出的内容中有 {count} 项超出 --town 所限的地方（已列出）；修改链不能缺号，未生成文件。核实后可加上这些地方，或不加 --town 生成",
            "{count} {acts} to be handed on {is} about places outside --town, as listed; a chain cannot have gaps, so no file was made. Check them, then add those places or leave out --town";
        NotSigned { what: Box<KeyFault> } => "未能签名，未生成文件：{what}", "it could not be signed, so no file was made: {what}";
        NoFolder => "没有这个目录；请先创建", "there is no such directory; create it first";
        IsTheLedger =>
            "这就是台账本身；请选择其他文件",
            "it is the ledger itself; choose another file";
        KeepNeedsFolder =>
            "--keep 须与目录一起使用：旧快照按目录清理",
            "--keep needs a directory, where old snapshots are removed";
        IsSnapshot =>
            "它本身就是快照；直接复制文件即可",
            "it is already a snapshot; simply copy the file";
        Damaged { finding: Box<InspectMsg>, count: usize } (findings = count "finding" "findings") =>
            "台账未通过检查，未生成文件：{finding}；共 {count} 处，taizhang doctor 可全部列出",
            "the ledger did not pass the check, so no file was made: {finding}; {count} {findings} in all, listed by taizhang doctor";
        Cancelled => "已取消，未生成文件", "cancelled; no file was made";
        Full =>
            "磁盘已满，未生成文件；请腾出空间再试",
            "the disk is full and no file was made; free some space and try again";
        NoTemporary { folder: String } =>
            "检查须先复制一份，临时目录 {folder} 无法写入或空间不足；请腾出空间，或用环境变量 TMPDIR 指定其他目录",
            "checking needs a copy, and the temporary directory {folder} cannot be written or is full; free some space, or set TMPDIR to another directory";
        Denied =>
            "没有权限；请检查文件和目录的权限",
            "permission denied; check the file and its directory";
        System { detail: String } => "{detail}；请检查后再试", "{detail}; check and try again";
        Absent => "没有这个文件；请检查路径", "there is no such file; check the path";
        NotAFile =>
            "不是普通文件；请指定文件本身，而非目录或链接",
            "not a regular file; give the file itself, not a directory or a link";
        TooLarge { gigabytes: usize } =>
            "文件超过 {gigabytes} GB，不予检查",
            "the file is larger than {gigabytes} GB and is not checked";
        NotALedger =>
            "不是本程序的台账、快照或交换文件，未作改动",
            "not a ledger, snapshot or exchange file of this program; left unchanged";
        Newer { found: i64, known: i64 } =>
            "由更新的程序写成（版本 {found}，本程序认识 {known}）；请升级 taizhang",
            "written by a newer program (version {found}, this one knows {known}); upgrade taizhang";
        Older { found: i64, known: i64 } =>
            "由较旧的程序写成（版本 {found}，现为 {known}）；请先用 taizhang --db 打开一次，再生成快照",
            "written by an older program (version {found}, now {known}); open it once with taizhang --db, then make a snapshot";
        Truncated { has: i64, needs: i64 } (bytes = needs "byte" "bytes") =>
            "文件不完整：应有 {needs} 字节，实有 {has} 字节；请重新复制",
            "the file is incomplete: {has} of {needs} {bytes}; copy it again";
        InUse =>
            "旁边有未写完的日志：这是正在使用或未正常关闭的台账，不是快照。检查用 taizhang doctor，对外交出请先用 taizhang snapshot",
            "there is an unfinished log beside it: this is a ledger in use or not closed properly, not a snapshot. Check it with taizhang doctor, or make a snapshot to hand on with taizhang snapshot";
        BeingWritten =>
            "读取时文件发生变化：有程序正在写入；请稍后再试",
            "it changed while it was read: a program is writing it; try again later";
        Unreadable { detail: String } =>
            "文件已损坏，无法读取（{detail}）；请换用其他副本，原件留存待查",
            "the file is damaged and cannot be read ({detail}); use another copy and keep this one for inspection";
        PackUnreadable { pack: String } =>
            "其中的政策包 {pack} 无法解析，可能由更新的程序写成；请升级 taizhang",
            "the pack {pack} in it cannot be read; a newer program may have written it: upgrade taizhang";
        TooLong =>
            "检查超时：文件可能被恶意构造",
            "the check took too long: the file may have been crafted for that";
        DidNotPass { finding: Box<InspectMsg>, count: usize } (findings = count "finding" "findings") =>
            "未通过检查，未作改动：{finding}；共 {count} 处，taizhang verify 可全部列出",
            "it did not pass verification and nothing was changed: {finding}; {count} {findings} in all, listed by taizhang verify";
        IsExchange =>
            "这是交换文件，只含一个站点的修改；请用 taizhang merge 并入台账",
            "it is an exchange file with the changes of one site; merge it with taizhang merge";
        NoReceiptOfExchange =>
            "交换文件没有回执码；请去掉 --receipt",
            "an exchange file has no receipt; leave out --receipt";
        NoSuchSite { site: String } =>
            "没有站点 {site}，或以此开头的不止一个；站点全称见 taizhang history",
            "there is no site {site}, or several names begin with it; taizhang history shows the full names";
        NoSuchChange { change: String, last: i64 } =>
            "没有修改 {change}；该站点的最后一次是 {last} 号",
            "there is no change {change}; the last one of its site is number {last}";
        LedgerOpen =>
            "台账正在使用，未作改动；请先结束所有登录",
            "the ledger is in use, so nothing was changed; end every session first";
        ReceiptLength { has: usize } =>
            "回执码应为 20 个字符，现为 {has} 个；请对照纸面重新输入",
            "a receipt has 20 characters, not {has}; copy it again from the paper";
        ReceiptCharacter { character: String } =>
            "回执码不含字符「{character}」；请对照纸面重新输入",
            "a receipt never contains \"{character}\"; copy it again from the paper";
        ReceiptMistyped =>
            "回执码有误：字符不对或次序颠倒；请对照纸面重新输入",
            "the receipt is mistyped: a character is wrong or two are swapped; copy it again from the paper";
    }
}

messages! {
    /// What the commands print when they are done, and what a screen says meanwhile.
    SnapshotMsg {
        Copying { percent: usize } =>
            "正在生成快照：复制 {percent}%",
            "making a snapshot: copying {percent}%";
        Checking => "正在生成快照：检查副本", "making a snapshot: checking the copy";
        Publishing => "正在生成快照：写入磁盘", "making a snapshot: writing to disk";
        Running { step: String } [Back] => "{step}；{Back} 取消", "{step}; {Back} cancels";
        Ready { name: String, code: String } =>
            "快照已生成，回执码 {code}；{name}",
            "receipt {code}, snapshot {name}";
        Cancelling => "正在取消快照", "cancelling the snapshot";
        AlreadyRunning [Back] =>
            "快照尚未生成完毕；{Back} 取消",
            "a snapshot is still being made; {Back} cancels it";
        NotMade { why: String } => "未生成快照：{why}", "no snapshot was made: {why}";
        Made { path: String } => "已生成快照并检查：{path}", "made and checked the snapshot {path}";
        Receipt { code: String } => "回执码：{code}", "receipt: {code}";
        Removed { path: String } => "已删除旧快照：{path}", "removed the old snapshot {path}";
        NotRemoved { path: String, detail: String } =>
            "旧快照无法删除：{path}（{detail}）",
            "the old snapshot {path} could not be removed ({detail})";
        File { path: String } => "文件 {path}", "file {path}";
        Sha { sha: String } => "SHA-256 {sha}", "SHA-256 {sha}";
        MadeAt { at: String, program: String } =>
            "快照，生成于 {at}，程序 {program}",
            "a snapshot, made {at} by taizhang {program}";
        NotASnapshot =>
            "没有清单：是台账或其副本，不是快照",
            "no manifest: a ledger or a copy of one, not a snapshot";
        Ledger { ledger: String } => "台账编号 {ledger}", "ledger {ledger}";
        Contents { records: usize, changes: usize }
            (records_word = records "record" "records", changes_word = changes "change" "changes") =>
            "{records} 条记录，{changes} 次修改",
            "{records} {records_word}, {changes} {changes_word}";
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
            "回执码相符：修改记录与抄下回执码时完全一致",
            "the receipt matches: the trail is the same as when the receipt was written down";
        ReceiptEarlier { changes: usize } (were = changes "change was" "changes were") =>
            "回执码相符：抄下回执码时的修改记录完整保留，此后又有 {changes} 次修改",
            "the receipt matches: the trail up to then is unaltered, and {changes} {were} made since";
        Passed => "[OK] 通过检查", "[OK] verified";
        Failed => "[!] 未通过检查", "[!] not verified";
        Restored { path: String, from: String } =>
            "已用 {from} 恢复台账 {path}",
            "restored the ledger {path} from {from}";
        CloseUnseen { quarter: Text, author: String } =>
            "此快照不含{quarter}的关账（{author}）；可用 taizhang merge 并入下列留存的台账，或重新关账",
            "the snapshot does not have the close of {quarter} by {author}; merge it from the kept ledger with taizhang merge, or close the quarter again";
        Kept { path: String } => "原台账留存为 {path}", "the previous ledger is kept as {path}";
    }
}
