//! The one line that a command prints when it fails, and the few it prints when it is done.

use super::say::messages;

messages! {
    /// What a command was doing.
    CliTask {
        OpenLedger { path: String } => "打开台账 {path}", "opening the ledger {path}";
        MakeLedger { path: String } => "新建台账 {path}", "making the ledger {path}";
        LoadInto { path: String } => "载入台账 {path}", "loading into the ledger {path}";
        ReadLedger { path: String } => "读台账 {path}", "reading the ledger {path}";
        ReadPack { path: String } => "读政策包 {path}", "reading the pack {path}";
        LoadPack { path: String } => "载入政策包 {path}", "loading the pack {path}";
        ReadPlaces { path: String } => "读地名表 {path}", "reading the list of places {path}";
        RemovePlace { path: String } =>
            "从台账 {path} 去掉地方",
            "removing a place from the ledger {path}";
        ChangePlace { path: String } =>
            "改动台账 {path} 的地方",
            "changing a place of the ledger {path}";
        ChangeQuarter { path: String } =>
            "办理台账 {path} 的季度事项",
            "working on a quarter of the ledger {path}";
        LookAhead { path: String } =>
            "测算台账 {path} 的达标前景",
            "looking ahead in the ledger {path}";
        Suppose => "试算", "supposing";
        SupposeFile { path: String } => "按 {path} 试算", "supposing what {path} says";
        ReadMap { path: String } => "读列的对应 {path}", "reading the mapping {path}";
        ReadAliases { path: String } => "读地点别名 {path}", "reading the aliases of places {path}";
        Import { path: String } => "导入 {path}", "importing {path}";
        Export { path: String } => "导出 {path}", "exporting to {path}";
        Snapshot { path: String } => "做快照 {path}", "making the snapshot {path}";
        Verify { path: String } => "检查 {path}", "verifying {path}";
        Restore { path: String } => "用 {path} 恢复台账", "restoring the ledger from {path}";
        HandOn { path: String } => "做交换文件 {path}", "making the exchange file {path}";
        Merge { path: String } => "合并 {path}", "merging {path}";
        Write { path: String } => "写入 {path}", "writing {path}";
        Print => "输出", "printing";
        Session => "打开界面", "opening the screens";
        Enter => "填报", "entering";
        ReadKey { path: String } => "读公钥 {path}", "reading the key {path}";
        ReadEvidence { path: String } => "读佐证文件 {path}", "reading the evidence {path}";
        AccessLine => "生成登录行", "making the line of a key";
        Demo => "准备示例台账", "making the demo ledger";
        Usage => "命令用法", "usage";
    }
}

messages! {
    /// What went wrong outside the ledger.
    CliFault {
        NotATerminal =>
            "标准输入和输出都须是终端；请在终端里运行，报表用 taizhang report",
            "standard input and output must be a terminal; run it in one, or print a report with taizhang report";
        AsOfBefore =>
            "命令之前的 --as-of 只用于打开界面；report、export、ahead 的写在命令之后，其他命令没有",
            "--as-of before a command is for the screens; with report, export and ahead it goes after the command, and others have none";
        NoCommands =>
            "此帐号只进入自己的界面，不执行命令；请不带命令登录",
            "this account starts its own screens and runs no commands; log in without one";
        Terminal { detail: String } =>
            "终端不能使用（{detail}）；请检查 TERM 后再试",
            "the terminal cannot be used ({detail}); check TERM and try again";
        TerminalNotUtf8 =>
            "请把终端的字符集设为 UTF-8 / set the character set of the terminal to UTF-8 (PuTTY: Window > Translation)",
            "set the character set of the terminal to UTF-8 (PuTTY: Window > Translation; Xshell: File > Properties > Terminal > Encoding)";
        NeedsYesForQuarter =>
            "这里没有终端可以问；看过所列内容后加 --yes 再运行",
            "there is no terminal to ask on; look at what is listed and run it again with --yes";
        NoSuchFile => "没有这个文件；请检查路径", "there is no such file; check the path";
        NoSuchFolder => "没有这个目录；请先建目录", "there is no such directory; make it first";
        IsFolder => "是目录，不是文件；请检查路径", "it is a directory, not a file; check the path";
        Denied =>
            "没有权限；请检查文件和目录的权限",
            "permission denied; check the file and its directory";
        DiskFull =>
            "磁盘已满，或到了配额、文件大小的限制；请腾出空间再试",
            "the disk is full, or a quota or a limit on the size of files is reached; make room and try again";
        TooManyFiles =>
            "能同时打开的文件数用完了；请关掉用不着的程序，或调高限制（ulimit -n）后再试",
            "no more files can be open at once; close programs that are not needed or raise the limit (ulimit -n), and try again";
        Other { detail: String } => "{detail}；请检查后再试", "{detail}; check and try again";
        NotUtf8 => "不是 UTF-8 文本；请另存为 UTF-8", "it is not UTF-8 text; save it as UTF-8";
        IsTheLedger =>
            "这是台账本身，不会覆盖；请换一个文件名",
            "it is the ledger itself and is not overwritten; choose another name";
        IsTheInput =>
            "这是要导入的文件，不会覆盖；请换一个文件名",
            "it is the file to import and is not overwritten; choose another name";
        IsTheUnmatched =>
            "对不上的地点要写到这个文件；请换一个文件名",
            "the places that are not known go to this file; choose another name";
        IsTheRejects =>
            "被拒的行要写到这个文件；请换一个文件名",
            "the refused rows go to this file; choose another name";
        NotForTerminals =>
            "此格式不能显示在终端上；请加 --out 文件名",
            "this format is not for a terminal; add --out FILE";
        BadPack { fault: String, more: usize } =>
            "{fault}；另有 {more} 处问题，taizhang pack check 可全部列出",
            "{fault}; {more} more faults, listed by taizhang pack check";
        PlainVerify =>
            "--verify 和 --plain 不能同用：复录只在屏幕上做；请去掉 --plain",
            "--verify and --plain do not go together: a second entry is made on the screens only; leave --plain out";
        EvidenceName { name: String } =>
            "已登记过另一个叫 {name} 的文件；请改名后再登记，什么也没有保存",
            "another file named {name} is listed; give this one another name; nothing was saved";
        NotAFile => "不是普通文件；请检查路径", "it is not a regular file; check the path";
        TooLarge { gigabytes: usize } =>
            "文件超过 {gigabytes} GB；请分成几份",
            "it is larger than {gigabytes} GB; split it";
        EvidenceUnreadable =>
            "这条记录的佐证清单是较新的程序写的；请用那个版本登记",
            "the list of evidence of this record was written by a newer program; use that one";
        NeedsYes =>
            "这会改动已载入的政策，而这里没有终端可问；核对上面所列，同意就加 --yes。什么也没有写入",
            "this changes a policy that is loaded, and there is no terminal to ask on; look at the list above and add --yes to agree. Nothing was written";
        NeedsYesForPlace =>
            "这会改动一处地方和所附的记录，而这里没有终端可问；核对上面所列，同意就加 --yes。什么也没有写入",
            "this changes a place and what hangs on it, and there is no terminal to ask on; look at the list above and add --yes to agree. Nothing was written";
        NotAgreed => "没有确认，什么也没有写入", "not confirmed; nothing was written";
        EmptyName => "--as 须写姓名", "--as needs a name";
    }
}

messages! {
    /// What lies under a failure, for whoever looks into it.
    CauseMsg {
        Line { operation: String, cause: String } =>
            "原因：{operation}: {cause}",
            "cause: {operation}: {cause}";
    }
}

messages! {
    /// What is said when the program itself fails.
    PanicMsg {
        Line { place: String } =>
            "程序出错（{place}），已退出；填的内容在草稿里",
            "internal error ({place}), the program ended; what was typed is in the draft";
        Logged { place: String, log: String } =>
            "程序出错（{place}），已退出；填的内容在草稿里，记录在 {log}",
            "internal error ({place}), the program ended; what was typed is in the draft, the log is {log}";
    }
}

messages! {
    /// What is wrong with the words of a command line.
    UsageFault {
        UnknownArgument { arg: String } =>
            "不认识「{arg}」；用法见 taizhang --help",
            "unknown argument \"{arg}\"; see taizhang --help";
        UnknownCommand { word: String } =>
            "没有「{word}」这个命令；用法见 taizhang --help",
            "there is no command \"{word}\"; see taizhang --help";
        Missing { args: String } =>
            "还缺 {args}；用法见 taizhang --help",
            "{args} is missing; see taizhang --help";
        BadValue { arg: String, value: String } =>
            "「{value}」不能用于 {arg}；用法见 taizhang --help",
            "\"{value}\" does not fit {arg}; see taizhang --help";
        BadValueOf { arg: String, value: String, known: String } =>
            "「{value}」不能用于 {arg}；可用：{known}",
            "\"{value}\" does not fit {arg}; use one of {known}";
        Other { detail: String } =>
            "{detail}；用法见 taizhang --help",
            "{detail}; see taizhang --help";
    }
}

messages! {
    /// What a command prints when it is done.
    DoneMsg {
        Made { path: String, places: usize, packs: String } =>
            "已建台账 {path}：{places} 处地方，政策包 {packs}",
            "made the ledger {path}: {places} places, packs {packs}";
        Added { path: String, places: usize, new: usize, changed: usize, packs: String } =>
            "已载入台账 {path}：{places} 处地方（新增 {new}，改动 {changed}），政策包 {packs}",
            "loaded into the ledger {path}: {places} places ({new} new, {changed} changed), packs {packs}";
        PlaceChanged { before: String, after: String } =>
            "  原为 {before}，现为 {after}",
            "  was {before}, is {after}";
        PlaceRemoved { place: String, path: String } =>
            "已从 {path} 去掉 {place}",
            "removed {place} from {path}";
        PackGood { path: String, code: String, kinds: usize, requirements: usize } =>
            "{path}：可用。政策包 {code}，{kinds} 类设施，{requirements} 项要求",
            "{path}: good. Pack {code}, {kinds} kinds, {requirements} requirements";
        PackLoaded { code: String, path: String, author: String } =>
            "已把政策包 {code} 载入 {path}，载入人 {author}",
            "loaded the pack {code} into {path}, by {author}";
        Written { path: String } => "已写入 {path}", "wrote {path}";
    }
}

messages! {
    /// The lines of `doctor`.
    DoctorMsg {
        Program { version: String, sqlite: String } =>
            "程序 {version}，SQLite {sqlite}",
            "taizhang {version}, SQLite {sqlite}";
        Terminal { term: String, locale: String, stdin: String, stdout: String, size: String } =>
            "终端：TERM={term}，LANG={locale}，输入{stdin}，输出{stdout}，{size}",
            "terminal: TERM={term}, LANG={locale}, input {stdin}, output {stdout}, {size}";
        IsTerminal => "是终端", "is a terminal";
        IsNotTerminal => "不是终端", "is not a terminal";
        Size { columns: usize, rows: usize } => "{columns}x{rows}", "{columns}x{rows}";
        NoSize => "大小不明", "size unknown";
        Ledger { path: String, schema: i64, journal: String } =>
            "台账 {path}：结构版本 {schema}，日志方式 {journal}",
            "ledger {path}: schema {schema}, journal {journal}";
        Contents { places: usize, records: usize, changes: usize } =>
            "{places} 处地方，{records} 条记录，{changes} 次修改",
            "{places} places, {records} records, {changes} changes";
        Pack { code: String, number: String, title: String } =>
            "政策包 {code}：{number} {title}",
            "pack {code}: {number} {title}";
        Merged { at: String, author: String, file: String } =>
            "上次合并：{at}，{author}，文件 sha256:{file}",
            "last merged {at} by {author}, the file sha256:{file}";
        HandedOn { at: String, author: String, changes: i64, acts: i64 } =>
            "上次做交换文件：{at}，{author}；此后又有 {changes} 次修改，{acts} 条审核意见和复录",
            "last exchange file made {at} by {author}; since then {changes} changes, {acts} acts of reviews and second entries";
        Waiting { from: String } =>
            "本文件由别的站点接续而来，那个站点还有没交出的（它的文件若还在用，由它自己交）：taizhang exchange 文件 --from {from}",
            "a site that this file goes on from has more to hand on, unless a file that is in use still does: taizhang exchange FILE --from {from}";
        Free { megabytes: usize } => "磁盘剩余 {megabytes} MB", "{megabytes} MB of disk space left";
        Serious { what: String } => "[!] {what}", "[!] {what}";
        Harmless { what: String } => "[i] {what}", "[i] {what}";
        Sound => "[OK] 检查完毕，没有发现严重问题", "[OK] examined; nothing serious was found";
        Unsound =>
            "[!] 有严重问题：请用备份恢复，原件保留待查",
            "[!] something serious was found: restore a backup and keep the file for inspection";
    }
}
