//! Words of sheets: figures of a place and period.

use super::say::messages;

messages! {
    /// What screens and prompts say of sheets.
    SheetMsg {
        PeriodHead => "期间", "Period";
        StateHead => "状态", "State";
        Once => "（一次）", "(once)";
        Due => "应填", "due";
        NoneYet => "还没有填过", "nothing yet";
        None [New] => "还没有填过；按 {New} 开始", "nothing yet; begin with {New}";
        Title => "统计表", "Sheets";
        NoSheets { place: String } =>
            "「{place}」没有要填的统计表",
            "there is no sheet that \"{place}\" fills in";
        PeriodTitle => "填哪一期", "Which period";
        AskPeriod { example: String } =>
            "期间，如 {example}；已经填过的会打开",
            "the period, as in {example}; one that is there is opened";
        OtherPeriod => "另一期", "another period";
        PeriodPrompt { example: String } => "期间（如 {example}）：", "Period (as in {example}): ";
        GridHelp [Confirm, Save] =>
            "一行一期，一列一项数据。{Confirm} 确认没有变（=），直接打字是改填（*）；从电子表格复制一列，粘贴后从光标处往下填。{Save} 一次保存；数据时点不变，要改请打开那一期。",
            "One row a period, one field of each. {Confirm} confirms a value as unchanged (=), typing replaces it (*); a column copied from a spreadsheet fills it from the cursor down. {Save} saves all at once and leaves the reference dates as they are: to change one, open its period.";
        ListHelp [Open, New] =>
            "这是本地的一种统计表，一期一行，新的在前。标着「应填」的是下一期，按 {Open} 开始填；别的期按 {New} 填写。",
            "A sheet of this place, a row a period, the newest first. The row marked due is the next period: {Open} begins it; {New} asks for another one.";
    }
}
