//! The words of the screens.

use super::messages;

messages! {
    /// Titles, headings, notes and reasons on the screens.
    ScreenMsg {
        Program => "台账", "Taizhang";
        DemoMark => "试用：示例数据", "demo: sample data";
        TooSmall => "窗口太小，至少 40x10", "window too small (40x10)";
        HomeTitle => "设施达标情况", "Standing of facilities";
        Counts { met: usize, short: usize, unknown: usize } => "达标 {met}  不足 {short}  待定 {unknown}", "met {met}  short {short}  unknown {unknown}";
        PlaceHead => "地方", "Place";
        NameHead => "名称", "Name";
        RequirementHead => "要求", "Minimum";
        VerdictHead => "结论", "Verdict";
        GapHead => "缺口", "Gap";
        NearestHead => "最接近", "Nearest";
        ClauseHead => "条款", "Clause";
        Position { at: usize, of: usize } => "第 {at}/{of}", "{at} of {of}";
        NotCovered => "-", "-";
        NoPlaces => "此政策没有可判定的地方；请用 init --places 载入地名", "this policy covers no place; load places with init --places";
        NoRecords => "还没有记录，按 F4 新增", "no records yet; F4 adds one";
        NoShortfalls => "没有不足，也没有待定", "nothing short and nothing unknown";
        ShortfallsTitle => "缺口清单", "Shortfalls";
        DraftsTitle => "没有保存的表", "Forms not saved";
        NoDrafts => "没有草稿", "no drafts";
        DraftsWait { count: usize } => "有 {count} 份没有保存的表，按 F9 继续填", "{count} forms were not saved; F9 opens them";
        DraftKept => "已留作草稿，首页按 F9 继续填", "kept as a draft; F9 on the first screen opens it";
        NotKept => "草稿没有留底，离开就会丢失；请按 F2 保存，要放弃按 F10", "no draft is kept and leaving would lose it; F2 saves, F10 gives it up";
        DraftOfDeleted => "原记录已被删除；保存会另立一条", "its record was deleted; saving makes another one";
        DraftRemoved => "草稿已删除", "the draft was deleted";
        DraftFailed { detail: String } => "草稿写不下去（{detail}），请尽快保存", "the draft cannot be written ({detail}); save soon";
        DraftUnreadable { count: usize } => "{count} 份草稿读不出来，文件原样保留", "{count} drafts cannot be read; their files are kept";
        NewRecord => "新增", "new";
        FieldOf { at: usize, of: usize } => "第 {at}/{of} 项", "field {at} of {of}";
        Saved { name: String } => "已保存：{name}", "saved: {name}";
        SavedNext { name: String } => "已保存：{name}；接着填下一条，Esc 返回", "saved: {name}; on to the next, Esc goes back";
        SavedDoubtful { name: String, count: usize } => "已保存：{name}；有 {count} 处请核对（F6）", "saved: {name}; {count} doubtful values (F6)";
        Unchanged => "没有改动，无需保存", "nothing changed, nothing to save";
        FixFirst { count: usize } => "有 {count} 处须改正后才能保存；F6 到下一处", "{count} mistakes keep it from being saved; F6 goes to the next";
        NoProblems => "没有问题", "no problems";
        SubmitLater { count: usize } => "提交前还需填 {count} 项", "{count} more fields before review";
        Outdated { fields: String } => "别人刚保存过此记录；请核对 {fields}，再按 F2", "somebody else just saved this record; compare {fields}, then F2";
        OutdatedElsewhere => "别人刚保存过此记录的其他项，已并入；再按 F2 保存", "somebody else saved other fields; they are merged in; F2 saves";
        Gone => "此记录已被删除；内容留作草稿", "this record was deleted; what you typed stays as a draft";
        Theirs { value: String } => "现存：{value}", "theirs: {value}";
        SameName { name: String } => "同镇同类已有「{name}」，请核对是否重复", "\"{name}\" exists here already; is this the same?";
        CopyNothing => "上一条记录没有此项的值", "the record before has no value here";
        NoChoices => "此项没有选项可选", "this field has no list";
        ReadOnlyPlace => "本次登录不能改这个镇的记录", "this session may not change this town";
        NothingSelected => "没有选中的一项", "nothing is selected";
        AlreadyMet => "已达标，无需例外", "met; no exception is needed";
        AskRemove { name: String } => "删除「{name}」？", "delete \"{name}\"?";
        Keep => "保留", "keep";
        RemoveIt => "删除", "delete";
        Removed { name: String } => "已删除：{name}；修改史仍在", "deleted: {name}; its trail stays";
        FindTitle => "查找", "Find";
        FindPrompt => "输入名称、代码或拼音首字母：", "name, code or pinyin initials: ";
        Matches { count: usize } => "{count} 个", "{count} found";
        NothingFound => "没有找到", "nothing found";
        PaletteTitle => "命令", "Commands";
        HelpTitle => "帮助", "Help";
        KeysHead => "可用的键", "Keys";
        HistoryTitle => "修改史", "History";
        HistoryEmpty => "还没有修改", "no changes yet";
        ExceptionTitle => "书面例外", "Written exception";
        ReadingHead => "本政策的读法", "How this policy reads it";
        NeedsAll => "须同时符合", "must meet all of";
        Echo { value: String } => "= {value}", "= {value}";
        PasteCut { count: usize } => "只取第一行，其余 {count} 行未填入", "only the first line was taken; {count} lines were left out";
        Another => "别的程序刚改过台账，已更新", "another program changed the ledger; updated";
        HomeHelp => "每行一个镇，每列一项最低要求。方向键移动，Enter 看那一类的设施。", "One row a town, one column a minimum. Arrows move, Enter shows the facilities of that kind.";
        ListHelp => "这个镇这一类的全部设施，下面是结论的理由。Enter 打开，F4 新增。", "All facilities of this kind in this town; below, why the verdict is what it is. Enter opens, F4 adds.";
        FormHelp => "Enter、Tab 或向下键到下一项，填的同时就重新判定。填的内容随时存为草稿，断线不丢。", "Enter, Tab or Down go on; the verdict follows every key. What you type is kept as a draft at once.";
        ShortfallsHelp => "所有不足和待定，一行一条。Enter 打开那个镇那一类的设施。", "Everything short or unknown, one a line. Enter opens the facilities behind it.";
        UnitHelp { unit: String } => "单位：{unit}；也可带单位填，如 12亩、1.2万，自动换算", "unit: {unit}; other units may be typed with the figure, such as 12亩 or 1.2万";
        HardRange { range: String } => "范围：{range}", "range: {range}";
        DateHelp => "日期：2021、2021-6 或 2021-6-1，知道多少填多少", "date: 2021, 2021-6 or 2021-6-1, as much as is known";
        RequiredSave => "必填", "required";
        RequiredSubmit => "提交前须填", "needed before review";
    }
}
