//! Why a typed text is refused by a field. The text stays in the field; the words say what it
//! should be.

use super::say::{Text, messages};

messages! {
    /// Why a field does not take what was typed.
    Refusal {
        NotADate { typed: String } =>
            "「{typed}」不是日期，请按 2021、2021-6 或 2021-6-1 填写",
            "\"{typed}\" is not a date; write 2021, 2021-6 or 2021-6-1";
        YearNeedsFourDigits { typed: String } =>
            "「{typed}」：年份要四位数在前，如 2021-6-1",
            "\"{typed}\": put a four-digit year first, as in 2021-6-1";
        YearOutside { typed: String } =>
            "「{typed}」：年份不在可填的范围内（日期 1000 至 2100 年，期间 1900 至 2100 年）",
            "\"{typed}\": the year must be from 1000 to 2100, that of a period from 1900";
        NoSuchDate { typed: String } =>
            "「{typed}」：该日期不存在",
            "\"{typed}\": there is no such date";
        Decade { typed: String } =>
            "「{typed}」是年代，不是哪一年；查明年份后填写，查不到的留空",
            "\"{typed}\" is a decade and no year; write the year, or leave it empty if nobody knows it";
        PartOfAPeriod { typed: String, year: String } =>
            "「{typed}」不是年、月、日，请填 {year}，知道月份的填到月，如 {year}-6",
            "\"{typed}\" is not a year, a month or a day; write {year}, or the month as in {year}-6";
        OtherDayElsewhere { typed: String } =>
            "「{typed}」是世界时，在此地可能是另一天；请只填日期，导入时可用 --zone 指明时区",
            "\"{typed}\" is in UTC and may be another day here; write the date alone, or name the zone of an import with --zone";
        NotAPeriod { typed: String, example: String } =>
            "「{typed}」不是期间，请按 {example} 填写",
            "\"{typed}\" is not a period; write it as in {example}";
        PeriodNeedsFourDigits { typed: String, example: String } =>
            "「{typed}」：年份要四位数在前，如 {example}",
            "\"{typed}\": put a four-digit year first, as in {example}";
        NoSuchPeriod { typed: String } =>
            "「{typed}」：没有这个季度或月份",
            "\"{typed}\": there is no such quarter or month";
        FirstHalf { typed: String, year: String } =>
            "「{typed}」是半年，请填明季度：{year}Q1 或 {year}Q2",
            "\"{typed}\" is a half-year; which quarter: {year}Q1 or {year}Q2?";
        SecondHalf { typed: String, year: String } =>
            "「{typed}」是半年，请填明季度：{year}Q3 或 {year}Q4",
            "\"{typed}\" is a half-year; which quarter: {year}Q3 or {year}Q4?";
        OtherPeriod { typed: String, example: String } =>
            "「{typed}」与此表的期间不符，请按 {example} 填写",
            "\"{typed}\" is not a period of this sheet; write it as in {example}";
        NoPeriods { typed: String } =>
            "「{typed}」：此表只填一次，不分期间，请留空",
            "\"{typed}\": this sheet is filled in once and has no periods; leave it empty";
        NotANumber { typed: String } =>
            "「{typed}」不是数字，请填如 130 或 12.5",
            "\"{typed}\" is not a number; write 130 or 12.5";
        LetterAtEnd { typed: String, letter: String, digit: String } =>
            "「{typed}」：最后一个字符「{letter}」是字母；若应为数字 {digit}，请更正",
            "\"{typed}\": the last character, \"{letter}\", is a letter; if it should be the digit {digit}, correct it";
        LetterAt { typed: String, at: usize, letter: String, digit: String } =>
            "「{typed}」：第 {at} 个字符「{letter}」是字母；若应为数字 {digit}，请更正",
            "\"{typed}\": character {at}, \"{letter}\", is a letter; if it should be the digit {digit}, correct it";
        MarkNoDigit { typed: String, mark: String } =>
            "「{typed}」：「{mark}」是注号或上下标，不是数字；请删除，或改为普通数字",
            "\"{typed}\": \"{mark}\" is a note mark, not a digit; remove it, or write plain digits";
        Shortened { typed: String } =>
            "「{typed}」是表格软件对长号码的缩写，末尾已丢失；请按原件填写全部数字",
            "\"{typed}\" is a long number shortened by a spreadsheet, and its end is lost; write all its digits from the source";
        TooLong { limit: usize } (characters = limit "character" "characters") =>
            "太长，最多 {limit} 个字",
            "too long; at most {limit} {characters}";
        UnknownUnit { unit: String, expected: Text } =>
            "无法识别单位「{unit}」，此项可用：{expected}",
            "unknown unit \"{unit}\"; this field takes {expected}";
        WrongUnit { unit: String, expected: Text } =>
            "单位「{unit}」不适用，此项可用：{expected}",
            "the unit \"{unit}\" does not fit; this field takes {expected}";
        NoUnit { unit: String } =>
            "此项没有单位，请去掉「{unit}」",
            "this field has no unit; leave out \"{unit}\"";
        OnlySums { typed: String } =>
            "「{typed}」：只能用 + 相加，如 60+72；区间、减法和其他算式不收，请填一个数",
            "\"{typed}\": only sums are worked out, as 60+72; for a range, a difference or other arithmetic write one figure";
        SumNeedsUnits { typed: String } =>
            "「{typed}」：相加的数，要么都写单位，要么都不写",
            "\"{typed}\": write a unit after every part of the sum or after none";
        SumInAFile { typed: String } =>
            "「{typed}」：文件里不做加法，请填相加后的数；各数都写了单位的可以，如 60座+72座",
            "\"{typed}\": a sum in a file is not worked out; write the total, or a unit after every part";
        NumeralUnclear { typed: String } =>
            "「{typed}」的读法不止一种，请写全，如 一百二十、一百零二，或用阿拉伯数字",
            "\"{typed}\" can be read in more than one way; write it out, as 一百二十 or 一百零二, or in digits";
        UnitWanted { typed: String, figure: String } =>
            "「{typed}」：{figure} 后面要写单位",
            "\"{typed}\": write a unit after {figure}";
        PartsUnclear { typed: String } =>
            "「{typed}」：几个单位连写，要从大到小，前面的是整数，后面的不满前一个单位，如 2亩3分；也可写成小数，如 2.3亩",
            "\"{typed}\": write units from the largest to the smallest, with whole numbers before the last and each less than one of the unit before, as 2亩3分; or a decimal, as 2.3亩";
        PartOfAMu { typed: String } =>
            "「{typed}」：请写成亩，一分是 0.1亩，一厘是 0.01亩",
            "\"{typed}\": write it in mu; one 分 is 0.1亩, one 厘 is 0.01亩";
        NotWhole { typed: String } => "「{typed}」：须为整数", "\"{typed}\" must be a whole number";
        TooManyDecimals { typed: String, limit: usize } (places = limit "decimal place" "decimal places") =>
            "「{typed}」：小数最多 {limit} 位",
            "\"{typed}\": at most {limit} {places}";
        Below { min: String } => "须 ≥ {min}（含）", "must be ≥ {min} (inclusive)";
        NotAbove { above: String } => "须 > {above}（不含）", "must be > {above} (exclusive)";
        Beyond { max: String } => "须 ≤ {max}（含）", "must be ≤ {max} (inclusive)";
        NotAChoice { typed: String, choices: Text } =>
            "「{typed}」不在选项中：{choices}",
            "\"{typed}\" is not one of: {choices}";
        SeveralChoices { typed: String, choices: Text } =>
            "「{typed}」符合的不止一项，请按前面的数字：{choices}",
            "\"{typed}\" fits several; type the number of one: {choices}";
        TakesChoice { typed: String, choice: Text } =>
            "「{typed}」：离开此项即填「{choice}」",
            "\"{typed}\": leaving the field takes {choice}";
        NotYesNo { typed: String } =>
            "「{typed}」：请填 是 或 否（1 或 0）",
            "\"{typed}\": write yes or no (1 or 0)";
        Required => "必填", "required";
    }
}

messages! {
    /// Why a value that is taken looks doubtful.
    Doubt {
        UnusuallySmall { usual: String } =>
            "小于通常值（通常 ≥ {usual}），请核对单位",
            "smaller than usual (usually ≥ {usual}); check the unit";
        UnusuallyLarge { usual: String } =>
            "大于通常值（通常 ≤ {usual}），请核对单位",
            "larger than usual (usually ≤ {usual}); check the unit";
        CreditCode =>
            "统一社会信用代码校验码不符，请核对",
            "the check character of the credit code is wrong; please check";
        UnusualLength { usual: usize } (characters = usual "character" "characters") =>
            "通常为 {usual} 位，请对照证书核对",
            "usually {usual} {characters} long; please compare with the certificate";
        SharpChange { before: String } =>
            "与上次的 {before} 相差超过 30%，请核对",
            "more than 30 % away from the last value, {before}; please check";
        LongAgo { year: String } =>
            "年份 {year} 早于 1900 年，请核对",
            "the year {year} is before 1900; please check";
        Disagrees { derived: Text } =>
            "与按各项算出的 {derived} 不符，请核对；判定以各项为准",
            "its parts give {derived}; please check; the parts are used for the verdict";
    }
}
