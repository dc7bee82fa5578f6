//! Version 2 to 3: what was in no chain comes into the chain of the file, as it stood when it was
//! migrated. From then on nobody can alter it unseen; what was altered before, nobody can tell.

use rusqlite::{Connection, Row};
use serde_json::Value as Json;

use super::purpose::MigrationPurpose;
use crate::domain::place::PlaceLives;
use crate::domain::record::{ActSort, ChangeId, Patch};
use crate::store::clock::stamp;
use crate::store::error::Result;
use crate::store::rows::chain::Chain;
use crate::store::rows::site::{self, PROGRAM, SiteBase};
use crate::store::rows::{act, new_site, pack, place, values};

/// Puts the acts of a file into its chain, and drops the tables of which nothing is left but those.
pub(crate) fn seal(db: &Connection, purpose: MigrationPurpose) -> Result<()> {
    if purpose == MigrationPurpose::NewSite {
        begin_as_version_2(db)?;
    }
    if purpose != MigrationPurpose::Copy {
        let mut chain = Chain::resume(db)?;
        seal_sites(&mut chain)?;
        seal_places_and_packs(&mut chain)?;
        seal_rows(&mut chain)?;
        seal_files(&mut chain)?;
    }
    db.execute_batch("DROP TABLE merged; DROP TABLE exchanged; DROP TABLE site")?;
    Ok(())
}

/// Lets a file go on as a new site, as version 2 did.
fn begin_as_version_2(db: &Connection) -> Result<()> {
    let site = site::new_name();
    let base: SiteBase = site::heads(db)?
        .into_iter()
        .map(|head| (head.site, head.seq))
        .collect();
    let base = serde_json::json!(base).to_string();
    db.execute("UPDATE ledger SET site = ?1", [&site])?;
    db.execute(
        "INSERT INTO site (site, since, upon) VALUES (?1, ?2, ?3)",
        [&site, &stamp(), &base],
    )?;
    Ok(())
}

fn seal_sites(chain: &mut Chain) -> Result<()> {
    let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let rows: Vec<(String, String, String)> = read(
        chain.db(),
        "SELECT site, since, upon FROM site ORDER BY rowid",
        row,
    )?;
    let mut before: Option<String> = None;
    for (site, since, base) in rows {
        let base = site::read(&base)?;
        let follows = before.and_then(|before| {
            base.get(&before).map(|seq| ChangeId {
                site: before.clone(),
                seq: *seq,
            })
        });
        let mut start_patch = new_site::start_patch(chain.db(), &site, follows)?;
        start_patch.insert("at".to_owned(), since.into());
        new_site::note_as(chain, base, start_patch)?;
        before = Some(site);
    }
    Ok(())
}

fn seal_places_and_packs(chain: &mut Chain) -> Result<()> {
    let places = place::all(chain.db())?;
    place::note(chain, &places, &PlaceLives::default(), PROGRAM)?;
    let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let packs: Vec<(String, String, String)> = read(
        chain.db(),
        "SELECT code, text, loaded_at FROM pack ORDER BY position",
        row,
    )?;
    for (code, text, loaded_at) in packs {
        let mut loaded = pack::loaded(&code, &text);
        loaded.insert("at".to_owned(), loaded_at.into());
        chain.note(ActSort::Pack, PROGRAM, loaded)?;
    }
    Ok(())
}

fn seal_rows(chain: &mut Chain) -> Result<()> {
    for table in [&act::FINDINGS, &act::SECOND_ENTRIES] {
        let sql = format!("SELECT {} FROM {} ORDER BY rowid", table.list(), table.name);
        let mut query = chain.db().prepare(&sql)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            table.seal(chain, PROGRAM, &values::all(row)?)?;
        }
    }
    Ok(())
}

/// Chains the files that were merged and exported.
fn seal_files(chain: &mut Chain) -> Result<()> {
    let by_whom = |mut said: Patch, at: String, author: String| {
        said.extend([
            ("at".to_owned(), at.into()),
            ("author".to_owned(), author.into()),
        ]);
        said
    };
    let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let merged: Vec<(String, String, String, String)> = read(
        chain.db(),
        "SELECT at, author, file, heads FROM merged ORDER BY rowid",
        row,
    )?;
    for (at, author, file, heads) in merged {
        let heads: Json = serde_json::from_str(&heads)?;
        chain.note(
            ActSort::Merge,
            PROGRAM,
            by_whom(site::merged_file(&file, &heads, None), at, author),
        )?;
    }
    let row = |row: &Row| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
        ))
    };
    let handed: Vec<(String, String, String, String, i64)> = read(
        chain.db(),
        "SELECT at, author, file, site, last FROM exchanged ORDER BY rowid",
        row,
    )?;
    for (at, author, file, site, last) in handed {
        chain.note(
            ActSort::Exchange,
            PROGRAM,
            by_whom(site::exported_file(&file, &site, last), at, author),
        )?;
    }
    Ok(())
}

fn read<T>(
    db: &Connection,
    sql: &str,
    row: impl FnMut(&Row) -> rusqlite::Result<T>,
) -> Result<Vec<T>> {
    Ok(db
        .prepare(sql)?
        .query_map([], row)?
        .collect::<rusqlite::Result<_>>()?)
}
