//! The examination of what stands beside records: whether findings, second entries, places, packs
//! and the file itself are what the acts in the chain say.

use rusqlite::Connection;

use crate::domain::place::Place;
use crate::domain::record::{ActSort, ChangeId};
use crate::i18n::InspectMsg;
use crate::store::audit::finding::{Flaw, MOST, hidden_text, serious};
use crate::store::error::{Result, StoreError};
use crate::store::file::schema::{self, VERSION};
use crate::store::rows::act::{ActTable, TABLES};
use crate::store::rows::{
    confirmation, double_entry, finding, new_site, pack, pack_text, place, place_life,
    quarter_close, review_sample, signers, site_visit, trail,
};

/// Acts that are about the whole file.
const OF_FILE: [ActSort; 6] = [
    ActSort::Places,
    ActSort::Pack,
    ActSort::Site,
    ActSort::Merge,
    ActSort::Exchange,
    ActSort::Signers,
];

/// Compares the tables of a ledger with the acts in its chain.
pub(super) fn examine(db: &Connection) -> Result<Vec<Flaw>> {
    let mut found = Vec::new();
    for table in TABLES {
        found.extend(rows_of_acts(db, table)?);
    }
    found.extend(reworded(db, &OF_FILE)?);
    for (table, matches_acts) in [
        ("ledger", new_site::has_start(db)),
        ("place", own_places(db)),
        ("pack", own_packs(db)),
        ("pack_text", own_texts(db)),
        ("signers", signers::current(db).map(|_| true)),
    ] {
        let matches_acts = match matches_acts {
            // What the acts say makes no sense: this program did not write them.
            Err(StoreError::Ledger(..)) => false,
            noted => noted?,
        };
        found.extend((!matches_acts).then(|| {
            serious(InspectMsg::Unchained {
                table: table.to_owned(),
            })
        }));
    }
    Ok(found)
}

/// Compares a table of acts with the acts in the chain, in both directions.
fn rows_of_acts(db: &Connection, table: &ActTable) -> Result<Vec<Flaw>> {
    let mut found = Vec::new();
    let mut hidden = Vec::new();
    trail::each_act(db, table.sort, |change, is_as_written| {
        let id = change.record.to_string();
        if !is_as_written || table.get(db, &id)?.as_ref() != Some(&table.row(change)) {
            found.push(id);
        }
        hidden.extend(hidden_text(change));
        Ok(())
    })?;
    let mut query = db.prepare(&format!(
        "SELECT id FROM {} AS act WHERE NOT EXISTS (
             SELECT 1 FROM change WHERE change.record = act.id AND change.subject = ?1) ORDER BY id",
        table.name
    ))?;
    for id in query.query_map([table.sort.word()], |row| row.get(0))? {
        found.push(id?);
    }
    let hidden = hidden
        .into_iter()
        .map(|what| Flaw {
            what,
            harmless: true,
        })
        .take(MOST);
    Ok(found
        .into_iter()
        .take(MOST)
        .map(|act| serious(InspectMsg::ActRow { act }))
        .chain(hidden)
        .collect())
}

/// Returns acts that say the same in other letters than this program writes.
fn reworded(db: &Connection, sorts: &[ActSort]) -> Result<Vec<Flaw>> {
    let mut found: Vec<ChangeId> = Vec::new();
    for sort in sorts {
        trail::each_act(db, *sort, |change, is_as_written| {
            if !is_as_written {
                found.push(change.id.clone());
            }
            Ok(())
        })?;
    }
    let chain = |change: ChangeId| {
        serious(InspectMsg::Chain {
            change: change.to_string(),
        })
    };
    Ok(found.into_iter().take(MOST).map(chain).collect())
}

/// Returns whether the places are those that were loaded.
fn own_places(db: &Connection) -> Result<bool> {
    let noted = place::noted(db)?;
    let kept = place::all(db)?;
    let lives = place_life::all(db)?;
    let is_noted =
        |place: &Place| noted.get(&place.code) == Some(&place::patch_value(place, &lives));
    Ok(noted.len() == kept.len() && kept.iter().all(is_noted))
}

/// Returns whether the packs are those that were loaded, in their order. What follows from their
/// texts is examined elsewhere.
fn own_packs(db: &Connection) -> Result<bool> {
    let mut query = db.prepare("SELECT code, text, loaded_at FROM pack ORDER BY position")?;
    let kept = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(kept.collect::<rusqlite::Result<Vec<(String, String, String)>>>()? == pack::noted(db)?)
}

/// Returns whether the texts of packs are those that were loaded.
fn own_texts(db: &Connection) -> Result<bool> {
    Ok(pack_text::all(db)? == pack_text::noted(db)?)
}

/// Examines the findings and second entries of an exchange file. It has no tables for them, so the
/// rows that they would make are made in memory and examined there.
pub(in crate::store) fn acts_of_trail(db: &Connection) -> Result<Vec<Flaw>> {
    let mut found = reworded(db, &OF_FILE)?;
    let rows = Connection::open_in_memory()?;
    schema::create_as(&rows, VERSION)?;
    for table in TABLES {
        trail::each_act(db, table.sort, |change, is_as_written| {
            let is_row = is_as_written && matches!(table.project(&rows, change), Ok(Some(_)));
            if !is_row && found.len() < MOST {
                found.push(serious(InspectMsg::UnreadableAct {
                    act: change.record.to_string(),
                }));
            }
            Ok(())
        })?;
    }
    found.extend(unreadable_acts(&rows)?);
    Ok(found)
}

/// Finds acts that are not as this program writes them. No screen could show them.
pub(in crate::store) fn unreadable_acts(db: &Connection) -> Result<Vec<Flaw>> {
    let mut found = unreadable_rows(db)?;
    let mut of_quarters = confirmation::unreadable(db)?;
    of_quarters.extend(quarter_close::unreadable(db)?);
    found.extend(told(of_quarters));
    found.extend(told(review_sample::unreadable(db)?));
    found.extend(told(site_visit::unreadable(db)?));
    Ok(found)
}

/// Finds the same among findings and second entries, which an exchange file of version 1 has in
/// rows.
pub(in crate::store) fn unreadable_rows(db: &Connection) -> Result<Vec<Flaw>> {
    let mut found = finding::unreadable(db)?;
    found.extend(double_entry::unreadable(db)?);
    Ok(told(found).collect())
}

fn told(acts: Vec<String>) -> impl Iterator<Item = Flaw> {
    let acts = acts.into_iter().take(MOST);
    acts.map(|act| serious(InspectMsg::UnreadableAct { act }))
}
