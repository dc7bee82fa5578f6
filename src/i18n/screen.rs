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
        HomeTitle => "达标情况", "What is met";
        Counts { met: usize, short: usize, unknown: usize } =>
            "达标 {met}  不足 {short}  待定 {unknown}",
            "met {met}  short {short}  unknown {unknown}";
        CountsInOrder { met: usize, short: usize, unknown: usize } =>
            "达标/不足/待定 {met}/{short}/{unknown}",
            "met/short/unknown {met}/{short}/{unknown}";
        Targets { met: usize, short: usize, unknown: usize } =>
            "另有目标和参考值：达到 {met}  未达到 {short}  待定 {unknown}",
            "besides, targets and benchmarks: reached {met}  not reached {short}  unknown {unknown}";
        InformationCount { count: usize } =>
            "供参考、不判定：{count} 项",
            "for information, not judged: {count}";
        PlaceHead => "地方", "Place";
        NameHead => "名称", "Name";
        RequirementHead => "要求", "Requirement";
        VerdictHead => "结论", "Verdict";
        GapHead => "缺口", "Gap";
        NearestHead => "最接近", "Nearest";
        ClauseHead => "条款", "Clause";
        PeriodHead => "期间", "Period";
        SheetHead => "统计表", "Sheet";
        FieldHead => "指标", "Figure of";
        FigureHead => "数值", "Value";
        ToBeEntered => "[?]待填", "[?]to enter";
        RecordsOfKind => "登记的设施", "records";
        NoFigures => "没有可列的数据", "there is no figure to list";
        EnterInSheet { place: String, period: Text, sheet: Text, field: Text } =>
            "由 {place} 填在统计表「{sheet}」：{period} {field}",
            "entered by {place} in the sheet {sheet}: {period} {field}";
        Position { at: usize, of: usize } => "第 {at}/{of}", "{at} of {of}";
        NotCovered => "-", "-";
        NotAsked { place: String } => "对「{place}」没有此项要求", "nothing is asked of \"{place}\" here";
        OnePack => "只载入了一个政策包", "only one policy is loaded";
        HowToLeave [Leave] =>
            "按 {Leave} 退出；填了一半的表会留作草稿",
            "{Leave} leaves; half-filled forms stay as drafts";
        HowToLeaveTrial [Leave] =>
            "按 {Leave} 结束试算，填的内容不保留",
            "{Leave} ends the trial; nothing of it is kept";
        NoPlaces =>
            "此政策没有可判定的地方；请用 init --places 载入地名",
            "this policy covers no place; load places with init --places";
        NoneHere => "还没有记录", "no records yet";
        NoRecords [New] => "还没有记录，按 {New} 新增", "no records yet; {New} adds one";
        NoShortfalls => "没有不足，也没有待定", "nothing short and nothing unknown";
        ShortfallsTitle => "缺口清单", "Shortfalls";
        DraftsTitle => "没有保存的表", "Forms not saved";
        NoDrafts => "没有草稿", "no drafts";
        DraftsWait { count: usize } [Drafts] =>
            "有 {count} 份没有保存的表，按 {Drafts} 继续填",
            "forms not saved: {count}; {Drafts} opens them";
        DraftKept [Drafts] =>
            "已留作草稿，首页按 {Drafts} 继续填",
            "kept as a draft; {Drafts} on the first screen opens it";
        NotKept [Leave, Save] =>
            "草稿没有留底，离开就会丢失；请按 {Save} 保存，要放弃按两次 {Leave}",
            "no draft is kept and leaving would lose it; {Save} saves, {Leave} twice gives it up";
        NotKeptAgain [Leave, Save] =>
            "草稿没有留底，离开就会丢失；请按 {Save} 保存，要放弃再按一次 {Leave}",
            "no draft is kept and leaving would lose it; {Save} saves, {Leave} again gives it up";
        DraftOfDeleted =>
            "原记录已被删除；保存会另立一条",
            "its record was deleted; saving makes another one";
        DraftRemoved => "草稿已删除", "the draft was deleted";
        DraftUnreadable { count: usize } =>
            "{count} 份草稿读不出来，文件原样保留",
            "{count} drafts cannot be read; their files are kept";
        NewRecord => "新增", "new";
        FieldOf { at: usize, of: usize } => "第 {at}/{of} 项", "field {at} of {of}";
        Saved { name: String } => "已保存：{name}", "saved: {name}";
        SavedNext { name: String } [Back] =>
            "已保存：{name}；接着填下一条，{Back} 返回",
            "saved: {name}; on to the next, {Back} goes back";
        SavedDoubtful { name: String, count: usize } [NextProblem] =>
            "已保存：{name}；有 {count} 处请核对（{NextProblem}）",
            "saved: {name}; {count} doubtful values ({NextProblem})";
        Unchanged => "没有改动，无需保存", "nothing changed, nothing to save";
        FixFirst { count: usize } [NextProblem] =>
            "有 {count} 处须改正后才能保存；{NextProblem} 到下一处",
            "{count} to correct before it can be saved; {NextProblem} goes to the next";
        NoProblems => "没有问题", "no problems";
        SubmitLater { count: usize } =>
            "提交前还需填 {count} 项",
            "still to fill before review: {count}";
        Outdated { fields: String } [Save] =>
            "别人刚保存过此记录；请核对 {fields}，再按 {Save}",
            "somebody else just saved this record; compare {fields}, then {Save}";
        ChangedSinceTyped { fields: String } =>
            "填的期间别人改过此记录；请核对 {fields}，再保存",
            "changed by somebody else meanwhile: compare {fields}, then save";
        OutdatedElsewhere [Save] =>
            "别人刚保存过此记录的其他项，已并入；再按 {Save} 保存",
            "somebody else saved other fields; they are merged in; {Save} saves";
        Gone =>
            "此记录已被删除；内容留作草稿",
            "this record was deleted; what you typed stays as a draft";
        Theirs { value: String } => "现存：{value}", "theirs: {value}";
        SameName { name: String } =>
            "同镇同类已有「{name}」，请核对是否重复",
            "\"{name}\" exists here already; is this the same?";
        SameHere { name: String } [Choose] =>
            "同镇同类已有「{name}」，{Choose} 打开它",
            "\"{name}\" exists here already; {Choose} opens it";
        CorrectToDecide { fields: String } =>
            "请改正{fields}，即可判定",
            "correct {fields} to decide";
        DraftTakenUp => "接着填上次没有保存的内容", "going on with what was not saved last time";
        AskLikely { name: String } =>
            "同镇同类已有「{name}」，是同一处吗？",
            "\"{name}\" exists here already; is it the same?";
        AskSameNames { count: usize } =>
            "有 {count} 行改成了同镇同类另一条的名称，仍要保存吗？",
            "{count} rows are given the name of another record here; save them?";
        ChangeNames => "回去改", "go back and change them";
        SaveSameNames => "确是两处，保存", "they are two; save";
        AnotherOne => "另一处，接着填", "another; go on";
        OpenThatOne => "就是它，打开它", "the same; open";
        LastField [Save] => "最后一项了，按 {Save} 保存", "this is the last field; {Save} saves";
        NothingToPull =>
            "没有可取的值：上季度末没有，上一条记录也没有",
            "no value to take, neither of the last quarter nor of the record before";
        NothingInPeriodBefore =>
            "没有可取的值：上一期没有",
            "no value to take: the period before has none";
        OfThisRecord =>
            "此项是这条记录自己的，不取别的记录的值；上季度末也没有",
            "the record's own: not taken from another; the last quarter had none";
        TypedOnly =>
            "名称和编号只能自己填，不取旧值",
            "name and code are typed and never taken from elsewhere";
        PulledTheSame => "可取的值和现在的一样", "the value there is to take stands here already";
        PulledFromQuarter { quarter: Text } => "取自{quarter}末", "from the end of {quarter}";
        PulledFromPeriod { period: Text } => "取自{period}", "from {period}";
        NotForSheets =>
            "统计表一地一期只有一张，不能照样新增，也没有例外和走势",
            "a place has one sheet of a period: it is not copied, and has no exception and no trend";
        PulledFromRecord { name: String } =>
            "取自上一条「{name}」",
            "from the record before, \"{name}\"";
        PulledBack => "已还原成取值前的内容", "back to what stood here before";
        NothingToUndo => "没有可撤销的一步", "nothing to take back";
        NothingToRedo => "没有可重做的一步", "nothing to do again";
        CarriedFromNow { name: Text } [Carry] =>
            "「{name}」带到下一条新记录（^）；再按 {Carry} 取消",
            "{name} is carried to the next new record (^); {Carry} again ends that";
        NotCarriedAnyMore { name: Text } =>
            "「{name}」不再带到下一条",
            "{name} is not carried any more";
        CannotBeCarried =>
            "只有新记录的项目能带到下一条，名称、编号和坐标除外",
            "only fields of a new record are carried, not its name, code and position";
        NoChoices => "此项没有选项可选", "this field has no list";
        ReadOnlyPlace => "这里只能查看，不能修改", "this can be read here, not changed";
        NothingSelected => "没有选中的一项", "nothing is selected";
        NotJudged => "只供参考，不判定，无需例外", "for information and not judged; no exception is needed";
        AlreadyMet => "已达标，无需例外", "met; no exception is needed";
        OnlyInspectors => "只有审核人可以", "only an inspector can do that";
        OutsideReview =>
            "这条记录不在本次审核的地方和类别之内，只能看",
            "this record is not of the places and kinds of this review; it can only be read";
        AdminOnly =>
            "只有不带子命令打开的 taizhang 能做快照",
            "only taizhang started without a command makes snapshots";
        NotSavedYet => "还没有保存过", "it was never saved";
        AskRemove { name: String } => "删除「{name}」？", "delete \"{name}\"?";
        Keep => "保留", "keep";
        RemoveIt => "删除", "delete";
        Removed { name: String } =>
            "已删除：{name}；修改史仍在",
            "deleted: {name}; its trail stays";
        GridHelp [Confirm, Save] =>
            "一行一条记录，一列一项数据。{Confirm} 确认没有变（=），直接打字是改填（*）；从电子表格复制一列，粘贴后从光标处往下填。{Save} 一次保存，数据时点记作今天。",
            "One row a record, one field of each. {Confirm} confirms a value as unchanged (=), typing replaces it (*); a column copied from a spreadsheet fills it from the cursor down. {Save} saves all at once, with today as the reference date.";
        SavedHead => "已存", "Saved";
        NowHead => "现在", "Now";
        GridProgress { touched: usize, of: usize } =>
            "已看 {touched}/{of}",
            "{touched} of {of} looked at";
        ColumnDraft { field: String, count: usize } =>
            "表格：{field}（{count} 行）",
            "grid: {field} ({count} rows)";
        Filled { rows: usize, left_out: usize } =>
            "填入 {rows} 行，未填入 {left_out} 行",
            "{rows} rows filled, {left_out} lines left out";
        ColumnSaved { count: usize } => "已保存 {count} 行", "{count} rows saved";
        ColumnOutdated { saved: usize, count: usize } [Save] =>
            "已保存 {saved} 行；另有 {count} 行别人刚保存过，请核对 !，再按 {Save}",
            "{saved} rows saved; {count} were just saved by somebody else: compare those marked !, then {Save}";
        ColumnGone { count: usize } =>
            "有 {count} 行的记录已被删除，没有保存",
            "the records of {count} rows were deleted; these are not saved";
        Copied { name: String } [Save] =>
            "照「{name}」填好；名称、编号、日期、坐标、依据和各项数字请另填，{Save} 才保存",
            "filled in like \"{name}\", but for name, code, dates, position, evidence and figures; {Save} saves";
        AskUndo { name: String } =>
            "撤销「{name}」的最后一次修改？",
            "take back the last change of \"{name}\"?";
        AskUndoNew { name: String } =>
            "撤销新增，删除「{name}」？",
            "take back that \"{name}\" was added, and delete it?";
        UndoIt => "撤销", "take it back";
        LeaveIt => "不撤销", "leave it";
        UndoReason { author: String, at: String } =>
            "撤销 {author} {at} 的修改",
            "takes back the change of {author} at {at}";
        NotUndone =>
            "别人刚保存过此记录，没有撤销；请看修改史",
            "somebody else just saved this record; nothing was taken back, see its history";
        Undone { name: String } =>
            "已撤销「{name}」的最后一次修改；修改史仍在",
            "the last change of \"{name}\" is taken back; the trail stays";
        FindTitle => "查找", "Find";
        FindPrompt => "输入名称、代码或拼音首字母：", "name, code or pinyin initials: ";
        Matches { count: usize } => "{count} 个", "{count} found";
        NothingFound => "没有找到", "nothing found";
        PaletteTitle => "命令", "Commands";
        HelpTitle => "帮助", "Help";
        KeysHead => "可用的键", "Keys";
        HistoryTitle => "修改史", "History";
        Reading { reading: String } =>
            "本政策的读法：{reading}",
            "How this policy reads it: {reading}";
        NeedsAll { conditions: String } => "须同时符合：{conditions}", "must meet all of: {conditions}";
        Echo { value: String } => "= {value}", "= {value}";
        PasteCut { count: usize } =>
            "只取第一行，其余 {count} 行未填入",
            "only the first line was taken; {count} lines were left out";
        TooLongCut { count: usize, limit: usize } =>
            "此处最多 {limit} 字，其余 {count} 字未填入",
            "at most {limit} characters fit here; {count} were left out";
        LinesAndTooLongCut { lines: usize, count: usize, limit: usize } =>
            "只取第一行，其余 {lines} 行未填入；此处最多 {limit} 字，第一行有 {count} 字未填入",
            "first line only ({lines} left out); at most {limit} characters, {count} left out";
        FilledCut { rows: usize, left_out: usize, cut: usize } =>
            "填入 {rows} 行，未填入 {left_out} 行；有 {cut} 行太长，只填入开头，请改短",
            "{rows} rows filled, {left_out} lines left out; {cut} are too long and only begun: shorten them";
        Another => "别的程序刚改过台账，已更新", "another program changed the ledger; updated";
        HomeHelp [Open] =>
            "每行一个镇，每列一项最低要求。方向键移动，{Open} 看那一类的设施。",
            "One row a town, one column a minimum. Arrows move, {Open} shows the facilities of that kind.";
        GroupsHelp [Open] =>
            "每行一个地方，每列一组要求。格内依次为约束性要求达标、不足、待定的项数；括号内为目标和参考值的项数，[i] 为仅供参考的项数。按 {Open} 查看该组。",
            "Each row is a place, and each column a group of requirements. A cell counts the binding requirements that are met, short and unknown, in this order. Counts of targets and benchmarks are in brackets, and [i] counts figures that are only shown. {Open} opens the group.";
        GroupHelp [Open] =>
            "每行一个地方，每列一项要求。方向键移动，{Open} 看那一项所依据的数据或设施。",
            "One row a place, one column a requirement. Arrows move, {Open} shows the figures or facilities behind it.";
        FiguresHelp [Open] =>
            "这项要求依据的全部数据，每行一个；标 [?] 的填报后才能判定。下方为结论、理由和条文的读法。按 {Open} 打开相应的统计表或设施清单；由其他地方填报的，提示由何处填报。",
            "Each row is a figure that this requirement rests on. Figures marked [?] must be entered before there is a verdict. Below are the verdict, the reasons for it and how the text is read. {Open} opens the sheet or the list of facilities. If another place fills in the sheet, it says which.";
        ListHelp [Grid, New, Open] =>
            "这个镇这一类的全部设施，下面是结论的理由。{Open} 打开，{New} 新增，{Grid} 逐行更新一项数据。",
            "All facilities of this kind in this town; below, why the verdict is what it is. {Open} opens, {New} adds, {Grid} updates one field row by row.";
        FormHelp [Carry, NextField, Redo, Undo] =>
            "{NextField}、Tab 或向下键到下一项，填的同时就重新判定。填的内容随时存为草稿，断线不丢。不须填的空项自动跳过，用向上键可回到。{Undo} 撤销一步，{Redo} 重做；新记录里 {Carry} 把此项带到下一条（^）。",
            "{NextField}, Tab or Down go on, past empty fields that are not asked for (Up leads back to them); the verdict follows every key. What you type is kept as a draft at once. {Undo} takes a step back, {Redo} does it again; in a new record {Carry} carries the field on to the next one (^).";
        ShortfallsHelp [Open] =>
            "所有不足和待定，一行一条。{Open} 打开那个镇那一类的设施。",
            "Everything short or unknown, one a line. {Open} opens the facilities behind it.";
        UnitHelp { unit: String } =>
            "单位：{unit}；也可带单位填，如 12亩、1.2万，自动换算",
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
        SeveralHelp => "（可选多项，用顿号隔开）", "(any number of them, with commas between)";
        SeveralPrompt [Take, Back] =>
            "空格或 {Take} 选上、取消，{Back} 返回",
            "Space or {Take} takes or drops one, {Back} goes back";
        DateHelp =>
            "日期：2021、2021-6 或 2021-6-1，知道多少填多少",
            "date: 2021, 2021-6 or 2021-6-1, as much as is known";
        PassedOverUnless { conditions: String } [NextField, PageDown] =>
            "只在「{conditions}」时须填；否则空着时 {NextField} 跳过它，要填用向上键或 {PageDown} 到它",
            "asked for only when {conditions}; else {NextField} passes it over while it is empty, and Up or {PageDown} lead to it";
        RequiredSave => "必填", "required";
        RequiredSubmit => "提交前须填", "needed before review";
    }
}
