//! Judges a pack by what the trail says, or said before a time, and by no row of any table. The
//! places are read one after the other, and a standing is made as soon as everything it looks at was
//! read: a ledger may have a million facilities.

mod open;
mod plan;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;

use self::open::OpenJudgements;
use self::plan::JudgingPlan;
use super::history::{Known, Span, begins_before, each_history};
use super::place_tree::PlaceTree;
use super::standing::last_day;
use super::subject::is_save;
use crate::domain::policy::Pack;
use crate::domain::record::trail::{fold, known as known_of};
use crate::domain::record::{Record, Subject};
use crate::domain::verdict::{Exception, Standing};
use crate::store::error::Result;

/// Judges what the trail says, or said when less of it was known, in all places of a pack or in some.
/// The standings are in the order of its matrix.
pub(crate) fn judge_trail(
    db: &Connection,
    pack: &Pack,
    moment: (Known, NaiveDate),
    within: Option<&HashSet<String>>,
) -> Result<Vec<Standing>> {
    let mut standings = Vec::new();
    each_judged(db, pack, moment, within, |number, standing| {
        standings.push((number, standing));
    })?;
    standings.sort_by_key(|(number, _)| *number);
    Ok(standings
        .into_iter()
        .map(|(_, standing)| standing)
        .collect())
}

/// Calls `visit` with each of these standings as soon as it is judged, and with its number in the order
/// of the matrix.
pub(crate) fn each_judged(
    db: &Connection,
    pack: &Pack,
    (known, day): (Known, NaiveDate),
    within: Option<&HashSet<String>>,
    mut visit: impl FnMut(usize, Standing),
) -> Result<()> {
    let tree = match known {
        Known::Before(before) => PlaceTree::known_before(db, before, day)?,
        Known::AtClose(close) => PlaceTree::of_close(db, close, day)?,
        Known::Now => PlaceTree::now(db)?,
    };
    let plan = JudgingPlan::of(db, pack, &tree, within)?;
    // Of a day before all that was entered no place need be asked what it had.
    let has_records = match known.before() {
        Some(before) => begins_before(db, &is_save(), before)?,
        None => true,
    };
    let mut open = OpenJudgements::new(db, &plan, &tree);
    let mut exceptions: HashMap<String, Vec<Exception>> = HashMap::new();
    for place in plan.places() {
        open.begin(place)?;
        let visit_record = |record: Record| {
            if record.subject == Subject::Exception {
                let found = exception(&record).filter(|found| found.pack == pack.code);
                if let Some(OfPack { exception, .. }) = found {
                    let of_place = exceptions.entry(exception.place.clone());
                    of_place.or_default().push(exception);
                }
            } else if let Some(kind) = pack.kind(&record.kind) {
                open.take(kind, &record);
            }
        };
        if has_records {
            each_record_in(db, plan.order.code(place), known, visit_record)?;
        }
        for (number, judgement) in open.end(place) {
            let own = exceptions.get(judgement.place()).map(Vec::as_slice);
            visit(number, judgement.standing(own.unwrap_or_default(), day));
        }
    }
    Ok(())
}

/// An exception with the pack of its requirement.
struct OfPack {
    pack: String,
    exception: Exception,
}

/// Returns the exception that a record is.
fn exception(record: &Record) -> Option<OfPack> {
    let text = |code: &str| record.fields.get(code)?.as_str().map(str::to_owned);
    Some(OfPack {
        pack: record.fields.get("pack").and_then(Json::as_str)?.to_owned(),
        exception: Exception {
            requirement: text("requirement").unwrap_or_default(),
            document: text("document").unwrap_or_default(),
            reason: text("reason").unwrap_or_default(),
            valid_until: last_day(text("valid_until").as_deref()),
            place: record.place.clone(),
        },
    })
}

/// Calls `visit` with every record and exception that was in a place, folded as far as the trail was
/// known.
fn each_record_in(
    db: &Connection,
    place: &str,
    known: Known,
    mut visit: impl FnMut(Record),
) -> Result<()> {
    each_history(db, &Span::OfPlace { place, known }, |history| {
        let folded = fold(known_of(&history.changes));
        let record = Record::of(history.record, history.subject, folded);
        // One that went elsewhere is read there.
        record
            .filter(|record| record.place == place)
            .into_iter()
            .for_each(&mut visit);
        Ok(())
    })
}
