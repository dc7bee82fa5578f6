//! From the file of a pack to a pack whose every reference is resolved, or to the list of its
//! faults.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

use serde::Deserialize as _;

use super::builtin::{SHARED_FORM, SharedForm, shared_form};
use super::conditions::no_such_field;
use super::file::{DocumentEntry, KindEntry, PackFile, Word};
use super::form_parts::{self, refuse_reserved, resolve_required_when};
use super::requirements::PackParts;
use super::source::{Fault, PackSource, day, scope};
use super::{Document, Pack, aliases, fields, keys, requirements, sheets, units};
use crate::domain::policy::kind::Kind;
use crate::domain::text::width::clean;
use crate::domain::value::field::Field;
use crate::domain::value::unit::Unit;
use crate::domain::value::zone::Zone;
use crate::i18n::{PackFault, Text};

/// The versions of the format that are read. Version 2 adds sheets, groups and further forms of
/// requirements; a pack of version 1 has none of them.
pub(super) const FORMATS: RangeInclusive<i64> = 1..=2;

impl Pack {
    /// Reads a pack from the text of its file.
    ///
    /// # Errors
    /// Every fault found, each with its line and rule; a pack with a fault is never half-loaded.
    pub fn read(text: &str) -> Result<Self, Vec<Fault>> {
        compile(text)
    }
}

fn compile(text: &str) -> Result<Pack, Vec<Fault>> {
    let mut source = PackSource::new(text);
    let Some(tables) = keys::tables(&mut source, text) else {
        return Err(in_order(source.faults));
    };
    let file = match PackFile::deserialize(toml::Deserializer::from(tables)) {
        Ok(file) => file,
        Err(error) => {
            source.fault(
                error.span().unwrap_or(0..0),
                PackFault::Toml {
                    message: error.message().to_owned(),
                },
            );
            return Err(in_order(source.faults));
        }
    };
    if !FORMATS.contains(file.format.as_ref()) {
        source.fault(
            file.format.span(),
            PackFault::Format {
                found: file.format.as_ref().to_string(),
            },
        );
    }
    let document = document(&mut source, &file.document);
    let time_zone = time_zone(&mut source, file.time_zone.as_ref());
    let scope = scope(&mut source, &file.scope);
    let units = units::units(&mut source, &file.unit);
    let mut kinds = kinds(&mut source, &file, &units);
    kinds.extend(sheets::sheets(&mut source, &file, &units, &scope));
    let groups = requirements::groups(&mut source, &file);
    let parts = PackParts {
        file: &file,
        kinds: &kinds,
        units: &units,
        scope: &scope,
        dates: (document.issued_on, document.target_date),
    };
    let requirements = requirements::requirements(&mut source, &parts);
    let code = source.code(&file.code, '-');
    if source.faults.is_empty() {
        let kinds: Arc<[Kind]> = kinds.into();
        Ok(Pack {
            code,
            document,
            time_zone,
            scope,
            groups,
            asked: Arc::clone(&kinds),
            kinds,
            requirements: requirements.into(),
            text: text.to_owned(),
        })
    } else {
        Err(in_order(source.faults))
    }
}

fn in_order(mut faults: Vec<Fault>) -> Vec<Fault> {
    faults.sort_by_key(|fault| fault.line);
    faults
}

fn document(source: &mut PackSource, entry: &DocumentEntry) -> Document {
    let valid_from = day(source, entry.valid_from.as_ref());
    let valid_to = day(source, entry.valid_to.as_ref());
    if let Some(last) = entry.valid_to.as_ref()
        && valid_to.is_some_and(|last| valid_from.is_some_and(|first| last < first))
    {
        source.fault(last.span(), PackFault::NeverInForce);
    }
    let stale_after = entry.stale_after.as_ref();
    if let Some(none) = stale_after.filter(|count| *count.as_ref() == 0) {
        source.fault(none.span(), PackFault::StaleAtOnce);
    }
    Document {
        number: clean(&entry.number).into_owned(),
        title: source.text(&entry.title),
        issuer: source.text(&entry.issuer),
        issued_on: day(source, Some(&entry.issued_on)).unwrap_or_default(),
        target_date: day(source, entry.target_date.as_ref()),
        valid_from,
        valid_to,
        stale_after: stale_after.map(|count| *count.as_ref()),
    }
}

fn time_zone(source: &mut PackSource, word: Option<&Word>) -> Zone {
    let Some(word) = word else {
        return Zone::default();
    };
    let zone = Zone::of_name(word.as_ref());
    if zone.is_none() {
        source.fault(
            word.span(),
            PackFault::NoSuchZone {
                zone: word.as_ref().clone(),
            },
        );
    }
    zone.unwrap_or_default()
}

fn kinds(source: &mut PackSource, file: &PackFile, units: &[Unit]) -> Vec<Kind> {
    if file.kind.is_empty() && file.sheet.is_empty() {
        source.fault(
            0..0,
            PackFault::Empty {
                what: "[[kind]]".into(),
            },
        );
    }
    let sheets = file.sheet.iter().map(|sheet| &sheet.code);
    source.once(file.kind.iter().map(|kind| &kind.code).chain(sheets));
    let shared = shared(source, file, units);
    file.kind
        .iter()
        .map(|entry| kind(source, shared.clone(), entry, units))
        .collect()
}

/// Returns the shared form as the pack changes it.
fn shared(source: &mut PackSource, file: &PackFile, units: &[Unit]) -> SharedForm {
    let mut shared_source = PackSource::new(SHARED_FORM);
    let mut shared = shared_form(&mut shared_source, units);
    source.faults.append(&mut shared_source.faults);
    let shared_codes: Vec<String> = shared
        .head
        .iter()
        .chain(&shared.tail)
        .map(|field| field.code.clone())
        .collect();
    for (code, changes) in &file.shared {
        match shared
            .head
            .iter_mut()
            .chain(&mut shared.tail)
            .find(|field| field.code == *code)
        {
            Some(field) => fields::change(source, field, changes),
            None => source.fault(
                changes.span(),
                no_such_field(code, shared_codes.iter().map(String::as_str)),
            ),
        }
    }
    shared
}

fn kind(source: &mut PackSource, shared: SharedForm, entry: &KindEntry, units: &[Unit]) -> Kind {
    let mut shared_source = PackSource::new(SHARED_FORM);
    refuse_reserved(source, &entry.code, &entry.field);
    aliases::refuse_unclear(source, &entry.field);
    let own: Vec<Field> = entry
        .field
        .iter()
        .map(|entry| fields::field(source, entry, units, false))
        .collect();
    let entries = shared.entries();
    let mut form: Vec<Field> = shared
        .head
        .into_iter()
        .chain(own)
        .chain(shared.tail)
        .collect();
    resolve_required_when(&mut shared_source, &mut form, entries);
    resolve_required_when(source, &mut form, &entry.field);
    let mut checks = form_parts::checks(&mut shared_source, shared.check, &form);
    checks.extend(form_parts::checks(source, &entry.check, &form));
    source.faults.append(&mut shared_source.faults);
    Kind {
        code: source.code(&entry.code, '_'),
        label: source.text(&entry.label),
        help: entry
            .help
            .as_ref()
            .map(|help| source.text(help))
            .unwrap_or_default(),
        unit: fields::unit(source, &entry.unit, units).unwrap_or_else(|| {
            Unit::counting(entry.unit.as_ref(), Text::default(), None, Vec::new())
        }),
        sheet: None,
        derived: BTreeMap::new(),
        fields: form,
        checks,
    }
}
