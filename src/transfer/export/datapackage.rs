//! The descriptor of a Frictionless Data Package beside a CSV file: of what type each column is and
//! what it means, so that programs for statistics need not guess.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::cell::ExportNames;
use super::described::{both, description};
use super::error::ExportError;
use super::header;
use crate::domain::policy::Kind;
use crate::domain::value::field::yes_no_word;
use crate::domain::value::{Field, FieldType};
use crate::i18n::Text;
use crate::transfer::output;

/// What a date looks like, which may be a year or a month.
const DATE: &str = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";

/// Returns the file of the descriptor of a CSV file: `libraries.datapackage.json` beside
/// `libraries.csv`.
#[must_use]
pub fn descriptor_of(csv: &Path) -> PathBuf {
    csv.with_extension("datapackage.json")
}

/// Writes the descriptor of a CSV file of one kind.
pub(super) fn write(kind: &Kind, names: ExportNames, csv: &Path) -> Result<(), ExportError> {
    let file = csv.file_name().unwrap_or_default().to_string_lossy();
    let title = both(&kind.label);
    let resource = json!({
        "name": kind.code,
        "title": title,
        "path": file,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": "\r\n" },
        "schema": {
            "fields": fields(kind, names),
            "missingValues": [""],
            "primaryKey": header::all(kind, names).first(),
        },
    });
    let package = json!({
        "name": kind.code,
        "title": title,
        "profile": "tabular-data-package",
        "resources": [resource],
    });
    let mut text = serde_json::to_vec_pretty(&package).map_err(std::io::Error::from)?;
    text.push(b'\n');
    Ok(output::replace(&descriptor_of(csv), &text)?)
}

fn fields(kind: &Kind, names: ExportNames) -> Vec<Json> {
    let titles = header::first_words(kind).map(|word| both(&Text::of(&word)));
    let first = titles.map(|title| json!({ "type": "string", "title": title }));
    let own = kind.fields.iter().map(|field| of_field(field, names));
    let described = first.chain(own);
    header::all(kind, names)
        .into_iter()
        .zip(described)
        .map(|(name, mut field)| {
            field["name"] = name.into();
            field
        })
        .collect()
}

/// Returns what a column holds, without its name.
fn of_field(field: &Field, names: ExportNames) -> Json {
    let lang = names.lang();
    let mut described = match &field.holds {
        FieldType::Number { decimals: 0, .. } => json!({ "type": "integer" }),
        FieldType::Number { .. } => json!({ "type": "number" }),
        FieldType::YesNo => json!({
            "type": "boolean",
            "trueValues": [yes_no_word(true, lang)],
            "falseValues": [yes_no_word(false, lang)],
        }),
        FieldType::Date => json!({ "type": "string", "constraints": { "pattern": DATE } }),
        FieldType::Text { .. } | FieldType::Choice(_) | FieldType::Choices(_) => {
            json!({ "type": "string" })
        }
    };
    described["title"] = both(&field.label).into();
    described["description"] = description(field).into();
    if let Some(unit) = field.unit() {
        described["unit"] = both(&unit.label).into();
    }
    described
}
