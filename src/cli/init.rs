//! `init`: a new ledger.

use std::path::PathBuf;

use clap::Args;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, ledger, output};
use crate::i18n::{Doing, DoneMsg, LedgerFault, Say};
use crate::store::StoreError;

#[derive(Args)]
pub(super) struct InitArgs {
    /// 政策包，可多个，默认丽水 / a policy pack, more than one allowed, Lishui's by default
    #[arg(long = "pack", value_name = "FILE")]
    packs: Vec<PathBuf>,
    /// 地名表 CSV，默认随程序 / the list of places, the program's own by default
    #[arg(long, value_name = "FILE.csv")]
    places: Option<PathBuf>,
}

pub(super) fn run(args: &InitArgs, context: &Context) -> Outcome<Exit> {
    // Said first: reading a long list of places only to refuse would waste the wait.
    if context.db.symlink_metadata().is_ok() {
        let doing = Doing::MakeLedger { path: shown(&context.db) };
        return Err(Failure::store(doing, StoreError::Ledger(LedgerFault::Exists)));
    }
    let packs = if args.packs.is_empty() {
        vec![ledger::seed_pack()?]
    } else {
        args.packs.iter().map(|path| ledger::read_pack(path)).collect::<Outcome<_>>()?
    };
    let places = args.places.as_deref().map_or_else(ledger::seed_places, ledger::read_places)?;
    let store = ledger::make(&context.db, &places, &packs)?;
    let packs = store.packs().iter().map(|pack| pack.code.as_str()).collect::<Vec<_>>().join(", ");
    let made = DoneMsg::Made { path: shown(&context.db), places: places.len(), packs };
    output::print_line(&made.say(context.lang))?;
    Ok(Exit::Done)
}
