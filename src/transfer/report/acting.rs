//! What to act on first.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::entry::{ReportEntry, clean};
use super::model::{Report, ReportLine};
use crate::domain::value::Number;
use crate::domain::verdict::{Standing, Verdict};
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
    /// How much of what is needed is missing; all of it where that is no figure.
    left: Number,
}

impl Short<'_> {
    fn deadline(&self) -> NaiveDate {
        self.line.requirement.deadline().unwrap_or(NaiveDate::MAX)
    }
}

/// Returns what binds and is short.
fn short<'a>(report: &'a Report) -> Vec<Short<'a>> {
    let is_short =
        |line: &ReportLine| line.requirement.strength.binds() && line.verdict() == Verdict::Short;
    let lines = report.lines.iter().enumerate();
    let short = lines.filter(|(_, line)| is_short(line));
    let with_left = |(at, line): (usize, &'a ReportLine<'a>)| Short {
        at,
        line,
        left: share_left(&line.standing()).unwrap_or_else(|| Number::from(1_i64)),
    };
    short.map(with_left).collect()
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
    short.sort_by_key(|one| (one.deadline(), one.left));
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
        let is_reported = reporting.and_then(|known| known.is_reported(one.line.codes()));
        is_reported != Some(false)
    });
    let nearest = short.iter().filter(|one| one.left < Number::from(1_i64));
    let nearest = ShortList::of(nearest.copied().collect(), |near| {
        near.sort_by_key(|one| one.left);
    });
    let overdue = |one: &&Short| one.line.requirement.is_due_over(report.day);
    let mut late: Vec<Short> = short.iter().filter(overdue).copied().collect();
    // Where everything is due on one day, nothing is overdue longer than the rest.
    if late
        .iter()
        .all(|one| Some(one.deadline()) == late.first().map(Short::deadline))
    {
        late.clear();
    }
    let late = ShortList::of(late, |late| {
        late.sort_by_key(|one| (one.deadline(), std::cmp::Reverse(one.left)));
    });
    let largest = ShortList::of(short, largest);
    let lists = [
        (ReportMsg::LargestGaps, largest),
        (ReportMsg::OverdueLongest, late),
        (ReportMsg::NearestToMet, nearest),
    ];
    let lists = lists.into_iter().filter(|(_, of)| of.count > 0);
    lists.map(|(name, of)| of.named(&name, lang)).collect()
}

/// The first of some that are short, and how many there are.
struct ShortList {
    /// The numbers of their lines.
    first: Vec<usize>,
    count: usize,
}

impl ShortList {
    /// Puts them in order and keeps the first.
    fn of(mut all: Vec<Short>, sort: impl FnOnce(&mut Vec<Short>)) -> Self {
        sort(&mut all);
        Self {
            first: all.iter().take(LISTED).map(|one| one.at).collect(),
            count: all.len(),
        }
    }

    fn named(self, name: &ReportMsg, lang: Lang) -> ActingList {
        let heading = ReportMsg::ActingList {
            name: name.say(lang),
            count: self.count,
            shown: self.first.len(),
        };
        ActingList {
            heading: heading.say(lang),
            entries: self.first,
        }
    }
}

/// Puts what is short with the largest gaps first, the requirements in turn: a gap of beds is not
/// larger or smaller than one of kilometers, and one requirement would fill the list.
fn largest(short: &mut Vec<Short>) {
    short.sort_by_key(|one| std::cmp::Reverse(one.left));
    let mut before: HashMap<&str, usize> = HashMap::new();
    let mut turns: Vec<usize> = Vec::with_capacity(short.len());
    for one in short.iter() {
        let turn = before.entry(&one.line.requirement.code).or_default();
        turns.push(*turn);
        *turn += 1;
    }
    let mut order: Vec<usize> = (0..short.len()).collect();
    order.sort_by_key(|at| turns.get(*at).copied());
    *short = order
        .iter()
        .filter_map(|at| short.get(*at))
        .copied()
        .collect();
}
