//! `pack`: policy packs outside and inside a ledger.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{input, ledger, loading, output, usage};
use crate::domain::policy::Pack;
use crate::domain::policy::pack::schema;
use crate::i18n::{CliTask, DoctorMsg, DoneMsg, LoadMsg, Say};
use crate::store::Load;
use crate::transfer::xlsform;

const FROM_XLSFORM: &str =
    "由 XLSForm 生成政策包的草稿并打印 / print the draft of a pack made of an XLSForm";

#[derive(Subcommand)]
pub(super) enum PackCommand {
    /// 检查政策包，不涉及台账 / check a pack; no ledger is touched
    Check {
        /// 政策包 / the pack
        file: PathBuf,
    },
    /// 载入台账 / load a pack into the ledger
    Load(LoadArgs),
    /// 打印政策包格式的 JSON Schema，供编辑器使用 / print the JSON Schema of the format, for editors
    Schema,
    /// 台账中的政策包 / the packs in the ledger
    List,
    #[command(about = FROM_XLSFORM)]
    FromXlsform {
        /// 表单的工作簿（.xlsx、.xls 或 .ods）/ the workbook of the form
        file: PathBuf,
    },
}

#[derive(Args)]
pub(super) struct LoadArgs {
    /// 政策包 / the pack
    file: PathBuf,
    /// 载入人姓名，默认系统用户 / the name of the person who loads it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 同意替换已载入的版本 / agree to the changes of a loaded pack
    #[arg(long)]
    yes: bool,
    /// 仅预演：会改动什么、哪些结论会变，不载入 / dry run: show what it would change and which verdicts
    /// would move
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
}

pub(super) fn run(command: &PackCommand, context: &CliContext) -> CliResult<Exit> {
    match command {
        PackCommand::Check { file } => check(file, context),
        PackCommand::Load(args) => load(args, context),
        PackCommand::Schema => {
            let schema = schema();
            output::print_line(&format!("{schema:#}"))?;
            Ok(Exit::Done)
        }
        PackCommand::List => list(context),
        PackCommand::FromXlsform { file } => from_xlsform(file),
    }
}

/// Prints every fault as a line `file:line: rule: what`, as compilers do: whoever writes a pack
/// wants them all.
fn check(file: &Path, context: &CliContext) -> CliResult<Exit> {
    match Pack::read(&ledger::read_pack_text(file)?) {
        Ok(pack) => {
            let kinds = pack.kinds.len();
            let requirements = pack.requirements.len();
            let good = DoneMsg::PackGood {
                path: shown(file),
                code: pack.code,
                kinds,
                requirements,
            };
            output::print_line(&good.say(context.lang))?;
            Ok(Exit::Done)
        }
        Err(faults) => {
            for fault in faults {
                usage::complain(&format!("{}:{}", shown(file), fault.say(context.lang)));
            }
            Ok(Exit::BadInput)
        }
    }
}

/// Prints the draft of a pack that a form gives.
fn from_xlsform(file: &Path) -> CliResult<Exit> {
    let doing = || CliTask::ReadForm { path: shown(file) };
    let bytes = input::read(file, doing)?;
    let draft = xlsform::draft(&bytes).map_err(|error| Failure::input(doing(), error))?;
    output::print(&draft)?;
    Ok(Exit::Done)
}

/// Loads a pack, unless it is word for word the one in the ledger: then there is nothing to judge
/// anew.
fn load(args: &LoadArgs, context: &CliContext) -> CliResult<Exit> {
    let pack = ledger::read_pack(&args.file)?;
    let author = author(args.name.as_deref())?;
    let load = Load {
        places: &[],
        closings: &[],
        packs: std::slice::from_ref(&pack),
        author: &author,
    };
    let doing = || CliTask::LoadPack {
        path: shown(&args.file),
    };
    let mut store = ledger::open(context)?;
    if store
        .packs()
        .iter()
        .any(|known| known.code == pack.code && known.text == pack.text)
    {
        output::print_line(&LoadMsg::Same { pack: pack.code }.say(context.lang))?;
        return Ok(Exit::Done);
    }
    if args.dry_run {
        loading::rehearse(&mut store, &load, doing(), context)?;
        return Ok(Exit::Done);
    }
    loading::agree(&mut store, &load, args.yes, doing(), context)?;
    store
        .write(|writer| writer.load(&load))
        .map_err(|error| Failure::store(doing(), error))?;
    output::print_line(
        &DoneMsg::PackLoaded {
            code: pack.code,
            path: shown(&context.db),
            author,
        }
        .say(context.lang),
    )?;
    Ok(Exit::Done)
}

fn list(context: &CliContext) -> CliResult<Exit> {
    let store = ledger::open(context)?;
    for pack in store.packs() {
        output::print_line(&described(pack, store.today(), context))?;
    }
    Ok(Exit::Done)
}

/// Returns a pack in one line, and that it is not in force where it is not.
pub(super) fn described(pack: &Pack, today: NaiveDate, context: &CliContext) -> String {
    let number = pack.document.number.clone();
    let title = pack.document.title.say(context.lang);
    let said = DoctorMsg::Pack {
        code: pack.code.clone(),
        number,
        title,
    }
    .say(context.lang);
    match pack.document.not_in_force(today) {
        Some(words) => format!("{said}  {}", words.say(context.lang)),
        None => said,
    }
}
