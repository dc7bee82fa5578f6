//! The sites that a ledger file wrote as: a new one for each file, so that what two files save is told apart.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use uuid::Uuid;

use super::error::{Result, damaged};
use super::stamp;
use crate::domain::receipt::Head;

/// The number of the last change of each site.
pub(super) type Upon = BTreeMap<String, i64>;

/// The site that a file writes as.
pub(super) fn own(db: &Connection) -> rusqlite::Result<String> {
    db.prepare_cached("SELECT site FROM ledger")?.query_row([], |row| row.get(0))
}

/// Every site that a file, or the one it was restored from, wrote as.
pub(super) fn all(db: &Connection) -> Result<BTreeSet<String>> {
    let mut query = db.prepare("SELECT site FROM site")?;
    Ok(query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

/// Where the chain of each site ends.
pub(super) fn heads(db: &Connection) -> Result<Vec<Head>> {
    // Only the last change of each is read: the others are counted in the index.
    let mut query = db.prepare(
        "SELECT site, seq, hash FROM (SELECT site, max(seq) AS seq FROM change GROUP BY site)
         JOIN change USING (site, seq) ORDER BY site",
    )?;
    let rows = query.query_map([], |row| Ok(Head { site: row.get(0)?, seq: row.get(1)?, hash: row.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A name that no other file has.
pub(super) fn new_name() -> String {
    Uuid::new_v4().simple().to_string()
}

/// Whether a text is such a name: 32 small hexadecimal digits.
pub(super) fn is_name(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Lets a file go on as a new site; its name. What is there by then is noted: whoever takes in changes of the new site
/// without having all of that would never notice what is missing.
pub(super) fn begin(db: &Connection) -> Result<String> {
    let site = new_name();
    db.execute("UPDATE ledger SET site = ?1", [&site])?;
    note(db, &site)?;
    Ok(site)
}

/// Notes down that a site begins now.
pub(super) fn note(db: &Connection, site: &str) -> Result<()> {
    let upon: Upon = heads(db)?.into_iter().map(|head| (head.site, head.seq)).collect();
    let upon = serde_json::json!(upon).to_string();
    db.execute("INSERT INTO site (site, since, upon) VALUES (?1, ?2, ?3)", params![site, stamp(), upon])?;
    Ok(())
}

/// What was there when a site of this file began. Of another file's site it is not known.
pub(super) fn upon(db: &Connection, site: &str) -> Result<Upon> {
    let mut query = db.prepare("SELECT upon FROM site WHERE site = ?1")?;
    let text: Option<String> = query.query_row([site], |row| row.get(0)).optional()?;
    text.map_or_else(|| Ok(Upon::new()), |text| read(&text))
}

/// Reads what was there, as it is kept.
pub(super) fn read(upon: &str) -> Result<Upon> {
    serde_json::from_str(upon).map_err(|error| damaged(&error.to_string()))
}
