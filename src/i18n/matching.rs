//! Which record or place a row of a file is about.

use super::ledger::LedgerRefusal;
use super::say::{Text, messages};

messages! {
    /// Why a row is taken for no record.
    MatchFault {
        SameAsLine { line: usize } => "与第 {line} 行完全相同", "identical to line {line}";
        SameCodeAsLine { code: String, line: usize } =>
            "设施编号「{code}」已用于第 {line} 行；请核对",
            "the facility code \"{code}\" is already used on line {line}; compare the two";
        SameFacilityAsLine { line: usize } =>
            "与第 {line} 行为同一设施；请保留一行",
            "the same facility as line {line}; keep one of them";
        SameSheetAsLine { line: usize } =>
            "与第 {line} 行为同一地方、同一期间；请保留一行",
            "the same place and period as line {line}; keep one of them";
        SameNameAsLine { line: usize, code: String } =>
            "与第 {line} 行同名，而台账中此名只有一个设施（{code}），无法确定对应哪一行；请将此编号填入对应的行",
            "line {line} has the same name, and the ledger has one facility of that name ({code}); give that code in the row that means it";
        SeveralOfName { count: usize } (facilities = count "facility" "facilities") =>
            "此镇同名设施有 {count} 个；请用「设施编号」或 id 列指明，新设施请另取名称",
            "{count} {facilities} here with this name; say which one in a column facility_code or id, or give a new one another name";
        UnknownId { id: String, column: String } =>
            "台账中没有 id 为「{id}」的记录；文件来自另一台账的，用 --map {column}= 忽略 id 列",
            "no record has the id \"{id}\"; if the file is from another ledger, leave its ids out with --map {column}=";
        DeletedId { name: String, at: String, author: String } =>
            "「{name}」已于 {at} 由 {author} 删除；请删去此行，重新登记的请清空 id",
            "\"{name}\" was deleted on {at} by {author}; remove the row, or clear the id to add it again";
        DeletedCode { name: String, at: String, author: String } =>
            "设施编号属于「{name}」，已于 {at} 由 {author} 删除；请删去此行，重新登记的请清空编号",
            "the facility code is that of \"{name}\", which was deleted on {at} by {author}; remove the row, or clear the code to add it again";
        CodeOfAnother { code: String, name: String, place: String } =>
            "设施编号「{code}」属于{place}「{name}」，地点和名称均不同；如仅为本表序号，用 --map 列名= 忽略此列",
            "the facility code \"{code}\" belongs to \"{name}\" in {place}, with another place and name; if it only numbers this list, leave its column out with --map COLUMN=";
        NameOfAnother { code: String, name: String, other: String } =>
            "设施编号「{code}」属于「{name}」，而此行的名称属于此镇另一设施（{other}）；请核对编号和名称",
            "the facility code \"{code}\" belongs to \"{name}\", but the name in this row to another facility here ({other}); compare code and name";
    }
}

messages! {
    /// Why a row is of no place.
    PlaceMiss {
        Unknown { refusal: LedgerRefusal } => "{refusal}", "{refusal}";
        Ambiguous { refusal: LedgerRefusal } => "{refusal}", "{refusal}";
        Perhaps { why: Box<PlaceMiss>, places: String } =>
            "{why}。可能是：{places}",
            "{why}; perhaps {places}";
        SeveralLevels { text: String, places: String, levels: String } =>
            "「{text}」有多处，级别不同（{places}）；请用 --level 指明地点列的级别（{levels}），或用代码",
            "\"{text}\" names places of several levels ({places}); give the level of the place column with --level ({levels}), or use a code";
        OtherLevel { text: String, level: String, places: String } =>
            "「{text}」是 {places}，与 --level 指明的 {level} 不符；请核对",
            "\"{text}\" is {places}, not a {level} as --level says; compare the two";
        Merged { text: String, on: String, into: String } =>
            "「{text}」已于 {on} 并入 {into}；请用现在的地方，或写入 --aliases",
            "\"{text}\" was merged into {into} on {on}; use that place, or an alias for it";
        AliasNowhere { text: String, now: String } =>
            "「{text}」的别名对应「{now}」，但没有这个地方",
            "\"{text}\" stands for \"{now}\" in the aliases, but there is no such place";
        AliasAmbiguous { text: String, now: String, places: String } =>
            "「{text}」的别名对应「{now}」，而该名称有多处（{places}）；别名请改用代码",
            "\"{text}\" stands for \"{now}\" in the aliases, which names several places ({places}); use a code there";
        Elsewhere { text: String, above: String, places: String } =>
            "「{text}」是 {places}，不在「{above}」；请核对",
            "\"{text}\" is {places}, not in \"{above}\"; compare the two";
        OtherName { text: String, place: String, name: String } =>
            "「{text}」是 {place}，而相邻的名称为「{name}」；请核对，或忽略名称列",
            "\"{text}\" is {place}, but the name beside it is \"{name}\"; compare the two, or leave out the name column";
    }
}

messages! {
    /// What is told of how rows found their records and places.
    MatchMsg {
        Settled { count: usize } (conflicts = count "open merge conflict" "open merge conflicts") =>
            "本文件处理了 {count} 处未决的合并冲突：",
            "{count} {conflicts} decided by this file:";
        SettledRow { line: usize, record: Text, field: Text, sides: Text, value: String } =>
            "  第 {line} 行 {record}，{field}：原有 {sides}；确定为 {value}",
            "  line {line} {record}, {field}: {sides}; now {value}";
        SettledSide { value: Text, author: String } => "{value}（{author}）", "{value} ({author})";
        Recoded { count: usize } (rows = count "row" "rows") =>
            "{count} 行的设施编号台账中没有，已按地点和名称对应，改用新编号：",
            "{count} {rows} with a new facility code, matched by place and name; the facility takes the new code:";
        Recreated { count: usize } (rows = count "row" "rows") =>
            "{count} 行所列设施曾被删除，现重新新增；旧表请先核对：",
            "{count} {rows} for facilities that were deleted, now added again; check that the list is not an old one:";
        RecreatedRow { line: usize, name: String, at: String, author: String } =>
            "  第 {line} 行 {name}：{at} 由 {author} 删除",
            "  line {line} {name}: deleted on {at} by {author}";
        SameName { count: usize } (rows = count "new row" "new rows") =>
            "{count} 行新设施与同镇其他设施同名，请核对是否为同一设施：",
            "{count} {rows} with the name of another facility in the same place; check whether they are the same:";
        SameNameRow { line: usize, name: String, other: usize } =>
            "  第 {line} 行 {name}：与第 {other} 行同名",
            "  line {line} {name}: the same name as line {other}";
        SameNameKnown { line: usize, name: String } =>
            "  第 {line} 行 {name}：台账中已有同名设施",
            "  line {line} {name}: the ledger already has this name";
        Doubled { count: usize } (rows = count "row" "rows") =>
            "{count} 行与另一行为同一设施或同名，不同之处：",
            "{count} {rows} about one facility with another row, or of its name; what differs:";
        DoubledRow { line: usize, other: usize, differs: Text } =>
            "  第 {line} 行和第 {other} 行：{differs}",
            "  line {line} and line {other}: {differs}";
        DoubledAlike { line: usize, other: usize } =>
            "  第 {line} 行和第 {other} 行：各列相同",
            "  line {line} and line {other}: no column differs";
        Difference { column: String, own: Text, other: Text } =>
            "{column} {own} / {other}",
            "{column} {own} / {other}";
        Nothing => "空", "empty";
        Old => "旧", "old";
        New => "新", "new";
        Lines => "行号", "lines";
        Why => "说明", "why";
        Unjudged { count: usize } (places = count "place" "places") =>
            "{count} 个地方没有此类设施的要求，其中的设施不计入任何判定：",
            "{count} {places} without a requirement for this kind; facilities there count nowhere:";
        UnjudgedCount { count: usize } (places = count "place" "places") =>
            "注意：{count} 个地方没有此类设施的要求，其中的设施不计入任何判定；用 --dry-run 列出",
            "note: {count} {places} without a requirement for this kind; facilities there count nowhere; --dry-run lists them";
        UnjudgedMore { count: usize } => "  ……另有 {count} 处", "  ... and {count} more";
        UnjudgedPlace { place: String, lines: String } =>
            "  {place}（第 {lines} 行）",
            "  {place} (lines {lines})";
        UnjudgedOften { place: String, lines: String, more: usize } =>
            "  {place}（第 {lines} 行，另有 {more} 行）",
            "  {place} (lines {lines} and {more} more)";
        RecodedRow { line: usize, name: String, before: String, after: String } =>
            "  第 {line} 行 {name}：{before} -> {after}",
            "  line {line} {name}: {before} -> {after}";
    }
}
