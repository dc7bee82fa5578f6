//! `report`: what is met, short and unknown.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, ledger, output, today};
use crate::i18n::{CliFault, Doing, DoneMsg, Say};
use crate::transfer::report::{Format, Moment, Report};

#[derive(Args)]
pub(super) struct ReportArgs {
    /// 只看此地及下级，代码或名称 / only this place and those below it, by code or name
    #[arg(long, value_name = "CODE")]
    town: Option<String>,
    /// 某日终了时的情况 / as known at the end of a day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// 格式 / format
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// 写入文件，不写则输出 / write to a file instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 有不足或待定时以 1 退出 / end with 1 when something is short or unknown
    #[arg(long)]
    check: bool,
    /// 政策包，默认第一个 / the policy pack, the first by default
    #[arg(long, value_name = "CODE")]
    pack: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatArg {
    /// 可打印的一页 / a page to print
    Text,
    /// Markdown
    Markdown,
    /// JSON
    Json,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Json => Self::Json,
        }
    }
}

pub(super) fn run(args: &ReportArgs, context: &Context) -> Outcome<Exit> {
    let store = ledger::open(&context.db)?;
    let doing = || Doing::ReadLedger { path: shown(&context.db) };
    let refused = |error| Failure::store(doing(), error);
    let pack = store.pack(args.pack.as_deref()).map_err(refused)?;
    let place = args.town.as_deref().map(|town| store.find_place(town)).transpose().map_err(refused)?;
    let moment = args.as_of.map_or_else(|| Moment::Now(today()), Moment::EndOf);
    let report =
        Report::build(&store, pack, place.as_ref(), moment).map_err(|error| Failure::report(doing(), error))?;
    let text = report.render(&store, args.format.into(), context.lang).map_err(refused)?;
    match &args.out {
        None => output::print(&text)?,
        Some(path) => {
            output::refuse_overwriting(path, &context.db, CliFault::IsTheLedger)?;
            output::write_file(path, &text)?;
            output::print_line(&DoneMsg::Written { path: shown(path) }.say(context.lang))?;
        }
    }
    let found = report.counts.short + report.counts.unknown > 0;
    Ok(if args.check && found { Exit::Found } else { Exit::Done })
}
