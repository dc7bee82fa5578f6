//! `review`: an inspector's session.

use clap::Args;

use super::author::author_named;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::sent::{self, Sendable};
use super::{ledger, open, restricted};
use crate::i18n::CliTask;
use crate::store::{Inspector, Limits, Store, StoreError};
use crate::tui::{Person, Reviewing, Role, Start, TaskFiles, WorksOn};

#[derive(Args)]
pub(super) struct ReviewArgs {
    /// 审核人姓名 / the inspector's name
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// 只审核此地及下级，代码或名称，可多个 / review only this place and those below it, by code or
    /// name; repeatable
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 只审核此类，代码或名称，可多个 / review only this kind, by code or label; repeatable
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<String>,
    /// 也可运行随登录附带的只读命令，如 ssh 主机 report / also run read-only commands that are sent
    /// along, as in ssh HOST report
    #[arg(long)]
    commands: bool,
}

pub(super) fn run(args: &ReviewArgs, context: &CliContext) -> CliResult<Exit> {
    if let Some(line) = restricted::begin() {
        let may = if args.commands {
            Sendable::Reading
        } else {
            Sendable::Nothing
        };
        return sent::run(&line, may, context);
    }
    let name = author_named(&args.name)?;
    open::need_terminal()?;
    let store = ledger::open_for_review(context)?;
    let limits = Limits {
        places: args.towns.clone(),
        kinds: args.kinds.clone(),
    };
    let review = begin(&store, &name, &limits);
    let review = review.map_err(|error| {
        Failure::store(
            CliTask::OpenLedger {
                path: shown(&context.db),
            },
            error,
        )
    })?;
    open::session(
        store,
        Person {
            name,
            role: Role::Inspector(review),
            works_on: WorksOn::Ledger,
        },
        Start::Shortfalls,
        TaskFiles::None,
        context,
    )
}

/// Writes down that the inspector is here, and learns when that was last so.
fn begin(store: &Store, name: &str, limits: &Limits) -> Result<Reviewing, StoreError> {
    let inspector = Inspector::new(store, name, limits)?;
    let since = inspector.visit()?.unwrap_or_default();
    Ok(Reviewing { inspector, since })
}
