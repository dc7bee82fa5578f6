//! `export`: what the ledger holds, in files for others, or to fill in and import again.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::progress::{ProgressLine, Signals};
use super::{ledger, output};
use crate::i18n::{CliFault, CliTask, ExportFault, ExportMsg, Lang, Say};
use crate::transfer::export::{
    self, ExportFormat, ExportNames, ExportRequest, ExportSummary, ExportWatch, datapackage,
    datasette,
};

#[derive(Args)]
pub(super) struct ExportArgs {
    /// 设施类别，代码或名称；csv、datapackage、parquet 必填 / the kind, by code or label; required for
    /// csv, datapackage and parquet
    #[arg(long)]
    kind: Option<String>,
    /// 格式：CSV 表、工作簿、JSON、地图图层、供统计程序使用的 CSV、Parquet 表、供 Datasette 使用的说明 / format:
    /// a CSV table, a workbook, JSON, map layers, a CSV table for statistics, a Parquet table, a description
    /// for Datasette
    #[arg(long, value_enum)]
    format: FormatArg,
    /// 写入的文件 / the file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// 只导出这些地方及下级，代码或名称 / only these places and those below them, by code or name
    #[arg(long = "town", value_name = "CODE", num_args = 1..)]
    towns: Vec<String>,
    /// CSV 和 Parquet 的列名：代码、中文名、英文名，默认随 --lang / column names of CSV and Parquet: codes, Chinese or English labels;
    /// default: as --lang
    #[arg(long, value_enum)]
    headers: Option<HeadersArg>,
    /// 某日终了时的情况 / as known at the end of a day, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    as_of: Option<NaiveDate>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatArg {
    /// 一类设施的表 / a table of one kind
    Csv,
    /// 工作簿，每类一张表 / a workbook with one sheet for each kind
    Xlsx,
    /// 供其他程序使用 / for other programs
    Json,
    /// GeoPackage 图层，QGIS 可打开 / `GeoPackage` layers, for QGIS
    Gpkg,
    /// CSV 和 Frictionless 列说明 / CSV with a Frictionless descriptor
    Datapackage,
    /// 一类设施的列式表，供统计程序使用 / a table of one kind in columns, for statistics
    Parquet,
    /// Datasette 元数据 / metadata for Datasette
    Datasette,
}

#[derive(Clone, Copy, ValueEnum)]
enum HeadersArg {
    /// 代码 / codes
    Code,
    /// 中文名 / Chinese labels
    Zh,
    /// 英文名 / English labels
    En,
}

impl From<HeadersArg> for ExportNames {
    fn from(headers: HeadersArg) -> Self {
        match headers {
            HeadersArg::Code => Self::Codes,
            HeadersArg::Zh => Self::Labels(Lang::Zh),
            HeadersArg::En => Self::Labels(Lang::En),
        }
    }
}

pub(super) fn run(args: &ExportArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::Export {
        path: shown(&args.out),
    };
    let format = format(args, context.lang).map_err(|fault| Failure::input(doing(), fault))?;
    let Some(format) = format else {
        return describe(&args.out, context);
    };
    let descriptor = datapackage::descriptor_of(&args.out);
    let files = [Some(&args.out), descriptor_path(format, &descriptor)];
    for file in files.into_iter().flatten() {
        output::protect(file, [(context.db.as_path(), CliFault::IsTheLedger)])?;
    }
    let store = ledger::open_as_of(context, args.as_of)?;
    let request = ExportRequest {
        kind: args.kind.as_deref(),
        towns: &args.towns,
        format,
        day: store.today(),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let watch = ExportWatch {
        cancel: &signals.cancel,
        progress: &mut |progress| line.show(progress),
    };
    let exported = export::export(&store, &request, &args.out, watch);
    line.clear();
    let summary = exported.map_err(|error| signals.told(Failure::export(doing(), error)))?;
    let described = descriptor_path(format, &descriptor)
        .map(|path| ExportMsg::DescribedBy { path: shown(path) });
    for message in told(&summary, &args.out).into_iter().chain(described) {
        output::print_line(&message.say(context.lang))?;
    }
    Ok(Exit::Done)
}

/// Writes what the tables, views and columns of the ledger hold.
fn describe(out: &Path, context: &CliContext) -> CliResult<Exit> {
    output::protect(out, [(context.db.as_path(), CliFault::IsTheLedger)])?;
    let store = ledger::open(context)?;
    let path = shown(out);
    let tables = datasette::write(&store, out)
        .map_err(|error| Failure::export(CliTask::Export { path: path.clone() }, error))?;
    output::print_line(&ExportMsg::Described { tables, path }.say(context.lang))?;
    Ok(Exit::Done)
}

/// Returns in what form the records are written; `None` where none are.
fn format(args: &ExportArgs, lang: Lang) -> Result<Option<ExportFormat>, ExportFault> {
    let names =
        |headers: Option<HeadersArg>| headers.map_or(ExportNames::Labels(lang), ExportNames::from);
    match (args.format, args.headers) {
        (FormatArg::Csv, headers) => Ok(Some(ExportFormat::Csv(names(headers)))),
        (FormatArg::Datapackage, headers) => Ok(Some(ExportFormat::DataPackage(names(headers)))),
        (FormatArg::Parquet, headers) => Ok(Some(ExportFormat::Parquet(names(headers)))),
        (_, Some(_)) => Err(ExportFault::HeadersOfCsv),
        (FormatArg::Datasette, None) => {
            let is_whole = args.kind.is_none() && args.towns.is_empty() && args.as_of.is_none();
            is_whole.then_some(None).ok_or(ExportFault::WholeLedger)
        }
        (FormatArg::Xlsx, None) => Ok(Some(ExportFormat::Xlsx(lang))),
        (FormatArg::Json, None) => Ok(Some(ExportFormat::Json)),
        (FormatArg::Gpkg, None) => Ok(Some(ExportFormat::GeoPackage(lang))),
    }
}

/// Returns the file beside the exported one, where the format has one.
fn descriptor_path(format: ExportFormat, descriptor: &PathBuf) -> Option<&PathBuf> {
    matches!(format, ExportFormat::DataPackage(_)).then_some(descriptor)
}

/// Returns what is told of an export.
pub(super) fn told(summary: &ExportSummary, out: &Path) -> Vec<ExportMsg> {
    let mut told = vec![ExportMsg::Done {
        records: summary.records,
        path: shown(out),
    }];
    let mut add = |count: usize, message: fn(usize) -> ExportMsg| {
        told.extend((count > 0).then(|| message(count)));
    };
    add(summary.self_approved, |count| ExportMsg::OwnApproved {
        count,
    });
    add(summary.unfit, |count| ExportMsg::Unfit { count });
    add(summary.left_empty, |count| ExportMsg::LeftEmpty { count });
    add(summary.not_plotted, |count| ExportMsg::NotPlotted { count });
    told
}
