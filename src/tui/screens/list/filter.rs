//! What the list of a kind can be narrowed to.

use crate::domain::review::ReviewState;
use crate::i18n::InspectorMsg;

/// Whether a facility counts for the requirement of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountsAs {
    Counting,
    NotCounting,
    NotKnown,
}

/// What the list is narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ListFilter {
    pub(super) status: Option<String>,
    pub(super) state: Option<ReviewState>,
    pub(super) counts: Option<CountsAs>,
}

/// What a choice changes.
pub(super) enum Change {
    Status(Option<String>),
    State(Option<ReviewState>),
    Counts(Option<CountsAs>),
}

/// Whether facilities count, and what each is called.
pub(super) const COUNTING: [(CountsAs, InspectorMsg); 3] = [
    (CountsAs::Counting, InspectorMsg::OnlyCounting),
    (CountsAs::NotCounting, InspectorMsg::OnlyNotCounting),
    (CountsAs::NotKnown, InspectorMsg::OnlyMayCount),
];
