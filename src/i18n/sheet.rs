//! Words of sheets: figures of a place and period.

use super::say::messages;

messages! {
    /// What screens and prompts say of sheets.
    SheetMsg {
        PeriodHead => "期间", "Period";
        StateHead => "状态", "State";
        Once => "（一次）", "(once)";
        Due => "应填", "due";
        NoneYet => "尚未填报", "nothing yet";
        None [New] => "尚未填报；按 {New} 开始", "nothing yet; {New} starts one";
        Title => "统计表", "Sheets";
        NoSheets { place: String } =>
            "「{place}」没有应填报的统计表",
            "there is no sheet for \"{place}\" to fill in";
        PeriodTitle => "填报期间", "Which period";
        AskPeriod { example: String } =>
            "期间，如 {example}；已填报的将打开",
            "the period, such as {example}; an existing one is opened";
        OtherPeriod => "另一期", "another period";
        PeriodPrompt { example: String } =>
            "期间（如 {example}）：",
            "Period (such as {example}): ";
        GridHelp [Confirm, Redo, Save, Undo] =>
            "每行一期，每列一项数据。{Confirm} 确认没有变化（=），直接输入为改填（*）；可从电子表格复制一列，粘贴后自光标处向下填入；连同期间或地方列粘贴的按该列对应，先预览再填入。{Undo} 撤销一步（一次粘贴算一步），{Redo} 重做。{Save} 一次保存；数据时点不变，需修改的请打开该期。",
            "Each row is a period, with one of its fields. {Confirm} confirms a value as unchanged (=), typing replaces it (*); a column pasted from a spreadsheet fills the rows from the cursor down; pasted with a column of periods or places it is matched by that column, after a preview. {Undo} undoes a step (a paste is one), {Redo} redoes it. {Save} saves all at once and leaves the reference dates unchanged: to change one, open its period.";
        ListHelp [Open] =>
            "此地的一种统计表，每期一行，新的在前。标「应填」的为下一期。{Open} 打开一期。",
            "A sheet of this place, one row for each period, the newest first. The row marked due is the next period. {Open} opens a period.";
        ListChangeHelp [Open, New] =>
            "{Open} 开始填写应填的一期；其他期间按 {New} 填写。",
            "{Open} starts the one that is due; {New} asks for another one.";
    }
}
