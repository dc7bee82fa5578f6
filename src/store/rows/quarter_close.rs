//! Quarters that were closed, and the standings that each close froze.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::{CLOSED_STANDINGS, QUARTER_CLOSES};
use super::cells::uuid;
use super::chain::Chain;
use super::{finding, place, site};
use crate::domain::review::quarter::KnownHeads;
use crate::domain::review::{OpenCounts, QuarterClose, Reopening};
use crate::domain::value::Period;
use crate::domain::verdict::Standing;
use crate::store::clock::{self, is_timestamp};
use crate::store::error::{Result, damaged};

/// A close that is to be written down.
pub(crate) struct NewClose<'a> {
    pub(crate) quarter: Period,
    pub(crate) place: Option<&'a str>,
    pub(crate) packs: BTreeMap<String, String>,
    pub(crate) heads: KnownHeads,
    pub(crate) open: OpenCounts,
    pub(crate) signed_by: &'a str,
}

fn text(text: &str) -> Sql {
    Sql::Text(text.to_owned())
}

fn some(word: Option<&str>) -> Sql {
    word.map_or(Sql::Null, text)
}

/// Adds a close; returns its id.
pub(crate) fn write(chain: &mut Chain, author: &str, close: &NewClose) -> Result<Uuid> {
    let id = clock::new_id();
    let json = |value: Json| text(&value.to_string());
    let row = vec![
        text(&id.to_string()),
        text("close"),
        text(&close.quarter.to_string()),
        some(close.place),
        Sql::Null,
        json(serde_json::json!(close.packs)),
        json(serde_json::json!(close.heads)),
        json(serde_json::to_value(close.open)?),
        some(Some(close.signed_by).filter(|name| !name.is_empty())),
        Sql::Null,
        Sql::Null,
        Sql::Null,
        Sql::Null,
    ];
    QUARTER_CLOSES.write(chain, author, &row)?;
    Ok(id)
}

/// Takes a close back.
pub(crate) fn write_reopening(
    chain: &mut Chain,
    author: &str,
    close: &QuarterClose,
    reason: &str,
) -> Result<()> {
    let row = vec![
        text(&clock::new_id().to_string()),
        text("reopen"),
        text(&close.quarter.to_string()),
        some(close.place.as_deref()),
        text(&close.id.to_string()),
        Sql::Null,
        Sql::Null,
        Sql::Null,
        Sql::Null,
        text(reason),
        Sql::Null,
        Sql::Null,
        Sql::Null,
    ];
    QUARTER_CLOSES.write(chain, author, &row)
}

/// Freezes the standings of one place and pack.
pub(crate) fn freeze(
    chain: &mut Chain,
    author: &str,
    (close, pack, place): (Uuid, &str, &str),
    standings: &[Standing],
) -> Result<()> {
    let row = vec![
        text(&clock::new_id().to_string()),
        text(&close.to_string()),
        text(pack),
        text(place),
        text(&serde_json::to_value(standings)?.to_string()),
        Sql::Null,
        Sql::Null,
        Sql::Null,
    ];
    CLOSED_STANDINGS.write(chain, author, &row)
}

/// Returns every close, the oldest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<QuarterClose>> {
    let mut query = db.prepare_cached(
        "SELECT id, quarter, place, packs, heads, counts, coalesce(signed_by, ''), author, at, site
         FROM quarter_close WHERE act = 'close' ORDER BY id",
    )?;
    let mut found: Vec<QuarterClose> = query.query_and_then([], of_row)?.collect::<Result<_>>()?;
    let mut query = db.prepare_cached(
        "SELECT reopens, reason, author, at FROM quarter_close WHERE act = 'reopen' ORDER BY id",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let of = uuid(&row.get::<_, String>(0)?)?;
        if let Some(close) = found.iter_mut().find(|close| close.id == of) {
            close.reopened.get_or_insert(Reopening {
                reason: row.get(1)?,
                author: row.get(2)?,
                at: row.get(3)?,
            });
        }
    }
    Ok(found)
}

fn of_row(row: &Row) -> Result<QuarterClose> {
    let text = |at: usize| row.get::<_, String>(at);
    Ok(QuarterClose {
        id: uuid(&text(0)?)?,
        quarter: text(1)?
            .parse()
            .map_err(|_| damaged("quarter_close.quarter"))?,
        place: row.get(2)?,
        packs: serde_json::from_str(&text(3)?)?,
        heads: serde_json::from_str(&text(4)?)?,
        open: serde_json::from_str(&text(5)?)?,
        signed_by: text(6)?,
        author: text(7)?,
        at: text(8)?,
        site: text(9)?,
        reopened: None,
    })
}

/// Returns whether a close speaks of a place.
pub(crate) fn speaks_of(db: &Connection, close: &QuarterClose, place: &str) -> Result<bool> {
    match &close.place {
        None => Ok(true),
        Some(above) => place::is_within(db, place, Some(std::slice::from_ref(above))),
    }
}

/// Returns the closes of a quarter that were not taken back, the oldest first. Of two that speak of
/// one place the first stands.
pub(crate) fn of_quarter(db: &Connection, quarter: Period) -> Result<Vec<QuarterClose>> {
    let mut closes = all(db)?;
    closes.retain(|close| close.quarter == quarter && close.reopened.is_none());
    Ok(closes)
}

/// Returns the first of some closes that speaks of a place.
pub(crate) fn first_for<'a>(
    db: &Connection,
    closes: &'a [QuarterClose],
    place: &str,
) -> Result<Option<&'a QuarterClose>> {
    for close in closes {
        if speaks_of(db, close, place)? {
            return Ok(Some(close));
        }
    }
    Ok(None)
}

/// Returns the last quarter that is closed for a place, and its close.
pub(crate) fn last_for(db: &Connection, place: &str) -> Result<Option<QuarterClose>> {
    let mut last: Option<QuarterClose> = None;
    for close in all(db)? {
        let is_later = last
            .as_ref()
            .is_none_or(|last| close.quarter > last.quarter);
        if is_later && close.reopened.is_none() && speaks_of(db, &close, place)? {
            last = Some(close);
        }
    }
    Ok(last)
}

/// Returns the standings of a pack that a close froze, place by place.
pub(crate) fn frozen(db: &Connection, close: Uuid, pack: &str) -> Result<Vec<Standing>> {
    let mut query = db.prepare_cached(
        "SELECT standings FROM closed_standing WHERE closed = ?1 AND pack = ?2 ORDER BY rowid",
    )?;
    let mut rows = query.query(params![close.to_string(), pack])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut of_place: Vec<Standing> = serde_json::from_str(&row.get::<_, String>(0)?)?;
        found.append(&mut of_place);
    }
    Ok(found)
}

/// Returns the standings of a pack that a close froze of one place; `None` where it froze none.
pub(crate) fn frozen_of(
    db: &Connection,
    close: Uuid,
    pack: &str,
    place: &str,
) -> Result<Option<Vec<Standing>>> {
    let mut query = db.prepare_cached(
        "SELECT standings FROM closed_standing
         WHERE closed = ?1 AND pack = ?2 AND place = ?3 ORDER BY rowid LIMIT 1",
    )?;
    let row = |row: &Row| row.get::<_, String>(0);
    let found = query.query_row(params![close.to_string(), pack, place], row);
    let found = found.optional()?;
    Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
}

/// Returns the closes of a quarter that stand for one place beside each other: two files closed it
/// before they were merged. Of each the earlier one is asked.
pub(crate) fn closed_twice(db: &Connection) -> Result<Vec<(QuarterClose, QuarterClose)>> {
    let mut standing = all(db)?;
    standing.retain(|close| close.reopened.is_none());
    let mut found = Vec::new();
    for (at, later) in standing.iter().enumerate() {
        for earlier in standing.iter().take(at) {
            if earlier.quarter != later.quarter {
                continue;
            }
            let overlaps = match (&earlier.place, &later.place) {
                (None, _) | (_, None) => true,
                (Some(a), Some(b)) => {
                    place::is_within(db, a, Some(std::slice::from_ref(b)))?
                        || place::is_within(db, b, Some(std::slice::from_ref(a)))?
                }
            };
            let both = froze_both(db, earlier.id, later.id)?;
            if overlaps && both {
                found.push((earlier.clone(), later.clone()));
            }
        }
    }
    Ok(found)
}

/// Returns whether two closes froze the same place.
fn froze_both(db: &Connection, one: Uuid, other: Uuid) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT 1 FROM closed_standing AS one JOIN closed_standing AS other
             ON other.pack = one.pack AND other.place = one.place
         WHERE one.closed = ?1 AND other.closed = ?2",
    )?;
    Ok(query.exists([one.to_string(), other.to_string()])?)
}

/// Returns the ids of closes and frozen standings that are not as this program writes them.
pub(crate) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut query = db.prepare(
        "SELECT id, quarter, place, packs, heads, counts, coalesce(signed_by, ''), author, at, site, act, reopens
         FROM quarter_close",
    )?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let is_act = uuid(&text(0)?).is_ok_and(finding::is_act)
            && is_timestamp(&text(8)?)
            && site::is_name(&text(9)?);
        let is_whole = match text(10)?.as_str() {
            "close" => of_row(row).is_ok(),
            _ => uuid(&text(11)?).is_ok() && text(1)?.parse::<Period>().is_ok(),
        };
        if !(is_act && is_whole) {
            found.push(text(0)?);
        }
    }
    let mut query = db.prepare("SELECT id, closed, standings, place FROM closed_standing")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| row.get::<_, String>(at);
        let place = text(3)?;
        let standings = serde_json::from_str::<Vec<Standing>>(&text(2)?);
        let is_whole = uuid(&text(0)?).is_ok_and(finding::is_act)
            && uuid(&text(1)?).is_ok()
            && standings.is_ok_and(|all| all.iter().all(|standing| standing.place == place));
        if !is_whole {
            found.push(text(0)?);
        }
    }
    Ok(found)
}
