//! Commands that are sent along with a key, as in `ssh HOST report`: a fixed list of those that only
//! read, and print. Their words are split here and seen by no shell.

use std::ffi::OsStr;

use clap::{CommandFactory as _, Parser, Subcommand};

use super::ahead::AheadArgs;
use super::compare::CompareArgs;
use super::context::{CliContext, LedgerUse};
use super::failure::{CliResult, Exit, Failure};
use super::history::HistoryArgs;
use super::lang_arg::LangArg;
use super::quarter::ReadQuarterCommand;
use super::report::ReportArgs;
use super::{ahead, compare, history, merge, output, quarter, report, snapshot, usage};
use crate::i18n::{CliFault, CliTask, code_list};

/// What a key may send along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sendable {
    /// Nothing.
    Nothing,
    /// Commands that read the ledger.
    Reading,
    /// Those, and a snapshot of all of it.
    Everything,
}

/// 随登录附带的命令 / a command that is sent along
#[derive(Parser)]
#[command(
    name = "taizhang",
    no_binary_name = true,
    disable_help_subcommand = true
)]
struct SentLine {
    /// 界面语言，默认按环境 / the language; default: from the environment
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    #[command(subcommand)]
    command: SentCommand,
}

#[derive(Subcommand)]
enum SentCommand {
    /// 统计达标情况 / report what is met, short and unknown
    Report(ReportArgs),
    /// 各地对照：环比、同比、名次、走势 / places side by side in a quarter, and how they changed
    Compare(CompareArgs),
    /// 达标前景 / when what is short will be met
    Ahead(AheadArgs),
    /// 一条记录的修改记录 / every change of one record
    History(HistoryArgs),
    /// 季度：待办、已关账 / quarters: what is to be done, what is closed
    #[command(subcommand)]
    Quarter(ReadQuarterCommand),
    /// 未处理的合并冲突 / open merge conflicts
    Conflicts,
    /// 快照，输出到标准输出，仅管理员 / a snapshot on standard output, for administrators
    Snapshot,
}

/// Runs a command that was sent along, on a ledger that it can only read.
pub(super) fn run(line: &OsStr, may: Sendable, context: &CliContext) -> CliResult<Exit> {
    let refuse = |fault| Err(Failure::input(CliTask::Session, fault));
    if may == Sendable::Nothing {
        return refuse(CliFault::NoCommands);
    }
    let words = line.to_str().and_then(|line| shell_words::split(line).ok());
    let Some(words) = words else {
        return refuse(CliFault::CommandUnclear);
    };
    let known: Vec<String> = commands(may);
    if !words
        .iter()
        .any(|word| known.contains(word) || word == "--help")
    {
        let commands = code_list(&known);
        return refuse(CliFault::NotSendable { commands });
    }
    let sent = match SentLine::try_parse_from(&words) {
        Ok(sent) => sent,
        Err(error) if !error.use_stderr() => {
            output::print(&error.to_string())?;
            return Ok(Exit::Done);
        }
        Err(error) => return Err(Failure::input(CliTask::Usage, usage::fault(&error))),
    };
    let context = CliContext {
        db: context.db.clone(),
        lang: sent.lang.map_or(context.lang, LangArg::into),
        ledger_use: LedgerUse::Reading,
    };
    dispatch(&sent.command, may, &context)
}

fn dispatch(command: &SentCommand, may: Sendable, context: &CliContext) -> CliResult<Exit> {
    let out = match command {
        SentCommand::Report(args) => args.out.as_ref(),
        SentCommand::Compare(args) => args.out.as_ref(),
        _ => None,
    };
    if out.is_some() {
        return Err(Failure::input(CliTask::Session, CliFault::OnlyPrints));
    }
    match command {
        SentCommand::Report(args) => report::run(args, context),
        SentCommand::Compare(args) => compare::run(args, context),
        SentCommand::Ahead(args) => ahead::run(args, context),
        SentCommand::History(args) => history::run(args, context),
        SentCommand::Quarter(command) => quarter::read(command, context),
        SentCommand::Conflicts => merge::list(context),
        SentCommand::Snapshot if may == Sendable::Everything => snapshot::print(context),
        SentCommand::Snapshot => Err(Failure::input(
            CliTask::Session,
            CliFault::NotSendable {
                commands: code_list(commands(may)),
            },
        )),
    }
}

/// Returns the names of the commands that a key may send along.
fn commands(may: Sendable) -> Vec<String> {
    let command = SentLine::command();
    let names = command
        .get_subcommands()
        .map(|command| command.get_name().to_owned());
    names
        .filter(|name| may == Sendable::Everything || name != "snapshot")
        .collect()
}
