//! The words of the preview and of the outcome of an import.

use super::say::{Text, messages};

messages! {
    /// The lines that tell what an import found, before or after it is done.
    PreviewMsg {
        Columns => "各列：", "the columns:";
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
        Changed { count: usize } (rows = count "row" "rows") =>
            "修改已有设施的 {count} 行：",
            "{count} {rows} changing a facility:";
        ChangedRow { line: usize, name: String, fields: String } =>
            "  第 {line} 行 {name}：{fields}",
            "  line {line} {name}: {fields}";
        Doubtful { count: usize } (rows = count "doubtful row" "doubtful rows") =>
            "存疑的 {count} 行（可在界面中填写理由）：",
            "{count} {rows} (give reasons on the screens):";
        DoubtfulRow { line: usize, name: String, questions: String } =>
            "  第 {line} 行 {name}：{questions}",
            "  line {line} {name}: {questions}";
        Sorts => "拒收的原因和行数：", "reasons for refusal, with the number of rows:";
        Sort { count: usize, example: String } (rows = count "row" "rows") =>
            "  {count} 行，如{example}",
            "  {count} {rows}, such as {example}";
        NamelessOut { column: usize, count: usize, example: String } (cells = count "cell" "cells") =>
            "注意：第 {column} 列没有表头，未导入；{count} 格有内容，如「{example}」",
            "note: column {column} has no header and is left out; {count} {cells} in it, such as \"{example}\"";
        PlacesInText { count: usize } (rows = count "row" "rows") =>
            "{count} 行的地点取自文字开头：",
            "{count} {rows} with the place at the beginning of a text:";
        PlaceInText { line: usize, text: String, place: String } =>
            "  第 {line} 行「{text}」：{place}",
            "  line {line}, \"{text}\": {place}";
        Rounded { count: usize } (figures = count "figure" "figures") =>
            "{count} 个数字超过 15 位有效数字，已舍入：",
            "{count} {figures} of more than 15 digits, rounded:";
        RoundedIn { line: usize, column: String, typed: String, taken: String } =>
            "  第 {line} 行「{column}」：{typed} → {taken}",
            "  line {line}, column \"{column}\": {typed} -> {taken}";
        AllRefused =>
            "加 --skip-bad --rejects 文件，试导入时也会将全部拒收的行及原因写入该文件",
            "with --skip-bad --rejects FILE, a dry run also writes every refused row and its reasons to FILE";
        Refused { count: usize } (rows = count "row" "rows") =>
            "拒收的 {count} 行：",
            "{count} {rows} refused:";
        Lost { count: usize } (rows = count "row" "rows") =>
            "{count} 行含有「�」（原字已丢失）或仅个别字体支持的字，请与原件核对：",
            "{count} {rows} with the sign \u{FFFD}, which stands for a lost character, or with a character that only some fonts show; compare with the source:";
        LostIn { line: usize, column: String, text: String } =>
            "  第 {line} 行「{column}」：{text}",
            "  line {line}, column \"{column}\": {text}";
        Dropped { count: usize } (rows = count "row" "rows") =>
            "{count} 行含有不可见字符，导入时将其去掉，请核对：",
            "{count} {rows} with invisible characters, which are dropped; check them:";
        DroppedFrom { line: usize, column: String, text: String, characters: String } =>
            "  第 {line} 行「{column}」：{text}（去掉 {characters}）",
            "  line {line}, column \"{column}\": {text} (without {characters})";
        LeftOut { count: usize } (rows = count "row" "rows") =>
            "未导入的 {count} 行，不属于表格内容：",
            "{count} {rows} left out as not part of the table:";
        Unmatched { count: usize } (places = count "unknown place" "unknown places") =>
            "{count} 个地点未能对应：",
            "{count} {places}:";
        UnmatchedList =>
            "未能对应的地点可用 --unmatched 文件 列成表，填好后即为 --aliases 所用的旧名和新名",
            "--unmatched FILE lists the unknown places; filled in, it is the file for --aliases";
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
            "{new} new, {changed} changed, {unchanged} unchanged";
        Progress { rows: usize } (rows_word = rows "row" "rows") =>
            "已处理 {rows} 行",
            "{rows} {rows_word}";
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
        NothingWritten { first: String, count: usize } (rows = count "bad row" "bad rows") =>
            "{first}；共 {count} 行不合格。未写入；请改正后再导入，或用 --skip-bad --rejects 文件",
            "{first}; {count} {rows} in all. Nothing was written; correct them, or use --skip-bad --rejects FILE";
        Rejects { path: String, detail: String } =>
            "拒收文件 {path} 无法写入（{detail}）。未导入；请更换路径",
            "the rejects file {path} cannot be written ({detail}). Nothing was imported; choose another path";
        Summary { read: usize, imported: usize, refused: usize, doubtful: usize, same: usize }
            (rows = read "row" "rows") =>
            "读入 {read} 行：导入 {imported}，拒收 {refused}，存疑 {doubtful}，与同镇设施同名 {same}",
            "{read} {rows} read: {imported} imported, {refused} refused, {doubtful} doubtful, {same} with the same name as another in the place";
        Rehearsed { summary: String } =>
            "试导入，未写入。{summary}",
            "dry run, nothing was written. {summary}";
        NoMinimum { count: usize, places: Text } (names = count "place" "places") =>
            "下列 {count} 个地方无最低要求，其设施不计入达标情况：{places}",
            "no minimum in {count} {names}, whose facilities count in no verdict: {places}";
        Defaulted { field: String, value: String } =>
            "文件没有「{field}」列，新设施一律填为「{value}」",
            "the file has no column \"{field}\"; every new facility is given \"{value}\"";
        Stopped =>
            "已停止，未写入；可以重新导入",
            "stopped, nothing was written; you can import it again";
        RejectsAt { path: String } => "拒收的行见 {path}", "the refused rows are in {path}";
        Perhaps { name: String, label: Text } =>
            "{name}（是「{label}」吗？）",
            "{name} (did you mean \"{label}\"?)";
        Nothing => "没有", "nothing";
        LineColumn => "拒收行号", "rejected_line";
        ReasonColumn => "拒收原因", "rejected_reason";
        ToMend { reason: String } => "【待改】{reason}", "[TO MEND] {reason}";
    }
}
