//! The kinds of a ledger: which packs ask for them, and the view of each.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::place_life::{self, BELOW_SECOND};
use super::{place, view};
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Scope};
use crate::domain::value::Cycle;
use crate::i18n::LedgerRefusal;
use crate::store::error::Result;

/// Takes up the kinds that a pack asks for, in place of those it asked for before. A kind stays as
/// long as another pack asks for it. `packs` are those of the ledger as they are to be, joined.
pub(crate) fn replace(db: &Connection, packs: &[Pack], pack: &Pack) -> Result<()> {
    let mut query = db.prepare("SELECT kind FROM kind_pack WHERE pack = ?1")?;
    let before = query
        .query_map([&pack.code], |row| row.get(0))?
        .collect::<rusqlite::Result<BTreeSet<String>>>()?;
    db.execute("DELETE FROM standing WHERE pack = ?1", [&pack.code])?;
    db.execute("DELETE FROM covered WHERE pack = ?1", [&pack.code])?;
    for code in &before {
        if pack.kind(code).is_none() {
            give_up(db, pack, code)?;
        }
    }
    let now = pack.kinds.iter().map(|kind| kind.code.clone());
    for code in before.into_iter().chain(now).collect::<BTreeSet<_>>() {
        view::drop(db, &code)?;
        let first = packs
            .iter()
            .find_map(|pack| Some((pack, pack.kind(&code)?)));
        let Some((first, kind)) = first else {
            db.execute("DELETE FROM kind WHERE code = ?1", [&code])?;
            db.execute("DELETE FROM readme WHERE name = ?1", [&code])?;
            continue;
        };
        db.execute(
            "INSERT INTO kind (code, pack, label_zh, label_en, cycle) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (code) DO UPDATE SET pack = excluded.pack, label_zh = excluded.label_zh,
                 label_en = excluded.label_en, cycle = excluded.cycle",
            params![
                kind.code,
                first.code,
                kind.label.zh,
                kind.label.en,
                kind.cycle().map(Cycle::word)
            ],
        )?;
        view::create(db, kind)?;
    }
    let mut ask = db.prepare("INSERT OR IGNORE INTO kind_pack (pack, kind) VALUES (?1, ?2)")?;
    for kind in pack.kinds.iter() {
        ask.execute([&pack.code, &kind.code])?;
    }
    Ok(())
}

/// Returns whether a place fills in a sheet. None fills in the form of a kind of facility.
pub(crate) fn fills_in(db: &Connection, place: &Place, sheet: &Kind) -> Result<bool> {
    Ok(match sheet.sheet.as_ref().map(|rule| &rule.scope) {
        None => false,
        Some(Scope::Level(level)) => *level == place.level,
        Some(scope @ Scope::Places(_)) => place::in_scope(db, scope)?.contains(&place.code),
    })
}

/// Returns the codes of the open places of a scope that are a place or lie below it, in the order of
/// the scope. No other place is read.
pub(crate) fn places_below(db: &Connection, scope: &Scope, above: &str) -> Result<Vec<String>> {
    let (level, named) = match scope {
        Scope::Level(level) => (Some(level), None),
        Scope::Places(_) => (None, Some(place::in_scope(db, scope)?)),
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT code FROM place WHERE (?1 IS NULL OR level = ?1) AND code IN ({BELOW_SECOND}) ORDER BY code"
    ))?;
    let below = query.query_map(params![level, above], |row| row.get(0))?;
    let below = below.collect::<rusqlite::Result<Vec<String>>>()?;
    let mut codes = match named {
        Some(mut named) => {
            named.retain(|code| below.contains(code));
            named
        }
        None => below,
    };
    let lives = place_life::all(db)?;
    codes.retain(|code| lives.ended(code).is_none());
    Ok(codes)
}

/// Takes a kind from a pack that no longer asks for it.
fn give_up(db: &Connection, pack: &Pack, kind: &str) -> Result<()> {
    // An exception holds on to its requirement, and with it to the kind; a record only to the last
    // pack that asks for it.
    let used: i64 = db.query_row(
        "SELECT (SELECT count(*) FROM record WHERE kind = ?2
                 AND NOT EXISTS (SELECT 1 FROM kind_pack WHERE kind = ?2 AND pack <> ?1))
             + (SELECT count(*) FROM exception
                JOIN requirement ON requirement.pack = exception.pack AND requirement.code = exception.requirement
                WHERE requirement.pack = ?1 AND requirement.kind = ?2)",
        [&pack.code, kind],
        |row| row.get(0),
    )?;
    if used > 0 {
        return Err(LedgerRefusal::KindInUse {
            kind: kind.to_owned(),
            count: usize::try_from(used).unwrap_or_default(),
        }
        .into());
    }
    for table in ["requirement", "kind_pack"] {
        db.execute(
            &format!("DELETE FROM {table} WHERE pack = ?1 AND kind = ?2"),
            [&pack.code, kind],
        )?;
    }
    Ok(())
}
