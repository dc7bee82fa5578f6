//! Why a list about places is refused.

use crate::i18n::{Lang, PlaceFault, Say, TableFault};

/// Why a list of places is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacesError {
    /// It is no table.
    Table(TableFault),
    /// One of its cells is wrong.
    Fault(PlaceFault),
}

impl Say for PlacesError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Table(fault) => fault.say(lang),
            Self::Fault(fault) => fault.say(lang),
        }
    }
}

impl From<TableFault> for PlacesError {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<PlaceFault> for PlacesError {
    fn from(fault: PlaceFault) -> Self {
        Self::Fault(fault)
    }
}
