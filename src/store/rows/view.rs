//! The view of each kind: its records in columns, figures as numbers, choices with their labels,
//! for other tools. Every column has a cast, for some of them ask for the type of a column. `DuckDB`
//! runs the text of a view itself: to it `REAL` is 32 bits wide, `->>` binds loosely and gives
//! `true` as a text, and a text that is no number cannot be cast.

use std::fmt::Write as _;

use rusqlite::{Connection, params};

use crate::domain::policy::Kind;
use crate::domain::value::{Choice, Field, FieldType, list_sign, none_word};
use crate::i18n::{Lang, ReadmeMsg, Text};
use crate::store::error::Result;

/// The languages of labels, and how the name of a column of labels ends.
const LABELS: [(Lang, &str); 2] = [(Lang::Zh, "_zh"), (Lang::En, "_en")];

pub(crate) fn drop(db: &Connection, kind: &str) -> Result<()> {
    Ok(db.execute_batch(&format!("DROP VIEW IF EXISTS {}", quoted(kind)))?)
}

/// Makes the view of a kind, and its row of `readme`.
pub(crate) fn create(db: &Connection, kind: &Kind) -> Result<()> {
    db.execute_batch(&definition(kind))?;
    let label = kind.label.clone();
    let Text { zh, en } = Text::of(&if kind.is_sheet() {
        ReadmeMsg::Sheets { kind: label }
    } else {
        ReadmeMsg::Facilities { kind: label }
    });
    db.execute(
        "INSERT INTO readme (name, zh, en) VALUES (?1, ?2, ?3)
         ON CONFLICT (name) DO UPDATE SET zh = excluded.zh, en = excluded.en",
        params![kind.code, zh, en],
    )?;
    Ok(())
}

/// Returns the statement that makes the view of a kind, which is also how the schema keeps it.
pub(crate) fn definition(kind: &Kind) -> String {
    let mut columns = String::from("record.id, record.place, place.name AS place_name");
    if kind.is_sheet() {
        columns.push_str(", record.period");
    }
    for field in &kind.fields {
        let _ = write!(
            columns,
            ",\n  {} AS {}",
            expression(field),
            quoted(&field.code)
        );
        for (lang, name) in label_columns(kind, field) {
            if let Some(label) = label(field, lang) {
                let _ = write!(columns, ",\n  {label} AS {}", quoted(&name));
            }
        }
    }
    format!(
        "CREATE VIEW {} AS SELECT {columns}\nFROM record_readable AS record JOIN place ON place.code = record.place\nWHERE record.kind = '{}'",
        quoted(&kind.code),
        kind.code
    )
}

/// Returns the columns in which the view of a kind has the labels of a field; none where it has no
/// choices.
#[must_use]
pub fn label_columns(kind: &Kind, field: &Field) -> Vec<(Lang, String)> {
    let has_labels = !field.choices().is_empty();
    let named = LABELS.map(|(lang, ending)| (lang, format!("{}{ending}", field.code)));
    named
        .into_iter()
        .filter(|(_, name)| has_labels && kind.field(name).is_none())
        .collect()
}

/// Returns the SQL expression of the value that the ledger keeps of a field.
fn kept(field: &Field) -> String {
    format!("(record.fields ->> '$.{}')", field.code)
}

/// Returns the SQL expression of a field. Of a figure that was typed in another unit it is the
/// `value`, else the value itself.
fn expression(field: &Field) -> String {
    let own = kept(field);
    match &field.holds {
        FieldType::Number { decimals, .. } => {
            let converted = format!(
                "coalesce((record.fields ->> '$.{}.value'), {own})",
                field.code
            );
            let number = if *decimals == 0 { "BIGINT" } else { "DOUBLE" };
            format!("CAST({converted} AS {number})")
        }
        FieldType::YesNo => format!(
            "CAST(CASE CAST({own} AS TEXT) WHEN '1' THEN 1 WHEN 'true' THEN 1 WHEN '0' THEN 0 WHEN 'false' THEN 0 END AS INTEGER)"
        ),
        _ => format!("CAST({own} AS TEXT)"),
    }
}

/// Returns the SQL expression of the labels of a field; `None` where it has no choices. Codes that
/// are no choices have no label.
fn label(field: &Field, lang: Lang) -> Option<String> {
    let own = kept(field);
    let text = match &field.holds {
        FieldType::Choice(choices) => one_label(&own, choices, lang),
        FieldType::Choices(choices) => several_labels(&own, choices, lang),
        _ => return None,
    };
    Some(format!("CAST({text} AS TEXT)"))
}

fn one_label(own: &str, choices: &[Choice], lang: Lang) -> String {
    let mut text = format!("CASE {own}");
    for choice in choices {
        let (code, label) = (literal(&choice.code), literal(choice.label.get(lang)));
        let _ = write!(text, " WHEN {code} THEN {label}");
    }
    text.push_str(" END");
    text
}

/// Returns the SQL expression of several labels in the order of the form. The codes are a JSON list
/// of strings, and no code has a quotation mark.
fn several_labels(own: &str, choices: &[Choice], lang: Lang) -> String {
    let sign = list_sign(lang);
    let label = |choice: &Choice| {
        let code = literal(&format!("\"{}\"", choice.code));
        let label = literal(&format!("{sign}{}", choice.label.get(lang)));
        format!("CASE WHEN instr({own}, {code}) > 0 THEN {label} ELSE '' END")
    };
    let labels: Vec<String> = choices.iter().map(label).collect();
    format!(
        "CASE WHEN {own} = '[]' THEN {} ELSE nullif(substr({}, {}), '') END",
        literal(none_word(lang)),
        joined(&labels),
        sign.chars().count() + 1
    )
}

/// Joins SQL expressions of texts. Halves are nested, for SQLite limits the depth of an expression.
fn joined(texts: &[String]) -> String {
    match texts {
        [] => "''".to_owned(),
        [text] => text.clone(),
        _ => {
            let (left, right) = texts.split_at(texts.len() / 2);
            format!("({} || {})", joined(left), joined(right))
        }
    }
}

/// Returns a text as an SQL literal.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Returns a name as an SQL identifier. Codes of packs are checked to be letters, digits and `_`.
fn quoted(code: &str) -> String {
    format!("\"{code}\"")
}
