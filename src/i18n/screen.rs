//! The words of the screens.

use super::say::{Text, messages};

messages! {
    /// Titles, headings, notes and reasons on the screens.
    ScreenMsg {
        Program => "台账", "Taizhang";
        DemoMark => "试用：示例数据", "demo: sample data";
        AsOfMark { on: String } => "截至 {on}", "as of {on}";
        TrialMark => "试算：不写入", "what-if: not written";
        MovedTitle => "结论变动", "What changes";
        TooSmall => "窗口太小，至少 40x10", "window too small (40x10)";
        HomeTitle => "达标情况", "Verdicts";
        Counts { met: usize, short: usize, unknown: usize } =>
            "达标 {met}  未达标 {short}  无法判定 {unknown}",
            "met {met}  short {short}  unknown {unknown}";
        CountsInOrder { met: usize, short: usize, unknown: usize } =>
            "达标/未达标/无法判定 {met}/{short}/{unknown}",
            "met/short/unknown {met}/{short}/{unknown}";
        Targets { met: usize, short: usize, unknown: usize } =>
            "另有目标和参考值：达到 {met}  未达到 {short}  无法判定 {unknown}",
            "in addition, targets and benchmarks: reached {met}  not reached {short}  unknown {unknown}";
        InformationCount { count: usize } =>
            "供参考、不判定：{count} 项",
            "for information, not judged: {count}";
        PlaceHead => "地方", "Place";
        SortedBy { field: Text } => "按{field}排序", "sorted by {field}";
        SortedByName => "按名称排序", "sorted by name";
        NameHead => "名称", "Name";
        RequirementHead => "要求", "Requirement";
        VerdictHead => "结论", "Verdict";
        GapHead => "缺口", "Gap";
        NearestHead => "最接近", "Nearest";
        ClauseHead => "条款", "Clause";
        PeriodHead => "期间", "Period";
        SheetHead => "统计表", "Sheet";
        FieldHead => "指标", "Field";
        FigureHead => "数值", "Value";
        ToBeEntered => "[?]待填", "[?]to enter";
        RecordsOfKind => "登记的设施", "records";
        NoFigures => "没有可列出的数据", "there are no figures to list";
        EnterInSheet { place: String, period: Text, sheet: Text, field: Text } =>
            "由 {place} 填报统计表「{sheet}」：{period} {field}",
            "entered by {place} in the sheet {sheet}: {period} {field}";
        Position { at: usize, of: usize } => "第 {at}/{of}", "{at} of {of}";
        NotCovered => "-", "-";
        NothingEntered => "未填报", "no data";
        NothingEnteredWhy =>
            "[ ]未填报：尚无任何记录，结论为",
            "[ ]no data: nothing is on record, so";
        NothingOfGroup =>
            "[ ]未填报：此组尚无任何记录",
            "[ ]no data: nothing of this group is on record";
        PlaceProgress { entered: usize, asked: usize, complete: usize, approved: usize, records: usize } =>
            "已填报 {entered}/{asked} 类  完整 {complete}/{records} 条  审核通过 {approved}/{records} 条",
            "kinds entered {entered}/{asked}  complete {complete}/{records}  approved {approved}/{records}";
        ProgressBriefly { entered: usize, asked: usize, complete: usize, approved: usize, records: usize } =>
            "填报 {entered}/{asked} 完整 {complete}/{records} 通过 {approved}/{records}",
            "entered {entered}/{asked} compl. {complete}/{records} appr. {approved}/{records}";
        EnteredHead => "填报", "Entered";
        CompleteHead => "完整", "Complete";
        ApprovedHead => "通过", "Approved";
        AboveHead => "所属", "In";
        NoPlacesPass [FilterPlaces] =>
            "没有符合筛选条件的地方；{FilterPlaces} 更改条件",
            "no place matches the filter; {FilterPlaces} changes it";
        NonePasses [FilterList] =>
            "没有符合筛选条件的设施；{FilterList} 更改条件",
            "no facility matches the filter; {FilterList} changes it";
        MatrixLegend [FilterPlaces] =>
            "[OK] 达标，[!] 未达标，[?] 无法判定，[ ] 未填报（所看的类别没有任何记录），[i] 供参考，- 不适用。填报：有记录的类别数/应填类别数；完整、通过：完整、审核通过的记录数/记录数。{FilterPlaces} 只看一个县或一个镇。",
            "[OK] met, [!] short, [?] unknown, [ ] no data (no record of the kinds it looks at), [i] for information, - not asked. Entered: kinds with a record, of the kinds asked for; complete, approved: records that are, of all records. {FilterPlaces} shows one county or town only.";
        NotAsked { place: String } =>
            "「{place}」不适用此项要求",
            "this requirement does not apply to \"{place}\"";
        NoMinimum => "此处无最低要求", "no minimum here";
        NoMinimumIn { place: String } [Open] =>
            "「{place}」无最低要求，可按 {Open} 登记设施",
            "no minimum in \"{place}\"; {Open} opens its facilities";
        EnteredHere { count: usize } (facilities = count "facility" "facilities") =>
            "{count} 处",
            "{count} {facilities}";
        SheetOfPlace => "统计表", "sheet";
        NothingToEnter { place: String } =>
            "「{place}」不登记设施：已载入的政策包都不在这一级判定；请选其下的镇",
            "no facilities are entered in \"{place}\": no loaded pack judges at its level; choose a town below it";
        KindsHelp [Open] =>
            "此处没有适用的最低要求，设施照常登记，不计入达标情况。{Open} 打开一类设施或统计表。",
            "No loaded policy asks for a minimum here. Facilities are entered as anywhere and count in no verdict. {Open} opens a kind or a sheet.";
        OnePack => "仅载入了一个政策包", "only one policy is loaded";
        HowToLeave [Leave] =>
            "按 {Leave} 退出；未填完的表保存为草稿",
            "{Leave} quits; half-filled forms are kept as drafts";
        HowToLeaveTrial [Leave] =>
            "按 {Leave} 结束试算，所填内容不保留",
            "{Leave} ends the trial; nothing of it is kept";
        NoPlaces =>
            "此政策没有可判定的地方；请用 init --places 载入地名",
            "this policy covers no place; load places with init --places";
        NoneHere => "尚无记录", "no records yet";
        NoRecords [New] => "尚无记录，按 {New} 新增", "no records yet; {New} adds one";
        NoShortfalls => "没有未达标或无法判定的要求", "nothing is short or unknown";
        ShortfallsTitle => "缺口清单", "Shortfalls";
        DraftsTitle => "未保存的表", "Forms not saved";
        NoDrafts => "没有草稿", "no drafts";
        DraftsWait { count: usize } (forms = count "form" "forms", them = count "it" "them") [Drafts] =>
            "有 {count} 份未保存的表，按 {Drafts} 继续填写",
            "{count} {forms} not saved; {Drafts} opens {them}";
        DraftKept [Drafts] =>
            "已保存为草稿，首页按 {Drafts} 继续填写",
            "kept as a draft; {Drafts} on the first screen opens it";
        NotKept [Leave, Save] =>
            "草稿未能留存，离开将丢失；请按 {Save} 保存，放弃按两次 {Leave}",
            "the draft could not be kept; {Save} saves, {Leave} twice discards it";
        NotKeptAgain [Leave, Save] =>
            "草稿未能留存，离开将丢失；请按 {Save} 保存，放弃再按一次 {Leave}",
            "the draft could not be kept; {Save} saves, {Leave} again discards it";
        DraftOfDeleted =>
            "原记录已被删除；保存将另建一条",
            "its record was deleted; saving creates a new one";
        DraftRemoved => "草稿已删除", "the draft was deleted";
        DraftUnreadable { count: usize } (drafts = count "draft" "drafts") =>
            "{count} 份草稿无法读取，文件原样保留",
            "{count} {drafts} cannot be read; the files are kept";
        NewRecord => "新增", "new";
        FieldOf { at: usize, of: usize } => "第 {at}/{of} 项", "field {at} of {of}";
        Saved { name: String } => "已保存：{name}", "saved: {name}";
        SavedNext { name: String } [Back] =>
            "已保存：{name}；继续填下一条，{Back} 返回",
            "saved: {name}; now the next one, {Back} goes back";
        SavedDoubtful { name: String, count: usize }
            (values = count "doubtful value" "doubtful values") [NextProblem] =>
            "已保存：{name}；有 {count} 处请核对（{NextProblem}）",
            "saved: {name}; {count} {values} ({NextProblem})";
        Unchanged => "没有改动，无需保存", "no changes to save";
        FixFirst { count: usize } (errors = count "error" "errors") [NextProblem] =>
            "有 {count} 处须改正后方可保存；{NextProblem} 到下一处",
            "{count} {errors} to correct before saving; {NextProblem} goes to the next";
        NoProblems => "没有问题", "no problems";
        SubmitLater { count: usize } =>
            "提交前还须填 {count} 项",
            "still to fill before review: {count}";
        Outdated { fields: String } [Save] =>
            "他人刚保存过此记录；请核对 {fields}，再按 {Save}",
            "somebody else just saved this record; check {fields}, then {Save}";
        ChangedSinceTyped { fields: String } =>
            "填写期间他人改过此记录；请核对 {fields}，再保存",
            "somebody else changed this record meanwhile; check {fields}, then save";
        MergedSinceTyped =>
            "填写期间他人改过此记录的其他项，已并入",
            "somebody else changed other fields meanwhile; they are merged in";
        OutdatedElsewhere [Save] =>
            "他人刚保存过此记录的其他项，已并入；再按 {Save} 保存",
            "somebody else just saved other fields; they are merged in; {Save} saves";
        Gone =>
            "此记录已被删除；内容保存为草稿",
            "this record was deleted; what you typed is kept as a draft";
        TheirsBy { value: String, author: String, at: String } =>
            "现存：{value}（{author} {at}）",
            "saved: {value} ({author}, {at})";
        TakeTheirs [CopyPrevious] => "{CopyPrevious} 取他人的值", "{CopyPrevious} takes the saved value";
        Theirs { value: String } => "现存：{value}", "saved: {value}";
        SameName { name: String } =>
            "同镇同类已有「{name}」，请核对是否重复",
            "\"{name}\" already exists here; is it the same one?";
        SameHere { name: String } [Choose] =>
            "同镇同类已有「{name}」，{Choose} 打开它",
            "\"{name}\" already exists here; {Choose} opens it";
        CorrectToDecide { fields: String } =>
            "请改正{fields}，即可判定",
            "correct {fields} for a verdict";
        DraftTakenUp => "继续填写上次未保存的内容", "continuing what was not saved last time";
        AskLikely { name: String } =>
            "同镇同类已有「{name}」，是否为同一处？",
            "\"{name}\" already exists here; is it the same one?";
        AskSameNames { count: usize } (have = count "row has" "rows have") =>
            "{count} 行改成了同镇同类其他记录的名称，仍要保存吗？",
            "{count} {have} the name of another record here; save anyway?";
        ChangeNames => "返回修改", "go back and change";
        SaveSameNames => "并非同一处，保存", "not the same; save";
        AnotherOne => "另一处，继续填写", "another one; go on";
        OpenThatOne => "同一处，打开该条", "the same one; open it";
        LastAsked [Save, EachField] =>
            "后面没有须填的项：{Save} 保存，{EachField} 到选填项",
            "nothing more is asked for: {Save} saves, {EachField} goes to optional fields";
        LastField [Save] => "已是最后一项，按 {Save} 保存", "this is the last field; {Save} saves";
        NothingToPull =>
            "没有可取的值：上季度末没有，上一条记录也没有",
            "no value to take from the last quarter or the previous record";
        NothingInPeriodBefore =>
            "没有可取的值：上一期没有",
            "no value to take from the previous period";
        OfThisRecord =>
            "此项为本记录专有，不取其他记录的值；上季度末也没有",
            "specific to this record, so not taken from another; none last quarter";
        TypedOnly =>
            "名称和编号须自行填写，不从别处取值",
            "name and code must be typed; no value is offered for them";
        PulledTheSame => "可取的值与现值相同", "the value to take is already here";
        PulledFromTheirs { author: String, at: String } =>
            "取自 {author} 于 {at} 保存的值",
            "the value saved by {author} at {at}";
        PulledFromQuarter { quarter: Text } => "取自{quarter}末", "from the end of {quarter}";
        AtEndOf { quarter: Text } => "{quarter}末", "end of {quarter}";
        InPeriod { period: Text } => "{period}", "{period}";
        PulledFromPeriod { period: Text } => "取自{period}", "from {period}";
        NotForSheets =>
            "一地一期只有一张统计表，不能复制新增，也没有例外和走势；已删除的重填即可",
            "a place has one sheet per period: no copy, exception or trend; refill if deleted";
        NotMovable =>
            "只有已保存的设施可以调整归属，统计表属于其地方和期间",
            "only a saved facility can be moved; a sheet is of its place and period";
        PulledFromRecord { name: String } =>
            "取自上一条「{name}」",
            "from the previous record, \"{name}\"";
        PulledBack => "已恢复为取值前的内容", "back to what was here before";
        NothingToUndo => "没有可撤销的一步", "nothing to undo";
        NothingToRedo => "没有可重做的一步", "nothing to redo";
        CarriedFromNow { name: Text } [Carry] =>
            "「{name}」沿用到下一条新记录（^）；再按 {Carry} 取消",
            "{name} is carried over to the next new record (^); {Carry} again cancels";
        NotCarriedAnyMore { name: Text } =>
            "「{name}」不再沿用到下一条",
            "{name} is no longer carried over";
        CannotBeCarried =>
            "只有新记录的项目可沿用到下一条，名称、编号和坐标除外",
            "only fields of a new record carry over, except name, code and position";
        NoChoices => "此项没有选项", "this field has no choices";
        ReadOnlyPlace => "此处只能查看，不能修改", "this can be read here, not changed";
        NotYourTown { place: String } =>
            "本次登录不能修改「{place}」；请从上面列出的地方中选，或请管理员开通",
            "this session may not change \"{place}\"; choose one of the places above, or ask the administrator";
        NothingSelected => "未选中任何项", "nothing is selected";
        NotJudged => "只供参考，不判定，无需例外", "for information, not judged; no exception is needed";
        AlreadyMet => "已达标，无需例外", "met; no exception is needed";
        ApproveOnceFiltered [ApproveAll] => "筛选完成后再按 {ApproveAll}", "press {ApproveAll} again once filtering is done";
        OnlyInspectors => "只有审核人可以操作", "only an inspector can do this";
        OutsideReview =>
            "此记录不在本次审核范围内，只能查看",
            "this record is outside this review; it can only be read";
        AdminOnly =>
            "只有不带子命令打开的 taizhang 可生成快照",
            "only taizhang started without a command can make snapshots";
        NotSavedYet => "尚未保存", "not saved yet";
        AskRemove { name: String } => "删除「{name}」？", "delete \"{name}\"?";
        AskDrop { name: String } =>
            "「{name}」有未保存的内容，放弃？",
            "\"{name}\" is not saved; drop what was typed?";
        GoOnTyping => "继续填写", "go on";
        DropIt => "放弃未保存的内容", "drop what is not saved";
        RemoveRecord => "删除此记录", "delete the record";
        Dropped => "已放弃未保存的内容", "what was not saved is dropped";
        NothingToDrop => "尚未填写，无需放弃", "nothing was typed; nothing to drop";
        DeletedTitle => "已删除的记录", "Deleted records";
        NoDeleted => "此处此类没有已删除的记录", "no deleted records of this kind here";
        DeletedBy { author: String, at: String } => "{author} {at} 删除", "deleted by {author}, {at}";
        AskRestore { name: String } => "恢复「{name}」？", "restore \"{name}\"?";
        LeaveDeleted => "不恢复", "do not restore";
        RestoreIt => "恢复", "restore";
        Restored { name: String } =>
            "已恢复：{name}；修改记录保留",
            "restored: {name}; its history is kept";
        WithoutIt => "删除后的变动：", "After the deletion:";
        Keep => "保留", "keep";
        RemoveIt => "删除", "delete";
        Removed { name: String } =>
            "已删除：{name}；修改记录保留",
            "deleted: {name}; its history is kept";
        GridHelp [Confirm, Redo, Save, Undo] =>
            "每行一条记录，每列一项数据。{Confirm} 确认没有变化（=），直接输入为改填（*）；可从电子表格复制一列，粘贴后自光标处向下填入；连同名称列粘贴的按名称对应，先预览再填入。{Undo} 撤销一步（一次粘贴算一步），{Redo} 重做。{Save} 一次保存，数据时点记为今天。",
            "Each row is a record, with one of its fields. {Confirm} confirms a value as unchanged (=), typing replaces it (*); a column pasted from a spreadsheet fills the rows from the cursor down; pasted with a column of names it is matched by name, and shown first. {Undo} undoes a step (a paste is one), {Redo} redoes it. {Save} saves all at once, with today as the reference date.";
        SavedHead => "已保存", "Saved";
        NowHead => "现在", "Now";
        GridProgress { touched: usize, of: usize } =>
            "已核对 {touched}/{of}",
            "{touched} of {of} checked";
        ColumnDraft { field: String, count: usize } (rows = count "row" "rows") =>
            "表格：{field}（{count} 行）",
            "grid: {field} ({count} {rows})";
        Filled { rows: usize, left_out: usize } (rows_word = rows "row" "rows", lines = left_out "line" "lines") =>
            "填入 {rows} 行，未填入 {left_out} 行",
            "{rows} {rows_word} filled, {left_out} {lines} left out";
        ColumnSaved { count: usize } (rows = count "row" "rows") =>
            "已保存 {count} 行",
            "{count} {rows} saved";
        ColumnOutdated { saved: usize, count: usize } [Save] =>
            "已保存 {saved} 行；另有 {count} 行他人刚保存过，请核对 !，再按 {Save}",
            "{saved} saved; {count} just saved by somebody else: check those marked !, then {Save}";
        ColumnGone { count: usize } (rows = count "row" "rows") =>
            "{count} 行的记录已被删除或调整归属，未保存",
            "{count} {rows} not saved: the record was deleted or moved";
        Copied { name: String } [Save] =>
            "已按「{name}」复制；名称、编号、日期、坐标、依据和各项数字请另填，{Save} 保存",
            "copied \"{name}\" without name, code, dates, position, evidence and figures; {Save} saves";
        AskUndo { name: String } =>
            "撤销「{name}」的最后一次修改？",
            "undo the last change of \"{name}\"?";
        AskUndoNew { name: String } =>
            "撤销新增，删除「{name}」？",
            "undo the creation of \"{name}\" and delete it?";
        UndoIt => "撤销", "undo";
        LeaveIt => "不撤销", "do not undo";
        UndoReason { author: String, at: String } =>
            "撤销 {author} 于 {at} 的修改",
            "undo of the change by {author} at {at}";
        NotUndone =>
            "他人刚保存过此记录，未撤销；请查看修改记录",
            "somebody else just saved this record; nothing was undone, see its history";
        Undone { name: String } =>
            "已撤销「{name}」的最后一次修改；修改记录保留",
            "undid the last change of \"{name}\"; its history is kept";
        FindTitle => "查找", "Find";
        FindPrompt => "输入名称、代码或拼音首字母：", "name, code or pinyin initials: ";
        Matches { count: usize } => "{count} 个", "{count} found";
        ManyMatches { count: usize } => "{count} 个以上，继续输入可缩小范围", "{count} or more found: type on to find fewer";
        MoreBelow { count: usize } (lines = count "line" "lines") [PageDown] =>
            "还有 {count} 行，按 {PageDown} 翻看",
            "{count} more {lines}: {PageDown}";
        NothingFound => "未找到", "nothing found";
        FindHelp [Take] =>
            "先列出本表的各行；输入文字即查找本表和全台账的地方、设施。可输入名称的任一部分、代码、县名、拼音首字母或全拼；先输入地名和空格，再输入设施名，只查该地方。按行前的数字取该行，{Take} 取所选的行；数字接在名称、代码后面时，作为继续输入。",
            "Lists the rows of this list; typing finds those that fit among them, and towns and facilities of the whole ledger. Type any part of the name, the code, the county, or pinyin, in full or by its initials; the name of a town, a space and the name of a facility look in that town. A digit takes its row, {Take} the selected one; a digit that goes on with a name or code is typed.";
        FindElsewhere =>
            "设施较多，只查找了附近的一部分；请先输入地名和空格，再输入设施名，或输入设施编号的开头",
            "Only some of the facilities were searched: type the town, a space, then the facility, or begin with its facility code";
        PaletteTitle => "命令", "Commands";
        NoTasks => "此处不能出报表", "there are no reports here";
        NotRehearsed => "这里没有可执行的", "there is nothing to carry out here";
        HelpTitle => "帮助", "Help";
        KeysHead => "可用的键", "Keys";
        HistoryTitle => "修改记录", "History";
        Reading { reading: String } =>
            "本政策的解释：{reading}",
            "How this policy reads it: {reading}";
        NeedsAll { conditions: String } => "须同时符合：{conditions}", "must meet all of: {conditions}";
        Echo { value: String } => "= {value}", "= {value}";
        PasteCut { count: usize } =>
            "只取第一行，其余 {count} 行未填入",
            "only the first line was taken; {count} left out";
        TooLongCut { count: usize, limit: usize } (characters = limit "character" "characters") =>
            "此处最多 {limit} 字，其余 {count} 字未填入",
            "at most {limit} {characters}; {count} left out";
        LinesAndTooLongCut { lines: usize, count: usize, limit: usize } (characters = limit "character" "characters") =>
            "只取第一行，其余 {lines} 行未填入；此处最多 {limit} 字，第一行有 {count} 字未填入",
            "first line only ({lines} left out); at most {limit} {characters}, {count} left out";
        FilledCut { rows: usize, left_out: usize, cut: usize } (them = cut "it" "them") =>
            "填入 {rows} 行，未填入 {left_out} 行；{cut} 行过长，只填入开头，请缩短",
            "{rows} filled, {left_out} left out; {cut} too long and cut: shorten {them}";
        Another => "台账刚有更新，已刷新", "the ledger was just updated; refreshed";
        HomeHelp [Open] =>
            "每行一个镇，每列一项要求。方向键移动，{Open} 查看该类设施。",
            "Each row is a town, each column a requirement. Arrows move, {Open} shows the facilities of that kind.";
        GroupsHelp [Open] =>
            "每行一个地方，每列一组要求。格内依次为约束性要求达标、未达标、无法判定（缺数据）的项数；括号内为目标和参考值的项数，[i] 为仅供参考的项数。按 {Open} 查看该组。",
            "Each row is a place, and each column a group of requirements. A cell counts the binding requirements that are met, short and unknown, in this order. Counts of targets and benchmarks are in brackets, and [i] counts figures that are only shown. {Open} opens the group.";
        GroupHelp [Open] =>
            "每行一个地方，每列一项要求。方向键移动，{Open} 查看该项所依据的数据或设施。",
            "Each row is a place, each column a requirement. Arrows move, {Open} shows the figures or facilities behind it.";
        FiguresHelp [Open] =>
            "此项要求依据的全部数据，每行一个；标 [?] 的填报后方可判定。下方为结论、理由和条文的解释。按 {Open} 打开相应的统计表或设施清单；由其他地方填报的，提示由何处填报。",
            "Each row is a figure that this requirement is based on. Figures marked [?] must be entered before there is a verdict. Below are the verdict, the reasons for it and how the text is read. {Open} opens the sheet or the list of facilities. If another place fills in the sheet, it says which.";
        ListHelp [FilterList, Open] =>
            "此镇此类的全部设施，下方为结论的理由。{Open} 打开，{FilterList} 筛选。各列数字都换算成该项的单位，便于比较。",
            "All facilities of this kind in this town; below, the reasons for the verdict. {Open} opens, {FilterList} filters. Every figure of a column is in the unit of its field, so that they can be compared.";
        FormHelp [Carry, EachField, NextField, Redo, Undo] =>
            "{NextField} 到下一个须填的项，{EachField} 或向下键逐项走，填写时即重新判定。按数字选定后自动到下一项。内容随时存为草稿，断线不丢失。{Undo} 撤销一步，{Redo} 重做；新记录中 {Carry} 将此项沿用到下一条（^）。",
            "{NextField} goes to the next field that is asked for, {EachField} or Down to each; the verdict follows every key. A digit that chooses goes on by itself. What you type is kept as a draft at once. {Undo} undoes a step, {Redo} redoes it; in a new record {Carry} carries the field over to the next one (^).";
        ShortfallsHelp [Open] =>
            "所有未达标和无法判定（缺数据）的要求，每行一条。{Open} 打开该镇该类设施。",
            "Everything short or unknown, one on each line. {Open} opens the facilities behind it.";
        UnitHelp { unit: String } =>
            "单位：{unit}；也可带单位填写，如 12亩、1.2万，自动换算",
            "unit: {unit}; other units may be typed with the figure, such as 12亩 or 1.2万";
        AreaHelp =>
            "几个单位可连写，如 2亩3分、3亩半；平方、平、方 都是平方米",
            "several units may follow each other, as 2亩3分 or 3亩半; 平方, 平 and 方 are square metres";
        LengthHelp =>
            "几个单位可连写，如 1公里200米、3里半；1里是500米",
            "several units may follow each other, as 1公里200米 or 3里半; 1里 is 500 m";
        SumHelp =>
            "可相加，如 60+72；也可用汉字，如 一百二十",
            "sums are worked out, as 60+72; hanzi are read too, as 一百二十";
        HardRange { range: String } => "范围：{range}", "range: {range}";
        SeveralHelp => "（可选多项，用顿号隔开）", "(any number of them, separated by commas)";
        SeveralPrompt [Take, Back] =>
            "空格或 {Take} 选中、取消，{Back} 返回",
            "Space or {Take} selects or clears one, {Back} goes back";
        DateHelp =>
            "日期：2021、2021-6 或 2021-6-1，填到已知的为止；= 填今天",
            "date: 2021, 2021-6 or 2021-6-1, as exact as known; = enters today";
        TodayChoice => "= 今天", "= today";
        PassedOverUnless { conditions: String } [NextField, PageDown] =>
            "仅在「{conditions}」时须填；否则空着时 {NextField} 跳过此项，需填写的用向上键或 {PageDown} 到达",
            "required only when {conditions}; otherwise {NextField} skips it while it is empty; Up or {PageDown} go to it";
        RequiredSave => "必填", "required";
        RequiredSubmit => "提交前须填", "required before review";
    }
}
