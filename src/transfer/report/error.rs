//! Why there is no report.

use crate::i18n::{Lang, ReportMsg, Say};
use crate::store::StoreError;

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportError {
    /// The ledger refuses.
    Store(StoreError),
    /// What the report itself says: the policy does not speak of the place that was asked for, or
    /// the format cannot hold it.
    Refused(ReportMsg),
}

impl ReportError {
    pub(super) fn unwritable(error: &impl ToString) -> Self {
        Self::Refused(ReportMsg::Unwritable {
            detail: error.to_string(),
        })
    }
}

impl Say for ReportError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Store(error) => error.say(lang),
            Self::Refused(message) => message.say(lang),
        }
    }
}

impl From<StoreError> for ReportError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
