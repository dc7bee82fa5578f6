//! `places`: the list of places in a ledger.

mod change;
mod update;

use std::path::PathBuf;

use clap::Subcommand;

use self::change::{ChangeArgs, done, preview};
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::ledger::ListForm;
use super::{ledger, loading, output};
use crate::domain::place::Place;
use crate::i18n::{CliFault, CliTask, DoneMsg, LoadMsg, Say};
use crate::store::{PlaceChange, PlaceStep};

const UPDATE: &str = "按表更名、并入、撤销：列 code 加 new_name、successor 或 closed_on / rename, merge and close places by a list with the columns code and new_name, successor or closed_on";

#[derive(Subcommand)]
pub(super) enum PlacesCommand {
    /// 台账中的地名表，可再用 init --places 载入 / the places in the ledger, in the format of init
    /// --places
    List,
    /// 去掉误载的地方；正在使用的除外 / remove a place that was loaded by mistake, unless it is in use
    Remove {
        /// 地方的代码 / the code of the place
        code: String,
        /// 经办人，默认系统用户名 / the name of the person who removes it; default: the system user
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
    /// 改名；导入时仍可识别原名称 / rename a place; files with its old name still find it
    Rename {
        /// 地方的代码或名称 / the place, by code or name
        code: String,
        /// 新的名称 / its new name
        new_name: String,
        #[command(flatten)]
        how: ChangeArgs,
    },
    /// 并入另一处：记录和下级一并转入 / merge a place into another one, with its records and the places
    /// below it
    Merge {
        /// 被并入的地方，代码或名称 / the place that is merged, by code or name
        code: String,
        /// 并入到的地方，代码或名称 / the place it becomes part of, by code or name
        into: String,
        #[command(flatten)]
        how: ChangeArgs,
    },
    /// 撤销：不再判定，不再填报，记录保留 / close a place: it is no longer judged or filled in; its
    /// records are kept
    Close {
        /// 地方的代码或名称 / the place, by code or name
        code: String,
        #[command(flatten)]
        how: ChangeArgs,
    },
    #[command(about = UPDATE)]
    Update {
        /// 表格文件，格式与导入相同 / the list, in any form that an import reads
        file: PathBuf,
        #[command(flatten)]
        form: ListForm,
        #[command(flatten)]
        how: ChangeArgs,
    },
    /// 恢复撤销的地方：重新判定，可以填报；已并入他处的不能恢复 / reopen a closed place: it is judged
    /// and takes records again; a merged place cannot be reopened
    Reopen {
        /// 地方的代码或名称 / the place, by code or name
        code: String,
        /// 恢复的理由；记入修改记录 / the reason; kept in the trail
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
        #[command(flatten)]
        how: ChangeArgs,
    },
}

pub(super) fn run(command: &PlacesCommand, context: &CliContext) -> CliResult<Exit> {
    match command {
        PlacesCommand::List => list(context),
        PlacesCommand::Remove { code, name } => remove(code, name.as_deref(), context),
        PlacesCommand::Rename {
            code,
            new_name,
            how,
        } => change(code, &Step::Rename(new_name), how, context),
        PlacesCommand::Merge { code, into, how } => change(code, &Step::Merge(into), how, context),
        PlacesCommand::Close { code, how } => change(code, &Step::Close, how, context),
        PlacesCommand::Update { file, form, how } => update::run(file, form, how, context),
        PlacesCommand::Reopen { code, reason, how } => {
            let why = reason.as_deref().unwrap_or_default();
            change(code, &Step::Reopen(why), how, context)
        }
    }
}

/// What becomes of a place, as it was typed.
enum Step<'a> {
    Rename(&'a str),
    Merge(&'a str),
    Close,
    Reopen(&'a str),
}

/// Lists what a change of a place brings about, has somebody agree, and records it.
fn change(code: &str, step: &Step, how: &ChangeArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::ChangePlace {
        path: shown(&context.db),
    };
    let failed = |error| Failure::store(doing(), error);
    let author = super::author::author(how.name.as_deref())?;
    let mut store = ledger::open(context)?;
    let place = store.find_place(code).map_err(failed)?;
    let into = match step {
        Step::Merge(into) => Some(store.find_place(into).map_err(failed)?),
        Step::Rename(_) | Step::Close | Step::Reopen(_) => None,
    };
    let change = PlaceChange {
        place: &place,
        step: match (step, &into) {
            (Step::Rename(name), _) => PlaceStep::Rename(name),
            (Step::Reopen(why), _) => PlaceStep::Reopen(why),
            (_, Some(into)) => PlaceStep::Merge(into),
            (_, None) => PlaceStep::Close,
        },
        on: how.on.unwrap_or_else(|| store.today()),
        author: &author,
    };
    let rehearsed = store.rehearse_place(&change).map_err(failed)?;
    let mut lines = preview(&change, &rehearsed.changed, context.lang);
    lines.extend(loading::move_lines(&rehearsed.moves, context.lang));
    lines.iter().try_for_each(|line| output::print_line(line))?;
    let question = LoadMsg::AskChange.say(context.lang);
    loading::confirm(how.yes, &question, CliFault::NeedsYesForPlace, doing())?;
    store
        .write(|writer| writer.change_place(&change))
        .map_err(failed)?;
    output::print_line(&done(&change, shown(&context.db)).say(context.lang))?;
    Ok(Exit::Done)
}

fn list(context: &CliContext) -> CliResult<Exit> {
    let reading = |error| Failure::store(ledger::reading(context), error);
    let store = ledger::open(context)?;
    let places = store.places().map_err(reading)?;
    let lives = store.place_lives().map_err(reading)?;
    output::print(&crate::transfer::places::write(&places, &lives))?;
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
    let mut store = ledger::open(context)?;
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
