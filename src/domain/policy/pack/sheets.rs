//! From the entries of a file to sheets: forms of the figures of a place and period.

use std::collections::BTreeMap;
use std::ops::Range;

use super::builtin::{SHEET_FORM, sheet_form};
use super::file::{PackFile, SheetEntry, Word};
use super::form_parts::{checks, refuse_reserved, resolve_required_when};
use super::source::{self, PackSource};
use super::{aliases, expression, fields};
use crate::domain::policy::kind::{Kind, SheetRule};
use crate::domain::policy::requirement::Scope;
use crate::domain::value::field::Field;
use crate::domain::value::period::Cycle;
use crate::domain::value::unit::Unit;
use crate::i18n::{PackFault, PackWord, Text, code_list};

/// Returns the sheets of a pack; `scope` is where the pack applies.
pub(super) fn sheets(
    source: &mut PackSource,
    file: &PackFile,
    units: &[Unit],
    scope: &Scope,
) -> Vec<Kind> {
    if let Some(first) = file.sheet.first().filter(|_| *file.format.as_ref() < 2) {
        source.fault(
            first.code.span(),
            PackFault::NeedsFormat {
                what: "[[sheet]]".into(),
                format: 2,
            },
        );
    }
    file.sheet
        .iter()
        .map(|entry| sheet(source, entry, units, scope))
        .collect()
}

fn sheet(source: &mut PackSource, entry: &SheetEntry, units: &[Unit], scope: &Scope) -> Kind {
    let mut shared_source = PackSource::new(SHEET_FORM);
    let shared = sheet_form(&mut shared_source, units);
    refuse_reserved(source, &entry.code, &entry.field);
    aliases::refuse_unclear(source, &entry.field);
    let own: Vec<Field> = entry
        .field
        .iter()
        .map(|entry| fields::field(source, entry, units, false))
        .collect();
    let entries = shared.entries();
    let mut form: Vec<Field> = own.into_iter().chain(shared.tail).collect();
    resolve_required_when(&mut shared_source, &mut form, entries);
    resolve_required_when(source, &mut form, &entry.field);
    let mut found = checks(source, &entry.check, &form);
    found.extend(checks(&mut shared_source, shared.check, &form));
    source.faults.append(&mut shared_source.faults);
    let own_scope = entry
        .scope
        .as_ref()
        .map(|scope| source::scope(source, scope));
    let help = entry.help.as_ref();
    let code = source.code(&entry.code, '_');
    let mut sheet = Kind {
        label: source.text(&entry.label),
        help: help.map(|help| source.text(help)).unwrap_or_default(),
        sheet: Some(SheetRule {
            cycle: cycle(source, &entry.period),
            scope: own_scope.unwrap_or_else(|| scope.clone()),
        }),
        unit: Unit::counting(&code, Text::default(), None, Vec::new()),
        derived: BTreeMap::new(),
        code,
        fields: form,
        checks: found,
    };
    let texts: Vec<(String, String, Range<usize>)> = entry
        .field
        .iter()
        .filter_map(|field| {
            let word = field.derived.as_ref()?;
            let code = field.code.as_ref().clone();
            Some((code, word.as_ref().clone(), word.span()))
        })
        .collect();
    sheet.derived = expression::derived(source, &sheet, &texts, units);
    sheet
}

fn cycle(source: &mut PackSource, word: &Word) -> Cycle {
    Cycle::of_word(word.as_ref()).unwrap_or_else(|| {
        source.fault(
            word.span(),
            PackFault::Unknown {
                what: PackWord::Period,
                name: word.as_ref().clone(),
                known: code_list(Cycle::ALL.map(|(_, word)| word)),
            },
        );
        Cycle::Year
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::policy::Pack;

    const HEAD: &str = r#"
code = "example"
[document]
number = "1"
title = { zh = "例", en = "Example" }
issuer = { zh = "例", en = "Example" }
issued_on = "2026-01-01"
[scope]
level = "town"
[[kind]]
code = "library"
label = { zh = "图书馆", en = "Library" }
unit = "ha"
[[requirement]]
code = "library"
kind = "library"
label = { zh = "图书馆", en = "Library" }
form = "exists"
at_least = 1
strength = "must"
clause = "1"
"#;
    const SHEET: &str = r#"
[[sheet]]
code = "economy"
label = { zh = "经济", en = "Economy" }
period = "year"
scope = { level = "county" }
[[sheet.field]]
code = "firms"
label = { zh = "企业", en = "Firms" }
type = "integer"
help = { zh = "数", en = "Count" }
"#;

    fn read(format: usize, sheet: &str) -> Result<Pack, Vec<String>> {
        Pack::read(&format!("format = {format}{HEAD}{sheet}")).map_err(|faults| {
            let said =
                |fault: &crate::domain::policy::Fault| format!("{}: {:?}", fault.rule, fault.what);
            faults.iter().map(said).collect()
        })
    }

    #[test]
    fn a_sheet_has_its_fields_then_those_of_every_sheet() {
        let pack = read(2, SHEET).unwrap();
        let sheet = pack.kind("economy").unwrap();
        assert_eq!(sheet.cycle(), Some(Cycle::Year));
        let level = Scope::Level("county".to_owned());
        assert_eq!(sheet.sheet.as_ref().unwrap().scope, level);
        let codes: Vec<&str> = sheet.fields.iter().map(|f| f.code.as_str()).collect();
        assert_eq!(codes[..2], ["firms", "data_source"]);
        assert!(!codes.contains(&"name") && !codes.contains(&"lon"));
        assert_eq!(pack.kind("library").unwrap().cycle(), None);
    }

    #[test]
    fn a_sheet_needs_format_2_a_known_period_and_a_code_of_its_own() {
        let faults = read(1, SHEET).unwrap_err();
        assert!(faults[0].contains("NeedsFormat"), "{faults:?}");
        for (from, to, fault) in [
            ("\"year\"", "\"week\"", "Unknown"),
            ("code = \"economy\"", "code = \"library\"", "Twice"),
            ("code = \"economy\"", "code = \"record\"", "Reserved"),
            ("code = \"firms\"", "code = \"period\"", "Reserved"),
            ("code = \"firms\"", "code = \"data_source\"", "Reserved"),
        ] {
            let faults = read(2, &SHEET.replace(from, to)).unwrap_err();
            assert!(
                faults.iter().any(|said| said.contains(fault)),
                "{to}: {faults:?}"
            );
        }
    }
}
