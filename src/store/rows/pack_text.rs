//! Every text of a pack that was loaded, so that an earlier day is judged by the text of that day.
//! The acts by which packs are loaded make these rows.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use sha2::{Digest, Sha256};

use super::site::{self, PROGRAM};
use crate::domain::record::ActSort;
use crate::store::error::Result;

/// A text of a pack, as it was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackText {
    /// The code of the pack.
    pub pack: String,
    /// Its number among the texts of that pack, counted from 1.
    pub number: i64,
    /// The SHA-256 of the text.
    pub sha256: String,
    /// The text.
    pub text: String,
    /// When it was loaded, UTC.
    pub loaded_at: String,
    /// By whom.
    pub loaded_by: String,
}

const COLUMNS: &str = "pack, number, sha256, text, loaded_at, loaded_by";

/// Returns the SHA-256 of the text of a pack, in hexadecimal digits.
pub(crate) fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}

fn of_row(row: &Row) -> rusqlite::Result<PackText> {
    Ok(PackText {
        pack: row.get(0)?,
        number: row.get(1)?,
        sha256: row.get(2)?,
        text: row.get(3)?,
        loaded_at: row.get(4)?,
        loaded_by: row.get(5)?,
    })
}

/// Returns every text, those of a pack in the order in which they were loaded.
pub(crate) fn all(db: &Connection) -> Result<Vec<PackText>> {
    let mut query = db.prepare(&format!(
        "SELECT {COLUMNS} FROM pack_text ORDER BY pack, number"
    ))?;
    Ok(query
        .query_map([], of_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the text of a pack that was the newest before a time; of a pack that was loaded later,
/// its first.
pub(crate) fn before(db: &Connection, pack: &str, time: &str) -> Result<Option<PackText>> {
    let mut query = db.prepare(&format!(
        "SELECT {COLUMNS} FROM pack_text WHERE pack = ?1
         ORDER BY loaded_at < ?2 DESC, CASE WHEN loaded_at < ?2 THEN -number ELSE number END LIMIT 1"
    ))?;
    Ok(query.query_row([pack, time], of_row).optional()?)
}

/// Keeps a text that was loaded. The same text again is none.
pub(crate) fn add(db: &Connection, pack: &str, text: &str, at: &str, by: &str) -> Result<()> {
    let last: Option<(i64, String)> = db
        .query_row(
            "SELECT number, text FROM pack_text WHERE pack = ?1 ORDER BY number DESC LIMIT 1",
            [pack],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let number = match last {
        Some((_, last)) if last == text => return Ok(()),
        Some((number, _)) => number + 1,
        None => 1,
    };
    db.execute(
        &format!("INSERT INTO pack_text ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
        params![pack, number, digest(text), text, at, by],
    )?;
    Ok(())
}

/// Returns every text as the acts of this file have it, in the order of [`all`].
pub(crate) fn noted(db: &Connection) -> Result<Vec<PackText>> {
    let mut texts: Vec<PackText> = Vec::new();
    for act in site::own_acts(db, ActSort::Pack)? {
        let said = |key| site::text(&act, key).unwrap_or_default().to_owned();
        let (pack, text) = (said("code"), said("text"));
        let last = texts.iter().rfind(|known| known.pack == pack);
        if last.is_some_and(|last| last.text == text) {
            continue;
        }
        texts.push(PackText {
            number: last.map_or(1, |last| last.number + 1),
            sha256: digest(&text),
            loaded_at: site::done_at(&act).to_owned(),
            loaded_by: site::done_by(&act).to_owned(),
            pack,
            text,
        });
    }
    texts.sort_by(|a, b| (&a.pack, a.number).cmp(&(&b.pack, b.number)));
    Ok(texts)
}

/// Fills the table of a ledger that had none: from the acts, and where there are none, as in a copy
/// of a file before version 3, from the packs that are loaded.
pub(crate) fn fill(db: &Connection) -> Result<()> {
    for text in noted(db)? {
        add(db, &text.pack, &text.text, &text.loaded_at, &text.loaded_by)?;
    }
    let mut query = db.prepare("SELECT code, text, loaded_at FROM pack ORDER BY position")?;
    let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let packs: Vec<(String, String, String)> =
        query.query_map([], row)?.collect::<rusqlite::Result<_>>()?;
    for (pack, text, at) in packs {
        add(db, &pack, &text, &at, PROGRAM)?;
    }
    Ok(())
}
