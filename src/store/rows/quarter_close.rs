//! Quarters that were closed, and the standings that each close froze.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::{CLOSED_STANDINGS, QUARTER_CLOSES, text};
use super::cells::uuid;
use super::chain::Chain;
use super::{finding, place, place_life, site, trail};
use crate::domain::record::ChangeId;
use crate::domain::review::quarter::KnownHeads;
use crate::domain::review::{OpenCounts, QuarterClose, Reopening};
use crate::domain::value::{Cycle, Period};
use crate::domain::verdict::Standing;
use crate::store::clock::{self, is_timestamp};
use crate::store::error::{Result, damaged};

/// The most pairs of closes that are reported.
const MOST_PAIRS: i64 = 100;

/// A close that is to be written down.
pub(crate) struct NewClose<'a> {
    pub(crate) quarter: Period,
    pub(crate) place: Option<&'a str>,
    pub(crate) packs: BTreeMap<String, String>,
    pub(crate) heads: KnownHeads,
    pub(crate) open: OpenCounts,
    pub(crate) signed_by: &'a str,
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

/// Returns the places and packs whose standings a close of a quarter froze that was not taken back,
/// each as pack and place.
pub(crate) fn frozen_keys(db: &Connection, quarter: Period) -> Result<BTreeSet<(String, String)>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT closed_standing.pack, closed_standing.place
         FROM quarter_close AS made JOIN closed_standing ON closed_standing.closed = made.id
         WHERE made.act = 'close' AND made.quarter = ?1
             AND NOT EXISTS (SELECT 1 FROM quarter_close AS back WHERE back.reopens = made.id)",
    )?;
    let rows = query.query_map([quarter.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A quarter that is closed for a place.
pub(crate) struct LastClosed {
    pub(crate) quarter: Period,
    /// When it was closed first. One that was reopened and closed again keeps what was confirmed
    /// since then.
    pub(crate) first_closed_at: String,
}

/// Returns the last quarter that is closed for a place: by a close that froze a standing in it or
/// below it; for a place in which nothing is judged, by one that speaks of it.
pub(crate) fn last_for(db: &Connection, place: &str) -> Result<Option<LastClosed>> {
    let mut judged = db.prepare_cached("SELECT 1 FROM covered WHERE place = ?1 LIMIT 1")?;
    let mut is_judged = || place_life::any_below(db, place, |code| Ok(judged.exists([code])?));
    let mut concerning = Vec::new();
    for close in all(db)? {
        if froze(db, &close, place)? || speaks_of(db, &close, place)? && !is_judged()? {
            concerning.push(close);
        }
    }
    let standing = concerning.iter().filter(|close| close.reopened.is_none());
    let Some(quarter) = standing.map(|close| close.quarter).max() else {
        return Ok(None);
    };
    let of_quarter = concerning.iter().filter(|close| close.quarter == quarter);
    let first = of_quarter.map(|close| close.at.as_str()).min();
    Ok(Some(LastClosed {
        quarter,
        first_closed_at: first.unwrap_or_default().to_owned(),
    }))
}

/// Returns whether a close froze a standing in a place or below it.
fn froze(db: &Connection, close: &QuarterClose, place: &str) -> Result<bool> {
    let mut froze = db.prepare_cached(
        "SELECT 1 FROM json_each(?2) AS judged
         CROSS JOIN closed_standing INDEXED BY closed_standing_closed
             ON closed = ?1 AND pack = judged.value AND closed_standing.place = ?3 LIMIT 1",
    )?;
    let (id, packs) = (close.id.to_string(), close.packs.keys());
    let packs = packs.map(String::as_str).collect::<Json>().to_string();
    place_life::any_below(
        db,
        place,
        |code| Ok(froze.exists(params![id, packs, code])?),
    )
}

/// Returns the places whose standings of a pack a close froze, in its order.
pub(crate) fn frozen_places(db: &Connection, close: Uuid, pack: &str) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(
        "SELECT place FROM closed_standing WHERE closed = ?1 AND pack = ?2 ORDER BY rowid",
    )?;
    let rows = query.query_map(params![close.to_string(), pack], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
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

/// Returns all that a close froze, by the code of the pack.
pub(crate) fn frozen_by_pack(
    db: &Connection,
    close: Uuid,
) -> Result<BTreeMap<String, Vec<Standing>>> {
    let mut query =
        db.prepare_cached("SELECT DISTINCT pack FROM closed_standing WHERE closed = ?1")?;
    let packs = query.query_map([close.to_string()], |row| row.get::<_, String>(0))?;
    let packs = packs.collect::<rusqlite::Result<Vec<_>>>()?;
    let each = packs.into_iter().map(|pack| {
        let standings = frozen(db, close, &pack)?;
        Ok((pack, standings))
    });
    each.collect()
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

/// Returns the closes of a quarter that froze one place and pack beside each other: two files closed
/// it before they were merged. The earlier one of each pair stands.
pub(crate) fn closed_twice(db: &Connection) -> Result<Vec<(QuarterClose, QuarterClose)>> {
    let closes = all(db)?;
    let standing = |id: &str| {
        let is_meant = |close: &&QuarterClose| close.id.to_string() == id;
        closes.iter().find(is_meant).cloned()
    };
    let mut query = db.prepare_cached(
        "SELECT DISTINCT first.id, second.id FROM quarter_close AS first
         JOIN closed_standing AS one ON one.closed = first.id
         JOIN closed_standing AS other ON other.pack = one.pack AND other.place = one.place
         JOIN quarter_close AS second ON second.id = other.closed
         WHERE first.act = 'close' AND second.act = 'close' AND second.quarter = first.quarter
             AND second.id > first.id AND NOT EXISTS (
                 SELECT 1 FROM quarter_close AS back WHERE back.reopens IN (first.id, second.id))
         ORDER BY first.id, second.id LIMIT ?1",
    )?;
    let mut rows = query.query([MOST_PAIRS])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (first, second): (String, String) = (row.get(0)?, row.get(1)?);
        found.extend(standing(&first).zip(standing(&second)));
    }
    Ok(found)
}

/// Returns the change that a close rests on and that is not here.
pub(crate) fn missing_head(db: &Connection, close: &QuarterClose) -> Result<Option<ChangeId>> {
    for (site, seq) in &close.heads {
        let last = trail::last_of(db, site)?.map_or(0, |head| head.seq);
        if last < *seq {
            return Ok(Some(ChangeId {
                site: site.clone(),
                seq: *seq,
            }));
        }
    }
    Ok(None)
}

/// Returns acts that are about something that is not here: a reopening and frozen standings without
/// their close, a confirmation without its record.
pub(crate) fn loose(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(
        "SELECT id FROM quarter_close AS back WHERE act = 'reopen'
             AND NOT EXISTS (SELECT 1 FROM quarter_close AS made WHERE made.id = back.reopens AND made.act = 'close')
         UNION ALL SELECT id FROM closed_standing
             WHERE NOT EXISTS (SELECT 1 FROM quarter_close AS made WHERE made.id = closed AND made.act = 'close')
         UNION ALL SELECT id FROM confirmation
             WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.record = confirmation.record)",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns whether a close is of a quarter that was over when it was made. The clock of another
/// machine may be a day ahead.
fn is_over(close: &QuarterClose) -> bool {
    let day = close.at.get(..10);
    let day = day.and_then(|day| day.parse::<NaiveDate>().ok());
    let tomorrow = day.and_then(|day| day.succ_opt());
    close.quarter.cycle() == Cycle::Quarter
        && tomorrow.is_some_and(|day| close.quarter.is_over(day))
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
            "close" => of_row(row).is_ok_and(|close| is_over(&close)),
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
