//! Random samples of records as rows.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, Row, params};
use serde_json::Value as Json;
use uuid::Uuid;

use super::act::{SAMPLES, text};
use super::cells::uuid;
use super::chain::Chain;
use super::place_life::BELOW_THESE;
use super::review::state_of;
use super::{finding, site};
use crate::domain::review::ReviewState;
use crate::domain::review::sample::{
    self, MOST_EVERY, Sample, SampleFrame, SampleRule, SampleUnit,
};
use crate::store::clock::{self, is_timestamp};
use crate::store::error::{Result, damaged};

/// The columns of a sample, in their order.
const COLUMNS: &str = "id, seed, every, at_least, places, kinds, state, drawn_from, digest, records, author, at, site";

/// Returns the records that a sample may be drawn from.
pub(crate) fn units(db: &Connection, frame: &SampleFrame) -> Result<Vec<SampleUnit>> {
    let list = |codes: &[String]| (!codes.is_empty()).then(|| Json::from(codes).to_string());
    let mut query = db.prepare_cached(&format!(
        "SELECT place, kind, record FROM review
         WHERE (?1 IS NULL OR place IN ({BELOW_THESE}))
             AND (?2 IS NULL OR kind IN (SELECT value FROM json_each(?2)))
             AND (?3 IS NULL OR state = ?3)"
    ))?;
    let state = frame.state.map(ReviewState::word);
    let parameters = params![list(&frame.places), list(&frame.kinds), state];
    let unit = |row: &Row| {
        Ok(SampleUnit {
            place: row.get(0)?,
            kind: row.get(1)?,
            record: uuid(&row.get::<_, String>(2)?)?,
        })
    };
    query.query_and_then(parameters, unit)?.collect()
}

/// Draws a sample and writes it down; `None` where there is nothing to draw from.
pub(crate) fn draw(
    chain: &mut Chain,
    author: &str,
    rule: &SampleRule,
    frame: &SampleFrame,
) -> Result<Option<Uuid>> {
    let units = units(chain.db(), frame)?;
    if units.is_empty() {
        return Ok(None);
    }
    let id = clock::new_id();
    let number = |number: usize| Sql::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let list = |codes: &[String]| text(&Json::from(codes).to_string());
    let (population, digest) = (units.len(), sample::digest(&units));
    let drawn = sample::draw(rule, units);
    let drawn: Vec<String> = drawn.iter().map(Uuid::to_string).collect();
    let state = frame.state.map(ReviewState::word);
    let row = vec![
        text(&id.to_string()),
        text(&rule.seed),
        number(rule.every),
        number(rule.at_least),
        list(&frame.places),
        list(&frame.kinds),
        state.map_or(Sql::Null, text),
        number(population),
        text(&digest),
        list(&drawn),
        Sql::Null,
        Sql::Null,
        Sql::Null,
    ];
    SAMPLES.write(chain, author, &row)?;
    Ok(Some(id))
}

/// Returns every sample, the latest first.
pub(crate) fn all(db: &Connection) -> Result<Vec<Sample>> {
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM review_sample ORDER BY at DESC, id DESC"
    ))?;
    query.query_and_then([], from_row)?.collect()
}

/// Returns the ids of samples with a record that is not here.
pub(crate) fn loose(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(
        "SELECT id FROM review_sample WHERE EXISTS (SELECT 1 FROM json_each(review_sample.records) AS drawn
             WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.record = drawn.value))
         ORDER BY id",
    )?;
    let rows = query.query_map([], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the ids of samples that are not as this program writes them.
pub(crate) fn unreadable(db: &Connection) -> Result<Vec<String>> {
    let mut query = db.prepare(&format!("SELECT {COLUMNS} FROM review_sample"))?;
    let mut rows = query.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let site: String = row.get(12)?;
        let is_whole = |sample: Sample| {
            let count = sample.records.len();
            finding::is_act(sample.id)
                && sample.rule.every <= MOST_EVERY
                && (1..=sample.population).contains(&count)
                && sample.digest.len() == DIGITS
                && is_timestamp(&sample.at)
                && site::is_name(&site)
        };
        if !from_row(row).is_ok_and(is_whole) {
            found.push(row.get(0)?);
        }
    }
    Ok(found)
}

/// How many digits a SHA-256 has.
const DIGITS: usize = 64;

fn from_row(row: &Row) -> Result<Sample> {
    let text = |at: usize| row.get::<_, String>(at);
    let number =
        |at: usize| usize::try_from(row.get::<_, i64>(at)?).map_err(|_| damaged("review_sample"));
    let state: Option<String> = row.get(6)?;
    let records: Vec<String> = serde_json::from_str(&text(9)?)?;
    Ok(Sample {
        id: uuid(&text(0)?)?,
        rule: SampleRule {
            seed: text(1)?,
            every: number(2)?,
            at_least: number(3)?,
        },
        frame: SampleFrame {
            places: serde_json::from_str(&text(4)?)?,
            kinds: serde_json::from_str(&text(5)?)?,
            state: state.as_deref().map(state_of).transpose()?,
        },
        population: number(7)?,
        digest: text(8)?,
        records: records.iter().map(|id| uuid(id)).collect::<Result<_>>()?,
        author: text(10)?,
        at: text(11)?,
    })
}
