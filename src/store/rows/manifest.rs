//! The manifest of a snapshot: what it holds, as its own table says it, and what it holds indeed.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::site;
use crate::domain::record::{Head, Receipt};
use crate::store::error::Result;
use crate::store::file::schema;

/// Topic and name → value.
pub(crate) type Items = BTreeMap<(String, String), String>;

/// Topics that do not follow from the contents: when the snapshot was made, and by which program.
const NOT_DERIVED: [&str; 2] = ["made_at", "program"];

/// Returns whether a file is a snapshot: only there the manifest has rows.
pub(crate) fn is_there(db: &Connection) -> Result<bool> {
    Ok(
        db.query_row("SELECT EXISTS (SELECT 1 FROM manifest)", [], |row| {
            row.get(0)
        })?,
    )
}

/// Returns what the manifest says.
pub(crate) fn read(db: &Connection) -> Result<Items> {
    let mut query = db.prepare("SELECT topic, name, value FROM manifest")?;
    let rows = query.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes the manifest of what is there.
pub(crate) fn write(db: &Connection, made_at: &str) -> Result<()> {
    let mut items = gather(db)?;
    let values = [made_at, env!("CARGO_PKG_VERSION")];
    items.extend(
        NOT_DERIVED
            .iter()
            .zip(values)
            .map(|(topic, value)| (single(topic), value.to_owned())),
    );
    let mut insert = db.prepare("INSERT INTO manifest (topic, name, value) VALUES (?1, ?2, ?3)")?;
    for ((topic, name), value) in items {
        insert.execute(params![topic, name, value])?;
    }
    Ok(())
}

/// Returns the manifest, and the items that the contents contradict. Those are written as `topic
/// name`. A file without a manifest says nothing.
pub(crate) fn compared(db: &Connection) -> Result<(Items, Vec<String>)> {
    let stated = read(db)?;
    let differing = if stated.is_empty() {
        Vec::new()
    } else {
        differences(db, &stated)?
    };
    Ok((stated, differing))
}

fn differences(db: &Connection, stated: &Items) -> Result<Vec<String>> {
    let mut held = gather(db)?;
    let mut differing = Vec::new();
    for (item, value) in stated {
        let is_not_derived = NOT_DERIVED.contains(&item.0.as_str()) && item.1.is_empty();
        if !is_not_derived && held.remove(item).as_ref() != Some(value) {
            differing.push(item.clone());
        }
    }
    differing.extend(held.into_keys());
    Ok(differing
        .into_iter()
        .map(|(topic, name)| format!("{topic} {name}").trim_end().to_owned())
        .collect())
}

/// Returns the item of a topic that has one value.
pub(crate) fn single(topic: &str) -> (String, String) {
    (topic.to_owned(), String::new())
}

/// Returns the ledger's id.
pub(crate) fn ledger(db: &Connection) -> Result<String> {
    Ok(db.query_row("SELECT id FROM ledger", [], |row| row.get(0))?)
}

/// Returns what the file holds.
fn gather(db: &Connection) -> Result<Items> {
    let mut items = Items::new();
    let ledger = ledger(db)?;
    let heads = site::heads(db)?;
    items.insert(single("receipt"), Receipt::of(&ledger, &heads).to_string());
    items.insert(single("ledger"), ledger);
    items.insert(single("site"), site::own(db)?);
    items.insert(single("schema"), schema::version_of(db)?.to_string());
    for Head { site, seq, hash } in heads {
        items.insert(("last_change".to_owned(), site), format!("{seq} {hash}"));
    }
    let mut packs = db.prepare("SELECT code, number || ' ' || sha256 FROM pack")?;
    let packs = packs.query_map([], |row| {
        Ok((("pack".to_owned(), row.get(0)?), row.get(1)?))
    })?;
    for item in packs {
        let (item, value) = item?;
        items.insert(item, value);
    }
    for table in tables(db)? {
        let count: i64 = db.query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| {
            row.get(0)
        })?;
        items.insert(("rows".to_owned(), table), count.to_string());
    }
    Ok(items)
}

/// Returns every table but the manifest's own.
fn tables(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'manifest' AND name NOT LIKE 'sqlite%'",
    )?;
    Ok(query
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}
