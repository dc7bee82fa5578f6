//! A row of a list to choose from.

use crate::i18n::Text;
use crate::tui::question::Answer;

/// One thing to choose.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// The code that can be typed for it; a single digit picks it at once.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// What stands behind the name.
    pub extra: Text,
    /// What choosing it brings back.
    pub answer: Answer,
}
