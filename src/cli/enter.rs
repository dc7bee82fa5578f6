//! `enter`: a clerk's session.

use std::fs;

use clap::Args;

use super::author::author_named;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::sent::{self, Sendable};
use super::{ledger, open, restricted};
use crate::i18n::{CliFault, CliTask, PlainMsg, ScreenMsg};
use crate::store::Store;
use crate::tui::plain::{self, PromptFault};
use crate::tui::selection::Selection;
use crate::tui::{Person, Role, Start, TaskFiles, WorksOn};

/// The folder beside a ledger with the files of an admin who comes with a key.
const FOLDER: &str = "files";

#[derive(Args)]
pub(super) struct EnterArgs {
    /// 填报人姓名 / the clerk's name
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// 可修改的镇，代码或名称，可多个；不写则均可修改 / a town that may be changed, by code or name;
    /// repeatable; default: all
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 逐行问答，供读屏软件、简单终端和管道 / line prompts, for screen readers, dumb terminals and
    /// pipes
    #[arg(long)]
    plain: bool,
    /// 复录：由第二人对照纸表再录一遍 / second entry: key the records of others again from the paper
    #[arg(long)]
    verify: bool,
    /// 只复录这一类，代码或名称 / key only this kind again, by code or label
    #[arg(long, value_name = "KIND", requires = "verify")]
    kind: Option<String>,
    /// 低风险记录的抽查比例，百分之几 / the percentage of low-risk records to key again
    #[arg(long, value_name = "PERCENT", requires = "verify", value_parser = clap::value_parser!(u8).range(1..=100))]
    sample: Option<u8>,
    #[command(flatten)]
    rights: RightsArgs,
}

/// What the session may do beside filling in.
#[derive(Args)]
struct RightsArgs {
    /// 管理员：还可在界面里生成快照、导出、导入、载入政策包、合并，只用台账旁 files 目录里的文件 / an
    /// administrator: on the screens also snapshots, exports, imports, packs and merges, with files of
    /// the folder files beside the ledger only
    #[arg(long, conflicts_with_all = ["towns", "plain", "verify"])]
    admin: bool,
    /// 可读写本机的文件，如将报表写入文件；不要写进密钥的登录行 / may use files of this machine, as to
    /// write a report to one; not for the login line of a key
    #[arg(long, conflicts_with_all = ["plain", "verify"])]
    files: bool,
    /// 也可运行随登录附带的只读命令，如 ssh 主机 report / also run read-only commands that are sent
    /// along, as in ssh HOST report
    #[arg(long)]
    commands: bool,
}

impl EnterArgs {
    /// Returns the files that the session reads and writes. An admin who comes with a key has those
    /// of one folder: with any other the key would open the whole account.
    fn files(&self, context: &CliContext) -> TaskFiles {
        if self.rights.files {
            return TaskFiles::Anywhere;
        }
        if !self.rights.admin {
            return TaskFiles::None;
        }
        let ledger = fs::canonicalize(&context.db).unwrap_or_else(|_| context.db.clone());
        TaskFiles::In(ledger.with_file_name(FOLDER))
    }

    /// Returns which commands may be sent along with the key of this session.
    const fn sendable(&self) -> Sendable {
        match (self.rights.commands, self.towns.is_empty()) {
            (false, _) => Sendable::Nothing,
            (true, false) => Sendable::Reading,
            (true, true) => Sendable::Everything,
        }
    }
}

pub(super) fn run(args: &EnterArgs, context: &CliContext) -> CliResult<Exit> {
    if let Some(line) = restricted::begin() {
        return sent::run(&line, args.sendable(), context);
    }
    let name = author_named(&args.name)?;
    let mut store = ledger::open(context)?;
    let doing = || CliTask::OpenLedger {
        path: shown(&context.db),
    };
    let towns = args
        .towns
        .iter()
        .map(|town| town_to_fill(&store, town))
        .collect::<CliResult<Vec<_>>>()?;
    if args.plain && args.verify {
        return Err(Failure::input(CliTask::Usage, CliFault::PlainVerify));
    }
    let kind = args
        .kind
        .as_ref()
        .map(|kind| store.find_kind(kind).map(|kind| kind.code.clone()))
        .transpose();
    let kind = kind.map_err(|error| Failure::store(doing(), error))?;
    if !args.plain {
        open::need_terminal()?;
    }
    if !towns.is_empty() {
        store.restrict_to(towns);
    }
    let person = Person {
        name,
        role: if args.rights.admin {
            Role::Admin
        } else {
            Role::Clerk
        },
        works_on: WorksOn::Ledger,
    };
    let start = if args.verify {
        Start::Verify(Selection {
            kind,
            sample: args.sample,
        })
    } else {
        Start::Matrix
    };
    if args.plain {
        prompts(store, person, context)
    } else {
        open::session(store, person, start, args.files(context), context)
    }
}

/// Returns the code of a place in which something can be entered, or below it.
fn town_to_fill(store: &Store, town: &str) -> CliResult<String> {
    let found = store.find_open_place(town).and_then(|place| {
        let takes_entries = store.takes_entries(&place)?;
        Ok((place, takes_entries))
    });
    match found.map_err(|error| Failure::store(CliTask::Enter, error))? {
        (place, true) => Ok(place.code),
        (place, false) => {
            let place = place.name;
            let why = ScreenMsg::NothingToEnter { place };
            Err(Failure::input(CliTask::Enter, why))
        }
    }
}

/// Asks line by line until the person leaves or the input ends.
fn prompts(store: Store, person: Person, context: &CliContext) -> CliResult<Exit> {
    let path = shown(&context.db);
    plain::run(store, person, context.lang)
        .map(|()| Exit::Done)
        .map_err(|fault| match fault {
            PromptFault::Store(error) => Failure::store(CliTask::ReadLedger { path }, error),
            PromptFault::Output(error) => Failure::io(CliTask::Print, &error),
            PromptFault::NotDone(error) => Failure::store(CliTask::Enter, error),
            PromptFault::OnlyToRead => Failure::input(CliTask::Enter, PlainMsg::OnlyToRead),
            PromptFault::NothingToChange => Failure::input(CliTask::Enter, PlainMsg::NoTowns),
            PromptFault::Lost => Failure::input(CliTask::Enter, PlainMsg::Lost),
            PromptFault::NotSaved {
                count,
                error: Some(error),
            } => Failure::not_saved(CliTask::Enter, error, count),
            PromptFault::NotSaved { count, error: None } => {
                Failure::input(CliTask::Enter, PlainMsg::NotSaved { count })
            }
        })
}
