//! The state of each record between clerk and inspector, and the counts of records and standings.
//! Both are kept, so that a page of a list is read and nothing else. Triggers of the schema keep
//! the counts, and the states where something is said of a record.

use rusqlite::Connection;

use crate::domain::review::ReviewState;
use crate::store::error::Result;

/// Which records come first in a list: those of a state, in some places and those below them and of
/// some kinds; everywhere and of all kinds where none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstInList {
    /// The state.
    pub state: ReviewState,
    /// The codes of the places.
    pub places: Vec<String>,
    /// The codes of the kinds.
    pub kinds: Vec<String>,
}

/// Returns the state of a record as SQL, given its id, whether it is complete, and its version, each
/// with its table: the findings that it looks at have a version too;
/// `domain/review/thread.rs` has the same rules. It reads no view: those of a file of unknown origin
/// are not run.
pub(crate) fn state_of(record: &str, complete: &str, version: &str) -> String {
    format!(
        "CASE
             WHEN EXISTS (SELECT 1 FROM finding AS said WHERE said.record = {record} AND said.act IN ('return', 'reopen')
                            AND NOT EXISTS (SELECT 1 FROM finding AS later
                                WHERE later.thread = said.thread AND later.id > said.id)) THEN 'returned'
             WHEN {complete} = 0 THEN 'draft'
             WHEN EXISTS (SELECT 1 FROM finding AS verified
                          WHERE verified.record = {record} AND verified.act = 'verify' AND verified.version = {version}
                            AND NOT EXISTS (SELECT 1 FROM finding AS later WHERE later.record = verified.record
                                AND later.act IN ('return', 'reopen') AND later.id > verified.id)) THEN 'verified'
             ELSE 'submitted'
         END"
    )
}

/// Writes again the states that are kept otherwise than they are.
pub(crate) fn restate(db: &Connection) -> Result<()> {
    let state = state_of("record.id", "record.complete", "record.version");
    let update = format!("UPDATE record SET state = {state} WHERE state <> {state}");
    db.execute(&update, [])?;
    Ok(())
}

/// The counts of records as they are, those of all places with an empty one. An index has the records in
/// the order of all but whether they are complete, so that SQLite need not sort them.
const RECORDS: &str = "WITH of_place AS (
        SELECT place, kind, state, complete,
            CASE complete WHEN 1 THEN whole ELSE both - whole END AS records
        FROM (SELECT place, kind, state, count(*) AS both, sum(complete) AS whole
              FROM record GROUP BY state, place, kind)
        CROSS JOIN (SELECT 0 AS complete UNION ALL SELECT 1))
    SELECT place, kind, state, complete, records FROM of_place WHERE records > 0
    UNION ALL SELECT '', kind, state, complete, sum(records) FROM of_place WHERE records > 0 GROUP BY 2, 3, 4";
/// The counts of standings as they are.
const STANDINGS: &str =
    "SELECT pack, requirement, verdict, count(*) AS standings FROM standing GROUP BY 1, 2, 3";

/// Counts all records again. Judging reads these counts.
pub(crate) fn recount_records(db: &Connection) -> Result<()> {
    Ok(db.execute_batch(&format!(
        "DELETE FROM record_count;
         INSERT INTO record_count (place, kind, state, complete, records) {RECORDS};"
    ))?)
}

/// Counts all standings again.
pub(crate) fn recount_standings(db: &Connection) -> Result<()> {
    Ok(db.execute_batch(&format!(
        "DELETE FROM standing_count;
         INSERT INTO standing_count (pack, requirement, verdict, standings) {STANDINGS};"
    ))?)
}

/// Returns whether every record is kept with its state.
pub(crate) fn are_states_kept(db: &Connection) -> Result<bool> {
    let state = state_of("record.id", "record.complete", "record.version");
    is_none(db, &format!("SELECT 1 FROM record WHERE state <> {state}"))
}

/// Returns whether the counts of records are right.
pub(crate) fn are_records_counted(db: &Connection) -> Result<bool> {
    let kept = "SELECT place, kind, state, complete, records FROM record_count WHERE records > 0";
    are_same(db, kept, RECORDS)
}

/// Returns whether the counts of standings are right.
pub(crate) fn are_standings_counted(db: &Connection) -> Result<bool> {
    let kept =
        "SELECT pack, requirement, verdict, standings FROM standing_count WHERE standings > 0";
    are_same(db, kept, STANDINGS)
}

fn are_same(db: &Connection, kept: &str, counted: &str) -> Result<bool> {
    // Counting takes long, so it is done once for both ways of comparing.
    let differing = format!(
        "WITH kept AS MATERIALIZED ({kept}), counted AS MATERIALIZED ({counted})
         SELECT * FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted)
         UNION ALL SELECT * FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept)"
    );
    is_none(db, &differing)
}

fn is_none(db: &Connection, query: &str) -> Result<bool> {
    let query = format!("SELECT NOT EXISTS ({query})");
    Ok(db.query_row(&query, [], |row| row.get(0))?)
}
