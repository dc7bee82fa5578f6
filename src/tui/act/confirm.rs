//! Confirms that nothing has changed in facilities.

use chrono::NaiveDate;

use crate::domain::review::{ConfirmOutcome, QuarterWork, SeenRecord, WaitingFacilities};
use crate::i18n::{QuarterMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;

/// Of a list of no more facilities it is counted how many wait.
const MOST_COUNTED: usize = 1_000;

/// Confirms some facilities as of a day, and says and returns how many were and were not.
///
/// # Errors
/// When the ledger cannot be written; then none is confirmed.
pub(crate) fn confirm(
    records: &[SeenRecord],
    as_of: NaiveDate,
    context: &mut Context,
) -> Result<ConfirmOutcome> {
    let author = context.person.name.clone();
    let done = context
        .store
        .write(|writer| writer.confirm(records, as_of, &author))?;
    say(done, context);
    Ok(done)
}

/// Confirms all facilities that wait, and says the same.
///
/// # Errors
/// When the ledger cannot be written; then none is confirmed.
pub(crate) fn confirm_all(
    of: &WaitingFacilities,
    as_of: NaiveDate,
    context: &mut Context,
) -> Result<()> {
    let author = context.person.name.clone();
    let done = context
        .store
        .write(|writer| writer.confirm_waiting(of, as_of, &author))?;
    if done == ConfirmOutcome::default() {
        context.say(QuarterMsg::NoneWaits);
    } else {
        say(done, context);
    }
    Ok(())
}

fn say(done: ConfirmOutcome, context: &mut Context) {
    let lines = done.words(context.person.name.clone()).into_iter();
    let said = lines.map(|line| Text::of(&line));
    let said = said.reduce(|said, line| said.followed_by(&line));
    context.say(said.unwrap_or_default());
}

/// Asks whether nothing has changed in all facilities that wait in a place, which were counted.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn ask_to_confirm_all(
    place: &str,
    work: &QuarterWork,
    context: &mut Context,
) -> Result<Nav> {
    let count = work.unconfirmed;
    if count == 0 {
        context.say(QuarterMsg::NoneWaits);
        return Ok(Nav::Stay);
    }
    let as_of = work.as_of(context.day);
    let question = QuarterMsg::AskAll {
        count,
        as_of: as_of.to_string(),
    };
    let choices = [&QuarterMsg::LookFirst, &QuarterMsg::ConfirmThem];
    let picker = Picker::to_ask(&question, choices, context.look.lang);
    let all = context.store.waiting_facilities(place, &work.since)?;
    let all = Box::new(all);
    Ok(Nav::ask(QuestionTopic::Unchanged { all, as_of }, picker))
}

/// Asks whether the facility that is selected or all that wait of a list of some length are
/// confirmed.
///
/// # Errors
/// When the ledger cannot be read.
pub(crate) fn ask_which(
    (one, name): (SeenRecord, &str),
    (all, length): (WaitingFacilities, usize),
    work: &QuarterWork,
    context: &Context,
) -> Result<Nav> {
    let item = |at: usize, words: &QuarterMsg, extra| Item {
        code: (at + 1).to_string(),
        name: Text::of(words),
        extra,
        answer: Answer::At(at),
    };
    let name = name.to_owned();
    let mut items = vec![item(0, &QuarterMsg::OnlyThis { name }, Text::default())];
    if length > MOST_COUNTED {
        // Whether any waits is seen once all of the list is gone through to confirm them.
        let among = Text::of(&QuarterMsg::Among { count: length });
        items.push(item(1, &QuarterMsg::AllHere, among));
    } else {
        let count = context.store.count_waiting(&all)?;
        let words = (count > 0).then_some(QuarterMsg::AllOfList { count });
        items.extend(words.map(|words| item(1, &words, Text::default())));
    }
    let as_of = work.as_of(context.day);
    let title = Text::of(&QuarterMsg::AskWhich {
        as_of: as_of.to_string(),
    });
    let picker = Picker::new(title, items, 0, context.list_size());
    let all = Box::new(all);
    Ok(Nav::ask(
        QuestionTopic::UnchangedOf { one, all, as_of },
        picker,
    ))
}
