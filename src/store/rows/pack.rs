//! Policy packs in the ledger: their text, and what other tools get to see of them.

use std::borrow::Cow;
use std::collections::HashMap;

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde_json::json;

use super::cells::patch_of;
use super::chain::Chain;
use super::standing::IN_ORDER_OF_PLACES;
use super::{cover, kind, pack_text, place, site};
use crate::domain::place::Place;
use crate::domain::policy::{Pack, join};
use crate::domain::record::{ActSort, Patch};
use crate::domain::verdict::Counts;
use crate::domain::verdict::Verdict;
use crate::i18n::{LedgerRefusal, LoadMsg, Text};
use crate::store::error::{Result, damaged};

/// What is to be loaded into a ledger.
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    /// Places, new ones or changed.
    pub places: &'a [Place],
    /// Of those that are new, the ones that will be closed: their codes, and the first day on which
    /// they are.
    pub closings: &'a [(String, NaiveDate)],
    /// Packs, new ones or other versions of loaded ones.
    pub packs: &'a [Pack],
    /// Who loads them.
    pub author: &'a str,
}

/// A verdict that loading a pack changes; none where a requirement does not judge the place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictChange {
    /// The place, with the one above.
    pub place: String,
    /// The requirement, as the pack calls it that has it.
    pub requirement: Text,
    /// What it is.
    pub before: Option<Verdict>,
    /// What it would be.
    pub after: Option<Verdict>,
}

/// What loading would change of a pack that is loaded in another version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacing {
    /// Its code.
    pub pack: String,
    /// What differs in it.
    pub changes: Vec<LoadMsg>,
    /// The verdicts that would be others.
    pub moves: Vec<VerdictChange>,
}

/// What loading a pack would add that is not loaded in any version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adding {
    /// Its code.
    pub pack: String,
    /// What it brings.
    pub changes: Vec<LoadMsg>,
    /// Its verdicts.
    pub counts: Counts,
}

/// What loading would change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rehearsal {
    /// Packs that are loaded in other versions.
    pub replacing: Vec<Replacing>,
    /// Packs that are new.
    pub adding: Vec<Adding>,
}

/// Reads every pack from the text that the ledger keeps.
pub(crate) fn load_all(db: &Connection) -> Result<Vec<Pack>> {
    let mut query = db.prepare("SELECT code, text FROM pack ORDER BY position")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    read_all(
        rows.iter()
            .map(|(code, text)| (code.as_str(), text.as_str())),
    )
}

/// Reads packs from their codes and texts, and joins them.
pub(crate) fn read_all<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Vec<Pack>> {
    let packs = texts.map(|(code, text)| read(code, text));
    let mut packs = packs.collect::<Result<Vec<Pack>>>()?;
    join(&mut packs)?;
    Ok(packs)
}

/// Reads a pack from a text that the ledger keeps of it.
pub(crate) fn read(code: &str, text: &str) -> Result<Pack> {
    Pack::read(text).map_err(|faults| {
        LedgerRefusal::PackDoesNotCheck {
            pack: code.to_owned(),
            faults: faults.len(),
        }
        .into()
    })
}

/// Returns the texts of the packs of the ledger, in their order.
pub(crate) fn texts(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare_cached("SELECT text FROM pack ORDER BY position")?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the packs of the ledger: `known`, unless another program loaded one since. Judging by an
/// old pack would write standings that the ledger's own text contradicts.
pub(crate) fn current<'a>(db: &Connection, known: &'a [Pack]) -> Result<Cow<'a, [Pack]>> {
    let texts = texts(db)?;
    if texts.iter().eq(known.iter().map(|pack| &pack.text)) {
        Ok(Cow::Borrowed(known))
    } else {
        load_all(db).map(Cow::Owned)
    }
}

pub(crate) fn is_replaced(known: &Pack, packs: &[Pack]) -> bool {
    packs
        .iter()
        .any(|pack| pack.code == known.code && pack.text != known.text)
}

/// The verdicts of a pack by place and requirement, in the order of its matrix.
type Verdicts = Vec<((String, String), Verdict)>;

pub(crate) fn verdicts(db: &Connection, pack: &str) -> Result<Verdicts> {
    let mut query = db.prepare_cached(&format!(
        "SELECT standing.place, standing.requirement, verdict FROM {IN_ORDER_OF_PLACES}
         WHERE shown.pack = ?1 ORDER BY shown.position, requirement.position"
    ))?;
    let rows = query.query_map([pack], |row| {
        Ok(((row.get(0)?, row.get(1)?), row.get::<_, String>(2)?))
    })?;
    rows.map(|row| {
        let (key, word) = row?;
        Ok((
            key,
            Verdict::of_word(&word).ok_or_else(|| damaged("standing.verdict"))?,
        ))
    })
    .collect()
}

/// Returns the verdicts that differ between two versions of a pack. Those of the new version come
/// in its order, then those that only the old one had.
pub(crate) fn moves(
    db: &Connection,
    packs: (&Pack, &Pack),
    before: &Verdicts,
    after: &Verdicts,
) -> Result<Vec<VerdictChange>> {
    let by_key = |verdicts: &Verdicts| verdicts.iter().cloned().collect::<HashMap<_, _>>();
    let was = by_key(before);
    let is = by_key(after);
    let gone = before.iter().filter(|(key, _)| !is.contains_key(key));
    let mut found = Vec::new();
    for key in after
        .iter()
        .chain(gone)
        .map(|(key, _)| key)
        .filter(|key| was.get(key) != is.get(key))
    {
        let requirement = packs
            .1
            .requirement(&key.1)
            .or_else(|| packs.0.requirement(&key.1));
        found.push(VerdictChange {
            place: place::path(db, &key.0)?,
            requirement: requirement
                .map(|requirement| requirement.label.clone())
                .unwrap_or_default(),
            before: was.get(key).copied(),
            after: is.get(key).copied(),
        });
    }
    Ok(found)
}

/// Loads the pack at a position, given the packs of the ledger as they are to be, joined.
pub(crate) fn load(db: &Connection, packs: &[Pack], position: usize, at: &str) -> Result<()> {
    let Some(pack) = packs.get(position) else {
        return Ok(());
    };
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
    db.execute(
        "INSERT INTO pack (code, position, number, title_zh, title_en, target_date, text, sha256, loaded_at,
             valid_from, valid_to)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
         ON CONFLICT (code) DO UPDATE SET number = excluded.number, title_zh = excluded.title_zh,
             title_en = excluded.title_en, target_date = excluded.target_date, text = excluded.text,
             sha256 = excluded.sha256, loaded_at = excluded.loaded_at, valid_from = excluded.valid_from,
             valid_to = excluded.valid_to",
        params![
            pack.code,
            i64::try_from(position).unwrap_or_default(),
            pack.document.number,
            pack.document.title.zh,
            pack.document.title.en,
            day(pack.document.target_date),
            pack.text,
            pack_text::digest(&pack.text),
            at,
            day(pack.document.valid_from),
            day(pack.document.valid_to)
        ],
    )?;
    kind::replace(db, packs, pack)?;
    replace_requirements(db, pack)?;
    cover::cover(db, pack)
}

/// Records that a pack was loaded.
pub(crate) fn note(chain: &mut Chain, pack: &Pack, author: &str) -> Result<()> {
    chain.note(ActSort::Pack, author, loaded(&pack.code, &pack.text))
}

/// Returns what the act says by which a pack is loaded.
pub(crate) fn loaded(code: &str, text: &str) -> Patch {
    patch_of(json!({ "code": code, "text": text }))
}

/// Returns the packs of the ledger, as the acts of this file have them. Each is its code, its text,
/// and when it was loaded, in their order.
pub(crate) fn noted(db: &Connection) -> Result<Vec<(String, String, String)>> {
    let mut packs: Vec<(String, String, String)> = Vec::new();
    for act in site::own_acts(db, ActSort::Pack)? {
        let text_of = |key: &str| site::text(&act, key).unwrap_or_default().to_owned();
        let at = site::done_at(&act).to_owned();
        let pack = (text_of("code"), text_of("text"), at);
        match packs.iter_mut().find(|known| known.0 == pack.0) {
            Some(known) => *known = pack,
            None => packs.push(pack),
        }
    }
    Ok(packs)
}

/// Writes the groups of a pack, and the forms that each requirement looks at in its own place.
pub(crate) fn replace_groups_and_forms(db: &Connection, pack: &Pack) -> Result<()> {
    for table in ["pack_group", "requirement_form"] {
        db.execute(
            &format!("DELETE FROM {table} WHERE pack = ?1"),
            [&pack.code],
        )?;
    }
    let mut insert = db.prepare(
        "INSERT INTO pack_group (pack, code, position, label_zh, label_en) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (position, group) in pack.groups.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or_default();
        let Text { zh, en } = &group.label;
        insert.execute(params![pack.code, group.code, position, zh, en])?;
    }
    let mut insert = db.prepare(
        "INSERT OR IGNORE INTO requirement_form (pack, requirement, form) VALUES (?1, ?2, ?3)",
    )?;
    for requirement in pack.requirements.iter() {
        let here = requirement.looks().into_iter();
        let here = here
            .filter(|look| look.path.is_empty())
            .map(|look| look.form);
        let exists = requirement.is_exists().then(|| requirement.kind.clone());
        for form in here.chain(exists) {
            insert.execute(params![pack.code, requirement.code, form])?;
        }
    }
    Ok(())
}

fn replace_requirements(db: &Connection, pack: &Pack) -> Result<()> {
    replace_groups_and_forms(db, pack)?;
    let codes: Vec<&str> = pack
        .requirements
        .iter()
        .map(|requirement| requirement.code.as_str())
        .collect();
    let kept = serde_json::json!(codes).to_string();
    db.execute(
        "DELETE FROM requirement WHERE pack = ?1 AND code NOT IN (SELECT value FROM json_each(?2))
             AND code NOT IN (SELECT requirement FROM exception WHERE pack = ?1)",
        params![pack.code, kept],
    )?;
    let mut insert = db.prepare(
        "INSERT INTO requirement (pack, code, position, kind, label_zh, label_en, strength, clause, target_date,
             group_code)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
         ON CONFLICT (pack, code) DO UPDATE SET position = excluded.position, kind = excluded.kind,
             label_zh = excluded.label_zh, label_en = excluded.label_en, strength = excluded.strength,
             clause = excluded.clause, target_date = excluded.target_date,
             group_code = excluded.group_code",
    )?;
    for (position, requirement) in pack.requirements.iter().enumerate() {
        insert.execute(params![
            pack.code,
            requirement.code,
            i64::try_from(position).unwrap_or_default(),
            requirement.kind,
            requirement.label.zh,
            requirement.label.en,
            requirement.strength.word(),
            requirement.clause,
            requirement.target_date.map(|day| day.to_string()),
            requirement.group
        ])?;
    }
    Ok(())
}
