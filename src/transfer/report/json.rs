//! The report for other programs. Its shape is a contract: keys may be added and are never changed, figures are strings of
//! exact decimals, and no word of it depends on the language.

use serde::Serialize;

use super::{Line, Report, Responsible};
use crate::domain::explain;
use crate::domain::requirement::Strength;
use crate::i18n::Text;
use crate::store::Counts;
use crate::transfer::cells::decimal;

#[derive(Serialize)]
struct Document<'a> {
    policy: &'a str,
    as_of: String,
    counts: Verdicts,
    binding: Verdicts,
    standings: Vec<Standing<'a>>,
}

#[derive(Serialize)]
struct Verdicts {
    met: usize,
    short: usize,
    unknown: usize,
}

#[derive(Serialize)]
struct Standing<'a> {
    place: &'a str,
    place_name: &'a str,
    requirement: &'a str,
    kind: &'a str,
    verdict: &'static str,
    operator: &'static str,
    need: String,
    have: Option<String>,
    gap: Option<String>,
    unit: &'a str,
    candidates: usize,
    qualifying: usize,
    nearest: Option<Nearest<'a>>,
    failing: &'a [String],
    missing: &'a [String],
    expected_on: Option<String>,
    clause: &'a str,
    strength: &'static str,
    target_date: Option<String>,
    overdue: bool,
    responsible: Option<Unit>,
    exception: Option<Exception<'a>>,
}

#[derive(Serialize)]
struct Nearest<'a> {
    id: String,
    name: &'a str,
}

/// The unit that answers: the one that the policy names, or the one that runs the nearest facility.
#[derive(Serialize)]
struct Unit {
    from: &'static str,
    #[serde(flatten)]
    name: Text,
}

#[derive(Serialize)]
struct Exception<'a> {
    document: &'a str,
    reason: &'a str,
    valid_until: Option<String>,
}

impl From<Counts> for Verdicts {
    fn from(counts: Counts) -> Self {
        Self { met: counts.met, short: counts.short, unknown: counts.unknown }
    }
}

pub(super) fn render(report: &Report) -> String {
    let document = Document {
        policy: &report.pack.code,
        as_of: report.day.to_string(),
        counts: report.count(|_| true).into(),
        binding: report.count(Strength::binds).into(),
        standings: report.lines.iter().map(|line| standing(report, line)).collect(),
    };
    // Strings and numbers always serialize.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn standing<'a>(report: &Report, line: &'a Line) -> Standing<'a> {
    let (standing, requirement) = (&line.standing, line.requirement);
    Standing {
        place: &standing.place,
        place_name: &line.place_name,
        requirement: &requirement.code,
        kind: &line.kind.code,
        verdict: standing.verdict.word(),
        operator: requirement.measure.operator.sign(),
        need: decimal(standing.need),
        have: standing.have.map(decimal),
        gap: standing.gap.map(decimal),
        unit: requirement.measure.unit.as_ref().map_or("", |unit| unit.code.as_str()),
        candidates: standing.candidates,
        qualifying: standing.qualifying,
        nearest: standing.nearest.as_ref().map(|n| Nearest { id: n.id.to_string(), name: &n.name }),
        failing: &standing.failing,
        missing: &standing.missing,
        expected_on: standing.expected_on.map(|date| date.to_string()),
        clause: &requirement.clause,
        strength: requirement.strength.word(),
        target_date: requirement.deadline().map(|date| date.to_string()),
        overdue: explain::is_overdue(standing, requirement, report.day),
        responsible: line.responsible().map(unit),
        exception: standing.exception.as_ref().map(|exception| Exception {
            document: &exception.document,
            reason: &exception.reason,
            valid_until: exception.valid_until.map(|date| date.to_string()),
        }),
    }
}

fn unit(unit: Responsible) -> Unit {
    match unit {
        Responsible::Named(name) => Unit { from: "policy", name: name.clone() },
        Responsible::RunsNearest(name) => Unit { from: "nearest", name: Text::both(name.to_owned()) },
    }
}
