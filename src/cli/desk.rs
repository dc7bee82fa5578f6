//! What is ordered on the screens, carried out as the commands do it: reports, exports, packs and
//! merges. Each opens the ledger by itself, on the thread of a job.

mod changes;
mod importing;
mod opening;
mod papers;
mod proposed_columns;
mod proposing;

use std::fs;
use std::sync::Arc;

use self::opening::cancelled;
use super::failure::{CliResult, Exit};
use super::import::ImportArgs;
use crate::i18n::{TaskMsg, Text};
use crate::store::Store;
use crate::tui::{Desk, JobResult, JobStopped, JobWatch, Order, ProposedImport, Task, TaskFiles};

/// Returns what carries out the orders of a session, with the files that it may use.
#[must_use]
pub fn desk(files: TaskFiles) -> Desk {
    desk_for(files, None)
}

/// Returns the same, where files are imported as a command line says.
pub(super) fn desk_for(files: TaskFiles, import: Option<ImportArgs>) -> Desk {
    let folder = match &files {
        TaskFiles::In(folder) => Some(folder.clone()),
        TaskFiles::None | TaskFiles::Anywhere => None,
    };
    Desk {
        perform: Arc::new(move |order, watch| {
            if let Some(folder) = &folder {
                // That it cannot be made is said by whatever is to be read or written there.
                let _ = fs::create_dir(folder);
            }
            perform(order, watch, import.as_ref())
        }),
        files,
    }
}

/// Returns what a file is taken for, before it is tried.
pub(super) fn look_at(
    store: &Store,
    order: &Order,
    args: &ImportArgs,
) -> CliResult<ProposedImport> {
    importing::look_at(store, order, args).map(|(shown, _)| shown)
}

fn perform(order: &Order, watch: &JobWatch, import: Option<&ImportArgs>) -> JobResult {
    let done = match order.task {
        Task::Report => papers::report(order, watch),
        Task::Compare => papers::compare(order, watch),
        Task::Export => papers::export(order, watch),
        Task::Import => importing::import(order, watch, import),
        Task::LoadPack => changes::load_pack(order, watch),
        Task::Merge => changes::merge(order, watch),
        // The screens make these themselves.
        Task::Snapshot => Err(cancelled()),
    };
    done.map_err(|failure| {
        if failure.exit == Exit::Interrupted || watch.is_cancelled() {
            return JobStopped::Cancelled(Text::of(&TaskMsg::Cancelled));
        }
        JobStopped::Failed {
            words: Box::new(failure.words(&[&order.ledger, &order.file])),
            cause: failure.cause(),
        }
    })
}
