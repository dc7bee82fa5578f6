//! Numbers with units as people type them, and the exact value they stand for.

use self::one::{apart, decimals_in, factor_of, ungrouped};
use super::number::Number;
use super::unit::Unit;
use crate::domain::text::{folding, letter_digit};
use crate::i18n::Refusal;

mod amount;
mod one;
mod parts;
mod term;

/// A figure in the unit of its field, and the text it was typed as where that was in another unit.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quantity {
    /// The exact value in the field's unit.
    pub exact: Number,
    /// What was typed, kept when a unit, 万 or 亿 was converted, and of a derived field where it has
    /// more digits than the figure tells.
    pub typed: Option<String>,
}

impl From<Number> for Quantity {
    fn from(exact: Number) -> Self {
        Self { exact, typed: None }
    }
}

impl Quantity {
    /// Returns the same with the digits it was typed with, where the figure alone no longer tells
    /// them: 95.00 says more than 95.
    #[must_use]
    pub(super) fn keeping_digits(self, typed: &str) -> Self {
        let figure = folding::figure(typed);
        let digits = ungrouped(apart(&figure).0).filter(|digits| {
            let told = decimals_in(digits);
            self.exact.decimals().is_some_and(|own| told > own)
        });
        Self {
            typed: self.typed.or(digits),
            ..self
        }
    }

    /// Returns what one of the last digit typed is worth, in the unit of the field, whose units these
    /// are.
    #[must_use]
    pub fn last_digit(&self, units: &[Unit]) -> Option<Number> {
        let Some(typed) = &self.typed else {
            return Number::step_of(self.exact.decimals()?);
        };
        let figure = folding::figure(typed);
        if one::read(&figure, units).is_err()
            && let Some(Ok(figures)) = parts::read(&figure, units)
        {
            return Some(figures.step);
        }
        let (digits, word) = apart(&figure);
        let digits = ungrouped(digits)?;
        let number: Number = digits.parse().ok()?;
        let unit = match (number.inverse(), word) {
            (Some(inverse), _) => self.exact.checked_mul(inverse)?,
            (None, "") => Number::from(1_i64),
            // Nothing tells by itself of which unit it is nothing.
            (None, word) => factor_of(word, units).ok()?,
        };
        Number::step_of(decimals_in(&digits))?.checked_mul(unit)
    }

    /// Returns whether what was typed is a figure without a unit.
    #[must_use]
    pub fn is_typed_plainly(&self) -> bool {
        let typed = self.typed.as_ref();
        typed.is_some_and(|typed| typed.parse::<Number>().is_ok())
    }
}

/// What a typed figure is read as.
pub(super) struct Reading {
    /// The figure.
    pub(super) quantity: Quantity,
    /// Whether it was converted from another unit, and may have any digits.
    pub(super) is_converted: bool,
    /// Whether it is a sum of which a part has no unit.
    pub(super) is_bare_sum: bool,
}

impl Reading {
    /// Returns the figure if it has no more than so many digits after the point. A converted one may
    /// have any number of them, but where only whole numbers are taken.
    ///
    /// # Errors
    /// Refuses the text that was typed.
    pub(super) fn within(self, decimals: usize, typed: &str) -> Result<Quantity, Refusal> {
        let typed = || typed.to_owned();
        let digits = self.quantity.exact.decimals();
        if decimals == 0 && digits != Some(0) {
            return Err(Refusal::NotWhole { typed: typed() });
        }
        if !self.is_converted && digits.is_none_or(|digits| digits > decimals) {
            return Err(Refusal::TooManyDecimals {
                typed: typed(),
                limit: decimals,
            });
        }
        Ok(self.quantity)
    }
}

/// Reads a typed figure for a field whose unit is the first of `units`; the others are what else
/// may be typed. Sums (`60+72`), several units (`2亩3分`) and numbers in hanzi are read too.
///
/// # Errors
/// Refuses what is not a number, groups that are not of three digits, units that the field does
/// not take, and what can be read in more than one way.
pub(super) fn reading(typed: &str, units: &[Unit]) -> Result<Reading, Refusal> {
    let folded = unmarked(typed)?;
    let kept = |is_kept: bool| is_kept.then(|| folding::name(typed));
    match one::read(&folded, units) {
        Ok(figure) => {
            let is_converted = figure.has_word && figure.factor != Number::from(1_i64);
            Ok(Reading {
                quantity: Quantity {
                    exact: figure.exact,
                    typed: kept(is_converted),
                },
                is_converted,
                is_bare_sum: false,
            })
        }
        Err(refusal) => {
            let figures = parts::read(&folded, units).unwrap_or(Err(refusal));
            let figures =
                figures.map_err(|refusal| letter_digit::refusal(&folded).unwrap_or(refusal))?;
            Ok(Reading {
                quantity: Quantity {
                    exact: figures.exact,
                    typed: kept(figures.is_kept),
                },
                is_converted: figures.is_converted,
                is_bare_sum: figures.is_bare_sum,
            })
        }
    }
}

/// Reads one figure with at most one unit, in digits, as packs write them.
///
/// # Errors
/// Refuses all else.
pub fn read_one(written: &str, units: &[Unit]) -> Result<Number, Refusal> {
    one::read(&unmarked(written)?, units).map(|figure| figure.exact)
}

/// Returns how many of the first of `units` one of the unit `word` is; 万 and 亿 may stand before it
/// or alone.
#[must_use]
pub fn factor(word: &str, units: &[Unit]) -> Option<Number> {
    let folded = unmarked(&format!("1{word}")).ok()?;
    let figure = one::read(&folded, units).ok()?;
    (figure.number == Number::from(1_i64)).then_some(figure.factor)
}

/// Folds a figure.
///
/// # Errors
/// Refuses signs that look like digits and are none.
fn unmarked(typed: &str) -> Result<String, Refusal> {
    let folded = folding::figure(typed);
    match folding::mark(&folded) {
        Some(mark) => Err(Refusal::MarkNoDigit {
            typed: folded,
            mark: mark.to_string(),
        }),
        None => Ok(folded),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::value::unit::built_in;
    use crate::i18n::Text;

    fn units(own: &str) -> Vec<Unit> {
        let all = built_in();
        let own = all.iter().find(|unit| unit.code == own).unwrap().clone();
        let others = all
            .into_iter()
            .filter(|unit| own.takes(unit) && unit.code != own.code);
        [own.clone()].into_iter().chain(others).collect()
    }

    fn read(typed: &str, units: &[Unit]) -> Result<Quantity, Refusal> {
        reading(typed, units).map(|reading| reading.quantity)
    }

    fn exact(typed: &str, own: &str) -> String {
        read(typed, &units(own)).unwrap().exact.to_string()
    }

    #[test]
    fn quantities_are_read_in_every_unit_of_their_kind_exactly() {
        for (typed, kept) in [
            ("1.2万平方米", "12000"),
            ("1.2万", "12000"),
            ("12亩", "8000"),
            ("3亩", "2000"),
            ("2公顷", "20000"),
            ("1，200", "1200"),
            ("1、200.5㎡", "1200.5"),
            ("850 m²", "850"),
            ("１２３。５", "123.5"),
            ("1亩", "2000/3"),
            ("+32.53", "32.53"),
            ("＋3亩", "2000"),
        ] {
            assert_eq!(exact(typed, "m2"), kept, "{typed}");
        }
        assert_eq!(exact("3。5公里", "km"), "3.5");
        assert_eq!(exact("800米", "km"), "0.8");
        for (typed, own, kept) in [
            ("5里", "m", "2500"),
            ("5华里", "km", "2.5"),
            ("1英里", "m", "1609.344"),
            ("2 miles", "km", "3.218688"),
            ("10 acres", "m2", "40468.564224"),
            ("1英亩", "ha", "0.40468564224"),
            ("300平方", "m2", "300"),
            ("2 hectares", "mu", "30"),
            ("1.2亿平方米", "km2", "120"),
            ("2万公顷", "km2", "200"),
        ] {
            assert_eq!(exact(typed, own), kept, "{typed} {own}");
        }
        let volumes = [Unit::counting(
            "volume",
            Text {
                zh: "册".into(),
                en: "volume".into(),
            },
            None,
            vec![],
        )];
        assert_eq!(
            read("5万册", &volumes).unwrap().exact,
            Number::from(50_000_i64)
        );
        assert_eq!(
            read("1.2亿", &volumes).unwrap().exact,
            Number::from(120_000_000_i64)
        );
    }

    #[test]
    fn money_is_read_exactly_in_every_unit_of_it() {
        for (typed, own, kept) in [
            ("12,000 万元", "yi_yuan", "1.2"),
            ("12000万", "yi_yuan", "1.2"),
            ("1.2亿", "yi_yuan", "1.2"),
            ("1.2亿元", "yi_yuan", "1.2"),
            ("1.2", "yi_yuan", "1.2"),
            ("1.2万亿元", "yi_yuan", "12000"),
            ("1.2万亿", "yi_yuan", "12000"),
            ("120000000元", "yi_yuan", "1.2"),
            ("1元", "yi_yuan", "0.00000001"),
            ("1.2亿", "wan_yuan", "12000"),
            ("3万", "wan_yuan", "3"),
            ("3万元", "yuan", "30000"),
            ("3万", "yuan", "30000"),
            ("1.2亿", "yuan", "120000000"),
            ("3 wan yuan", "yuan", "30000"),
        ] {
            assert_eq!(exact(typed, own), kept, "{typed} {own}");
        }
        for typed in [
            "1万万元",
            "1亿万元",
            "1亿亿",
            "1万万",
            "1千元",
            "1万亿万元",
            "5%",
        ] {
            for own in ["yuan", "wan_yuan", "yi_yuan"] {
                assert!(read(typed, &units(own)).is_err(), "{typed} {own}");
            }
        }
    }

    #[test]
    fn shares_their_differences_and_ratios_are_not_taken_for_each_other() {
        assert_eq!(exact("75%", "percent"), "75");
        assert_eq!(exact("0.3个百分点", "percentage_point"), "0.3");
        assert_eq!(exact("1.66倍", "times"), "1.66");
        for (typed, own) in [
            ("5个百分点", "percent"),
            ("5 percentage points", "percent"),
            ("5%", "percentage_point"),
            ("166%", "times"),
            ("1.66倍", "percent"),
        ] {
            assert!(
                matches!(read(typed, &units(own)), Err(Refusal::WrongUnit { .. })),
                "{typed} {own}"
            );
        }
    }

    #[test]
    fn a_unit_of_ten_thousands_is_not_multiplied_twice() {
        let counting = |code: &str, zh: &str| {
            let label = Text {
                zh: zh.into(),
                en: code.into(),
            };
            Unit::counting(code, label, None, vec![])
        };
        let person = counting("person", "人");
        let ten_thousands =
            Unit::derived(counting("persons10k", "万人"), &person, 10_000_i64.into()).unwrap();
        let units = [ten_thousands, person];
        for (typed, kept) in [
            ("1.2", "1.2"),
            ("1.2万", "1.2"),
            ("1.2万人", "1.2"),
            ("12000人", "1.2"),
            ("1.2亿", "12000"),
            ("1.2亿人", "12000"),
        ] {
            assert_eq!(
                read(typed, &units).unwrap().exact.to_string(),
                kept,
                "{typed}"
            );
        }
        assert!(read("1万万人", &units).is_err());
    }

    #[test]
    fn what_was_typed_is_kept_only_where_it_was_converted() {
        assert_eq!(
            read(" 12 亩", &units("m2")).unwrap().typed.as_deref(),
            Some("12 亩")
        );
        assert_eq!(read("12㎡", &units("m2")).unwrap().typed, None);
    }

    #[test]
    fn the_last_digit_typed_is_known() {
        for (typed, digit) in [
            ("95", "1"),
            ("95.0", "0.1"),
            ("95.00", "0.01"),
            ("94.99", "0.01"),
            ("0.00", "0.01"),
            ("95.00 %", "0.01"),
            ("+95.00", "0.01"),
        ] {
            let quantity = read(typed, &units("percent")).unwrap();
            let kept = quantity.keeping_digits(typed);
            assert_eq!(
                kept.last_digit(&units("percent")).unwrap().to_string(),
                digit,
                "{typed}"
            );
            assert_eq!(kept.typed.is_some(), typed.contains(".0"), "{typed}");
        }
        for (typed, digit) in [
            ("12,000 万元", "0.0001"),
            ("0 万元", "0.0001"),
            ("0.00 万元", "0.000001"),
            ("0 亿元", "1"),
            ("0.0 亿元", "0.1"),
            ("0万", "0.0001"),
            ("-0.0 元", "0.000000001"),
        ] {
            let money = read(typed, &units("yi_yuan")).unwrap();
            let kept = money.keeping_digits(typed);
            let told = kept.last_digit(&units("yi_yuan")).unwrap();
            assert_eq!(told.to_string(), digit, "{typed}");
        }
    }

    #[test]
    fn doubtful_quantities_are_refused() {
        for typed in [
            "里", "5里", "约120", "1,20", "1.2.3", "1e9", "12公里", "1 2", "12,", ",12", "1.2,3",
            "5kg", "", "+", "+-5", "++5", "+ 5", "-+5", "5+",
        ] {
            assert!(read(typed, &units("m2")).is_err(), "{typed}");
        }
        for typed in ["129①", "1999²", "12₉", "½", "12½", "⑫", "𝟏𝟐", "①", "5m²①"]
        {
            assert!(
                matches!(read(typed, &units("m2")), Err(Refusal::MarkNoDigit { .. })),
                "{typed}"
            );
        }
        assert!(matches!(
            read("5公里", &units("m2")),
            Err(Refusal::WrongUnit { .. })
        ));
        assert!(matches!(read("5张", &[]), Err(Refusal::NoUnit { .. })));
    }

    #[test]
    fn sums_are_worked_out_exactly_and_kept_as_they_were_typed() {
        for (typed, own, sum) in [
            ("60+72", "m2", "132"),
            ("６０＋７２", "m2", "132"),
            ("0.1 + 0.2", "m2", "0.3"),
            ("1,200+800", "m2", "2000"),
            ("60+72+8", "m2", "140"),
            ("60平方+72", "m2", "132"),
            ("60+72㎡", "m2", "132"),
            ("1亩+1亩+1亩", "m2", "2000"),
            ("1公里+200米", "km", "1.2"),
            ("3亩半+2亩3分", "mu", "5.8"),
            ("1.2万元+3000元", "wan_yuan", "1.5"),
            ("六十+七十二", "m2", "132"),
            ("50%+25%", "percent", "75"),
        ] {
            let quantity = read(typed, &units(own)).unwrap();
            assert_eq!(quantity.exact.to_string(), sum, "{typed}");
            assert_eq!(quantity.typed, Some(folding::name(typed)));
        }
        assert_eq!(read("60+72", &[]).unwrap().exact, Number::from(132_i64));
        for (typed, own) in [
            ("3+2亩", "m2"),
            ("3亩+2", "m2"),
            ("1.2万+500", "m2"),
            ("60+72公里", "m2"),
            ("60+", "m2"),
            ("+60+72", "m2"),
            ("60++72", "m2"),
            ("60+-5", "m2"),
            ("1990+5", "year"),
            ("30+1", "deg"),
            ("0578+一百二", "m2"),
        ] {
            assert!(read(typed, &units(own)).is_err(), "{typed}");
        }
    }

    #[test]
    fn other_arithmetic_and_ranges_are_refused_with_what_to_type() {
        for typed in [
            "60-72",
            "60~72",
            "60～72",
            "60至72",
            "60到72",
            "60×2",
            "60*2",
            "60÷2",
            "1/2",
            "=60+72",
            "60-72平方米",
            "60+72-5",
            "60 - 72",
            "六十至七十",
            "0578-3123456",
            "2021-6-1",
        ] {
            assert!(
                matches!(read(typed, &units("m2")), Err(Refusal::OnlySums { .. })),
                "{typed} {:?}",
                read(typed, &units("m2"))
            );
        }
        assert_eq!(exact("-5", "m2"), "-5");
    }

    #[test]
    fn several_units_and_halves_are_read_where_they_are_certain() {
        for (typed, own, kept) in [
            ("2亩3分", "mu", "2.3"),
            ("2亩3分5厘", "mu", "2.35"),
            ("2亩零5厘", "mu", "2.05"),
            ("两亩三分", "mu", "2.3"),
            ("3亩半", "mu", "3.5"),
            ("3亩半", "m2", "7000/3"),
            ("2亩3分半", "mu", "2.35"),
            ("半亩", "mu", "0.5"),
            ("三半", "mu", "3.5"),
            ("1公顷2亩", "mu", "17"),
            ("1公里200米", "km", "1.2"),
            ("1 公里 200 米", "m", "1200"),
            ("两公里零五十米", "m", "2050"),
            ("5千米200米", "km", "5.2"),
            ("3里半", "m", "1750"),
            ("三里", "km", "1.5"),
            ("3华里", "km", "1.5"),
            ("3个半小时", "hour", "3.5"),
            ("三个半小时", "hour", "3.5"),
            ("1公顷300平方米", "m2", "10300"),
            ("2000平方", "m2", "2000"),
            ("2000平", "m2", "2000"),
            ("2000方", "m2", "2000"),
            ("1亿2000万元", "yuan", "120000000"),
            ("1亿2000万元", "yi_yuan", "1.2"),
            ("2亿3000万5000元", "wan_yuan", "23000.5"),
            ("3万5000平方米", "m2", "35000"),
            ("1万2,000", "m2", "12000"),
            ("五万亩", "ha", "10000/3"),
            ("两万三千元", "wan_yuan", "2.3"),
            ("一百二十", "m2", "120"),
            ("一千零五㎡", "m2", "1005"),
            ("壹佰贰拾平方米", "m2", "120"),
            ("二〇二四", "year", "2024"),
            ("二〇二四年", "year", "2024"),
            ("三百", "m2", "300"),
        ] {
            assert_eq!(
                read(typed, &units(own))
                    .map(|q| q.exact.to_string())
                    .map_err(|r| format!("{r:?}")),
                Ok(kept.to_owned()),
                "{typed} {own}"
            );
        }
    }

    #[test]
    fn what_has_two_readings_is_refused_with_the_reason() {
        let refusal = |typed: &str, own: &str| read(typed, &units(own)).unwrap_err();
        for typed in [
            "一百二",
            "三千五",
            "两万三",
            "七八",
            "3万5",
            "3万半",
            "一百半",
            "1.5万2000",
            "1万20000",
            "3.5亩半",
            "两万万",
        ] {
            assert!(
                matches!(refusal(typed, "m2"), Refusal::NumeralUnclear { .. }),
                "{typed} {:?}",
                refusal(typed, "m2")
            );
        }
        for typed in ["2亩15分", "1亩2公顷", "2.5亩3分", "3亩2亩", "2亩3000平方米"] {
            assert!(
                matches!(refusal(typed, "mu"), Refusal::PartsUnclear { .. }),
                "{typed} {:?}",
                refusal(typed, "mu")
            );
        }
        for (typed, own) in [
            ("1公里200", "m"),
            ("2亩3", "mu"),
            ("两万三千", "wan_yuan"),
            ("1亿2000万", "wan_yuan"),
        ] {
            assert!(
                matches!(refusal(typed, own), Refusal::UnitWanted { .. }),
                "{typed} {:?}",
                refusal(typed, own)
            );
        }
        for typed in ["3分", "三分地", "5厘"] {
            assert!(
                matches!(refusal(typed, "m2"), Refusal::PartOfAMu { .. }),
                "{typed}"
            );
        }
        for (typed, own) in [
            ("3分", "m"),
            ("30方", "m"),
            ("3平", "km"),
            ("十几", "m2"),
            ("三点五", "m2"),
            ("百分点", "m2"),
            ("半", "m2"),
            ("一万", "year"),
            ("30度15分", "deg"),
            ("1年2年", "year"),
        ] {
            let refusal = refusal(typed, own);
            assert!(
                matches!(
                    refusal,
                    Refusal::NotANumber { .. }
                        | Refusal::UnknownUnit { .. }
                        | Refusal::WrongUnit { .. }
                ),
                "{typed} {refusal:?}"
            );
        }
    }

    #[test]
    fn a_word_behind_one_is_no_more_of_it() {
        for word in [
            "0平方米",
            "+5",
            "半",
            "亩3分",
            "亩半",
            ".5亩",
            "万2000",
            "-1",
            "+5平方米",
        ] {
            assert_eq!(factor(word, &units("m2")), None, "{word}");
        }
        assert_eq!(factor("万平方米", &units("m2")), Some(10_000_i64.into()));
    }

    proptest! {
        #[test]
        fn a_sum_equals_the_sum_of_its_parts(parts in prop::collection::vec((0_u32..10_000_000, 0_usize..4, 0_usize..3), 2..8)) {
            let names = ["平方米", "亩", "公顷"];
            let written: Vec<String> = parts.iter().map(|(figure, digits, unit)| {
                let figure = Number::fraction((*figure).into(), 10_i128.pow(u32::try_from(*digits).unwrap())).unwrap();
                format!("{figure}{}", names[*unit])
            }).collect();
            let of = |typed: &str| read(typed, &units("m2")).unwrap().exact;
            let sum = written.iter().fold(Number::ZERO, |sum, part| sum.checked_add(of(part)).unwrap());
            prop_assert_eq!(of(&written.join("+")), sum);
            prop_assert_eq!(of(&written.join(" + ")), sum);
        }

        #[test]
        fn what_one_figure_is_read_as_never_changes(text in "([0-9.,+ -]|万|亿|亩|平方米|公里|㎡|半|分|十|一|元){0,8}") {
            for own in ["m2", "km", "wan_yuan", "year"] {
                let units = units(own);
                if let Ok(before) = read_one(&text, &units) {
                    prop_assert_eq!(read(&text, &units).unwrap().exact, before);
                }
            }
        }

        #[test]
        fn mu_and_its_parts_are_decimals(mu in 1_u32..1000, fen in 1_u32..10, li in 1_u32..10) {
            let typed = format!("{mu}亩{fen}分{li}厘");
            prop_assert_eq!(exact(&typed, "mu"), format!("{mu}.{fen}{li}"));
        }

        #[test]
        fn what_is_kept_reads_back_as_the_same(text in "([0-9]{1,4}|[一二两三十百千零]{1,4}|[.,+]|万|亿|亩|分|公顷|平方|半|个半){1,6}") {
            if let Ok(quantity) = read(&text, &units("m2")) {
                let again = quantity.typed.clone().unwrap_or_else(|| quantity.exact.to_string());
                prop_assert_eq!(read(&again, &units("m2")).unwrap(), quantity);
            }
        }

        #[test]
        fn no_text_makes_reading_panic(text in "([0-9.,+-]|[一二两三十百千万亿零半个]|亩|分|公里|.){0,30}") {
            let _ = read(&text, &units("m2"));
            let _ = read(&text, &[]);
        }
    }

    #[test]
    fn the_last_digit_of_several_figures_is_that_of_the_finest() {
        for (typed, digit) in [
            ("60+72.5", "0.1"),
            ("60+72", "1"),
            ("1公顷+3.25亩", "20/3"),
            ("1亩2分", "200/3"),
        ] {
            let quantity = read(typed, &units("m2")).unwrap();
            assert_eq!(
                quantity.last_digit(&units("m2")).unwrap().to_string(),
                digit,
                "{typed}"
            );
        }
    }
}
