//! Words about a block of cells that is pasted into a grid.

use super::say::{Text, messages};

messages! {
    /// What the grid says of a block that names its rows, and why it takes none.
    PasteMsg {
        Title { field: Text } => "粘贴预览：{field}", "Paste preview: {field}";
        Progress { put: usize, left_out: usize } (lines = left_out "line" "lines") =>
            "填入 {put} 行，不填入 {left_out} 行",
            "{put} to be put in, {left_out} {lines} left out";
        Help [Take] =>
            "粘贴内容的每一行按名称找到表格中的一行，列出现值和新值；标 ! 的不填入。标 ? 的有几行同名，须选定是哪一行。按 {Take} 填入，填入后还须保存。",
            "Each line of what was pasted is matched with a row of the grid by its name, with its value and the new one. Lines marked ! are left out. A line marked ? fits several rows: say which one. {Take} puts the values in; they are not saved by that.";
        PastedHead => "粘贴的名称", "Pasted name";
        ChangeHead => "现值 -> 新值", "Now -> new";
        Change { before: String, after: String } => "{before} -> {after}", "{before} -> {after}";
        Same { value: String } => "{value}，没有变化", "{value}, unchanged";
        NotFound => "表格中没有这个名称，不填入", "no row has this name; left out";
        Several { count: usize } (rows = count "row" "rows") =>
            "{count} 行同名，须选定",
            "{count} {rows} with this name; choose one";
        Skipped => "已选不填入", "left out, as chosen";
        Twice => "粘贴内容中有几行指同一行，不填入", "several pasted lines mean this row; left out";
        NoValue => "没有值，不填入", "no value; left out";
        TooLong { limit: usize } (characters = limit "character" "characters") =>
            "最多 {limit} 字，不填入",
            "at most {limit} {characters}; left out";
        Refused { why: String } => "{why}；不填入", "{why}; left out";
        WhichRow { name: String } => "「{name}」是哪一行？", "which row is \"{name}\"?";
        LeaveOut => "不填入这一行", "leave this line out";
        NothingToPut => "没有可填入的行", "no line can be put in";
        ChangedMeanwhile { rows: usize, count: usize } (rows_word = rows "row" "rows") =>
            "填入 {rows} 行；{count} 行他人刚保存过，未填入，请核对",
            "{rows} {rows_word} filled; {count} just saved by somebody else and left out: check them";
        NoNames =>
            "未填入：第一列不是表中的名称；请只复制数值一列，或复制名称、数值两列",
            "nothing put in: no such names here; copy values alone, or names and values";
        OnlyNames { field: Text } =>
            "未填入：粘贴的是名称，不是{field}；请连同数值一列复制",
            "nothing put in: these are names, not {field}; copy the values with them";
        WhichColumn { count: usize } (columns = count "column" "columns") =>
            "未填入：{count} 列没有标题行；请连同标题行复制，或只复制名称、数值两列",
            "nothing put in: {count} {columns}, no header; copy it too, or names and values";
        NoColumn { field: Text, found: Text } =>
            "未填入：标题行没有「{field}」，有：{found}；请先转到那一项",
            "nothing put in: no \"{field}\" in the header, but {found}; turn to it first";
        ColumnTwice { field: Text } =>
            "未填入：标题行中「{field}」不止一列；请只留一列",
            "nothing put in: \"{field}\" is there twice; copy one of the two";
        OtherUnit { field: Text, unit: String } =>
            "未填入：标题行中「{field}」的单位是「{unit}」；请换算，或改正标题",
            "nothing put in: \"{field}\" is in \"{unit}\"; convert it, or correct the header";
    }
}
