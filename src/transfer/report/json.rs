//! The report for other programs. Its shape is a contract: figures are strings of exact decimals.

use serde::Serialize;

use super::{Line, Report};
use crate::domain::number::Number;

/// Digits of a figure that has no finite decimal.
const CUT: usize = 6;

#[derive(Serialize)]
struct Document<'a> {
    policy: &'a str,
    as_of: String,
    counts: Verdicts,
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
}

#[derive(Serialize)]
struct Nearest<'a> {
    id: String,
    name: &'a str,
}

pub(super) fn render(report: &Report) -> String {
    let counts = &report.counts;
    let document = Document {
        policy: &report.pack.code,
        as_of: report.day.to_string(),
        counts: Verdicts { met: counts.met, short: counts.short, unknown: counts.unknown },
        standings: report.lines.iter().map(standing).collect(),
    };
    // Strings and numbers always serialize.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn standing<'a>(line: &'a Line) -> Standing<'a> {
    let (standing, requirement) = (&line.standing, line.requirement);
    Standing {
        place: &standing.place,
        place_name: &line.place_name,
        requirement: &requirement.code,
        kind: &line.kind.code,
        verdict: standing.verdict.word(),
        operator: requirement.measure.operator.sign(),
        need: figure(standing.need),
        have: standing.have.map(figure),
        gap: standing.gap.map(figure),
        unit: requirement.measure.unit.as_ref().map_or("", |unit| unit.code.as_str()),
        candidates: standing.candidates,
        qualifying: standing.qualifying,
        nearest: standing.nearest.as_ref().map(|n| Nearest { id: n.id.to_string(), name: &n.name }),
        failing: &standing.failing,
        missing: &standing.missing,
        expected_on: standing.expected_on.map(|date| date.to_string()),
        clause: &requirement.clause,
    }
}

fn figure(number: Number) -> String {
    number.cut(number.decimals().unwrap_or(CUT))
}
