//! Which record or place a row of a file is about.

use super::ledger::LedgerRefusal;
use super::say::{Text, messages};

messages! {
    /// Why a row is taken for no record.
    MatchFault {
        SameAsLine { line: usize } =>
            "与第 {line} 行完全相同",
            "the same in every field as line {line}";
        SameCodeAsLine { code: String, line: usize } =>
            "设施编号「{code}」第 {line} 行已用；请核对",
            "the facility code \"{code}\" is that of line {line} already; compare the two";
        SameFacilityAsLine { line: usize } =>
            "与第 {line} 行指同一个设施；请留一行",
            "about the same facility as line {line}; keep one of them";
        SameSheetAsLine { line: usize } =>
            "与第 {line} 行是同一地方、同一期间；请留一行",
            "of the same place and period as line {line}; keep one of them";
        SameNameAsLine { line: usize, code: String } =>
            "与第 {line} 行同名，台账里此名只有一个设施（{code}），不知指哪一行；请把这个编号填到指它的那一行",
            "line {line} has this name too, and the ledger has one facility of it ({code}); give that code to the row that means it";
        SeveralOfName { count: usize } =>
            "此镇同名设施有 {count} 个；请加「设施编号」或 id 列指明，新设施请另取名称",
            "{count} facilities here have this name; say which one in a column facility_code or id, or give a new one a name of its own";
        UnknownId { id: String, column: String } =>
            "台账里没有 id「{id}」的记录；文件若出自另一个台账，用 --map {column}= 忽略 id 这一列",
            "no record has the id \"{id}\"; if the file is of another ledger, leave its ids out with --map {column}=";
        DeletedId { name: String, at: String, author: String } =>
            "「{name}」已于 {at} 由 {author} 删除；请删去这一行，要重新登记就清空 id",
            "\"{name}\" was deleted on {at} by {author}; take the row out, or empty the id to enter it anew";
        DeletedCode { name: String, at: String, author: String } =>
            "设施编号是「{name}」的，它已于 {at} 由 {author} 删除；请删去这一行，要重新登记就清空编号",
            "the facility code is that of \"{name}\", which was deleted on {at} by {author}; take the row out, or empty the code to enter it anew";
        CodeOfAnother { code: String, name: String, place: String } =>
            "设施编号「{code}」是{place}「{name}」的，地点和名称都不同；如只是本表的序号，用 --map 列名= 忽略这一列",
            "the facility code \"{code}\" belongs to \"{name}\" in {place}: neither place nor name agrees; if it only numbers this list, leave its column out with --map COLUMN=";
        NameOfAnother { code: String, name: String, other: String } =>
            "设施编号「{code}」是「{name}」的，而这一行的名称是此镇另一个设施（{other}）的；请核对编号和名称",
            "the facility code \"{code}\" belongs to \"{name}\", and the name of this row to another facility here ({other}); compare code and name";
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
            "「{text}」不止一处，级别不同（{places}）；请用 --level 写明地点列的级别（{levels}），或用代码",
            "\"{text}\" names places of several levels ({places}); say with --level which one the place column has ({levels}), or use a code";
        OtherLevel { text: String, level: String, places: String } =>
            "「{text}」是 {places}，不是 --level 所说的 {level}；请核对",
            "\"{text}\" is {places} and no {level}, which --level says; compare the two";
        Merged { text: String, on: String, into: String } =>
            "「{text}」已于 {on} 并入 {into}；请用现在的地方，或写进 --aliases",
            "\"{text}\" was merged into {into} on {on}; use that place, or an alias for it";
        AliasNowhere { text: String, now: String } =>
            "「{text}」按别名是「{now}」，而没有这个地方",
            "\"{text}\" stands for \"{now}\" in the aliases, and there is no such place";
        AliasAmbiguous { text: String, now: String, places: String } =>
            "「{text}」按别名是「{now}」，而它不止一处（{places}）；别名请改用代码",
            "\"{text}\" stands for \"{now}\" in the aliases, which names several places ({places}); use a code there";
        Elsewhere { text: String, above: String, places: String } =>
            "「{text}」是 {places}，不在「{above}」；请核对",
            "\"{text}\" is {places} and not in \"{above}\"; compare the two";
        OtherName { text: String, place: String, name: String } =>
            "「{text}」是 {place}，旁边的名称却是「{name}」；请核对，或忽略名称这一列",
            "\"{text}\" is {place}, and the name beside it is \"{name}\"; compare the two, or leave the column of the name out";
    }
}

messages! {
    /// What is told of how rows found their records and places.
    MatchMsg {
        Settled { count: usize } =>
            "{count} 处未定的合并冲突由本文件定了：",
            "{count} open conflicts of merges that this file decides:";
        SettledRow { line: usize, record: Text, field: Text, sides: Text, value: String } =>
            "  第 {line} 行 {record}，{field}：原有 {sides}；定为 {value}",
            "  line {line} {record}, {field}: there were {sides}; it becomes {value}";
        SettledSide { value: Text, author: String } => "{value}（{author}）", "{value} ({author})";
        Recoded { count: usize } =>
            "{count} 行的设施编号台账里没有，按地点和名称对上，改用新编号：",
            "{count} rows with a facility code that is new, found by place and name; their facilities take it:";
        Recreated { count: usize } =>
            "{count} 行写的设施以前删除过，现在又新建；若是旧表，请先核对：",
            "{count} rows of facilities that were deleted, which they make anew; see whether the list is an old one:";
        RecreatedRow { line: usize, name: String, at: String, author: String } =>
            "  第 {line} 行 {name}：{at} 由 {author} 删除",
            "  line {line} {name}: deleted on {at} by {author}";
        SameName { count: usize } =>
            "{count} 行新设施与同镇另一个同名，请核对是不是同一个：",
            "{count} new rows with the name of another facility in their place; see whether the two are one:";
        SameNameRow { line: usize, name: String, other: usize } =>
            "  第 {line} 行 {name}：第 {other} 行也叫这个名称",
            "  line {line} {name}: line {other} has this name too";
        SameNameKnown { line: usize, name: String } =>
            "  第 {line} 行 {name}：台账里已有叫这个名称的",
            "  line {line} {name}: the ledger has one of this name";
        Old => "旧", "old";
        New => "新", "new";
        Lines => "行号", "lines";
        Why => "说明", "why";
        Unjudged { count: usize } =>
            "{count} 个地方没有这一类的最低要求，其中的设施不计入任何判定：",
            "{count} places for which no minimum of this kind is judged; their facilities count nowhere:";
        UnjudgedCount { count: usize } =>
            "注意：有 {count} 个地方没有这一类的最低要求，其中的设施不计入任何判定；用 --dry-run 列出",
            "note: for {count} places no minimum of this kind is judged, and their facilities count nowhere; --dry-run lists them";
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
