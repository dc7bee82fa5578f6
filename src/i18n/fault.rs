//! What is wrong with a policy pack or a list of places.

use super::say::messages;

messages! {
    /// What is wrong at one line of a policy pack.
    PackFault {
        Toml { message: String } =>
            "不是可用的 TOML：{message}",
            "not a usable TOML file: {message}";
        Format { found: String } =>
            "格式版本 {found} 不认识，本程序认识 1 和 2",
            "unknown format {found}; this program knows formats 1 and 2";
        Misread { found: String, expected: String } =>
            "表达式在「{found}」处无法解析；此处应为：{expected}",
            "the expression cannot be read at `{found}`; expected {expected}";
        EndsTooEarly { expected: String } =>
            "表达式不完整；末尾应为：{expected}",
            "the expression ends too early; expected {expected}";
        DividesByZero => "除数恒为零，没有数值", "the divisor is always zero, so there is no value";
        MixedUnits { left: String, right: String } =>
            "单位不一致：{left} 与 {right} 不能相加或相比",
            "mixed units: {left} and {right} cannot be added or compared";
        SharesOfDifferentWholes =>
            "不同总体的百分比不能相加；请用分子、分母的合计相除",
            "percentages of different wholes cannot be added; divide the sum of the parts by the sum of the wholes";
        NotAFigure { name: String } =>
            "「{name}」不是数字，不能在此使用",
            "`{name}` is not a figure and cannot be used here";
        Arguments { function: String, wanted: String } =>
            "{function} 的写法不对，应如 {wanted}",
            "`{function}` is written as {wanted}";
        Circle { field: String } =>
            "推算字段「{field}」循环引用自身",
            "the derived field `{field}` refers to itself";
        MixedPeriods { periods: String } =>
            "一条要求只能用一种期间的统计表，这里有：{periods}",
            "a requirement uses sheets of one period only; these have {periods}";
        NeedsFormat { what: String, format: usize } =>
            "{what} 要用 format = {format}",
            "{what} needs format = {format}";
        BadCode { code: String } =>
            "代码「{code}」不合规，只用小写字母、数字和 _（包的代码用 -）",
            "the code `{code}` is not allowed; use lower-case letters, digits and _ (- in a pack's code)";
        Twice { code: String } => "代码「{code}」重复", "the code `{code}` occurs twice";
        Reserved { code: String } =>
            "代码「{code}」为程序保留，请换一个",
            "the code `{code}` is reserved by the program; choose another";
        EmptyText => "文字不能为空，中英文都要有", "a text is empty; both zh and en are required";
        Unknown { what: PackWord, name: String, known: String } =>
            "没有「{name}」这个{what}，可用：{known}",
            "unknown {what} `{name}`; use one of {known}";
        UnknownNear { what: PackWord, name: String, guess: String, known: String } =>
            "没有「{name}」这个{what}，是不是「{guess}」？可用：{known}",
            "unknown {what} `{name}`; did you mean `{guess}`? use one of {known}";
        UnknownKey { name: String, known: String } =>
            "没有「{name}」这个键，可用：{known}",
            "unknown key `{name}`; use one of {known}";
        UnknownKeyNear { name: String, guess: String } =>
            "没有「{name}」这个键，是不是「{guess}」？",
            "unknown key `{name}`; did you mean `{guess}`?";
        WrongValue { name: String, wanted: String } =>
            "「{name}」的值写法不对，应如 {wanted}（小数要加引号）",
            "`{name}` is written as {wanted} (decimals in quotes)";
        NotExact { value: String } =>
            "「{value}」不是可用的数；应为整数，或加引号的小数、分数，小数点前后各最多 15 位",
            "`{value}` is not a usable number; write a whole number, or a decimal or a fraction in quotes, with at most 15 digits before and 15 after the point";
        NotUsedWith { key: String, with: String } =>
            "「{key}」不能与 {with} 同用",
            "`{key}` cannot be used with {with}";
        NotThatMany { key: String, least: usize, most: usize } =>
            "「{key}」须为 {least} 至 {most}",
            "`{key}` must be from {least} to {most}";
        NoSuchChoice { value: String, field: String, known: String } =>
            "「{value}」不是字段「{field}」的值，可用：{known}",
            "`{value}` is not a value of the field `{field}`; use one of {known}";
        NoSuchChoiceNear { value: String, field: String, guess: String } =>
            "「{value}」不是字段「{field}」的值，是不是「{guess}」？",
            "`{value}` is not a value of the field `{field}`; did you mean `{guess}`?";
        NoSuchFieldNear { name: String, guess: String } =>
            "没有字段「{name}」，是不是「{guess}」？",
            "there is no field `{name}`; did you mean `{guess}`?";
        NeverHolds { field: String } =>
            "按字段「{field}」的取值范围，这些条件不可能同时成立",
            "no value allowed by the field `{field}` can meet these conditions";
        NeverSatisfied { need: String } =>
            "按字段的取值范围，无法达到 {need}",
            "within the range of its field, {need} can never be met";
        ScopeNeedsOne => "scope 须写 places 或 level 之一", "scope needs either places or level";
        KeyDoesNotFit { key: String, holds: String } =>
            "「{key}」不能用于 {holds} 类型",
            "`{key}` does not fit the type {holds}";
        NoChoices =>
            "choice、choices 类型至少要有一个 [[kind.field.choice]]",
            "a choice or choices field needs at least one [[kind.field.choice]]";
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
        UnknownForm { form: String, rule: String, known: String } =>
            "规则 {rule} 的形式「{form}」本程序不支持，整个政策包未载入；可用：{known}",
            "the form `{form}` of rule {rule} is not supported by this program, so the whole pack is refused; use one of {known}";
        KeyMissing { key: String } => "缺少「{key}」", "the key `{key}` is missing";
        NeedDoesNotFit { need: String } => "need「{need}」不适用", "the need `{need}` does not fit";
        NotAChoiceField { name: String } =>
            "「{name}」不是选项字段",
            "`{name}` is not a choice field";
        NotADateField { name: String } => "「{name}」不是日期字段", "`{name}` is not a date field";
        BadPeriod { period: String } =>
            "「{period}」不是该表的期间",
            "`{period}` is not a period of this sheet";
        NothingWithin =>
            "没有数值能同时符合这一范围的上下限",
            "no figure is within both ends of this range";
        OfNeedsFactor => "of 和 factor 须同时写", "of and factor go together; give both or neither";
        FactorOutside { factor: String } =>
            "factor「{factor}」须大于 0，换算成分数后分子分母各不超过 1000 亿",
            "the factor `{factor}` must be more than 0 and, as a fraction, have parts of at most 100,000,000,000";
        NoneIsAnswer { word: String } =>
            "「{word}」在 choices 类型里表示一项也没有，不能用作选项",
            "in a choices field `{word}` means none of them, so it cannot be a choice";
        SeveralInCode { code: String } =>
            "choices 类型的选项代码「{code}」里不能有分隔符（、, ; /）",
            "the code `{code}` of a choices field must not contain a separator (, ; /)";
        NeverInForce =>
            "valid_to 早于 valid_from，没有一天有效",
            "valid_to is before valid_from, so the pack is never in force";
        StaleAtOnce => "stale_after 至少为 1", "stale_after must be 1 or more";
        AtLeastOne => "at_least 至少为 1", "at_least must be 1 or more";
        NoConditionMeasured { field: String } =>
            "measure「{field}」要有一个 >=、>、<= 或 < 的数字条件",
            "the measure `{field}` needs a condition on a figure with >=, >, <= or <";
        MeasureOfMany => "measure 只能用于 at_least = 1", "a measure needs at_least = 1";
        NoSuchZone { zone: String } =>
            "没有「{zone}」这个时区；请用 IANA 名称，如 Asia/Shanghai",
            "there is no time zone `{zone}`; use an IANA name, such as Asia/Shanghai";
        BadDate { date: String } =>
            "「{date}」不是 YYYY-MM-DD 的日期",
            "`{date}` is not a date of the form YYYY-MM-DD";
        NotForRequirement { sign: String } =>
            "要求中不能用「{sign}」",
            "`{sign}` cannot be used in a requirement";
        Empty { what: String } => "至少要有一个 {what}", "at least one {what} is needed";
    }
}

messages! {
    /// What a word of a pack is to be the name of.
    PackWord {
        Unit => "单位", "unit";
        Kind => "类别", "kind";
        Sheet => "统计表", "sheet";
        Field => "字段", "field";
        Type => "字段类型", "type";
        Choice => "选项", "choice";
        Group => "分组", "group";
        Operator => "运算符", "operator";
        Period => "期间", "period";
        Strength => "约束力", "strength";
        Function => "函数", "function";
        Level => "地方级别", "level of places";
        Required => "必填时机（required）", "required";
        Format => "文字格式（format）", "format";
        Fails => "不达标的一端（fails）", "fails";
        Entry => "填报处（entry）", "entry";
    }
}
