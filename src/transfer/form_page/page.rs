//! What a page holds: a head, and a row for every field of the form.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::domain::policy::Kind;
use crate::domain::review::history;
use crate::domain::value::field::yes_no_word;
use crate::domain::value::{Field, FieldType, Required, Unit, Value, none_word};
use crate::domain::verdict::explain;
use crate::i18n::{FormPageMsg, Lang, Say};

/// The most characters of a text that one line has room for.
const SHORT_TEXT: usize = 40;

/// A form on paper.
pub(super) struct FormPage {
    pub(super) title: String,
    /// Lines below the title.
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<FormRow>,
    pub(super) lang: Lang,
}

/// A field on paper.
pub(super) struct FormRow {
    pub(super) label: String,
    /// When it must be filled in.
    pub(super) required: Option<String>,
    /// What is to be entered, and how.
    pub(super) help: Vec<String>,
    pub(super) answer: FormAnswer,
}

/// What stands where a value belongs.
pub(super) enum FormAnswer {
    /// Boxes to tick, with those that are.
    Boxes(Vec<(bool, String)>),
    /// A value.
    Written(String),
    /// Room to write, with what stands behind it.
    Room {
        /// The unit, or the parts of a date.
        behind: String,
        /// Whether a long text belongs there.
        is_long: bool,
    },
}

/// Returns a row for every field of a form, with the values of a record where there is one.
pub(super) fn rows(
    kind: &Kind,
    record: Option<&BTreeMap<String, Json>>,
    lang: Lang,
) -> Vec<FormRow> {
    let row = |field: &Field| FormRow {
        label: field.label.get(lang).to_owned(),
        required: required(field, kind, lang),
        help: help(field, lang),
        answer: answer(
            field,
            kind,
            record.and_then(|fields| fields.get(&field.code)),
            lang,
        ),
    };
    kind.fields.iter().map(row).collect()
}

fn required(field: &Field, kind: &Kind, lang: Lang) -> Option<String> {
    let conditions = field.required_when.iter();
    let conditions: Vec<String> = conditions
        .map(|condition| explain::condition(condition, kind, lang))
        .collect();
    let conditions = conditions.join("; ");
    let said = match (field.required, conditions.is_empty()) {
        (Required::No, _) => return None,
        (Required::Save, true) => FormPageMsg::Required,
        (Required::Save, false) => FormPageMsg::RequiredWhen { conditions },
        (Required::Submit, true) => FormPageMsg::RequiredForReview,
        (Required::Submit, false) => FormPageMsg::RequiredForReviewWhen { conditions },
    };
    Some(said.say(lang))
}

fn help(field: &Field, lang: Lang) -> Vec<String> {
    let how = match &field.holds {
        FieldType::Choice(_) | FieldType::YesNo => Some(FormPageMsg::TickOne),
        FieldType::Choices(_) => Some(FormPageMsg::TickSeveral),
        FieldType::Text { .. } | FieldType::Number { .. } | FieldType::Date => None,
    };
    let help = field.help.get(lang);
    let help = (!help.is_empty()).then(|| help.to_owned());
    help.into_iter()
        .chain(how.map(|how| how.say(lang)))
        .collect()
}

fn answer(field: &Field, kind: &Kind, json: Option<&Json>, lang: Lang) -> FormAnswer {
    let value = json.and_then(|json| field.decode(json));
    // What the form does not understand any more is printed as it is kept.
    let is_read = json.is_none() || value.is_some();
    if let Some(boxes) = boxes(field, value.as_ref(), lang).filter(|_| is_read) {
        return FormAnswer::Boxes(boxes);
    }
    if json.is_some() {
        let place_name = |code: &str| code.to_owned();
        return FormAnswer::Written(history::value(
            &field.code,
            json,
            Some(kind),
            &place_name,
            lang,
        ));
    }
    let is_long =
        matches!(field.holds, FieldType::Text { max_length, .. } if max_length > SHORT_TEXT);
    let word = |unit: &Unit| match (&unit.plural, lang) {
        (Some(plural), Lang::En) => plural.clone(),
        _ => unit.label.get(lang).to_owned(),
    };
    let unit = field.unit().map(word);
    let behind = if field.is_date() {
        FormPageMsg::DateParts.say(lang)
    } else {
        unit.unwrap_or_default()
    };
    FormAnswer::Room { behind, is_long }
}

/// Returns the boxes of a field that is ticked.
fn boxes(field: &Field, value: Option<&Value>, lang: Lang) -> Option<Vec<(bool, String)>> {
    if field.is_yes_no() {
        let of = |yes| {
            let is_ticked = value == Some(&Value::YesNo(yes));
            (is_ticked, yes_no_word(yes, lang).to_owned())
        };
        return Some(vec![of(true), of(false)]);
    }
    if field.choices().is_empty() {
        return None;
    }
    let is_ticked = |code: &str| match value {
        Some(Value::Choice(chosen)) => chosen == code,
        Some(Value::Choices(chosen)) => chosen.contains(code),
        _ => false,
    };
    let choices = field.choices().iter();
    let mut boxes: Vec<(bool, String)> = choices
        .map(|choice| (is_ticked(&choice.code), choice.label.get(lang).to_owned()))
        .collect();
    if field.is_several() {
        let is_none = matches!(value, Some(Value::Choices(chosen)) if chosen.is_empty());
        boxes.push((is_none, none_word(lang).to_owned()));
    }
    Some(boxes)
}
