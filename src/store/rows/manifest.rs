//! The manifest of a snapshot: what it holds, as its own table says it, and what it holds indeed.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::site;
use crate::domain::record::{Head, Receipt};
use crate::store::error::Result;
use crate::store::file::schema;

/// Topic and name → value.
pub(crate) type Items = BTreeMap<(String, String), String>;

/// Topics that the contents cannot tell: who made the snapshot and when.
const TOLD: [&str; 2] = ["made_at", "program"];

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
    let told = [made_at, env!("CARGO_PKG_VERSION")];
    items.extend(
        TOLD.iter()
            .zip(told)
            .map(|(topic, value)| (of(topic), value.to_owned())),
    );
    let mut insert = db.prepare("INSERT INTO manifest (topic, name, value) VALUES (?1, ?2, ?3)")?;
    for ((topic, name), value) in items {
        insert.execute(params![topic, name, value])?;
    }
    Ok(())
}

/// Returns what the manifest says, and the items that the contents do not bear out, as `topic
/// name`. A file without a manifest says nothing.
pub(crate) fn compared(db: &Connection) -> Result<(Items, Vec<String>)> {
    let said = read(db)?;
    let differing = if said.is_empty() {
        Vec::new()
    } else {
        differences(db, &said)?
    };
    Ok((said, differing))
}

fn differences(db: &Connection, said: &Items) -> Result<Vec<String>> {
    let mut held = gather(db)?;
    let mut differing = Vec::new();
    for (item, value) in said {
        let told = TOLD.contains(&item.0.as_str()) && item.1.is_empty();
        if !told && held.remove(item).as_ref() != Some(value) {
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
pub(crate) fn of(topic: &str) -> (String, String) {
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
    items.insert(of("receipt"), Receipt::of(&ledger, &heads).to_string());
    items.insert(of("ledger"), ledger);
    items.insert(of("site"), site::own(db)?);
    items.insert(of("schema"), schema::version_of(db)?.to_string());
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
