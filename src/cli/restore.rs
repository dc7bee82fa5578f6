//! `restore`: a ledger of a snapshot.

use std::path::PathBuf;

use clap::Args;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::output;
use super::progress::Signals;
use crate::i18n::{CliTask, Say, SnapshotMsg};
use crate::store::share::restore::restore_until;

#[derive(Args)]
pub(super) struct RestoreArgs {
    /// 快照 / the snapshot
    file: PathBuf,
}

pub(super) fn run(args: &RestoreArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::Restore {
        path: shown(&args.file),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let restored = restore_until(&args.file, &context.db, &signals.cancel);
    let restored = restored.map_err(|error| signals.told(Failure::snapshot(doing(), error)))?;
    let done = SnapshotMsg::Restored {
        path: shown(&restored.path),
        from: shown(&args.file),
    };
    output::print_line(&done.say(context.lang))?;
    for close in &restored.unseen {
        let line = SnapshotMsg::CloseUnseen {
            quarter: close.quarter.name(),
            author: close.author.clone(),
        };
        output::print_line(&line.say(context.lang))?;
    }
    if let Some(kept) = restored.kept {
        output::print_line(&SnapshotMsg::Kept { path: shown(&kept) }.say(context.lang))?;
    }
    Ok(Exit::Done)
}
