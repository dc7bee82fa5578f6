//! What the keys do, in a few words for the hint bar and in a sentence for the help.

use super::say::messages;

messages! {
    /// Labels of commands: short, for the hint bar.
    Label {
        Help => "帮助", "Help";
        Redraw => "刷新", "Redraw";
        Leave => "退出", "Quit";
        Back => "返回", "Back";
        Language => "English", "中文";
        Palette => "命令", "Commands";
        Up => "上", "Up";
        Down => "下", "Down";
        Left => "左", "Left";
        Sort => "排序", "Sort";
        Right => "右", "Right";
        PageUp => "上页", "Page up";
        PageDown => "下页", "Page down";
        First => "最前", "First";
        Last => "最后", "Last";
        Open => "打开", "Open";
        Find => "查找", "Find";
        Shortfalls => "缺口清单", "Shortfalls";
        NextProblem => "下一问题", "Next problem";
        NextGroup => "下一个", "Next";
        PreviousGroup => "上一个", "Previous";
        Drafts => "草稿", "Drafts";
        Moved => "结论变动", "Changed";
        Conflicts => "合并冲突", "Conflicts";
        Sheets => "统计表", "Sheets";
        Quarter => "季度待办", "Quarter";
        Trend => "对照和走势", "Compare";
        NextRequirement => "下一项要求", "Next item";
        Unchanged => "没有变化", "No change";
        ConfirmAll => "全部确认", "Confirm all";
        New => "新增", "New";
        Remove => "删除", "Delete";
        Deleted => "已删除的记录", "Deleted records";
        Exception => "登记例外", "Exception";
        History => "修改记录", "History";
        NextField => "下一项", "Next field";
        EachField => "逐项", "Each field";
        PreviousField => "上一项", "Previous field";
        Save => "保存", "Save";
        Choose => "选择", "Choose";
        CopyPrevious => "取前值", "Previous value";
        EraseBack => "退格", "Backspace";
        EraseForward => "删除", "Delete";
        ClearField => "清空", "Clear";
        Take => "选定", "Select";
        Grid => "表格", "Grid";
        Confirm => "确认不变", "Unchanged";
        Column => "换项目", "Field";
        Restore => "还原", "Restore";
        Duplicate => "复制新增", "Duplicate";
        Undo => "撤销", "Undo";
        Settle => "处理", "Settle";
        Tasks => "报表", "Reports";
        Start => "开始", "Start";
        CarryOut => "执行", "Carry out";
        Import => "导入", "Import";
        PreviousAnswer => "前一个", "Previous answer";
        NextAnswer => "后一个", "Next answer";
        LeaveOut => "不导入", "Leave out";
        NextOpen => "下一待定", "Next to decide";
        NextFound => "下一处", "Next found";
        ChooseAgain => "重选", "Choose again";
        Redo => "重做", "Redo";
        Relocate => "调整归属", "Move";
        PutIn => "填入", "Put in";
        WhichRow => "选定行", "Which row";
        Carry => "沿用到下一条", "Carry over";
        Filter => "筛选", "Filter";
        ClearFilter => "清除筛选", "Clear filter";
        Records => "记录状态", "Records";
        ApproveAll => "全部审核通过", "Approve all";
        Approve => "审核通过", "Approve";
        Return => "退回", "Return";
        Mark => "标记", "Mark";
        Findings => "意见", "Findings";
        OwnFindings => "我的意见", "My findings";
        Samples => "抽样", "Samples";
        Visit => "现场核查", "Site visit";
        DrawSample => "另抽", "Draw";
        NextRecord => "下一条", "Next record";
        Snapshot => "快照", "Snapshot";
    }
}

messages! {
    /// What commands do, one sentence each, for help and palette.
    Explained {
        Help => "说明这一屏、这一项和可用的键", "explain this screen, this field and its keys";
        Redraw => "刷新整个屏幕", "redraw the whole screen";
        Leave => "退出程序；未填完的表保存为草稿", "quit; half-filled forms are kept as drafts";
        Back => "返回上一步，已填内容不会丢失", "go back one step; nothing typed is lost";
        Language => "在中文和英文之间切换", "switch between Chinese and English";
        Palette => "列出此处可用的全部命令", "list every command available here";
        Up => "上移一行", "one row up";
        Down => "下移一行", "one row down";
        Left => "左移一列", "one column left";
        SortNext => "改按下一列排序", "sort by the next column";
        SortBack => "改按上一列排序", "sort by the column before";
        Right => "右移一列", "one column right";
        PageUp => "上翻一页", "one page up";
        PageDown => "下翻一页", "one page down";
        First => "到最前", "to the first";
        Last => "到最后", "to the last";
        Open => "打开所选的一项", "open what is selected";
        Find => "按名称、代码或拼音首字母查找", "find by name, code or pinyin initials";
        Shortfalls => "列出所有未达标和无法判定的要求", "list everything short or unknown";
        NextProblem =>
            "到下一处未达标、无法判定或有误的地方",
            "go to the next shortfall, unknown verdict or error";
        NextGroup =>
            "下一个政策、组、镇、记录、期间或项目",
            "next policy, group, town, record, period or field";
        PreviousGroup =>
            "上一个政策、组、镇、记录、期间或项目",
            "previous policy, group, town, record, period or field";
        Drafts => "列出未保存的表", "list the forms that are not saved";
        Moved => "列出试算改变的结论和数值", "list the verdicts and figures that the trial changes";
        Conflicts =>
            "逐项处理合并时两边不一致的值",
            "settle the fields that two merged files set differently";
        Sheets => "此地应填报的统计表", "the sheets that this place fills in";
        Quarter =>
            "此地本季度的待办事项",
            "what is still to be done for the quarter";
        Trend =>
            "各地此项要求对照：环比、同比、名次，以及所选地方的走势",
            "the towns side by side for this requirement: changes, ranks, and the trend of one";
        NextRequirement => "下一项要求", "the next requirement";
        Unchanged =>
            "确认所选设施没有变化，不改动任何值",
            "confirm that this facility has not changed; no value changes";
        ConfirmAll =>
            "确认此处待确认的设施均无变化",
            "confirm that no facility to be confirmed here has changed";
        New => "新增一条记录；统计表另填一期", "add a record; in a sheet, another period";
        Remove =>
            "删除所选的一项；修改记录保留",
            "delete what is selected; the history of a record is kept";
        DropOrRemove =>
            "放弃未保存的内容；没有改动的，删除此记录，修改记录保留",
            "drop what is not saved; if nothing is changed, delete the record; its history is kept";
        Deleted =>
            "列出此处此类已删除的记录，可恢复",
            "list the deleted records of this kind here, to restore one";
        Exception =>
            "登记书面例外；不改变结论",
            "record a written exception; the verdict stays the same";
        History => "查看何人何时将何值改为何值", "who changed what, when, and to what";
        NextField =>
            "确认此项，到下一个须填的项；空着的选填项跳过",
            "accept this field and go to the next one that is asked for, past empty optional ones";
        EachField => "到下一项，选填的也停", "go to the next field, optional ones too";
        PreviousField => "返回上一项", "go back to the previous field";
        Save => "保存；从清单打开的，接着填下一条", "save; from a list, go on to the next record";
        Choose => "打开此项的选项", "open the choices of this field";
        CopyPrevious =>
            "填写期间他人改过此项的，先取他人的值；否则取此项在上季度末的值，再按取同类上一条记录的值；统计表取上一期的值",
            "take the value that somebody else saved here meanwhile, else this field's value at the end of the last quarter; again: that of the previous record; in a sheet, of the previous period";
        EraseBack => "删除光标前的字符", "delete the character before the cursor";
        EraseForward => "删除光标处的字符", "delete the character at the cursor";
        ClearField => "清空此项", "clear this field";
        Take => "选定此项", "select this one";
        SaveColumn =>
            "保存所有标有 = 和 * 的行，每行记一次修改",
            "save every row marked = or *, each as one change";
        Grid =>
            "逐行确认或改填全部记录的一项数据",
            "one field of all records, to confirm or correct row by row";
        Confirm => "此行没有变化，到下一行", "this row has not changed; go to the next";
        Column => "选另一项数据", "choose another field";
        Restore =>
            "恢复此行已保存的值，清除标记",
            "restore the saved value of this row and clear its mark";
        Duplicate =>
            "复制所选记录新增一条；名称、编号等另填",
            "add a copy of the selected record, without its name and code";
        UndoStep =>
            "撤销表中的上一步，可逐步退回到打开时",
            "undo the last step in this form, back to when it was opened";
        UndoInColumn =>
            "撤销表格中的上一步（一次粘贴算一步），可逐步退回到打开或上次保存时",
            "undo the last step in this grid (a paste is one step), back to when it was opened or saved";
        Relocate =>
            "把此设施改到其他地方或其他类别；先列出保留和不保留的内容、结论变动",
            "move this facility to another place or kind; first shows what is kept, what is not and how verdicts change";
        PutIn =>
            "填入可以填入的各行；有几行同名的，先问是哪一行",
            "put in every line that can be; what fits several rows is asked first";
        WhichRow =>
            "选定同名的几行中是哪一行",
            "choose which of several rows of one name is meant";
        Redo => "重做刚撤销的一步", "redo the step just undone";
        Carry =>
            "保存后，此项的值沿用到下一条新记录；再按取消",
            "after saving, the next new record starts with this value; again: cancel";
        Snapshot [Back] =>
            "生成经检查的快照，存入台账旁的 snapshots 目录；不影响填报，{Back} 取消",
            "make a verified copy of the ledger in the directory snapshots beside it, while work goes on; {Back} cancels";
        Tasks =>
            "报表；有权限的还可导出、导入、载入政策包、合并、生成快照",
            "reports; where it may, also exports, imports, packs, merges and snapshots";
        Start =>
            "按所选的显示、写入文件或预览",
            "show it, write the file, or preview what it would change";
        CarryOut =>
            "照预览执行，写入台账",
            "carry out what the preview shows";
        Import =>
            "按所列导入；有行拒收的，先问是否导入其余各行",
            "import it like this; where rows are refused, ask first whether to import the others";
        ChooseLine => "从列表选此行的答案", "choose the answer of this line from a list";
        PreviousAnswer => "改为前一个答案", "change the answer to the one before";
        NextAnswer => "改为后一个答案", "change the answer to the next one";
        LeaveOut => "此列不导入", "leave this column out";
        NextOpen =>
            "到下一个待定或需核对的行",
            "go to the next line that is undecided or to be checked";
        NextFound =>
            "到下一处要找的文字",
            "go to the next place with the words looked for";
        Settle =>
            "列出两边的值再选；直接按数字即采用该行的值",
            "list the values to choose from; a digit takes the value beside it at once";
        ChooseAgain =>
            "重选刚处理的一处",
            "choose again what was settled last";
        Undo =>
            "撤销所选记录的最后一次修改；修改记录保留",
            "undo the last change of the selected record; its history is kept";
        Filter =>
            "按结论、状态、类别、地方等筛选清单",
            "filter the list by verdict, state, kind, place and more";
        FilterPlaces =>
            "按上级地方筛选，如只看一个县",
            "filter the table by the place above, such as one county";
        FilterList =>
            "按设施状态、审核状态、是否计入筛选清单",
            "filter the list by status, review state, and whether a facility counts";
        ClearFilter => "清除全部筛选条件", "clear every filter";
        Records =>
            "查看记录及审核状态：审核人先看待审核的，填报人先看退回的",
            "records with their review state: inspectors see submitted ones first, clerks returned ones";
        ApproveAll =>
            "将清单中没有问题的待审核记录一次审核通过；先预览哪些通过、哪些不在其列",
            "approve all submitted records of the list that have no problem, after a preview of them and of those left out";
        ApproveShown =>
            "将预览中标 + 的记录一次审核通过",
            "approve every record marked + in this preview";
        Approve => "按记录现状审核通过", "approve the record as it is";
        Return =>
            "写明原因，将标记的项退回填报人",
            "give a reason and return the marked fields to the clerk";
        Mark =>
            "标记或取消标记光标所在的项（空格键亦可）",
            "mark or unmark the field under the cursor (Space does too)";
        Findings =>
            "查看审核意见，办结或再次退回",
            "see the findings; close one or return it again";
        Visit =>
            "登记一次现场核查：日期、核查人、结果、说明、照片",
            "record a site visit: day, who was there, result, remark, photos";
        Samples =>
            "随机抽样：列出已抽的样本，或按本清单的地方、类别、审核状态另抽",
            "random samples: list them, or draw one by the place, kind and review state of this list";
        DrawSample =>
            "按种子随机抽取一个样本，记入台账",
            "draw a random sample by a seed, on record";
        OwnFindings =>
            "列出本人提出、尚未办结的意见",
            "list the findings that you raised and that are not closed";
        KeyField [NextField] =>
            "与首录比对，相符则到下一项；空着按 {NextField} 表示纸表上为空",
            "compare this field with the first entry and go on if it agrees; empty means that the paper has nothing here";
        PassField => "不比对，到下一项", "go to the next field without comparing";
        SaveKeyed =>
            "保存已录的各项，接着录下一条",
            "save what is keyed so far and go on to the next record";
        NextRecord =>
            "到下一条；此条已录的保存为草稿",
            "skip to the next record; what is keyed is kept as a draft";
    }
}
