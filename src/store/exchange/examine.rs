//! The examination of an exchange file from anyone.

use std::path::Path;

use rusqlite::Connection;

use super::{About, Acts};
use crate::domain::receipt::Head;
use crate::domain::trail::ChangeId;
use crate::i18n::InspectMsg;
use crate::store::file_error::Result;
use crate::store::foreign::{self, Guard};
use crate::store::inspect::{self, Flaw, serious};
use crate::store::reference::Reference;
use crate::store::verify::{self, Verification};
use crate::store::{error, site, trail};

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
            findings.extend(strange(&db, &about.after)?);
            findings.extend(without_packs(&about));
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
    let number = |count: i64| usize::try_from(count).unwrap_or_default();
    let acts = |table: &str, before: i64| -> rusqlite::Result<Acts> {
        let count = db.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
        Ok(Acts { count: number(count), before: number(before) })
    };
    let mut packs = db.prepare("SELECT code, number, sha256 FROM pack ORDER BY rowid")?;
    let packs = packs.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let packs = packs.collect::<rusqlite::Result<_>>()?;
    let mut query = db.prepare(
        "SELECT ledger, site, after, after_hash, upon, findings_before, second_entries_before, made_at, author, program
         FROM exchange",
    )?;
    let mut rows = query.query([])?;
    let row = rows.next()?.ok_or_else(|| error::damaged("the table exchange is empty"))?;
    let after = Head { site: row.get(1)?, seq: row.get(2)?, hash: row.get(3)? };
    Ok(About {
        ledger: row.get(0)?,
        last: db.query_row("SELECT coalesce(max(seq), ?1) FROM change", [after.seq], |row| row.get(0))?,
        after,
        upon: site::read(&row.get::<_, String>(4)?)?,
        findings: acts("finding", row.get(5)?)?,
        second_entries: acts("double_entry", row.get(6)?)?,
        made_at: row.get(7)?,
        author: row.get(8)?,
        program: row.get(9)?,
        packs,
    })
}

/// Changes in other letters than this program writes, and those made upon a later one of their own site.
fn strange(db: &Connection, after: &Head) -> error::Result<Vec<Flaw>> {
    let mut found = Vec::new();
    trail::each_after(db, &after.site, after.seq, |change, hash| -> error::Result<()> {
        let id = change.id.to_string();
        let is_before = |parent: &ChangeId| parent.seq > 0 && (parent.site != after.site || parent.seq < change.id.seq);
        if hash.is_empty() {
            found.push(serious(InspectMsg::Chain { change: id }));
        } else if !change.parents.iter().all(is_before) {
            found.push(serious(InspectMsg::ChangeForm { change: id }));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Changes whose packs nobody can compare.
fn without_packs(about: &About) -> Option<Flaw> {
    let has_changes = about.last > about.after.seq;
    (has_changes && about.packs.is_empty()).then(|| serious(InspectMsg::Derived { table: "pack".to_owned() }))
}

/// Tables with rows of another site than the file says.
fn of_other_sites(db: &Connection, site: &str) -> error::Result<Vec<Flaw>> {
    let mut found = Vec::new();
    for table in ["change", "finding", "double_entry"] {
        let others: i64 =
            db.query_row(&format!("SELECT count(*) FROM {table} WHERE site <> ?1"), [site], |row| row.get(0))?;
        if others > 0 {
            found.push(serious(InspectMsg::OtherSite { table: table.to_owned() }));
        }
    }
    Ok(found)
}
