//! Fields: one entry of a kind's form. A field owns the one parser of its figures; form, importer
//! and merge call it.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use serde_json::Value as Json;

use super::choice;
pub use super::choice::Choice;
use super::condition::Condition;
use super::date::{self, LONG_AGO, PartialDate};
use super::field_value::Value;
use super::quantity::{self, Quantity};
pub use super::range::Range;
pub use super::required::Required;
use super::shortened::is_shortened;
use super::unit::{Dimension, Unit};
pub use super::yes_no::yes_no_word;
use super::yes_no::{self, YesNoWords};
use crate::domain::text::{credit_code, folding};
use crate::i18n::{Doubt, Lang, Refusal, Say, Text};

/// So many characters more than a text may have can be typed: what is too long is to be seen,
/// refused and shortened.
const ROOM_TO_SHORTEN: usize = 100;
/// The most characters that can be typed of anything but a text or a long list.
const LONGEST_FIGURE: usize = 200;
/// What is typed to say that none of several choices is so.
const KEY_OF_NONE: &str = "0";

/// A further rule for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFormat {
    /// A unified social credit identifier, GB 32100-2015; a wrong check character is doubted, never
    /// refused.
    CreditCode,
    /// As many characters as such a number usually has; another length is doubted.
    UsualLength(usize),
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    clippy::large_enum_variant,
    reason = "a form has some thirty fields, made once"
)]
pub enum FieldType {
    /// Words, at most so many characters.
    Text {
        /// The most characters.
        max_length: usize,
        /// A further rule.
        format: Option<TextFormat>,
    },
    /// A figure. `units` holds its own unit first and then every other one that may be typed for
    /// it.
    Number {
        /// Accepted units; empty where the figure has none.
        units: Vec<Unit>,
        /// The most digits after the point.
        decimals: usize,
        /// What is refused outside.
        range: Range,
        /// What is doubted outside.
        usual: Range,
    },
    /// A date.
    Date,
    /// One of some choices.
    Choice(Vec<Choice>),
    /// Any number of some choices; none of them is a value too.
    Choices(Vec<Choice>),
    /// Yes or no.
    YesNo,
}

/// One entry of a kind's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key under which the value is kept.
    pub code: String,
    /// What people see.
    pub label: Text,
    /// What else the headers of lists call it.
    pub aliases: Vec<String>,
    /// What the figure means and where to find it.
    pub help: Text,
    /// What it holds.
    pub holds: FieldType,
    /// When it must be filled.
    pub required: Required,
    /// Only then is it required; all must hold.
    pub required_when: Vec<Condition>,
    /// What a new record starts with, as typed text.
    pub default: Option<String>,
    /// Whether every kind has it: then it is a column of its own in the ledger.
    pub shared: bool,
    /// Words for yes and no beside the common ones.
    pub answers: YesNoWords,
    /// Whether it follows from others where they are known. A figure typed for it keeps its digits,
    /// which say how exact it is.
    pub is_derived: bool,
}

impl Field {
    /// Reads what was typed; nothing typed is no value.
    ///
    /// # Errors
    /// The reason why the text is refused; the text is to stay in the field.
    pub fn parse(&self, typed: &str) -> Result<Option<Value>, Refusal> {
        let text = folding::name(typed);
        if text.is_empty() {
            return Ok(None);
        }
        match &self.holds {
            FieldType::Text { .. } if is_shortened(&text) => {
                Err(Refusal::Shortened { typed: text })
            }
            FieldType::Text { max_length, .. } => {
                let fits = text.chars().count() <= *max_length;
                if fits {
                    Ok(Value::Text(text))
                } else {
                    Err(Refusal::TooLong { limit: *max_length })
                }
            }
            FieldType::Number {
                units,
                decimals,
                range,
                ..
            } => {
                let reading = quantity::reading(&text, units);
                let reading = reading.map_err(|refusal| match units.first() {
                    Some(unit) if unit.dimension == Dimension::Year => {
                        date::decade(&text).unwrap_or(refusal)
                    }
                    _ => refusal,
                })?;
                let mut quantity = reading.within(*decimals, &text)?;
                if self.is_derived {
                    quantity = quantity.keeping_digits(&text);
                }
                let refusal = range.refusal(quantity.exact);
                refusal.map_or(Ok(Value::Number(quantity)), Err)
            }
            FieldType::Date => PartialDate::typed(&text).map(Value::Date),
            FieldType::Choice(choices) => choice::one(choices, &text).map(Value::Choice),
            FieldType::Choices(choices) => {
                choice::several(choices, &text, |_| None).map(Value::Choices)
            }
            FieldType::YesNo => yes_no::read(&text, &self.answers).map(Value::YesNo),
        }
        .map(Some)
    }

    /// Reads several choices as [`Self::parse`] does; where a part is no choice, `other` is asked for
    /// the codes that it means.
    ///
    /// # Errors
    /// The reason why the text is refused.
    pub fn parse_several(
        &self,
        typed: &str,
        other: impl Fn(&str) -> Option<BTreeSet<String>>,
    ) -> Result<Option<Value>, Refusal> {
        let text = folding::name(typed);
        if text.is_empty() {
            return Ok(None);
        }
        choice::several(self.choices(), &text, other).map(|chosen| Some(Value::Choices(chosen)))
    }

    /// Reads a cell of a file as [`Self::parse`] does, but for a sum without units: `60+72` may be two
    /// figures, a number of a telephone or a formula there, and nobody sees what it comes to.
    ///
    /// # Errors
    /// The reason why the text is refused.
    pub fn parse_cell(&self, text: &str) -> Result<Option<Value>, Refusal> {
        if let FieldType::Number { units, .. } = &self.holds
            && quantity::reading(text, units).is_ok_and(|reading| reading.is_bare_sum)
        {
            return Err(Refusal::SumInAFile {
                typed: folding::name(text),
            });
        }
        self.parse(text)
    }

    /// Returns the most characters that can be typed. A text that was cut there is always too long,
    /// so it is refused and never taken for a whole one.
    #[must_use]
    pub fn most_typed(&self) -> usize {
        match &self.holds {
            FieldType::Text { max_length, .. } => max_length.saturating_add(ROOM_TO_SHORTEN),
            FieldType::Choices(choices) => {
                let longest = |choice: &Choice| {
                    let lengths = [&choice.code, &choice.label.zh, &choice.label.en];
                    lengths
                        .map(|word| word.chars().count() + 2)
                        .into_iter()
                        .max()
                };
                let all: usize = choices.iter().filter_map(longest).sum();
                all.max(LONGEST_FIGURE)
            }
            _ => LONGEST_FIGURE,
        }
    }

    /// Reads the JSON that the ledger keeps; `None` when it is not a value of this field (a pack
    /// may have changed).
    #[must_use]
    pub fn decode(&self, json: &Json) -> Option<Value> {
        match &self.holds {
            FieldType::Text { .. } => json.as_str().map(|text| Value::Text(text.to_owned())),
            FieldType::Number { .. } => Value::quantity_of(json).map(Value::Number),
            FieldType::Date => PartialDate::typed(json.as_str()?).ok().map(Value::Date),
            FieldType::Choice(choices) => {
                let code = json.as_str()?;
                choices
                    .iter()
                    .any(|choice| choice.code == code)
                    .then(|| Value::Choice(code.to_owned()))
            }
            FieldType::Choices(_) => {
                let code = |json: &Json| Some(self.choice(json.as_str()?)?.code.clone());
                let codes = json.as_array()?.iter().map(code);
                codes.collect::<Option<_>>().map(Value::Choices)
            }
            FieldType::YesNo => json.as_bool().map(Value::YesNo),
        }
    }

    /// Returns what is doubtful about a value that was taken.
    #[must_use]
    pub fn doubt(&self, value: &Value) -> Option<Doubt> {
        match (&self.holds, value) {
            (FieldType::Number { usual, .. }, Value::Number(quantity)) => {
                usual.doubt(quantity.exact)
            }
            (
                FieldType::Text {
                    format: Some(TextFormat::CreditCode),
                    ..
                },
                Value::Text(text),
            ) => (!credit_code::is_valid(text)).then_some(Doubt::CreditCode),
            (
                FieldType::Text {
                    format: Some(TextFormat::UsualLength(usual)),
                    ..
                },
                Value::Text(text),
            ) => {
                let length = folding::key(text).chars().count();
                (length != *usual).then_some(Doubt::UnusualLength { usual: *usual })
            }
            (FieldType::Date, Value::Date(date)) => {
                let year = date.first_day().year();
                (year < LONG_AGO).then(|| Doubt::LongAgo {
                    year: year.to_string(),
                })
            }
            _ => None,
        }
    }

    /// Returns the text that typed again gives the same value.
    #[must_use]
    pub fn edit_text(&self, value: &Value, lang: Lang) -> String {
        match value {
            Value::Number(Quantity {
                typed: Some(typed), ..
            }) => typed.clone(),
            Value::Number(quantity) => quantity.exact.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Text(text) => text.clone(),
            Value::Choice(code) => self
                .choice(code)
                .map_or(code.as_str(), |choice| choice.label.get(lang))
                .to_owned(),
            Value::Choices(chosen) => choice::written(self.choices(), chosen, lang),
            Value::YesNo(yes) => yes_no_word(*yes, lang).to_owned(),
        }
    }

    /// Returns the value for reading: a figure with its unit, and beside one typed in another unit
    /// what it comes to.
    #[must_use]
    pub fn show(&self, value: &Value, lang: Lang) -> String {
        match value {
            Value::Number(quantity @ Quantity { exact, typed }) => {
                let with_unit = |written: &str| match self.unit() {
                    Some(unit) => unit.behind(written, *exact, lang),
                    None => written.to_owned(),
                };
                match typed {
                    Some(typed) if quantity.is_typed_plainly() => with_unit(typed),
                    Some(typed) => format!("{typed} = {}", with_unit(&exact.say(lang))),
                    None => with_unit(&exact.say(lang)),
                }
            }
            other => self.edit_text(other, lang),
        }
    }

    /// Returns the unit its figures are kept in.
    #[must_use]
    pub fn unit(&self) -> Option<&Unit> {
        match &self.holds {
            FieldType::Number { units, .. } => units.first(),
            _ => None,
        }
    }

    /// Its choices; none where it has no list.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match &self.holds {
            FieldType::Choice(choices) | FieldType::Choices(choices) => choices,
            _ => &[],
        }
    }

    /// Returns what is typed to pick the choice at a place of the list: its code where codes are
    /// figures, else the place, counted from 1. Every screen asks here, or one digit would pick two
    /// choices.
    #[must_use]
    pub fn key_of_choice(&self, at: usize) -> String {
        let choices = self.choices();
        match choices.get(at) {
            Some(choice)
                if choices
                    .iter()
                    .any(|choice| choice.code.parse::<u8>().is_ok()) =>
            {
                choice.code.clone()
            }
            _ => (at + 1).to_string(),
        }
    }

    /// Returns what is typed to say that none of several choices is so; `None` where that picks a
    /// choice.
    #[must_use]
    pub fn key_of_none(&self) -> Option<&'static str> {
        let is_free = |at| self.key_of_choice(at) != KEY_OF_NONE;
        let all = 0..self.choices().len();
        (self.is_several() && all.into_iter().all(is_free)).then_some(KEY_OF_NONE)
    }

    /// Returns those of its choices that are chosen, in the order of the list.
    #[must_use]
    pub fn chosen<'a>(&'a self, codes: &BTreeSet<String>) -> Vec<&'a Choice> {
        choice::in_order(self.choices(), codes)
    }

    /// Returns the choice of a code.
    #[must_use]
    pub fn choice(&self, code: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.code == code)
    }
}
