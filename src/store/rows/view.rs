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
    let mut columns = String::from("facility.id, facility.place, place.name AS place_name");
    for field in &kind.fields {
        let _ = write!(
            columns,
            ",\n  {} AS {}",
            expression(field),
            quoted(&field.code)
        );
    }
    format!(
        "CREATE VIEW {} AS SELECT {columns}\nFROM facility JOIN place ON place.code = facility.place\nWHERE facility.kind = '{}'",
        quoted(&kind.code),
        kind.code
    )
}

/// Returns the SQL expression of a field. Of a figure that was typed in another unit it is the
/// `value`, else the value itself.
fn expression(field: &Field) -> String {
    let own = if field.shared {
        format!("facility.{}", quoted(&field.code))
    } else {
        format!("facility.attributes ->> '$.{}'", field.code)
    };
    match &field.holds {
        FieldType::Number { decimals, .. } => {
            let converted = if field.shared {
                own.clone()
            } else {
                format!(
                    "coalesce(facility.attributes ->> '$.{}.value', {own})",
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
