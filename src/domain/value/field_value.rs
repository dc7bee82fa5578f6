//! The value of one field, and how it is written into the ledger as JSON.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use super::date::PartialDate;
use super::number::Number;
use super::quantity::Quantity;
use crate::domain::text::folding;

/// The value of one field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Value {
    /// A name or other words.
    Text(String),
    /// An exact figure in the field's unit.
    Number(Quantity),
    /// A date with the precision it was typed in.
    Date(PartialDate),
    /// The code of one of the field's choices.
    Choice(String),
    /// The codes of those choices that are so; none where that is known.
    Choices(BTreeSet<String>),
    /// Yes or no.
    YesNo(bool),
}

/// Digits that other tools get to see of a figure that has no finite decimal.
const SHOWN_DECIMALS: usize = 6;

impl Value {
    /// Returns the JSON kept in the ledger. Figures are decimal strings; one typed in another unit
    /// is an object with what was `typed`, the `value` for other tools, and the `exact` fraction
    /// where the decimal has no end.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Choice(text) => json!(text),
            // In one order, whatever order the pack has: equal sets are equal texts.
            Self::Choices(codes) => json!(codes),
            Self::Date(date) => json!(date.to_string()),
            Self::YesNo(yes) => json!(yes),
            Self::Number(Quantity { exact, typed: None }) if exact.decimals().is_some() => {
                json!(exact.to_string())
            }
            Self::Number(Quantity { exact, typed }) => {
                let mut object = serde_json::Map::new();
                if let Some(typed) = typed {
                    object.insert("typed".to_owned(), json!(typed));
                }
                object.insert(
                    "value".to_owned(),
                    json!(exact.truncated(exact.decimals().unwrap_or(SHOWN_DECIMALS))),
                );
                if exact.decimals().is_none() {
                    object.insert("exact".to_owned(), json!(exact.to_string()));
                }
                Json::Object(object)
            }
        }
    }

    /// Returns the figure in a JSON that [`Value::to_json`] wrote; `None` when it holds none.
    #[must_use]
    pub fn quantity_of(json: &Json) -> Option<Quantity> {
        if let Some(text) = json.as_str() {
            return Some(text.parse::<Number>().ok()?.into());
        }
        let exact = json
            .get("exact")
            .or_else(|| json.get("value"))?
            .as_str()?
            .parse()
            .ok()?;
        let typed = json.get("typed").and_then(Json::as_str).map(str::to_owned);
        Some(Quantity { exact, typed })
    }

    /// Returns whether two values are one, in whatever unit a figure was typed.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        match (self.number(), other.number()) {
            (Some(one), Some(other)) => one == other,
            _ => self == other,
        }
    }

    /// Returns the figure, if it is one.
    #[must_use]
    pub const fn number(&self) -> Option<Number> {
        match self {
            Self::Number(quantity) => Some(quantity.exact),
            _ => None,
        }
    }

    /// Returns the codes of the choices, if it holds several of a list.
    #[must_use]
    pub const fn codes(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Choices(codes) => Some(codes),
            _ => None,
        }
    }

    /// Returns the words or the choice code, if it is one of them.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the value as it is told beside others of its field: a figure in the unit of the field,
    /// whatever unit it was typed in.
    #[must_use]
    pub fn in_one_unit(&self) -> Self {
        match self {
            Self::Number(quantity) if !quantity.is_typed_plainly() => {
                Self::Number(Quantity::from(quantity.exact))
            }
            other => other.clone(),
        }
    }
}

/// Returns whether two values as the ledger keeps them are one. Everything is kept in one spelling
/// but figures that were typed in another unit: `"3000"` is what `{"typed": "0.3公顷", "value":
/// "3000"}` comes to. No kind is asked, so that the same changes come to the same whatever packs a
/// ledger has; two texts are one only where they are the same text, for the field may hold a number
/// of a room.
#[must_use]
pub(crate) fn is_same_json(one: &Json, other: &Json) -> bool {
    one == other
        || ((is_measured(one) || is_measured(other))
            && exact(one).is_some()
            && exact(one) == exact(other))
}

/// Returns the figure in a value, if it can be nothing else.
fn exact(json: &Json) -> Option<Number> {
    let may_be_one = json.is_string() || is_measured(json);
    Value::quantity_of(json)
        .filter(|_| may_be_one)
        .map(|quantity| quantity.exact)
}

/// Returns the characters in a value that no form takes, in its texts and the names of its parts.
#[must_use]
pub(crate) fn refused_in(json: &Json) -> BTreeSet<char> {
    match json {
        Json::String(text) => folding::refused(text),
        Json::Array(items) => items.iter().flat_map(refused_in).collect(),
        Json::Object(parts) => parts
            .iter()
            .flat_map(|(key, part)| folding::refused(key).into_iter().chain(refused_in(part)))
            .collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) => BTreeSet::new(),
    }
}

/// Returns whether a value is a figure with the text that was typed for it, or without an end.
fn is_measured(json: &Json) -> bool {
    let is_part = |key: &String| ["typed", "value", "exact"].contains(&key.as_str());
    json.as_object().is_some_and(|object| {
        object.get("value").is_some_and(Json::is_string) && object.keys().all(is_part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_reads_back_from_its_json_exactly() {
        for (exact, typed) in [
            ("2000.01", None),
            ("2000", Some("3亩")),
            ("2000/3", Some("1亩")),
            ("2000/3", None),
        ] {
            let quantity = Quantity {
                exact: exact.parse().unwrap(),
                typed: typed.map(str::to_owned),
            };
            let json = Value::Number(quantity.clone()).to_json();
            assert_eq!(Value::quantity_of(&json), Some(quantity), "{json}");
        }
    }
    #[test]
    fn what_no_form_takes_is_found_wherever_it_stands_in_a_value() {
        let hostile = json!({"a\u{202E}": ["b\u{1B}", {"c": "d\u{200B}"}], "e": 1});
        assert_eq!(
            refused_in(&hostile),
            BTreeSet::from(['\u{1B}', '\u{200B}', '\u{202E}'])
        );
        assert!(refused_in(&json!({"typed": "0.3公顷", "value": "3000"})).is_empty());
    }

    #[test]
    fn values_are_one_in_whatever_unit_they_were_typed() {
        let hectares = json!({"typed": "0.3公顷", "value": "3000"});
        let acres = json!({"typed": "1亩", "value": "666.666666", "exact": "2000/3"});
        let plain = json!({"value": "666.666666", "exact": "2000/3"});
        for (one, other, same) in [
            (json!("3000"), hectares.clone(), true),
            (
                hectares.clone(),
                json!({"typed": "30a", "value": "3000"}),
                true,
            ),
            (acres.clone(), plain, true),
            (acres, json!("666.666666"), false),
            (hectares.clone(), json!("3001"), false),
            (hectares.clone(), Json::Null, false),
            (hectares, json!("三千"), false),
            (json!("3.0"), json!("3"), false),
            (json!("3000"), json!("3000"), true),
            (json!(true), json!(true), true),
            (Json::Null, Json::Null, true),
            // Reasons are objects too, and one may be of a field with that name.
            (
                json!({"value": {"why": "paper"}}),
                json!({"value": {"why": "other"}}),
                false,
            ),
        ] {
            assert_eq!(
                (is_same_json(&one, &other), is_same_json(&other, &one)),
                (same, same),
                "{one} {other}"
            );
        }
    }
}
