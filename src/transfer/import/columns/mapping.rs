//! What people say of columns whose headers do not say it: with `--map`, or once for all in a
//! mapping that is kept.

use super::columns::HeaderNames;
use crate::domain::text::folding::{key, name};
use crate::i18n::MapFault;

/// Every column that names no field.
const OTHERS: &str = "*";

/// Who says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Whoever imports this file, and the file must have the column.
    Said,
    /// A mapping that was made for files like this one, which need not have all columns.
    Kept,
}

/// The field of a column; an empty one leaves the column out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The header, or `*` for all that are left.
    pub column: String,
    /// The field, or nothing.
    pub field: String,
    /// Who says so.
    pub origin: Origin,
}

impl Mapping {
    /// Reads a `--map COLUMN=FIELD`. Codes of fields hold no `=`, headers may.
    ///
    /// # Errors
    /// When there is no `=`, nothing before it, or `*` is given a field.
    pub fn read(text: &str) -> Result<Self, MapFault> {
        let fault = || MapFault::BadMap { text: name(text) };
        let (column, field) = text.rsplit_once('=').ok_or_else(fault)?;
        Self::of(column, field, Origin::Said).ok_or_else(fault)
    }

    /// A line of a mapping that is kept.
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

    fn of(column: &str, field: &str, origin: Origin) -> Option<Self> {
        let (column, field) = (name(column), name(field));
        let is_mapping = !column.is_empty() && (column != OTHERS || field.is_empty());
        is_mapping.then_some(Self {
            column,
            field,
            origin,
        })
    }

    /// Leaves out every column that names no field.
    #[must_use]
    pub fn is_others(&self) -> bool {
        self.column == OTHERS
    }

    fn is_of(&self, header: &[String]) -> bool {
        self.is_others() || header.iter().any(|name| key(name) == key(&self.column))
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
            let (column, second) = (mapping.column.clone(), mapping.field.clone());
            return Err(MapFault::MappedTwice {
                column,
                first: before.field.clone(),
                second,
            });
        }
    }
    Ok(())
}

/// The columns of a mapping that is kept which a file does not have.
pub(crate) fn absent(header: &[String], mappings: &[Mapping]) -> Vec<String> {
    let is_absent = |mapping: &&Mapping| mapping.origin == Origin::Kept && !mapping.is_of(header);
    mappings
        .iter()
        .filter(is_absent)
        .map(|mapping| mapping.column.clone())
        .collect()
}
