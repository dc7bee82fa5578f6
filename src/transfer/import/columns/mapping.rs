//! What people say of columns whose headers do not say it: with `--map`, or once for all in a
//! mapping that is kept.

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

    pub(crate) fn of(column: &str, field: &str, origin: Origin) -> Option<Self> {
        let column = name(column);
        let field = name(field);
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

    pub(super) fn is_of(&self, header: &[String]) -> bool {
        self.is_others() || header.iter().any(|name| key(name) == key(&self.column))
    }
}
