//! `demo`: the screens over a ledger that is thrown away.

mod quarters;

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;

use super::author::system_user;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::{ledger, open};
use crate::i18n::CliTask;
use crate::store::Store;
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::{self, ImportRequest};
use crate::tui::{Person, Role, Start, TaskFiles, WorksOn};

/// The sample files by their kind.
const SAMPLES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/demo.rs"));

pub(super) fn run(context: &CliContext) -> CliResult<Exit> {
    open::need_terminal()?;
    let folder = Folder::make()?;
    let name = system_user();
    let store = fill(&folder, &name)?;
    open::session(
        store,
        Person {
            name,
            role: Role::Clerk,
            works_on: WorksOn::Demo,
        },
        Start::Matrix,
        TaskFiles::None,
        context,
    )
}

/// Returns a ledger with the samples, imported as any file is.
fn fill(folder: &Folder, author: &str) -> CliResult<Store> {
    let path = folder.0.join("demo.db");
    let mut store = ledger::make_of_seeds(&path, author)?;
    let aliases = Aliases::default();
    for (kind, bytes) in SAMPLES {
        let file = format!("{kind}.csv");
        let request = ImportRequest::plain(&file, kind, author, &aliases, store.today());
        import::import(&mut store, *bytes, &request, &mut Notes::default()).map_err(|error| {
            Failure::import(
                CliTask::Import {
                    path: format!("seeds/demo/{kind}.csv"),
                },
                error,
            )
        })?;
    }
    let failed = |error| Failure::store(CliTask::Demo, error);
    quarters::fill(&mut store).map_err(failed)?;
    Ok(store)
}

/// A directory of our own that goes away with the session.
struct Folder(PathBuf);

impl Folder {
    fn make() -> CliResult<Self> {
        let path =
            std::env::temp_dir().join(format!("taizhang-demo-{}", uuid::Uuid::new_v4().simple()));
        let made = fs::DirBuilder::new().mode(0o700).create(&path);
        made.map(|()| Self(path))
            .map_err(|error| Failure::io(CliTask::Demo, &error))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn the_samples_pass_through_the_importer_and_the_folder_goes_away() {
        let folder = Folder::make().ok().unwrap();
        let filled = fill(&folder, "示例").map_err(|failure| failure.line(Lang::En));
        let store = filled.unwrap_or_else(|line| unreachable!("{line}"));
        assert_eq!(store.record_count().unwrap(), 29);
        let counts = store.counts(&store.packs()[0].code).unwrap();
        // Those that bind: 22 in each of the towns, 2 of the city, 2 in each county, 7 and 4.
        assert_eq!(counts.met + counts.short + counts.unknown, 85);
        let path = folder.0.clone();
        drop((store, folder));
        assert!(!path.exists());
    }
}
