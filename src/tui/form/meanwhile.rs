//! What a form knows about values that somebody else saved while it was typed.

use std::collections::BTreeMap;

use crate::i18n::MoveMsg;

/// What a form knows about values that somebody else saved meanwhile.
#[derive(Default)]
pub(super) struct Meanwhile {
    /// Who saved each field last, by its code.
    pub(super) savers: BTreeMap<String, Saver>,
    /// A draft was opened with such values: saving shows them once more before it writes.
    pub(super) is_unseen: bool,
    /// The record was moved to another kind.
    pub(super) moved: Option<MoveMsg>,
    /// Fields that were not typed in here took the value that was saved.
    pub(super) is_merged: bool,
}

/// Who saved a value, and when, in the time of the ledger.
#[derive(Clone)]
pub(super) struct Saver {
    pub(super) author: String,
    pub(super) at: String,
}
