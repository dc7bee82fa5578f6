//! The words of the line prompts.

use super::say::{Text, messages};

messages! {
    /// What plain mode asks and says, beside what the screens say too.
    PlainMsg {
        Intro { name: String } =>
            "台账填报：{name}。按编号回答，每次一行；0 返回。",
            "Ledger entry: {name}. Answer with a number, one line at a time; 0 goes back.";
        Keys =>
            "空行保留原值，- 清空，? 看说明，< 返回上一项，. 结束填写。",
            "An empty line keeps the value, - clears it, ? explains, < goes back, . ends the form.";
        Drafts => "未保存的表：", "Forms not saved:";
        Towns => "地方：", "Places:";
        OtherSheets => "其他类别和统计表", "other kinds and sheets";
        Groups { place: String } => "{place}，各组要求：", "{place}, groups of requirements:";
        Kinds { place: String } => "{place}，类别：", "{place}, kinds:";
        Records { place: String, kind: String } => "{place}，{kind}：", "{place}, {kind}:";
        Later => "暂不处理", "not now";
        Leave => "退出", "quit";
        Back => "返回", "back";
        More { count: usize } =>
            "另有 {count} 个，可直接填代码或名称",
            "{count} more, by code or name";
        TownPrompt => "地方的编号、代码或名称：", "number, code or name of the place: ";
        NumberPrompt => "编号：", "number: ";
        NotListed { typed: String, first: usize, last: usize } =>
            "「{typed}」不在 {first} 至 {last} 之中，请重新回答",
            "\"{typed}\" is not one of {first} to {last}; answer again";
        NoTowns =>
            "没有可以填报的地方；请用 taizhang init --places 载入地名，或核对 --town",
            "there is no place to enter anything in; load places with taizhang init --places, or check --town";
        OnlyToRead =>
            "这是快照，只能查看；请先用 taizhang restore 恢复为台账再填报",
            "this is a snapshot and can only be read; restore it as a ledger first (taizhang restore)";
        Field { at: usize, of: usize, label: String, text: String } =>
            "{at}/{of} {label} [{text}]：",
            "{at}/{of} {label} [{text}]: ";
        EmptyField { at: usize, of: usize, label: String } =>
            "{at}/{of} {label}：",
            "{at}/{of} {label}: ";
        WithUnit { label: String, unit: String } => "{label}（{unit}）", "{label} ({unit})";
        Needed { label: String } => "{label}（必填）", "{label} (required)";
        AskAgain =>
            "请重填；! 放弃此次输入，继续下一项",
            "answer again; ! discards what was typed and goes on";
        FirstField => "这是第一项", "this is the first field";
        Verdict { verdict: String, reason: String } => "{verdict}：{reason}", "{verdict}: {reason}";
        SaveIt => "保存", "save";
        GoThrough => "从头核对一遍", "go through it again";
        LeaveDraft => "保存为草稿", "keep as a draft";
        DeleteIt => "删除此记录", "delete the record";
        UndoLast => "撤销最后一次修改", "undo the last change";
        NothingChanged => "确认没有变化", "confirm that nothing has changed";
        Relocate => "改到其他地方或类别", "move to another place or kind";
        ConfirmWaiting { count: usize } =>
            "确认没有变化（待确认 {count} 个）",
            "confirm that nothing has changed ({count} to be confirmed)";
        ExceptionOf => "登记例外", "record an exception";
        ChooseRequirement => "哪一项要求的例外：", "an exception to which requirement:";
        Saved { name: String } => "已保存：{name}", "saved: {name}";
        Empty => "未填写任何内容，未保存", "nothing was entered or saved";
        Mistakes { count: usize } (errors = count "error" "errors") =>
            "有 {count} 处须改正后方可保存：",
            "{count} {errors} to correct before saving:";
        Merged =>
            "他人刚保存过此记录的其他项，已并入；请再次保存",
            "somebody else just saved other fields; they are merged in; save again";
        Conflict { fields: String } =>
            "他人刚保存过此记录；请核对{fields}，再保存",
            "somebody else just saved this record; check {fields}, then save";
        ChangeIt => "修改此项", "change the value";
        DraftKept =>
            "已保存为草稿，下次启动可继续填写",
            "kept as a draft; the next session offers it";
        Lost =>
            "草稿未能留存，最后填写的内容未保存；请检查磁盘空间和权限",
            "no draft could be kept, and what was typed last is not saved; check disk space and permissions";
        NotSaved { count: usize } (forms = count "form" "forms") =>
            "{count} 份表未保存，已存为草稿；下次启动可继续填写",
            "{count} {forms} not saved, kept as drafts; the next session offers them";
        NotSavedFor { count: usize, why: Text } (forms = count "form" "forms") =>
            "{count} 份表未保存，已存为草稿（{why}）",
            "{count} {forms} not saved, kept as drafts ({why})";
        LineCut { count: usize } (were = count "byte was" "bytes were") =>
            "此行过长，后面 {count} 字节未读取",
            "this line is too long; {count} {were} left out at the end";
        NotUtf8 => "此行不是 UTF-8 文本，请重填", "this line is not UTF-8 text; type it again";
    }
}
