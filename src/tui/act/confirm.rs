//! Confirms that nothing has changed in facilities.

use crate::domain::place::Place;
use crate::domain::review::{QuarterWork, SeenRecord};
use crate::i18n::{QuarterMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;

/// Confirms some facilities of a place, as of the quarter that it is at.
///
/// # Errors
/// When the ledger cannot be read or written.
pub(crate) fn confirm(records: &[SeenRecord], place: &Place, context: &mut Context) -> Result<()> {
    let work = context.store.quarter_work(place, context.day)?;
    let day = work.as_of(context.day);
    let author = context.person.name.clone();
    let done = context
        .store
        .write(|writer| writer.confirm(records, day, &author));
    match done {
        Ok(done) => done
            .words(author)
            .into_iter()
            .for_each(|line| context.say(line)),
        Err(error) => context.say(error),
    }
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
    let as_of = work.as_of(context.day).to_string();
    let question = QuarterMsg::AskAll { count, as_of };
    let choices = [&QuarterMsg::LookFirst, &QuarterMsg::ConfirmThem];
    let picker = Picker::to_ask(&question, choices, context.look.lang);
    Nav::ask(QuestionTopic::Unchanged(waiting), picker)
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
    let as_of = work.as_of(context.day).to_string();
    let title = Text::of(&QuarterMsg::AskWhich { as_of });
    let picker = Picker::new(title, items, 0, context.list_size());
    let topic = QuestionTopic::UnchangedOf {
        one,
        all: waiting.to_vec(),
    };
    Nav::ask(topic, picker)
}
