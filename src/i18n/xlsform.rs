//! Words about a form of `XLSForm` that becomes the draft of a pack.

use super::say::messages;

messages! {
    /// Why a form gives no draft.
    XlsFormFault {
        NoSurvey =>
            "不是 XLSForm：没有名为 survey 的工作表",
            "not an XLSForm: it has no sheet survey";
        NoQuestions =>
            "表单里没有可作为字段的问题",
            "the form has no question that can be a field";
    }
}

messages! {
    /// What the draft of a pack says of itself.
    XlsFormMsg {
        Head =>
            "由 XLSForm 生成的草稿：请补填各「?」、发布日期和最低要求，再用 pack check 检查",
            "a draft made of an XLSForm: fill in every \"?\", the date and the minimums, then run pack check";
        LeftOut { name: String, sort: String } =>
            "没有采用「{name}」：政策包没有类型 {sort}",
            "left out \"{name}\": a pack has no type {sort}";
        Shared { name: String } =>
            "没有采用「{name}」：每个表单都有此字段",
            "left out \"{name}\": every form has this field";
        Twice { name: String } =>
            "没有采用第二个「{name}」",
            "left out the second \"{name}\"";
        NoChoices { name: String } =>
            "没有采用「{name}」：choices 工作表没有其选项",
            "left out \"{name}\": the sheet choices has none for it";
        Rule { name: String, rule: String } =>
            "「{name}」另有条件，请改写为 required_when、range 或 check：{rule}",
            "\"{name}\" has a rule to be written as required_when, range or check: {rule}";
    }
}
