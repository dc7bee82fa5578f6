//! What a quarter still wants of places, and confirmations that nothing changed.

use super::asking::{MOST, WhoArgs, agree, changing, print, reading};
use crate::cli::author::author;
use crate::cli::context::CliContext;
use crate::cli::failure::{CliResult, Exit, Failure};
use crate::cli::ledger;
use crate::domain::place::Place;
use crate::domain::review::QuarterWork;
use crate::i18n::{QuarterMsg, Text};
use crate::store::{Store, StoreError};

/// Prints what the quarter wants of every place that a pack judges, or of one with each item.
pub(super) fn status(town: Option<&str>, context: &CliContext) -> CliResult<Exit> {
    let failed = |error| Failure::store(reading(context), error);
    let store = ledger::open(&context.db, context.lang)?;
    if let Some(town) = town {
        let place = store.find_place(town).map_err(failed)?;
        let work = store.quarter_work(&place, store.today()).map_err(failed)?;
        print(&of_place(&place, &work), context.lang)?;
        for line in items(&store, &place, &work).map_err(failed)? {
            print(&line, context.lang)?;
        }
        return Ok(exit(work.is_done()));
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

/// Lists the sheets that are due and the facilities to confirm.
fn items(store: &Store, place: &Place, work: &QuarterWork) -> Result<Vec<QuarterMsg>, StoreError> {
    let name_of = |code: &str| {
        Ok::<_, StoreError>(
            store
                .place(code)?
                .map_or_else(|| code.to_owned(), |p| p.name),
        )
    };
    let mut lines = Vec::new();
    for due in &work.due {
        let sheet = store.kind(&due.sheet).map(|kind| kind.label.clone());
        lines.push(QuarterMsg::DueSheet {
            place: name_of(&due.place)?,
            sheet: sheet.unwrap_or_else(|| Text::both(due.sheet.clone())),
            period: due.period.name(),
        });
    }
    let unconfirmed = store.unconfirmed(&place.code, &work.since)?;
    for id in unconfirmed.iter().take(MOST) {
        let Some(record) = store.record(*id)? else {
            continue;
        };
        let name = record.fields.get(record.subject.name_field());
        let name = name.and_then(serde_json::Value::as_str).unwrap_or_default();
        let kind = store.kind(&record.kind).map(|kind| kind.label.clone());
        lines.push(QuarterMsg::ToConfirm {
            place: name_of(&record.place)?,
            kind: kind.unwrap_or_else(|| Text::both(record.kind.clone())),
            name: name.to_owned(),
        });
    }
    let more = unconfirmed.len().saturating_sub(MOST);
    lines.extend((more > 0).then_some(QuarterMsg::More { count: more }));
    Ok(lines)
}

pub(super) fn confirm(town: &str, who: &WhoArgs, context: &CliContext) -> CliResult<Exit> {
    let failed = |error| Failure::store(changing(context), error);
    let author = author(who.name.as_deref())?;
    let mut store = ledger::open(&context.db, context.lang)?;
    let place = store.find_place(town).map_err(failed)?;
    let work = store.quarter_work(&place, store.today()).map_err(failed)?;
    let name = place.name.clone();
    if work.unconfirmed == 0 {
        print(&QuarterMsg::NothingToConfirm { place: name }, context.lang)?;
        return Ok(Exit::Done);
    }
    for line in items(&store, &place, &work).map_err(failed)? {
        if matches!(line, QuarterMsg::ToConfirm { .. } | QuarterMsg::More { .. }) {
            print(&line, context.lang)?;
        }
    }
    let asked = QuarterMsg::AskConfirm {
        place: name,
        count: work.unconfirmed,
        as_of: work.quarter.last_day().min(store.today()).to_string(),
    };
    print(&asked, context.lang)?;
    agree(who, context)?;
    let count = store
        .write(|writer| writer.confirm_place(&place, &author))
        .map_err(failed)?;
    print(&QuarterMsg::Confirmed { count, author }, context.lang)?;
    Ok(Exit::Done)
}
