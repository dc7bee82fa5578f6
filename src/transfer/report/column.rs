//! The columns of a report that is a table. CSV, XLSX and HTML take theirs from here, so a column
//! has one name and one meaning.

use super::entry::ReportEntry;
use crate::domain::value::Number;
use crate::domain::value::field::yes_no_word;
use crate::domain::verdict::explain;
use crate::i18n::{Lang, ReportColumn, Say, named};

/// The columns of CSV: every one there is.
pub(super) const ALL: [ReportColumn; 32] = [
    ReportColumn::PlaceCode,
    ReportColumn::Place,
    ReportColumn::RequirementCode,
    ReportColumn::Requirement,
    ReportColumn::Strength,
    ReportColumn::VerdictCode,
    ReportColumn::Verdict,
    ReportColumn::Have,
    ReportColumn::Operator,
    ReportColumn::Need,
    ReportColumn::Gap,
    ReportColumn::Unit,
    ReportColumn::Responsible,
    ReportColumn::Expected,
    ReportColumn::Due,
    ReportColumn::Exception,
    ReportColumn::Nearest,
    ReportColumn::Why,
    ReportColumn::Source,
    ReportColumn::Movement,
    ReportColumn::VerdictCodeBefore,
    ReportColumn::VerdictBefore,
    ReportColumn::HaveBefore,
    ReportColumn::GapBefore,
    ReportColumn::GroupCode,
    ReportColumn::Group,
    ReportColumn::Period,
    ReportColumn::Low,
    ReportColumn::High,
    ReportColumn::ToEnter,
    ReportColumn::Reported,
    ReportColumn::Approved,
];

/// The columns of the shortfall list in a spreadsheet: as many as people read on one page of paper.
pub(super) const OF_SHORTFALLS: [ReportColumn; 8] = [
    ReportColumn::Place,
    ReportColumn::RequirementInGroup,
    ReportColumn::StrengthAndVerdict,
    ReportColumn::HaveNeedGap,
    ReportColumn::DueOn,
    ReportColumn::Expected,
    ReportColumn::Responsible,
    ReportColumn::WhyAndSource,
];

/// The columns of the same list to filter and to reckon with: one thing in each cell, and figures
/// as numbers.
pub(super) const OF_SHORTFALLS_IN_FULL: [ReportColumn; 18] = [
    ReportColumn::Place,
    ReportColumn::Requirement,
    ReportColumn::Strength,
    ReportColumn::Verdict,
    ReportColumn::Have,
    ReportColumn::Operator,
    ReportColumn::Need,
    ReportColumn::Gap,
    ReportColumn::Unit,
    ReportColumn::Responsible,
    ReportColumn::Expected,
    ReportColumn::Due,
    ReportColumn::Exception,
    ReportColumn::Why,
    ReportColumn::Source,
    ReportColumn::Group,
    ReportColumn::Period,
    ReportColumn::ToEnter,
];

/// The columns of figures that are never judged, in a spreadsheet.
pub(super) const OF_INFORMATION: [ReportColumn; 10] = [
    ReportColumn::Group,
    ReportColumn::Place,
    ReportColumn::Requirement,
    ReportColumn::Period,
    ReportColumn::Have,
    ReportColumn::Unit,
    ReportColumn::Low,
    ReportColumn::High,
    ReportColumn::Why,
    ReportColumn::Source,
];

/// The columns of what moved since the last quarter, in a spreadsheet.
pub(super) const OF_MOVES: [ReportColumn; 14] = [
    ReportColumn::Movement,
    ReportColumn::Place,
    ReportColumn::Requirement,
    ReportColumn::Strength,
    ReportColumn::VerdictBefore,
    ReportColumn::Verdict,
    ReportColumn::HaveBefore,
    ReportColumn::Have,
    ReportColumn::Operator,
    ReportColumn::Need,
    ReportColumn::GapBefore,
    ReportColumn::Gap,
    ReportColumn::Unit,
    ReportColumn::Saves,
];

/// What stands in a cell.
pub(super) enum ReportCell {
    /// Words.
    Words(String),
    /// An exact figure.
    Figure(Number),
}

/// Returns the cell of an entry in a column.
pub(super) fn cell(column: &ReportColumn, entry: &ReportEntry, lang: Lang) -> ReportCell {
    let figure = |figure: Option<Number>| {
        figure.map_or_else(|| ReportCell::Words(String::new()), ReportCell::Figure)
    };
    let before = entry.before.as_ref();
    ReportCell::Words(match column {
        ReportColumn::Have => return figure(entry.have),
        ReportColumn::Need => return figure(entry.need),
        ReportColumn::Gap if entry.is_on_the_limit => entry.gap_said.clone(),
        ReportColumn::Gap => return figure(entry.gap),
        ReportColumn::HaveBefore => return figure(before.and_then(|before| before.have)),
        ReportColumn::GapBefore if before.is_some_and(|before| before.is_on_the_limit) => before
            .map(|before| before.gap_said.clone())
            .unwrap_or_default(),
        ReportColumn::GapBefore => return figure(before.and_then(|before| before.gap)),
        ReportColumn::Low => return figure(entry.judged.low),
        ReportColumn::High => return figure(entry.judged.high),
        ReportColumn::Saves => {
            let moved = entry.moved.as_ref();
            moved.map(|moved| moved.saves.clone()).unwrap_or_default()
        }
        ReportColumn::GroupCode => entry.group_code.clone(),
        ReportColumn::Group => entry.group.clone(),
        ReportColumn::Period => entry.judged.period.clone(),
        ReportColumn::ToEnter => entry.judged.to_enter.clone(),
        ReportColumn::Reported => yes_or_no(entry.is_reported, lang),
        ReportColumn::Approved => yes_or_no(entry.is_approved, lang),
        ReportColumn::PlaceCode => entry.place_code.clone(),
        ReportColumn::Place => entry.place.clone(),
        ReportColumn::RequirementCode => entry.requirement_code.clone(),
        ReportColumn::Requirement => entry.requirement.clone(),
        ReportColumn::Strength => entry.strength.clone(),
        ReportColumn::VerdictCode => entry.verdict.word().to_owned(),
        ReportColumn::Verdict => entry.word.clone(),
        ReportColumn::Operator => entry.operator.to_owned(),
        ReportColumn::Unit => entry.unit.clone(),
        ReportColumn::Responsible => entry.responsible.clone(),
        ReportColumn::Expected => entry.expected.clone(),
        ReportColumn::Due => entry.due.clone(),
        ReportColumn::Exception => entry.exception.clone(),
        ReportColumn::RequirementInGroup
        | ReportColumn::StrengthAndVerdict
        | ReportColumn::HaveNeedGap
        | ReportColumn::DueOn
        | ReportColumn::WhyAndSource => together(column, entry, lang),
        ReportColumn::Nearest => entry.nearest.clone(),
        ReportColumn::Why => entry.why.join(explain::separator(lang)),
        ReportColumn::Source => entry.source.clone(),
        ReportColumn::Movement => entry
            .moved
            .as_ref()
            .map(|moved| moved.word.clone())
            .unwrap_or_default(),
        ReportColumn::VerdictCodeBefore => before
            .map(|before| before.verdict.word().to_owned())
            .unwrap_or_default(),
        ReportColumn::VerdictBefore => before.map(|before| before.word.clone()).unwrap_or_default(),
    })
}

/// Returns the cell of a column that holds several things, so that few columns say all.
fn together(column: &ReportColumn, entry: &ReportEntry, lang: Lang) -> String {
    match column {
        ReportColumn::RequirementInGroup if entry.group.is_empty() => entry.requirement.clone(),
        ReportColumn::RequirementInGroup => named(&entry.group, &entry.requirement, lang),
        ReportColumn::StrengthAndVerdict => entry.verdict_said() + &entry.strength_said(),
        ReportColumn::HaveNeedGap => have_need_gap(entry, lang),
        ReportColumn::DueOn => entry.due_on.join("\n"),
        ReportColumn::WhyAndSource => why_and_source(entry),
        _ => String::new(),
    }
}

/// Returns what is there against what is needed, and on a line of its own what is missing.
fn have_need_gap(entry: &ReportEntry, lang: Lang) -> String {
    let figure = format!("{} {}", entry.figure, entry.unit);
    let gap = match entry.gap_said.as_str() {
        "" => return figure.trim_end().to_owned(),
        limit if entry.is_on_the_limit => limit.to_owned(),
        gap => named(&ReportColumn::Gap.say(lang), gap, lang),
    };
    format!("{}\n{gap}", figure.trim_end())
}

/// Returns why it is not met, what excuses it, and where it is asked for, a line each.
fn why_and_source(entry: &ReportEntry) -> String {
    let lines = entry.why.iter().chain([&entry.exception, &entry.source]);
    let lines: Vec<&str> = lines.map(String::as_str).collect();
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn yes_or_no(known: Option<bool>, lang: Lang) -> String {
    let word = known.map(|known| yes_no_word(known, lang));
    word.unwrap_or_default().to_owned()
}
