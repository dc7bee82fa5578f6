//! `report`: what is met, short and unknown.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::{ledger, output, quarter_arg, usage};
use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::value::Period;
use crate::i18n::{CliFault, CliTask, ReportMsg, Say};
use crate::store::{Store, StoreError};
use crate::transfer::report::{Moment, Report, ReportFormat};

#[derive(Args)]
pub(super) struct ReportArgs {
    /// 只看此地及下级，代码或名称 / only this place and those below it, by code or name
    #[arg(long, value_name = "CODE")]
    town: Option<String>,
    /// 某日终了时的情况 / the state at the end of a day, YYYY-MM-DD
    #[arg(long, value_name = "DATE", group = "past")]
    as_of: Option<NaiveDate>,
    /// 已关账季度的冻结结论，如 2026Q3 / the frozen verdicts of a closed quarter, such as 2026Q3
    #[arg(long, value_name = "QUARTER", group = "past", value_parser = quarter_arg::quarter)]
    quarter: Option<Period>,
    /// 过去某日或已关账的季度按当时的政策包文本判定，还是按现在的，默认当时 / with --as-of or
    /// --quarter: judge by the text of the pack of that time (the default) or by the current one
    #[arg(long, value_enum, value_name = "WHICH", requires = "past")]
    judged_by: Option<JudgedByArg>,
    /// 格式：文本、Markdown、CSV 表、JSON、网页、工作簿 / format: a page of text, Markdown, a CSV
    /// table, JSON, a web page, a workbook
    #[arg(long, value_enum, default_value = "text")]
    format: FormatArg,
    /// 写入文件，不写则输出 / write to a file instead of printing
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// 有未达标或无法判定的以 1 退出，目标和参考值不计 / exit with 1 if a minimum is short or unknown;
    /// targets and benchmarks do not count
    #[arg(long)]
    check: bool,
    /// 政策包，默认第一个 / the policy pack; default: the first
    #[arg(long, value_name = "CODE")]
    pack: Option<String>,
}

impl ReportArgs {
    /// Returns of when the report is.
    fn moment(&self, today: NaiveDate) -> Moment {
        match (self.as_of, self.quarter) {
            (Some(day), _) => Moment::EndOf(day),
            (None, Some(quarter)) => match self.judged_by {
                Some(JudgedByArg::Now) => Moment::Rejudged(quarter),
                None | Some(JudgedByArg::Then) => Moment::Closed(quarter),
            },
            (None, None) => Moment::Now(today),
        }
    }
}

/// Returns the text of a pack by which a moment is judged: the one of that time.
pub(super) fn pack_at<'a>(
    store: &'a Store,
    pack: &'a Pack,
    place: Option<&Place>,
    moment: Moment,
) -> Result<Cow<'a, Pack>, StoreError> {
    match moment {
        Moment::EndOf(day) => store.pack_as_of(pack, day),
        Moment::Closed(quarter) => store.pack_as_closed(pack, quarter, place),
        Moment::Now(_) | Moment::Rejudged(_) => Ok(Cow::Borrowed(pack)),
    }
}

#[derive(Clone, Copy, Default, ValueEnum)]
enum JudgedByArg {
    /// 当时的文本 / the text of that time
    #[default]
    Then,
    /// 现在的文本 / the current text
    Now,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatArg {
    /// 可打印的一页 / a page to print
    Text,
    /// Markdown
    Markdown,
    /// 每个结论一行的表 / a table with a row for each verdict
    Csv,
    /// 供其他程序使用 / for other programs
    Json,
    /// 单个网页文件 / one file for a browser
    Html,
    /// 工作簿 / a workbook
    Xlsx,
}

impl From<FormatArg> for ReportFormat {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Text => Self::Text,
            FormatArg::Markdown => Self::Markdown,
            FormatArg::Csv => Self::Csv,
            FormatArg::Json => Self::Json,
            FormatArg::Html => Self::Html,
            FormatArg::Xlsx => Self::Xlsx,
        }
    }
}

pub(super) fn run(args: &ReportArgs, context: &CliContext) -> CliResult<Exit> {
    let format = ReportFormat::from(args.format);
    if format == ReportFormat::Xlsx && args.out.is_none() && io::stdout().is_terminal() {
        return Err(Failure::input(CliTask::Print, CliFault::NotForTerminals));
    }
    if let Some(path) = &args.out {
        output::protect(path, [(context.db.as_path(), CliFault::IsTheLedger)])?;
    }
    let store = ledger::open(context)?;
    let doing = || ledger::reading(context);
    let refused = |error| Failure::store(doing(), error);
    let pack = store.pack(args.pack.as_deref()).map_err(refused)?;
    let place = args
        .town
        .as_deref()
        .map(|town| store.find_place(town))
        .transpose()
        .map_err(refused)?;
    let moment = args.moment(store.today());
    let judging = OnceCell::new();
    let made = store.at_one_moment(|| {
        let pack = match args.judged_by.unwrap_or_default() {
            JudgedByArg::Then => pack_at(&store, pack, place.as_ref(), moment)?,
            JudgedByArg::Now => Cow::Borrowed(pack),
        };
        let pack: &Pack = judging.get_or_init(|| pack);
        let report = Report::build(&store, pack, place.as_ref(), moment)?.compared(&store)?;
        let differing = match moment {
            Moment::Now(_) => report.differing(&store)?,
            Moment::EndOf(_) | Moment::Closed(_) | Moment::Rejudged(_) => 0,
        };
        let names = report.longer_names(&store)?;
        Ok((report, names, differing))
    });
    let refused = |error| Failure::report(doing(), error);
    let (report, names, differing) = made.map_err(refused)?;
    let rendered = report.rendered(names, format, context.lang);
    let rendered = rendered.map_err(refused)?;
    if differing > 0 {
        usage::complain(&ReportMsg::StoredDiffer { count: differing }.say(context.lang));
    }
    match &args.out {
        Some(path) => output::deliver_with(path, |file| rendered.save_to(file), context.lang)?,
        None => output::print_with(|file| rendered.write_to(file))?,
    }
    Ok(if args.check && report.has_shortfalls() {
        Exit::Found
    } else {
        Exit::Done
    })
}
