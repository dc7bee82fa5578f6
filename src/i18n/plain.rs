//! The words of the line prompts.

use super::say::{Text, messages};

messages! {
    /// What plain mode asks and says, beside what the screens say too.
    PlainMsg {
        Intro { name: String } =>
            "台账填报：{name}。按编号回答，每次一行；0 返回。",
            "Ledger entry: {name}. Answer by number, a line each time; 0 goes back.";
        Keys =>
            "空行保留现值，- 清空，? 看说明，< 回上一项，. 不再往下填。",
            "An empty line keeps the value, - empties it, ? explains, < goes back, . ends the form.";
        Drafts => "没有保存的表：", "Forms not saved:";
        Towns => "地方：", "Places:";
        OtherSheets => "其他统计表", "other sheets";
        Groups { place: String } => "{place}，各组要求：", "{place}, groups of requirements:";
        Kinds { place: String } => "{place}，类别：", "{place}, kinds:";
        Records { place: String, kind: String } => "{place}，{kind}：", "{place}, {kind}:";
        Later => "以后再说", "not now";
        Leave => "退出", "leave";
        Back => "返回", "back";
        More { count: usize } =>
            "另有 {count} 个，可直接填代码或名称",
            "{count} more, by code or name";
        TownPrompt => "地方的编号、代码或名称：", "number, code or name of the place: ";
        NumberPrompt => "编号：", "number: ";
        NotListed { typed: String, first: usize, last: usize } =>
            "「{typed}」不在 {first} 至 {last} 之中，请再答",
            "\"{typed}\" is not one of {first} to {last}; answer again";
        NoTowns =>
            "没有这次可改的镇；请核对 --town，快照要先 taizhang restore 才能改",
            "there is no town that this session may change; check --town, and restore a snapshot before changing it (taizhang restore)";
        Field { at: usize, of: usize, label: String, text: String } =>
            "{at}/{of} {label} [{text}]：",
            "{at}/{of} {label} [{text}]: ";
        EmptyField { at: usize, of: usize, label: String } =>
            "{at}/{of} {label}：",
            "{at}/{of} {label}: ";
        WithUnit { label: String, unit: String } => "{label}（{unit}）", "{label} ({unit})";
        Needed { label: String } => "{label}（必填）", "{label} (required)";
        AskAgain =>
            "请重填；! 不要所填的，往下",
            "answer again; ! drops what was typed and goes on";
        FirstField => "这是第一项", "this is the first field";
        Verdict { verdict: String, reason: String } => "{verdict}：{reason}", "{verdict}: {reason}";
        SaveIt => "保存", "save";
        GoThrough => "从头再过一遍", "go through it again";
        LeaveDraft => "留作草稿", "leave it as a draft";
        Saved { name: String } => "已保存：{name}", "saved: {name}";
        Empty => "没有填任何内容，没有保存", "nothing was entered, nothing was saved";
        Mistakes { count: usize } =>
            "有 {count} 处须改正后才能保存：",
            "{count} to correct before it can be saved:";
        Merged =>
            "别人刚保存过此记录的其他项，已并入；请再保存",
            "somebody else saved other fields; they are merged in; save again";
        Conflict { fields: String } =>
            "别人刚保存过此记录；请核对{fields}，再保存",
            "somebody else just saved this record; compare {fields}, then save";
        ChangeIt => "改这一项", "change the value";
        DraftKept => "已留作草稿，下次启动时可接着填", "kept as a draft; the next start offers it";
        Lost =>
            "草稿没有留底，最后填的没有保存；请检查磁盘空间和权限",
            "no draft could be kept and what was typed last is not saved; check disk space and permissions";
        NotSaved { count: usize } =>
            "有 {count} 份表没有保存，留作草稿；下次启动时可接着填",
            "{count} forms were not saved and are kept as drafts; the next start offers them";
        NotSavedFor { count: usize, why: Text } =>
            "有 {count} 份表没有保存，留作草稿（{why}）",
            "{count} forms were not saved and are kept as drafts ({why})";
        LineCut { count: usize } =>
            "这一行太长，后面 {count} 字节未取",
            "this line is too long; its last {count} bytes were left out";
        NotUtf8 => "这一行不是 UTF-8 文字，请重填", "this line is not UTF-8 text; type it again";
    }
}
