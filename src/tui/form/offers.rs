//! The values that F9 offers for a field, one press after the other.

use crate::i18n::ScreenMsg;

/// What F9 put into a field, as long as that still stands there.
pub(super) struct Pulled {
    pub(super) field: usize,
    /// What is offered from press to press; at the end what stood there at first.
    pub(super) offers: Vec<Offer>,
    /// Which of them stands there.
    pub(super) at: usize,
}

/// A value that can be had.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) text: String,
    /// The note that says where it comes from.
    pub(super) note: ScreenMsg,
}

impl Pulled {
    /// The offer that stands in the field.
    pub(super) fn current(&self) -> Option<&Offer> {
        self.offers.get(self.at)
    }

    /// Whether a field still holds what F9 put there.
    pub(super) fn stands(&self, field: usize, text: &str) -> bool {
        self.field == field && self.current().is_some_and(|offer| offer.text == text)
    }
}
