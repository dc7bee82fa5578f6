//! Approving many records at once: which of a list are approved, and why the others are left out.

use super::thread::ReviewState;
use crate::i18n::{InspectorMsg, Lang, Say};

/// What decides whether a record is approved together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkFacts {
    /// Where it stands.
    pub state: ReviewState,
    /// Whether the inspector may judge it.
    pub is_judged_here: bool,
    /// How many of its findings are not closed.
    pub open_findings: usize,
    /// Whether the inspector saved something of it.
    pub is_own_entry: bool,
    /// How many of its values are wrong, or doubtful and without a reason.
    pub doubts: usize,
}

/// Why a record is not approved together with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// It was changed after it was seen.
    Changed,
    /// It is not there any more.
    Gone,
    /// Some of its values are wrong or doubtful.
    Doubts {
        /// How many.
        count: usize,
    },
    /// A finding of it was answered and is not closed.
    Findings {
        /// How many.
        count: usize,
    },
    /// The inspector entered some of it.
    OwnEntry,
    /// It was returned.
    Returned,
    /// Something is missing that it needs before review.
    Incomplete,
    /// The inspector may not judge it.
    Outside,
    /// It is approved already.
    Approved,
}

impl LeftOut {
    /// Returns why a record is left out; `None` for one that is approved.
    #[must_use]
    pub const fn of(facts: &BulkFacts) -> Option<Self> {
        if !facts.is_judged_here {
            return Some(Self::Outside);
        }
        match facts.state {
            ReviewState::Draft => return Some(Self::Incomplete),
            ReviewState::Returned => return Some(Self::Returned),
            ReviewState::Approved => return Some(Self::Approved),
            ReviewState::Submitted => {}
        }
        if facts.open_findings > 0 {
            let count = facts.open_findings;
            return Some(Self::Findings { count });
        }
        if facts.is_own_entry {
            return Some(Self::OwnEntry);
        }
        if facts.doubts > 0 {
            let count = facts.doubts;
            return Some(Self::Doubts { count });
        }
        None
    }

    const fn message(self) -> InspectorMsg {
        match self {
            Self::Changed => InspectorMsg::LeftOutChanged,
            Self::Gone => InspectorMsg::LeftOutGone,
            Self::Doubts { count } => InspectorMsg::LeftOutDoubts { count },
            Self::Findings { count } => InspectorMsg::LeftOutFindings { count },
            Self::OwnEntry => InspectorMsg::LeftOutOwn,
            Self::Returned => InspectorMsg::LeftOutReturned,
            Self::Incomplete => InspectorMsg::LeftOutIncomplete,
            Self::Outside => InspectorMsg::LeftOutOutside,
            Self::Approved => InspectorMsg::LeftOutApproved,
        }
    }
}

impl Say for LeftOut {
    fn say(&self, lang: Lang) -> String {
        self.message().say(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: BulkFacts = BulkFacts {
        state: ReviewState::Submitted,
        is_judged_here: true,
        open_findings: 0,
        is_own_entry: false,
        doubts: 0,
    };

    #[test]
    fn only_a_submitted_record_that_lacks_nothing_is_approved_with_others() {
        assert_eq!(LeftOut::of(&FINE), None);
        let of = |facts| LeftOut::of(&facts);
        let states = [
            (ReviewState::Draft, LeftOut::Incomplete),
            (ReviewState::Returned, LeftOut::Returned),
            (ReviewState::Approved, LeftOut::Approved),
        ];
        for (state, why) in states {
            assert_eq!(of(BulkFacts { state, ..FINE }), Some(why));
        }
        let cases = [
            (
                BulkFacts {
                    is_judged_here: false,
                    doubts: 2,
                    ..FINE
                },
                LeftOut::Outside,
            ),
            (
                BulkFacts {
                    open_findings: 1,
                    is_own_entry: true,
                    ..FINE
                },
                LeftOut::Findings { count: 1 },
            ),
            (
                BulkFacts {
                    is_own_entry: true,
                    doubts: 3,
                    ..FINE
                },
                LeftOut::OwnEntry,
            ),
            (
                BulkFacts { doubts: 3, ..FINE },
                LeftOut::Doubts { count: 3 },
            ),
        ];
        for (facts, why) in cases {
            assert_eq!(of(facts), Some(why));
        }
    }
}
