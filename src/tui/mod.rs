//! The terminal application, and the only place with ratatui and crossterm. [`terminal`] is its lowest part: it
//! owns the device (raw mode, keys, frames, hang-ups) and knows nothing of ledgers; [`text`] is the only home of
//! widths. The screens stand on these two.

pub mod terminal;
pub mod text;

use crate::i18n::Lang;
use crate::store::Store;
use terminal::OpenError;

/// Who sits at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The name that every change carries.
    pub name: String,
    /// Whether the ledger is one for trying out, so that every screen says so.
    pub demo: bool,
}

/// Runs the screens until the person leaves or the terminal is gone.
///
/// # Errors
/// When standard input or output is not a terminal, or it cannot be set up.
pub fn run(_store: Store, _person: &Person, _lang: Lang) -> Result<(), OpenError> {
    Ok(())
}
