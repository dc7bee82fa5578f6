//! Asks whether a record is taken out of the ledger, and why.

use uuid::Uuid;

use crate::domain::policy::find_form;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::value::Field;
use crate::i18n::{AnswerMsg, Lang, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::consequences;
use crate::tui::form::removal;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::picker::Picker;
use crate::tui::part::words::Words;
use crate::tui::question::QuestionTopic;
use crate::tui::screen::Nav;

/// How many values of the record the question shows.
const MOST_VALUES: usize = 8;

/// Asks whether to remove a record, above its figures and what verdicts and figures would become
/// without it.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn ask_to_remove(record: Uuid, name: String, context: &mut Context) -> Result<Nav> {
    let mut lines = Vec::new();
    if let Some(record) = context.store.record(record)? {
        lines.extend(figures(&record, context));
        let author = context.person.name.clone();
        let moved = context.store.moved_without(&record, &author)?;
        lines.extend(consequences::lines(moved, &ScreenMsg::WithoutIt, context));
    }
    let question = ScreenMsg::AskRemove { name };
    let picker = Picker::to_confirm(&question, context.look.lang).above(lines);
    Ok(Nav::ask(QuestionTopic::Removal(record), picker))
}

/// The status and the figures of a record, in one line; nothing where it has none.
pub(crate) fn figures(record: &Record, context: &Context) -> Option<Text> {
    let (_, form) = find_form(context.store.packs(), &record.kind)?;
    let shown = |lang: Lang| {
        let value = |field: &Field| {
            let value = field.decode(record.fields.get(&field.code)?)?;
            let label = field.label.get(lang);
            Some(format!("{label} {}", field.show(&value, lang)))
        };
        let is_shown = |field: &&Field| field.code == shared::STATUS || field.is_number();
        let values = form.fields.iter().filter(is_shown).filter_map(value);
        let values: Vec<String> = values.take(MOST_VALUES).collect();
        values.join(clause_sign(lang))
    };
    let line = Text {
        zh: shown(Lang::Zh),
        en: shown(Lang::En),
    };
    (!line.zh.is_empty()).then_some(line)
}

/// What stands between two clauses of a line.
const fn clause_sign(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    }
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
