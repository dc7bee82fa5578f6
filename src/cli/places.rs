//! `places`: the list of places in a ledger.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, loading, output};
use crate::domain::place::Place;
use crate::domain::text::folding;
use crate::i18n::{CliFault, CliTask, DoneMsg, Lang, LoadMsg, PlacesMsg, Say};
use crate::store::{PlaceChange, PlaceStep, RehearsedPlace};

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

#[derive(Args)]
pub(super) struct ChangeArgs {
    /// 生效日期，默认今天；撤销可填以后的日期 / the effective date; default: today; only a closing may
    /// be dated ahead
    #[arg(long, value_name = "DATE")]
    on: Option<NaiveDate>,
    /// 经办人，默认系统用户名 / the name of the person who records it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 同意所列内容 / agree to what is listed
    #[arg(long)]
    yes: bool,
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
    for line in preview(&change, &rehearsed, context.lang) {
        output::print_line(&line)?;
    }
    let question = LoadMsg::AskChange.say(context.lang);
    loading::confirm(how.yes, &question, CliFault::NeedsYesForPlace, doing())?;
    store
        .write(|writer| writer.change_place(&change))
        .map_err(failed)?;
    output::print_line(&done(&change, shown(&context.db)).say(context.lang))?;
    Ok(Exit::Done)
}

/// Returns what a change of a place brings about, a line each.
fn preview(change: &PlaceChange, rehearsed: &RehearsedPlace, lang: Lang) -> Vec<String> {
    let place = named(change.place);
    let on = change.on.to_string();
    let (first, into) = match change.step {
        PlaceStep::Rename(name) => {
            let name = folding::name(name);
            let rename = PlacesMsg::Rename { place, name, on };
            (rename, String::new())
        }
        PlaceStep::Merge(into) => {
            let into = named(into);
            let told = into.clone();
            (PlacesMsg::Merge { place, into, on }, told)
        }
        PlaceStep::Close => (PlacesMsg::Close { place, on }, String::new()),
        PlaceStep::Reopen(_) => (PlacesMsg::Reopen { place, on }, String::new()),
    };
    let RehearsedPlace { changed, moves } = rehearsed;
    let moved = changed.moved.iter().map(|what| PlacesMsg::Moved {
        what: what.clone(),
        into: into.clone(),
    });
    let stay = changed.stay.iter().map(|what| PlacesMsg::Stay {
        what: what.clone(),
        place: named(change.place),
    });
    let below = changed.below.iter().map(|place| PlacesMsg::Below {
        place: named(place),
        into: into.clone(),
    });
    let told = moved.chain(stay).chain(below);
    let mut lines = vec![first.say(lang)];
    lines.extend(told.map(|line| format!("  {}", line.say(lang))));
    lines.extend(loading::move_lines(moves, lang));
    lines
}

/// Returns what is said once a change of a place is recorded.
fn done(change: &PlaceChange, path: String) -> PlacesMsg {
    let place = named(change.place);
    match change.step {
        PlaceStep::Rename(name) => PlacesMsg::Renamed {
            place: format!("{} {}", change.place.code, folding::name(name)),
            path,
        },
        PlaceStep::Merge(into) => PlacesMsg::Merged {
            place,
            into: named(into),
            path,
        },
        PlaceStep::Close => PlacesMsg::Closed { place, path },
        PlaceStep::Reopen(_) => PlacesMsg::Reopened { place, path },
    }
}

/// Returns the code and the name of a place.
fn named(place: &Place) -> String {
    format!("{} {}", place.code, place.name)
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
