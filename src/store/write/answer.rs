//! What clerks answer to findings.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::review::{ActionKind, ReviewRole, ThreadState};
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;
use crate::store::rows::finding::{self, NewAct};
use crate::store::rows::review::{self, Reviewed};

/// What a clerk says to a finding.
#[derive(Clone, Copy, Debug)]
pub struct FindingAnswer<'a> {
    /// The record.
    pub record: Uuid,
    /// The finding.
    pub thread: Uuid,
    /// The words; none where the changed field says it.
    pub text: &'a str,
    /// Who.
    pub author: &'a str,
}

impl Writer<'_> {
    /// Answers a finding in the name of a clerk. It belongs into the transaction of the save that
    /// goes with it; save first. Without words the changed field is the answer. One that was
    /// answered already gets more words.
    ///
    /// # Errors
    /// When the finding is not of this record or is closed, when its record is of another place or
    /// gone, or when there are no words and nothing marked was changed since it was raised.
    pub fn answer(&mut self, answer: &FindingAnswer) -> Result<()> {
        let Reviewed { version, place, .. } = review::get(self.db, answer.record)?;
        self.refuse_other_places(&BTreeMap::from([(shared::PLACE.to_owned(), place.into())]))?;
        let thread = finding::thread(self.db, answer.record, answer.thread)?;
        if thread.state == ThreadState::Closed {
            return Err(LedgerRefusal::FindingClosed.into());
        }
        if answer.text.trim().is_empty()
            && !review::is_marked_changed(self.db, answer.record, &thread, &version)?
        {
            return Err(LedgerRefusal::NothingAnswered.into());
        }
        let record = Some(answer.record);
        let fields = Vec::new();
        let role = ReviewRole::Clerk;
        let text = answer.text.trim();
        let author = answer.author;
        let act = NewAct {
            kind: ActionKind::Answer,
            record,
            thread: Some(thread.id),
            fields,
            text,
            version,
            author,
            role,
        };
        finding::insert(&mut self.chain, &act)?;
        Ok(())
    }
}
