//! What inspectors said of the record of a form, and what the clerk says to it.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::review::{Locks, ReviewState, Thread};
use crate::domain::value::Zone;

/// Fields of a version by code, `kind` and `place` included.
pub(super) type Fields = BTreeMap<String, Json>;

/// What inspectors said of the record, and what the clerk says to it.
#[derive(Default)]
pub(super) struct ReviewThreads {
    pub(super) state: Option<ReviewState>,
    /// It stands verified by somebody who entered it.
    pub(super) own: bool,
    /// The findings that wait for the clerk, oldest first, each with the fields that were sent
    /// back.
    pub(super) waiting: Vec<(Thread, Fields)>,
    pub(super) locks: Locks,
    /// What was said since saving began.
    pub(super) given: GivenWords,
    /// What was said when saving was tried before, to begin with.
    pub(super) before: GivenWords,
    pub(super) zone: Zone,
}

#[derive(Default)]
pub(super) struct GivenWords {
    /// Answers by their finding.
    pub(super) answers: BTreeMap<Uuid, String>,
    /// Why locked values are changed.
    pub(super) reason: String,
}

impl ReviewThreads {
    /// What is said to each finding that waits.
    pub(super) fn answers(&self) -> Vec<(Uuid, &str)> {
        let answer = |id: Uuid| self.given.answers.get(&id).map_or("", String::as_str);
        self.waiting
            .iter()
            .map(|(thread, _)| (thread.id, answer(thread.id)))
            .collect()
    }

    pub(super) fn reason(&self) -> &str {
        &self.given.reason
    }

    /// Saving begins: everything is asked again, beginning with the words of last time.
    pub(super) fn begin(&mut self) {
        let GivenWords { answers, reason } = std::mem::take(&mut self.given);
        self.before.answers.extend(answers);
        if !reason.is_empty() {
            self.before.reason = reason;
        }
    }
}

/// Whether there may be nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// An empty answer is one too.
    Allowed,
    /// Something must be said.
    Refused,
}
