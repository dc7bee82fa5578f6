//! What is said before a pack is loaded in place of another version of it.

use super::say::{Text, messages};

messages! {
    /// What a pack changes, and what becomes of the verdicts.
    LoadMsg {
        Same { pack: String } =>
            "政策包 {pack} 与台账中的完全相同，未重新载入",
            "the pack {pack} is identical to the one in the ledger; not loaded again";
        Replaces { pack: String } =>
            "政策包 {pack} 已在台账中，本次载入将改动：",
            "the pack {pack} is already in the ledger; loading this file changes:";
        Adds { pack: String } =>
            "政策包 {pack} 为新增，载入将增加：",
            "the pack {pack} is new; loading this file adds:";
        NewVerdicts { met: usize, short: usize, unknown: usize } =>
            "判定结论：达标 {met}  未达标 {short}  无法判定 {unknown}",
            "its verdicts: met {met}, short {short}, unknown {unknown}";
        NothingWritten => "仅为预演，台账未改动。", "dry run; nothing was written.";
        OnlyWords => "仅改动了注释或次序", "only comments or the order changed";
        Added { what: Text } => "新增{what}", "new: {what}";
        Removed { what: Text } => "去掉{what}", "removed: {what}";
        Altered { what: Text, aspect: Text, before: Text, after: Text } =>
            "{what}，{aspect}：{before} -> {after}",
            "{what}, {aspect}: {before} -> {after}";
        Otherwise { what: Text } => "{what}：其他内容有改动", "{what}: other changes";
        Nothing => "（无）", "(none)";
        Document => "文件", "the document";
        Kind { label: Text, code: String } =>
            "类别「{label}」（{code}）",
            "the kind \"{label}\" ({code})";
        Field { kind: Text, label: Text, code: String } =>
            "{kind}的字段「{label}」（{code}）",
            "the field \"{label}\" ({code}) of {kind}";
        Check { kind: Text, code: String } => "{kind}的校验 {code}", "the check {code} of {kind}";
        Requirement { label: Text, code: String } =>
            "要求「{label}」（{code}）",
            "the requirement \"{label}\" ({code})";
        PacksDiffer { first: String, other: String, field: String, aspect: Text, said_first: Text, said_other: Text } =>
            "字段「{field}」的{aspect}，{first} 为 {said_first}，{other} 为 {said_other}",
            "{aspect} of the field \"{field}\" is {said_first} in {first} and {said_other} in {other}";
        KindsAre { first: String, other: String, aspect: Text, said_first: Text, said_other: Text } =>
            "{aspect}，{first} 为 {said_first}，{other} 为 {said_other}",
            "{aspect} is {said_first} in {first} and {said_other} in {other}";
        NoSheet => "设施", "facilities, not a sheet";
        Derived { label: Text } => "{label}由其他项算出", "{label}, computed";
        NotDerived { label: Text } => "{label}并非由相同项算出", "{label}, not computed this way";
        Moves { count: usize } => "结论变动 {count} 条：", "verdicts that change: {count}";
        NoMoves => "没有结论变动", "no verdict changes";
        Move { place: String, requirement: Text, before: Text, after: Text } =>
            "{place}  {requirement}：{before} -> {after}",
            "{place}  {requirement}: {before} -> {after}";
        MovesOfSort { before: Text, after: Text, count: usize } =>
            "{before} -> {after}：{count} 条",
            "{before} -> {after}: {count}";
        MoreMoves { count: usize } => "另有 {count} 条", "{count} more";
        NotJudged => "不判定", "not judged";
        ThePast =>
            "过去各日的报表仍按当时的文本判定；要按新文本判定，用 report --judged-by now。",
            "reports on past days are still judged by the text of that time; to judge them by this one, use report --judged-by now.";
        AskChange =>
            "按 Enter 执行；不执行请按 Esc 再按 Enter，或按 Ctrl-C：",
            "Enter goes ahead; Esc and then Enter, or Ctrl-C, changes nothing: ";
        Ask =>
            "按 Enter 载入；不载入请按 Esc 再按 Enter，或按 Ctrl-C：",
            "Enter loads it; Esc and then Enter, or Ctrl-C, changes nothing: ";
    }
}

messages! {
    /// In what one version of a pack differs from another.
    LoadAspect {
        Title => "名称", "title";
        Number => "文号", "number";
        Issuer => "发文机关", "issuer";
        IssuedOn => "发文日期", "date of issue";
        TargetDate => "期限", "deadline";
        ValidFrom => "生效日期", "in force from";
        ValidTo => "失效日期", "in force until";
        StaleAfter => "超过几个季度未确认为超期", "quarters until a confirmation is out of date";
        Aliases => "别名", "aliases";
        Help => "说明", "help";
        Unit => "单位", "unit";
        Holds => "类型和范围", "type and range";
        Required => "必填", "required";
        Conditions => "条件", "conditions";
        Default => "默认值", "default";
        Message => "提示", "message";
        AtField => "所在字段", "field";
        OfKind => "类别", "kind";
        AtLeast => "至少几个", "how many";
        Measure => "缺口按哪个字段计算", "field that measures the gap";
        Strength => "约束力", "strength";
        Clause => "条款", "clause";
        Reading => "解释", "reading";
        Responsible => "责任单位", "responsible unit";
        Scope => "适用范围", "scope";
        Form => "形式", "form";
        Group => "分组", "group";
        Quantity => "数量", "quantity";
        Operator => "比较", "operator";
        Need => "须达到", "need";
        Fails => "不达标的一端", "end that fails";
        Tolerance => "允许偏差", "tolerance";
        EachOfLast => "连续几期", "periods running";
        Claims => "各项", "claims";
        Act => "应完成的事项", "act";
        Since => "从哪一期起", "first period";
        JudgedPeriod => "判定哪一期", "period that is judged";
        Entry => "填报处", "where it is entered";
        Cycle => "填报周期", "reporting period";
        Derived => "算法", "how it is computed";
    }
}

messages! {
    /// That a policy is not in force on a day.
    ValidityMsg {
        NotYet { date: String } => "尚未生效，{date} 起有效", "not in force before {date}";
        NoLonger { date: String } => "已失效，有效至 {date}", "no longer in force, valid until {date}";
    }
}
