//! What is still to be done for a quarter, and confirmations that nothing changed.

use super::asking::{MOST, WhoArgs, agree, changing, print, print_below};
use crate::cli::author::author;
use crate::cli::context::CliContext;
use crate::cli::failure::{CliResult, Exit, Failure};
use crate::cli::ledger;
use crate::domain::place::Place;
use crate::domain::review::QuarterWork;
use crate::i18n::{QuarterMsg, Text};
use crate::store::{QuarterWalk, Store, StoreError};

/// Prints what the quarter wants of every place that a pack judges, or of one with each item.
pub(super) fn status(town: Option<&str>, context: &CliContext) -> CliResult<Exit> {
    let failed = |error| Failure::store(ledger::reading(context), error);
    let store = ledger::open(context)?;
    if let Some(town) = town {
        let place = store.find_place(town).map_err(failed)?;
        let walk = store.begin_quarter(&place, store.today(), MOST);
        let mut walk = walk.map_err(failed)?;
        store.walk_quarter(&mut walk, usize::MAX).map_err(failed)?;
        print(&of_place(&place, walk.work()), context.lang)?;
        for line in items(&store, &place, &walk).map_err(failed)? {
            print_below(&line, context.lang)?;
        }
        return Ok(exit(walk.work().is_done()));
    }
    let mut is_done = true;
    for place in store.places_of_packs().map_err(failed)? {
        let work = store.quarter_work(&place, store.today()).map_err(failed)?;
        is_done &= work.is_done();
        print(&of_place(&place, &work), context.lang)?;
    }
    Ok(exit(is_done))
}

const fn exit(is_done: bool) -> Exit {
    if is_done { Exit::Done } else { Exit::Found }
}

fn of_place(place: &Place, work: &QuarterWork) -> QuarterMsg {
    QuarterMsg::OfPlace {
        place: place.name.clone(),
        wants: Text::of(&work.words()),
    }
}

/// Lists the sheets that are due and the records that are wanted.
fn items(store: &Store, place: &Place, walk: &QuarterWalk) -> Result<Vec<QuarterMsg>, StoreError> {
    let work = walk.work();
    let mut lines = Vec::new();
    for due in &work.due {
        lines.push(QuarterMsg::DueSheet {
            place: store.place_name(&due.place)?,
            sheet: store.kind_label(&due.sheet),
            period: due.period.listed(),
        });
    }
    for wanted in walk.records() {
        lines.push(QuarterMsg::WantedRecord {
            wanting: Text::of(&wanted.wanting.words()),
            place: store.place_name(&wanted.place)?,
            kind: store.kind_label(&wanted.kind),
            name: wanted.known_by,
        });
    }
    let listed = lines.len() - work.due.len();
    let more = store.wanted_count(place, work)?.saturating_sub(listed);
    lines.extend((more > 0).then_some(QuarterMsg::More { count: more }));
    Ok(lines)
}

pub(super) fn confirm(town: &str, who: &WhoArgs, context: &CliContext) -> CliResult<Exit> {
    let failed = |error| Failure::store(changing(context), error);
    let author = author(who.name.as_deref())?;
    let mut store = ledger::open(context)?;
    let place = store.find_place(town).map_err(failed)?;
    let work = store.quarter_work(&place, store.today()).map_err(failed)?;
    let name = place.name.clone();
    if work.unconfirmed == 0 {
        print(&QuarterMsg::NothingToConfirm { place: name }, context.lang)?;
        return Ok(Exit::Done);
    }
    let waiting = store
        .unconfirmed(&place.code, &work.since)
        .map_err(failed)?;
    for seen in waiting.iter().take(MOST) {
        let record = store.known_by(seen.record).map_err(failed)?;
        print_below(&record, context.lang)?;
    }
    let more = waiting.len().saturating_sub(MOST);
    if more > 0 {
        print_below(&QuarterMsg::More { count: more }, context.lang)?;
    }
    let as_of = work.as_of(store.today());
    let asked = QuarterMsg::AskConfirm {
        place: name,
        count: waiting.len(),
        as_of: as_of.to_string(),
    };
    print(&asked, context.lang)?;
    agree(who, context)?;
    let done = store
        .write(|writer| writer.confirm(&waiting, as_of, &author))
        .map_err(failed)?;
    for line in done.words(author) {
        print(&line, context.lang)?;
    }
    Ok(Exit::Done)
}
