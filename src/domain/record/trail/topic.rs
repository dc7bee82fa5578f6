//! What an entry of the trail is about: the save of a record, or an act.

use super::subject::Subject;

/// An act that somebody relies on, in the trail beside the saves of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActSort {
    /// An act of a review.
    Finding,
    /// A field that a second person keyed again.
    SecondEntry,
    /// A record in which nothing has changed, as somebody found.
    Confirmation,
    /// Records that were drawn at random for a review.
    Sample,
    /// A visit to a facility on the spot.
    SiteVisit,
    /// A quarter that was closed or reopened.
    QuarterClose,
    /// The standings of one place that a close froze.
    ClosedStanding,
    /// Places that were added, changed or removed.
    Places,
    /// A policy pack that was loaded.
    Pack,
    /// A ledger file began to write under a site.
    Site,
    /// Another file was merged.
    Merge,
    /// An exchange file was made.
    Exchange,
    /// The list of those who may sign files for this ledger was changed.
    Signers,
}

impl ActSort {
    const ALL: [Self; 13] = [
        Self::Finding,
        Self::SecondEntry,
        Self::Confirmation,
        Self::Sample,
        Self::SiteVisit,
        Self::QuarterClose,
        Self::ClosedStanding,
        Self::Places,
        Self::Pack,
        Self::Site,
        Self::Merge,
        Self::Exchange,
        Self::Signers,
    ];

    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::SecondEntry => "second_entry",
            Self::Confirmation => "confirmation",
            Self::Sample => "sample",
            Self::SiteVisit => "site_visit",
            Self::QuarterClose => "close",
            Self::ClosedStanding => "closed_standing",
            Self::Places => "places",
            Self::Pack => "pack",
            Self::Site => "site",
            Self::Merge => "merge",
            Self::Exchange => "exchange",
            Self::Signers => "signers",
        }
    }

    /// Returns whether an act only describes the file it is in. Such an act gives whoever merges
    /// that file nothing new: places, packs and signers are never taken from another file.
    #[must_use]
    pub const fn is_of_file(self) -> bool {
        match self {
            Self::Finding
            | Self::SecondEntry
            | Self::Confirmation
            | Self::Sample
            | Self::SiteVisit
            | Self::QuarterClose
            | Self::ClosedStanding => false,
            Self::Places
            | Self::Pack
            | Self::Site
            | Self::Merge
            | Self::Exchange
            | Self::Signers => true,
        }
    }
}

/// What an entry of the trail is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The save of a record.
    Record(Subject),
    /// An act.
    Act(ActSort),
}

impl Topic {
    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record(subject) => subject.word(),
            Self::Act(sort) => sort.word(),
        }
    }

    /// Returns the topic of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        let act = || {
            ActSort::ALL
                .into_iter()
                .find(|sort| sort.word() == word)
                .map(Self::Act)
        };
        Subject::of_word(word).map(Self::Record).or_else(act)
    }

    /// Returns the sort of record that a save is of; `None` for an act.
    #[must_use]
    pub const fn record(self) -> Option<Subject> {
        match self {
            Self::Record(subject) => Some(subject),
            Self::Act(_) => None,
        }
    }
}

impl From<Subject> for Topic {
    fn from(subject: Subject) -> Self {
        Self::Record(subject)
    }
}
