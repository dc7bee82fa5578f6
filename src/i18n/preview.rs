//! The words of the preview and of the outcome of an import.

use super::say::{Text, messages};

messages! {
    /// The lines that tell what an import found, before or after it is done.
    PreviewMsg {
        HeaderOn { lines: String } => "表头在第 {lines} 行：", "the header is on line {lines}:";
        Column { header: String, entry: String } =>
            "  {header} -> {entry}",
            "  {header} -> {entry}";
        ColumnIn { header: String, entry: String, unit: String } =>
            "  {header} -> {entry}，单位 {unit}",
            "  {header} -> {entry}, in {unit}";
        ColumnOut { header: String } => "  {header} -> 不导入", "  {header} -> left out";
        County => "所属县", "county";
        FirstRows => "开头几行：", "the first rows:";
        Row { line: usize, cells: String } => "  {line}: {cells}", "  {line}: {cells}";
        Changed { count: usize } =>
            "修改已有设施的 {count} 行：",
            "{count} rows that change a facility:";
        ChangedRow { line: usize, name: String, fields: String } =>
            "  第 {line} 行 {name}：{fields}",
            "  line {line} {name}: {fields}";
        Doubtful { count: usize } =>
            "存疑的 {count} 行（可在界面里填理由）：",
            "{count} doubtful rows (reasons can be given on the screens):";
        DoubtfulRow { line: usize, name: String, questions: String } =>
            "  第 {line} 行 {name}：{questions}",
            "  line {line} {name}: {questions}";
        Sorts => "拒收的原因和行数：", "why rows are refused, and how many:";
        Sort { count: usize, example: String } =>
            "  {count} 行，如{example}",
            "  {count} rows, as {example}";
        AllRefused =>
            "加 --skip-bad --rejects 文件，试导入也会把全部拒收的行连同原因写进那个文件",
            "with --skip-bad --rejects FILE a dry run too writes every refused row to FILE, with its reasons";
        Refused { count: usize } => "拒收的 {count} 行：", "{count} rows are refused:";
        Lost { count: usize } =>
            "有 {count} 行里有「�」（原来的字已经丢失）或只有某一家字体才显示的字，请对照原件：",
            "{count} rows hold the sign \u{FFFD}, which stands for a character that was lost, or a character that only the font of one vendor shows; compare them with their source:";
        LostIn { line: usize, column: String, text: String } =>
            "  第 {line} 行「{column}」：{text}",
            "  line {line}, column \"{column}\": {text}";
        LeftOut { count: usize } =>
            "未导入的 {count} 行，不是表格的内容：",
            "{count} rows left out as no part of the table:";
        Unmatched { count: usize } =>
            "有 {count} 个地点对不上（--unmatched 文件 把它们列成表，填好就是 --aliases 用的旧名和新名）：",
            "{count} places are not known (--unmatched FILE lists them; filled in it is what --aliases takes):";
        UnmatchedPlace { what: String, lines: String } =>
            "  {what}（第 {lines} 行）",
            "  {what} (lines {lines})";
        UnmatchedOften { what: String, lines: String, more: usize } =>
            "  {what}（第 {lines} 行，另有 {more} 行）",
            "  {what} (lines {lines} and {more} more)";
        Line { what: String } => "  {what}", "  {what}";
        More { count: usize } => "  ……另有 {count} 个", "  ... and {count} more";
        Matched { new: usize, changed: usize, unchanged: usize } =>
            "新增 {new}，修改 {changed}，与台账相同 {unchanged}",
            "{new} new, {changed} changed, {unchanged} as the ledger has them";
        Progress { rows: usize } => "已处理 {rows} 行，Ctrl-C 停止", "{rows} rows, Ctrl-C stops";
    }
}

messages! {
    /// What became of an import.
    ImportMsg {
        BadRow { line: usize, column: String, reason: String } =>
            "第 {line} 行「{column}」：{reason}",
            "line {line}, column \"{column}\": {reason}";
        BadWholeRow { line: usize, reason: String } =>
            "第 {line} 行：{reason}",
            "line {line}: {reason}";
        NothingWritten { first: String, count: usize } =>
            "{first}；共 {count} 行不合格。没有写入；改好再导入，或用 --skip-bad --rejects 文件",
            "{first}; bad rows in all: {count}. Nothing was written; mend them, or use --skip-bad --rejects FILE";
        Rejects { path: String, detail: String } =>
            "拒收文件 {path} 写不了（{detail}）。没有导入；请换一个路径",
            "the rejects file {path} cannot be written ({detail}). Nothing was imported; choose another path";
        Summary { read: usize, imported: usize, refused: usize, doubtful: usize, same: usize } =>
            "读入 {read} 行：导入 {imported}，拒收 {refused}，存疑 {doubtful}，与同镇设施同名 {same}",
            "{read} rows read: {imported} imported, {refused} refused, {doubtful} doubtful, {same} with the name of another in their place";
        Rehearsed { summary: String } =>
            "试导入，没有写入。{summary}",
            "dry run, nothing was written. {summary}";
        Defaulted { field: String, value: String } =>
            "文件没有「{field}」列，新设施都按「{value}」填",
            "the file has no column \"{field}\"; every new facility got \"{value}\"";
        Stopped =>
            "已停止，没有写入；可以再次导入",
            "stopped, nothing was written; it can be imported again";
        RejectsAt { path: String } => "拒收的行在 {path}", "the refused rows are in {path}";
        Perhaps { name: String, label: Text } =>
            "{name}（是「{label}」吗？）",
            "{name} (is it \"{label}\"?)";
        Nothing => "没有", "nothing";
        LineColumn => "拒收行号", "rejected_line";
        ReasonColumn => "拒收原因", "rejected_reason";
        ToMend { reason: String } => "【待改】{reason}", "[TO MEND] {reason}";
    }
}
