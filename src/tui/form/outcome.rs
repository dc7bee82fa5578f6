//! What came of saving a form.

use uuid::Uuid;

use crate::i18n::MoveMsg;

/// What came of saving. The screens and the line prompts each say it in terms of what is to be done
/// next there.
pub(crate) enum SaveOutcome {
    /// It is in the ledger.
    Written,
    /// The same, and it waits for an inspector again, who returned it or verified it before.
    Resubmitted,
    /// The record already is what the form says.
    Unchanged,
    /// A new record in which nothing was entered.
    Empty,
    /// So many things are to be corrected first.
    Mistakes(usize),
    /// The value of a field is doubtful, and no reason for it was given: the place of the field in
    /// the form.
    Doubtful(usize),
    /// Values that are locked are changed, and nobody said why.
    Unexplained,
    /// This finding wants an answer.
    Unanswered(Uuid),
    /// This record here is likely to be the same, and nobody said that it is not.
    Likely(Uuid),
    /// Somebody else saved other fields; they are taken in.
    Merged,
    /// Somebody else saved these fields too, by their labels.
    Conflict(String),
    /// Somebody else moved the record to another kind; what this says goes along, or does not.
    OtherKind(MoveMsg),
    /// Somebody else deleted the record.
    Gone,
}
