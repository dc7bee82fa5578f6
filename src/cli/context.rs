//! What every command is given.

use std::path::PathBuf;

use crate::i18n::Lang;

/// What every command gets.
pub(crate) struct CliContext {
    pub(crate) db: PathBuf,
    pub(crate) lang: Lang,
}
