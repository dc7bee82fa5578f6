//! Checks mappings against the columns of a file and the fields of a kind.

use super::mapping::{Mapping, Origin};
use super::names::HeaderNames;
use crate::domain::text::folding::{key, name};
use crate::i18n::MapFault;

impl Mapping {
    /// Returns a line of a mapping that is kept.
    ///
    /// # Errors
    /// When there is no column, `*` is given a field, or there is no such field.
    pub fn kept(column: &str, field: &str, names: &HeaderNames) -> Result<Self, MapFault> {
        let fault = || MapFault::BadColumn {
            column: name(column),
            field: name(field),
        };
        let mapping = Self::of(column, field, Origin::Kept).ok_or_else(fault)?;
        match names.target(&mapping.field) {
            Some(_) => Ok(mapping),
            None => Err(MapFault::NoFieldOfColumn {
                column: mapping.column,
                field: mapping.field,
                known: names.known(),
            }),
        }
    }
}

/// Refuses what is said now and goes nowhere, or two ways at once.
pub(crate) fn check(header: &[String], names: &HeaderNames) -> Result<(), MapFault> {
    let said: Vec<&Mapping> = names
        .mappings
        .iter()
        .filter(|mapping| mapping.origin == Origin::Said)
        .collect();
    for (at, mapping) in said.iter().enumerate() {
        if !mapping.is_of(header) {
            return Err(MapFault::NoColumn {
                name: mapping.column.clone(),
            });
        }
        if names.target(&mapping.field).is_none() {
            return Err(MapFault::NoField {
                name: mapping.field.clone(),
                known: names.known(),
            });
        }
        let before = said
            .iter()
            .take(at)
            .find(|before| key(&before.column) == key(&mapping.column));
        if let Some(before) =
            before.filter(|before| names.target(&before.field) != names.target(&mapping.field))
        {
            let column = mapping.column.clone();
            let second = mapping.field.clone();
            return Err(MapFault::MappedTwice {
                column,
                first: before.field.clone(),
                second,
            });
        }
    }
    Ok(())
}

/// Returns the columns of a mapping that is kept which a file does not have.
pub(crate) fn absent(header: &[String], mappings: &[Mapping]) -> Vec<String> {
    let is_absent = |mapping: &&Mapping| mapping.origin == Origin::Kept && !mapping.is_of(header);
    mappings
        .iter()
        .filter(is_absent)
        .map(|mapping| mapping.column.clone())
        .collect()
}
