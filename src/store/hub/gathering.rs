//! What a file lacks of a hub, fetched into a file of the form of exchange files, a few thousand
//! changes at a time.

use std::fs::File;
use std::path::Path;

use postgres::{Client, Row};
use rusqlite::{Connection, Transaction, params_from_iter};

use super::error::Result;
use super::request::{HubProgress, HubRequest};
use crate::domain::record::NewChanges;
use crate::store::error::StoreError;
use crate::store::file::schema::{EXCHANGE_VERSION, exchange_schema};
use crate::store::rows::{trail, values};

/// How many rows are fetched at once.
const AT_ONCE: i64 = 5000;

/// Fetches changes, and the packs and places of the hub, into the file `path`, which is not there
/// yet.
pub(super) fn gather(
    client: &mut Client,
    wanted: &[NewChanges],
    path: &Path,
    request: &HubRequest,
) -> Result<()> {
    // Made by us, so that a folder or a disk that refuses says so in its own words.
    drop(File::create_new(path)?);
    let file = Connection::open(path)?;
    file.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY",
    )?;
    let tx = file.unchecked_transaction()?;
    tx.execute_batch(exchange_schema(EXCHANGE_VERSION))?;
    let packs = client.query("SELECT code, sha256, loaded_at FROM taizhang.pack", &[])?;
    add(&tx, "pack", &packs, 3)?;
    fetch_places(client, &tx)?;
    let mut count = 0;
    for changes in wanted {
        request.is_at(HubProgress::Gathering(count))?;
        count += fetch_changes(client, changes, &tx, |more| {
            request.is_at(HubProgress::Gathering(count + more))
        })?;
    }
    tx.commit()?;
    file.close().map_err(|(_, error)| StoreError::from(error))?;
    Ok(())
}

fn fetch_places(client: &mut Client, tx: &Transaction) -> Result<()> {
    let query = client.prepare(
        "SELECT code, name, level, parent FROM taizhang.place WHERE code > $1 ORDER BY code LIMIT $2",
    )?;
    let mut after = String::new();
    loop {
        let rows = client.query(&query, &[&after, &AT_ONCE])?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.get(0);
        add(tx, "place", &rows, 4)?;
    }
}

/// Fetches changes of one site; returns how many there were.
fn fetch_changes(
    client: &mut Client,
    changes: &NewChanges,
    tx: &Transaction,
    mut is_at: impl FnMut(usize) -> Result<()>,
) -> Result<usize> {
    let columns = trail::COLUMNS;
    let query = client.prepare(&format!(
        "SELECT {columns} FROM taizhang.change WHERE site = $1 AND seq > $2 AND seq <= $3 ORDER BY seq LIMIT $4"
    ))?;
    let mut insert = tx.prepare(&format!(
        "INSERT INTO change ({columns}) VALUES ({})",
        values::marks(10)
    ))?;
    let mut after = changes.first - 1;
    let mut count = 0;
    while after < changes.last {
        let rows = client.query(&query, &[&changes.site, &after, &changes.last, &AT_ONCE])?;
        let Some(last) = rows.last() else {
            // The chain will say where it ends.
            break;
        };
        after = last.get(1);
        for row in &rows {
            let text = |at: usize| row.get::<_, &str>(at);
            let seq: i64 = row.get(1);
            insert.execute((
                text(0),
                seq,
                text(2),
                text(3),
                text(4),
                text(5),
                text(6),
                text(7),
                text(8),
                text(9),
            ))?;
        }
        count += rows.len();
        is_at(count)?;
    }
    Ok(count)
}

/// Adds rows of texts to a table.
fn add(tx: &Transaction, table: &str, rows: &[Row], columns: usize) -> Result<()> {
    let mut insert = tx.prepare(&format!(
        "INSERT INTO {table} VALUES ({})",
        values::marks(columns)
    ))?;
    for row in rows {
        let texts = (0..columns).map(|at| row.get::<_, Option<&str>>(at));
        insert.execute(params_from_iter(texts))?;
    }
    Ok(())
}
