//! Closing and reopening of quarters, and what was corrected since.

use super::asking::{MOST, WhoArgs, agree, changing, print, print_below};
use crate::cli::author::author;
use crate::cli::context::CliContext;
use crate::cli::failure::{CliResult, Exit, Failure};
use crate::cli::ledger;
use crate::domain::review::{OpenCounts, QuarterClose};
use crate::domain::value::{Cycle, Period};
use crate::domain::verdict::Counts;
use crate::i18n::{LedgerRefusal, QuarterMsg, Text};
use crate::store::{QuarterClosing, Store, StoreError};

/// What is to be closed, as it was typed.
pub(super) struct AskedClose<'a> {
    pub(super) quarter: Option<Period>,
    pub(super) town: Option<&'a str>,
    pub(super) signed_by: &'a str,
}

pub(super) fn close(asked: &AskedClose, who: &WhoArgs, context: &CliContext) -> CliResult<Exit> {
    let lang = context.lang;
    let failed = |error| Failure::store(changing(context), error);
    let author = author(who.name.as_deref())?;
    let mut store = ledger::open(context)?;
    let last = || Period::over_before(Cycle::Quarter, store.today());
    let quarter = asked.quarter.unwrap_or_else(last);
    let place = asked.town.map(|town| store.find_place(town));
    let place = place.transpose().map_err(failed)?;
    let closing = QuarterClosing {
        quarter,
        place: place.as_ref(),
        signed_by: asked.signed_by.trim(),
        author: &author,
    };
    // What cannot be closed is refused before anybody is asked.
    let judged = store.rehearse_close(&closing).map_err(failed)?;
    let open = store.open_counts(place.as_ref(), quarter).map_err(failed)?;
    print(&open_line(quarter, &open), lang)?;
    let scope = match &place {
        None => Text::of(&QuarterMsg::AllPlaces),
        Some(place) => Text::both(place.name.clone()),
    };
    let name = quarter.name();
    let asks = QuarterMsg::AskClose {
        quarter: name.clone(),
        scope: scope.clone(),
    };
    print(&asks, lang)?;
    agree(who, context)?;
    let close = store.close_quarter(&closing, &judged).map_err(failed)?;
    let counts = store.closed_counts(&close).map_err(failed)?;
    let Counts {
        met,
        short,
        unknown,
    } = counts;
    let done = QuarterMsg::Closed {
        quarter: name,
        scope,
        met,
        short,
        unknown,
    };
    print(&done, lang)?;
    Ok(Exit::Done)
}

/// Returns what is open of a quarter in words.
fn open_line(quarter: Period, open: &OpenCounts) -> QuarterMsg {
    let quarter = quarter.name();
    if open.is_nothing() {
        return QuarterMsg::NothingOpen { quarter };
    }
    QuarterMsg::Open {
        quarter,
        due: open.due,
        returned: open.returned,
        incomplete: open.incomplete,
        unconfirmed: open.unconfirmed,
        unapproved: open.unapproved,
        conflicts: open.conflicts,
    }
}

/// Returns the code of a place; one that was removed since is known by its code alone.
fn code_of(store: &Store, town: &str) -> Result<String, StoreError> {
    match store.find_place(town) {
        Ok(place) => Ok(place.code),
        Err(StoreError::Refused(LedgerRefusal::NoSuchPlace { .. })) => Ok(town.to_owned()),
        Err(error) => Err(error),
    }
}

pub(super) fn reopen(
    (quarter, town): (Period, Option<&str>),
    reason: &str,
    who: &WhoArgs,
    context: &CliContext,
) -> CliResult<Exit> {
    let lang = context.lang;
    let failed = |error| Failure::store(changing(context), error);
    let author = author(who.name.as_deref())?;
    let mut store = ledger::open(context)?;
    let town = town.map(|town| code_of(&store, town));
    let town = town.transpose().map_err(failed)?;
    let close = store.close_of(quarter, town.as_deref()).map_err(failed)?;
    let scope = store.scope_of_close(&close).map_err(failed)?;
    let name = quarter.name();
    let asks = QuarterMsg::AskReopen {
        quarter: name.clone(),
        scope: scope.clone(),
    };
    print(&asks, lang)?;
    agree(who, context)?;
    store
        .write(|writer| writer.reopen_quarter(&close, reason, &author))
        .map_err(failed)?;
    let quarter = name;
    print(&QuarterMsg::Reopened { quarter, scope }, lang)?;
    Ok(Exit::Done)
}

pub(super) fn list(context: &CliContext) -> CliResult<Exit> {
    let failed = |error| Failure::store(ledger::reading(context), error);
    let store = ledger::open(context)?;
    let closes = store.quarter_closes().map_err(failed)?;
    if closes.is_empty() {
        print(&QuarterMsg::NoCloses, context.lang)?;
    }
    for close in closes {
        let lines = close_lines(&store, &close).map_err(failed)?;
        for (at, line) in lines.iter().enumerate() {
            if at == 0 {
                print(line, context.lang)?;
            } else {
                print_below(line, context.lang)?;
            }
        }
    }
    Ok(Exit::Done)
}

/// Returns a close with who answers for it, how it was taken back, and what was corrected since.
fn close_lines(store: &Store, close: &QuarterClose) -> Result<Vec<QuarterMsg>, StoreError> {
    let zone = store.zone();
    let mut lines = vec![QuarterMsg::ClosedBy {
        quarter: close.quarter.name(),
        scope: store.scope_of_close(close)?,
        author: close.author.clone(),
        at: zone.shown(&close.at),
    }];
    let signer = close.signer().map(str::to_owned);
    lines.extend(signer.map(|name| QuarterMsg::SignedBy { name }));
    if let Some(reopened) = &close.reopened {
        lines.push(QuarterMsg::ReopenedBy {
            author: reopened.author.clone(),
            at: zone.shown(&reopened.at),
            reason: reopened.reason.clone(),
        });
        return Ok(lines);
    }
    let corrections = store.corrections(close)?;
    let count = corrections.len();
    lines.extend((count > 0).then_some(QuarterMsg::Corrections { count }));
    for correction in corrections.iter().take(MOST) {
        let place = store.place_name(&correction.place)?;
        lines.push(correction.words(place, zone));
    }
    let more = count.saturating_sub(MOST);
    lines.extend((more > 0).then_some(QuarterMsg::More { count: more }));
    Ok(lines)
}
