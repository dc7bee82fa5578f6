//! `places`: the list of places in a ledger.

use clap::Subcommand;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output};
use crate::domain::place::Place;
use crate::i18n::{CliTask, DoneMsg, Say};

#[derive(Subcommand)]
pub(super) enum PlacesCommand {
    /// 台账里的地名表，可再用 init --places 载入 / the places of the ledger, as init --places takes
    /// them
    List,
    /// 去掉载错的地方；还用着的不去 / take out a place that was loaded by mistake, unless something
    /// hangs on it
    Remove {
        /// 地方的代码 / the code of the place
        code: String,
        /// 去掉的人，默认系统用户名 / who removes it, by default the system's user
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
}

pub(super) fn run(command: &PlacesCommand, context: &CliContext) -> CliResult<Exit> {
    match command {
        PlacesCommand::List => list(context),
        PlacesCommand::Remove { code, name } => remove(code, name.as_deref(), context),
    }
}

fn list(context: &CliContext) -> CliResult<Exit> {
    let reading = |error| {
        Failure::store(
            CliTask::ReadLedger {
                path: shown(&context.db),
            },
            error,
        )
    };
    let places = ledger::open(&context.db, context.lang)?
        .places()
        .map_err(reading)?;
    output::print(&crate::transfer::places::write(&places))?;
    Ok(Exit::Done)
}

fn remove(code: &str, name: Option<&str>, context: &CliContext) -> CliResult<Exit> {
    let path = shown(&context.db);
    let failed = |error| {
        Failure::store(
            CliTask::RemovePlace {
                path: shown(&context.db),
            },
            error,
        )
    };
    let author = super::author::author(name)?;
    let mut store = ledger::open(&context.db, context.lang)?;
    let place = store.find_place(code).map_err(failed)?;
    store
        .write(|writer| writer.remove_place(&place, &author))
        .map_err(failed)?;
    output::print_line(
        &DoneMsg::PlaceRemoved {
            place: line(&place),
            path,
        }
        .say(context.lang),
    )?;
    Ok(Exit::Done)
}

/// Returns a place in one line.
pub(super) fn line(place: &Place) -> String {
    let parent = place.parent.as_deref().unwrap_or("-");
    format!("{} {} ({}, {parent})", place.code, place.name, place.level)
}
