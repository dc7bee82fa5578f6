//! Copies a ledger page by page.

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::i18n::LedgerFault;
use crate::store::error::StoreError;

/// Pages that are copied between two looks at whether to go on.
const PAGES: i32 = 1024;

/// Copies a whole ledger into an empty file. The source must be in a read transaction: a save in
/// between would begin the copy again. `go_on` is told after each step how much of a hundred is
/// done, and ends the copy with its error.
pub(super) fn copy_pages<E: From<StoreError>>(
    source: &Connection,
    target: &mut Connection,
    mut go_on: impl FnMut(usize) -> Result<(), E>,
) -> Result<(), E> {
    let failed = |error: rusqlite::Error| E::from(error.into());
    let backup = Backup::new(source, target).map_err(failed)?;
    loop {
        let step = backup.step(PAGES).map_err(failed)?;
        let progress = backup.progress();
        let total = i64::from(progress.pagecount.max(1));
        let left = i64::from(progress.remaining);
        let done = (total - left) * 100 / total;
        go_on(usize::try_from(done).unwrap_or_default())?;
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            _ => return Err(StoreError::from(LedgerFault::Busy).into()),
        }
    }
}
