//! Requirements that nothing was judged for and that nobody has reported anything for: what they say
//! is the same in every place. A new list of places has very many of these.

use chrono::NaiveDate;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params};
use serde_json::{Value as Json, json};

use super::judge::{Covering, judge_existing};
use super::kept_row;
use crate::domain::policy::Pack;
use crate::store::error::Result;
use crate::store::rows::identity;
use crate::store::rows::part::KeptParts;

/// Up to so many stale standings are judged one by one. A save makes few of them stale.
const FEW: i64 = 100;

/// Adds the standings of such requirements in all places that they cover. Returns the requirements as
/// JSON, each with the code of its pack.
pub(super) fn judge(db: &Connection, packs: &[Pack], when: (&str, NaiveDate)) -> Result<String> {
    let mut covering: Vec<Covering> = Vec::new();
    let many = db
        .prepare_cached("SELECT 1 FROM stale LIMIT 1 OFFSET ?1")?
        .exists([FEW])?;
    for pack in packs.iter().filter(|_| many) {
        for requirement in pack.requirements.iter() {
            if requirement.is_exists()
                && !identity::has_any(db, &requirement.kind)?
                && !is_judged(db, &pack.code, &requirement.code)?
            {
                covering.push((pack, requirement));
            }
        }
    }
    let codes: Vec<[&str; 2]> = covering
        .iter()
        .map(|(pack, requirement)| [pack.code.as_str(), requirement.code.as_str()])
        .collect();
    let judged = json!(codes).to_string();
    if covering.is_empty() {
        return Ok(judged);
    }
    let no_place = "";
    let mut rows = Vec::new();
    for (pack, standing) in judge_existing((db, KeptParts::Read), covering, no_place)? {
        if let Some(requirement) = pack.requirement(&standing.requirement) {
            let cells = kept_row::cells((pack, requirement), &standing, when)?;
            rows.push(Json::Array(cells.into_iter().map(json_of).collect()));
        }
    }
    db.execute(&insert(), params![Json::Array(rows).to_string()])?;
    count(db, &judged)?;
    Ok(judged)
}

/// Returns whether a requirement was judged in any place.
fn is_judged(db: &Connection, pack: &str, requirement: &str) -> Result<bool> {
    let mut query =
        db.prepare_cached("SELECT 1 FROM standing WHERE pack = ?1 AND requirement = ?2")?;
    Ok(query.exists([pack, requirement])?)
}

fn json_of(cell: Sql) -> Json {
    match cell {
        Sql::Text(text) => text.into(),
        Sql::Integer(number) => number.into(),
        Sql::Null | Sql::Real(_) | Sql::Blob(_) => Json::Null,
    }
}

/// Returns the statement that adds a standing in each place that its requirement covers. `?1` has the
/// cells of one for each requirement.
fn insert() -> String {
    let cells = (0..kept_row::CELLS).map(|at| format!("value ->> {at} AS cell_{at}"));
    let cells: Vec<String> = cells.collect();
    let rest: Vec<String> = (3..kept_row::CELLS)
        .map(|at| format!("cell_{at}"))
        .collect();
    format!(
        "WITH same AS MATERIALIZED (SELECT {} FROM json_each(?1))
         {}
         SELECT covered.pack, covered.requirement, covered.place, {},
             (SELECT position FROM shown WHERE shown.place = covered.place AND shown.pack = covered.pack)
         FROM same CROSS JOIN covered ON covered.pack = cell_0 AND covered.requirement = cell_1",
        cells.join(", "),
        kept_row::INTO,
        rest.join(", ")
    )
}

/// Counts the standings of requirements that were not counted before.
fn count(db: &Connection, requirements: &str) -> Result<()> {
    db.execute(
        "INSERT INTO standing_count (pack, requirement, verdict, standings)
         SELECT pack, requirement, verdict, count(*)
         FROM json_each(?1) CROSS JOIN standing ON pack = value ->> 0 AND requirement = value ->> 1
         GROUP BY pack, requirement, verdict
         ON CONFLICT (pack, requirement, verdict) DO UPDATE SET standings = standings + excluded.standings",
        [requirements],
    )?;
    Ok(())
}
