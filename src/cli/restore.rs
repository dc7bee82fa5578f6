//! `restore`: a ledger of a snapshot.

use std::path::PathBuf;

use clap::Args;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, output};
use crate::i18n::{Doing, Say, SnapshotMsg};
use crate::store::restore::restore;

#[derive(Args)]
pub(super) struct RestoreArgs {
    /// 快照 / the snapshot
    file: PathBuf,
}

pub(super) fn run(args: &RestoreArgs, context: &Context) -> Outcome<Exit> {
    let failed = |error| Failure::snapshot(Doing::Restore { path: shown(&args.file) }, error);
    let restored = restore(&args.file, &context.db).map_err(failed)?;
    let done = SnapshotMsg::Restored { path: shown(&restored.path), from: shown(&args.file) };
    output::print_line(&done.say(context.lang))?;
    if let Some(kept) = restored.kept {
        output::print_line(&SnapshotMsg::Kept { path: shown(&kept) }.say(context.lang))?;
    }
    Ok(Exit::Done)
}
