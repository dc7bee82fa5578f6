//! Lists the deleted facilities of a kind in a place, and asks whether one comes back.

use uuid::Uuid;

use super::remove::figures;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::i18n::{ScreenMsg, Text};
use crate::store::{DeletedRecord, Result};
use crate::tui::context::Context;
use crate::tui::form::restoration::Restoration;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;

/// Lists the deleted facilities, the last deletion first, with who deleted each and when.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn list_deleted(kind: &Kind, place: &Place, context: &mut Context) -> Result<Nav> {
    let deleted = context.store.deleted(&kind.code, &place.code)?;
    if deleted.is_empty() {
        context.say(ScreenMsg::NoDeleted);
        return Ok(Nav::Stay);
    }
    let zone = context.store.zone();
    let item = |deleted: DeletedRecord| Item {
        code: String::new(),
        name: Text::both(deleted.was.name),
        extra: Text::of(&ScreenMsg::DeletedBy {
            author: deleted.author,
            at: zone.shown(&deleted.at),
        }),
        answer: Answer::Id(deleted.was.id),
    };
    let items = deleted.into_iter().map(item).collect();
    let title = Text::of(&ScreenMsg::DeletedTitle);
    let picker = Picker::new(title, items, 0, context.list_size());
    Ok(Nav::ask(QuestionTopic::Deleted, picker))
}

/// Shows what was deleted, and asks whether it comes back.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn ask_to_restore(id: Uuid, context: &mut Context) -> Result<Nav> {
    let Some(restoration) = Restoration::of(id, context)? else {
        context.say(ScreenMsg::NotUndone);
        return Ok(Nav::Stay);
    };
    let record = restoration.record();
    let lang = context.look.lang;
    let question = ScreenMsg::AskRestore {
        name: record.known_by().get(lang).to_owned(),
    };
    let reason = Text::of(&restoration.reason());
    let lines = std::iter::once(reason).chain(figures(record, context));
    let choices = [&ScreenMsg::LeaveDeleted, &ScreenMsg::RestoreIt];
    let picker = Picker::to_ask(&question, choices, lang).above(lines.collect());
    let topic = QuestionTopic::Restoration(Box::new(restoration));
    Ok(Nav::ask(topic, picker))
}
