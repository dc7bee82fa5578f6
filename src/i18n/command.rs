//! What the keys do, in a few words for the hint bar and in a sentence for the help.

use super::say::messages;

messages! {
    /// Labels of commands: short, for the hint bar.
    Label {
        Help => "帮助", "Help";
        Redraw => "重画", "Redraw";
        Leave => "退出", "Quit";
        Back => "返回", "Back";
        Language => "English", "中文";
        Palette => "命令", "Commands";
        Up => "上", "Up";
        Down => "下", "Down";
        Left => "左", "Left";
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
        Exception => "登记例外", "Exception";
        History => "修改史", "History";
        NextField => "下一项", "Next field";
        PreviousField => "上一项", "Previous field";
        Save => "保存", "Save";
        Choose => "选择", "Choose";
        CopyPrevious => "取旧值", "As before";
        EraseBack => "删前字", "Backspace";
        EraseForward => "删后字", "Delete";
        ClearField => "清空", "Clear";
        Take => "选定", "Take";
        Grid => "表格", "Grid";
        Confirm => "确认不变", "Confirm";
        Column => "换项目", "Field";
        Restore => "还原", "Restore";
        Duplicate => "照此新增", "Duplicate";
        Undo => "撤销", "Undo";
        Redo => "重做", "Redo";
        Carry => "带到下条", "Carry on";
        Filter => "筛选", "Filter";
        Records => "记录状态", "Records";
        ApproveAll => "全部通过", "Approve all";
        Approve => "通过", "Approve";
        Return => "退回", "Return";
        Mark => "标出", "Mark";
        Findings => "意见", "Findings";
        NextRecord => "下一条", "Next record";
        Snapshot => "快照", "Snapshot";
    }
}

messages! {
    /// What commands do, one sentence each, for help and palette.
    Explained {
        Help => "说明这一屏、这一项和可用的键", "explain this screen, this field and the keys";
        Redraw => "重新画出整个屏幕", "draw the whole screen again";
        Leave =>
            "离开程序；填了一半的表留作草稿",
            "leave the program; half-filled forms stay as drafts";
        Back => "退回一步，从不丢弃已填内容", "go one step back; nothing typed is ever discarded";
        Language => "在中文和英文之间切换", "switch between Chinese and English";
        Palette => "列出此处的全部命令", "list every command there is here";
        Up => "上移一行", "one row up";
        Down => "下移一行", "one row down";
        Left => "左移一列", "one column left";
        Right => "右移一列", "one column right";
        PageUp => "上翻一页", "one page up";
        PageDown => "下翻一页", "one page down";
        First => "到最前", "to the first";
        Last => "到最后", "to the last";
        Open => "打开所选的一项", "open what is selected";
        Find => "按名称、代码或拼音首字母查找", "find by name, code or pinyin initials";
        Shortfalls => "列出所有不足和待定", "list everything short or unknown";
        NextProblem =>
            "到下一处不足、待定或有误的地方",
            "go to the next shortfall, open question or mistake";
        NextGroup =>
            "下一个政策、组、镇、记录、期间或项目",
            "the next policy, group, town, record, period or field";
        PreviousGroup =>
            "上一个政策、组、镇、记录、期间或项目",
            "the policy, group, town, record, period or field before";
        Drafts => "列出没有保存的表", "list the forms that were not saved";
        Moved => "列出试算改变的结论和数值", "list the verdicts and figures that the trial changes";
        Conflicts =>
            "逐处决定合并时两边不同的值",
            "settle the fields that two merged files set differently";
        Sheets => "这个地方要填的统计表", "the sheets that this place fills in";
        Quarter =>
            "此地本季度的待办事项",
            "what is still to be done for the quarter";
        Trend =>
            "各地此项并列：环比、同比、名次，和所选地方的走势",
            "the towns side by side for this requirement, how they changed, and the trend of one";
        NextRequirement => "下一项要求", "the next requirement";
        Unchanged =>
            "确认所选设施没有变化，不改变任何值",
            "confirm that nothing has changed in this facility; no value changes";
        ConfirmAll =>
            "确认这里待确认的设施都没有变化",
            "confirm that nothing has changed in all facilities that wait";
        New => "新增一条记录；统计表另填一期", "add a record; of a sheet, another period";
        Remove =>
            "删除所选的一项；记录的修改史会保留",
            "delete what is selected; the trail of a record stays";
        Exception =>
            "登记一份书面例外；不改变结论",
            "record a written exception; the verdict stays";
        History => "谁在何时把什么改成了什么", "who changed what, when and to what";
        NextField => "收下此项，到下一项", "take this field and go on";
        PreviousField => "回到上一项", "go back a field";
        Save => "保存；从清单打开的接着下一条", "save; from a list go on to the next";
        Choose => "打开此项的选项", "open the list of this field";
        CopyPrevious =>
            "取此项在上季度末的值，再按取同类上一条记录的值；统计表取上一期的值",
            "take this field's value of the last quarter, then of the record before; of a sheet, of the period before";
        EraseBack => "删去光标前的字", "erase the character before the cursor";
        EraseForward => "删去光标处的字", "erase the character at the cursor";
        ClearField => "清空此项", "empty this field";
        Take => "选定这一项", "take this one";
        SaveColumn =>
            "保存所有标了 = 和 * 的行，一行一次修改",
            "save every row marked = or *, each as a change of its own";
        Grid =>
            "一项数据，全部记录，逐行确认或改填",
            "one field of all records, to confirm or correct row by row";
        Confirm => "这一行没有变，到下一行", "this row has not changed; go on";
        Column => "选另一项数据", "choose another field";
        Restore =>
            "这一行还原成已存的值，去掉记号",
            "put the saved value of this row back, and no mark";
        Duplicate =>
            "照所选的一条新增；名称、编号等另填",
            "add a record like the selected one, but for name and code";
        UndoStep =>
            "撤销表里的上一步，可一直退到打开时",
            "take back the last step in this form, one after the other";
        Redo => "重做刚撤销的一步", "do again what was just taken back";
        Carry =>
            "保存后，此项的值带到下一条新记录；再按取消",
            "after saving, the next new record starts with this value; again to end that";
        Snapshot [Back] =>
            "做一份检查过的快照，放在台账旁的 snapshots 目录；填报照常，{Back} 取消",
            "make a verified copy of the ledger in the directory snapshots beside it, while work goes on; {Back} cancels";
        Undo =>
            "撤销所选记录的最后一次修改；修改史会保留",
            "take back the last change of the selected record; the trail stays";
        Filter =>
            "按结论、状态、类别等筛选清单",
            "narrow the list by verdict, state, kind and more";
        Records =>
            "看记录和审核状态：审核人先看待核的，填报人先看退回的",
            "records with their review state: an inspector first sees what was submitted, a clerk what was returned";
        ApproveAll =>
            "清单中没有问题的待核记录一次审核通过",
            "approve all submitted records of the list that have no problem";
        Approve => "照此记录现在的样子审核通过", "approve the record as it stands";
        Return =>
            "写明原因，把标出的项退回给填报人",
            "say why and return the marked fields to the clerk";
        Mark =>
            "标出或取消标出光标所在的项（空格也可）",
            "mark the field under the cursor or take the mark away (a space does too)";
        Findings =>
            "看审核意见，了结或再次退回",
            "see what was said, close a finding or open it again";
        KeyField [NextField] =>
            "与首录比对，相符就到下一项；空着按 {NextField} 是说纸上没有",
            "compare this field with the first entry and go on where it agrees; empty means that the paper has nothing here";
        PassField => "不比对，到下一项", "to the next field without comparing";
        SaveKeyed =>
            "保存已录的各项，接着录下一条",
            "save what was keyed so far and go on to the next record";
        NextRecord =>
            "到下一条；此条已录的留作草稿",
            "skip to the next record; what was keyed stays as a draft";
    }
}
