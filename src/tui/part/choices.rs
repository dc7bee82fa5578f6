//! The list of a field's choices: one is taken, or of several any number is ticked.

use super::picker::{Item, Picker};
use crate::domain::value::{Choice, Field, Value, none_word};
use crate::i18n::{InspectorMsg, Lang, ScreenMsg, Text};
use crate::tui::question::Answer;

/// The choices of a field, with the cursor on the one of a code, else on the chosen one. Digits are
/// the codes where these are digits, else places in the list. Of several those that are chosen say
/// so.
#[must_use]
pub(crate) fn list(
    field: &Field,
    chosen: Option<&Value>,
    at: Option<&str>,
    size: (Lang, usize),
) -> Picker {
    let is_on = |code: &str| match chosen {
        Some(Value::Choices(codes)) => codes.contains(code),
        Some(value) => value.text() == Some(code),
        None => false,
    };
    let item = |(at, choice): (usize, &Choice)| Item {
        code: field.key_of_choice(at),
        name: choice.label.clone(),
        extra: if field.is_several() {
            tick(is_on(&choice.code))
        } else {
            Text::both(choice.code.clone())
        },
        answer: Answer::Code(choice.code.clone()),
    };
    let choices = field.choices();
    let there = choices.iter().position(|choice| match at {
        Some(at) => choice.code == at,
        None => is_on(&choice.code),
    });
    let title = field.label.clone();
    let items = choices.iter().enumerate().map(item);
    if !field.is_several() {
        return Picker::new(title, items.collect(), there.unwrap_or_default(), size);
    }
    let says_none = matches!(chosen, Some(Value::Choices(codes)) if codes.is_empty());
    let none = Item {
        code: field.key_of_none().unwrap_or_default().to_owned(),
        name: Text {
            zh: none_word(Lang::Zh).to_owned(),
            en: none_word(Lang::En).to_owned(),
        },
        extra: tick(says_none),
        answer: Answer::NoChoice,
    };
    let last = if says_none { choices.len() } else { 0 };
    let items = items.chain([none]).collect();
    Picker::new(title, items, there.unwrap_or(last), size)
        .ticking()
        .above(vec![Text::of(&ScreenMsg::SeveralPrompt)])
}

fn tick(is_on: bool) -> Text {
    if is_on {
        Text::of(&InspectorMsg::On)
    } else {
        Text::default()
    }
}
