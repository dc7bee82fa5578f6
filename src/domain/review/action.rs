//! What inspectors and clerks do in a review, one action at a time.

use uuid::Uuid;

use crate::domain::record::ChangeId;
use crate::i18n::ReviewMsg;

/// What somebody did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionKind {
    /// An inspector raised a finding and sent the record back.
    Return,
    /// The clerk answered a finding.
    Answer,
    /// An inspector closed a finding.
    Close,
    /// An inspector opened a finding again, and so sent the record back again.
    Reopen,
    /// An inspector approved the record as it stood.
    Approve,
    /// An inspector began a session; it is about no record.
    Visit,
}

impl ActionKind {
    pub(super) const ALL: [Self; 6] = [
        Self::Return,
        Self::Answer,
        Self::Close,
        Self::Reopen,
        Self::Approve,
        Self::Visit,
    ];

    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Answer => "answer",
            Self::Close => "close",
            Self::Reopen => "reopen",
            Self::Approve => "verify",
            Self::Visit => "visit",
        }
    }

    /// Returns the action of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Returns what it is called.
    #[must_use]
    pub const fn label(self) -> ReviewMsg {
        match self {
            Self::Return => ReviewMsg::Return,
            Self::Answer => ReviewMsg::Answer,
            Self::Close => ReviewMsg::Close,
            Self::Reopen => ReviewMsg::Reopen,
            Self::Approve => ReviewMsg::Approve,
            Self::Visit => ReviewMsg::Visit,
        }
    }

    /// Returns the state in which it leaves its finding; `None` for one that belongs to no finding.
    pub(super) const fn leaves(self) -> Option<ThreadState> {
        match self {
            Self::Return | Self::Reopen => Some(ThreadState::Open),
            Self::Answer => Some(ThreadState::Answered),
            Self::Close => Some(ThreadState::Closed),
            Self::Approve | Self::Visit => None,
        }
    }
}

/// As what somebody acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReviewRole {
    /// Who fills in.
    Clerk,
    /// Who reviews.
    Inspector,
}

impl ReviewRole {
    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Clerk => "clerk",
            Self::Inspector => "inspector",
        }
    }

    /// Returns the role of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        [Self::Clerk, Self::Inspector]
            .into_iter()
            .find(|role| role.word() == word)
    }
}

/// One thing that was said or done in a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewAction {
    /// `UUIDv7`; acts of a ledger are ordered by it.
    pub id: Uuid,
    /// The record it is about; `None` for a visit.
    pub record: Option<Uuid>,
    /// The finding it belongs to, named by the act that raised it; `None` for a approval and a
    /// visit.
    pub thread: Option<Uuid>,
    /// What.
    pub kind: ActionKind,
    /// The codes of the fields it marks. A return that marks none means the whole record.
    pub fields: Vec<String>,
    /// The words.
    pub text: String,
    /// The version of the record that it was said of.
    pub version: Vec<ChangeId>,
    /// Who.
    pub author: String,
    /// As what.
    pub role: ReviewRole,
    /// When, in UTC, as `2026-11-23T08:00:00.000Z`.
    pub at: String,
    /// The ledger file it was said in.
    pub site: String,
}

/// Whose turn it is in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ThreadState {
    /// The clerk's: the record is returned.
    Open,
    /// The inspector's.
    Answered,
    /// Nobody's.
    Closed,
}

impl ThreadState {
    /// Returns what it is called.
    #[must_use]
    pub const fn label(self) -> ReviewMsg {
        match self {
            Self::Open => ReviewMsg::Open,
            Self::Answered => ReviewMsg::Answered,
            Self::Closed => ReviewMsg::Closed,
        }
    }
}
