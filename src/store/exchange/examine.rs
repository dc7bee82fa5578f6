//! The examination of an exchange file from anyone.

use std::path::Path;

use rusqlite::Connection;

use super::About;
use crate::domain::receipt::Head;
use crate::i18n::InspectMsg;
use crate::store::error;
use crate::store::foreign::{self, Guard};
use crate::store::inspect;
use crate::store::reference::Reference;
use crate::store::snapshot::Result;
use crate::store::trail;
use crate::store::verify::{self, Verification};

/// Examines a file that nobody writes any more: its structure, its form, the chain of its changes, and whether everything
/// in it is of its site. Whether it goes with a ledger is for the merge to say.
pub(in crate::store) fn examine(file: &Path, guard: &Guard) -> Result<Verification> {
    let read = || -> error::Result<Verification> {
        let db = foreign::open(file, guard)?;
        let differences = Reference::of_exchange()?.whole_schema(&db)?;
        if !differences.is_empty() {
            return Ok(verify::of_another_form(differences));
        }
        let mut findings = inspect::file(&db)?;
        let mut described = None;
        if findings.is_empty() {
            let about = about(&db)?;
            findings.extend(inspect::chain(&db, Some(&about.after))?);
            findings.extend(reworded(&db, &about.after)?);
            findings.extend(of_other_sites(&db, &about.after.site)?);
            findings.extend(inspect::acts(&db)?);
            described = Some(verify::About::Exchange(about));
        }
        Ok(Verification { about: described, sha256: String::new(), findings })
    };
    read().map_err(|error| guard.explain(verify::of_file(error)))
}

/// What a file says of itself, and what it holds.
fn about(db: &Connection) -> error::Result<About> {
    let mut about =
        db.query_row("SELECT ledger, site, after, after_hash, made_at, author, program FROM exchange", [], |row| {
            let after = Head { site: row.get(1)?, seq: row.get(2)?, hash: row.get(3)? };
            let made = (row.get(4)?, row.get(5)?, row.get(6)?);
            let last = after.seq;
            Ok(About { ledger: row.get(0)?, after, last, findings: 0, second_entries: 0, made, packs: Vec::new() })
        })?;
    let count = |table: &str| -> error::Result<usize> {
        let count: i64 = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    };
    about.last = db.query_row("SELECT coalesce(max(seq), ?1) FROM change", [about.last], |row| row.get(0))?;
    (about.findings, about.second_entries) = (count("finding")?, count("double_entry")?);
    let mut packs = db.prepare("SELECT code, number, sha256 FROM pack ORDER BY rowid")?;
    let packs = packs.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    about.packs = packs.collect::<rusqlite::Result<_>>()?;
    Ok(about)
}

/// Changes that say the same in other letters than this program writes.
fn reworded(db: &Connection, after: &Head) -> error::Result<Vec<inspect::Flaw>> {
    let mut found = Vec::new();
    trail::each_after(db, &after.site, after.seq, |change, hash| -> error::Result<()> {
        if hash.is_empty() {
            found.push(inspect::serious(InspectMsg::Chain { change: change.id.to_string() }));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Tables with rows of another site than the file says.
fn of_other_sites(db: &Connection, site: &str) -> error::Result<Vec<inspect::Flaw>> {
    let mut found = Vec::new();
    for table in ["change", "finding", "double_entry"] {
        let others: i64 =
            db.query_row(&format!("SELECT count(*) FROM {table} WHERE site <> ?1"), [site], |row| row.get(0))?;
        if others > 0 {
            found.push(inspect::serious(InspectMsg::OtherSite { table: table.to_owned() }));
        }
    }
    Ok(found)
}
