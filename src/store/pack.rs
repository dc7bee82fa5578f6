//! Policy packs in the ledger: their text, and what other tools get to see of them.

use std::borrow::Cow;

use rusqlite::{Connection, params};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::chain::{Chain, patch};
use super::error::Result;
use super::{Store, place, site, view};
use crate::domain::folding;
use crate::domain::pack::{Kind, Pack};
use crate::domain::requirement::{Requirement, Scope};
use crate::domain::trail::{ActSort, Patch};
use crate::i18n::LedgerRefusal;

impl Store {
    /// The pack of a code, or the first one when none is named.
    ///
    /// # Errors
    /// When no pack of that code is loaded.
    pub fn pack(&self, code: Option<&str>) -> Result<&Pack> {
        let found = self.packs().iter().find(|pack| code.is_none_or(|code| pack.code == code));
        found.ok_or_else(|| {
            let known = self.packs().iter().map(|pack| pack.code.as_str()).collect::<Vec<_>>().join(", ");
            LedgerRefusal::NoSuchPack { pack: code.unwrap_or_default().to_owned(), known }.into()
        })
    }

    /// The kind that a text names by its code or one of its labels.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_kind(&self, text: &str) -> Result<&Kind> {
        let kinds = || self.packs().iter().flat_map(|pack| &pack.kinds);
        let spelled = |kind: &&Kind| {
            [&kind.code, &kind.label.zh, &kind.label.en]
                .into_iter()
                .any(|name| folding::key(name) == folding::key(text))
        };
        let found = kinds().find(|kind| kind.code == text).or_else(|| kinds().find(spelled));
        found.ok_or_else(|| {
            let known = kinds().map(|kind| kind.code.as_str()).collect::<Vec<_>>().join(", ");
            LedgerRefusal::NoSuchKind { kind: text.to_owned(), known }.into()
        })
    }
}

/// Reads every pack from the text that the ledger keeps.
pub(super) fn load_all(db: &Connection) -> Result<Vec<Pack>> {
    let mut query = db.prepare("SELECT code, text FROM pack ORDER BY position")?;
    let rows = query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    rows.map(|row| {
        let (code, text) = row?;
        Pack::read(&text).map_err(|faults| LedgerRefusal::PackDoesNotCheck { pack: code, faults: faults.len() }.into())
    })
    .collect()
}

/// The packs of the ledger: `known`, unless another program loaded one since. Judging by an old pack would write
/// standings that the ledger's own text contradicts.
pub(super) fn current<'a>(db: &Connection, known: &'a [Pack]) -> Result<Cow<'a, [Pack]>> {
    let mut query = db.prepare_cached("SELECT text FROM pack ORDER BY position")?;
    let texts = query.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    if texts.iter().eq(known.iter().map(|pack| &pack.text)) {
        Ok(Cow::Borrowed(known))
    } else {
        load_all(db).map(Cow::Owned)
    }
}

pub(super) fn load(db: &Connection, pack: &Pack, known: &[Pack], at: &str) -> Result<()> {
    refuse_kinds_of_others(pack, known)?;
    let position = known.iter().position(|other| other.code == pack.code).unwrap_or(known.len());
    let digest = format!("{:x}", Sha256::digest(pack.text.as_bytes()));
    db.execute(
        "INSERT INTO pack (code, position, number, title_zh, title_en, target_date, text, sha256, loaded_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (code) DO UPDATE SET number = excluded.number, title_zh = excluded.title_zh,
             title_en = excluded.title_en, target_date = excluded.target_date, text = excluded.text,
             sha256 = excluded.sha256, loaded_at = excluded.loaded_at",
        params![
            pack.code,
            i64::try_from(position).unwrap_or_default(),
            pack.document.number,
            pack.document.title.zh,
            pack.document.title.en,
            pack.document.target_date.map(|day| day.to_string()),
            pack.text,
            digest,
            at
        ],
    )?;
    replace_kinds(db, pack)?;
    replace_requirements(db, pack)?;
    cover(db, pack)
}

/// Notes down that a pack was loaded.
pub(super) fn note(chain: &mut Chain, pack: &Pack, author: &str) -> Result<()> {
    chain.note(ActSort::Pack, author, loaded(&pack.code, &pack.text))
}

/// What the act says by which a pack is loaded.
pub(super) fn loaded(code: &str, text: &str) -> Patch {
    patch(json!({ "code": code, "text": text }))
}

/// The packs of the ledger, as the acts of this file have them: code, text, and when each was loaded, in their order.
pub(super) fn noted(db: &Connection) -> Result<Vec<(String, String, String)>> {
    let mut packs: Vec<(String, String, String)> = Vec::new();
    for act in site::own_acts(db, ActSort::Pack)? {
        let said = |key: &str| site::text(&act, key).unwrap_or_default().to_owned();
        let at = site::text(&act, "at").unwrap_or(&act.at).to_owned();
        let pack = (said("code"), said("text"), at);
        match packs.iter_mut().find(|known| known.0 == pack.0) {
            Some(known) => *known = pack,
            None => packs.push(pack),
        }
    }
    Ok(packs)
}

fn refuse_kinds_of_others(pack: &Pack, known: &[Pack]) -> Result<()> {
    for other in known.iter().filter(|other| other.code != pack.code) {
        if let Some(kind) = pack.kinds.iter().find(|kind| other.kind(&kind.code).is_some()) {
            let (kind, pack) = (kind.code.clone(), other.code.clone());
            return Err(LedgerRefusal::KindOfOtherPack { kind, pack }.into());
        }
    }
    Ok(())
}

fn replace_kinds(db: &Connection, pack: &Pack) -> Result<()> {
    let mut query = db.prepare("SELECT code FROM kind WHERE pack = ?1")?;
    let before: Vec<String> = query.query_map([&pack.code], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    db.execute("DELETE FROM standing WHERE pack = ?1", [&pack.code])?;
    db.execute("DELETE FROM covered WHERE pack = ?1", [&pack.code])?;
    for code in before {
        view::drop(db, &code)?;
        if pack.kind(&code).is_some() {
            continue;
        }
        // An exception holds on to its requirement, and with it to the kind.
        let used: i64 = db.query_row(
            "SELECT (SELECT count(*) FROM facility WHERE kind = ?1) + (SELECT count(*) FROM exception
                 JOIN requirement ON requirement.pack = exception.pack AND requirement.code = exception.requirement
                 WHERE requirement.kind = ?1)",
            [&code],
            |row| row.get(0),
        )?;
        if used > 0 {
            return Err(
                LedgerRefusal::KindInUse { kind: code, count: usize::try_from(used).unwrap_or_default() }.into()
            );
        }
        db.execute("DELETE FROM requirement WHERE pack = ?1 AND kind = ?2", [&pack.code, &code])?;
        db.execute("DELETE FROM kind WHERE code = ?1", [&code])?;
    }
    for kind in &pack.kinds {
        db.execute(
            "INSERT INTO kind (code, pack, label_zh, label_en) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (code) DO UPDATE SET label_zh = excluded.label_zh, label_en = excluded.label_en",
            params![kind.code, pack.code, kind.label.zh, kind.label.en],
        )?;
        view::create(db, kind)?;
    }
    Ok(())
}

fn replace_requirements(db: &Connection, pack: &Pack) -> Result<()> {
    let codes: Vec<&str> = pack.requirements.iter().map(|requirement| requirement.code.as_str()).collect();
    let kept = serde_json::json!(codes).to_string();
    db.execute(
        "DELETE FROM requirement WHERE pack = ?1 AND code NOT IN (SELECT value FROM json_each(?2))
             AND code NOT IN (SELECT requirement FROM exception WHERE pack = ?1)",
        params![pack.code, kept],
    )?;
    let mut insert = db.prepare(
        "INSERT INTO requirement (pack, code, position, kind, label_zh, label_en, strength, clause, target_date)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (pack, code) DO UPDATE SET position = excluded.position, kind = excluded.kind,
             label_zh = excluded.label_zh, label_en = excluded.label_en, strength = excluded.strength,
             clause = excluded.clause, target_date = excluded.target_date",
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
            requirement.target_date.map(|day| day.to_string())
        ])?;
    }
    Ok(())
}

/// Writes down which places each requirement of a pack judges, and marks them stale.
pub(super) fn cover(db: &Connection, pack: &Pack) -> Result<()> {
    for table in ["standing", "covered", "shown"] {
        db.execute(&format!("DELETE FROM {table} WHERE pack = ?1"), [&pack.code])?;
    }
    for requirement in &pack.requirements {
        cover_one(db, pack, requirement)?;
    }
    db.execute(
        "INSERT INTO shown (pack, position, place)
         SELECT covered.pack, row_number() OVER (
             ORDER BY min(requirement.position), min(covered.position), covered.place) - 1, covered.place
         FROM covered JOIN requirement
             ON requirement.pack = covered.pack AND requirement.code = covered.requirement
         WHERE covered.pack = ?1 GROUP BY covered.place",
        [&pack.code],
    )?;
    place::mark_level_stale(db, &pack.code)
}

fn cover_one(db: &Connection, pack: &Pack, requirement: &Requirement) -> Result<()> {
    match &requirement.scope {
        Scope::Places(codes) => {
            let mut insert =
                db.prepare_cached("INSERT INTO covered (pack, requirement, place, position) VALUES (?1, ?2, ?3, ?4)")?;
            for (position, code) in codes.iter().enumerate() {
                let Some(place) = place::code_of(db, code)? else {
                    let (pack, place) = (pack.code.clone(), code.clone());
                    return Err(LedgerRefusal::PackCoversNoPlace { pack, place }.into());
                };
                insert.execute(params![
                    pack.code,
                    requirement.code,
                    place,
                    i64::try_from(position).unwrap_or_default()
                ])?;
            }
        }
        Scope::Level(level) => {
            let count = db.execute(
                "INSERT INTO covered (pack, requirement, place, position)
                 SELECT ?1, ?2, code, row_number() OVER (ORDER BY code) - 1 FROM place WHERE level = ?3",
                params![pack.code, requirement.code, level],
            )?;
            if count == 0 {
                let (pack, level) = (pack.code.clone(), level.clone());
                return Err(LedgerRefusal::PackCoversNoLevel { pack, level }.into());
            }
        }
    }
    Ok(())
}
