//! `hub`: a database on a server that carries the changes of many ledger files.

use std::path::Path;
use std::sync::Arc;

use clap::{Args, Subcommand};

use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::progress::{ProgressLine, Signals};
use super::{ledger, limits, merge, output};
use crate::domain::record::NewChanges;
use crate::i18n::{CliTask, HubFault, HubMsg, Say as _};
use crate::store::Store;
use crate::store::hub::{
    HubAddress, HubError, HubGrant, HubProgress, HubPulled, HubPushed, HubRequest, HubStatus,
};
use crate::store::share::merge::MergeMode;

const URL_HELP: &str = "postgresql://用户@主机:5432/数据库，密码放在 ~/.pgpass 或 PGPASSWORD / the address, written as postgresql://USER@HOST:5432/DATABASE; the password goes into ~/.pgpass or PGPASSWORD";

#[derive(Subcommand)]
pub(super) enum HubCommand {
    /// 在 PostgreSQL 数据库里建立数据中心；已建立的，更新政策包、地名表和视图 / make a hub in a
    /// PostgreSQL database; if there is one already, renew its packs, places and views
    Init(HubArgs),
    /// 上传：数据中心没有的修改和各地现状 / send what the hub lacks: changes, and the current state of places
    Push(HubArgs),
    /// 取回：此处没有的修改，规则与 merge 相同 / take in what this file lacks, as merge does
    Pull(HubAuthorArgs),
    /// 先取回，再上传 / pull, then push
    Sync(HubAuthorArgs),
    /// 对照：各站点两边各缺什么 / what each side lacks, by site
    Status(HubArgs),
    /// 授权：某用户可上传、读取或管理 / let a login push, read or administer
    Allow(AllowArgs),
}

#[derive(Args)]
pub(super) struct HubArgs {
    #[arg(help = URL_HELP)]
    url: String,
}

#[derive(Args)]
pub(super) struct HubAuthorArgs {
    #[command(flatten)]
    hub: HubArgs,
    /// 合并人姓名，默认系统用户 / the name of the person who merges; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

#[derive(Args)]
pub(super) struct AllowArgs {
    #[command(flatten)]
    hub: HubArgs,
    /// 数据库用户名 / the login on the server
    login: String,
    /// 可上传，并更新此地及下级的现状，代码或名称，可多个 / it may push, and replace the current state
    /// of this place and those below it, by code or name; repeatable
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 可接着上传此站点的修改 / it may add to the changes of this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// 可读取全部内容 / it may read everything
    #[arg(long)]
    reader: bool,
    /// 可管理数据中心 / it may administer the hub
    #[arg(long)]
    admin: bool,
}

pub(super) fn run(command: &HubCommand, context: &CliContext) -> CliResult<Exit> {
    match command {
        HubCommand::Init(args) => init(args, context),
        HubCommand::Push(args) => push(args, context),
        HubCommand::Pull(args) => pull(args, context).map(|()| Exit::Done),
        HubCommand::Sync(args) => {
            pull(args, context)?;
            push(&args.hub, context)
        }
        HubCommand::Status(args) => status(args, context),
        HubCommand::Allow(args) => allow(args, context),
    }
}

/// A hub that a command works on.
struct CliHub {
    address: HubAddress,
    store: Store,
    signals: Signals,
}

impl CliHub {
    fn open(args: &HubArgs, context: &CliContext) -> CliResult<Self> {
        let address = HubAddress::read(&args.url)
            .map_err(|fault| Failure::input(CliTask::HubAddress, fault))?;
        let store = ledger::open(context)?;
        let hub = address.shown();
        let signals =
            Signals::watch().map_err(|error| Failure::io(CliTask::Hub { hub }, &error))?;
        Ok(Self {
            address,
            store,
            signals,
        })
    }

    /// Runs something with a line that says how far it is.
    fn run<T>(
        &mut self,
        context: &CliContext,
        work: impl FnOnce(&mut Store, &HubRequest) -> Result<T, HubError>,
    ) -> CliResult<T> {
        let line = ProgressLine::new(context.lang);
        let request = HubRequest {
            address: &self.address,
            cancel: Arc::clone(&self.signals.cancel),
            report: &|progress: HubProgress| line.show(progress),
        };
        let done = work(&mut self.store, &request);
        line.clear();
        let hub = self.address.shown();
        done.map_err(|error| self.signals.told(Failure::hub(CliTask::Hub { hub }, error)))
    }
}

fn print(lines: &[HubMsg], context: &CliContext) -> CliResult<()> {
    lines
        .iter()
        .try_for_each(|line| output::print_line(&line.say(context.lang)))
}

fn init(args: &HubArgs, context: &CliContext) -> CliResult<Exit> {
    let mut hub = CliHub::open(args, context)?;
    let made = hub.run(context, |store, request| store.hub_init(request.address))?;
    let line = if made.is_new {
        HubMsg::Made { hub: made.hub }
    } else {
        HubMsg::Renewed { hub: made.hub }
    };
    print(&[line], context)?;
    Ok(Exit::Done)
}

fn push(args: &HubArgs, context: &CliContext) -> CliResult<Exit> {
    let mut hub = CliHub::open(args, context)?;
    let pushed = hub.run(context, Store::hub_push)?;
    print(&push_lines(pushed), context)?;
    Ok(Exit::Done)
}

fn push_lines(pushed: HubPushed) -> Vec<HubMsg> {
    let is_lost = !pushed.lost.is_empty();
    let mut lines: Vec<HubMsg> = pushed.lost.into_iter().map(lost).collect();
    if pushed.sent.is_empty() {
        lines.push(HubMsg::NothingToPush);
    } else {
        lines.push(HubMsg::PushDone);
        lines.extend(is_lost.then_some(HubMsg::LostSentAgain));
    }
    let sent = pushed.sent.into_iter();
    lines.extend(sent.map(|news| HubMsg::Pushed {
        changes: news.numbers(),
        site: news.site,
    }));
    let places = pushed.places;
    lines.extend((places > 0).then_some(HubMsg::States { places }));
    let places = pushed.places_left;
    lines.extend((places > 0).then_some(HubMsg::StatesLeft { places }));
    let not_sent = pushed.not_sent.into_iter();
    lines.extend(not_sent.map(|news| HubMsg::NotSent {
        changes: news.numbers(),
        site: news.site,
    }));
    lines
}

fn lost(changes: NewChanges) -> HubMsg {
    HubMsg::Lost {
        changes: changes.numbers(),
        site: changes.site,
    }
}

fn pull(args: &HubAuthorArgs, context: &CliContext) -> CliResult<()> {
    let author = author(args.name.as_deref())?;
    let mut hub = CliHub::open(&args.hub, context)?;
    let HubPulled { merged, lost: gone } =
        hub.run(context, |store, request| store.hub_pull(request, &author))?;
    let lines: Vec<HubMsg> = gone.into_iter().map(lost).collect();
    print(&lines, context)?;
    let shown = hub.address.shown();
    let told = merge::told(
        &hub.store,
        &merged,
        MergeMode::Merge,
        Path::new(&shown),
        context.lang,
    );
    told.map_err(|error| Failure::store(ledger::reading(context), error))?
        .iter()
        .try_for_each(|line| output::print_line(line))
}

fn status(args: &HubArgs, context: &CliContext) -> CliResult<Exit> {
    let mut hub = CliHub::open(args, context)?;
    let status = hub.run(context, |store, request| store.hub_status(request))?;
    print(&status_lines(status), context)?;
    Ok(Exit::Done)
}

fn status_lines(status: HubStatus) -> Vec<HubMsg> {
    let is_same = status.lacked_there.is_empty()
        && status.lacked_here.is_empty()
        && status.differing.is_empty();
    let mut lines = vec![HubMsg::Status {
        hub: status.hub,
        ledger: status.ledger,
    }];
    lines.extend(is_same.then_some(HubMsg::Same));
    let there = status.lacked_there.into_iter();
    lines.extend(there.map(|news| HubMsg::LackedThere {
        changes: news.numbers(),
        site: news.site,
    }));
    let here = status.lacked_here.into_iter();
    lines.extend(here.map(|news| HubMsg::LackedHere {
        changes: news.numbers(),
        site: news.site,
    }));
    let differing = status.differing.into_iter();
    lines.extend(differing.map(|change| HubMsg::Differs { change }));
    lines.extend(status.lost.into_iter().map(lost));
    if status.packs.is_empty() {
        lines.push(HubMsg::SamePacks);
    }
    let packs = status.packs.into_iter();
    lines.extend(packs.map(|pack| HubMsg::OtherPack { pack }));
    let places = status.places;
    lines.extend((places > 0).then_some(HubMsg::OlderStates { places }));
    let places = status.places_left;
    lines.extend((places > 0).then_some(HubMsg::StatesLeft { places }));
    lines
}

fn allow(args: &AllowArgs, context: &CliContext) -> CliResult<Exit> {
    let mut hub = CliHub::open(&args.hub, context)?;
    let places = limits::codes(&hub.store, &args.towns, context)?;
    let grant = HubGrant {
        places: places.clone(),
        site: args.site.clone(),
        reads: args.reader,
        administers: args.admin,
    };
    if grant == HubGrant::default() {
        return Err(Failure::input(CliTask::Usage, HubFault::NothingToAllow));
    }
    hub.run(context, |store, request| {
        store.hub_allow(request, &args.login, &grant)
    })?;
    let login = || args.login.clone();
    let mut lines: Vec<HubMsg> = places
        .into_iter()
        .map(|place| HubMsg::AllowedTown {
            login: login(),
            place,
        })
        .collect();
    lines.extend(args.site.clone().map(|site| HubMsg::AllowedSite {
        login: login(),
        site,
    }));
    lines.extend(
        args.reader
            .then(|| HubMsg::AllowedReader { login: login() }),
    );
    lines.extend(args.admin.then(|| HubMsg::AllowedAdmin { login: login() }));
    print(&lines, context)?;
    Ok(Exit::Done)
}
