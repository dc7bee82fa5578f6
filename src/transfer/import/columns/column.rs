//! A column of a file, and what it holds.

use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::value::Field;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnContent {
    /// The place: its code, its name, or `county/town`.
    Place,
    /// The name of the place beside its code.
    PlaceName,
    /// The name of what is above the place.
    Above,
    /// The period of a sheet.
    Period,
    /// The id of a record of the ledger.
    Id,
    /// A field, by its position in the form.
    Field(usize),
    /// Nothing that is imported.
    Ignored,
    /// Nothing that anybody named; a cell with something in it is refused.
    Nameless,
}

impl ColumnContent {
    /// Returns what a mapping calls it: the code of a field, `town`, `county`, `id`; nothing where it is
    /// left out.
    pub(crate) fn entry(self, kind: &Kind) -> &str {
        match self {
            Self::Place => "town",
            Self::PlaceName => "town_name",
            Self::Above => "county",
            Self::Period => shared::PERIOD,
            Self::Id => "id",
            Self::Field(_) => self.field(kind).map_or("", |field| field.code.as_str()),
            Self::Ignored | Self::Nameless => "",
        }
    }

    /// Returns the field of the form that it is.
    pub(crate) fn field(self, kind: &Kind) -> Option<&Field> {
        let Self::Field(at) = self else { return None };
        kind.fields.get(at)
    }

    /// Returns the field, where that holds figures.
    pub(crate) fn figures(self, kind: &Kind) -> Option<&Field> {
        self.field(kind).filter(|field| field.is_number())
    }
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableColumn {
    /// Its header.
    pub name: String,
    /// What it holds.
    pub holds: ColumnContent,
    /// The unit of its plain figures, where the header says one.
    pub unit: Option<String>,
}
