//! `form`: a form on paper, blank or filled in.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::{ledger, output};
use crate::i18n::CliFault;
use crate::transfer::form_page::{self, FormPageOf};

#[derive(Args)]
#[command(group(ArgGroup::new("which").required(true).args(["kind", "sheet", "record"])))]
pub(super) struct FormArgs {
    /// 空白表：设施类别，代码或名称 / a blank form: the kind of facility, by code or label
    #[arg(long)]
    kind: Option<String>,
    /// 统计表，代码或名称；该地该期已填报的，带数据 / a sheet, by code or label; with its figures
    /// where the place has one of the period
    #[arg(long)]
    sheet: Option<String>,
    /// 已填表：记录的编号、设施编号或名称 / a filled form: the record's id or its beginning, facility
    /// code, or name
    #[arg(long, value_name = "ID")]
    record: Option<String>,
    /// 地方，代码或名称 / the place, by code or name
    #[arg(long, value_name = "CODE", conflicts_with = "record")]
    town: Option<String>,
    /// 统计表的期间，如 2025、2025Q3 / the period of the sheet, such as 2025 or 2025Q3
    #[arg(long, conflicts_with_all = ["kind", "record"])]
    period: Option<String>,
    /// 写入文件，不写则输出 / write to a file instead of printing
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl FormArgs {
    /// Returns which form is asked for.
    fn which(&self) -> FormPageOf<'_> {
        let town = self.town.as_deref();
        match (&self.kind, &self.sheet) {
            (Some(kind), _) => FormPageOf::Kind { kind, town },
            (None, Some(sheet)) => FormPageOf::Sheet {
                sheet,
                town,
                period: self.period.as_deref(),
            },
            (None, None) => FormPageOf::Record(self.record.as_deref().unwrap_or_default()),
        }
    }
}

pub(super) fn run(args: &FormArgs, context: &CliContext) -> CliResult<Exit> {
    if let Some(path) = &args.out {
        output::protect(path, [(context.db.as_path(), CliFault::IsTheLedger)])?;
    }
    let store = ledger::open(context)?;
    let page = store.at_one_moment(|| form_page::render(&store, args.which(), context.lang));
    let page = page.map_err(|error| Failure::store(ledger::reading(context), error))?;
    output::deliver(args.out.as_deref(), &page, context.lang)?;
    Ok(Exit::Done)
}
