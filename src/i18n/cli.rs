//! The one line that a command prints when it fails, and the few it prints when it is done.

use super::say::messages;

messages! {
    /// What a command was doing.
    CliTask {
        OpenLedger { path: String } => "打开台账 {path}", "opening the ledger {path}";
        MakeLedger { path: String } => "新建台账 {path}", "creating the ledger {path}";
        LoadInto { path: String } => "载入台账 {path}", "loading into the ledger {path}";
        ReadLedger { path: String } => "读取台账 {path}", "reading the ledger {path}";
        ReadPack { path: String } => "读取政策包 {path}", "reading the pack {path}";
        LoadPack { path: String } => "载入政策包 {path}", "loading the pack {path}";
        ReadForm { path: String } => "读取表单 {path}", "reading the form {path}";
        ReadPlaces { path: String } => "读取地名表 {path}", "reading the list of places {path}";
        RemovePlace { path: String } =>
            "从台账 {path} 去掉地方",
            "removing a place from the ledger {path}";
        ChangePlace { path: String } =>
            "变更台账 {path} 的地方",
            "changing a place in the ledger {path}";
        ChangeQuarter { path: String } =>
            "办理台账 {path} 的季度事项",
            "working on a quarter of the ledger {path}";
        LookAhead { path: String } =>
            "测算台账 {path} 的达标前景",
            "looking ahead in the ledger {path}";
        Suppose => "试算", "running a what-if";
        SupposeFile { path: String } => "按 {path} 试算", "running a what-if on {path}";
        ReadMap { path: String } => "读取列对应 {path}", "reading the mapping {path}";
        ReadAliases { path: String } => "读取地点别名 {path}", "reading the place aliases {path}";
        Import { path: String } => "导入 {path}", "importing {path}";
        Export { path: String } => "导出 {path}", "exporting to {path}";
        Snapshot { path: String } => "生成快照 {path}", "making the snapshot {path}";
        Verify { path: String } => "检查 {path}", "verifying {path}";
        Restore { path: String } => "用 {path} 恢复台账", "restoring the ledger from {path}";
        HandOn { path: String } => "生成交换文件 {path}", "making the exchange file {path}";
        Merge { path: String } => "合并 {path}", "merging {path}";
        Hub { hub: String } => "数据中心 {hub}", "hub {hub}";
        HubAddress => "数据中心地址", "the address of the hub";
        Write { path: String } => "写入 {path}", "writing {path}";
        Print => "输出", "printing";
        Session => "打开界面", "opening the screens";
        Enter => "填报", "filling in";
        ReadPrivateKey { path: String } => "读取私钥 {path}", "reading the private key {path}";
        ReadSigners { path: String } => "读取签名人名单 {path}", "reading the list of signers {path}";
        ChangeSigners { path: String } =>
            "修改台账 {path} 的签名人名单",
            "changing the list of signers of the ledger {path}";
        ReadKey { path: String } => "读取公钥 {path}", "reading the key {path}";
        ReadEvidence { path: String } => "读取佐证文件 {path}", "reading the evidence file {path}";
        AccessLine => "生成登录行", "making the login line";
        Demo => "准备示例台账", "preparing the demo ledger";
        Usage => "命令用法", "usage";
    }
}

messages! {
    /// What went wrong outside the ledger.
    CliFault {
        NotATerminal =>
            "标准输入和输出须为终端；请在终端中运行，报表用 taizhang report",
            "standard input and output must be a terminal; run it in one, or use taizhang report";
        AsOfBefore =>
            "命令之前的 --as-of 只用于打开界面；report、export、ahead 的写在命令之后，其他命令没有",
            "--as-of before a command opens the screens; with report, export and ahead write it after the command; other commands do not take it";
        NoCommands =>
            "此帐号只能进入指定界面，不执行命令；登录时请勿附带命令",
            "this account only starts its own screens; log in without a command";
        NotSendable { commands: String } =>
            "随登录可附带的命令只有：{commands}",
            "these commands may be sent along and no others: {commands}";
        CommandUnclear =>
            "附带的命令无法读出：引号须成对，文字须为 UTF-8",
            "the command that was sent along cannot be read: quotes come in pairs, and words in UTF-8";
        OnlyPrints =>
            "随登录附带的命令只输出，不写服务器上的文件；请去掉 --out，在本机用 > 存成文件",
            "a command that is sent along only prints; leave out --out and redirect its output with > on your side";
        Terminal { detail: String } =>
            "终端无法使用（{detail}）；请检查 TERM 后再试",
            "the terminal cannot be used ({detail}); check TERM and try again";
        TerminalNotUtf8 =>
            "请把终端的字符集设为 UTF-8 / set the character set of the terminal to UTF-8 (PuTTY: Window > Translation)",
            "set the character set of the terminal to UTF-8 (PuTTY: Window > Translation; Xshell: File > Properties > Terminal > Encoding)";
        NeedsYesForQuarter =>
            "没有终端可供确认；核对所列内容后，加 --yes 再运行",
            "there is no terminal to ask for confirmation; check what is listed and run it again with --yes";
        NoSuchFile => "没有这个文件；请检查路径", "there is no such file; check the path";
        NoSuchFolder => "没有这个目录；请先创建", "there is no such directory; create it first";
        IsFolder =>
            "这是目录，不是文件；请检查路径",
            "it is a directory, not a file; check the path";
        Denied =>
            "没有权限；请检查文件和目录的权限",
            "permission denied; check the file and its directory";
        DiskFull =>
            "磁盘已满，或达到配额、文件大小上限；请腾出空间再试",
            "the disk is full, or a quota or file size limit is reached; free some space and try again";
        TooManyFiles =>
            "打开的文件数已达上限；请关闭不用的程序，或调高上限（ulimit -n）后再试",
            "too many files are open; close programs that are not needed or raise the limit (ulimit -n), and try again";
        Other { detail: String } => "{detail}；请检查后再试", "{detail}; check and try again";
        NotUtf8 => "不是 UTF-8 文本；请另存为 UTF-8", "not UTF-8 text; save it as UTF-8";
        IsTheLedger =>
            "这是台账本身，不会覆盖；请另取文件名",
            "it is the ledger itself and will not be overwritten; choose another name";
        IsTheInput =>
            "这是要导入的文件，不会覆盖；请另取文件名",
            "it is the file to import and will not be overwritten; choose another name";
        IsTheUnmatched =>
            "未能对应的地点将写入此文件；请另取文件名",
            "unknown places will be written to this file; choose another name";
        IsTheRejects =>
            "拒收的行将写入此文件；请另取文件名",
            "refused rows will be written to this file; choose another name";
        OnlyProposed =>
            "未导入；没有 --kind 时只提出建议",
            "nothing was imported; without --kind an import is only proposed";
        NotForTerminals =>
            "此格式不能在终端显示；请加 --out 文件名",
            "this format cannot be shown on a terminal; add --out FILE";
        BadPack { fault: String, more: usize } (faults = more "more fault" "more faults") =>
            "{fault}；另有 {more} 处问题，taizhang pack check 可全部列出",
            "{fault}; {more} {faults}, listed by taizhang pack check";
        PlainVerify =>
            "--verify 和 --plain 不能同时使用：复录只能在屏幕界面进行；请去掉 --plain",
            "--verify and --plain cannot be combined: second entry works on the screens only; leave out --plain";
        PhotoHash { text: String } =>
            "「{text}」应为 名称=SHA-256（64 位小写十六进制）",
            "\"{text}\" is not NAME=SHA256 with 64 small hexadecimal digits";
        EvidenceName { name: String } =>
            "已登记过另一个名为 {name} 的文件；请改名后再登记，未保存任何内容",
            "another file named {name} is already listed; rename this one; nothing was saved";
        NotAFile => "不是普通文件；请检查路径", "not a regular file; check the path";
        TooLarge { gigabytes: usize } =>
            "文件超过 {gigabytes} GB；请拆分",
            "the file is larger than {gigabytes} GB; split it";
        EvidenceUnreadable =>
            "此记录的佐证清单由较新的程序写成；请用该版本登记",
            "the evidence list of this record was written by a newer program; use that version";
        NeedsYes =>
            "此操作将改动已载入的政策，但没有终端可供确认；核对以上所列，同意的请加 --yes。未写入任何内容",
            "this changes a loaded policy, and there is no terminal to ask for confirmation; check the list above and add --yes to agree. Nothing was written";
        NeedsYesForPlace =>
            "此操作将改动一处地方及其记录，但没有终端可供确认；核对以上所列，同意的请加 --yes。未写入任何内容",
            "this changes a place and its records, and there is no terminal to ask for confirmation; check the list above and add --yes to agree. Nothing was written";
        NotAgreed => "未确认，未写入任何内容", "not confirmed; nothing was written";
        EmptyName => "--as 须填姓名", "--as needs a name";
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
            "程序出错（{place}），已退出；已填内容保存在草稿中",
            "internal error ({place}), the program ended; what was typed is in the draft";
        Logged { place: String, log: String } =>
            "程序出错（{place}），已退出；已填内容保存在草稿中，日志为 {log}",
            "internal error ({place}), the program ended; what was typed is in the draft; log: {log}";
    }
}

messages! {
    /// What is wrong with the words of a command line.
    UsageFault {
        UnknownArgument { arg: String } =>
            "无法识别「{arg}」；用法见 taizhang --help",
            "unknown argument \"{arg}\"; see taizhang --help";
        UnknownCommand { word: String } =>
            "没有「{word}」这个命令；用法见 taizhang --help",
            "there is no command \"{word}\"; see taizhang --help";
        Missing { args: String } =>
            "缺少 {args}；用法见 taizhang --help",
            "{args} is missing; see taizhang --help";
        BadValue { arg: String, value: String } =>
            "「{value}」不能用于 {arg}；用法见 taizhang --help",
            "\"{value}\" is not valid for {arg}; see taizhang --help";
        BadValueOf { arg: String, value: String, known: String } =>
            "「{value}」不能用于 {arg}；可用：{known}",
            "\"{value}\" is not valid for {arg}; use one of {known}";
        Other { detail: String } =>
            "{detail}；用法见 taizhang --help",
            "{detail}; see taizhang --help";
    }
}

messages! {
    /// What a command prints when it is done.
    DoneMsg {
        Made { path: String, places: usize, packs: String } (places_word = places "place" "places") =>
            "已新建台账 {path}：{places} 处地方，政策包 {packs}",
            "created the ledger {path}: {places} {places_word}, packs {packs}";
        Added { path: String, places: usize, new: usize, changed: usize, packs: String }
            (places_word = places "place" "places") =>
            "已载入台账 {path}：{places} 处地方（新增 {new}，改动 {changed}），政策包 {packs}",
            "loaded into the ledger {path}: {places} {places_word} ({new} new, {changed} changed), packs {packs}";
        PlaceChanged { before: String, after: String } =>
            "  原为 {before}，现为 {after}",
            "  was {before}, now {after}";
        PlaceRemoved { place: String, path: String } =>
            "已从 {path} 去掉 {place}",
            "removed {place} from {path}";
        PackGood { path: String, code: String, kinds: usize, requirements: usize }
            (kinds_word = kinds "kind" "kinds", requirements_word = requirements "requirement" "requirements") =>
            "{path}：可用。政策包 {code}，{kinds} 类设施，{requirements} 项要求",
            "{path}: good. Pack {code}, {kinds} {kinds_word}, {requirements} {requirements_word}";
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
        NoSize => "大小未知", "size unknown";
        Ledger { path: String, schema: i64, journal: String } =>
            "台账 {path}：结构版本 {schema}，日志方式 {journal}",
            "ledger {path}: schema {schema}, journal {journal}";
        Contents { places: usize, records: usize, changes: usize }
            (places_word = places "place" "places", records_word = records "record" "records", changes_word = changes "change" "changes") =>
            "{places} 处地方，{records} 条记录，{changes} 次修改",
            "{places} {places_word}, {records} {records_word}, {changes} {changes_word}";
        Pack { code: String, number: String, title: String } =>
            "政策包 {code}：{number} {title}",
            "pack {code}: {number} {title}";
        Merged { at: String, author: String, file: String } =>
            "上次合并：{at}，{author}，文件 sha256:{file}",
            "last merged {at} by {author}, file sha256:{file}";
        MergedHub { at: String, author: String, hub: String } =>
            "上次合并：{at}，{author}，数据中心 {hub}",
            "last merged {at} by {author}, hub {hub}";
        HandedOn { at: String, author: String, changes: i64, acts: i64 }
            (changes_word = changes "change" "changes", acts_word = acts "act" "acts") =>
            "上次生成交换文件：{at}，{author}；此后又有 {changes} 次修改，{acts} 条审核意见和复录",
            "last exchange file made {at} by {author}; since then {changes} {changes_word}, {acts} {acts_word} of reviews and second entries";
        Waiting { from: String } =>
            "本文件承接自另一站点，该站点尚有未交出的内容（其文件仍在使用的，由其自行交出）：taizhang exchange 文件 --from {from}",
            "this file continues a site that has more to hand on, unless that site's own file is still in use: taizhang exchange FILE --from {from}";
        Free { megabytes: usize } => "磁盘剩余 {megabytes} MB", "{megabytes} MB of disk space left";
        Serious { what: String } => "[!] {what}", "[!] {what}";
        Harmless { what: String } => "[i] {what}", "[i] {what}";
        Sound { records: usize, changes: usize, notes: usize }
            (records_word = records "record" "records", changes_word = changes "change" "changes", notes_word = notes "note" "notes") =>
            "[OK] 检查完毕，未发现严重问题：{records} 条记录、{changes} 次修改，提示 {notes} 处",
            "[OK] checked, no serious problem found: {records} {records_word}, {changes} {changes_word}, {notes} {notes_word}";
        Unsound { count: usize } (problems = count "serious problem" "serious problems") =>
            "[!] 检查完毕，有 {count} 处严重问题：请用备份恢复，原件留存待查",
            "[!] checked, {count} {problems} found: restore a backup and keep the file for inspection";
    }
}
