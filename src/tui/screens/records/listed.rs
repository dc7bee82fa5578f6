//! A row of the list of records.

use crate::domain::record::Record;
use crate::domain::review::reason;
use crate::i18n::{ReviewMsg, Text};
use crate::store::{Result, Reviewed};
use crate::tui::context::Context;
use crate::tui::part::filter::PlaceChoices;

/// A row of the page.
pub(crate) struct ListedRecord {
    pub(super) state: ReviewMsg,
    pub(super) place: String,
    pub(super) kind: Text,
    pub(super) name: Text,
    /// How many values are wrong or doubtful and without a reason.
    pub(super) trouble: usize,
}

impl ListedRecord {
    pub(crate) fn of(
        reviewed: &Reviewed,
        places: &PlaceChoices,
        context: &Context,
    ) -> Result<Self> {
        let kind = context.store.kind(&reviewed.kind);
        let record = context.store.record(reviewed.record)?;
        let name = record.as_ref().map(Record::known_by);
        let trouble = kind
            .zip(record)
            .map(|(kind, record)| reason::unanswered(kind, &record, context.day).len());
        let own = context.store.is_own_approval(reviewed)?;
        Ok(Self {
            state: if own {
                ReviewMsg::ApprovedOwn
            } else {
                reviewed.state.label()
            },
            place: places.told(context.store, &reviewed.place)?,
            kind: kind.map_or_else(
                || Text::both(reviewed.kind.clone()),
                |kind| kind.label.clone(),
            ),
            name: name.unwrap_or_default(),
            trouble: trouble.unwrap_or_default(),
        })
    }
}
