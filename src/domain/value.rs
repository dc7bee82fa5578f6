//! The value of one field, and how it is written into the ledger as JSON.

use serde_json::{Value as Json, json};

use super::date::PartialDate;
use super::number::Number;
use super::quantity::Quantity;

/// The value of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A name or other words.
    Text(String),
    /// An exact figure in the field's unit.
    Number(Quantity),
    /// A date with the precision it was typed in.
    Date(PartialDate),
    /// The code of one of the field's choices.
    Choice(String),
    /// Yes or no.
    YesNo(bool),
}

/// Digits that other tools get to see of a figure that has no finite decimal.
const SHOWN_DECIMALS: usize = 6;

impl Value {
    /// The JSON kept in the ledger. Figures are decimal strings; one typed in another unit is an object with what
    /// was `typed`, the `value` for other tools, and the `exact` fraction where the decimal has no end.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match self {
            Self::Text(text) | Self::Choice(text) => json!(text),
            Self::Date(date) => json!(date.to_string()),
            Self::YesNo(yes) => json!(yes),
            Self::Number(Quantity { exact, typed: None }) if exact.decimals().is_some() => json!(exact.to_string()),
            Self::Number(Quantity { exact, typed }) => {
                let mut object = serde_json::Map::new();
                if let Some(typed) = typed {
                    object.insert("typed".to_owned(), json!(typed));
                }
                object.insert("value".to_owned(), json!(exact.cut(exact.decimals().unwrap_or(SHOWN_DECIMALS))));
                if exact.decimals().is_none() {
                    object.insert("exact".to_owned(), json!(exact.to_string()));
                }
                Json::Object(object)
            }
        }
    }

    /// The figure in a JSON that [`Value::to_json`] wrote; `None` when it holds none.
    #[must_use]
    pub fn quantity_of(json: &Json) -> Option<Quantity> {
        if let Some(text) = json.as_str() {
            return Some(text.parse::<Number>().ok()?.into());
        }
        let exact = json.get("exact").or_else(|| json.get("value"))?.as_str()?.parse().ok()?;
        let typed = json.get("typed").and_then(Json::as_str).map(str::to_owned);
        Some(Quantity { exact, typed })
    }

    /// The figure, if it is one.
    #[must_use]
    pub const fn number(&self) -> Option<Number> {
        match self {
            Self::Number(quantity) => Some(quantity.exact),
            _ => None,
        }
    }

    /// The words or the choice code, if it is one of them.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Choice(text) => Some(text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_reads_back_from_its_json_exactly() {
        for (exact, typed) in [("2000.01", None), ("2000", Some("3亩")), ("2000/3", Some("1亩")), ("2000/3", None)] {
            let quantity = Quantity { exact: exact.parse().unwrap(), typed: typed.map(str::to_owned) };
            let json = Value::Number(quantity.clone()).to_json();
            assert_eq!(Value::quantity_of(&json), Some(quantity), "{json}");
        }
    }
}
