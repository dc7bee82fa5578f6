//! Judges claims about figures: the verdict, and what is told beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::detail::{covered, detail, in_unit, tell, verdict_of};
use super::remedy;
use super::standing::{Standing, Verdict};
use super::told::{Detail, ToDecide, Told};
use crate::domain::policy::evaluate::{self, Evaluator, Reads, Spot};
use crate::domain::policy::expression::{Claim, Comparison};
use crate::domain::policy::gather::ToEnter;
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::requirement::{Requirement, Rule, Speaks};
use crate::domain::value::date::PartialDate;
use crate::domain::value::number::Number;
use crate::domain::value::period::{Cycle, Period};
use crate::domain::value::possible::Outcome;
use crate::i18n::Text;

/// Judges a requirement that is a claim, or information, for a place.
#[must_use]
pub fn judge_claim(
    requirement: &Requirement,
    place: &str,
    facts: &Inventory,
    day: NaiveDate,
) -> Standing {
    let (period, target) = period_of(requirement, place, facts, day);
    let at = Spot {
        place: place.to_owned(),
        period,
    };
    let mut assessor = Assessor {
        evaluator: Evaluator::new(facts),
        details: Vec::new(),
    };
    let (verdict, reads) = match &requirement.rule {
        Rule::Claim(claim) => {
            let (outcome, reads) = assessor.claim(claim, &at);
            (verdict_of(outcome), reads)
        }
        Rule::Information(told) => {
            let (_, reads) = assessor.figure(told, &at);
            (Verdict::Information, reads)
        }
        Rule::Exists { .. } | Rule::Duty(_) => (Verdict::Unknown, Reads::default()),
    };
    let details = assessor.details;
    let mut told = Told {
        period: requirement.cycle.map(|_| period),
        target: target.filter(|target| *target != period),
        last: last_figure(requirement, place, facts, &details, period),
        ..Told::default()
    };
    if let Rule::Claim(claim) = &requirement.rule {
        match verdict {
            Verdict::Short => told.remedy = remedy::smallest_change(claim, facts, &at),
            Verdict::Unknown => {
                let reads = remedy::most_decisive_first(claim, facts, &at, reads);
                told.wanted = wanted(reads, &facts.names);
            }
            Verdict::Met | Verdict::Information => {}
        }
    }
    told.details = details;
    let standing = standing(requirement, place, verdict, told);
    Standing {
        expected_on: expected_on(requirement, verdict, facts, &at),
        ..standing
    }
}

/// Returns when a claim is to be met that is not: the first day on which what is planned is open
/// and all that decides is known.
fn expected_on(
    requirement: &Requirement,
    verdict: Verdict,
    facts: &Inventory,
    at: &Spot,
) -> Option<PartialDate> {
    let Rule::Claim(claim) = &requirement.rule else {
        return None;
    };
    if verdict == Verdict::Met {
        return None;
    }
    let is_met = |date: &PartialDate| {
        let opened = facts.opened(&requirement.aggregates, date.last_day());
        verdict_of(Evaluator::new(&opened).claim(claim, at)) == Verdict::Met
    };
    facts.openings().into_iter().find(is_met)
}

/// Makes the standing of a verdict with what is told beside it.
pub(super) fn standing(
    requirement: &Requirement,
    place: &str,
    verdict: Verdict,
    told: Told,
) -> Standing {
    let main = told.main(verdict);
    let have = main.and_then(Detail::have);
    let gap = match verdict {
        Verdict::Met => Some(Number::ZERO),
        Verdict::Short => main.and_then(|detail| detail.gap),
        Verdict::Unknown | Verdict::Information => None,
    };
    Standing {
        requirement: requirement.code.clone(),
        place: place.to_owned(),
        verdict,
        need: main
            .and_then(|detail| detail.need)
            .unwrap_or(requirement.measure.need),
        have,
        gap,
        candidates: 0,
        qualifying: 0,
        nearest: None,
        failing: Vec::new(),
        missing: told.wanted.iter().map(|w| w.field.clone()).collect(),
        expected_on: None,
        exception: None,
        told: Some(Box::new(told)),
    }
}

/// Returns the period that a requirement is judged by, and the one it is about. Until the period of
/// its target is over, it is the latest with a figure.
fn period_of(
    requirement: &Requirement,
    place: &str,
    facts: &Inventory,
    day: NaiveDate,
) -> (Period, Option<Period>) {
    let Some(cycle) = requirement.cycle else {
        return (Period::ALWAYS, None);
    };
    let deadline = requirement.deadline();
    let target = deadline
        .filter(|_| requirement.speaks == Speaks::OfTarget)
        .map(|deadline| Period::of_day(cycle, deadline));
    if let Some(target) = target.filter(|target| target.is_over(day)) {
        return (target, Some(target));
    }
    let most = target.unwrap_or_else(|| Period::of_day(cycle, day));
    let latest = latest(requirement, place, facts, most);
    let none = target.unwrap_or_else(|| Period::of_day(cycle, day).back(1));
    (latest.unwrap_or(none), target)
}

/// Returns the latest period up to one for which some figure is there that a requirement looks at.
fn latest(
    requirement: &Requirement,
    place: &str,
    facts: &Inventory,
    most: Period,
) -> Option<Period> {
    let found = periods(requirement, place, facts).into_iter();
    found.filter(|period| *period <= most).max()
}

/// Returns every period for which some figure is there that a requirement looks at, in no order and
/// some of them twice.
pub(super) fn periods(requirement: &Requirement, place: &str, facts: &Inventory) -> Vec<Period> {
    let looks = requirement.looks();
    let timed = looks.iter().filter(|look| !look.once);
    timed
        .flat_map(|look| {
            let places = facts.reached(place, &look.path);
            places.into_iter().flat_map(move |place| {
                let found: Vec<Period> = facts.periods(&place, &look.form, &look.field).collect();
                found
            })
        })
        .filter(|period| period.cycle() != Cycle::Once)
        .collect()
}

/// Returns the last figure before a period that has none itself.
fn last_figure(
    requirement: &Requirement,
    place: &str,
    facts: &Inventory,
    details: &[Detail],
    period: Period,
) -> Option<(Period, Option<Number>)> {
    requirement.cycle?;
    let has_any = |detail: &Detail| detail.parts.iter().any(|part| part.figure.is_some());
    if details.iter().any(has_any) {
        return None;
    }
    let before = latest(requirement, place, facts, period.back(1))?;
    let Rule::Claim(Claim::Figure(comparison)) = &requirement.rule else {
        return Some((before, None));
    };
    let at = Spot {
        place: place.to_owned(),
        period: before,
    };
    let figure = Evaluator::new(facts).figure(&comparison.of, &at).known();
    let unit = comparison.unit.as_ref();
    Some((before, figure.and_then(|figure| in_unit(figure, unit))))
}

/// Evaluates claims and keeps what is told of each comparison.
struct Assessor<'a> {
    evaluator: Evaluator<'a>,
    details: Vec<Detail>,
}

impl Assessor<'_> {
    /// Returns what a claim may come to, and what could still change it.
    fn claim(&mut self, claim: &Claim, at: &Spot) -> (Outcome, Reads) {
        match claim {
            Claim::Figure(comparison) => self.figure(comparison, at),
            Claim::OneOf {
                label, of, shown, ..
            } => {
                let outcome = self.evaluator.claim(claim, at);
                let reads = self.evaluator.take_reads();
                let mut detail = detail(at, outcome, &reads);
                detail.label = Some(label.clone().unwrap_or_else(|| of.label.clone()));
                "=".clone_into(&mut detail.operator);
                detail.shown = Some(shown.clone());
                self.details.push(detail);
                (outcome, undecided(outcome, reads))
            }
            Claim::Covers { label, of, list } => {
                let set = self.evaluator.set(of, at);
                let outcome = set.covers(list);
                let reads = self.evaluator.take_reads();
                let mut detail = covered(at, outcome, &reads, list, &set);
                detail.label.clone_from(label);
                self.details.push(detail);
                (outcome, undecided(outcome, reads))
            }
            Claim::Any(claims) => {
                let found = claims.iter().map(|claim| self.claim(claim, at)).collect();
                joined(found, evaluate::any)
            }
            Claim::All(claims) => {
                let found = claims.iter().map(|claim| self.claim(claim, at)).collect();
                joined(found, evaluate::all)
            }
            Claim::EachPeriod(count, claim) => {
                let found = (0..*count)
                    .map(|back| self.claim(claim, &evaluate::earlier(at, back)))
                    .collect();
                joined(found, evaluate::all)
            }
        }
    }

    fn figure(&mut self, comparison: &Comparison, at: &Spot) -> (Outcome, Reads) {
        let of = self.evaluator.figure(&comparison.of, at);
        let (outcome, need) = self.evaluator.test(&comparison.test, &of, at);
        let reads = self.evaluator.take_reads();
        let mut detail = detail(at, outcome, &reads);
        detail.label.clone_from(&comparison.label);
        detail.unit = comparison.unit.as_ref().map(|unit| unit.code.clone());
        tell(&mut detail, comparison, &of, need.as_ref());
        self.details.push(detail);
        (outcome, undecided(outcome, reads))
    }
}

/// Keeps what could still change an outcome: nothing where it is decided.
fn undecided(outcome: Outcome, mut reads: Reads) -> Reads {
    if !(outcome.may_hold && outcome.may_fail) {
        return Reads::default();
    }
    reads.fields.retain(|read| read.is_missing);
    reads
}

fn joined(found: Vec<(Outcome, Reads)>, how: fn(&[Outcome]) -> Outcome) -> (Outcome, Reads) {
    let (outcomes, reads): (Vec<Outcome>, Vec<Reads>) = found.into_iter().unzip();
    let outcome = how(&outcomes);
    let mut all = Reads::default();
    for mut one in reads {
        all.fields.append(&mut one.fields);
        all.facilities.append(&mut one.facilities);
    }
    (outcome, undecided(outcome, all))
}

/// Returns what was read as something to enter, each once.
pub(super) fn wanted(reads: Reads, names: &BTreeMap<String, String>) -> Vec<ToDecide> {
    let fields = reads.fields.into_iter().map(|read| ToDecide {
        place_name: names.get(&read.spot.place).cloned().unwrap_or_default(),
        place: read.spot.place,
        form: read.sheet,
        of: read.sheet_label,
        field: read.field,
        label: read.label,
        period: Some(read.spot.period),
        record: None,
    });
    let facility = |facility: ToEnter| {
        let name = Text {
            zh: facility.name.clone(),
            en: facility.name,
        };
        facility.fields.into_iter().map(move |field| ToDecide {
            place: String::new(),
            place_name: String::new(),
            form: facility.kind.clone(),
            of: name.clone(),
            label: Text {
                zh: field.clone(),
                en: field.clone(),
            },
            field,
            period: None,
            record: Some(facility.record),
        })
    };
    let mut found: Vec<ToDecide> = Vec::new();
    for one in fields.chain(reads.facilities.into_iter().flat_map(facility)) {
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}
