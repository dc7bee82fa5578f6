//! The format as a JSON Schema, for editors.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::compile::FORMATS;
use super::format::{Holds, PACK, Table};

/// The version of JSON Schema that is written.
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// How an exact number is written in quotes.
const DECIMAL: &str = "^-?[0-9]+(\\.[0-9]+)?(/[0-9]+)?$";
/// How a day is written.
const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

/// Returns the JSON Schema of the format of packs.
#[must_use]
pub fn schema() -> Json {
    let mut tables = BTreeMap::new();
    let mut file = table(&PACK, &mut tables);
    if let Some(file) = file.as_object_mut() {
        file.insert("$schema".into(), json!(DRAFT));
        file.insert("title".into(), json!("taizhang policy pack"));
        file.insert("$defs".into(), json!(tables));
    }
    file
}

fn table(of: &Table, tables: &mut BTreeMap<&'static str, Json>) -> Json {
    let properties: Map<String, Json> = of
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), holds(&key.holds, tables)))
        .collect();
    let needed: Vec<&str> = of
        .keys
        .iter()
        .filter(|key| key.is_needed)
        .map(|key| key.name)
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": false,
    })
}

/// Returns a reference to a table, which is written once.
fn reference(of: &'static Table, tables: &mut BTreeMap<&'static str, Json>) -> Json {
    if !tables.contains_key(of.name) {
        // A claim is made of claims: its name stands before it is written.
        tables.insert(of.name, Json::Null);
        let written = table(of, tables);
        tables.insert(of.name, written);
    }
    json!({ "$ref": format!("#/$defs/{}", of.name) })
}

fn holds(of: &Holds, tables: &mut BTreeMap<&'static str, Json>) -> Json {
    let words = || json!({ "type": "array", "items": { "type": "string" } });
    match of {
        Holds::Word => json!({ "type": "string" }),
        Holds::Day => json!({ "type": "string", "pattern": DAY }),
        Holds::OneOf(words) => json!({ "enum": words() }),
        Holds::Count => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Holds::Rank => json!({ "type": "integer" }),
        Holds::Format => json!({ "enum": FORMATS.collect::<Vec<_>>() }),
        Holds::Exact => json!({ "type": ["integer", "string"], "pattern": DECIMAL }),
        Holds::Literal => json!({ "type": ["integer", "string", "boolean", "array"] }),
        Holds::Words => words(),
        Holds::Table(table) => reference(table, tables),
        Holds::Tables(table) => json!({ "type": "array", "items": reference(table, tables) }),
        Holds::Named(table) => {
            json!({ "type": "object", "additionalProperties": reference(table, tables) })
        }
        Holds::NamedWords => json!({ "type": "object", "additionalProperties": words() }),
    }
}
