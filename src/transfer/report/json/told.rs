//! What the report for other programs says of groups, and of figures of places and periods.

use serde::Serialize;

use crate::domain::value::Period;
use crate::domain::value::possible::End;
use crate::domain::verdict::told::{Detail, FigurePart, ToDecide};
use crate::domain::verdict::{Counts, Standing};
use crate::i18n::Text;
use crate::transfer::cells::decimal;
use crate::transfer::report::model::{Report, ReportLine};

/// How many standings there are of each verdict.
#[derive(Serialize)]
pub(super) struct Verdicts {
    met: usize,
    short: usize,
    unknown: usize,
}

impl From<Counts> for Verdicts {
    fn from(counts: Counts) -> Self {
        Self {
            met: counts.met,
            short: counts.short,
            unknown: counts.unknown,
        }
    }
}

/// A group of requirements, and how many of its minimums that bind stand how.
#[derive(Serialize)]
pub(super) struct Group<'a> {
    code: &'a str,
    #[serde(flatten)]
    name: &'a Text,
    binding: Verdicts,
}

/// What is told of a standing beside its verdict; empty where it asks for facilities that exist.
#[derive(Serialize)]
pub(super) struct ToldJson<'a> {
    group: Option<&'a str>,
    period: Option<String>,
    bounds: Option<Bounds>,
    parts: Vec<Part<'a>>,
    to_enter: Vec<ToEnter<'a>>,
}

/// The least and the most that the figure may be; `null` where there is no end.
#[derive(Serialize)]
struct Bounds {
    low: Option<String>,
    high: Option<String>,
}

/// A field that the figure rests on, in its own unit.
#[derive(Serialize)]
struct Part<'a> {
    place: &'a str,
    form: &'a str,
    field: &'a str,
    period: Option<String>,
    figure: Option<String>,
    unit: Option<&'a str>,
}

/// A field that is to be entered to decide; `record` is the facility it is of.
#[derive(Serialize)]
struct ToEnter<'a> {
    place: &'a str,
    form: &'a str,
    field: &'a str,
    period: Option<String>,
    record: Option<String>,
}

/// Returns the groups of the pack of a report, in its order.
pub(super) fn groups<'a>(report: &Report<'a>) -> Vec<Group<'a>> {
    let group = |group: &'a crate::domain::policy::Group| {
        let lines = report.lines.iter().filter(|line| {
            line.requirement.strength.binds()
                && line.requirement.group.as_ref() == Some(&group.code)
        });
        let counts: Counts = lines.map(ReportLine::verdict).collect();
        Group {
            code: &group.code,
            name: &group.label,
            binding: counts.into(),
        }
    };
    report.pack.groups.iter().map(group).collect()
}

impl<'a> ToldJson<'a> {
    pub(super) fn of(line: &'a ReportLine, standing: &'a Standing) -> Self {
        let group = line.requirement.group.as_deref();
        let Some(told) = &standing.told else {
            return Self {
                group,
                period: None,
                bounds: None,
                parts: Vec::new(),
                to_enter: Vec::new(),
            };
        };
        let wanted = told.wanted.iter();
        Self {
            group,
            period: told.period.and_then(period),
            bounds: told.main(standing.verdict).and_then(bounds),
            parts: told.parts().into_iter().map(part).collect(),
            to_enter: wanted
                .filter(|_| standing.verdict.is_open())
                .map(|wanted| to_enter(wanted, &standing.place))
                .collect(),
        }
    }
}

/// Returns a period as it is typed; nothing for a sheet that is filled in once.
fn period(period: Period) -> Option<String> {
    (period != Period::ALWAYS).then(|| period.to_string())
}

/// A quotient by zero has no value, and no ends.
fn bounds(detail: &Detail) -> Option<Bounds> {
    let end = |end: End| end.figure().map(decimal);
    (!detail.no_value).then(|| Bounds {
        low: end(detail.low),
        high: end(detail.high),
    })
}

fn part(part: &FigurePart) -> Part<'_> {
    Part {
        place: &part.place,
        form: &part.form,
        field: &part.field,
        period: period(part.period),
        figure: part.figure.map(decimal),
        unit: part.unit.as_deref(),
    }
}

fn to_enter<'a>(wanted: &'a ToDecide, here: &'a str) -> ToEnter<'a> {
    ToEnter {
        place: if wanted.place.is_empty() {
            here
        } else {
            &wanted.place
        },
        form: &wanted.form,
        field: &wanted.field,
        period: wanted.period.and_then(period),
        record: wanted.record.map(|id| id.to_string()),
    }
}
