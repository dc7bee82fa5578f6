//! `init`: a new ledger, or more places and packs for one that is there.

use std::path::PathBuf;

use clap::Args;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, loading, output, places};
use crate::domain::place::PlaceList;
use crate::domain::policy::Pack;
use crate::i18n::{CliTask, DoneMsg, LedgerFault, Say, code_list};
use crate::store::{Cause, Load, StoreError, clock};

#[derive(Args)]
pub(super) struct InitArgs {
    /// 政策包，可多个，默认丽水 / a policy pack; repeatable; default: Lishui's
    #[arg(long = "pack", value_name = "FILE")]
    packs: Vec<PathBuf>,
    /// 地名表，格式与导入相同，默认随程序附带 / the list of places, in any form that an import reads;
    /// default: the one that comes with the program
    #[arg(long, value_name = "FILE")]
    places: Option<PathBuf>,
    #[command(flatten)]
    form: ledger::ListForm,
    /// 载入人姓名，默认系统用户 / the name of the person who loads them; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 同意替换已载入的政策包 / agree to the changes of a loaded pack
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(args: &InitArgs, context: &CliContext) -> CliResult<Exit> {
    let author = super::author::author(args.name.as_deref())?;
    let done = if context.db.symlink_metadata().is_ok() {
        add(args, &author, context)?
    } else {
        make(args, &author, context)?
    };
    done.iter()
        .try_for_each(|line| output::print_line(&line.say(context.lang)))?;
    Ok(Exit::Done)
}

fn make(args: &InitArgs, author: &str, context: &CliContext) -> CliResult<Vec<DoneMsg>> {
    let packs = if args.packs.is_empty() {
        vec![ledger::seed_pack()?]
    } else {
        read_packs(args)?
    };
    let places = args
        .places
        .as_deref()
        .map_or_else(ledger::seed_places, |path| {
            ledger::read_places(path, &args.form)
        })?;
    let PlaceList { places, closings } = places.open_on(clock::today_of(&packs));
    let load = Load {
        places: &places,
        closings: &closings,
        packs: &packs,
        author,
    };
    let store = ledger::make(&context.db, &load)?;
    Ok(vec![DoneMsg::Made {
        path: shown(&context.db),
        places: places.len(),
        packs: codes(store.packs()),
    }])
}

/// Loads more places and packs into a ledger that is there; without any, somebody expected a new
/// one.
fn add(args: &InitArgs, author: &str, context: &CliContext) -> CliResult<Vec<DoneMsg>> {
    let path = shown(&context.db);
    if args.places.is_none() && args.packs.is_empty() {
        return Err(Failure::store(
            CliTask::MakeLedger { path },
            StoreError::Ledger(LedgerFault::Exists, Cause::NONE),
        ));
    }
    let packs = read_packs(args)?;
    let places = args
        .places
        .as_deref()
        .map(|path| ledger::read_places(path, &args.form))
        .transpose()?
        .unwrap_or_default();
    let mut store = ledger::open(context)?;
    let PlaceList { places, closings } = places.open_on(store.today());
    let load = Load {
        places: &places,
        closings: &closings,
        packs: &packs,
        author,
    };
    let doing = || CliTask::LoadInto { path: path.clone() };
    loading::agree(&mut store, &load, args.yes, doing(), context)?;
    let admitted = store
        .write(|writer| writer.load(&load))
        .map_err(|error| Failure::store(doing(), error))?;
    let new = admitted.new.len();
    let changed = admitted.changed.len();
    let mut done = vec![DoneMsg::Added {
        path,
        places: places.len(),
        new,
        changed,
        packs: codes(&packs),
    }];
    done.extend(admitted.changed.iter().map(|(before, after)| {
        let [before, after] = [before, after].map(places::line);
        DoneMsg::PlaceChanged { before, after }
    }));
    Ok(done)
}

fn read_packs(args: &InitArgs) -> CliResult<Vec<Pack>> {
    args.packs
        .iter()
        .map(|path| ledger::read_pack(path))
        .collect()
}

fn codes(packs: &[Pack]) -> String {
    code_list(packs.iter().map(|pack| &pack.code))
}
