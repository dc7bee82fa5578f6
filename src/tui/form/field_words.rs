//! What is said of a field: its unit, its choices, and its limits.

use super::entry::Entry;
use crate::domain::text::folding;
use crate::domain::value::field::yes_no_word;
use crate::domain::value::{
    Choice, Dimension, Field, FieldType, Range, Required, Unit, Value, none_word,
};
use crate::i18n::{Lang, Say, ScreenMsg};

/// What stands behind a value: its unit, or what a figure comes to that was typed in another unit or
/// in words.
pub(crate) fn behind(field: &Field, entry: &Entry, lang: Lang) -> String {
    match &entry.value {
        Some(Value::Number(quantity))
            if (quantity.typed.is_some() && !quantity.is_typed_plainly())
                || !is_in_digits(field, entry.text()) =>
        {
            let plain = Value::Number(quantity.exact.into());
            ScreenMsg::Echo {
                value: field.show(&plain, lang),
            }
            .say(lang)
        }
        Some(Value::Number(quantity)) => {
            let unit = field.unit().map(|unit| unit.word(quantity.exact, lang));
            unit.unwrap_or_default().to_owned()
        }
        _ => field
            .unit()
            .map(|unit| unit.label.get(lang).to_owned())
            .unwrap_or_default(),
    }
}

/// Whether a text is digits alone or with the unit of the field as screens show it.
fn is_in_digits(field: &Field, typed: &str) -> bool {
    let figure = folding::key(typed);
    let label = |lang| {
        let label = field.unit().map(|unit| folding::key(unit.label.get(lang)));
        figure
            .strip_suffix(label.unwrap_or_default().as_str())
            .unwrap_or(&figure)
    };
    [Lang::Zh, Lang::En].into_iter().map(label).any(|digits| {
        digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+'))
    })
}

/// The choices with the digits that pick them.
pub(crate) fn choices_line(field: &Field, lang: Lang) -> Option<String> {
    let words = choice_words(field, lang);
    (!words.is_empty()).then(|| words.join("  "))
}

/// Each choice with the digits that pick it; of a date the one that a key picks.
pub(crate) fn choice_words(field: &Field, lang: Lang) -> Vec<String> {
    if field.is_date() {
        return vec![ScreenMsg::TodayChoice.say(lang)];
    }
    if field.is_yes_no() {
        return [(1, true), (0, false)]
            .map(|(key, yes)| format!("{key} {}", yes_no_word(yes, lang)))
            .into();
    }
    let word = |(at, choice): (usize, &Choice)| {
        format!("{} {}", field.key_of_choice(at), choice.label.get(lang))
    };
    let none = field
        .key_of_none()
        .map(|key| format!("{key} {}", none_word(lang)));
    let several = field.is_several().then(|| ScreenMsg::SeveralHelp.say(lang));
    let choices = field.choices().iter().enumerate().map(word);
    choices.chain(none).chain(several).collect()
}

/// Unit, range and form of a field, for the help.
pub(super) fn limits(field: &Field, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    match &field.holds {
        FieldType::Number { range, .. } => {
            if let Some(unit) = field.unit() {
                lines.push(
                    ScreenMsg::UnitHelp {
                        unit: unit.label.get(lang).to_owned(),
                    }
                    .say(lang),
                );
            }
            lines.extend(
                ways_to_write(field.unit())
                    .into_iter()
                    .map(|way| way.say(lang)),
            );
            lines.extend(range_words(range).map(|range| ScreenMsg::HardRange { range }.say(lang)));
        }
        FieldType::Date => lines.push(ScreenMsg::DateHelp.say(lang)),
        FieldType::Text { .. }
        | FieldType::Choice(_)
        | FieldType::Choices(_)
        | FieldType::YesNo => {}
    }
    match field.required {
        Required::Save => lines.push(ScreenMsg::RequiredSave.say(lang)),
        Required::Submit => lines.push(ScreenMsg::RequiredSubmit.say(lang)),
        Required::No => {}
    }
    lines
}

/// How else a figure may be written.
fn ways_to_write(unit: Option<&Unit>) -> Vec<ScreenMsg> {
    let in_units = match unit.map(|unit| &unit.dimension) {
        Some(Dimension::Year | Dimension::Angle) => return Vec::new(),
        Some(Dimension::Area) => Some(ScreenMsg::AreaHelp),
        Some(Dimension::Length) => Some(ScreenMsg::LengthHelp),
        _ => None,
    };
    in_units.into_iter().chain([ScreenMsg::SumHelp]).collect()
}

fn range_words(range: &Range) -> Option<String> {
    let least = range
        .min
        .map(|min| format!(">= {min}"))
        .or_else(|| range.above.map(|above| format!("> {above}")));
    let most = range.max.map(|max| format!("<= {max}"));
    match (least, most) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(least), Some(most)) => Some(format!("{least}, {most}")),
    }
}
