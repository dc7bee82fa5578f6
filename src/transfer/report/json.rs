//! The report for other programs. Its shape is a contract: keys may be added and are never changed,
//! figures are strings of exact decimals, and no word of it depends on the language.

mod areas;
mod closed;
mod told;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};

use serde::ser::SerializeSeq as _;
use serde::{Serialize, Serializer};

use self::areas::{DivisionJson, divisions};
use self::closed::ClosedJson;
use self::told::{Group, ToldJson, Verdicts, groups};
use super::baseline::ReportBaseline;
use super::model::{Report, ReportLine, Responsible};
use crate::domain::policy::{Requirement, Strength};
use crate::domain::review::ReviewState;
use crate::domain::verdict::{Movement, explain, standing as domain};
use crate::i18n::Text;
use crate::store::SaveBehind;
use crate::transfer::cells::decimal;

#[derive(Serialize)]
struct Document<'a> {
    policy: &'a str,
    scope: Option<Scope<'a>>,
    as_of: String,
    in_force: InForce,
    judged_by: Option<JudgedBy<'a>>,
    closed: Option<ClosedJson<'a>>,
    counts: Verdicts,
    binding: Verdicts,
    self_approved: Option<usize>,
    records: Option<BTreeMap<&'static str, usize>>,
    standings: EachStanding<'a>,
    since: Option<Comparison<'a>>,
    groups: Vec<Group<'a>>,
    divisions: Vec<DivisionJson>,
    trail: Option<Trail<'a>>,
    receipt: String,
}

/// The standings, each made as it is written.
struct EachStanding<'a>(&'a Report<'a>);

impl Serialize for EachStanding<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(report) = self;
        let mut all = serializer.serialize_seq(Some(report.lines.len()))?;
        for line in &report.lines {
            all.serialize_element(&standing(report, line, &line.standing()))?;
        }
        all.end()
    }
}

/// Whether the policy is in force on the day, and its first and last day in force.
#[derive(Serialize)]
struct InForce {
    on_the_day: bool,
    from: Option<String>,
    to: Option<String>,
}

/// The text of the policy that a day which is past is judged by.
#[derive(Serialize)]
struct JudgedBy<'a> {
    sha256: &'a str,
    loaded_at: &'a str,
    after_the_day: bool,
    newest: bool,
}

/// The place that the report is narrowed to, with those below it.
#[derive(Serialize)]
struct Scope<'a> {
    place: &'a str,
    place_name: &'a str,
}

/// The last change of the trail that was judged.
#[derive(Serialize)]
struct Trail<'a> {
    site: &'a str,
    seq: i64,
}

/// What changed since the end of the last quarter.
#[derive(Serialize)]
struct Comparison<'a> {
    as_of: String,
    judged_by: &'static str,
    counts: Verdicts,
    binding: Verdicts,
    fell_due: Vec<&'a str>,
    changes: Vec<Moved<'a>>,
}

/// A standing whose verdict changed, or whose gap did while it stayed short.
#[derive(Serialize)]
struct Moved<'a> {
    change: &'static str,
    place: &'a str,
    place_name: &'a str,
    requirement: &'a str,
    strength: &'static str,
    before: State,
    now: State,
    operator: &'static str,
    need: Option<String>,
    unit: &'a str,
    saves: Vec<SaveJson<'a>>,
}

/// A save behind what changed.
#[derive(Serialize)]
struct SaveJson<'a> {
    site: &'a str,
    seq: i64,
    at: &'a str,
    author: &'a str,
    record: &'a str,
}

/// What a standing was, or is.
#[derive(Serialize)]
struct State {
    verdict: &'static str,
    have: Option<String>,
    gap: Option<String>,
}

#[derive(Serialize)]
struct Standing<'a> {
    place: &'a str,
    place_name: &'a str,
    requirement: &'a str,
    kind: &'a str,
    verdict: &'static str,
    operator: &'static str,
    need: Option<String>,
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
    reported: Option<bool>,
    approved: Option<bool>,
    #[serde(flatten)]
    told: ToldJson<'a>,
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

pub(super) fn render(report: &Report, file: &mut dyn Write) -> io::Result<()> {
    let valid = &report.pack.document;
    let document = Document {
        policy: &report.pack.code,
        scope: report
            .scope
            .as_ref()
            .map(|(place, place_name)| Scope { place, place_name }),
        as_of: report.day.to_string(),
        in_force: InForce {
            on_the_day: report.is_in_force(),
            from: valid.valid_from.map(|day| day.to_string()),
            to: valid.valid_to.map(|day| day.to_string()),
        },
        judged_by: report.judged_by.as_ref().map(|text| JudgedBy {
            sha256: &text.sha256,
            loaded_at: &text.loaded_at,
            after_the_day: text.is_later,
            newest: text.is_newest,
        }),
        closed: report.closed.as_ref().map(ClosedJson::of),
        counts: report.count(|_| true).into(),
        binding: report.count(Strength::binds).into(),
        self_approved: report.own,
        records: report.reporting.as_ref().map(|reporting| {
            let states = ReviewState::ALL.into_iter();
            states
                .map(|state| (state.word(), reporting.count(state)))
                .collect()
        }),
        standings: EachStanding(report),
        since: comparison(report),
        groups: groups(report),
        divisions: divisions(report),
        trail: report.mark.last.as_ref().map(|last| Trail {
            site: &last.site,
            seq: last.seq,
        }),
        receipt: report.mark.receipt.to_string(),
    };
    let mut file = BufWriter::new(file);
    serde_json::to_writer_pretty(&mut file, &document)?;
    file.write_all(b"\n")?;
    file.flush()
}

fn comparison<'a>(report: &'a Report) -> Option<Comparison<'a>> {
    let since = report.since?;
    let quarter = since.quarter()?;
    let mut moves: Vec<(Movement, &ReportLine)> = report
        .lines
        .iter()
        .filter_map(|line| Some((line.movement()?, line)))
        .collect();
    moves.sort_by_key(|(movement, line)| (!line.requirement.strength.binds(), *movement));
    Some(Comparison {
        as_of: quarter.last_day().to_string(),
        judged_by: match since {
            ReportBaseline::Frozen(_) => "text_of_the_close",
            _ => "same_text",
        },
        counts: report.count_before(|_| true).into(),
        binding: report.count_before(Strength::binds).into(),
        fell_due: report
            .fell_due()
            .into_iter()
            .map(|one| one.code.as_str())
            .collect(),
        changes: moves
            .into_iter()
            .filter_map(|(movement, line)| moved(movement, line))
            .collect(),
    })
}

fn moved<'a>(movement: Movement, line: &'a ReportLine) -> Option<Moved<'a>> {
    let standing = line.standing();
    let requirement = line.requirement;
    Some(Moved {
        change: movement.word(),
        place: &line.place.code,
        place_name: &line.place.name,
        requirement: &requirement.code,
        strength: requirement.strength.word(),
        before: state(&line.before()?),
        now: state(&standing),
        operator: line.operator(&standing),
        need: standing.needed().map(decimal),
        unit: unit_code(requirement),
        saves: line.behind.iter().map(save).collect(),
    })
}

fn save(save: &SaveBehind) -> SaveJson<'_> {
    SaveJson {
        site: &save.change.site,
        seq: save.change.seq,
        at: &save.at,
        author: &save.author,
        record: &save.name,
    }
}

fn state(standing: &domain::Standing) -> State {
    State {
        verdict: standing.verdict.word(),
        have: standing.have.map(decimal),
        gap: standing.gap.map(decimal),
    }
}

fn unit_code(requirement: &Requirement) -> &str {
    requirement
        .measure
        .unit
        .as_ref()
        .map_or("", |unit| &unit.code)
}

fn standing<'a>(
    report: &Report,
    line: &'a ReportLine,
    standing: &'a domain::Standing,
) -> Standing<'a> {
    let requirement = line.requirement;
    let reporting = report.reporting.as_ref();
    Standing {
        place: &line.place.code,
        place_name: &line.place.name,
        requirement: &requirement.code,
        kind: &line.kind.code,
        verdict: standing.verdict.word(),
        operator: line.operator(standing),
        need: standing.needed().map(decimal),
        have: standing.have.map(decimal),
        gap: standing.gap.map(decimal),
        unit: unit_code(requirement),
        candidates: standing.candidates,
        qualifying: standing.qualifying,
        nearest: standing.nearest.as_ref().map(|n| Nearest {
            id: n.id.to_string(),
            name: &n.name,
        }),
        failing: &standing.failing,
        missing: &standing.missing,
        expected_on: standing.expected_on.map(|date| date.to_string()),
        clause: &requirement.clause,
        strength: requirement.strength.word(),
        target_date: requirement.deadline().map(|date| date.to_string()),
        overdue: explain::is_overdue(standing, requirement, report.day),
        responsible: line.responsible(standing).map(unit),
        exception: standing.exception.as_ref().map(|exception| Exception {
            document: &exception.document,
            reason: &exception.reason,
            valid_until: exception.valid_until.map(|date| date.to_string()),
        }),
        reported: reporting.and_then(|reporting| reporting.is_reported(line.codes())),
        approved: reporting
            .and_then(|reporting| reporting.is_approved(standing.verdict, line.codes())),
        told: ToldJson::of(line, standing),
    }
}

fn unit(unit: Responsible) -> Unit {
    match unit {
        Responsible::Named(name) => Unit {
            from: "policy",
            name: name.clone(),
        },
        Responsible::RunsNearest(name) => Unit {
            from: "nearest",
            name: Text::both(name.to_owned()),
        },
    }
}
