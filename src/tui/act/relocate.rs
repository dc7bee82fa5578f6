//! Asks where a facility is moved to, shows what that does, and moves it.

use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::i18n::{AnswerMsg, MoveMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::relocation::{self, MoveTo, Relocation};
use crate::tui::form::review_threads::Silence;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, MoveTopic, QuestionTopic};
use crate::tui::screen::Nav;

/// Asks whether a facility goes to another place or to another kind.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn ask_how(id: Uuid, context: &mut Context) -> Result<Nav> {
    if relocation::is_typed(id, context) {
        context.say(MoveMsg::SaveFirst);
        return Ok(Nav::Stay);
    }
    let Some(record) = context.store.record(id)? else {
        return Ok(Nav::Stay);
    };
    let place = Text::both(context.store.place_path(&record.place)?);
    let kind = context.store.kind_label(&record.kind);
    let item = |code: &str, words: &MoveMsg, extra, at| Item {
        code: code.to_owned(),
        name: Text::of(words),
        extra,
        answer: Answer::At(at),
    };
    let items = vec![
        item("1", &MoveMsg::ToPlace, place, 0),
        item("2", &MoveMsg::ToKind, kind, 1),
    ];
    let name = known_by(&record, context);
    let title = Text::of(&MoveMsg::How { name });
    let picker = Picker::new(title, items, 0, context.list_size());
    Ok(Nav::ask(QuestionTopic::Move(MoveTopic::How(id)), picker))
}

/// Goes on with an answer; `None` when the facility was moved.
///
/// # Errors
/// When the ledger refuses, or cannot be read.
pub(crate) fn go_on(
    topic: MoveTopic,
    answer: Answer,
    context: &mut Context,
) -> Result<Option<Nav>> {
    let nav = match (topic, answer) {
        (MoveTopic::How(id), Answer::At(0)) => ask_place(id, context)?,
        (MoveTopic::How(id), Answer::At(_)) => ask_kind(id, context)?,
        (MoveTopic::Where(id), Answer::Place(code)) => {
            ask_to_move(id, &MoveTo::Place(code), context)?
        }
        (MoveTopic::Where(id), Answer::Code(code)) => {
            ask_to_move(id, &MoveTo::Kind(code), context)?
        }
        (MoveTopic::Sure(relocation), Answer::Yes) => {
            if relocation.wants_reason(context)? {
                ask_why(relocation, context)
            } else {
                return move_now(&relocation, "", context);
            }
        }
        (MoveTopic::Why(relocation), Answer::Words(reason)) => {
            return move_now(&relocation, &reason, context);
        }
        _ => Nav::Stay,
    };
    Ok(Some(nav))
}

fn move_now(relocation: &Relocation, reason: &str, context: &mut Context) -> Result<Option<Nav>> {
    let is_moved = relocation.carry_out(reason, context)?;
    Ok((!is_moved).then_some(Nav::Stay))
}

fn known_by(record: &Record, context: &Context) -> String {
    record.known_by().get(context.look.lang).to_owned()
}

fn ask_place(id: Uuid, context: &mut Context) -> Result<Nav> {
    let Some(record) = context.store.record(id)? else {
        return Ok(Nav::Stay);
    };
    let places = relocation::places(&record, context)?;
    if places.is_empty() {
        context.say(MoveMsg::NoOtherPlace);
        return Ok(Nav::Stay);
    }
    let item = |place: Place| {
        let above = context.store.names_above(&place.code).unwrap_or_default();
        Item {
            extra: Text::both(above.into_iter().nth(1).unwrap_or_default()),
            answer: Answer::Place(place.code.clone()),
            code: place.code,
            name: Text::both(place.name),
        }
    };
    let items = places.into_iter().map(item).collect();
    let name = known_by(&record, context);
    let title = Text::of(&MoveMsg::WhichPlace { name });
    Ok(ask_where(id, title, items, context))
}

fn ask_kind(id: Uuid, context: &mut Context) -> Result<Nav> {
    let Some(record) = context.store.record(id)? else {
        return Ok(Nav::Stay);
    };
    let kinds = relocation::kinds(&record, context);
    if kinds.is_empty() {
        context.say(MoveMsg::NoOtherKind);
        return Ok(Nav::Stay);
    }
    let item = |kind: Kind| Item {
        code: kind.code.clone(),
        name: kind.label,
        extra: Text::default(),
        answer: Answer::Code(kind.code),
    };
    let items = kinds.into_iter().map(item).collect();
    let name = known_by(&record, context);
    let title = Text::of(&MoveMsg::WhichKind { name });
    Ok(ask_where(id, title, items, context))
}

fn ask_where(id: Uuid, title: Text, items: Vec<Item>, context: &Context) -> Nav {
    let picker = Picker::new(title, items, 0, context.list_size());
    Nav::ask(QuestionTopic::Move(MoveTopic::Where(id)), picker)
}

/// Shows what a move would do, and asks.
fn ask_to_move(id: Uuid, to: &MoveTo, context: &mut Context) -> Result<Nav> {
    let Some(relocation) = Relocation::of(id, to, context)? else {
        context.say(MoveMsg::NotDone);
        return Ok(Nav::Stay);
    };
    let lines = relocation.lines(context)?;
    let lang = context.look.lang;
    let question = relocation.question(lang);
    let choices = [&MoveMsg::LeaveIt, &MoveMsg::MoveIt];
    let picker = Picker::to_ask(&question, choices, lang).above(lines);
    let topic = MoveTopic::Sure(Box::new(relocation));
    Ok(Nav::ask(QuestionTopic::Move(topic), picker))
}

fn ask_why(relocation: Box<Relocation>, context: &Context) -> Nav {
    let lines = vec![Text::of(&relocation.reason_question(context.look.lang))];
    let words = Words::new(&AnswerMsg::ReasonTitle, lines, Silence::Refused);
    let topic = QuestionTopic::Move(MoveTopic::Why(relocation));
    Nav::ask(topic, words.explained(&AnswerMsg::WordsHelp))
}
