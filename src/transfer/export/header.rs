//! The names over the columns, chosen so that an import reads each as what it is.

use super::cell::ExportNames;
use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::domain::value::Field;
use crate::i18n::{ExportMsg, Lang, Say};

/// The columns before those of the form.
pub(super) const FIRST: usize = 3;

/// Returns the names of all columns: id, code and name of the place, and every field of the form.
pub(super) fn all(kind: &Kind, names: ExportNames) -> Vec<String> {
    let first = match names {
        ExportNames::Codes => ["id".to_owned(), "town".to_owned(), "town_name".to_owned()],
        ExportNames::Labels(lang) => {
            [ExportMsg::Id, ExportMsg::Town, ExportMsg::TownName].map(|word| word.say(lang))
        }
    };
    first
        .into_iter()
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
        .flat_map(|lang| {
            [ExportMsg::Id, ExportMsg::Town, ExportMsg::TownName].map(|word| word.say(lang))
        })
        .any(|word| folding::key(&word) == key);
    if taken || reserved || key.is_empty() {
        field.code.clone()
    } else {
        label.to_owned()
    }
}
