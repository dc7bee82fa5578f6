//! Reads the rows of a file on a thread of its own, while those before are made records.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use crate::i18n::{HeaderFault, LeftOutMsg};
use crate::transfer::import::columns::units;
use crate::transfer::import::error::ImportError;
use crate::transfer::import::fault::ImportFault;
use crate::transfer::import::read::table::TableRow;
use crate::transfer::import::rows::place::PlaceFinder;
use crate::transfer::import::rows::row::{RowEntry, RowReader};

/// How many rows are handed over at a time, and how many times before somebody has to take them:
/// a file of any length is never held.
const BATCH: usize = 64;
const BATCHES: usize = 8;

/// A row of a file.
pub(super) enum ReadRow {
    /// One that is no row of the table: where it stands, and why.
    LeftOut(usize, LeftOutMsg),
    /// One of the table: its cells, and what it says or what is wrong with it.
    Row(TableRow, Result<RowEntry, Vec<ImportFault>>),
}

/// Reads every row in its order and hands it over. Ends with the first error of the file, or of
/// whoever takes the rows.
pub(super) fn each_row(
    reader: &RowReader,
    places: &mut PlaceFinder,
    mut take: impl FnMut(ReadRow) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(BATCHES);
        scope.spawn(move || read(reader, places, &sender));
        for batch in receiver {
            for row in batch {
                take(row?)?;
            }
        }
        Ok(())
    })
}

type Batch = Vec<Result<ReadRow, ImportError>>;

/// Reads rows until there are no more or nobody takes them.
fn read(reader: &RowReader, places: &mut PlaceFinder, sender: &SyncSender<Batch>) {
    let rows = match reader.table.rows() {
        Ok(rows) => rows,
        Err(error) => {
            let _ = sender.send(vec![Err(error.into())]);
            return;
        }
    };
    let mut batch = Vec::with_capacity(BATCH);
    for row in rows {
        batch.push(read_one(reader, places, row));
        if batch.len() == BATCH {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            if sender.send(full).is_err() {
                return;
            }
        }
    }
    let _ = sender.send(batch);
}

fn read_one(
    reader: &RowReader,
    places: &mut PlaceFinder,
    row: TableRow,
) -> Result<ReadRow, ImportError> {
    let table = reader.table;
    if let Some(why) = table.non_data_rows.why_none(&row) {
        if !matches!(why, LeftOutMsg::HeaderAgain { .. }) {
            units::check_remark(&row, &table.columns, reader.kind)?;
        }
        return Ok(ReadRow::LeftOut(row.line, why));
    }
    if table.non_data_rows.is_other_header(&row) {
        return Err(HeaderFault::OtherTable { line: row.line }.into());
    }
    let entry = reader.read(places, &row);
    Ok(ReadRow::Row(row, entry))
}
