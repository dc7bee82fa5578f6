//! The arguments, as clap reads them, and the command that each of them runs.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::NaiveDate;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use signal_hook::consts::SIGXFSZ;

use super::context::{CliContext, LedgerUse};
use super::failure::{CliResult, Exit, Failure};
use super::lang_arg::LangArg;
use super::{
    access, ahead, compare, completions, demo, doctor, enter, evidence, examples, exchange, export,
    form, history, hub, import, import_screen, init, ledger, man, merge, open, pack, panics,
    places, quarter, report, restore, review, sample, signers, snapshot, usage, verify, visit,
    what_if,
};
use crate::i18n::{CliFault, CliTask, Lang};
use crate::store::ProblemLog;
use crate::tui;

/// The commands that do not work on a ledger of one's own, and note nothing beside one.
const WITHOUT_A_LEDGER: [&str; 7] = [
    "completions",
    "demo",
    "man",
    "pack check",
    "pack from-xlsform",
    "pack schema",
    "verify",
];

const DB_HELP: &str = "台账文件，默认 $TAIZHANG_DB，其次 ./taizhang.db / the ledger; default: $TAIZHANG_DB, then ./taizhang.db";

/// 乡镇设施台账 / a ledger of town facilities
#[derive(Parser)]
#[command(name = "taizhang", version, disable_help_subcommand = true)]
struct Args {
    #[arg(long, global = true, value_name = "FILE", help = DB_HELP)]
    db: Option<PathBuf>,
    /// 界面语言，默认按环境 / the language; default: from the environment
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    /// 出错时多输出一行原因，不含数据 / print one more line when a command fails: its cause, without
    /// data
    #[arg(long, global = true)]
    debug: bool,
    /// 查看某日终了时的台账，只读 / look at the ledger as it was at the end of a day, YYYY-MM-DD, and
    /// change nothing
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// 试用示例台账，退出即删除 / try it on a temporary ledger with sample facilities
    Demo,
    /// 新建台账 / create a new ledger
    Init(init::InitArgs),
    /// 填报，只可修改所列的镇 / a clerk's session; only the named towns can be changed
    Enter(enter::EnterArgs),
    /// 审核，台账只读，只写审核意见 / an inspector's session: reads everything, writes findings
    /// only
    Review(review::ReviewArgs),
    /// 统计达标情况 / report what is met, short and unknown
    Report(report::ReportArgs),
    /// 各地对照：环比、同比、名次、走势 / places side by side in a quarter, and how they changed
    Compare(compare::CompareArgs),
    /// 从 CSV 或 XLSX 导入设施 / import facilities from CSV or XLSX
    Import(Box<import::ImportArgs>),
    /// 导出设施，可填好再导入 / export facilities as CSV, workbook, JSON or map layers
    Export(export::ExportArgs),
    /// 打印用的填报表，空白或已填 / a form to print, blank or filled in
    Form(form::FormArgs),
    /// 政策包 / policy packs
    #[command(subcommand)]
    Pack(pack::PackCommand),
    /// 地名表 / the list of places
    #[command(subcommand)]
    Places(places::PlacesCommand),
    /// 季度：待办、确认无变化、关账 / quarters: what is to be done, confirming, closing
    #[command(subcommand)]
    Quarter(quarter::QuarterCommand),
    /// 达标前景：何时可达标，最少须改动什么 / when what is short will be met, and the smallest change
    /// that meets it
    Ahead(ahead::AheadArgs),
    /// 试算：换用其他值，哪些结论会变；不写入 / which verdicts other values would change; nothing is
    /// written
    WhatIf(what_if::WhatIfArgs),
    /// 一条记录的修改记录 / every change of one record
    History(history::HistoryArgs),
    /// 登记、核对佐证文件 / list the evidence files of a record, or check them again
    Evidence(evidence::EvidenceArgs),
    /// 随机抽样，供审核；列出已抽的样本 / draw a random sample of records for a review, or list
    /// the samples
    Sample(sample::SampleArgs),
    /// 登记一次现场核查 / write down a visit to a facility on the spot
    Visit(visit::VisitArgs),
    /// 登录权限 / who may log in, and as what
    #[command(subcommand)]
    Access(access::AccessCommand),
    /// 签名人名单：谁可为交来的文件签名 / who may sign the files that are handed in
    #[command(subcommand)]
    Signers(signers::SignersCommand),
    /// 生成经检查的快照，不影响填报 / make a verified copy in one file, while clerks go on
    Snapshot(snapshot::SnapshotArgs),
    /// 检查任何来源的快照或台账文件 / check a snapshot or a closed ledger from any source
    Verify(verify::VerifyArgs),
    /// 用快照恢复台账，原台账留存 / restore the ledger from a snapshot; the previous one is kept
    Restore(restore::RestoreArgs),
    /// 生成交换文件：上次以后的修改 / hand on what was saved in this file since the last time
    Exchange(exchange::ExchangeArgs),
    /// 合并台账文件或交换文件 / merge another ledger file or an exchange file
    Merge(merge::MergeArgs),
    /// 数据中心：服务器上的数据库，汇集各镇的修改 / a hub: a database on a server that carries the
    /// changes of many ledgers
    #[command(subcommand)]
    Hub(hub::HubCommand),
    /// 未处理的合并冲突 / open merge conflicts: fields set differently in two files
    Conflicts,
    /// 检查台账、程序和终端 / check the ledger, the program and the terminal
    Doctor,
    /// 输出 shell 的命令补全脚本 / print what a shell needs to complete commands
    Completions(completions::CompletionsArgs),
    /// 手册页 / the manual pages
    Man(man::ManArgs),
}

/// Returns the command line as clap knows it: the documents take their help from here.
#[must_use]
pub fn command_line() -> clap::Command {
    examples::with_examples(Args::command())
}

/// Runs the program with the arguments it was started with.
#[must_use]
pub fn run() -> ExitCode {
    outlive_size_limits();
    tui::command::name_keys();
    let (name, args) = match parse() {
        Ok(parsed) => parsed,
        Err(error) => return usage::explain(&error).into(),
    };
    let lang = args.lang.map_or_else(Lang::of_environment, Lang::from);
    let context = CliContext {
        db: args.db.unwrap_or_else(ledger::default_path),
        lang,
        ledger_use: LedgerUse::Any,
    };
    let has_ledger = !WITHOUT_A_LEDGER.contains(&name.as_str());
    // Looked for before the ledger is open: closing the file later would give back its locks.
    let log = has_ledger
        .then(|| ProblemLog::beside(&context.db, &name))
        .flatten();
    panics::report_panics(log.clone());
    match dispatch(args.command, args.as_of, &context) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            usage::complain(&failure.line(lang));
            if args.debug {
                usage::complain(&failure.cause_line(lang));
            }
            if let Some(log) = &log {
                failure.note_in(log);
            }
            failure.exit.into()
        }
    }
}

/// Returns the arguments, and the words that name the command.
fn parse() -> Result<(String, Args), clap::Error> {
    let mut command = command_line();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    let name = command_name(&matches);
    let args = Args::from_arg_matches(&matches).map_err(|error| error.format(&mut command))?;
    Ok((name, args))
}

/// Returns the words that name a command; those of the bare one are `screens`.
fn command_name(matches: &ArgMatches) -> String {
    let mut words = Vec::new();
    let mut level = matches;
    while let Some((word, below)) = level.subcommand() {
        words.push(word);
        level = below;
    }
    if words.is_empty() {
        words.push("screens");
    }
    words.join(" ")
}

/// Has a write that would make a file larger than it may be fail, as on a full disk, instead of
/// ending the program. Where that cannot be had the program runs all the same.
fn outlive_size_limits() {
    let _ = signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)));
}

fn dispatch(
    command: Option<Command>,
    as_of: Option<NaiveDate>,
    context: &CliContext,
) -> CliResult<Exit> {
    match command {
        Some(_) if as_of.is_some() => Err(Failure::input(CliTask::Session, CliFault::AsOfBefore)),
        None => open::run(as_of, context),
        Some(Command::Demo) => demo::run(context),
        Some(Command::Init(args)) => init::run(&args, context),
        Some(Command::Enter(args)) => enter::run(&args, context),
        Some(Command::Review(args)) => review::run(&args, context),
        Some(Command::Report(args)) => report::run(&args, context),
        Some(Command::Compare(args)) => compare::run(&args, context),
        Some(Command::Import(args)) => import_screen::run(&args, context),
        Some(Command::Export(args)) => export::run(&args, context),
        Some(Command::Form(args)) => form::run(&args, context),
        Some(Command::Pack(command)) => pack::run(&command, context),
        Some(Command::Places(command)) => places::run(&command, context),
        Some(Command::Quarter(command)) => quarter::run(&command, context),
        Some(Command::Ahead(args)) => ahead::run(&args, context),
        Some(Command::WhatIf(args)) => what_if::run(&args, context),
        Some(Command::History(args)) => history::run(&args, context),
        Some(Command::Evidence(args)) => evidence::run(&args, context),
        Some(Command::Sample(args)) => sample::run(&args, context),
        Some(Command::Visit(args)) => visit::run(&args, context),
        Some(Command::Access(command)) => access::run(&command, context),
        Some(Command::Signers(command)) => signers::run(&command, context),
        Some(Command::Snapshot(args)) => snapshot::run(&args, context),
        Some(Command::Verify(args)) => verify::run(&args, context),
        Some(Command::Restore(args)) => restore::run(&args, context),
        Some(Command::Exchange(args)) => exchange::run(&args, context),
        Some(Command::Merge(args)) => merge::run(&args, context),
        Some(Command::Hub(command)) => hub::run(&command, context),
        Some(Command::Conflicts) => merge::list(context),
        Some(Command::Doctor) => doctor::run(context),
        Some(Command::Completions(args)) => completions::run(&args, command_line()),
        Some(Command::Man(args)) => man::run(&args, command_line(), context),
    }
}
