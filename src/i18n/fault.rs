//! What is wrong with a policy pack or a list of places.

use super::say::messages;

messages! {
    /// What is wrong at one line of a policy pack.
    PackFault {
        Toml { message: String } =>
            "不是可用的 TOML：{message}",
            "not a usable TOML file: {message}";
        Format { found: String } =>
            "格式版本 {found} 不认识，本程序认识 1",
            "unknown format {found}; this program knows format 1";
        BadCode { code: String } =>
            "代码「{code}」不合规，只用小写字母、数字和 _（包的代码用 -）",
            "the code `{code}` is not allowed; use lower-case letters, digits and _ (- in the code of the pack)";
        Twice { code: String } => "代码「{code}」重复", "the code `{code}` occurs twice";
        Reserved { code: String } =>
            "代码「{code}」已由程序使用，请换一个",
            "the code `{code}` is used by the program; choose another";
        EmptyText => "文字不能为空，中英文都要有", "a text is empty; both zh and en are needed";
        Unknown { what: String, name: String, known: String } =>
            "不认识的{what}「{name}」，可用：{known}",
            "unknown {what} `{name}`; use one of {known}";
        ScopeNeedsOne => "scope 须写 places 或 level 之一", "scope needs either places or level";
        KeyDoesNotFit { key: String, holds: String } =>
            "「{key}」不能用于 {holds} 类型",
            "`{key}` does not fit the type {holds}";
        NoChoices =>
            "choice 类型至少要有一个 [[kind.field.choice]]",
            "a choice field needs at least one [[kind.field.choice]]";
        RanksIncomplete => "rank 要么全有，要么全无", "give a rank to every choice or to none";
        NoSuchField { name: String } => "没有字段「{name}」", "there is no field `{name}`";
        ValueMissing { sign: String } =>
            "运算符「{sign}」后面要有 value 或 other",
            "the operator `{sign}` needs a value or other";
        ValueUnused { sign: String } =>
            "运算符「{sign}」不带 value 或 other",
            "the operator `{sign}` takes no value and no other";
        OperatorDoesNotFit { sign: String, field: String } =>
            "运算符「{sign}」不适用于字段「{field}」",
            "the operator `{sign}` does not fit the field `{field}`";
        ValueDoesNotFit { value: String, field: String } =>
            "「{value}」不是字段「{field}」的值",
            "`{value}` is not a value of the field `{field}`";
        UnknownForm { form: String, rule: String } =>
            "规则 {rule} 的形式「{form}」本程序不认识，整包不载入；可用：exists",
            "the form `{form}` of the rule {rule} is not known to this program, so the whole pack is refused; use exists";
        NothingWithin =>
            "没有数字能同时符合这个范围的上下限",
            "no figure is within both ends of this range";
        NeverInForce =>
            "valid_to 早于 valid_from，没有一天有效",
            "valid_to is before valid_from, so the pack is never in force";
        AtLeastOne => "at_least 至少为 1", "at_least must be 1 or more";
        NoConditionMeasured { field: String } =>
            "measure「{field}」要有一个 >=、>、<= 或 < 的数字条件",
            "the measure `{field}` needs a condition on a figure with >=, >, <= or <";
        MeasureOfMany => "measure 只能用于 at_least = 1", "a measure needs at_least = 1";
        NoSuchZone { zone: String } =>
            "没有「{zone}」这个时区；请用 IANA 名称，如 Asia/Shanghai",
            "there is no time zone `{zone}`; use a name of the IANA list, such as Asia/Shanghai";
        BadDate { date: String } =>
            "「{date}」不是 YYYY-MM-DD 的日期",
            "`{date}` is not a date as YYYY-MM-DD";
        NotForRequirement { sign: String } =>
            "最低要求里不能用「{sign}」",
            "`{sign}` cannot be used in a requirement";
        Empty { what: String } => "至少要有一个 {what}", "at least one {what} is needed";
    }
}
