//! What can be wrong with a ledger file, and what a ledger refuses to take.

use super::say::{Text, messages};

messages! {
    /// Why a ledger cannot be used; the program ends with code 3.
    LedgerFault {
        Absent =>
            "文件不存在；先运行 taizhang init，或用 --db 指明台账",
            "there is no such file; run taizhang init first, or name the ledger with --db";
        Foreign =>
            "不是本程序的台账，未作改动；请用 --db 指明台账文件",
            "not a ledger of this program, left as it is; name the ledger with --db";
        Exchange =>
            "是交换文件，不是台账；请用 taizhang merge 并入台账，并用 --db 指明台账文件",
            "an exchange file and no ledger; take it in with taizhang merge, and name the ledger with --db";
        Newer { found: i64, known: i64 } =>
            "由更新的程序写成（版本 {found}，本程序认识 {known}）；请升级 taizhang",
            "written by a newer program (version {found}, this one knows {known}); upgrade taizhang";
        Damaged { detail: String } =>
            "文件已损坏（{detail}）；请用备份恢复，原件保留待查",
            "the file is damaged ({detail}); restore a backup and keep the file for inspection";
        Busy =>
            "台账正忙，别的程序占用超过十秒；请稍后再试",
            "the ledger is busy: another program held it for over ten seconds; try again";
        ReadOnly =>
            "没有写入权限；请检查文件和所在目录的权限",
            "no permission to write; check the file and its directory";
        Snapshot =>
            "这是快照，只能看，不能改；要接着用，先 taizhang restore",
            "it is a snapshot, to be read and never changed; to go on with it, taizhang restore it first";
        Full =>
            "磁盘已满，没有保存；请腾出空间再试",
            "the disk is full and nothing was saved; make room and try again";
        NotWritten =>
            "写不进去，没有保存：多半是到了配额或文件大小的限制（ulimit -f），也可能是磁盘有故障；请处理后再试",
            "it could not be written and nothing was saved: most likely a quota or a limit on the size of files is reached (ulimit -f), or the disk fails; see to that and try again";
        TooManyFiles =>
            "能同时打开的文件数用完了；请关掉用不着的程序，或调高限制（ulimit -n）后再试",
            "no more files can be open at once; close programs that are not needed or raise the limit (ulimit -n), and try again";
        CannotOpen { detail: String } =>
            "打不开（{detail}）；请检查路径和权限",
            "cannot be opened ({detail}); check path and permissions";
        Exists =>
            "文件已存在，不会覆盖；请换一个名字，或用 --places、--pack 往里载入",
            "the file exists and is not overwritten; choose another name, or load into it with --places or --pack";
        OnlyReadable =>
            "这里只能读，而台账旁边没有 -wal 和 -shm 文件；请先让可写的帐号打开一次，或改看备份",
            "it can only be read here and its -wal and -shm files are missing; have somebody who may write open it once, or read a backup";
        Older { found: i64, known: i64 } =>
            "由较旧的程序写成（版本 {found}，本程序用 {known}）；请先让填报人或管理员打开一次",
            "written by an older program (version {found}, this one uses {known}); have a clerk or the admin open it once";
        NotWal { mode: String } =>
            "所在的盘不支持 WAL（{mode}）；台账须放在本机磁盘上",
            "the disk does not support WAL ({mode}); keep the ledger on a local disk";
        NotLifted { version: i64, detail: String } =>
            "是第 {version} 版的台账，升级不成（{detail}）；多半是别的工具在里面建了同名的东西，请删去后再打开",
            "a ledger of version {version} that cannot be lifted ({detail}); most likely another tool made something of that name in it: remove it and open the ledger again";
        Replaced =>
            "台账文件被换掉或移走：没有保存，草稿还在；请退出，查明后再打开",
            "the ledger's file was replaced or moved: not saved, drafts stay; leave, look";
        StrangeLog { log: String } =>
            "旁边的 {log} 不是这个台账的，或与它对不上，没有打开，也没有改动；请把 {log} 和同名的 -shm 文件移到别处留着，再重试",
            "the file {log} beside it belongs to another ledger file or does not fit this one; nothing was opened or changed; move it and the -shm file of that name elsewhere, keep them, and try again";
        Altered { object: String } =>
            "台账的结构被别的工具改过（{object}），没有打开；请用快照恢复（taizhang restore），原件保留待查",
            "its structure was altered by another tool ({object}), so it is not used; restore a snapshot (taizhang restore) and keep the file for inspection";
        ForeignTrigger { object: String } =>
            "台账里有别的工具建的触发器（{object}），没有打开；请查明来历，用 SQLite 工具执行 DROP TRIGGER 删去后再打开",
            "another tool made a trigger in it ({object}), so it is not used; find out who did, remove it with an SQLite tool (DROP TRIGGER), and open the ledger again";
        Other { detail: String } =>
            "数据库出错：{detail}；没有改动，请重试，仍不行请运行 taizhang doctor",
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
            "「{place}」不止一处（{places}）；请用代码，或写出上级",
            "\"{place}\" names several places ({places}); use a code, or write what is above it";
        NoSuchKind { kind: String, known: String } =>
            "没有「{kind}」这一类；可用：{known}",
            "there is no kind \"{kind}\"; use one of {known}";
        NoSuchRequirement { requirement: String, known: String } =>
            "政策包里没有「{requirement}」这项要求；有：{known}",
            "the pack has no requirement \"{requirement}\"; it has: {known}";
        NoSuchPack { pack: String, known: String } =>
            "没有「{pack}」这个政策包；已载入：{known}",
            "there is no pack \"{pack}\"; loaded are {known}";
        NoSuchRecord { id: String } =>
            "没有编号或名称是「{id}」的记录",
            "no record has the id, code or name \"{id}\"";
        AmbiguousRecord { id: String, count: usize } =>
            "「{id}」对应 {count} 条记录；请用完整编号",
            "\"{id}\" fits {count} records; give the whole id";
        PackCoversNoPlace { pack: String, place: String } =>
            "政策包 {pack} 所指的地方「{place}」不在地名表里；请先用 init --places 载入",
            "the pack {pack} speaks of the place \"{place}\", which is not in the list of places; load it with init --places";
        PackCoversNoLevel { pack: String, level: String } =>
            "政策包 {pack} 所指的级别「{level}」在地名表里没有；请先用 init --places 载入",
            "the pack {pack} speaks of the level \"{level}\", which no place has; load places with init --places";
        KindsDiffer { kind: String, difference: Text } =>
            "两个政策包要求的类别「{kind}」合不成一张表：{difference}；什么也没有载入",
            "two packs ask for the kind \"{kind}\" and cannot have one form: {difference}; nothing was loaded";
        KindInUse { kind: String, count: usize } =>
            "类别「{kind}」还有 {count} 条记录，新包里不能没有它",
            "the kind \"{kind}\" still has {count} records, so the new pack must keep it";
        ParentUnknown { place: String, parent: String } =>
            "「{place}」的上级 {parent} 不在地名表里",
            "the parent {parent} of \"{place}\" is not in the list of places";
        PlaceAboveItself { code: String, name: String } =>
            "{code}「{name}」成了自己的上级；请改正地名表里的上级，什么也没有载入",
            "{code} \"{name}\" is above itself; mend its parent in the list of places; nothing was loaded";
        PlaceTwice { code: String, name: String, before: String } =>
            "代码 {code} 名为「{name}」，前面是「{before}」；请统一，什么也没有载入",
            "the code {code} is \"{name}\" here and \"{before}\" above; make them one; nothing was loaded";
        PlaceElsewhere { code: String, name: String } =>
            "代码 {code}「{name}」的级别或上级与前面不同；请统一，什么也没有载入",
            "the code {code} \"{name}\" has another level or parent than above; make them one; nothing was loaded";
        LevelsCrossed { place: String, level: String, above: String } =>
            "「{place}」（{level}）列在 {above} 之下，而别处 {level} 在它之上；请改正级别或上级，什么也没有载入",
            "\"{place}\" ({level}) is below {above}, while elsewhere {level} is above that level; mend its level or parent; nothing was loaded";
        ParentClosed { place: String, parent: String, on: String } =>
            "「{place}」的上级 {parent} 已于 {on} 撤销；请改用现在的上级，什么也没有载入",
            "the parent {parent} of \"{place}\" has been closed since {on}; give the present one; nothing was loaded";
        PlaceClosed { place: String, on: String } =>
            "「{place}」已于 {on} 撤销，不再填报；已有的记录仍可查看",
            "\"{place}\" has been closed since {on} and takes no new records; those that it has can still be read";
        PlaceMerged { place: String, on: String, into: String } =>
            "「{place}」已于 {on} 并入 {into}；请用 {into}",
            "\"{place}\" was merged into {into} on {on}; use {into}";
        PlaceNotClosed { place: String } =>
            "「{place}」没有撤销，不用恢复",
            "\"{place}\" is not closed, and nothing is to be reopened";
        PlaceGone { place: String, on: String, into: String } =>
            "「{place}」已于 {on} 并入 {into}，记录都在那里，不能恢复；要分开，请载入新的地名表，给它新的代码",
            "\"{place}\" was merged into {into} on {on}, its records are there, and it cannot be reopened; to part the two, load a list that has it under a new code";
        OpenBeforeClosed { place: String, on: String } =>
            "「{place}」自 {on} 起撤销，恢复的日期不能更早",
            "\"{place}\" is closed since {on} and cannot be reopened on an earlier day";
        ReopenParent { place: String, parent: String, on: String } =>
            "「{place}」的上级 {parent} 已于 {on} 撤销；请先恢复上级",
            "the parent {parent} of \"{place}\" is closed since {on}; reopen that first";
        PlaceWithinItself { place: String, into: String } =>
            "「{place}」不能并入自己或下级（{into}）",
            "\"{place}\" cannot be merged into itself or a place below it ({into})";
        PlaceWithOpenBelow { place: String, below: String } =>
            "「{place}」下面还有地方没有撤销（{below}）；请先撤销或并入别处",
            "\"{place}\" has open places below it ({below}); close or merge them first";
        NameOfSibling { name: String, place: String } =>
            "同一上级下已有「{name}」（{place}）；请另取名称",
            "a place under the same parent has the name \"{name}\" already ({place}); choose another one";
        EmptyPlaceName => "请写明新的名称", "write the new name";
        SameName { name: String } =>
            "它现在就叫「{name}」",
            "its name is \"{name}\" already";
        ConfirmedAhead { on: String } =>
            "{on} 还没有到；只能确认到今天为止没有变化",
            "{on} is yet to come; that nothing has changed can be confirmed up to today";
        QuarterNotOver { quarter: Text, last: String } =>
            "{quarter}到 {last} 才结束；结束以后再关账",
            "{quarter} ends on {last}; close it after that day";
        QuarterClosed { quarter: Box<Text>, author: String, at: String } =>
            "{quarter}已由{author}于 {at} 关账；要重做请先重开",
            "{quarter} was closed by {author} at {at}; reopen it first to close it again";
        ClosedByTwoTexts { quarter: Text, pack: String } =>
            "{quarter}各地关账时所依据的政策包 {pack} 文本不同；请用 --town 逐处查看",
            "{quarter} was closed by several texts of the pack {pack}; look at one place at a time with --town";
        QuarterNotClosed { quarter: Text } =>
            "{quarter}没有关账，或已经重开",
            "{quarter} is not closed, or was reopened";
        NothingToClose { quarter: Text } =>
            "{quarter}在这里没有要判定的地方：没有政策包在季度最后一天有效并判定其中的地方",
            "{quarter} has nothing to close here: no pack in force on its last day judges a place in it";
        ReopenedWithoutReason { quarter: Text } =>
            "重开{quarter}要写明理由",
            "a reason is needed to reopen {quarter}";
        ClockBehindTrail { newest: String, now: String } =>
            "本机时钟为 {now}，台账里已有 {newest} 的记录；请校准时钟；时钟无误的，运行 taizhang doctor 查明是哪一次修改",
            "the clock shows {now}, but the ledger has an entry dated {newest}; set the clock, or if it is right, run taizhang doctor to see which change that is";
        OnlyFacilitiesConfirmed =>
            "只有设施可以确认没有变化；统计表到期填报",
            "only facilities are confirmed as unchanged; sheets are filled in when due";
        NotYetPossible { on: String } =>
            "{on} 还没有到；改名、并入和恢复只能写今天或以前的日期，到那天再做",
            "{on} is yet to come; a name, a merger or a reopening cannot be dated ahead, record it on that day";
        DayToCome { on: String } =>
            "{on} 还没有到；请写今天或以前的日期",
            "{on} is yet to come; name today or an earlier day";
        AsOfDay { on: String } =>
            "这是截至 {on} 的台账，只能查看，不能修改",
            "this is the ledger as of {on}, to be read and not changed";
        PackCoversClosed { pack: String } =>
            "政策包 {pack} 所判定的地方将全部撤销；请先载入改了适用地方的政策包",
            "every place that the pack {pack} judges would be closed; load a version with other places first";
        NoSuchLevel { level: String, known: String } =>
            "地名表里没有「{level}」这一级；有：{known}",
            "no place has the level \"{level}\"; there are {known}";
        PlaceInUse { place: String, by: Text } =>
            "「{place}」还用着，不能去掉：{by}",
            "\"{place}\" is in use and cannot be removed: {by}";
        CodeTaken { code: String, name: String } =>
            "设施编号「{code}」已用于「{name}」",
            "the facility code \"{code}\" belongs to \"{name}\" already";
        NotOfSheet { place: String, sheet: Text } =>
            "「{place}」不填「{sheet}」这张表",
            "\"{place}\" does not fill in the sheet \"{sheet}\"";
        NotAPeriodOf { period: String, sheet: Text } =>
            "「{period}」不是「{sheet}」的期间",
            "\"{period}\" is not a period of the sheet \"{sheet}\"";
        SheetMoved { sheet: Text, period: String } =>
            "「{sheet}」（{period}）属于一个地方、一个期间，不能改到别处；请在那里另填一张",
            "the sheet \"{sheet}\" ({period}) is of one place and period and cannot become another's; fill one in there";
        NotYourPlace { place: String } =>
            "本次登录不能改「{place}」的记录",
            "this session may not change records of \"{place}\"";
        NotYourTask =>
            "本次登录只可改部分地方的记录，不能改地名表和政策包",
            "this session may change records of some places only, not places and packs";
        OnlyReviews =>
            "本次登录是审核，台账只读，只能写审核意见",
            "this is an inspector's session: it reads the ledger and writes findings only";
        NeedsReason { name: String, fields: Text } =>
            "「{name}」的 {fields} 已审核或未在退回之列，改动须写明理由；没有保存",
            "{fields} of \"{name}\" was approved or is not among what was returned: changing it needs a reason; nothing was saved";
        NoSuchFinding => "没有这条审核意见", "there is no such finding";
        FindingClosed =>
            "这条审核意见已经了结；要再问请重新打开",
            "this finding is closed; reopen it to ask again";
        FindingNotClosed =>
            "这条审核意见还没有回复或了结，不用重新打开",
            "this finding waits for its answer and need not be reopened";
        NothingAnswered =>
            "请写明答复，或改好所标的项",
            "write an answer, or correct what is marked";
        NothingSaid => "请写明意见", "write what there is to say";
        NoSuchField { field: String } => "没有「{field}」这一项", "there is no field \"{field}\"";
        OutsideReview { name: String } =>
            "「{name}」不在本次审核的地方和类别之内",
            "\"{name}\" is not of the places and kinds of this review";
        ChangedSince { name: String } =>
            "「{name}」刚被改过；请重新看过再审",
            "\"{name}\" was changed meanwhile; look at it again";
        StillReturned { name: String } =>
            "「{name}」已退回，等填报人答复",
            "\"{name}\" was returned and waits for its clerk";
        StillDraft { name: String } => "「{name}」还没有填完", "\"{name}\" is not complete";
        OwnEntry { field: Text } =>
            "「{field}」是本人录入的，须由别人复录",
            "\"{field}\" was entered by yourself; somebody else has to key it again";
        PackDoesNotCheck { pack: String, faults: usize } =>
            "台账里的政策包 {pack} 有 {faults} 处问题，可能由更新的程序写成",
            "the pack {pack} in the ledger has {faults} faults; a newer program may have written it";
    }
}

messages! {
    /// What hangs on a place.
    PlaceUse {
        Facilities { count: usize } => "{count} 条设施记录", "{count} facilities";
        Sheets { count: usize } => "{count} 张统计表", "{count} sheets";
        Exceptions { count: usize } => "{count} 条例外", "{count} exceptions";
        Merged { count: usize } => "有 {count} 处地方并入它", "{count} places were merged into it";
        Below { count: usize } => "下面有 {count} 处地方", "{count} places below it";
        Closed { count: usize } => "关账时冻结了它的 {count} 份结论", "{count} closed standings of it";
        Covered { pack: String } => "政策包 {pack} 点名要它", "the pack {pack} names it";
        Changes { count: usize } =>
            "修改史里有 {count} 次修改提到它",
            "{count} changes in the trail name it";
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
