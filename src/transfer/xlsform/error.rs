//! Why a form gives no draft of a pack.

use crate::i18n::{Lang, Say, TableFault, XlsFormFault};

/// Why a form gives no draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XlsFormError {
    /// One of its sheets is no table.
    Table(TableFault),
    /// It is no form.
    Fault(XlsFormFault),
}

impl Say for XlsFormError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Table(fault) => fault.say(lang),
            Self::Fault(fault) => fault.say(lang),
        }
    }
}

impl From<TableFault> for XlsFormError {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}
