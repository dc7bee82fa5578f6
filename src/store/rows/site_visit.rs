//! Visits on the spot as rows.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::{SITE_VISITS, text};
use super::cells::{self, uuid};
use super::chain::Chain;
use super::{finding, record, site};
use crate::domain::record::{ChangeId, Evidence};
use crate::domain::review::visit::is_sha256;
use crate::domain::review::{SiteVisit, VisitResult};
use crate::store::clock::{self, is_timestamp};
use crate::store::error::{Result, damaged};

/// The columns of a visit, in their order.
const COLUMNS: &str =
    "id, record, visited_on, persons, photos, result, remark, version, author, at, site";

/// What a visit says.
pub(crate) struct NewVisit<'a> {
    pub(crate) record: Uuid,
    pub(crate) visited_on: &'a str,
    pub(crate) persons: &'a [String],
    pub(crate) photos: &'a [Evidence],
    pub(crate) result: VisitResult,
    pub(crate) remark: &'a str,
    pub(crate) version: &'a [ChangeId],
}

/// Adds a visit.
pub(crate) fn write(chain: &mut Chain, author: &str, visit: &NewVisit) -> Result<()> {
    let photos = serde_json::to_string(visit.photos)?;
    let row = vec![
        text(&clock::new_id().to_string()),
        text(&visit.record.to_string()),
        text(visit.visited_on),
        text(&Json::from(visit.persons).to_string()),
        text(&photos),
        text(visit.result.word()),
        text(visit.remark),
        text(&cells::version(visit.version)),
        Sql::Null,
        Sql::Null,
        Sql::Null,
    ];
    SITE_VISITS.write(chain, author, &row)
}

/// Returns the visits to a facility, oldest first.
pub(crate) fn of_record(db: &Connection, id: Uuid) -> Result<Vec<SiteVisit>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM site_visit WHERE record = ?1 ORDER BY at, id"
    ))?;
    query.query_and_then([id.to_string()], from_row)?.collect()
}

/// Returns the ids of visits to a record that is not here.
pub(crate) fn loose(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(
        "SELECT id FROM site_visit
         WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.record = site_visit.record) ORDER BY id",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the ids of visits that are not as this program writes them.
pub(crate) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM site_visit"))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let site: String = row.get(10)?;
        let is_whole = |visit: SiteVisit| {
            finding::is_act(visit.id)
                && !visit.persons.is_empty()
                && visit.photos.iter().all(|photo| is_sha256(&photo.sha256))
                && is_timestamp(&visit.at)
                && site::is_name(&site)
        };
        if !from_row(row).is_ok_and(is_whole) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

fn from_row(row: &Row) -> Result<SiteVisit> {
    let text = |at: usize| row.get::<_, String>(at);
    let on = text(2)?.parse();
    Ok(SiteVisit {
        id: uuid(&text(0)?)?,
        record: uuid(&text(1)?)?,
        visited_on: on.map_err(|_| damaged("site_visit.visited_on"))?,
        persons: serde_json::from_str(&text(3)?)?,
        photos: serde_json::from_str(&text(4)?)?,
        result: VisitResult::of_word(&text(5)?).ok_or_else(|| damaged("site_visit.result"))?,
        remark: text(6)?,
        version: record::heads(&text(7)?)?,
        author: text(8)?,
        at: text(9)?,
    })
}
