//! The examination of an exchange file from anyone.

use std::path::Path;
use std::slice;

use rusqlite::Connection;

use super::finding::{About, ExchangeAbout, ExchangeActs, Flaw, Verification, serious};
use super::inspect;
use crate::domain::record::{ActSort, ChangeId, Head};
use crate::i18n::InspectMsg;
use crate::store::error;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::hardened;
use crate::store::file::untrusted::ActStorage;
use crate::store::open::reference::Reference;
use crate::store::rows::exchange_digest::digest;
use crate::store::rows::subject;
use crate::store::rows::{site, trail};

/// Examines an exchange file that nobody writes any more. It looks at its structure, its form, the
/// chain of its changes, and whether everything in it is of its site. Whether it goes with a ledger
/// is for the merge to say.
pub(crate) fn examine(file: &Path, version: i64, deadline: &Deadline) -> Result<Verification> {
    let read = || -> error::Result<Verification> {
        let db = hardened::open(file, deadline)?;
        let differences = Reference::of_exchange(version)?.whole_schema(&db)?;
        if !differences.is_empty() {
            return Ok(Verification::of_another_form(differences));
        }
        let mut findings = inspect::file(&db)?;
        let mut described = None;
        if findings.is_empty() {
            let acts = ActStorage::of_exchange(version);
            let about = if acts == ActStorage::InRows {
                about_1(&db)?
            } else {
                about(&db)?
            };
            findings.extend(inspect::chain(&db, slice::from_ref(&about.after))?);
            findings.extend(malformed_changes(&db, &about.after)?);
            findings.extend(without_packs(&about));
            if acts == ActStorage::InRows {
                findings.extend(of_other_sites(
                    &db,
                    &about.after.site,
                    &["change", "finding", "double_entry"],
                )?);
                findings.extend(inspect::unreadable_rows(&db)?);
            } else {
                findings.extend(of_other_sites(&db, &about.after.site, &["change"])?);
                findings.extend(inspect::acts_of_trail(&db)?);
                findings.extend(other_digest(&db)?);
            }
            described = Some(About::Exchange(about));
        }
        Ok(Verification {
            about: described,
            sha256: String::new(),
            signed: None,
            findings,
        })
    };
    read().map_err(|error| deadline.explain(FileError::of_untrusted(error)))
}

/// Examines changes that were gathered from a hub. They may be of several sites; `bases` has what
/// those of each site follow on, where that is not the beginning.
pub(crate) fn examine_gathered(
    file: &Path,
    bases: &[Head],
    deadline: &Deadline,
) -> Result<Vec<Flaw>> {
    let read = || -> error::Result<Vec<Flaw>> {
        let db = hardened::open(file, deadline)?;
        let mut findings = inspect::chain(&db, bases)?;
        if findings.is_empty() {
            for head in site::heads(&db)? {
                let start = Head {
                    site: head.site,
                    ..Head::default()
                };
                findings.extend(malformed_changes(&db, &start)?);
            }
            findings.extend(inspect::acts_of_trail(&db)?);
        }
        Ok(findings)
    };
    read().map_err(|error| deadline.explain(FileError::of_untrusted(error)))
}

/// Returns what a file says of itself, and what it holds.
fn about(db: &Connection) -> error::Result<ExchangeAbout> {
    let count = |sort: ActSort| -> rusqlite::Result<ExchangeActs> {
        let sql = "SELECT count(*) FROM change WHERE subject = ?1";
        let count: i64 = db.query_row(sql, [sort.word()], |row| row.get(0))?;
        Ok(ExchangeActs {
            count: usize::try_from(count).unwrap_or_default(),
            before: 0,
        })
    };
    let findings = count(ActSort::Finding)?;
    let second_entries = count(ActSort::SecondEntry)?;
    let sql =
        "SELECT ledger, site, after, after_hash, made_at, author, program, '{}' FROM exchange";
    read(db, sql, findings, second_entries)
}

/// Returns the same of a file of version 1.
fn about_1(db: &Connection) -> error::Result<ExchangeAbout> {
    let acts = |table: &str, before: &str| -> rusqlite::Result<ExchangeActs> {
        let sql = format!("SELECT (SELECT count(*) FROM {table}), {before} FROM exchange");
        let number = |count: i64| usize::try_from(count).unwrap_or_default();
        db.query_row(&sql, [], |row| {
            Ok(ExchangeActs {
                count: number(row.get(0)?),
                before: number(row.get(1)?),
            })
        })
    };
    let findings = acts("finding", "findings_before")?;
    let second_entries = acts("double_entry", "second_entries_before")?;
    let sql =
        "SELECT ledger, site, after, after_hash, made_at, author, program, upon FROM exchange";
    read(db, sql, findings, second_entries)
}

fn read(
    db: &Connection,
    sql: &str,
    findings: ExchangeActs,
    second_entries: ExchangeActs,
) -> error::Result<ExchangeAbout> {
    let mut packs = db.prepare("SELECT code, sha256 FROM pack ORDER BY rowid")?;
    let packs = packs.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let packs = packs.collect::<rusqlite::Result<_>>()?;
    let mut query = db.prepare(sql)?;
    let mut rows = query.query([])?;
    let row = rows
        .next()?
        .ok_or_else(|| error::damaged("the table exchange is empty"))?;
    let after = Head {
        site: row.get(1)?,
        seq: row.get(2)?,
        hash: row.get(3)?,
    };
    let saves = format!("SELECT count(*) FROM change WHERE {}", subject::is_save());
    let saves: i64 = db.query_row(&saves, [], |row| row.get(0))?;
    Ok(ExchangeAbout {
        ledger: row.get(0)?,
        changes: usize::try_from(saves).unwrap_or_default(),
        last: db.query_row(
            "SELECT coalesce(max(seq), ?1) FROM change",
            [after.seq],
            |row| row.get(0),
        )?,
        after,
        base: site::read(&row.get::<_, String>(7)?)?,
        findings,
        second_entries,
        made_at: row.get(4)?,
        author: row.get(5)?,
        program: row.get(6)?,
        packs,
    })
}

/// Returns whether what is in no change is not as it was written.
fn other_digest(db: &Connection) -> error::Result<Option<Flaw>> {
    let stored: String = db.query_row("SELECT digest FROM exchange", [], |row| row.get(0))?;
    let differs = stored != digest(db)?;
    Ok(differs.then(|| {
        serious(InspectMsg::Derived {
            table: "exchange".to_owned(),
        })
    }))
}

/// Finds changes that this program did not write, or that have a later parent of their own site.
fn malformed_changes(db: &Connection, after: &Head) -> error::Result<Vec<Flaw>> {
    let mut found = Vec::new();
    trail::each_after(
        db,
        &after.site,
        after.seq,
        |change, hash| -> error::Result<()> {
            let id = change.id.to_string();
            let is_before = |parent: &ChangeId| {
                parent.seq > 0 && (parent.site != after.site || parent.seq < change.id.seq)
            };
            if hash.is_empty() {
                found.push(serious(InspectMsg::Chain { change: id }));
            } else if !change.parents.iter().all(is_before) {
                found.push(serious(InspectMsg::ChangeForm { change: id }));
            }
            Ok(())
        },
    )?;
    Ok(found)
}

/// Returns changes whose packs nobody can compare.
fn without_packs(about: &ExchangeAbout) -> Option<Flaw> {
    let has_changes = about.last > about.after.seq;
    (has_changes && about.packs.is_empty()).then(|| {
        serious(InspectMsg::Derived {
            table: "pack".to_owned(),
        })
    })
}

/// Returns tables with rows of another site than the file says.
fn of_other_sites(db: &Connection, site: &str, tables: &[&str]) -> error::Result<Vec<Flaw>> {
    let mut found = Vec::new();
    for table in tables {
        let others: i64 = db.query_row(
            &format!("SELECT count(*) FROM {table} WHERE site <> ?1"),
            [site],
            |row| row.get(0),
        )?;
        if others > 0 {
            found.push(serious(InspectMsg::OtherSite {
                table: (*table).to_owned(),
            }));
        }
    }
    Ok(found)
}
