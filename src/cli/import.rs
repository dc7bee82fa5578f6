//! `import`: facilities from a CSV file.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, author, enter, ledger, output, today};
use crate::i18n::{CliFault, Doing, ImportMsg, Say};
use crate::transfer::import::columns::Mapping;
use crate::transfer::import::{self, BadRows, Import, Mode, Summary};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// CSV 文件，UTF-8 / the CSV file, UTF-8
    file: PathBuf,
    /// 设施类别，代码或名称 / the kind of its facilities, by code or label
    #[arg(long)]
    kind: String,
    /// 填报人姓名，默认系统用户 / who imports, the system's user by default
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 试导入，不写入 / do everything and write nothing
    #[arg(long)]
    dry_run: bool,
    /// 跳过不合格的行 / leave bad rows out
    #[arg(long, requires = "rejects")]
    skip_bad: bool,
    /// 不合格的行写到这里 / where the bad rows go
    #[arg(long, value_name = "FILE", requires = "skip_bad")]
    rejects: Option<PathBuf>,
    /// 列对应的字段；字段空为忽略，*= 忽略其余 / the field of a column; none leaves it out, *= leaves out all others
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    mappings: Vec<String>,
}

pub(super) fn run(args: &ImportArgs, context: &Context) -> Outcome<Exit> {
    let doing = || Doing::Import { path: shown(&args.file) };
    let author = args.name.as_deref().map_or_else(|| Ok(author()), enter::author_named)?;
    let mappings = args.mappings.iter().map(|text| Mapping::read(text)).collect::<Result<Vec<_>, _>>();
    let mappings = mappings.map_err(|fault| Failure::input(doing(), fault))?;
    let bytes = fs::read(&args.file).map_err(|error| Failure::io(doing(), &error))?;
    if let Some(rejects) = &args.rejects {
        output::refuse_overwriting(rejects, &context.db, CliFault::IsTheLedger)?;
        output::refuse_overwriting(rejects, &args.file, CliFault::IsTheInput)?;
    }
    let mode = if args.dry_run { Mode::Rehearse } else { Mode::Import };
    let order = Import {
        kind: &args.kind,
        author: &author,
        mappings: &mappings,
        bad_rows: args.rejects.clone().map_or(BadRows::Refuse, BadRows::Skip),
        mode,
        day: today(),
        lang: context.lang,
    };
    let mut store = ledger::open(&context.db)?;
    let summary = import::import(&mut store, &bytes, &order).map_err(|error| Failure::import(doing(), error))?;
    tell(&summary, args, mode, context)?;
    Ok(Exit::Done)
}

fn tell(summary: &Summary, args: &ImportArgs, mode: Mode, context: &Context) -> Outcome<()> {
    let said = summary.say(context.lang);
    output::print_line(&match mode {
        Mode::Import => said,
        Mode::Rehearse => ImportMsg::Rehearsed { summary: said }.say(context.lang),
    })?;
    for (field, value) in &summary.defaults {
        let (field, value) = (field.clone(), value.clone());
        output::print_line(&ImportMsg::Defaulted { field, value }.say(context.lang))?;
    }
    match &args.rejects {
        Some(path) if summary.refused > 0 => {
            output::print_line(&ImportMsg::RejectsAt { path: shown(path) }.say(context.lang))
        }
        _ => Ok(()),
    }
}
