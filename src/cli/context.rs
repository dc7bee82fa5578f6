//! What every command is given.

use std::path::PathBuf;

use crate::i18n::Lang;

/// What every command gets.
pub(crate) struct CliContext {
    pub(crate) db: PathBuf,
    pub(crate) lang: Lang,
    pub(crate) ledger_use: LedgerUse,
}

/// What a command may do with the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LedgerUse {
    /// Whatever it is there for.
    Any,
    /// Read it, as it was sent along with a key.
    Reading,
}
