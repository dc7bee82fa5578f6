//! Says what was judged by claims and duties: the comparisons with their parts, what to enter, and
//! what would meet it.

use super::super::standing::{Standing, Verdict};
use super::super::told::{Detail, FigurePart, NoneOf, ToDecide, Told};
use crate::domain::policy::requirement::{Requirement, Rule};
use crate::domain::policy::words::limit;
use crate::domain::value::condition::Operator;
use crate::domain::value::field::yes_no_word;
use crate::domain::value::number::Number;
use crate::domain::value::period::{Cycle, Period};
use crate::domain::value::possible::End;
use crate::domain::value::unit::Unit;
use crate::i18n::{Lang, Say, Text, VerdictMsg, named, word_list};

/// So many digits after the point are told, and more where it takes more to tell a figure from its
/// limit.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=9;
/// A figure of no more digits after the point is told whole.
const MOST_WHOLE: usize = 4;
/// So many fields to enter are named.
const MOST_WANTED: usize = 4;

/// Returns the reasons of a standing, the most important first, each one line.
pub(super) fn reasons(
    standing: &Standing,
    told: &Told,
    requirement: &Requirement,
    lang: Lang,
) -> Vec<String> {
    let mut lines = match &requirement.rule {
        Rule::Duty(duty) => act(standing, told, duty.cycle, lang),
        _ => told
            .details
            .iter()
            .map(|detail| of_detail(detail, requirement, lang))
            .collect(),
    };
    if standing.verdict == Verdict::Unknown && !matches!(requirement.rule, Rule::Duty(_)) {
        lines.extend(to_enter(&told.wanted, standing, lang));
    }
    lines.extend(remedy(told, requirement, lang));
    if let Some((period, figure)) = &told.last {
        let period = period.name().get(lang).to_owned();
        let figure = figure.map_or_else(
            || "?".to_owned(),
            |figure| amount(figure, None, requirement, lang),
        );
        lines.push(VerdictMsg::LastFigure { period, figure }.say(lang));
    }
    if let Some(target) = told.target {
        let period = target.name().get(lang).to_owned();
        lines.push(VerdictMsg::TargetPeriod { period }.say(lang));
    }
    if !told.missed.is_empty() {
        let periods = word_list(
            told.missed.iter().map(|p| p.name().get(lang).to_owned()),
            lang,
        );
        lines.push(VerdictMsg::Missed { periods }.say(lang));
    }
    lines
}

/// Returns what is there against what is needed, as `74.96/75`, `≥300/>350` where only a part is
/// known.
pub(super) fn figure(standing: &Standing, told: &Told, requirement: &Requirement) -> String {
    if matches!(requirement.rule, Rule::Duty(_)) {
        let done = told.done_on.map(|date| date.to_string());
        return done.unwrap_or_else(|| "-".to_owned());
    }
    let main = told.main(standing.verdict);
    let own = main.and_then(|detail| Operator::of_sign(&detail.operator));
    let operator = match own.filter(|_| told.details.len() > 1) {
        Some(operator) if operator.is_degree() || operator == Operator::Equal => operator,
        Some(_) => Operator::AtLeast,
        None => requirement.measure.operator,
    };
    let sign = match operator {
        Operator::AtLeast => "",
        _ if main.is_some_and(|detail| detail.is_yes_no) => "",
        operator => operator.sign(),
    };
    let need = main.and_then(|detail| detail.need);
    let have = match (standing.have, main) {
        (Some(have), _) => digits(have, need),
        (None, Some(detail)) => bounds(detail, need),
        (None, None) => "?".to_owned(),
    };
    if standing.verdict == Verdict::Information {
        return have;
    }
    let need = need.map_or_else(|| "?".to_owned(), |need| need.truncated(3));
    format!("{have}/{sign}{need}")
}

/// Returns a figure with as many digits as tell it from another one.
fn digits(figure: Number, from: Option<Number>) -> String {
    if figure
        .decimals()
        .is_some_and(|digits| digits <= *DIGITS.end())
    {
        return figure.truncated(*DIGITS.end());
    }
    let is_told = |digits: &usize| {
        from.is_none_or(|from| {
            from == figure || from.truncated(*digits) != figure.truncated(*digits)
        })
    };
    // A figure that ends soon is told whole.
    if figure.decimals().is_some_and(|digits| digits <= MOST_WHOLE) {
        return figure.truncated(MOST_WHOLE);
    }
    let digits = DIGITS.clone().find(is_told).unwrap_or(*DIGITS.end());
    figure.short(digits)
}

fn bounds(detail: &Detail, need: Option<Number>) -> String {
    let told = |end: End| end.figure().map(|figure| digits(figure, need));
    match (told(detail.low), told(detail.high)) {
        _ if detail.no_value => "-".to_owned(),
        _ if !detail.is_known_in_part => "?".to_owned(),
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => format!("{low}~{high}"),
        (Some(low), None) => format!("≥{low}"),
        (None, Some(high)) => format!("≤{high}"),
        (None, None) => "?".to_owned(),
    }
}

/// Returns a figure with the unit of a comparison.
fn amount(figure: Number, unit: Option<&str>, requirement: &Requirement, lang: Lang) -> String {
    let own = requirement.measure.unit.as_ref();
    let unit = unit.map_or(own, |code| requirement.unit(code));
    with_unit(figure.truncated(6), figure, unit, lang)
}

fn with_unit(written: String, figure: Number, unit: Option<&Unit>, lang: Lang) -> String {
    match unit {
        Some(unit) => unit.behind(&written, figure, lang),
        None => written,
    }
}

/// Returns what is missing. What is missing of a share is told in percentage points.
fn missing(gap: Number, detail: &Detail, requirement: &Requirement, lang: Lang) -> String {
    if detail.unit.as_deref() == Some("percent") {
        return if gap == Number::from(1_i64) {
            VerdictMsg::PercentagePoint.say(lang)
        } else {
            let gap = gap.truncated(6);
            VerdictMsg::PercentagePoints { gap }.say(lang)
        };
    }
    amount(gap, detail.unit.as_deref(), requirement, lang)
}

/// Says one comparison: what it is of, the period, the figure with its parts, and what is needed.
fn of_detail(detail: &Detail, requirement: &Requirement, lang: Lang) -> String {
    let mut head: Vec<String> = Vec::new();
    head.extend(detail.period.map(|p| p.name().get(lang).to_owned()));
    head.extend(
        detail
            .label
            .as_ref()
            .map(|label| label.get(lang).to_owned()),
    );
    let body = if detail.operator == "covers" {
        covered(detail, lang)
    } else {
        compared(detail, requirement, lang)
    };
    if head.is_empty() {
        return body;
    }
    let space = match lang {
        Lang::Zh => "",
        Lang::En => " ",
    };
    named(&head.join(space), &body, lang)
}

fn covered(detail: &Detail, lang: Lang) -> String {
    let list = word_list(
        detail.uncovered.iter().map(|t| t.get(lang).to_owned()),
        lang,
    );
    match detail.verdict {
        Verdict::Met | Verdict::Information => VerdictMsg::CoversAll {
            list: detail
                .shown
                .as_ref()
                .map(|s| s.get(lang).to_owned())
                .unwrap_or_default(),
        },
        Verdict::Short => VerdictMsg::NotCovered { list },
        Verdict::Unknown => VerdictMsg::NotYetCovered { list },
    }
    .say(lang)
}

fn compared(detail: &Detail, requirement: &Requirement, lang: Lang) -> String {
    if detail.is_yes_no {
        let word = |figure: Number| yes_no_word(figure > Number::ZERO, lang).to_owned();
        let have = detail
            .have()
            .map_or_else(|| VerdictMsg::NotAnswered.say(lang), word);
        let value = word(detail.need.unwrap_or(Number::ZERO));
        return VerdictMsg::AnswerAgainst { have, value }.say(lang);
    }
    let unit = detail
        .unit
        .as_deref()
        .and_then(|code| requirement.unit(code));
    let have = match detail.have() {
        Some(have) => with_unit(digits(have, detail.need), have, unit, lang),
        None => known_bounds(detail, requirement, lang),
    };
    let have = format!("{have}{}", of_parts(detail, requirement, lang));
    // Short it is whatever the need turns out to be: then what is missing is told.
    let is_open = detail.verdict == Verdict::Unknown;
    if is_open && detail.need.is_none() && detail.shown.is_none() {
        return VerdictMsg::NeedUnknown { have }.say(lang);
    }
    let Some(limit) = limit_of(detail, requirement, lang) else {
        return have;
    };
    match (detail.verdict, detail.gap) {
        (Verdict::Short, Some(gap)) if gap > Number::ZERO => {
            let gap = missing(gap, detail, requirement, lang);
            if matches!(detail.operator.as_str(), "<" | "<=") {
                VerdictMsg::FigureTooMuch { have, gap, limit }
            } else {
                VerdictMsg::FigureMissing { have, gap, limit }
            }
        }
        _ => VerdictMsg::FigureAgainst { have, limit },
    }
    .say(lang)
}

/// Returns what is needed, in words.
fn limit_of(detail: &Detail, requirement: &Requirement, lang: Lang) -> Option<String> {
    if let Some(shown) = &detail.shown {
        return Some(shown.get(lang).to_owned()).filter(|shown| !shown.is_empty());
    }
    let operator = Operator::of_sign(&detail.operator)?;
    let need = detail.need.map_or_else(
        || "?".to_owned(),
        |need| amount(need, detail.unit.as_deref(), requirement, lang),
    );
    Some(limit(operator, &need, lang))
}

fn known_bounds(detail: &Detail, requirement: &Requirement, lang: Lang) -> String {
    let told = |end: End| {
        let figure = end.figure()?;
        let unit = detail
            .unit
            .as_deref()
            .and_then(|code| requirement.unit(code));
        Some(with_unit(digits(figure, detail.need), figure, unit, lang))
    };
    let message = match (told(detail.low), told(detail.high)) {
        _ if detail.none_of == Some(NoneOf::Facilities) => VerdictMsg::NoFacility,
        _ if detail.no_value => VerdictMsg::NoValue,
        _ if !detail.is_known_in_part => VerdictMsg::NotKnown,
        (Some(low), Some(high)) => VerdictMsg::Between { low, high },
        (Some(low), None) => VerdictMsg::KnownAtLeast { low },
        (None, Some(high)) => VerdictMsg::KnownAtMost { high },
        (None, None) => VerdictMsg::NotKnown,
    };
    message.say(lang)
}

/// Returns the two parts of a rate, as `（45276 / 60400人）`; nothing where the figure has other
/// parts.
fn of_parts(detail: &Detail, requirement: &Requirement, lang: Lang) -> String {
    let [part, whole] = detail.parts.as_slice() else {
        return String::new();
    };
    let (Some(first), Some(second)) = (part.figure, whole.figure) else {
        return String::new();
    };
    if part.place != whole.place || part.form != whole.form || part.unit != whole.unit {
        return String::new();
    }
    let whole = shown(whole, second, requirement, lang);
    match lang {
        Lang::Zh => format!("（{} / {whole}）", first.say(lang)),
        Lang::En => format!(" ({} / {whole})", first.say(lang)),
    }
}

fn shown(part: &FigurePart, figure: Number, requirement: &Requirement, lang: Lang) -> String {
    match part.unit.as_deref().and_then(|code| requirement.unit(code)) {
        Some(unit) => unit.with(figure, lang),
        None => figure.say(lang),
    }
}

/// Says what to enter: the fields that can still change the verdict, the most decisive first.
fn to_enter(wanted: &[ToDecide], standing: &Standing, lang: Lang) -> Option<String> {
    if wanted.is_empty() {
        return None;
    }
    let one = |wanted| self::wanted(wanted, standing, lang);
    let mut names: Vec<String> = wanted.iter().take(MOST_WANTED).map(one).collect();
    if let Some(more) = wanted
        .len()
        .checked_sub(MOST_WANTED)
        .filter(|more| *more > 0)
    {
        names.push(VerdictMsg::AndMore { count: more }.say(lang));
    }
    let fields = word_list(names, lang);
    Some(VerdictMsg::ToEnterFields { fields }.say(lang))
}

/// Returns what is to be entered, with its place where that is not the one that is judged.
#[must_use]
pub fn wanted(wanted: &ToDecide, standing: &Standing, lang: Lang) -> String {
    let period = wanted.period.map(Period::name).unwrap_or_default();
    let elsewhere = !wanted.place.is_empty() && wanted.place != standing.place;
    let place = if elsewhere {
        wanted.place_name.as_str()
    } else {
        ""
    };
    let parts = [
        place,
        Text::get(&period, lang),
        wanted.of.get(lang),
        wanted.label.get(lang),
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(match lang {
        Lang::Zh => "·",
        Lang::En => " ",
    })
}

/// Returns a figure that a standing rests on, with its unit; nothing where it is empty.
#[must_use]
pub fn part(part: &FigurePart, requirement: &Requirement, lang: Lang) -> String {
    let figure = part
        .figure
        .map(|figure| shown(part, figure, requirement, lang));
    figure.unwrap_or_default()
}

/// Returns what is missing of the figure. An act is there or not.
pub(super) fn gap(
    standing: &Standing,
    told: &Told,
    requirement: &Requirement,
    lang: Lang,
) -> Option<String> {
    let detail = told.main(standing.verdict)?;
    Some(missing(detail.gap?, detail, requirement, lang))
}

fn remedy(told: &Told, requirement: &Requirement, lang: Lang) -> Option<String> {
    let remedy = told.remedy.as_ref()?;
    let from = remedy.part.figure?;
    let up = remedy.to > from;
    let by = if up {
        remedy.to.checked_sub(from)?
    } else {
        from.checked_sub(remedy.to)?
    };
    let by = shown(&remedy.part, by, requirement, lang);
    let field = remedy.part.label.get(lang).to_owned();
    let message = if up {
        VerdictMsg::OneMore { field, by }
    } else {
        VerdictMsg::OneLess { field, by }
    };
    Some(message.say(lang))
}

/// Says whether an act was recorded.
fn act(standing: &Standing, told: &Told, cycle: Cycle, lang: Lang) -> Vec<String> {
    let period = told.period.map(Period::name).unwrap_or_default();
    let period = Text::get(&period, lang).to_owned();
    let message = match (standing.verdict, told.done_on) {
        (_, Some(date)) if told.is_late => VerdictMsg::DoneLate {
            period,
            date: date.to_string(),
        },
        (_, Some(date)) => VerdictMsg::Done {
            period,
            date: date.to_string(),
        },
        (Verdict::Unknown, None) => VerdictMsg::NotDueYet { period },
        (_, None) if cycle == Cycle::Once => VerdictMsg::NotRecorded,
        (_, None) => VerdictMsg::NotDone { period },
    };
    vec![message.say(lang)]
}
