//! `ahead`: when what is short will be met, and the smallest change that meets it.

mod json;
mod lines;
mod place_ahead;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use self::place_ahead::PlaceAhead;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output};
use crate::i18n::{AheadMsg, CliTask, LedgerFault, LedgerRefusal, Say};
use crate::store::StoreError;

#[derive(Args)]
pub(super) struct AheadArgs {
    /// 只看此地及下级，代码或名称 / only this place and those below it, by code or name
    #[arg(long, value_name = "CODE")]
    town: Option<String>,
    /// 政策包，默认第一个 / the policy pack; default: the first
    #[arg(long, value_name = "CODE")]
    pack: Option<String>,
    /// 格式：文本、JSON / format: a page of text, JSON
    #[arg(long, value_enum, default_value = "text")]
    format: AheadFormat,
    /// 某日终了时的情况 / as known at the end of a day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
}

#[derive(Clone, Copy, ValueEnum)]
enum AheadFormat {
    /// 可打印的一页 / a page to print
    Text,
    /// 供其他程序使用 / for other programs
    Json,
}

pub(super) fn run(args: &AheadArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::LookAhead {
        path: shown(&context.db),
    };
    let failed = |error| Failure::store(doing(), error);
    let mut store = ledger::open_as_of(context, args.as_of)?;
    let town = args.town.as_deref().map(|town| store.find_place(town));
    let town = town.transpose().map_err(failed)?;
    let pack = store.pack(args.pack.as_deref()).map_err(failed)?.clone();
    let places = store
        .covered_within(&pack.code, town.as_ref())
        .map_err(failed)?;
    let day = store.today();
    let mut all = Vec::new();
    for place in places {
        let open = store.outlooks(&pack, &place.code, day).map_err(failed)?;
        let plan = match store.change_plan(&pack.code, &place.code, day) {
            Ok(plan) => Some(plan),
            // What is not worked out is said; the rest is told all the same.
            Err(
                StoreError::Ledger(LedgerFault::Snapshot, _)
                | StoreError::Refused(LedgerRefusal::AsOfDay { .. } | LedgerRefusal::OnlyReviews),
            ) => None,
            Err(error) => return Err(failed(error)),
        };
        all.push(PlaceAhead { place, open, plan });
    }
    match args.format {
        AheadFormat::Json => output::print(&json::document(&pack, &all, day)),
        AheadFormat::Text => {
            let lines = lines::lines(&store, &pack, &all, day, context.lang);
            lines.iter().try_for_each(|line| output::print_line(line))?;
            match town.filter(|_| all.is_empty()) {
                Some(town) => {
                    let line = AheadMsg::NotJudged { place: town.name };
                    output::print_line(&line.say(context.lang))
                }
                None => Ok(()),
            }
        }
    }?;
    Ok(Exit::Done)
}
