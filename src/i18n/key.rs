//! Keys that are named in messages. Which key it is, the table of commands knows: a message says
//! what the key does, and the name is filled in as it is said.

use std::sync::OnceLock;

/// A key by what it does, on the screens where that is to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command of that name")]
pub enum KeyOf {
    Approve,
    ApproveAll,
    Back,
    Carry,
    CarryOut,
    Choose,
    ClearFilter,
    Confirm,
    Conflicts,
    CopyPrevious,
    Drafts,
    EachField,
    Moved,
    Filter,
    Find,
    FilterPlaces,
    FilterList,
    Findings,
    Grid,
    Leave,
    Mark,
    New,
    NextField,
    NextProblem,
    Open,
    PageDown,
    Records,
    Redo,
    Return,
    Save,
    Take,
    Undo,
}

/// What knows the names: the table of commands stands above this layer.
static NAMES: OnceLock<fn(KeyOf) -> String> = OnceLock::new();

/// Sets what names the keys. The first one stays.
pub fn set_key_names(names: fn(KeyOf) -> String) {
    NAMES.get_or_init(|| names);
}

impl KeyOf {
    /// Returns the name of the key as people read it: `F2`, `Ctrl-K`. Empty before
    /// [`set_key_names`].
    #[must_use]
    pub fn name(self) -> String {
        NAMES.get().map_or_else(String::new, |names| names(self))
    }
}
