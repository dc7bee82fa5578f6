//! The view of each kind: its records in columns, figures as numbers, for other tools.

use std::fmt::Write as _;

use rusqlite::Connection;

use crate::domain::policy::Kind;
use crate::domain::value::{Field, FieldType};
use crate::store::error::Result;

pub(crate) fn drop(db: &Connection, kind: &str) -> Result<()> {
    Ok(db.execute_batch(&format!("DROP VIEW IF EXISTS {}", quoted(kind)))?)
}

pub(crate) fn create(db: &Connection, kind: &Kind) -> Result<()> {
    Ok(db.execute_batch(&definition(kind))?)
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
    }
    format!(
        "CREATE VIEW {} AS SELECT {columns}\nFROM record JOIN place ON place.code = record.place\nWHERE record.kind = '{}'",
        quoted(&kind.code),
        kind.code
    )
}

/// Returns the SQL expression of a field. Of a figure that was typed in another unit it is the
/// `value`, else the value itself.
fn expression(field: &Field) -> String {
    let own = if field.shared {
        format!("record.{}", quoted(&field.code))
    } else {
        format!("record.attributes ->> '$.{}'", field.code)
    };
    match &field.holds {
        FieldType::Number { decimals, .. } => {
            let converted = if field.shared {
                own.clone()
            } else {
                format!(
                    "coalesce(record.attributes ->> '$.{}.value', {own})",
                    field.code
                )
            };
            let number = if *decimals == 0 { "INTEGER" } else { "REAL" };
            format!("CAST({converted} AS {number})")
        }
        _ => own,
    }
}

/// Returns a name as an SQL identifier. Codes of packs are checked to be letters, digits and `_`.
fn quoted(code: &str) -> String {
    format!("\"{code}\"")
}
