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
    /// Two fields, by their positions: a longitude and a latitude, a level and a grade.
    Pair(usize, usize),
    /// The place at its beginning, and all of it a field: an address.
    PlaceAndField(usize),
    /// Nothing that is imported.
    Ignored,
    /// Nothing that anybody named; a cell with something in it is refused.
    Nameless,
}

impl ColumnContent {
    /// Returns what a mapping calls it: the code of a field, `town`, `county`, `id`; nothing where it is
    /// left out, and where it is two entries.
    pub(crate) fn entry(self, kind: &Kind) -> &str {
        match self {
            Self::Place => "town",
            Self::PlaceName => "town_name",
            Self::Above => "county",
            Self::Period => shared::PERIOD,
            Self::Id => "id",
            Self::Field(_) => self.field(kind).map_or("", |field| field.code.as_str()),
            Self::Ignored | Self::Nameless | Self::Pair(..) | Self::PlaceAndField(_) => "",
        }
    }

    /// Returns what a mapping calls it, also where it is two entries: `lon,lat`, `town,address`.
    pub(crate) fn spec(self, kind: &Kind) -> String {
        let parts: Vec<Self> = self.parts();
        let entries: Vec<&str> = parts.iter().map(|part| part.entry(kind)).collect();
        entries.join(",")
    }

    /// Returns the field of the form that it is.
    pub(crate) fn field(self, kind: &Kind) -> Option<&Field> {
        let Self::Field(at) = self else { return None };
        kind.fields.get(at)
    }

    /// Returns whether it says something of a field, by its position in the form.
    pub(crate) const fn says(self, position: usize) -> bool {
        match self {
            Self::Field(at) | Self::PlaceAndField(at) => at == position,
            Self::Pair(first, second) => first == position || second == position,
            _ => false,
        }
    }

    /// Returns whether it says the place, or names a record that has one.
    pub(crate) const fn says_place(self) -> bool {
        self.is_place() || matches!(self, Self::PlaceName | Self::Id)
    }

    /// Returns whether it says the place.
    pub(crate) const fn is_place(self) -> bool {
        matches!(self, Self::Place | Self::PlaceAndField(_))
    }

    /// Returns what it holds, one by one.
    pub(crate) fn parts(self) -> Vec<Self> {
        match self {
            Self::Pair(first, second) => vec![Self::Field(first), Self::Field(second)],
            Self::PlaceAndField(at) => vec![Self::Place, Self::Field(at)],
            Self::Ignored | Self::Nameless => Vec::new(),
            one => vec![one],
        }
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
    /// Whether a person said what it holds, or that it is left out.
    pub is_said: bool,
}
