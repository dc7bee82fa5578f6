//! Lists of standings that a filter lets through.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};
use serde_json::Value as Json;

use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::domain::verdict::{Filter, NarrowBy, Standing};
use crate::store::ask::standings::Asked;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place_life::BELOW_SECOND;
use crate::store::rows::{cells, looking, record, stale, standing, subject, trail};

/// A standing by its name: the requirement and the place.
pub type StandingKey = (String, String);

/// What a list of standings is narrowed to beside its filter: where they are, and what decides
/// them. Whatever is not named lets everything through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Narrowed<'a> {
    /// What "changed" means: a time in UTC, as changes have it.
    pub since: &'a str,
    /// A place that they are in or below.
    pub within: Option<&'a str>,
    /// The status of the facility that decides.
    pub status: Option<&'a str>,
    /// The state of that facility between clerk and inspector.
    pub state: Option<ReviewState>,
}

impl Narrowed<'_> {
    /// Returns whether it lets everything through.
    #[must_use]
    pub const fn is_everywhere(&self) -> bool {
        self.within.is_none() && self.status.is_none() && self.state.is_none()
    }
}

impl Store {
    /// Returns the names of the standings that a filter lets through. They are in the order of
    /// places and requirements.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn filtered(
        &self,
        pack: &Pack,
        filter: &Filter,
        narrowed: Narrowed,
        day: NaiveDate,
    ) -> Result<Vec<StandingKey>> {
        let changed = if filter.only.contains(&NarrowBy::Changed) {
            Some(changed_since(&self.db, &pack.code, narrowed.since)?)
        } else {
            None
        };
        let today = day.to_string();
        // Most of a country's standings are read for their names only.
        let by_figures = filter
            .only
            .iter()
            .any(|only| matches!(only, NarrowBy::Overdue | NarrowBy::Near))
            || stale::is_past(&self.db, Some(&pack.code), &today)?;
        let mut query = self.db.prepare_cached(&standings_sql(filter, by_figures))?;
        let verdicts = filter
            .verdicts
            .iter()
            .map(|verdict| verdict.word())
            .collect::<Vec<_>>();
        let mut rows = query.query(params![
            pack.code,
            narrowed.within,
            Json::from(verdicts).to_string(),
            filter.kind,
            filter.group,
            today,
            narrowed.status,
            narrowed.state.map(ReviewState::word),
        ])?;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            let key: StandingKey = (row.get(0)?, row.get(1)?);
            let Some(requirement) = pack.requirement(&key.0) else {
                continue;
            };
            let passes =
                !by_figures || filter.passes(&self.of_day(&pack.code, row, day)?, requirement, day);
            if passes
                && changed
                    .as_ref()
                    .is_none_or(|changed| changed.contains(&key))
            {
                keys.push(key);
            }
        }
        Ok(keys)
    }

    /// Returns one standing.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing(
        &self,
        pack: &str,
        (requirement, place): &StandingKey,
        day: NaiveDate,
    ) -> Result<Option<Standing>> {
        let asked = Asked {
            place: Some(place),
            requirement: Some(requirement),
            ..Asked::default()
        };
        Ok(self.asked(pack, asked, day)?.into_iter().next())
    }
}

/// Returns the query for the standings that a filter may let through: pack `?1`, place `?2`, verdicts
/// `?3`, kind `?4`, group `?5`, the day `?6`, which may have made others of them, and status `?7` and
/// state `?8` of what decides.
fn standings_sql(filter: &Filter, by_figures: bool) -> String {
    let evidence = if filter.only.contains(&NarrowBy::WithoutEvidence) {
        record::is_without_evidence("standing.nearest")
    } else {
        "true".to_owned()
    };
    let columns = if by_figures {
        standing::COLUMNS
    } else {
        "standing.requirement, standing.place"
    };
    format!(
        "SELECT {columns} FROM {}
         WHERE shown.pack = ?1 AND (verdict IN (SELECT value FROM json_each(?3)) OR holds_until < ?6)
             AND (?2 IS NULL OR standing.place IN ({BELOW_SECOND}))
             AND (?4 IS NULL OR requirement.kind = ?4)
             AND (?5 IS NULL OR requirement.group_code = ?5)
             AND (?7 IS NULL OR EXISTS (
                 SELECT 1 FROM record WHERE record.id = standing.nearest AND record.status = ?7))
             AND (?8 IS NULL OR EXISTS (
                 SELECT 1 FROM review WHERE review.record = standing.nearest AND review.state = ?8))
             AND {evidence}
         ORDER BY shown.position, requirement.position",
        standing::IN_ORDER_OF_PLACES
    )
}

/// Returns the standings of a pack that look at a record that was saved at a time or later.
fn changed_since(db: &Connection, pack: &str, since: &str) -> Result<HashSet<StandingKey>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT DISTINCT change.record, record.kind, record.place
         FROM change LEFT JOIN record ON record.id = change.record
         WHERE change.at >= ?1 AND {}",
        subject::is_reviewed_save()
    ))?;
    let row = |row: &Row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, Option<String>>(1)?,
            row.get::<_, Option<String>>(2)?,
        ))
    };
    let rows = query
        .query_map([since], row)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut saved = BTreeSet::new();
    for (record, kind, place) in rows {
        // A record that was deleted since changed its town too; only its trail still knows which
        // one that was.
        let Some((kind, place)) = kind
            .zip(place)
            .map_or_else(|| was(db, &record), |known| Ok(Some(known)))?
        else {
            continue;
        };
        saved.insert((place, kind));
    }
    let mut found = HashSet::new();
    for (place, kind) in saved {
        let looking = looking::looking_at(db, &place, &kind)?.into_iter();
        let of_pack = looking.filter(|(of, ..)| of == pack);
        found.extend(of_pack.map(|(_, requirement, place)| (requirement, place)));
    }
    Ok(found)
}

/// Returns the kind and place of a record that was deleted.
fn was(db: &Connection, record: &str) -> Result<Option<StandingKey>> {
    let Some(folded) = trail::current(db, cells::uuid(record)?)? else {
        return Ok(None);
    };
    let text = |code: &str| {
        folded
            .fields
            .get(code)
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    Ok(text(shared::KIND).zip(text(shared::PLACE)))
}
