//! From the file of a pack to a pack whose every reference is resolved, or to the list of its
//! faults.

use super::builtin::{SHARED_FORM, shared_form};
use super::conditions::conditions;
use super::file::{CheckEntry, DocumentEntry, FieldEntry, KindEntry, PackFile, Word};
use super::source::{Fault, PackSource, day, scope};
use super::{Document, Pack, fields, requirements};
use crate::domain::policy::check::CALENDAR;
use crate::domain::policy::kind::{Check, CheckStrength, Kind};
use crate::domain::record::facility::shared;
use crate::domain::text::width::clean;
use crate::domain::value::field::Field;
use crate::domain::value::unit::{self, Unit};
use crate::domain::value::zone::Zone;
use crate::i18n::{PackFault, Text};

/// Columns of the ledger and its views beside the shared fields; no field of a pack may have their
/// names.
const COLUMNS: [&str; 10] = [
    shared::KIND,
    shared::PLACE,
    shared::DELETED,
    shared::REASONS,
    shared::EVIDENCE_FILES,
    "id",
    "version",
    "attributes",
    "complete",
    "place_name",
];

/// Tables, indexes, views and triggers of the ledger; no kind may have their names, for it gets a
/// view of its own.
const TABLES: [&str; 51] = [
    "ledger",
    "place",
    "place_parent",
    "place_name",
    "place_level",
    "pack",
    "kind",
    "kind_pack",
    "pack_text",
    "requirement",
    "covered",
    "shown",
    "covered_place",
    "facility",
    "facility_kind_place",
    "facility_place",
    "facility_code",
    "facility_forked",
    "exception",
    "exception_place",
    "change",
    "change_record",
    "change_joining",
    "site",
    "site_is_never_altered",
    "site_is_never_removed",
    "exchanged",
    "exchanged_is_never_altered",
    "exchanged_is_never_removed",
    "merged",
    "merged_is_never_altered",
    "merged_is_never_removed",
    "finding",
    "finding_record",
    "finding_thread",
    "finding_returned",
    "finding_author",
    "finding_is_never_altered",
    "finding_is_never_removed",
    "finding_is_never_replaced",
    "open_finding",
    "review",
    "double_entry",
    "double_entry_record",
    "double_entry_verifier",
    "double_entry_is_never_altered",
    "double_entry_is_never_removed",
    "standing",
    "standing_verdict",
    "manifest",
    "stale",
];

/// What the names of SQLite's own tables begin with.
const SQLITE: &str = "sqlite_";

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
    let file: PackFile = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            source.fault(
                error.span().unwrap_or(0..0),
                PackFault::Toml {
                    message: error.message().to_owned(),
                },
            );
            return Err(source.faults);
        }
    };
    if *file.format.as_ref() != 1 {
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
    let units = units(&mut source, &file);
    let kinds = kinds(&mut source, &file, &units);
    let requirements =
        requirements::requirements(&mut source, &file, &kinds, &scope, document.target_date);
    let code = source.code(&file.code, '-');
    if source.faults.is_empty() {
        Ok(Pack {
            code,
            document,
            time_zone,
            scope,
            asked: kinds.clone(),
            kinds,
            requirements,
            text: text.to_owned(),
        })
    } else {
        source.faults.sort_by_key(|fault| fault.line);
        Err(source.faults)
    }
}

fn document(source: &mut PackSource, entry: &DocumentEntry) -> Document {
    let valid_from = day(source, entry.valid_from.as_ref());
    let valid_to = day(source, entry.valid_to.as_ref());
    if let Some(last) = entry.valid_to.as_ref()
        && valid_to.is_some_and(|last| valid_from.is_some_and(|first| last < first))
    {
        source.fault(last.span(), PackFault::NeverInForce);
    }
    Document {
        number: clean(&entry.number).into_owned(),
        title: source.text(&entry.title),
        issuer: source.text(&entry.issuer),
        issued_on: day(source, Some(&entry.issued_on)).unwrap_or_default(),
        target_date: day(source, entry.target_date.as_ref()),
        valid_from,
        valid_to,
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

fn units(source: &mut PackSource, file: &PackFile) -> Vec<Unit> {
    let mut units = unit::built_in();
    source.once(file.unit.iter().map(|unit| &unit.code));
    for entry in &file.unit {
        let code = source.code(&entry.code, '_');
        if units.iter().any(|unit| unit.code == code) {
            source.fault(
                entry.code.span(),
                PackFault::Reserved { code: code.clone() },
            );
        }
        let label = source.text(&entry.label);
        units.push(Unit::counting(
            &code,
            label,
            entry.plural.clone(),
            entry.aliases.clone(),
        ));
    }
    units
}

fn kinds(source: &mut PackSource, file: &PackFile, units: &[Unit]) -> Vec<Kind> {
    if file.kind.is_empty() {
        source.fault(
            0..0,
            PackFault::Empty {
                what: "[[kind]]".into(),
            },
        );
    }
    source.once(file.kind.iter().map(|kind| &kind.code));
    file.kind
        .iter()
        .map(|entry| kind(source, file, entry, units))
        .collect()
}

fn kind(source: &mut PackSource, file: &PackFile, entry: &KindEntry, units: &[Unit]) -> Kind {
    let mut shared_source = PackSource::new(SHARED_FORM);
    let mut shared = shared_form(&mut shared_source, units);
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
                PackFault::NoSuchField { name: code.clone() },
            ),
        }
    }
    refuse_reserved(source, entry, &shared_codes);
    let own: Vec<Field> = entry
        .field
        .iter()
        .map(|entry| fields::field(source, entry, units, false))
        .collect();
    let mut form: Vec<Field> = shared
        .head
        .into_iter()
        .chain(own)
        .chain(shared.tail)
        .collect();
    resolve_required_when(&mut shared_source, &mut form, &shared.entries);
    resolve_required_when(source, &mut form, &entry.field);
    let mut checks = checks(&mut shared_source, &shared.check, &form);
    checks.extend(self::checks(source, &entry.check, &form));
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
        fields: form,
        checks,
    }
}

fn refuse_reserved(source: &mut PackSource, entry: &KindEntry, shared_codes: &[String]) {
    let code_of_kind = entry.code.as_ref();
    if TABLES.contains(&code_of_kind.as_str()) || code_of_kind.starts_with(SQLITE) {
        source.fault(
            entry.code.span(),
            PackFault::Reserved {
                code: code_of_kind.clone(),
            },
        );
    }
    source.once(entry.field.iter().map(|field| &field.code));
    for field in &entry.field {
        let code = field.code.as_ref();
        let taken = shared_codes.contains(code)
            || COLUMNS.contains(&code.as_str())
            || CALENDAR.contains(&code.as_str());
        if taken {
            source.fault(
                field.code.span(),
                PackFault::Reserved { code: code.clone() },
            );
        }
    }
}

fn resolve_required_when(source: &mut PackSource, form: &mut [Field], entries: &[FieldEntry]) {
    for entry in entries
        .iter()
        .filter(|entry| !entry.required_when.is_empty())
    {
        let resolved = conditions(source, &entry.required_when, form);
        if let Some(field) = form
            .iter_mut()
            .find(|field| field.code == *entry.code.as_ref())
        {
            field.required_when = resolved;
        }
    }
}

fn checks(source: &mut PackSource, entries: &[CheckEntry], form: &[Field]) -> Vec<Check> {
    source.once(entries.iter().map(|check| &check.code));
    entries
        .iter()
        .map(|entry| check(source, entry, form))
        .collect()
}

fn check(source: &mut PackSource, entry: &CheckEntry, form: &[Field]) -> Check {
    let strength = match entry.strength.as_ref().as_str() {
        "hard" => CheckStrength::Hard,
        "soft" => CheckStrength::Soft,
        "note" => CheckStrength::Note,
        name => {
            let name = name.to_owned();
            let known = "note, soft, hard".to_owned();
            source.fault(
                entry.strength.span(),
                PackFault::Unknown {
                    what: "strength".into(),
                    name,
                    known,
                },
            );
            CheckStrength::Soft
        }
    };
    if !form.iter().any(|field| field.code == *entry.field.as_ref()) {
        source.fault(
            entry.field.span(),
            PackFault::NoSuchField {
                name: entry.field.as_ref().clone(),
            },
        );
    }
    if entry.when.is_empty() {
        source.fault(
            entry.code.span(),
            PackFault::Empty {
                what: "when".into(),
            },
        );
    }
    Check {
        code: source.code(&entry.code, '_'),
        strength,
        when: conditions(source, &entry.when, form),
        message: source.text(&entry.message),
        field: entry.field.as_ref().clone(),
    }
}
