//! The columns before those of the form, and the names over all, chosen so that an import reads each
//! as what it is.

use serde_json::Value as Json;

use super::cell::ExportNames;
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::Field;
use crate::i18n::{ExportMsg, Lang, Say};

/// What stands in every row before the form: id, code and name of the place.
const FIRST: [(&str, ExportMsg); 3] = [
    ("id", ExportMsg::Id),
    ("town", ExportMsg::Town),
    ("town_name", ExportMsg::TownName),
];
/// The same as the views of kinds and the layers of a map call it.
pub(super) const OF_RECORD: [(&str, ExportMsg); 3] = [
    ("id", ExportMsg::Id),
    (shared::PLACE, ExportMsg::Town),
    ("place_name", ExportMsg::TownName),
];
/// What stands behind them in a row of a sheet.
const OF_SHEET: (&str, ExportMsg) = (shared::PERIOD, ExportMsg::Period);

/// Returns the columns before those of the form, by their codes and their words.
fn first_columns(kind: &Kind) -> impl Iterator<Item = (&'static str, ExportMsg)> {
    FIRST.into_iter().chain(kind.is_sheet().then_some(OF_SHEET))
}

/// Returns what those columns are, in words.
pub(super) fn first_words(kind: &Kind) -> impl Iterator<Item = ExportMsg> {
    first_columns(kind).map(|(_, word)| word)
}

/// Returns how many columns there are before those of the form.
pub(super) fn first(kind: &Kind) -> usize {
    first_columns(kind).count()
}

/// Returns what stands in them.
pub(super) fn first_cells(record: &Record, place_name: &str) -> Vec<String> {
    let period = record.fields.get(shared::PERIOD).and_then(Json::as_str);
    [
        record.id.to_string(),
        record.place.clone(),
        place_name.to_owned(),
    ]
    .into_iter()
    .chain(period.map(str::to_owned))
    .collect()
}

/// Returns the names of all columns: id, code and name of the place, the period of a sheet, and
/// every field of the form.
pub(super) fn all(kind: &Kind, names: ExportNames) -> Vec<String> {
    let first = first_columns(kind).map(|(code, word)| match names {
        ExportNames::Codes => code.to_owned(),
        ExportNames::Labels(lang) => word.say(lang),
    });
    first
        .chain(kind.fields.iter().map(|field| of_field(kind, field, names)))
        .collect()
}

/// Returns the label of a field, or its code where an import would take the label for another
/// column.
fn of_field(kind: &Kind, field: &Field, names: ExportNames) -> String {
    let ExportNames::Labels(lang) = names else {
        return field.code.clone();
    };
    let label = field.label.get(lang);
    let key = folding::key(label);
    let others = kind.fields.iter().filter(|other| other.code != field.code);
    let taken = others
        .flat_map(|other| [&other.code, &other.label.zh, &other.label.en])
        .any(|n| folding::key(n) == key);
    let reserved = [Lang::Zh, Lang::En]
        .into_iter()
        .flat_map(|lang| first_columns(kind).map(move |(_, word)| word.say(lang)))
        .any(|word| folding::key(&word) == key);
    if taken || reserved || key.is_empty() {
        field.code.clone()
    } else {
        label.to_owned()
    }
}
