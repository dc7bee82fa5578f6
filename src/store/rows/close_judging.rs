//! Judges what a close of a quarter freezes, and the same again for whoever checks it: by the trail
//! alone, as far as the close knew it.

use std::collections::HashSet;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::history::{CloseKnown, Known};
use super::trail_judging::judge_trail;
use super::{pack, pack_text, site};
use crate::domain::policy::Pack;
use crate::domain::review::QuarterClose;
use crate::domain::review::quarter::KnownHeads;
use crate::domain::value::{Period, Zone};
use crate::domain::verdict::Standing;
use crate::store::clock::timestamp;
use crate::store::error::Result;

/// What a close of a quarter freezes.
pub struct JudgedClose {
    /// The last change of each site that was known.
    pub(crate) heads: KnownHeads,
    /// The standings of every pack that was in force on the last day of the quarter.
    pub(crate) packs: Vec<JudgedPack>,
}

/// The standings of a pack.
pub(crate) struct JudgedPack {
    /// Its code.
    pub(crate) code: String,
    /// The SHA-256 of the text that judged.
    pub(crate) sha256: String,
    /// Place by place, in the order of the requirements.
    pub(crate) standings: Vec<Standing>,
}

/// Returns the number of the last change of each site.
pub(crate) fn heads(db: &Connection) -> Result<KnownHeads> {
    let heads = site::heads(db)?.into_iter();
    Ok(heads.map(|head| (head.site, head.seq)).collect())
}

/// Judges a quarter by everything that is known now. Each pack judges by the text that it had on
/// the last day of the quarter, or by its first.
pub(crate) fn judge(
    db: &Connection,
    packs: &[Pack],
    quarter: Period,
    zone: Zone,
) -> Result<JudgedClose> {
    let heads = heads(db)?;
    let own = site::own(db)?;
    let known = CloseKnown {
        heads: &heads,
        site: &own,
    };
    let day = quarter.last_day();
    let end = timestamp(zone.end_of_day(day));
    let mut judged = Vec::new();
    for Pack { code, .. } in packs {
        let Some(text) = pack_text::before(db, code, &end)? else {
            continue;
        };
        let pack = pack::read(code, &text)?;
        if !pack.document.is_in_force(day) || day < pack.document.issued_on {
            continue;
        }
        let standings = judge_by(db, &pack, (known, day), None)?;
        if !standings.is_empty() {
            judged.push(JudgedPack {
                code: code.clone(),
                sha256: pack_text::digest(&text),
                standings,
            });
        }
    }
    Ok(JudgedClose {
        heads,
        packs: judged,
    })
}

/// Judges what a close rests on by a text of a pack, in some places.
pub(crate) fn judge_again(
    db: &Connection,
    pack: &Pack,
    close: &QuarterClose,
    places: &HashSet<String>,
) -> Result<Vec<Standing>> {
    let known = CloseKnown {
        heads: &close.heads,
        site: &close.site,
    };
    judge_by(db, pack, (known, close.quarter.last_day()), Some(places))
}

fn judge_by(
    db: &Connection,
    pack: &Pack,
    (known, day): (CloseKnown, NaiveDate),
    within: Option<&HashSet<String>>,
) -> Result<Vec<Standing>> {
    judge_trail(db, pack, (Known::AtClose(known), day), within)
}
