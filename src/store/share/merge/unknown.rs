//! Places and kinds that merged records name and this ledger does not know.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use super::error::Result;
use crate::domain::record::facility::shared;
use crate::domain::record::{Folded, Subject};
use crate::i18n::{MergeFault, code_list};
use crate::store::rows::{place, subject};
use crate::store::write::writer::Writer;

/// What records speak of and this ledger does not know.
#[derive(Default)]
pub(super) struct Unknown {
    /// The places that were looked up and are known: many records are in few places.
    known: BTreeSet<String>,
    places: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

impl Unknown {
    /// Returns whether a record speaks of something unknown, which is kept.
    pub(super) fn in_record(
        &mut self,
        writer: &Writer,
        subject: Subject,
        folded: &Folded,
    ) -> Result<bool> {
        let place = folded.fields.get(shared::PLACE);
        let place = place.and_then(Json::as_str).unwrap_or_default();
        let lacks_place = !self.is_known(writer, place)?;
        let unknown = subject::unknown_form(writer.db, &writer.packs, subject, &folded.fields)?;
        let lacks_form = unknown.is_some();
        self.kinds.extend(unknown);
        Ok(lacks_place || lacks_form)
    }

    /// Returns whether a place is known, and keeps it.
    fn is_known(&mut self, writer: &Writer, place: &str) -> Result<bool> {
        if self.known.contains(place) {
            return Ok(true);
        }
        let is_known = place::get(writer.db, place)?.is_some();
        let places = if is_known {
            &mut self.known
        } else {
            &mut self.places
        };
        places.insert(place.to_owned());
        Ok(is_known)
    }

    pub(super) fn refuse(self) -> Result<()> {
        if !self.places.is_empty() {
            return Err(MergeFault::UnknownPlaces {
                places: code_list(self.places),
            }
            .into());
        }
        if !self.kinds.is_empty() {
            return Err(MergeFault::UnknownKinds {
                kinds: code_list(self.kinds),
            }
            .into());
        }
        Ok(())
    }
}
