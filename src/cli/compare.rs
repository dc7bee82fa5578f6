//! `compare`: places side by side in a quarter, and how their figures changed.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::{ledger, output, quarter_arg};
use crate::domain::value::Period;
use crate::i18n::CliFault;
use crate::transfer::report::{CompareFormat, CompareRequest, PlaceComparison};

#[derive(Args)]
pub(super) struct CompareArgs {
    /// 哪个季度，如 2026Q3，默认最近关账的 / which quarter, such as 2026Q3; default: the last closed
    /// one
    #[arg(value_parser = quarter_arg::quarter)]
    quarter: Option<Period>,
    /// 除上季度和去年同期外，再与此季度相比 / also compare with this quarter, besides the previous one
    /// and the one a year ago
    #[arg(long, value_name = "QUARTER", value_parser = quarter_arg::quarter)]
    with: Option<Period>,
    /// 只看此地及下级，代码或名称 / only this place and those below it, by code or name
    #[arg(long, value_name = "CODE")]
    town: Option<String>,
    /// 只看这项要求 / only this requirement
    #[arg(long, value_name = "CODE")]
    requirement: Option<String>,
    /// 政策包，默认第一个 / the policy pack; default: the first
    #[arg(long, value_name = "CODE")]
    pack: Option<String>,
    /// 格式：文本、CSV 表、JSON、带走势图的网页 / format: a page of text, a CSV table, JSON, a web page
    /// with trend charts
    #[arg(long, value_enum, default_value = "text")]
    format: CompareFormatArg,
    /// 写入文件，不写则输出 / write to a file instead of printing
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum CompareFormatArg {
    /// 可打印的一页 / a page to print
    Text,
    /// 每地每项一行的表 / a table with a row for each place and requirement
    Csv,
    /// 供其他程序使用 / for other programs
    Json,
    /// 单个网页文件，带走势图 / one file for a browser, with trend charts
    Html,
}

impl From<CompareFormatArg> for CompareFormat {
    fn from(format: CompareFormatArg) -> Self {
        match format {
            CompareFormatArg::Text => Self::Text,
            CompareFormatArg::Csv => Self::Csv,
            CompareFormatArg::Json => Self::Json,
            CompareFormatArg::Html => Self::Html,
        }
    }
}

pub(super) fn run(args: &CompareArgs, context: &CliContext) -> CliResult<Exit> {
    if let Some(path) = &args.out {
        output::protect(path, [(context.db.as_path(), CliFault::IsTheLedger)])?;
    }
    let store = ledger::open(context)?;
    let doing = || ledger::reading(context);
    let refused = |error| Failure::store(doing(), error);
    let pack = store.pack(args.pack.as_deref()).map_err(refused)?;
    let place = args.town.as_deref().map(|town| store.find_place(town));
    let place = place.transpose().map_err(refused)?;
    let asked = CompareRequest {
        quarter: args.quarter,
        with: args.with,
        within: place.as_ref(),
        requirement: args.requirement.as_deref(),
        format: args.format.into(),
    };
    let written =
        store.at_one_moment(|| PlaceComparison::build(&store, pack, &asked)?.render(context.lang));
    let bytes = written.map_err(|error| Failure::report(doing(), error))?;
    output::deliver(args.out.as_deref(), &bytes, context.lang)?;
    Ok(Exit::Done)
}
