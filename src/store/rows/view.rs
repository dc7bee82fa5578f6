//! The view of each kind: its records in columns, figures as numbers, choices with their labels,
//! for other tools. Every column has a cast, for some of them ask for the type of a column.

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
        for (lang, ending) in LABELS {
            let name = format!("{}{ending}", field.code);
            if let Some(label) = label(field, lang).filter(|_| kind.field(&name).is_none()) {
                let _ = write!(columns, ",\n  {label} AS {}", quoted(&name));
            }
        }
    }
    format!(
        "CREATE VIEW {} AS SELECT {columns}\nFROM record JOIN place ON place.code = record.place\nWHERE record.kind = '{}'",
        quoted(&kind.code),
        kind.code
    )
}

/// Returns the SQL expression of the value that the ledger keeps of a field.
fn kept(field: &Field) -> String {
    if field.shared {
        format!("record.{}", quoted(&field.code))
    } else {
        format!("record.attributes ->> '$.{}'", field.code)
    }
}

/// Returns the SQL expression of a field. Of a figure that was typed in another unit it is the
/// `value`, else the value itself.
fn expression(field: &Field) -> String {
    let own = kept(field);
    match &field.holds {
        FieldType::Number { decimals, .. } => {
            let converted = if field.shared {
                own
            } else {
                format!(
                    "coalesce(record.attributes ->> '$.{}.value', {own})",
                    field.code
                )
            };
            let number = if *decimals == 0 { "INTEGER" } else { "REAL" };
            format!("CAST({converted} AS {number})")
        }
        FieldType::YesNo if !field.shared => format!("CAST({own} AS INTEGER)"),
        _ => format!("CAST({own} AS TEXT)"),
    }
}

/// Returns the SQL expression of the labels of a field; `None` where it has no choices. Codes that
/// are no choices have no label.
fn label(field: &Field, lang: Lang) -> Option<String> {
    let own = kept(field);
    let text = match &field.holds {
        FieldType::Choice(choices) => {
            cases(&own, choices, |_, choice| literal(choice.label.get(lang)))
        }
        FieldType::Choices(choices) => {
            let label = cases("value", choices, |_, choice| {
                literal(choice.label.get(lang))
            });
            let position = cases("value", choices, |at, _| at.to_string());
            let several = if field.shared {
                format!("json_each({own})")
            } else {
                format!("json_each(record.attributes, '$.{}')", field.code)
            };
            format!(
                "CASE WHEN {own} = '[]' THEN {} ELSE (SELECT group_concat(label, {}) FROM\n    (SELECT {label} AS label FROM {several} ORDER BY {position})) END",
                literal(none_word(lang)),
                literal(list_sign(lang)),
            )
        }
        _ => return None,
    };
    Some(format!("CAST({text} AS TEXT)"))
}

/// Returns the SQL expression that says something of each choice, by its code.
fn cases(code: &str, choices: &[Choice], said: impl Fn(usize, &Choice) -> String) -> String {
    let mut text = format!("CASE {code}");
    for (at, choice) in choices.iter().enumerate() {
        let _ = write!(
            text,
            " WHEN {} THEN {}",
            literal(&choice.code),
            said(at, choice)
        );
    }
    text.push_str(" END");
    text
}

/// Returns a text as an SQL literal.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Returns a name as an SQL identifier. Codes of packs are checked to be letters, digits and `_`.
fn quoted(code: &str) -> String {
    format!("\"{code}\"")
}
