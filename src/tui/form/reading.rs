//! What a text in a form means where choices may be named by less than their names: by digits, or by
//! a part of the name or its pinyin initials.

use std::collections::BTreeSet;

use crate::domain::text::folding;
use crate::domain::text::search::{NameMatch, Query, SearchKey};
use crate::domain::value::{Choice, Field, Value};
use crate::i18n::{Lang, Refusal, Text};

/// Whether it is written in words that are other ones in the other language.
pub(super) const fn is_translated(field: &Field) -> bool {
    field.is_picked() || field.is_several()
}

/// Reads a text; of several choices digits and parts of a name will do.
pub(super) fn read(field: &Field, text: &str) -> Result<Option<Value>, Refusal> {
    if field.is_several() {
        let is_none = field.key_of_none() == Some(folding::figure(text).as_str());
        if is_none {
            return Ok(Some(Value::Choices(BTreeSet::new())));
        }
        let read = field.parse_several(text, |part| {
            by_digits(field, part).or_else(|| meant_choice(field, part).map(|code| [code].into()))
        });
        return read.map_err(|refusal| what_fits(field, refusal));
    }
    field
        .parse(text)
        .map_err(|refusal| what_fits(field, refusal))
}

/// Says of a text that spells no choice which ones it may mean; only where it fits none it is not
/// among them.
fn what_fits(field: &Field, refusal: Refusal) -> Refusal {
    let Refusal::NotAChoice { typed, .. } = &refusal else {
        return refusal;
    };
    let typed = typed.clone();
    let fitting = fitting(field, &typed);
    if fitting.is_empty() {
        return refusal;
    }
    let choices = field.choices();
    if let Some(code) = meant_choice(field, &typed) {
        let meant = choices.iter().find(|choice| choice.code == code);
        let choice = meant.map(|choice| choice.label.clone());
        let choice = choice.unwrap_or_default();
        return Refusal::TakesChoice { typed, choice };
    }
    let numbered = fitting.iter().filter_map(|(_, at)| {
        let (key, label) = (field.key_of_choice(*at), &choices.get(*at)?.label);
        let with_key = |lang| format!("{key} {}", label.get(lang));
        Some(Text {
            zh: with_key(Lang::Zh),
            en: with_key(Lang::En),
        })
    });
    let choices = Text::list(&numbered.collect::<Vec<_>>());
    Refusal::SeveralChoices { typed, choices }
}

/// The choices that digits name: one by all of them, or else one by each.
fn by_digits(field: &Field, typed: &str) -> Option<BTreeSet<String>> {
    let digits = folding::figure(typed);
    if let Some(code) = by_key(field, &digits) {
        return Some([code].into());
    }
    digits
        .chars()
        .map(|digit| by_key(field, digit.encode_utf8(&mut [0; 4])))
        .collect()
}

/// Whether digits pick a choice and nothing longer: what is typed next belongs to the next field.
pub(super) fn are_whole_key(field: &Field, typed: &str) -> bool {
    let digits = folding::figure(typed);
    let is_figure = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let keys = (0..field.choices().len()).map(|at| field.key_of_choice(at));
    let spellings = field.choices().iter().flat_map(Choice::spellings);
    let mut longer = keys.chain(spellings.map(|name| folding::key(name)));
    is_figure
        && pick(field, &digits).is_some()
        && !longer.any(|name| name != digits && name.starts_with(&digits))
}

/// The code of the choice that is picked by a key of the list.
fn by_key(field: &Field, key: &str) -> Option<String> {
    let at = (0..field.choices().len()).find(|&at| field.key_of_choice(at) == key)?;
    Some(field.choices().get(at)?.code.clone())
}

/// A text as it is written in a language; what is not chosen is the same in both.
pub(super) fn in_language(field: &Field, text: &str, lang: Lang) -> String {
    let chosen = if is_translated(field) {
        read(field, text).ok().flatten()
    } else {
        None
    };
    chosen.map_or_else(|| text.to_owned(), |value| field.edit_text(&value, lang))
}

/// Whether a text is the beginning of a choice's code, label or other spelling.
pub(super) fn begins_a_choice(field: &Field, typed: &str) -> bool {
    let typed = folding::key(typed);
    let mut spellings = field.choices().iter().flat_map(Choice::spellings);
    spellings.any(|name| folding::key(name).starts_with(&typed))
}

/// The choice that a digit, a code or a label names. Digits are codes where the codes are digits,
/// else places in the list.
pub(super) fn pick(field: &Field, typed: &str) -> Option<Value> {
    let exact = field.parse(typed).ok().flatten();
    exact.or_else(|| by_key(field, &folding::figure(typed)).map(Value::Choice))
}

/// The choices that a part of a name or its pinyin fits, by their places in the list, the best first.
fn fitting(field: &Field, typed: &str) -> Vec<(NameMatch, usize)> {
    let query = Query::new(typed);
    if query.is_empty() {
        return Vec::new();
    }
    let fit = |choice: &Choice| {
        let labels = [&choice.label.zh, &choice.label.en];
        let fits = labels.map(|label| query.fit(&SearchKey::new(label, "", "")));
        fits.into_iter().flatten().min()
    };
    let choices = field.choices().iter().enumerate();
    let mut fitting: Vec<_> = choices
        .filter_map(|(at, choice)| Some((fit(choice)?, at)))
        .collect();
    fitting.sort_unstable();
    fitting
}

/// The code of the choice that a text means which does not spell one: the only one that it fits, or
/// the only one of which it has all initials.
pub(super) fn meant_choice(field: &Field, typed: &str) -> Option<String> {
    let fitting = fitting(field, typed);
    let (best, at) = fitting.first()?;
    let is_meant = match fitting.get(1) {
        None => true,
        Some((second, _)) => best.is_of_all() && second > best,
    };
    let choice = field.choices().get(*at).filter(|_| is_meant)?;
    Some(choice.code.clone())
}
