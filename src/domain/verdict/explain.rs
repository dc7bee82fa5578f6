//! Why a standing is what it is, in words. Screens and reports all say it through here.

mod counted;
mod own;
mod told;

use chrono::NaiveDate;

pub use self::own::counts;
pub use self::told::{part, wanted};
use super::standing::{Nearest, Standing, Verdict};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::pack::Document;
use crate::domain::policy::requirement::{Requirement, Strength};
pub use crate::domain::policy::words::{condition, conditions_of, limit, separator};
use crate::domain::record::facility::shared;
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::number::Number;
use crate::i18n::{Lang, Say, VerdictMsg, word_list};

/// Returns the word of a verdict. A benchmark is never a shortfall, and a target that is striven
/// for is one to be behind.
#[must_use]
pub fn verdict_word(verdict: Verdict, strength: Strength, lang: Lang) -> String {
    let word = match (verdict, strength) {
        (Verdict::Met, _) => VerdictMsg::Met,
        (Verdict::Unknown, _) => VerdictMsg::Unknown,
        (Verdict::Information, _) => VerdictMsg::Information,
        (Verdict::Short, Strength::Must | Strength::Basic) => VerdictMsg::Short,
        (Verdict::Short, Strength::Strive) => VerdictMsg::BehindTarget,
        (Verdict::Short, Strength::Encouraged) => VerdictMsg::NotReached,
        (Verdict::Short, Strength::Benchmark) => VerdictMsg::BelowBenchmark,
    };
    word.say(lang)
}

/// Returns the ASCII mark that stands beside the word, so that nothing depends on colour.
#[must_use]
pub const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "[OK]",
        Verdict::Short => "[!]",
        Verdict::Unknown => "[?]",
        Verdict::Information => "[i]",
    }
}

/// The mark of what nothing is on record of, whatever the verdict is.
pub const NOTHING_ENTERED: &str = "[ ]";

/// Returns what is there against what is needed, as `96/130`, or `2000/>2000` where the limit must
/// be passed.
#[must_use]
pub fn figure(standing: &Standing, requirement: &Requirement) -> String {
    if let Some(told) = &standing.told {
        return self::told::figure(standing, told, requirement);
    }
    let sign = match limit_told(standing, requirement).0 {
        Operator::AtLeast => "",
        operator => operator.sign(),
    };
    format!("{}/{sign}{}", have(standing), standing.need.truncated(3))
}

/// Returns the same with what was there at an earlier day, as `131 -> 129/130`, where that was
/// another figure.
#[must_use]
pub fn figure_since(before: &Standing, now: &Standing, requirement: &Requirement) -> String {
    let figure = figure(now, requirement);
    if before.have == now.have {
        figure
    } else {
        format!("{} -> {figure}", have(before))
    }
}

fn have(standing: &Standing) -> String {
    standing
        .have
        .map_or_else(|| "?".to_owned(), |have| have.truncated(3))
}

/// Returns a verdict as it is read out: `[!] 未达标 129/130`.
#[must_use]
pub fn verdict(standing: &Standing, requirement: &Requirement, lang: Lang) -> String {
    let word = verdict_word(standing.verdict, requirement.strength, lang);
    format!(
        "{} {word} {}",
        mark(standing.verdict),
        figure(standing, requirement)
    )
}

/// Returns the reasons of a standing, the most important first, each one line: why, and what else
/// is to be known.
#[must_use]
pub fn reasons(
    standing: &Standing,
    requirement: &Requirement,
    kind: &Kind,
    day: NaiveDate,
    lang: Lang,
) -> Vec<String> {
    let mut lines = why(standing, requirement, kind, lang);
    lines.extend(beside_why(standing, requirement, day, lang));
    lines
}

/// Returns what is to be known of a standing beside why it is so: when something opens, the
/// exception, the deadline.
pub fn beside_why(
    standing: &Standing,
    requirement: &Requirement,
    day: NaiveDate,
    lang: Lang,
) -> impl Iterator<Item = String> {
    let expected = standing.expected_on.map(|date| {
        let date = date.to_string();
        VerdictMsg::ExpectedOn { date }.say(lang)
    });
    let due = due(standing, requirement, day, lang);
    expected
        .into_iter()
        .chain(exception(standing, lang))
        .chain(due)
}

/// Returns what is missing, and in what the nearest facility fails.
#[must_use]
pub fn why(standing: &Standing, requirement: &Requirement, kind: &Kind, lang: Lang) -> Vec<String> {
    if let Some(told) = &standing.told {
        return self::told::reasons(standing, told, requirement, lang);
    }
    let headline = headline(standing, requirement, kind, lang);
    std::iter::once(headline)
        .chain(nearest(standing, requirement, kind, lang))
        .collect()
}

/// Returns the exception in force: its document, its reason, and until when it holds.
#[must_use]
pub fn exception(standing: &Standing, lang: Lang) -> Option<String> {
    let exception = standing.exception.as_ref()?;
    let document = exception.document.clone();
    let reason = exception.reason.clone();
    let line = VerdictMsg::ExceptionRecorded { document, reason }.say(lang);
    Some(match exception.valid_until {
        Some(last) => format!(
            "{line} {}",
            VerdictMsg::ExceptionUntil {
                date: last.to_string()
            }
            .say(lang)
        ),
        None => line,
    })
}

/// Returns the one line that says what is missing, or what meets it.
#[must_use]
pub fn headline(standing: &Standing, requirement: &Requirement, kind: &Kind, lang: Lang) -> String {
    if let Some(told) = &standing.told {
        let lines = self::told::reasons(standing, told, requirement, lang);
        return lines.into_iter().next().unwrap_or_default();
    }
    let name = standing
        .nearest
        .as_ref()
        .map(|nearest| name_of(nearest, lang))
        .unwrap_or_default();
    match standing.verdict {
        Verdict::Short => shortfall(standing, requirement, kind, lang),
        Verdict::Information => String::new(),
        Verdict::Unknown => VerdictMsg::ToEnter {
            name,
            fields: labels(&standing.missing, kind, lang),
        }
        .say(lang),
        Verdict::Met if requirement.measure.field.is_none() => {
            VerdictMsg::ReachedBy { name }.say(lang)
        }
        Verdict::Met => {
            let have = amount(standing.have.unwrap_or(Number::ZERO), requirement, lang);
            VerdictMsg::Reached {
                name,
                have,
                limit: measure_limit(standing, requirement, lang),
            }
            .say(lang)
        }
    }
}

fn shortfall(standing: &Standing, requirement: &Requirement, kind: &Kind, lang: Lang) -> String {
    let missing = standing.gap.unwrap_or(Number::ZERO);
    let gap = amount(missing, requirement, lang);
    if requirement.measure.field.is_none() {
        return counted::shortfall((missing, gap), requirement, kind, lang);
    }
    let limit = measure_limit(standing, requirement, lang);
    let have = amount(standing.have.unwrap_or(Number::ZERO), requirement, lang);
    let line = match limit_told(standing, requirement).0 {
        _ if is_on_the_limit(standing) => VerdictMsg::OnTheLimit { limit, have },
        Operator::Less | Operator::AtMost => VerdictMsg::TooMuch { gap, limit },
        _ => VerdictMsg::Missing { gap, limit },
    }
    .say(lang);
    if standing.candidates > 0 {
        return line;
    }
    let kind = kind.label.get(lang).to_owned();
    let nothing = if standing.nearest.is_none() {
        VerdictMsg::NothingThere { kind }
    } else {
        VerdictMsg::NothingInUse { kind }
    };
    format!("{}{}{line}", nothing.say(lang), separator(lang))
}

fn nearest(
    standing: &Standing,
    requirement: &Requirement,
    kind: &Kind,
    lang: Lang,
) -> Option<String> {
    let name = name_of(standing.nearest.as_ref()?, lang);
    if standing.verdict != Verdict::Short {
        return None;
    }
    // That the measured figure falls short was said already.
    let others = standing
        .failing
        .iter()
        .filter(|code| Some(*code) != requirement.measure.field.as_ref());
    let fails = others.map(|code| failed(code, requirement, kind, lang));
    let fields = word_list(fails, lang);
    let message = if fields.is_empty() {
        VerdictMsg::Nearest { name }
    } else {
        VerdictMsg::NearestFails { name, fields }
    };
    Some(message.say(lang))
}

/// Returns a field that fails a condition of a requirement, with what it must be.
fn failed(code: &str, requirement: &Requirement, kind: &Kind, lang: Lang) -> String {
    if code == shared::STATUS {
        return VerdictMsg::StatusFails.say(lang);
    }
    let field = kind.field(code);
    let field = field.map_or(code, |field| field.label.get(lang)).to_owned();
    let mut conditions = requirement.conditions().iter();
    match conditions.find(|condition| condition.field == code) {
        Some(failed) => demand(field, failed, lang),
        None => field,
    }
}

/// Returns a field with what it must be: `绿道类型（须为 城镇型）`.
fn demand(field: String, failed: &Condition, lang: Lang) -> String {
    let value = failed.shown.get(lang).to_owned();
    match failed.operator {
        Operator::Equal | Operator::In => VerdictMsg::FieldIsOther { field, value },
        Operator::NotEqual | Operator::NotIn => VerdictMsg::FieldMayNotBe { field, value },
        Operator::Contains | Operator::Covers => VerdictMsg::FieldIncludes { field, value },
        operator => VerdictMsg::FieldFails {
            field,
            limit: limit(operator, &value, lang),
        },
    }
    .say(lang)
}

/// Returns what is missing, with its unit. Exactly on a limit that must be passed nothing is
/// missing but the passing: then the limit is said.
#[must_use]
pub fn gap(standing: &Standing, requirement: &Requirement, lang: Lang) -> Option<String> {
    let gap = standing
        .gap
        .filter(|_| standing.verdict == Verdict::Short)?;
    let on_the_limit = is_on_the_limit(standing);
    if let Some(told) = standing.told.as_ref().filter(|_| !on_the_limit) {
        return self::told::gap(standing, told, requirement, lang);
    }
    Some(if on_the_limit {
        measure_limit(standing, requirement, lang)
    } else {
        amount(gap, requirement, lang)
    })
}

/// Returns whether a minimum is short although nothing is missing, because the limit itself does
/// not count.
#[must_use]
pub fn is_on_the_limit(standing: &Standing) -> bool {
    standing.verdict == Verdict::Short && standing.gap == Some(Number::ZERO)
}

/// By when it was or is to be reached; nothing once it is.
#[must_use]
pub fn due(
    standing: &Standing,
    requirement: &Requirement,
    day: NaiveDate,
    lang: Lang,
) -> Option<String> {
    let target = requirement
        .deadline()
        .filter(|_| standing.verdict.is_open())?;
    let date = target.to_string();
    let message = if is_overdue(standing, requirement, day) {
        VerdictMsg::Overdue { date }
    } else {
        VerdictMsg::Due { date }
    };
    Some(message.say(lang))
}

/// Returns whether the date is past by which the minimum was to be reached, and it is not known to
/// be.
#[must_use]
pub fn is_overdue(standing: &Standing, requirement: &Requirement, day: NaiveDate) -> bool {
    standing.verdict.is_open() && requirement.is_due_over(day)
}

/// Returns where the requirement comes from: document, section, and what the section is about.
#[must_use]
pub fn source(requirement: &Requirement, document: &Document, lang: Lang) -> String {
    VerdictMsg::Clause {
        document: document.number.clone(),
        clause: requirement.clause.clone(),
        title: requirement.clause_title.get(lang).to_owned(),
    }
    .say(lang)
    .trim_end()
    .to_owned()
}

/// Returns that a document is not in force on a day, with its number and title; `None` where it is.
#[must_use]
pub fn not_in_force(document: &Document, day: NaiveDate, lang: Lang) -> Option<String> {
    let why = document.not_in_force(day)?.say(lang);
    let title = document.title.get(lang);
    Some(format!("{why}  {} {title}", document.number))
}

/// Returns a figure with the unit of the requirement's measure.
#[must_use]
pub fn amount(figure: Number, requirement: &Requirement, lang: Lang) -> String {
    let unit = requirement.measure.unit.as_ref();
    unit.map_or_else(|| figure.say(lang), |unit| unit.with(figure, lang))
}

/// Returns the limit that a standing is told against: of a range the end that fails.
fn limit_told(standing: &Standing, requirement: &Requirement) -> (Operator, Number) {
    let (operator, _) = requirement.limit_for(standing.have);
    (operator, standing.need)
}

fn measure_limit(standing: &Standing, requirement: &Requirement, lang: Lang) -> String {
    let (operator, need) = limit_told(standing, requirement);
    let one = |operator, need: Number| limit(operator, &need.truncated(6), lang);
    let is_range = requirement.measured_ends().nth(1).is_some();
    if standing.verdict != Verdict::Met || !is_range {
        return one(operator, need);
    }
    let ends = requirement.measured_ends().filter_map(|end| {
        let Operand::Number(need) = end.operand else {
            return None;
        };
        Some(one(end.operator, need))
    });
    word_list(ends, lang)
}

/// Returns the name of a facility; a record that nobody named yet is called just that.
fn name_of(nearest: &Nearest, lang: Lang) -> String {
    if nearest.name.is_empty() {
        VerdictMsg::ThisRecord.say(lang)
    } else {
        nearest.name.clone()
    }
}

fn labels(codes: &[String], kind: &Kind, lang: Lang) -> String {
    let label = |code: &String| {
        let Some(field) = kind.field(code) else {
            return code.clone();
        };
        let label = field.label.get(lang).to_owned();
        // A year that is on record may be all there is, and not enough.
        if field.is_date() {
            VerdictMsg::ToTheDay { field: label }.say(lang)
        } else {
            label
        }
    };
    word_list(codes.iter().map(label), lang)
}
