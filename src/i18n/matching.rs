//! Which record or place a row of a file is about.

use super::messages;

messages! {
    /// Why a row is taken for no record.
    MatchFault {
        SameAsLine { line: usize } => "与第 {line} 行完全相同", "the same in every field as line {line}";
        SameCodeAsLine { code: String, line: usize } => "设施编号「{code}」第 {line} 行已用；请核对", "the facility code \"{code}\" is that of line {line} already; compare the two";
        SameFacilityAsLine { line: usize } => "与第 {line} 行指同一个设施；请留一行", "about the same facility as line {line}; keep one of them";
        SameNameAsLine { line: usize, code: String } => "与第 {line} 行同名，台账里此名只有一个设施（{code}），不知指哪一行；请把这个编号填到指它的那一行", "line {line} has this name too, and the ledger has one facility of it ({code}); give that code to the row that means it";
        SeveralOfName { count: usize } => "此镇同名设施有 {count} 个；请加「设施编号」或 id 列指明，新设施请另取名称", "{count} facilities here have this name; say which one in a column facility_code or id, or give a new one a name of its own";
        CodeOfAnother { code: String, name: String, place: String } => "设施编号「{code}」是{place}「{name}」的，地点和名称都不同；如只是本表的序号，用 --map 列名= 忽略这一列", "the facility code \"{code}\" belongs to \"{name}\" in {place}: neither place nor name agrees; if it only numbers this list, leave its column out with --map COLUMN=";
        NameOfAnother { code: String, name: String, other: String } => "设施编号「{code}」是「{name}」的，而这一行的名称是此镇另一个设施（{other}）的；请核对编号和名称", "the facility code \"{code}\" belongs to \"{name}\", and the name of this row to another facility here ({other}); compare code and name";
    }
}

messages! {
    /// What is told of how rows found their records and places.
    MatchMsg {
        Recoded { count: usize } => "{count} 行的设施编号台账里没有，按地点和名称对上，改用新编号：", "{count} rows with a facility code that is new, found by place and name; their facilities take it:";
        RecodedRow { line: usize, name: String, before: String, after: String } => "  第 {line} 行 {name}：{before} -> {after}", "  line {line} {name}: {before} -> {after}";
    }
}
