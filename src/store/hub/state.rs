//! The current state of places on a hub: records, standings, closed quarters. A push replaces what
//! its changes touched, and only where this file knows all that was known as the state was made.

use std::collections::{BTreeMap, BTreeSet};

use postgres::{Row, Transaction};
use rusqlite::Connection;
use serde_json::json;

use super::error::Result;
use super::heads::BothHeads;
use super::request::{HubProgress, HubRequest};
use super::state_rows;
use crate::domain::record::NewChanges;
use crate::store::rows::site;
use crate::store::rows::subject::is_save;

/// How many places are sent at once.
const AT_ONCE: usize = 50;

/// The number of the last change of each site.
type KnownNumbers = BTreeMap<String, i64>;

/// What is known of the state of a place on a hub.
struct HubState {
    heads: KnownNumbers,
    judged_at: String,
}

/// The places whose state is to be replaced, and those where the hub knows more.
#[derive(Default)]
pub(super) struct DuePlaces {
    pub(super) replace: Vec<String>,
    pub(super) left: usize,
}

/// What a file knows, from which the state of places is made.
pub(super) struct StatePush<'a> {
    db: &'a Connection,
    known: KnownNumbers,
    /// What of it the hub has too. Whoever knows as much may replace the state.
    shared: KnownNumbers,
    /// The latest time at which a standing of each place was judged.
    judged_at: BTreeMap<String, String>,
    is_admin: bool,
}

impl<'a> StatePush<'a> {
    /// Returns what a file knows, of which a push sends the hub `sent`.
    pub(super) fn new(
        db: &'a Connection,
        heads: &BothHeads,
        sent: &[NewChanges],
        is_admin: bool,
    ) -> Result<Self> {
        let known = heads.own.values();
        let mut shared: KnownNumbers = known
            .clone()
            .map(|head| {
                (
                    head.site.clone(),
                    head.seq.min(heads.last_there(&head.site)),
                )
            })
            .filter(|(_, seq)| *seq > 0)
            .collect();
        shared.extend(sent.iter().map(|new| (new.site.clone(), new.last)));
        let mut query = db.prepare("SELECT place, max(judged_at) FROM standing GROUP BY place")?;
        let judged_at = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Self {
            db,
            known: known.map(|head| (head.site.clone(), head.seq)).collect(),
            shared,
            judged_at: judged_at.collect::<rusqlite::Result<_>>()?,
            is_admin,
        })
    }

    /// Replaces the state of every place that is due.
    pub(super) fn send(&self, tx: &mut Transaction, request: &HubRequest) -> Result<DuePlaces> {
        let seen = self.all_due(tx)?;
        // A row for each that looked due, locked in one order, so that two pushes at once wait for
        // each other. Tables that are spread over servers by Citus know no FOR UPDATE.
        let own = site::own(self.db)?;
        let rows = tx.query(
            "INSERT INTO taizhang.place_state AS state (place, heads, judged_at, site)
             SELECT place, '{}', '', $2 FROM unnest($1::text[]) AS place ORDER BY place
             ON CONFLICT (place) DO UPDATE SET site = state.site RETURNING place, heads::text, judged_at",
            &[&seen.replace, &own],
        )?;
        // Another push may have been faster.
        let mut due = self.due(&rows, &seen.replace)?;
        due.left += seen.left;
        let heads = json!(self.shared).to_string();
        for (at, places) in due.replace.chunks(AT_ONCE).enumerate() {
            request.is_at(HubProgress::SendingState(at * AT_ONCE, due.replace.len()))?;
            state_rows::replace(self.db, tx, places)?;
            let judged: Vec<&str> = places.iter().map(|place| self.judged_at(place)).collect();
            tx.execute(
                "UPDATE taizhang.place_state SET heads = $2::text::jsonb, site = $3, at = now(), judged_at = judged.at
                 FROM unnest($1::text[], $4::text[]) AS judged (place, at) WHERE place_state.place = judged.place",
                &[&places, &heads, &own, &judged],
            )?;
        }
        Ok(due)
    }

    /// Returns the places of this file whose state this login may replace, in their order.
    fn places(&self, tx: &mut Transaction) -> Result<Vec<String>> {
        let sql = "SELECT place FROM record UNION SELECT place FROM standing
                   UNION SELECT place FROM closed_standing";
        let mut query = self.db.prepare(sql)?;
        let rows = query.query_map([], |row| row.get(0))?;
        let mut places: BTreeSet<String> = rows.collect::<rusqlite::Result<_>>()?;
        // Of a place whose records are gone the hub still has some.
        for row in tx.query("SELECT place FROM taizhang.place_state", &[])? {
            places.insert(row.get(0));
        }
        if !self.is_admin {
            let rows = tx.query("SELECT * FROM taizhang.own_places()", &[])?;
            let own: BTreeSet<String> = rows.iter().map(|row| row.get(0)).collect();
            places.retain(|place| own.contains(place));
        }
        Ok(places.into_iter().collect())
    }

    /// Returns which of the places are due that this login may replace.
    pub(super) fn all_due(&self, tx: &mut Transaction) -> Result<DuePlaces> {
        let places = self.places(tx)?;
        let rows = tx.query(
            "SELECT place, heads::text, judged_at FROM taizhang.place_state WHERE place = ANY($1)",
            &[&places],
        )?;
        self.due(&rows, &places)
    }

    /// Returns which of these places are due, by what is known of their states on the hub.
    fn due(&self, rows: &[Row], places: &[String]) -> Result<DuePlaces> {
        let mut states: BTreeMap<String, HubState> = BTreeMap::new();
        for row in rows {
            let heads = serde_json::from_str(row.get(1))?;
            let judged_at = row.get(2);
            states.insert(row.get(0), HubState { heads, judged_at });
        }
        // Places that one push made know the same.
        let mut touched: BTreeMap<&KnownNumbers, BTreeSet<String>> = BTreeMap::new();
        let mut due = DuePlaces::default();
        for place in places {
            let Some(state) = states.get(place).filter(|state| !state.heads.is_empty()) else {
                due.replace.push(place.clone());
                continue;
            };
            if !touched.contains_key(&state.heads) {
                touched.insert(&state.heads, self.touched_since(&state.heads)?);
            }
            let is_touched = touched[&state.heads].contains(place);
            if !is_touched && self.judged_at(place) <= state.judged_at.as_str() {
                continue;
            }
            if self.knows(&state.heads) {
                due.replace.push(place.clone());
            } else {
                due.left += usize::from(is_touched);
            }
        }
        Ok(due)
    }

    fn knows(&self, heads: &KnownNumbers) -> bool {
        let is_known = |(site, seq): (&String, &i64)| self.known.get(site) >= Some(seq);
        heads.iter().all(is_known)
    }

    /// Returns the latest time at which a standing of a place was judged; empty where it has none.
    fn judged_at(&self, place: &str) -> &str {
        self.judged_at.get(place).map_or("", String::as_str)
    }

    /// Returns the places that changes are about which come behind these numbers: every place in
    /// which a record was that they touch, so also one that it was moved away from.
    fn touched_since(&self, heads: &KnownNumbers) -> Result<BTreeSet<String>> {
        let saved = is_save();
        let mut query = self.db.prepare_cached(&format!(
            "WITH news AS MATERIALIZED (SELECT subject, record, patch FROM change WHERE site = ?1 AND seq > ?2),
                  about (record) AS (SELECT record FROM news WHERE {saved}
                      UNION SELECT patch ->> '$.record' FROM news WHERE NOT ({saved})),
                  reopened (closed) AS (SELECT patch ->> '$.reopens' FROM news WHERE subject = 'close')
             SELECT change.patch ->> '$.place' FROM about CROSS JOIN change ON change.record = about.record WHERE {saved}
             UNION SELECT patch ->> '$.place' FROM news WHERE subject = 'closed_standing'
             UNION SELECT place FROM closed_standing WHERE closed IN (SELECT closed FROM reopened)"
        ))?;
        let mut places = BTreeSet::new();
        for (site, last) in &self.known {
            let from = heads.get(site).copied().unwrap_or_default();
            if from >= *last {
                continue;
            }
            let rows = query.query_map((site, from), |row| row.get::<_, Option<String>>(0))?;
            for place in rows {
                places.extend(place?);
            }
        }
        Ok(places)
    }
}
