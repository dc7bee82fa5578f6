//! `snapshot`: one checked file of what the ledger holds now.

use std::io::{IsTerminal as _, stdout};
use std::path::PathBuf;

use clap::Args;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::progress::{ProgressLine, Signals};
use super::{output, signing_key, usage};
use crate::i18n::{CliFault, CliTask, Say as _, SigningMsg, SnapshotFault, SnapshotMsg};
use crate::store::FileError;
use crate::store::share::rotate::{Rotated, rotate};
use crate::store::share::snapshot;

#[derive(Args)]
pub(super) struct SnapshotArgs {
    /// 新文件，或已有的目录：由程序命名 / a new file, or an existing directory, where the name is
    /// generated
    out: PathBuf,
    /// 目录中只保留本台账最近的 N 份 / keep the N newest snapshots of this ledger in the directory
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// 用此 SSH 私钥签名，签名存为同名 .sig 文件 / sign it with this private SSH key; the signature is a
    /// .sig file beside it
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
}

pub(super) fn run(args: &SnapshotArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::Snapshot {
        path: shown(&args.out),
    };
    let failed = |error| Failure::snapshot(doing(), error);
    if args.keep.is_some() && !args.out.is_dir() {
        return Err(failed(FileError::Refused(SnapshotFault::KeepNeedsFolder)));
    }
    let key = args.sign.as_deref();
    let key = key
        .map(|path| signing_key::read(path, context))
        .transpose()?;
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let made = snapshot::make_signed(
        &context.db,
        &args.out,
        key.as_ref(),
        &signals.cancel,
        |progress| line.show(progress),
    );
    line.clear();
    let made = made.map_err(|error| signals.told(failed(error)))?;
    let say = |message: SnapshotMsg| output::print_line(&message.say(context.lang));
    say(SnapshotMsg::Made {
        path: shown(&made.path),
    })?;
    say(SnapshotMsg::Sha {
        sha: made.sha256.clone(),
    })?;
    if let Some((path, key)) = made.signature.clone() {
        let path = shown(&path);
        output::print_line(&SigningMsg::Signed { path, key }.say(context.lang))?;
    }
    say(SnapshotMsg::Receipt {
        code: made.receipt.to_string(),
    })?;
    let Some(keep) = args.keep else {
        return Ok(Exit::Done);
    };
    for old in rotate(&made, usize::try_from(keep).unwrap_or(usize::MAX)).map_err(failed)? {
        say(match old {
            Rotated::Removed(path) => SnapshotMsg::Removed { path: shown(&path) },
            Rotated::Kept(path, detail) => SnapshotMsg::NotRemoved {
                path: shown(&path),
                detail,
            },
        })?;
    }
    Ok(Exit::Done)
}

/// Prints a snapshot, for whoever has a key and no shell; what it is goes to standard error.
pub(super) fn print(context: &CliContext) -> CliResult<Exit> {
    if stdout().is_terminal() {
        return Err(Failure::input(CliTask::Print, CliFault::NotForTerminals));
    }
    let doing = || CliTask::Snapshot {
        path: shown(&context.db),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let made = snapshot::stream(
        &context.db,
        &mut stdout().lock(),
        &signals.cancel,
        |progress| line.show(progress),
    );
    line.clear();
    let (sha, receipt) = made.map_err(|error| signals.told(Failure::snapshot(doing(), error)))?;
    let code = receipt.to_string();
    for message in [SnapshotMsg::Sha { sha }, SnapshotMsg::Receipt { code }] {
        usage::complain(&message.say(context.lang));
    }
    Ok(Exit::Done)
}
