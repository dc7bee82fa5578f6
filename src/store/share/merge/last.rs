//! The last file or hub that something was taken in of.

use super::theirs::MergedFrom;
use crate::domain::record::ActSort;
use crate::store::error::StoreError;
use crate::store::ledger::Store;
use crate::store::rows::site;

/// The last file or hub that something was taken in of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastMerged {
    /// When, in UTC.
    pub at: String,
    /// Who merged it.
    pub author: String,
    /// What it was.
    pub from: MergedFrom,
}

impl Store {
    /// Returns the last file or hub that something was taken in of; `None` where none was.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn last_merged(&self) -> Result<Option<LastMerged>, StoreError> {
        Ok(site::own_acts(&self.db, ActSort::Merge)?
            .into_iter()
            .next_back()
            .map(|act| LastMerged {
                at: site::done_at(&act).to_owned(),
                author: site::done_by(&act).to_owned(),
                from: match site::text(&act, "hub") {
                    Some(id) => MergedFrom::Hub(id.to_owned()),
                    None => {
                        MergedFrom::File(site::text(&act, "file").unwrap_or_default().to_owned())
                    }
                },
            }))
    }
}
