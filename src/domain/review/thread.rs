//! Reviewing: what inspectors and clerks say to each other about a record, the state that follows
//! from it, and which values are locked.
//!
//! Everything said is an [`ReviewAction`], and acts are only ever added. A finding is a [`Thread`] of acts:
//! an inspector raises it and so returns the record, the clerk answers, the inspector closes or
//! reopens it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;
use uuid::Uuid;

use super::action::{ActionKind, ReviewAction, ThreadState};
use super::double_entry::is_one_person;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{ChangeId, Patch, Record};
use crate::domain::value::is_same_json;
use crate::i18n::ReviewMsg;

/// A finding with everything that was said about it, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// The act that raised it.
    pub id: Uuid,
    /// The codes of the fields it marks, by the last return or reopening; none means the whole
    /// record.
    pub fields: Vec<String>,
    /// Whose turn it is.
    pub state: ThreadState,
    /// The acts.
    pub acts: Vec<ReviewAction>,
}

impl Thread {
    /// Returns the version of the record that the inspector last sent back.
    #[must_use]
    pub fn returned_version(&self) -> &[ChangeId] {
        self.returned_by()
            .map(|act| act.version.as_slice())
            .unwrap_or_default()
    }

    /// Returns the act by which it was last sent back: what there is to answer.
    #[must_use]
    pub fn returned_by(&self) -> Option<&ReviewAction> {
        self.acts
            .iter()
            .rev()
            .find(|act| act.kind.leaves() == Some(ThreadState::Open))
    }

    /// Returns whether it marks a field. Who marks the evidence means the files listed with it too.
    #[must_use]
    pub fn marks(&self, code: &str) -> bool {
        let code = if code == shared::EVIDENCE_FILES {
            shared::EVIDENCE
        } else {
            code
        };
        self.fields.is_empty() || self.fields.iter().any(|marked| marked == code)
    }

    /// Returns whether something it marks differs between the fields that were sent back and these:
    /// then the clerk need not answer in words.
    #[must_use]
    pub fn is_met_by(
        &self,
        returned: &BTreeMap<String, Json>,
        fields: &BTreeMap<String, Json>,
    ) -> bool {
        Record::patch_to(returned, fields)
            .keys()
            .any(|code| self.marks(code))
    }
}

/// Returns the findings among the acts of a record, in the order they were raised.
#[must_use]
pub(crate) fn threads(acts: &[ReviewAction]) -> Vec<Thread> {
    let mut found: BTreeMap<Uuid, Thread> = BTreeMap::new();
    let mut ordered: Vec<&ReviewAction> = acts.iter().collect();
    ordered.sort_by_key(|act| act.id);
    for act in ordered {
        let (Some(id), Some(state)) = (act.thread, act.kind.leaves()) else {
            continue;
        };
        let new = || Thread {
            id,
            fields: Vec::new(),
            state,
            acts: Vec::new(),
        };
        let thread = found.entry(id).or_insert_with(new);
        if state == ThreadState::Open {
            thread.fields.clone_from(&act.fields);
        }
        thread.state = state;
        thread.acts.push(act.clone());
    }
    found.into_values().collect()
}

/// Where a record stands between clerk and inspector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReviewState {
    /// Something that is needed before review is missing. Saving a record without anything missing
    /// submits it.
    Draft,
    /// It waits for an inspector.
    Submitted,
    /// A finding waits for the clerk.
    Returned,
    /// The last judgement of an inspector approved this very version. One that was returned since
    /// is to be looked at again, even when the clerk changed nothing.
    Approved,
}

impl ReviewState {
    /// Every state, in the order a record goes through them.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Returned, Self::Approved];

    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Approved => "verified",
        }
    }

    /// Returns what it is called.
    #[must_use]
    pub const fn label(self) -> ReviewMsg {
        match self {
            Self::Draft => ReviewMsg::Incomplete,
            Self::Submitted => ReviewMsg::Submitted,
            Self::Returned => ReviewMsg::Returned,
            Self::Approved => ReviewMsg::Approved,
        }
    }

    /// Returns the state of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }
}

/// Returns the state of a record: what somebody has to do goes before what somebody said earlier.
/// `complete` says that nothing is missing for review, `version` is the one that stands.
#[must_use]
pub(crate) fn state(complete: bool, version: &[ChangeId], acts: &[ReviewAction]) -> ReviewState {
    if threads(acts)
        .iter()
        .any(|thread| thread.state == ThreadState::Open)
    {
        ReviewState::Returned
    } else if !complete {
        ReviewState::Draft
    } else if last_judgement(acts)
        .is_some_and(|act| act.kind == ActionKind::Approve && act.version == version)
    {
        ReviewState::Approved
    } else {
        ReviewState::Submitted
    }
}

/// Returns the last approval of a record.
#[must_use]
pub(crate) fn last_approval(acts: &[ReviewAction]) -> Option<&ReviewAction> {
    acts.iter()
        .filter(|act| act.kind == ActionKind::Approve)
        .max_by_key(|act| act.id)
}

/// Returns whether the inspector of a approval is one of those who entered what it approved, by
/// whatever width and case their names are written in. In a small office that may be so; a reader
/// is to know.
#[must_use]
pub(crate) fn is_own<'a>(
    approval: &ReviewAction,
    authors: impl IntoIterator<Item = &'a str>,
) -> bool {
    authors
        .into_iter()
        .any(|author| is_one_person(author, &approval.author))
}

/// Returns the last act by which an inspector judged a version of the record: what changed since is
/// what there is to look at.
#[must_use]
pub(crate) fn last_judgement(acts: &[ReviewAction]) -> Option<&ReviewAction> {
    let judges = |act: &&ReviewAction| {
        matches!(
            act.kind,
            ActionKind::Return | ActionKind::Reopen | ActionKind::Approve
        )
    };
    acts.iter().filter(judges).max_by_key(|act| act.id)
}

/// Fields that tell of the report and not of the facility: they go with every save and are never
/// held. The reasons given for doubtful values are among them, and the list of evidence, which only
/// ever grows.
const OF_THE_REPORT: [&str; 5] = [
    shared::REPORTED_BY,
    shared::REPORTED_ON,
    shared::DATA_AS_OF,
    shared::REASONS,
    shared::EVIDENCE_FILES,
];

/// Which values of a record are locked: a save that changes one must say why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Locks {
    /// Of a returned record the fields that are open; everything else is held.
    open: Option<BTreeSet<String>>,
    /// The values that were last approved.
    approved: BTreeMap<String, Json>,
}

impl Locks {
    /// Returns the locks of a record with these findings, whose last approved version had these
    /// fields, `kind` and `place` included.
    #[must_use]
    pub fn of(threads: &[Thread], approved: BTreeMap<String, Json>) -> Self {
        let open: Vec<&Thread> = threads
            .iter()
            .filter(|thread| thread.state == ThreadState::Open)
            .collect();
        if open.iter().any(|thread| thread.fields.is_empty()) {
            return Self::default();
        }
        let marked = open
            .iter()
            .flat_map(|thread| thread.fields.iter().cloned())
            .collect();
        Self {
            open: (!open.is_empty()).then_some(marked),
            approved,
        }
    }

    /// Returns whether a field is held while it has this value. Of a returned record everything
    /// that no finding marks is; else a value that was approved and still stands. An empty field
    /// was not approved: filling it in is not an amendment.
    #[must_use]
    pub fn hold(&self, code: &str, present: Option<&Json>) -> bool {
        if OF_THE_REPORT.contains(&code) {
            return false;
        }
        match &self.open {
            Some(open) => !open.contains(code),
            None if code == shared::DELETED => !self.approved.is_empty(),
            None => present.is_some_and(|value| self.approved.get(code) == Some(value)),
        }
    }

    /// Returns the held fields that a patch would change, given the fields as they stand. The same
    /// value in another unit is no change.
    #[must_use]
    pub fn broken_by(&self, standing: &BTreeMap<String, Json>, patch: &Patch) -> Vec<String> {
        let stays = |code: &str, value: &Json| {
            standing
                .get(code)
                .is_some_and(|before| is_same_json(before, value))
        };
        let broken = patch
            .iter()
            .filter(|(code, value)| self.hold(code, standing.get(*code)) && !stays(code, value));
        broken.map(|(code, _)| code.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::review::action::ReviewRole;

    fn version(seq: i64) -> Vec<ChangeId> {
        vec![ChangeId {
            site: "a".into(),
            seq,
        }]
    }

    /// Returns an act with the number `id`, in the finding `thread`, about the version of the same
    /// number as `seen`.
    fn act(
        id: u128,
        thread: Option<u128>,
        kind: ActionKind,
        fields: &[&str],
        seen: i64,
    ) -> ReviewAction {
        ReviewAction {
            id: Uuid::from_u128(id),
            record: Some(Uuid::nil()),
            thread: thread.map(Uuid::from_u128),
            kind,
            fields: fields.iter().map(|code| (*code).to_owned()).collect(),
            text: String::new(),
            version: version(seen),
            author: "示例".into(),
            role: ReviewRole::Inspector,
            at: String::new(),
            site: "a".into(),
        }
    }

    fn fields(pairs: &[(&str, &str)]) -> BTreeMap<String, Json> {
        pairs
            .iter()
            .map(|(code, value)| ((*code).to_owned(), json!(value)))
            .collect()
    }

    #[test]
    fn every_word_of_the_ledger_is_read_back() {
        assert!(
            ActionKind::ALL
                .into_iter()
                .all(|kind| ActionKind::of_word(kind.word()) == Some(kind))
        );
        assert!(
            ReviewState::ALL
                .into_iter()
                .all(|state| ReviewState::of_word(state.word()) == Some(state))
        );
        assert!(
            [ReviewRole::Clerk, ReviewRole::Inspector]
                .into_iter()
                .all(|role| ReviewRole::of_word(role.word()) == Some(role))
        );
    }

    #[test]
    fn a_finding_is_open_answered_or_closed_by_its_last_act_in_whatever_order_they_arrive() {
        let raised = act(1, Some(1), ActionKind::Return, &["seats"], 1);
        let answered = act(2, Some(1), ActionKind::Answer, &[], 2);
        let reopened = act(3, Some(1), ActionKind::Reopen, &["area"], 2);
        let closed = act(4, Some(1), ActionKind::Close, &[], 3);
        let other = act(5, Some(5), ActionKind::Return, &[], 3);
        let states = |acts: &[&ReviewAction]| {
            let acts: Vec<ReviewAction> = acts.iter().copied().cloned().collect();
            threads(&acts)
                .iter()
                .map(|thread| thread.state)
                .collect::<Vec<_>>()
        };
        assert_eq!(states(&[&raised]), [ThreadState::Open]);
        assert_eq!(states(&[&answered, &raised]), [ThreadState::Answered]);
        assert_eq!(
            states(&[&reopened, &raised, &answered]),
            [ThreadState::Open]
        );
        assert_eq!(
            states(&[&other, &closed, &raised, &answered, &reopened]),
            [ThreadState::Closed, ThreadState::Open]
        );
        let thread = threads(&[raised, answered, reopened]).remove(0);
        assert!(thread.marks("area") && !thread.marks("seats"));
        assert_eq!(thread.returned_version(), version(2));
        assert!(threads(&[other])[0].marks("anything"));
    }

    #[test]
    fn a_record_is_returned_before_draft_before_verified_before_submitted() {
        let raised = act(1, Some(1), ActionKind::Return, &["seats"], 1);
        let answered = act(2, Some(1), ActionKind::Answer, &[], 2);
        let approved = act(3, None, ActionKind::Approve, &[], 2);
        assert_eq!(state(true, &version(1), &[]), ReviewState::Submitted);
        assert_eq!(state(false, &version(1), &[]), ReviewState::Draft);
        assert_eq!(
            state(false, &version(1), std::slice::from_ref(&raised)),
            ReviewState::Returned
        );
        let acts = [raised.clone(), answered.clone()];
        assert_eq!(state(true, &version(2), &acts), ReviewState::Submitted);
        let acts = [raised, answered, approved];
        assert_eq!(state(true, &version(2), &acts), ReviewState::Approved);
        assert_eq!(state(false, &version(2), &acts), ReviewState::Draft);
        assert_eq!(
            state(true, &version(3), &acts),
            ReviewState::Submitted,
            "an amendment submits again"
        );
        let doubted = [
            act(4, Some(4), ActionKind::Return, &[], 2),
            act(5, Some(4), ActionKind::Answer, &[], 2),
        ];
        let doubted = [&acts[..], &doubted].concat();
        assert_eq!(
            state(true, &version(2), &doubted),
            ReviewState::Submitted,
            "an answer alone is to be looked at too"
        );
        assert_eq!(
            last_approval(&acts).map(|act| act.id),
            Some(Uuid::from_u128(3))
        );
    }

    #[test]
    fn a_verified_value_is_held_until_it_was_amended_and_an_empty_field_never() {
        let approved = fields(&[
            ("name", "a"),
            ("seats", "130"),
            (shared::DATA_AS_OF, "2026"),
        ]);
        let locks = Locks::of(&[], approved.clone());
        assert_eq!(
            locks.broken_by(&approved, &fields(&[("seats", "131"), ("area", "5")])),
            ["seats"]
        );
        assert!(!locks.hold("area", None), "what was empty may be filled in");
        assert!(!locks.hold("seats", Some(&json!("131"))), "amended since");
        assert!(!locks.hold(shared::DATA_AS_OF, Some(&json!("2026"))));
        assert!(
            locks.hold(shared::DELETED, None),
            "a approved record does not just go"
        );
        assert_eq!(
            Locks::of(&[], BTreeMap::new()).broken_by(&approved, &approved),
            Vec::<String>::new()
        );
    }

    #[test]
    fn a_returned_record_is_open_in_its_marked_fields_only() {
        let marked = threads(&[
            act(1, Some(1), ActionKind::Return, &["seats"], 1),
            act(2, Some(2), ActionKind::Return, &["area"], 1),
        ]);
        let locks = Locks::of(&marked, fields(&[("seats", "130"), ("name", "a")]));
        assert!(!locks.hold("seats", Some(&json!("130"))) && !locks.hold("area", None));
        assert!(locks.hold("name", Some(&json!("b"))) && locks.hold("remarks", None));
        assert!(locks.hold(shared::DELETED, None));
        assert!(!locks.hold(shared::REPORTED_ON, None));
        let whole = threads(&[
            act(1, Some(1), ActionKind::Return, &[], 1),
            act(2, Some(2), ActionKind::Return, &["area"], 1),
        ]);
        let locks = Locks::of(&whole, fields(&[("seats", "130")]));
        assert!(!locks.hold("seats", Some(&json!("130"))) && !locks.hold(shared::DELETED, None));
    }
}
