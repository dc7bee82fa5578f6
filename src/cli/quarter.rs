//! `quarter`: what is still to be done for a quarter, confirmations, closing and reopening.

mod asking;
mod closing;
mod work;

use clap::Subcommand;

use self::asking::WhoArgs;
use super::context::CliContext;
use super::failure::{CliResult, Exit};
use super::quarter_arg;
use crate::domain::value::Period;

#[derive(Subcommand)]
pub(super) enum QuarterCommand {
    #[command(flatten)]
    Read(ReadQuarterCommand),
    /// 确认没有变化：此地及下级所有待确认的设施 / confirm that nothing has changed in any facility of a
    /// place and those below it that is to be confirmed
    Confirm {
        /// 地方的代码或名称 / the place, by code or name
        town: String,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// 关账：冻结各地结论 / close a quarter and freeze its verdicts
    Close {
        /// 哪个季度，如 2026Q3，默认上个季度 / which quarter, such as 2026Q3; the last one that is over by
        /// default
        #[arg(value_parser = quarter_arg::quarter)]
        quarter: Option<Period>,
        /// 只关此地及下级 / for this place and those below it only
        #[arg(long, value_name = "CODE")]
        town: Option<String>,
        /// 签字的负责人 / the person who signs for it
        #[arg(long, value_name = "NAME")]
        signed_by: Option<String>,
        #[command(flatten)]
        who: WhoArgs,
    },
    /// 重开已关账的季度，须写明理由 / reopen a closed quarter, with a reason
    Reopen {
        /// 哪个季度，如 2026Q3 / which quarter, such as 2026Q3
        #[arg(value_parser = quarter_arg::quarter)]
        quarter: Period,
        /// 只重开此地的关账 / reopen the close of this place only
        #[arg(long, value_name = "CODE")]
        town: Option<String>,
        /// 理由 / why
        #[arg(long, value_name = "TEXT")]
        reason: String,
        #[command(flatten)]
        who: WhoArgs,
    },
}

/// The commands of quarters that only read.
#[derive(Subcommand)]
pub(super) enum ReadQuarterCommand {
    /// 本季度待办事项 / what is still to be done for the quarter
    Status {
        /// 只看此地及下级，代码或名称，并列出每一项 / this place and those below it, each item listed
        #[arg(long, value_name = "CODE")]
        town: Option<String>,
    },
    /// 已关账的季度和关账后的更正 / closed quarters, and what was corrected since
    List,
}

pub(super) fn read(command: &ReadQuarterCommand, context: &CliContext) -> CliResult<Exit> {
    match command {
        ReadQuarterCommand::Status { town } => work::status(town.as_deref(), context),
        ReadQuarterCommand::List => closing::list(context),
    }
}

pub(super) fn run(command: &QuarterCommand, context: &CliContext) -> CliResult<Exit> {
    match command {
        QuarterCommand::Read(command) => read(command, context),
        QuarterCommand::Confirm { town, who } => work::confirm(town, who, context),
        QuarterCommand::Close {
            quarter,
            town,
            signed_by,
            who,
        } => {
            let asked = closing::AskedClose {
                quarter: *quarter,
                town: town.as_deref(),
                signed_by: signed_by.as_deref().unwrap_or_default(),
            };
            closing::close(&asked, who, context)
        }
        QuarterCommand::Reopen {
            quarter,
            town,
            reason,
            who,
        } => closing::reopen((*quarter, town.as_deref()), reason, who, context),
    }
}
