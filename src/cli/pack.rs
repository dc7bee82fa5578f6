//! `pack`: policy packs outside and inside a ledger.

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, author, ledger, output, usage};
use crate::domain::pack::Pack;
use crate::i18n::{DoctorMsg, Doing, DoneMsg, Say};

#[derive(Subcommand)]
pub(super) enum PackCommand {
    /// 检查政策包，不碰台账 / say what is wrong with a pack; no ledger is touched
    Check {
        /// 政策包 / the pack
        file: PathBuf,
    },
    /// 载入台账 / put a pack into the ledger
    Load {
        /// 政策包 / the pack
        file: PathBuf,
        /// 载入人姓名，默认系统用户 / who loads it, the system's user by default
        #[arg(long = "as", value_name = "NAME")]
        name: Option<String>,
    },
    /// 台账里的政策包 / the packs of the ledger
    List,
}

pub(super) fn run(command: &PackCommand, context: &Context) -> Outcome<Exit> {
    match command {
        PackCommand::Check { file } => check(file, context),
        PackCommand::Load { file, name } => load(file, &author(name.as_deref())?, context),
        PackCommand::List => list(context),
    }
}

/// Every fault is a line `file:line: rule: what`, as compilers print them: whoever writes a pack wants them all.
fn check(file: &Path, context: &Context) -> Outcome<Exit> {
    match Pack::read(&ledger::read_pack_text(file)?) {
        Ok(pack) => {
            let (kinds, requirements) = (pack.kinds.len(), pack.requirements.len());
            let good = DoneMsg::PackGood { path: shown(file), code: pack.code, kinds, requirements };
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

fn load(file: &Path, author: &str, context: &Context) -> Outcome<Exit> {
    let pack = ledger::read_pack(file)?;
    let mut store = ledger::open(&context.db, context.lang)?;
    store
        .write(|writer| writer.load_pack(&pack, author))
        .map_err(|error| Failure::store(Doing::LoadPack { path: shown(file) }, error))?;
    output::print_line(&DoneMsg::PackLoaded { code: pack.code, path: shown(&context.db) }.say(context.lang))?;
    Ok(Exit::Done)
}

fn list(context: &Context) -> Outcome<Exit> {
    for pack in ledger::open(&context.db, context.lang)?.packs() {
        output::print_line(&described(pack, context))?;
    }
    Ok(Exit::Done)
}

/// A pack in one line.
pub(super) fn described(pack: &Pack, context: &Context) -> String {
    let (number, title) = (pack.document.number.clone(), pack.document.title.say(context.lang));
    DoctorMsg::Pack { code: pack.code.clone(), number, title }.say(context.lang)
}
