//! A pack as its text has it, to tell in what one version differs from another: an expression is
//! shown as it is written.

use toml::{Table, Value};

use super::Pack;
use crate::i18n::{LoadAspect, Text, code_list};

/// What can be told of a thing, in an order that is always the same.
pub(super) type Facts = Vec<(LoadAspect, Text)>;

/// The keys by which a requirement says what it asks for, and what they are called.
const ASKS: [(&str, LoadAspect); 14] = [
    ("form", LoadAspect::Form),
    ("group", LoadAspect::Group),
    ("quantity", LoadAspect::Quantity),
    ("op", LoadAspect::Operator),
    ("need", LoadAspect::Need),
    ("unit", LoadAspect::Unit),
    ("fails", LoadAspect::Fails),
    ("tolerance", LoadAspect::Tolerance),
    ("each_of_last", LoadAspect::EachOfLast),
    ("of", LoadAspect::Claims),
    ("act", LoadAspect::Act),
    ("since", LoadAspect::Since),
    ("period", LoadAspect::JudgedPeriod),
    ("entry", LoadAspect::Entry),
];

/// The tables of a pack.
pub(super) struct Written(Table);

impl Written {
    /// Reads the text of a pack again; it was read before, so it is TOML.
    pub(super) fn of(pack: &Pack) -> Self {
        Self(pack.text.parse().unwrap_or_default())
    }

    /// Returns the table of a list that has a code.
    fn table(&self, list: &str, code: &str) -> Option<&Table> {
        let tables = self.0.get(list)?.as_array()?;
        let has_code = |table: &&Table| table.get("code").and_then(Value::as_str) == Some(code);
        tables.iter().filter_map(Value::as_table).find(has_code)
    }

    /// Returns what a requirement asks for.
    pub(super) fn requirement(&self, code: &str) -> Facts {
        let table = self.table("requirement", code);
        let text = |key: &&str| table.and_then(|table| table.get(*key)).map(shown);
        ASKS.iter()
            .map(|(key, aspect)| (aspect.clone(), Text::both(text(key).unwrap_or_default())))
            .collect()
    }

    /// Returns whether a requirement is written as in another version.
    pub(super) fn has_same_requirement(&self, other: &Self, code: &str) -> bool {
        self.table("requirement", code) == other.table("requirement", code)
    }

    /// Returns how the fields of a sheet follow from each other.
    pub(super) fn derived(&self, sheet: &str) -> Text {
        let fields = self
            .table("sheet", sheet)
            .and_then(|table| table.get("field"));
        let fields = fields.and_then(Value::as_array).into_iter().flatten();
        let said = fields.filter_map(|field| {
            let code = field.get("code")?.as_str()?;
            Some(format!("{code} = {}", field.get("derived")?.as_str()?))
        });
        Text::both(code_list(said.collect::<Vec<_>>()))
    }
}

/// Returns a value as it is written, a text without its quotes.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
