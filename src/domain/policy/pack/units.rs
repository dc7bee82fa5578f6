//! From the entries of a file to units: those in which things are counted, and those that are an
//! exact multiple of another one.

use super::file::UnitEntry;
use super::source::PackSource;
use crate::domain::value::unit::{self, Unit};
use crate::i18n::{PackFault, PackWord, code_list};

/// Returns the units of a pack: those that are built in, then its own.
pub(super) fn units(source: &mut PackSource, entries: &[UnitEntry]) -> Vec<Unit> {
    let is_own = |code: &str| entries.iter().any(|entry| entry.code.as_ref() == code);
    let mut units = unit::built_in();
    units.retain(|unit| !(unit::may_be_replaced(&unit.code) && is_own(&unit.code)));
    source.once(entries.iter().map(|entry| &entry.code));
    for entry in entries {
        let code = source.code(&entry.code, '_');
        if units.iter().any(|unit| unit.code == code) {
            source.fault(
                entry.code.span(),
                PackFault::Reserved { code: code.clone() },
            );
        }
        let label = source.text(&entry.label);
        let own = Unit::counting(&code, label, entry.plural.clone(), entry.aliases.clone());
        let multiple = multiple(source, entry, &own, &units);
        units.push(multiple.unwrap_or(own));
    }
    units
}

/// Returns the unit of an entry that is so many of another one.
fn multiple(
    source: &mut PackSource,
    entry: &UnitEntry,
    own: &Unit,
    units: &[Unit],
) -> Option<Unit> {
    let (of, factor) = match (&entry.of, &entry.factor) {
        (Some(of), Some(factor)) => (of, factor),
        (None, None) => return None,
        (Some(of), None) => {
            source.fault(of.span(), PackFault::OfNeedsFactor);
            return None;
        }
        (None, Some(factor)) => {
            source.fault(factor.span(), PackFault::OfNeedsFactor);
            return None;
        }
    };
    let known = || units.iter().filter(|unit| unit.is_multiplied());
    let Some(other) = known().find(|unit| unit.code == *of.as_ref()) else {
        let what = PackFault::Unknown {
            what: PackWord::Unit,
            name: of.as_ref().clone(),
            known: code_list(known().map(|unit| &unit.code)),
        };
        source.fault(of.span(), what);
        return None;
    };
    let times = factor.as_ref().0;
    let made = Unit::derived(own.clone(), other, times);
    if made.is_none() {
        let what = PackFault::FactorOutside {
            factor: times.to_string(),
        };
        source.fault(factor.span(), what);
    }
    made
}

#[cfg(test)]
mod tests {
    use super::super::Pack;
    use super::*;
    use crate::domain::value::Field;
    use crate::i18n::{Lang, Say};

    /// Returns the first pack with units of its own before the others.
    fn read(units: &str) -> Result<Pack, Vec<String>> {
        let text = include_str!("../../../../tests/packs/minimums.toml");
        let text = text.replacen("[[unit]]", &format!("{units}\n[[unit]]"), 1);
        let text = text.replacen(
            "[[kind.field]]",
            "[[kind.field]]\ncode = \"site\"\nlabel = { zh = \"占地\", en = \"Site\" }\ntype = \"decimal\"\n\
             unit = \"m2\"\nhelp = { zh = \"占地\", en = \"Site\" }\n\n[[kind.field]]",
            1,
        );
        let said = |faults: Vec<super::super::Fault>| {
            faults.iter().map(|fault| fault.say(Lang::En)).collect()
        };
        Pack::read(&text).map_err(said)
    }

    fn unit(code: &str, keys: &str) -> String {
        format!(
            "[[unit]]\ncode = \"{code}\"\nlabel = {{ zh = \"{code}\", en = \"{code}\" }}\n{keys}\n"
        )
    }

    fn site(pack: &Pack) -> Field {
        pack.kinds[0].field("site").unwrap().clone()
    }

    #[test]
    fn an_own_unit_is_converted_by_its_factor_exactly() {
        let units = [
            unit("sqft", "of = \"m2\"\nfactor = \"0.0929\""),
            unit("dunam", "of = \"m2\"\nfactor = 1000"),
            unit("third", "of = \"dunam\"\nfactor = \"1/3\""),
        ]
        .concat();
        let field = site(&read(&units).unwrap());
        for (typed, kept) in [
            ("10000 sqft", "929"),
            ("2dunam", "2000"),
            ("1third", "1000/3"),
            ("3third", "1000"),
            ("1.5万 sqft", "1393.5"),
            ("1英亩", "4046.8564224"),
        ] {
            let value = field.parse(typed).unwrap().unwrap();
            assert_eq!(value.number().unwrap().to_string(), kept, "{typed}");
        }
    }

    #[test]
    fn a_pack_keeps_its_own_unit_under_the_code_of_a_later_one() {
        let pack = read(&unit("acre", "of = \"m2\"\nfactor = 4047")).unwrap();
        let typed = site(&pack).parse("1acre").unwrap().unwrap();
        assert_eq!(typed.number().unwrap().to_string(), "4047");
        let counting = read(&unit("li", "")).unwrap();
        assert!(site(&counting).parse("1li").is_err());
        let faults = read(&unit("mu", "")).unwrap_err();
        assert!(
            faults[0].contains("`mu` is reserved by the program"),
            "{faults:?}"
        );
    }

    #[test]
    fn a_factor_without_its_unit_or_that_converts_nothing_is_told_with_its_line() {
        let first = read(&unit("a", "plural = 1")).unwrap_err()[0].clone();
        let line: usize = first.split(':').next().unwrap().parse().unwrap();
        for (keys, said) in [
            (
                "of = \"acres\"\nfactor = 2",
                "0:unknown unit `acres`; did you mean `acre`?",
            ),
            ("of = \"year\"\nfactor = 2", "0:unknown unit `year`"),
            ("of = \"b\"\nfactor = 2", "0:unknown unit `b`"),
            ("of = \"m2\"", "0:of and factor go together"),
            ("factor = 2", "0:of and factor go together"),
            ("of = \"m2\"\nfactor = 0", "1:the factor `0`"),
            ("of = \"m2\"\nfactor = \"-0.5\"", "1:the factor `-0.5`"),
            (
                "of = \"m2\"\nfactor = \"1/100000000001\"",
                "1:the factor `1/100000000001`",
            ),
            (
                "of = \"m2\"\nfactor = \"2000/0\"",
                "1:`2000/0` is not a usable number",
            ),
            ("of = \"m2\"\nfactor = 0.5", "1:`factor` is written as 130"),
        ] {
            let faults = read(&[unit("a", keys), unit("b", "")].concat()).unwrap_err();
            let (further, said) = said.split_once(':').unwrap();
            let at = line + further.parse::<usize>().unwrap();
            assert_eq!(faults.len(), 1, "{keys} {faults:?}");
            assert!(
                faults[0].starts_with(&format!("{at}: ")),
                "{keys} {faults:?}"
            );
            assert!(faults[0].contains(said), "{keys} {faults:?}");
        }
    }

    #[test]
    fn other_units_of_a_share_are_typed_only_for_what_they_are_of() {
        let pack = read(&unit("permille", "of = \"percent\"\nfactor = \"0.1\"")).unwrap();
        let units = super::units(
            &mut PackSource::new(""),
            &toml::from_str::<super::super::file::PackFile>(&pack.text)
                .unwrap()
                .unit,
        );
        let of = |code: &str| units.iter().find(|unit| unit.code == code).unwrap();
        assert!(of("percent").takes(of("permille")));
        assert!(!of("percentage_point").takes(of("permille")));
        assert_eq!(of("permille").factor.to_string(), "0.001");
    }
}
