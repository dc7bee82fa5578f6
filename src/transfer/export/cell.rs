//! Values as cells that can be imported again: what stands in one is what the form's own parser
//! reads back.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value as Json;

use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::value::field::yes_no_word;
use crate::domain::value::{Choice, Field, Number, Value};
use crate::i18n::Lang;

/// How choices are written, and how headers name their fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportNames {
    /// By the codes of the pack.
    Codes,
    /// By the labels of a language.
    Labels(Lang),
}

impl ExportNames {
    /// Returns the language of what has no code.
    pub(super) const fn lang(self) -> Lang {
        match self {
            Self::Codes => Lang::En,
            Self::Labels(lang) => lang,
        }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum ExportCell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, whatever they look like.
    Words(String),
    /// A figure in the unit of its field.
    Figure(Number),
}

/// Writes the values of one kind.
pub(super) struct Speller<'a> {
    kind: &'a Kind,
    lang: Lang,
    /// Of every field the words for each of its choices.
    choices: Vec<HashMap<&'a str, String>>,
    /// Whether choices are written by their codes.
    by_codes: bool,
    /// Whether a figure is written in the unit of its field, however it was typed.
    in_units: bool,
    /// Cells so far that the form would not read back as the value they stand for.
    pub(super) unfit: usize,
    /// Cells so far that are empty because their value has no place in their column.
    pub(super) left_empty: usize,
}

impl<'a> Speller<'a> {
    pub(super) fn new(kind: &'a Kind, names: ExportNames) -> Self {
        let of_field = |field: &'a Field| {
            let spelled = |choice: &'a Choice| (choice.code.as_str(), word(field, choice, names));
            field.choices().iter().map(spelled).collect()
        };
        let choices = kind.fields.iter().map(of_field).collect();
        Self {
            kind,
            lang: names.lang(),
            choices,
            by_codes: names == ExportNames::Codes,
            in_units: false,
            unfit: 0,
            left_empty: 0,
        }
    }

    /// Writes every figure in the unit of its field from now on, with six digits behind the point
    /// where the decimal has no end.
    pub(super) const fn write_in_units(&mut self) {
        self.in_units = true;
    }

    /// Returns the words for the choices of a field of which one stands in a cell, in their order.
    pub(super) fn choices(&self, at: usize) -> Vec<&str> {
        let (Some(field), Some(words)) = (self.kind.fields.get(at), self.choices.get(at)) else {
            return Vec::new();
        };
        if field.is_yes_no() {
            return [true, false]
                .map(|yes| yes_no_word(yes, self.lang))
                .to_vec();
        }
        let one = field.choices().iter().filter(|_| field.is_choice());
        one.map(|choice| choice.code.as_str())
            .filter_map(|code| words.get(code))
            .map(String::as_str)
            .collect()
    }

    /// Returns a cell for every field, in the order of the form.
    pub(super) fn cells(&mut self, record: &Record) -> Vec<ExportCell> {
        self.cells_as(record, |_, cell| Some(cell))
    }

    /// Returns a cell for every field as its column holds it: empty where there is no value, and
    /// where `held` has none for it.
    pub(super) fn cells_as<T: Default>(
        &mut self,
        record: &Record,
        held: impl Fn(&Field, ExportCell) -> Option<T>,
    ) -> Vec<T> {
        let kind = self.kind;
        let mut cells = Vec::with_capacity(kind.fields.len());
        for (at, field) in kind.fields.iter().enumerate() {
            let Some(json) = record.fields.get(&field.code) else {
                cells.push(T::default());
                continue;
            };
            let (cell, is_fit) = self.cell(at, field, json);
            let cell = held(field, cell);
            self.left_empty += usize::from(cell.is_none());
            self.unfit += usize::from(cell.is_some() && !is_fit);
            cells.push(cell.unwrap_or_default());
        }
        cells
    }

    /// Returns a cell, and whether the form would read it back.
    fn cell(&self, at: usize, field: &Field, json: &Json) -> (ExportCell, bool) {
        // A pack may have changed since; what it no longer understands is shown as it is kept, and
        // not lost.
        let Some(value) = field.decode(json) else {
            let kept = json.as_str();
            let words = kept.map_or_else(|| json.to_string(), str::to_owned);
            return (ExportCell::Words(words), false);
        };
        let words = match &value {
            Value::Choice(code) => self
                .choices
                .get(at)
                .and_then(|words| words.get(code.as_str()))
                .cloned(),
            Value::Choices(codes) if self.by_codes => several_codes(field, codes, &value),
            _ => None,
        };
        let is_choice = matches!(value, Value::Choice(_) | Value::YesNo(_));
        let words = words.unwrap_or_else(|| field.edit_text(&value, self.lang));
        let is_fit = is_choice || field.parse(&words).as_ref() == Ok(&Some(value.clone()));
        let Value::Number(quantity) = value else {
            return (ExportCell::Words(words), is_fit);
        };
        if self.in_units {
            return (ExportCell::Figure(quantity.exact), is_fit);
        }
        // A sum that the import would not work out is written as what it comes to.
        let is_refused_sum = || is_fit && field.parse_cell(&words).is_err();
        let is_plain = quantity.typed.is_none() || is_refused_sum();
        let cell = if is_plain && quantity.exact.decimals().is_some() {
            ExportCell::Figure(quantity.exact)
        } else {
            ExportCell::Words(words)
        };
        (cell, is_fit)
    }
}

/// Returns the codes of several choices, where the form reads them as these.
fn several_codes(field: &Field, codes: &BTreeSet<String>, value: &Value) -> Option<String> {
    let listed = field.chosen(codes);
    let text = listed
        .iter()
        .map(|choice| choice.code.as_str())
        .collect::<Vec<_>>()
        .join(",");
    let is_read = field
        .parse(&text)
        .is_ok_and(|read| read.as_ref() == Some(value));
    is_read.then_some(text)
}

/// Returns the label of a choice, or its code where the form would take the label for another
/// choice.
fn word(field: &Field, choice: &Choice, names: ExportNames) -> String {
    let word = match names {
        ExportNames::Codes => &choice.code,
        ExportNames::Labels(lang) => choice.label.get(lang),
    };
    let is_read = field
        .parse(word)
        .is_ok_and(|value| value == Some(Value::Choice(choice.code.clone())));
    if is_read { word } else { &choice.code }.to_owned()
}
