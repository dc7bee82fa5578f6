//! Confirms that nothing has changed in facilities.

use chrono::NaiveDate;

use crate::domain::review::{QuarterWork, SeenRecord};
use crate::i18n::{QuarterMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;

/// Confirms some facilities as of a day, and says how many were and were not.
///
/// # Errors
/// When the ledger cannot be written; then none is confirmed.
pub(crate) fn confirm(
    records: &[SeenRecord],
    as_of: NaiveDate,
    context: &mut Context,
) -> Result<()> {
    let author = context.person.name.clone();
    let done = context
        .store
        .write(|writer| writer.confirm(records, as_of, &author))?;
    let lines = done.words(author).into_iter();
    let said = lines.map(|line| Text::of(&line));
    let said = said.reduce(|said, line| said.followed_by(&line));
    context.say(said.unwrap_or_default());
    Ok(())
}

/// Asks whether nothing has changed in all facilities that wait.
pub(crate) fn ask_to_confirm_all(
    waiting: Vec<SeenRecord>,
    work: &QuarterWork,
    context: &mut Context,
) -> Nav {
    let count = waiting.len();
    if count == 0 {
        context.say(QuarterMsg::NoneWaits);
        return Nav::Stay;
    }
    let as_of = work.as_of(context.day);
    let question = QuarterMsg::AskAll {
        count,
        as_of: as_of.to_string(),
    };
    let choices = [&QuarterMsg::LookFirst, &QuarterMsg::ConfirmThem];
    let picker = Picker::to_ask(&question, choices, context.look.lang);
    let topic = QuestionTopic::Unchanged {
        records: waiting,
        as_of,
    };
    Nav::ask(topic, picker)
}

/// Asks whether the facility that is selected or all of a list that wait are confirmed.
pub(crate) fn ask_which(
    (one, name): (SeenRecord, &str),
    waiting: &[SeenRecord],
    work: &QuarterWork,
    context: &Context,
) -> Nav {
    let item = |code: &str, words: &QuarterMsg, at| Item {
        code: code.to_owned(),
        name: Text::of(words),
        extra: Text::default(),
        answer: Answer::At(at),
    };
    let name = name.to_owned();
    let mut items = vec![item("1", &QuarterMsg::OnlyThis { name }, 0)];
    let count = waiting.len();
    if count > 0 {
        items.push(item("2", &QuarterMsg::AllOfList { count }, 1));
    }
    let as_of = work.as_of(context.day);
    let title = Text::of(&QuarterMsg::AskWhich {
        as_of: as_of.to_string(),
    });
    let picker = Picker::new(title, items, 0, context.list_size());
    let topic = QuestionTopic::UnchangedOf {
        one,
        all: waiting.to_vec(),
        as_of,
    };
    Nav::ask(topic, picker)
}
