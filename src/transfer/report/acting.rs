//! What to act on first.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::entry::{ReportEntry, clean};
use super::model::{Report, ReportLine};
use crate::domain::value::Number;
use crate::domain::verdict::{Standing, Verdict, explain};
use crate::i18n::{Lang, ReportMsg, Say};

/// The most that is told as what to do first.
const FIRST: usize = 5;
/// The most that each list of a large area has.
const LISTED: usize = 10;

/// Some of the entries of a report that are worth acting on.
pub(super) struct ActingList {
    pub(super) heading: String,
    /// The numbers of its entries.
    pub(super) entries: Vec<usize>,
}

/// Something that binds and is short, with the number of its line.
#[derive(Clone, Copy)]
struct Short<'a> {
    at: usize,
    line: &'a ReportLine<'a>,
}

impl Short<'_> {
    fn deadline(&self) -> NaiveDate {
        self.line.requirement.deadline().unwrap_or(NaiveDate::MAX)
    }

    /// How much of what is needed is missing; all of it where that is no figure.
    fn left(&self) -> Number {
        share_left(&self.line.standing).unwrap_or_else(|| Number::from(1_i64))
    }
}

/// Returns what binds and is short.
fn short<'a>(report: &'a Report) -> Vec<Short<'a>> {
    let lines = report.lines.iter().enumerate();
    let lines = lines.map(|(at, line)| Short { at, line });
    let is_short = |one: &Short| {
        one.line.requirement.strength.binds() && one.line.standing.verdict == Verdict::Short
    };
    lines.filter(is_short).collect()
}

/// Returns how much of what is needed is missing.
fn share_left(standing: &Standing) -> Option<Number> {
    let need = standing.needed().filter(|need| *need > Number::ZERO)?;
    standing.gap?.checked_mul(need.inverse()?)
}

/// Returns what to do first: of what binds and is short, what is overdue longest, and of those what
/// is nearest to being met.
pub(super) fn first_to_do(
    report: &Report,
    entry: impl Fn(&ReportLine) -> ReportEntry,
    lang: Lang,
) -> Vec<String> {
    let mut short = short(report);
    short.sort_by_cached_key(|one| (one.deadline(), one.left()));
    let told = |one: &Short| {
        let entry = entry(one.line);
        let message = ReportMsg::FirstToDo {
            verdict: entry.verdict_and_figure(),
            place: entry.place,
            requirement: entry.requirement,
            why: entry.why.into_iter().next().unwrap_or_default(),
            due: entry.due,
        };
        clean(&message.say(lang))
    };
    short.iter().take(FIRST).map(told).collect()
}

/// Returns the shortfalls of a large area that are worth acting on: the largest gaps of each
/// requirement, what is overdue longest, and what is nearest to being met. Where nobody has entered
/// anything there is nothing to act on yet but that.
pub(super) fn lists(report: &Report, lang: Lang) -> Vec<ActingList> {
    let mut short = short(report);
    let reporting = report.reporting.as_ref();
    short.retain(|one| {
        let is_reported = reporting.and_then(|known| known.is_reported(&one.line.standing));
        is_reported != Some(false)
    });
    let overdue =
        |one: &Short| explain::is_overdue(&one.line.standing, one.line.requirement, report.day);
    let mut late: Vec<Short> = short.iter().copied().filter(overdue).collect();
    // Where everything is due on one day, nothing is overdue longer than the rest.
    if late
        .iter()
        .all(|one| Some(one.deadline()) == late.first().map(Short::deadline))
    {
        late.clear();
    }
    late.sort_by_cached_key(|one| (one.deadline(), std::cmp::Reverse(one.left())));
    let mut near: Vec<Short> = short
        .iter()
        .copied()
        .filter(|one| one.left() < Number::from(1_i64))
        .collect();
    near.sort_by_cached_key(Short::left);
    let lists = [
        (ReportMsg::LargestGaps, largest(short)),
        (ReportMsg::OverdueLongest, late),
        (ReportMsg::NearestToMet, near),
    ];
    let lists = lists.into_iter().filter(|(_, of)| !of.is_empty());
    let list = |(name, of): (ReportMsg, Vec<Short>)| {
        let shown = of.len().min(LISTED);
        let heading = ReportMsg::ActingList {
            name: name.say(lang),
            count: of.len(),
            shown,
        };
        ActingList {
            heading: heading.say(lang),
            entries: of.iter().take(LISTED).map(|one| one.at).collect(),
        }
    };
    lists.map(list).collect()
}

/// Returns what is short with the largest gaps first, the requirements in turn: a gap of beds is not
/// larger or smaller than one of kilometers, and one requirement would fill the list.
fn largest(mut short: Vec<Short>) -> Vec<Short> {
    short.sort_by_cached_key(|one| std::cmp::Reverse(one.left()));
    let mut before: HashMap<&str, usize> = HashMap::new();
    let mut turns: Vec<(usize, Short)> = Vec::new();
    for one in short {
        let turn = before.entry(&one.line.requirement.code).or_default();
        turns.push((*turn, one));
        *turn += 1;
    }
    turns.sort_by_key(|(turn, _)| *turn);
    turns.into_iter().map(|(_, one)| one).collect()
}
