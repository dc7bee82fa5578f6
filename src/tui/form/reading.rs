//! What a text in a form means where choices may be named by less than their names: by digits, or by
//! a part of the name or its pinyin initials.

use std::collections::BTreeSet;

use crate::domain::text::{folding, search};
use crate::domain::value::{Choice, Field, Value};
use crate::i18n::{Lang, Refusal};

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
        return field.parse_several(text, |part| {
            by_digits(field, part).or_else(|| only_choice(field, part).map(|code| [code].into()))
        });
    }
    field.parse(text)
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

/// The code of the only choice that a part of its name or pinyin fits.
pub(super) fn only_choice(field: &Field, typed: &str) -> Option<String> {
    let fits = |choice: &&Choice| {
        search::fit(&choice.label.zh, typed).is_some()
            || search::fit(&choice.label.en, typed).is_some()
    };
    let mut fitting = field.choices().iter().filter(fits);
    let first = fitting.next()?;
    fitting.next().is_none().then(|| first.code.clone())
}
