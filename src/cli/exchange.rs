//! `exchange`: what was saved in this file since the last one was handed on.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::progress::Signals;
use super::{ledger, limits, output, signing_key};
use crate::i18n::{
    ChangeNumbers, CliTask, DoctorMsg, ExchangeMsg, MergeMsg, Say, SigningMsg, SnapshotFault,
    SnapshotMsg, UsageFault,
};
use crate::store::share::exchange::{ExchangeRequest, ExportOutcome, ExportedChanges, StartAt};

#[derive(Args)]
pub(super) struct ExchangeArgs {
    /// 新文件，或已有的目录：由程序命名 / a new file, or an existing directory, where the name is
    /// generated
    out: PathBuf,
    /// 从此号修改起，默认接续上次 / begin with this change; default: after the last file
    #[arg(long, value_name = "[SITE:]NUMBER")]
    from: Option<String>,
    /// 交出人姓名，默认系统用户 / the name of the person who hands it on; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 只含此地及下级，代码或名称，可多个；有超出的则不生成 / only this place and those below it, by code or
    /// name; repeatable; nothing is made if there is anything outside
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 用此 SSH 私钥签名，签名存为同名 .sig 文件 / sign it with this private SSH key; the signature is a
    /// .sig file beside it
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
}

pub(super) fn run(args: &ExchangeArgs, context: &CliContext) -> CliResult<Exit> {
    let author = author(args.name.as_deref())?;
    let begin = args
        .from
        .as_deref()
        .map_or(Ok(StartAt::AfterTheLast), begin)?;
    let key = args.sign.as_deref();
    let key = key
        .map(|path| signing_key::read(path, context))
        .transpose()?;
    let mut store = ledger::open(context)?;
    let places = limits::codes(&store, &args.towns, context)?;
    let doing = || CliTask::HandOn {
        path: shown(&args.out),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let export = ExchangeRequest {
        out: &args.out,
        start: &begin,
        author: &author,
        places: &places,
        key: key.as_ref(),
        cancel: Arc::clone(&signals.cancel),
    };
    let done = store.export_with(&export);
    let done = done.map_err(|error| signals.told(Failure::snapshot(doing(), error)))?;
    let print = |line: &dyn Say| output::print_line(&line.say(context.lang));
    match done {
        ExportOutcome::NothingYet => print(&ExchangeMsg::NothingYet)?,
        ExportOutcome::Nothing(change) => print(&ExchangeMsg::Nothing {
            change: change.to_string(),
        })?,
        ExportOutcome::Outside(acts) => {
            limits::list(&store, &acts, context)?;
            let count = acts.len();
            return Err(Failure::input(doing(), SnapshotFault::Outside { count }));
        }
        ExportOutcome::Made(made) => {
            for line in lines(&made) {
                print(&*line)?;
            }
        }
    }
    // Of what a former site has left nobody would know.
    let waiting = store
        .unexported_sites()
        .map_err(|error| Failure::store(doing(), error))?;
    for from in waiting {
        print(&DoctorMsg::Waiting {
            from: from.to_string(),
        })?;
    }
    Ok(Exit::Done)
}

/// Returns a number of this site, or a change as merges and histories name it.
fn begin(text: &str) -> CliResult<StartAt> {
    let bad = || {
        let arg = "--from".to_owned();
        let value = text.to_owned();
        Failure::input(CliTask::Usage, UsageFault::BadValue { arg, value })
    };
    if let Ok(seq) = text.parse() {
        return Ok(StartAt::Own(seq));
    }
    text.parse().map(StartAt::With).map_err(|_| bad())
}

/// Returns what there is to say of a file.
fn lines(made: &ExportedChanges) -> Vec<Box<dyn Say>> {
    let mut lines: Vec<Box<dyn Say>> = vec![Box::new(ExchangeMsg::Made {
        path: shown(&made.path),
    })];
    let site = made.site.clone();
    let changes = ChangeNumbers {
        first: made.first,
        last: made.last,
    };
    if changes.last >= changes.first {
        lines.push(Box::new(ExchangeMsg::Changes { site, changes }));
    }
    if made.findings + made.second_entries > 0 {
        lines.push(Box::new(MergeMsg::Acts {
            findings: made.findings,
            keyed: made.second_entries,
        }));
    }
    lines.push(Box::new(SnapshotMsg::Sha {
        sha: made.sha256.clone(),
    }));
    if let Some((path, key)) = &made.signature {
        let path = shown(path);
        let key = key.clone();
        lines.push(Box::new(SigningMsg::Signed { path, key }));
    }
    lines
}
