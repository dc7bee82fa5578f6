//! What the forms of kinds and of sheets have in common: codes that are taken, checks, and when a
//! field is required.

use super::builtin::shared_fields;
use super::conditions::{codes_of, conditions, no_such_field};
use super::file::{CheckEntry, FieldEntry, Word};
use super::source::PackSource;
use crate::domain::policy::check::CALENDAR;
use crate::domain::policy::kind::{Check, CheckStrength};
use crate::domain::record::facility::shared;
use crate::domain::value::field::Field;
use crate::i18n::{PackFault, PackWord};

/// Columns of the ledger and its views beside the shared fields; no field of a pack may have their
/// names.
const COLUMNS: [&str; 12] = [
    shared::KIND,
    shared::PLACE,
    shared::DELETED,
    shared::REASONS,
    shared::EVIDENCE_FILES,
    shared::PERIOD,
    "id",
    "version",
    "complete",
    "name_key",
    "name_back",
    "place_name",
];

/// Tables, indexes, views and triggers of the ledger; no kind may have their names, for it gets a
/// view of its own.
const TABLES: [&str; 100] = [
    "ledger",
    "record",
    "record_readable",
    "place",
    "place_parent",
    "place_name",
    "place_level",
    "pack",
    "kind",
    "kind_pack",
    "pack_text",
    "requirement",
    "requirement_form",
    "looks",
    "pack_group",
    "covered",
    "shown",
    "shown_line",
    "shown_place",
    "covered_place",
    "closed_place",
    "closed_place_successor",
    "former_name",
    "place_key",
    "record_kind_place",
    "record_name_back",
    "record_part",
    "tally",
    "record_code",
    "record_forked",
    "record_sheet",
    "record_seen",
    "record_incomplete",
    "record_state",
    "record_count",
    "record_is_taken_away",
    "record_is_of_another_state",
    "exception",
    "exception_place",
    "change",
    "change_record",
    "change_joining",
    "change_act",
    "change_place",
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
    "finding_moves_a_record",
    "open_finding",
    "review",
    "double_entry",
    "double_entry_record",
    "double_entry_verifier",
    "double_entry_is_never_altered",
    "double_entry_is_never_removed",
    "confirmation",
    "confirmation_record",
    "confirmation_is_never_altered",
    "confirmation_is_never_removed",
    "review_sample",
    "review_sample_is_never_altered",
    "review_sample_is_never_removed",
    "site_visit",
    "site_visit_record",
    "site_visit_is_never_altered",
    "site_visit_is_never_removed",
    "quarter_close",
    "quarter_close_quarter",
    "quarter_close_is_never_altered",
    "quarter_close_is_never_removed",
    "closed_standing",
    "closed_standing_closed",
    "closed_standing_is_never_altered",
    "closed_standing_is_never_removed",
    "standing",
    "standing_verdict",
    "standing_holds_until",
    "standing_count",
    "standing_is_taken_away",
    "standing_is_of_another_verdict",
    "standing_readable",
    "readme",
    "import_shape",
    "manifest",
    "hub_head",
    "stale",
];

/// What the names of SQLite's own tables begin with.
const SQLITE: &str = "sqlite_";

/// Refuses codes of a form and its fields that the program has taken.
pub(super) fn refuse_reserved(source: &mut PackSource, code: &Word, fields: &[FieldEntry]) {
    let code_of_kind = code.as_ref();
    if TABLES.contains(&code_of_kind.as_str()) || code_of_kind.starts_with(SQLITE) {
        source.fault(
            code.span(),
            PackFault::Reserved {
                code: code_of_kind.clone(),
            },
        );
    }
    source.once(fields.iter().map(|field| &field.code));
    for field in fields {
        let code = field.code.as_ref();
        let taken = shared_fields().iter().any(|field| field.code == *code)
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

/// Resolves the conditions under which fields are required, now that all fields are known.
pub(super) fn resolve_required_when<'e>(
    source: &mut PackSource,
    form: &mut [Field],
    entries: impl IntoIterator<Item = &'e FieldEntry>,
) {
    for entry in entries
        .into_iter()
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

/// Returns the checks of a form.
pub(super) fn checks(
    source: &mut PackSource,
    entries: &[CheckEntry],
    form: &[Field],
) -> Vec<Check> {
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
        "explain" => CheckStrength::Explain,
        "note" => CheckStrength::Note,
        name => {
            let name = name.to_owned();
            let known = "note, soft, explain, hard".to_owned();
            source.fault(
                entry.strength.span(),
                PackFault::Unknown {
                    what: PackWord::Strength,
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
            no_such_field(entry.field.as_ref(), codes_of(form)),
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
