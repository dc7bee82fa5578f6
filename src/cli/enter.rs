//! `enter`: a clerk's session.

use clap::Args;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, ledger, open};
use crate::domain::folding;
use crate::i18n::{CliFault, Doing};
use crate::tui::Person;

#[derive(Args)]
pub(super) struct EnterArgs {
    /// 填报人姓名 / who enters
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// 可改的镇，代码或名称，可多个；不写则都可改 / a town that may be changed, by code or name; all if none is named
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
}

pub(super) fn run(args: &EnterArgs, context: &Context) -> Outcome<Exit> {
    let name = author_named(&args.name)?;
    let mut store = ledger::open(&context.db)?;
    let doing = || Doing::OpenLedger { path: shown(&context.db) };
    let find = |town: &String| store.find_place(town).map_err(|error| Failure::store(doing(), error));
    let towns = args.towns.iter().map(|town| find(town).map(|place| place.code)).collect::<Outcome<Vec<_>>>()?;
    open::need_terminal()?;
    if !towns.is_empty() {
        store.restrict_to(towns);
    }
    open::session(store, Person { name, demo: false }, context)
}

/// The name that every change is to carry.
pub(super) fn author_named(name: &str) -> Outcome<String> {
    let name = folding::name(name);
    if name.is_empty() { Err(Failure::input(Doing::Usage, CliFault::EmptyName)) } else { Ok(name) }
}
