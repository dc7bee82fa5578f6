//! What can be wrong with a ledger file, and what a ledger refuses to take.

use super::say::{Text, messages};

messages! {
    /// Why a ledger cannot be used; the program ends with code 3.
    LedgerFault {
        Absent =>
            "文件不存在；请运行 taizhang init 新建，或用 --db 指明台账；试用请运行 taizhang demo",
            "there is no such file; make one with taizhang init, or name the ledger with --db; to try it, run taizhang demo";
        Foreign =>
            "不是本程序的台账，未作改动；请用 --db 指明台账文件",
            "not a ledger of this program, left unchanged; name the ledger with --db";
        Exchange =>
            "是交换文件，不是台账；请用 taizhang merge 并入台账，并用 --db 指明台账文件",
            "an exchange file, not a ledger; merge it with taizhang merge, and name the ledger with --db";
        Newer { found: i64, known: i64 } =>
            "由更新的程序写成（版本 {found}，本程序认识 {known}）；请升级 taizhang",
            "written by a newer program (version {found}, this one knows {known}); upgrade taizhang";
        Damaged { detail: String } =>
            "文件已损坏（{detail}）；请用备份恢复，原件留存待查",
            "the file is damaged ({detail}); restore a backup and keep the file for inspection";
        Busy =>
            "台账正在使用，等候超过十秒；请稍后再试",
            "the ledger was in use for over ten seconds; try again";
        ReadOnly =>
            "没有写入权限；请检查文件和所在目录的权限",
            "no permission to write; check the file and its directory";
        Snapshot =>
            "这是快照，只能查看，不能修改；要继续使用，请先 taizhang restore",
            "it is a snapshot, which is read-only; to continue with it, run taizhang restore first";
        Full =>
            "磁盘已满，未保存；请腾出空间再试",
            "the disk is full and nothing was saved; free some space and try again";
        NotWritten =>
            "无法写入，未保存：可能达到配额或文件大小上限（ulimit -f），也可能是磁盘故障；请处理后再试",
            "it could not be written and nothing was saved: probably a quota or file size limit (ulimit -f), or a failing disk; correct that and try again";
        TooManyFiles =>
            "打开的文件数已达上限；请关闭不用的程序，或调高上限（ulimit -n）后再试",
            "too many files are open; close programs that are not needed or raise the limit (ulimit -n), and try again";
        CannotOpen { detail: String } =>
            "无法打开（{detail}）；请检查路径和权限",
            "cannot be opened ({detail}); check path and permissions";
        Exists =>
            "文件已存在，不会覆盖；请另取文件名，或用 --places、--pack 载入其中",
            "the file exists and will not be overwritten; choose another name, or load into it with --places or --pack";
        OnlyReadable =>
            "此处只读，且台账旁没有 -wal 和 -shm 文件；请先由有写权限的帐号打开一次，或查看备份",
            "it is read-only here and its -wal and -shm files are missing; have somebody with write access open it once, or read a backup";
        Older { found: i64, known: i64 } =>
            "由较旧的程序写成（版本 {found}，本程序用 {known}）；请先由填报人或管理员打开一次",
            "written by an older program (version {found}, this one uses {known}); have a clerk or the admin open it once";
        NotWal { mode: String } =>
            "所在磁盘不支持 WAL（{mode}）；台账须存放在本机磁盘",
            "the disk does not support WAL ({mode}); keep the ledger on a local disk";
        NotLifted { version: i64, detail: String } =>
            "是版本 {version} 的台账，升级失败（{detail}）；可能有其他工具在其中建了同名对象，请删除后再打开",
            "a ledger of version {version} that cannot be upgraded ({detail}); probably another tool created an object of that name in it: remove it and open the ledger again";
        Replaced =>
            "台账文件被替换或移走：未保存，草稿保留；请退出，查明后再打开",
            "the ledger file was replaced or moved: not saved, drafts are kept; quit and check";
        StrangeLog { log: String } =>
            "旁边的 {log} 不属于此台账，或与其不一致，未打开，也未改动；请将 {log} 和同名的 -shm 文件移至他处留存，再重试",
            "the file {log} beside it belongs to another ledger or does not match this one; nothing was opened or changed; move it and its -shm file elsewhere, keep them, and try again";
        Altered { object: String } =>
            "台账结构被其他工具改动过（{object}），未打开；请用快照恢复（taizhang restore），原件留存待查",
            "its structure was altered by another tool ({object}), so it was not opened; restore a snapshot (taizhang restore) and keep the file for inspection";
        ForeignTrigger { object: String } =>
            "台账中有其他工具建的触发器（{object}），未打开；请查明来源，用 SQLite 工具执行 DROP TRIGGER 删除后再打开",
            "another tool created a trigger in it ({object}), so it was not opened; find out who did, remove it with an SQLite tool (DROP TRIGGER), and open the ledger again";
        Other { detail: String } =>
            "数据库出错：{detail}；未作改动，请重试，仍不行请运行 taizhang doctor",
            "database error: {detail}; nothing was changed; try again, then run taizhang doctor";
    }
}

messages! {
    /// What a ledger refuses to take; the program ends with code 2 and the ledger is as it was.
    LedgerRefusal {
        NoSuchPlace { place: String } =>
            "没有「{place}」这个地方；请用地名表里的代码或名称",
            "there is no place \"{place}\"; use a code or a name of the list of places";
        AmbiguousPlace { place: String, places: String } =>
            "「{place}」有多处（{places}）；请用代码，或写明上级",
            "\"{place}\" names several places ({places}); use a code, or add the name of the place above it";
        NoSuchKind { kind: String, known: String } =>
            "没有「{kind}」这一类；可用：{known}",
            "there is no kind \"{kind}\"; use one of {known}";
        NoSuchRequirement { requirement: String, known: String } =>
            "政策包中没有「{requirement}」这项要求；可用：{known}",
            "the pack has no requirement \"{requirement}\"; it has: {known}";
        NoSuchPack { pack: String, known: String } =>
            "没有「{pack}」这个政策包；已载入：{known}",
            "there is no pack \"{pack}\"; loaded: {known}";
        NoSuchRecord { id: String } =>
            "没有编号或名称为「{id}」的记录",
            "no record has the id, code or name \"{id}\"";
        AmbiguousRecord { id: String, count: usize } (records = count "record" "records") =>
            "「{id}」对应 {count} 条记录；请用完整编号",
            "\"{id}\" matches {count} {records}; give the whole id";
        PackCoversNoPlace { pack: String, place: String } =>
            "政策包 {pack} 所指的地方「{place}」不在地名表中；请先用 init --places 载入",
            "the pack {pack} names the place \"{place}\", which is not in the list of places; load it with init --places";
        PackCoversNoLevel { pack: String, level: String } =>
            "政策包 {pack} 所指的级别「{level}」在地名表中没有；请先用 init --places 载入",
            "the pack {pack} names the level \"{level}\", which no place has; load places with init --places";
        PackLooksAtNoSheet { requirement: String, place: String, sheet: String } =>
            "要求 {requirement} 要看「{place}」的统计表 {sheet}，而「{place}」不填报此表；请改政策包",
            "the requirement {requirement} looks at the sheet {sheet} of {place}, which does not fill it in; correct the pack";
        KindsDiffer { kind: String, difference: Text } =>
            "两个政策包对类别「{kind}」的要求不一致，无法合成一张表：{difference}；未载入任何内容",
            "two packs define the kind \"{kind}\" differently, so it cannot have one form: {difference}; nothing was loaded";
        KindInUse { kind: String, count: usize } (records = count "record" "records") =>
            "类别「{kind}」尚有 {count} 条记录，新政策包中必须保留",
            "the kind \"{kind}\" still has {count} {records}, so the new pack must keep it";
        ParentUnknown { place: String, parent: String } =>
            "「{place}」的上级 {parent} 不在地名表里",
            "the parent {parent} of \"{place}\" is not in the list of places";
        PlaceAboveItself { code: String, name: String } =>
            "{code}「{name}」的上级是其自身；请改正地名表中的上级；未载入任何内容",
            "{code} \"{name}\" is above itself; correct its parent in the list of places; nothing was loaded";
        PlaceTwice { code: String, name: String, before: String } =>
            "代码 {code} 的名称为「{name}」，前面为「{before}」；请统一；未载入任何内容",
            "the code {code} is \"{name}\" here but \"{before}\" above; make them agree; nothing was loaded";
        PlaceElsewhere { code: String, name: String } =>
            "代码 {code}「{name}」的级别或上级与前面不同；请统一；未载入任何内容",
            "the code {code} \"{name}\" has a different level or parent above; make them agree; nothing was loaded";
        LevelsCrossed { place: String, level: String, above: String } =>
            "「{place}」（{level}）列在 {above} 之下，而他处 {level} 在其之上；请改正级别或上级；未载入任何内容",
            "\"{place}\" ({level}) is below {above}, but elsewhere {level} is above that level; correct its level or parent; nothing was loaded";
        ParentClosed { place: String, parent: String, on: String } =>
            "「{place}」的上级 {parent} 已于 {on} 撤销；请改用现行上级；未载入任何内容",
            "the parent {parent} of \"{place}\" has been closed since {on}; give its present parent; nothing was loaded";
        PlaceClosed { place: String, on: String } =>
            "「{place}」已于 {on} 撤销，不再填报；已有的记录仍可查看",
            "\"{place}\" has been closed since {on} and takes no new records; its records can still be read";
        PlaceMerged { place: String, on: String, into: String } =>
            "「{place}」已于 {on} 并入 {into}；请用 {into}",
            "\"{place}\" was merged into {into} on {on}; use {into}";
        PlaceNotClosed { place: String } =>
            "「{place}」没有撤销，无需恢复",
            "\"{place}\" is not closed, so there is nothing to reopen";
        PlaceGone { place: String, on: String, into: String } =>
            "「{place}」已于 {on} 并入 {into}，记录均在该处，不能恢复；需要分设的，请载入新的地名表并使用新代码",
            "\"{place}\" was merged into {into} on {on}, its records are there, and it cannot be reopened; to separate them, load a list that has it under a new code";
        OpenBeforeClosed { place: String, on: String } =>
            "「{place}」自 {on} 起撤销，恢复日期不能早于该日",
            "\"{place}\" has been closed since {on} and cannot be reopened on an earlier date";
        ReopenParent { place: String, parent: String, on: String } =>
            "「{place}」的上级 {parent} 已于 {on} 撤销；请先恢复上级",
            "the parent {parent} of \"{place}\" has been closed since {on}; reopen that first";
        PlaceWithinItself { place: String, into: String } =>
            "「{place}」不能并入自己或下级（{into}）",
            "\"{place}\" cannot be merged into itself or a place below it ({into})";
        PlaceWithOpenBelow { place: String, below: String } =>
            "「{place}」尚有未撤销的下级（{below}）；请先撤销或并入他处",
            "\"{place}\" has open places below it ({below}); close or merge them first";
        NameOfSibling { name: String, place: String } =>
            "同一上级下已有「{name}」（{place}）；请另取名称",
            "a place under the same parent already has the name \"{name}\" ({place}); choose another one";
        EmptyPlaceName => "请写明新的名称", "give the new name";
        SameName { name: String } => "现名即为「{name}」", "its name is already \"{name}\"";
        ConfirmedAhead { on: String } =>
            "{on} 尚未到；只能确认截至今天没有变化",
            "{on} is in the future; confirm that nothing has changed up to today at most";
        QuarterNotOver { quarter: Text, last: String } =>
            "{quarter}于 {last} 结束；结束后方可关账",
            "{quarter} ends on {last}; close it after that date";
        QuarterClosed { quarter: Box<Text>, author: String, at: String } =>
            "{quarter}已由{author}于 {at} 关账；重新关账请先重开",
            "{quarter} was closed by {author} at {at}; reopen it first to close it again";
        ClosedByTwoTexts { quarter: Text, pack: String } =>
            "{quarter}各地关账所依据的政策包 {pack} 文本不同；请用 --town 逐处查看",
            "{quarter} was closed by several texts of the pack {pack}; view one place at a time with --town";
        QuarterNotClosed { quarter: Text } =>
            "{quarter}未关账，或已重开",
            "{quarter} is not closed, or has been reopened";
        NothingToClose { quarter: Text } =>
            "{quarter}此处没有需要判定的地方：季度最后一天没有有效的政策包适用于此处",
            "{quarter} has nothing to close here: no pack in force on its last day judges a place in it";
        ReopenedWithoutReason { quarter: Text } =>
            "重开{quarter}须写明理由",
            "a reason is needed to reopen {quarter}";
        ClockBehindTrail { newest: String, now: String } =>
            "本机时钟为 {now}，台账里已有 {newest} 的记录；请校准时钟；时钟无误的，运行 taizhang doctor 查明是哪一次修改",
            "the clock shows {now}, but the ledger has an entry dated {newest}; set the clock, or if it is right, run taizhang doctor to see which change that is";
        OnlyFacilitiesConfirmed =>
            "只有设施可以确认没有变化；统计表应按期填报",
            "only facilities can be confirmed as unchanged; sheets are filled in when due";
        NotYetPossible { on: String } =>
            "{on} 尚未到；改名、并入和恢复只能填今天或以前的日期，请到期再办",
            "{on} is in the future; a new name, a merger or a reopening cannot be dated ahead: record it on that date";
        DayToCome { on: String } =>
            "{on} 尚未到；请写今天或以前的日期",
            "{on} is in the future; give today or an earlier day";
        AsOfDay { on: String } =>
            "这是截至 {on} 的台账，只能查看，不能修改",
            "this is the ledger as of {on}; it is read-only";
        PackCoversClosed { pack: String } =>
            "政策包 {pack} 所判定的地方将全部撤销；请先载入调整适用地方后的政策包",
            "every place judged by the pack {pack} would be closed; load a version for other places first";
        NoSuchLevel { level: String, known: String } =>
            "地名表中没有「{level}」这一级；可用：{known}",
            "no place has the level \"{level}\"; use one of {known}";
        PlaceInUse { place: String, by: Text } =>
            "「{place}」正在使用，不能去掉：{by}",
            "\"{place}\" is in use and cannot be removed: {by}";
        CodeTaken { code: String, name: String } =>
            "设施编号「{code}」已用于「{name}」",
            "the facility code \"{code}\" already belongs to \"{name}\"";
        IsASheet { sheet: Text } =>
            "「{sheet}」是统计表；请用 --sheet",
            "\"{sheet}\" is a sheet; name it with --sheet";
        NotASheet { kind: Text } =>
            "「{kind}」不是统计表；请用 --kind",
            "\"{kind}\" is not a sheet; name it with --kind";
        NotOfSheet { place: String, sheet: Text } =>
            "「{place}」不填报「{sheet}」",
            "\"{place}\" does not fill in the sheet \"{sheet}\"";
        NotAPeriodOf { period: String, sheet: Text } =>
            "「{period}」不是「{sheet}」的期间",
            "\"{period}\" is not a period of the sheet \"{sheet}\"";
        SheetMoved { sheet: Text, period: String } =>
            "「{sheet}」（{period}）属于固定的地方和期间，不能改到他处；请在该处另填",
            "the sheet \"{sheet}\" ({period}) belongs to one place and period and cannot be moved; fill in another one there";
        NotYourPlace { place: String } =>
            "本次登录不能改「{place}」的记录",
            "this session may not change records of \"{place}\"";
        NotYourTask =>
            "本次登录只可修改部分地方的记录，不能修改地名表和政策包",
            "this session may change records of some places only, not places or packs";
        OnlyReviews =>
            "本次登录为审核，台账只读，只能填写审核意见",
            "this is an inspector's session: it can read the ledger and write findings only";
        NeedsReason { name: String, fields: Text } =>
            "「{name}」的 {fields} 已审核通过或不在退回之列，改动须写明理由；未保存",
            "{fields} of \"{name}\" was approved or not returned: changing it needs a reason; nothing was saved";
        SignerListed { name: String } =>
            "此公钥已在签名人名单中（{name}）；要改姓名或地方，请先 taizhang signers remove",
            "this key is in the list of signers already, as {name}; to change its name or places, remove it with taizhang signers remove first";
        SignerName { name: String } =>
            "姓名「{name}」含有逗号、引号或 * ? !，不能写进 ssh-keygen 的名单；请换一个写法",
            "the name \"{name}\" has a comma, a quote or one of * ? !, which the lists of ssh-keygen read otherwise; write it in another way";
        NoSuchSigner { name: String } =>
            "签名人名单中没有「{name}」；可用姓名或密钥指纹，见 taizhang signers list",
            "\"{name}\" is not in the list of signers; give a name or a fingerprint, see taizhang signers list";
        NoSigners =>
            "签名人名单是空的，要求签名后将无法合并任何文件；请先 taizhang signers add",
            "nobody is in the list of signers, so no file could be merged; add somebody with taizhang signers add first";
        LastSigner =>
            "本台账要求签名，名单不能为空；请先加入他人，或 taizhang signers require --off",
            "the ledger requires signatures, so somebody must stay in the list; add another one first, or run taizhang signers require --off";
        NoSuchFinding => "没有这条审核意见", "there is no such finding";
        FindingClosed =>
            "此条审核意见已办结；需再次提出的请再次退回",
            "this finding is closed; return it again to ask again";
        FindingNotClosed =>
            "此条审核意见尚未答复或办结，无需再次退回",
            "this finding is still open and need not be returned again";
        NothingAnswered =>
            "请填写答复，或改正所标记的项",
            "write an answer, or correct what is marked";
        VisitToCome { on: String } =>
            "核查日期 {on} 尚未到",
            "the day of the visit, {on}, is still to come";
        NobodyVisited => "请填写核查人", "write who was there";
        OnlyFacilitiesVisited => "只有设施可以现场核查", "only facilities can be visited";
        NoSampleRule =>
            "抽样：每几条抽 1 条应为 1 至 100000，每镇至少几条应为 0 至 1000，种子不能空着",
            "a sample draws one in 1 to 100000 records, at least 0 to 1000 a town, and has a seed";
        NoSuchSample { id: String } =>
            "没有编号以 {id} 开头的样本，或不止一个",
            "there is no sample, or more than one, whose id begins with {id}";
        NothingToDraw => "此范围内没有记录可抽", "there is no record to draw from";
        NothingSaid => "请填写意见", "write the finding";
        NoSuchField { field: String } => "没有「{field}」这一项", "there is no field \"{field}\"";
        OutsideReview { name: String } =>
            "「{name}」不在本次审核范围内",
            "\"{name}\" is outside the places and kinds of this review";
        ChangedSince { name: String } =>
            "「{name}」刚被修改；请重新查看后再审核",
            "\"{name}\" was just changed; look at it again";
        StillReturned { name: String } =>
            "「{name}」已退回，待填报人答复",
            "\"{name}\" was returned and is waiting for the clerk";
        StillIncomplete { name: String } =>
            "「{name}」待补全，不能审核通过",
            "\"{name}\" is incomplete and cannot be approved";
        OwnEntry { field: Text } =>
            "「{field}」为本人录入，须由他人复录",
            "you entered \"{field}\" yourself; somebody else must key it again";
        PackDoesNotCheck { pack: String, faults: usize } (faults_word = faults "fault" "faults") =>
            "台账中的政策包 {pack} 有 {faults} 处问题，可能由更新的程序写成",
            "the pack {pack} in the ledger has {faults} {faults_word}; a newer program may have written it";
    }
}

messages! {
    /// What hangs on a place.
    PlaceUse {
        Facilities { count: usize } (facilities = count "facility" "facilities") =>
            "{count} 条设施记录",
            "{count} {facilities}";
        Sheets { count: usize } (sheets = count "sheet" "sheets") =>
            "{count} 张统计表",
            "{count} {sheets}";
        Exceptions { count: usize } (exceptions = count "exception" "exceptions") =>
            "{count} 条例外",
            "{count} {exceptions}";
        Merged { count: usize } (places = count "place" "places") =>
            "{count} 处地方已并入此地",
            "{count} {places} merged into it";
        Below { count: usize } (places = count "place" "places") =>
            "{count} 处下级地方",
            "{count} {places} below it";
        Closed { count: usize } (verdicts = count "frozen verdict" "frozen verdicts") =>
            "关账冻结的 {count} 项结论",
            "{count} {verdicts}";
        Covered { pack: String } => "政策包 {pack} 指定此地", "the pack {pack} names it";
        Changes { count: usize } (changes = count "change" "changes") =>
            "修改记录中有 {count} 次修改涉及此地",
            "{count} {changes} in the trail";
    }
}

impl PlaceUse {
    /// Returns whether it is a count of nothing.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        matches!(
            self,
            Self::Facilities { count: 0 }
                | Self::Sheets { count: 0 }
                | Self::Exceptions { count: 0 }
                | Self::Merged { count: 0 }
                | Self::Below { count: 0 }
                | Self::Changes { count: 0 }
                | Self::Closed { count: 0 }
        )
    }
}
