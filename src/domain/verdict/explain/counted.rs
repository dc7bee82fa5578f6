//! Says how many facilities are missing, and which: `还差 1家二级及以上综合医院`.

use crate::domain::policy::kind::Kind;
use crate::domain::policy::requirement::Requirement;
use crate::domain::policy::words::condition;
use crate::domain::value::condition::{Condition, Operator};
use crate::domain::value::number::Number;
use crate::i18n::{Lang, Say, VerdictMsg, word_list};

/// The facilities that a requirement counts, in the words of its conditions.
struct Wanted {
    /// What such a facility is called.
    noun: String,
    /// The least rank it must have, as it stands beside the noun.
    level: Option<String>,
    /// What else it must meet.
    others: Vec<String>,
}

/// Returns the sentence for missing facilities: their number, and the same with its unit.
pub(super) fn shortfall(
    (missing, gap): (Number, String),
    requirement: &Requirement,
    kind: &Kind,
    lang: Lang,
) -> String {
    let wanted = wanted(requirement, kind, lang);
    let count = (0..=requirement.at_least())
        .find(|count| Number::from(*count) == missing)
        .unwrap_or_default();
    let noun = in_number(&wanted.noun, count, requirement, lang);
    let facilities = match (wanted.level, lang) {
        (None, _) => noun,
        (Some(level), Lang::Zh) => format!("{level}{noun}"),
        (Some(level), Lang::En) => format!("{noun} {level}"),
    };
    if wanted.others.is_empty() {
        VerdictMsg::MissingFacilities {
            gap,
            count,
            facilities,
        }
        .say(lang)
    } else {
        VerdictMsg::MissingFacilitiesWith {
            gap,
            count,
            facilities,
            conditions: word_list(wanted.others, lang),
        }
        .say(lang)
    }
}

fn wanted(requirement: &Requirement, kind: &Kind, lang: Lang) -> Wanted {
    let mut wanted = Wanted {
        noun: within_a_sentence(kind.label.get(lang)),
        level: None,
        others: Vec::new(),
    };
    for one in requirement.conditions() {
        if let Some(noun) = noun_of(one, kind, lang) {
            wanted.noun = noun;
        } else if let Some(level) = level_of(one, kind, lang).filter(|_| wanted.level.is_none()) {
            wanted.level = Some(level);
        } else {
            wanted.others.push(condition(one, kind, lang));
        }
    }
    wanted
}

/// Returns the choice that a condition asks for where it names the facility itself: of hospitals,
/// `综合医院`.
fn noun_of(one: &Condition, kind: &Kind, lang: Lang) -> Option<String> {
    let is_choice = kind.field(&one.field)?.is_choice() && one.operator == Operator::Equal;
    let noun = within_a_sentence(one.shown.get(lang));
    let ends = noun.ends_with(&within_a_sentence(kind.label.get(lang)));
    (is_choice && ends).then_some(noun)
}

/// Returns the least rank that a condition asks for: `二级及以上`, `of level 2 or above`.
fn level_of(one: &Condition, kind: &Kind, lang: Lang) -> Option<String> {
    let field = kind.field(&one.field)?;
    if !field.is_choice() || one.operator != Operator::AtLeast {
        return None;
    }
    let label = within_a_sentence(field.label.get(lang));
    let shown = within_a_sentence(one.shown.get(lang));
    let level = shown.split(" (").next().unwrap_or_default().to_owned();
    let first = level.split(' ').next().unwrap_or_default();
    // `Level 2` of a `Hospital level` says what it is; `Good` of a `Quality` does not.
    let level = if lang == Lang::Zh || label.split(' ').any(|word| word == first) {
        level
    } else {
        format!("{label} {level}")
    };
    Some(VerdictMsg::OrAbove { level }.say(lang))
}

/// Returns an English noun in the plural where there is not exactly one: its last word is the unit
/// that its facilities are counted in. Any other noun gives way to that unit.
fn in_number(noun: &str, count: usize, requirement: &Requirement, lang: Lang) -> String {
    let Some(unit) = requirement.measure.unit.as_ref() else {
        return noun.to_owned();
    };
    let Some(plural) = unit.plural.as_ref().filter(|_| lang == Lang::En) else {
        return noun.to_owned();
    };
    let word = if count == 1 { &unit.label.en } else { plural };
    let before = noun
        .strip_suffix(unit.label.en.as_str())
        .unwrap_or_default();
    format!("{before}{word}")
}

/// Returns a label as it stands within a sentence: without its capital, unless its first word is
/// an abbreviation.
fn within_a_sentence(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
