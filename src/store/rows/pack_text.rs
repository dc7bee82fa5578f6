//! Every text of a pack that was loaded, so that an earlier day is judged by the text of that day.
//! The acts by which packs are loaded make these rows.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use sha2::{Digest, Sha256};

use super::site::{self, PROGRAM};
use super::trail;
use crate::domain::policy::Pack;
use crate::domain::record::ActSort;
use crate::store::error::Result;

/// A text of a pack, as it was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackText {
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

/// By which text of its pack a report on a day is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedBy {
    /// The SHA-256 of the text.
    pub sha256: String,
    /// When it was loaded, UTC.
    pub loaded_at: String,
    /// Whether that was after the day.
    pub is_later: bool,
    /// Whether no other text was loaded since.
    pub is_newest: bool,
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

/// Returns the texts of a pack, in the order in which they were loaded.
fn of_pack(db: &Connection, pack: &str) -> Result<Vec<PackText>> {
    let mut texts = all(db)?;
    texts.retain(|text| text.pack == pack);
    Ok(texts)
}

/// Returns the text of a pack that has a digest.
pub(crate) fn of_digest(db: &Connection, pack: &str, sha256: &str) -> Result<Option<String>> {
    let mut query =
        db.prepare_cached("SELECT text FROM pack_text WHERE pack = ?1 AND sha256 = ?2 LIMIT 1")?;
    let own: Option<String> = query
        .query_row([pack, sha256], |row| row.get(0))
        .optional()?;
    if own.is_some() {
        return Ok(own);
    }
    // Another file that was merged may have loaded it.
    let acts = trail::acts_of_file(db, ActSort::Pack)?;
    let mut texts = acts.iter().filter_map(|act| site::text(act, "text"));
    let found = texts.find(|text| digest(text) == sha256);
    Ok(found.map(str::to_owned))
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
pub(crate) fn before(db: &Connection, pack: &str, time: &str) -> Result<Option<String>> {
    Ok(nearest(&of_pack(db, pack)?, time).map(|text| text.text.clone()))
}

/// Returns when a text of a pack was loaded that judges a day which ends at a time. One that was
/// loaded more than once judges as the load that is nearest to it.
pub(crate) fn judged_by(db: &Connection, pack: &Pack, end: &str) -> Result<Option<JudgedBy>> {
    let texts = of_pack(db, &pack.code)?;
    let last = texts.last().map(|text| text.number);
    let mut same = texts;
    same.retain(|text| text.text == pack.text);
    Ok(nearest(&same, end).map(|text| JudgedBy {
        sha256: text.sha256.clone(),
        loaded_at: text.loaded_at.clone(),
        is_later: text.loaded_at.as_str() >= end,
        is_newest: Some(text.number) == last,
    }))
}

/// Returns the last of these texts that was loaded before a time; where there is none, the first.
fn nearest<'a>(texts: &'a [PackText], time: &str) -> Option<&'a PackText> {
    let before = texts.iter().rfind(|text| text.loaded_at.as_str() < time);
    before.or_else(|| texts.first())
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

/// Forgets the texts that were loaded at a time or later, but of no pack the first.
pub(crate) fn forget_since(db: &Connection, time: &str) -> Result<()> {
    db.execute(
        "DELETE FROM pack_text WHERE loaded_at >= ?1 AND number > 1",
        [time],
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
