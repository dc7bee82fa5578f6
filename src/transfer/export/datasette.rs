//! What the tables, views and columns of a ledger hold, as a metadata file of Datasette: whoever
//! browses a snapshot there sees labels and units and not only codes.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::described::{both, description};
use super::error::ExportError;
use super::header;
use crate::domain::policy::{Kind, lookup};
use crate::domain::record::facility::shared;
use crate::domain::text::width;
use crate::i18n::{ExportMsg, Text};
use crate::store::{Store, label_columns};
use crate::transfer::output;

/// Writes the file, whole or not at all; returns how many tables and views it describes. Whether
/// `path` may be replaced is asked before, as for [`export`](super::export()).
///
/// # Errors
/// When the file cannot be written or the ledger not read.
pub fn write(store: &Store, path: &Path) -> Result<usize, ExportError> {
    let kinds: Vec<&Kind> = lookup::kinds(store.packs()).collect();
    let mut tables: BTreeMap<String, Json> = BTreeMap::new();
    for (name, about) in store.readme()? {
        let kind = kinds.iter().find(|kind| kind.code == name);
        let mut table = Map::new();
        if let Some(kind) = kind {
            table.insert("title".to_owned(), both(&kind.label).into());
            table.insert("columns".to_owned(), columns(kind).into());
        }
        table.insert("description".to_owned(), both(&about).into());
        tables.insert(name, table.into());
    }
    let count = tables.len();
    let titles = store.packs().iter().map(|pack| &pack.document.title);
    // Datasette calls a database by the name of its file.
    let database = store.path().file_stem().unwrap_or_default();
    let database = width::clean(&database.to_string_lossy()).into_owned();
    let described = json!({
        "title": both(&Text::of(&ExportMsg::LedgerOf { policies: Text::list(titles) })),
        "databases": { database: { "tables": tables } },
    });
    let mut text = serde_json::to_vec_pretty(&described).map_err(std::io::Error::from)?;
    text.push(b'\n');
    output::replace(path, &text)?;
    Ok(count)
}

/// Returns what each column of the view of a kind holds.
fn columns(kind: &Kind) -> Map<String, Json> {
    let mut columns = Map::new();
    let period = kind
        .is_sheet()
        .then_some((shared::PERIOD, ExportMsg::Period));
    for (code, word) in header::OF_RECORD.into_iter().chain(period) {
        columns.insert(code.to_owned(), both(&Text::of(&word)).into());
    }
    for field in &kind.fields {
        let about = format!("{}: {}", both(&field.label), description(field));
        columns.insert(field.code.clone(), about.into());
        for (lang, name) in label_columns(kind, field) {
            columns.insert(name, field.label.get(lang).into());
        }
    }
    columns
}
