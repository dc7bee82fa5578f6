//! Asks whether the last change of a record is taken back.

use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::revert::Revert;
use crate::tui::part::picker::Picker;
use crate::tui::question::QuestionTopic;
use crate::tui::screen::Nav;

/// Shows what would change, and asks.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn ask_to_revert(record: Uuid, kind: &Kind, context: &Context) -> Result<Nav> {
    let Some(revert) = Revert::of_last_change(record, kind, context)? else {
        return Ok(Nav::Stay);
    };
    let question = revert.question();
    let choices = [&ScreenMsg::LeaveIt, &ScreenMsg::UndoIt];
    let picker = Picker::to_ask(&question, choices, context.look.lang).above(revert.lines());
    Ok(Nav::ask(QuestionTopic::Revert(Box::new(revert)), picker))
}
