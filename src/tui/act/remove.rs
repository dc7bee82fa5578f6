//! Asks whether a record is taken out of the ledger, and why.

use uuid::Uuid;

use crate::i18n::{AnswerMsg, Lang, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::removal;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::picker::Picker;
use crate::tui::part::words::Words;
use crate::tui::question::QuestionTopic;
use crate::tui::screen::Nav;

/// Asks whether to remove a record.
pub(crate) fn ask_to_remove(record: Uuid, name: String, lang: Lang) -> Nav {
    let picker = Picker::to_confirm(&ScreenMsg::AskRemove { name }, lang);
    Nav::ask(QuestionTopic::Removal(record), picker)
}

/// Takes a record out of the ledger, or asks why first.
///
/// # Errors
/// When the ledger refuses.
pub(crate) fn remove_or_ask(record: Uuid, context: &mut Context) -> Result<Nav> {
    if removal::wants_reason(record, context)? {
        let name = context.store.known_by(record)?;
        return Ok(ask_reason(record, name.get(context.look.lang).to_owned()));
    }
    removal::remove_by_id(record, "", context)?;
    Ok(Nav::Stay)
}

/// Asks why a record is removed.
pub(crate) fn ask_reason(record: Uuid, name: String) -> Nav {
    let lines = vec![Text::of(&AnswerMsg::AskRemoval { name })];
    let words = Words::new(&AnswerMsg::ReasonTitle, lines, Silence::Refused);
    Nav::ask(
        QuestionTopic::RemovalReason(record),
        words.explained(&AnswerMsg::WordsHelp),
    )
}
