//! Forms in words, for files that tell other programs what their columns hold.

use crate::domain::policy::words::separator;
use crate::domain::value::{Field, FieldType};
use crate::i18n::{ExportMsg, Lang, Say, Text};

/// Returns a text in both languages on one line, Chinese first.
pub(super) fn both(text: &Text) -> String {
    match (text.zh.as_str(), text.en.as_str()) {
        (zh, en) if zh == en || en.is_empty() => zh.to_owned(),
        ("", en) => en.to_owned(),
        (zh, en) => format!("{zh} / {en}"),
    }
}

/// Returns what the column of a field holds, in both languages: its contents, its unit, and how it
/// is filled in.
pub(super) fn description(field: &Field) -> String {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
        let unit = field.unit().map(|unit| unit.label.get(lang).to_owned());
        let unit = unit.filter(|unit| !unit.is_empty());
        let unit = unit.map(|unit| ExportMsg::InUnit { unit }.say(lang));
        let help = Some(field.help.get(lang).to_owned()).filter(|help| !help.is_empty());
        let parts = [Some(holds(field).say(lang)), unit, help];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(separator(lang))
    });
    both(&Text { zh, en })
}

/// Returns what a field holds.
pub(super) fn holds(field: &Field) -> ExportMsg {
    match &field.holds {
        FieldType::Text { max_length, .. } => ExportMsg::OfText { most: *max_length },
        FieldType::Number { decimals: 0, .. } => ExportMsg::OfWhole,
        FieldType::Number { decimals, .. } => ExportMsg::OfNumber {
            decimals: *decimals,
        },
        FieldType::Date => ExportMsg::OfDate,
        FieldType::YesNo => ExportMsg::OfYesNo,
        FieldType::Choice(choices) => {
            let list = Text::list(choices.iter().map(|choice| &choice.label));
            ExportMsg::OfChoice { choices: list }
        }
        FieldType::Choices(choices) => {
            let list = Text::list(choices.iter().map(|choice| &choice.label));
            ExportMsg::OfChoices { choices: list }
        }
    }
}
