//! Reads and writes single cells: ids, texts, versions and patches.

use rusqlite::Row;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::record::{ChangeId, Patch};
use crate::store::error::{Result, damaged};

/// Returns an id as this program writes it. One in capitals would read as the same, yet no query
/// would find its record.
pub(crate) fn uuid(text: &str) -> Result<Uuid> {
    let mut written = Uuid::encode_buffer();
    let id = Uuid::parse_str(text)
        .ok()
        .filter(|id| id.hyphenated().encode_lower(&mut written) == text);
    id.ok_or_else(|| damaged(&format!("id {text}")))
}

/// Returns a text of a row, where it stands.
pub(crate) fn text<'a>(row: &'a Row, at: usize) -> Result<&'a str> {
    Ok(row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?)
}

/// Returns the heads of a record as its row keeps them.
pub(crate) fn version(heads: &[ChangeId]) -> String {
    Json::from(heads.iter().map(ChangeId::to_string).collect::<Vec<_>>()).to_string()
}

/// Returns the keys and values of an object; nothing of any other value.
pub(crate) fn patch_of(object: Json) -> Patch {
    match object {
        Json::Object(map) => map.into_iter().collect(),
        _ => Patch::new(),
    }
}

/// Returns a text behind every text that begins so.
pub(crate) fn behind(beginning: &str) -> String {
    format!("{beginning}{}", char::MAX)
}

/// Returns a number of rows as a LIMIT takes it.
pub(crate) fn limit(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}
