//! `import`: facilities from a CSV or XLSX file.

mod preview;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::failure::{Exit, Failure, Outcome, shown};
use super::progress::{ProgressLine, Signals};
use super::{Context, author, ledger, output, today};
use crate::domain::pack::Kind;
use crate::i18n::{CliFault, Doing, ImportMsg, PreviewMsg, Say};
use crate::store::Store;
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::columns::Mapping;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::recipe::Recipe;
use crate::transfer::import::source::Said;
use crate::transfer::import::{self, BadRows, EmptyCells, Go, Import, Mode, Summary, encoding};

#[derive(Args)]
pub(super) struct ImportArgs {
    /// CSV 或 XLSX 文件 / the CSV or XLSX file
    file: PathBuf,
    /// 设施类别，代码或名称 / the kind of its facilities, by code or label
    #[arg(long)]
    kind: String,
    /// 填报人姓名，默认系统用户 / who imports, the system's user by default
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 试导入，给出预览，不写入 / do everything, show what came of it, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// 跳过不合格的行 / leave bad rows out
    #[arg(long, requires = "rejects")]
    skip_bad: bool,
    /// 不合格的行写到这里 / where the bad rows go
    #[arg(long, value_name = "FILE", requires = "skip_bad")]
    rejects: Option<PathBuf>,
    /// 文本的编码，如 gb18030、cp949、utf-16le / the encoding of a text
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// 工作表的名称 / the sheet of a workbook
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// 列对应的字段；字段空为忽略，*= 忽略其余 / the field of a column; none leaves it out, *= leaves out all others
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    mappings: Vec<String>,
    /// 用存好的对应 / import as this file says
    #[arg(long, value_name = "FILE.toml")]
    map_file: Option<PathBuf>,
    /// 存下这次的对应，下次用 / keep how this file is imported
    #[arg(long, value_name = "FILE.toml")]
    save_map: Option<PathBuf>,
    /// 表示缺失的值，逗号分开 / values that mean missing, with commas between
    #[arg(long, value_name = "VALUE", value_delimiter = ',', allow_hyphen_values = true)]
    missing: Vec<String>,
    /// 地点的旧名和新名 / old and new names of places, a table with the columns old and new
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// 空格子对已有的值：保留或清除 / what an empty cell does to a value that is there, keeps by default
    #[arg(long, value_enum, value_name = "EFFECT")]
    empty: Option<Empty>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Empty {
    /// 保留 / it stays
    Keeps,
    /// 清除 / it goes
    Clears,
}

pub(super) fn run(args: &ImportArgs, context: &Context) -> Outcome<Exit> {
    let doing = || Doing::Import { path: shown(&args.file) };
    let author = author(args.name.as_deref())?;
    let own = args.mappings.iter().map(|text| Mapping::read(text)).collect::<Result<Vec<_>, _>>();
    let own = own.map_err(|fault| Failure::input(doing(), fault))?;
    let bytes = fs::read(&args.file).map_err(|error| Failure::io(doing(), &error))?;
    protect(args, context)?;
    let mut store = ledger::open(&context.db)?;
    let kind = import::find_kind(&store, &args.kind).map_err(|error| Failure::store(doing(), error))?;
    let recipe = recipe(args, &kind.code)?;
    // What is said now comes before what was said when the recipe was made.
    let mappings: Vec<Mapping> =
        own.into_iter().chain(recipe.mappings().map_err(|f| Failure::input(doing(), f))?).collect();
    let encoding = recipe.encoding.as_deref().map(encoding::by_name).transpose();
    let (file, aliases) = (file_name(args), recipe.aliases());
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let watch = |rows| {
        line.show(PreviewMsg::Progress { rows });
        if signals.is_cancelled() { Go::Stop } else { Go::On }
    };
    let order = Import {
        said: Said {
            encoding: encoding.map_err(|fault| Failure::input(doing(), fault))?,
            sheet: recipe.sheet.as_deref(),
            ..Said::default()
        },
        mappings: &mappings,
        missing: &recipe.missing,
        empty: recipe.empty(),
        bad_rows: args.rejects.clone().map_or(BadRows::Refuse, BadRows::Skip),
        mode: mode(args),
        lang: context.lang,
        watch: &watch,
        ..Import::plain(&file, &kind.code, &author, &aliases, today())
    };
    let mut notes = Notes::default();
    let done = import::import(&mut store, &bytes, &order, &mut notes);
    line.clear();
    preview(&store, &notes, args, &kind, context)?;
    save_map(args, &recipe.with_columns(&notes.columns, &mappings), &notes)?;
    tell(&done.map_err(|error| signals.told(Failure::import(doing(), error)))?, &notes, args, context)?;
    Ok(Exit::Done)
}

fn file_name(args: &ImportArgs) -> String {
    args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn preview(store: &Store, notes: &Notes, args: &ImportArgs, kind: &Kind, context: &Context) -> Outcome<()> {
    let place_name = |code: &str| store.place_path(code).unwrap_or_else(|_| code.to_owned());
    let lines = preview::lines(notes, mode(args), kind, place_name, context.lang);
    lines.iter().try_for_each(|line| output::print_line(line))?;
    if args.dry_run && args.rejects.is_none() && notes.refused.more() > 0 {
        output::print_line(&PreviewMsg::AllRefused.say(context.lang))?;
    }
    Ok(())
}

const fn mode(args: &ImportArgs) -> Mode {
    if args.dry_run { Mode::Rehearse } else { Mode::Import }
}

/// Refuses to write over the ledger or one of the files that are read.
fn protect(args: &ImportArgs, context: &Context) -> Outcome<()> {
    for written in args.rejects.iter().chain(&args.save_map) {
        output::refuse_overwriting(written, &context.db, CliFault::IsTheLedger)?;
        for read in [Some(&args.file), args.aliases.as_ref()].into_iter().flatten() {
            output::refuse_overwriting(written, read, CliFault::IsTheInput)?;
        }
    }
    Ok(())
}

/// How the file is to be imported: as it was kept, and as the command line says.
fn recipe(args: &ImportArgs, kind: &str) -> Outcome<Recipe> {
    let mut recipe = match &args.map_file {
        None => Recipe::new(kind),
        Some(path) => {
            let doing = || Doing::ReadMap { path: shown(path) };
            let text =
                String::from_utf8(read(path, &doing)?).map_err(|_| Failure::input(doing(), CliFault::NotUtf8))?;
            Recipe::read(&text, kind).map_err(|fault| Failure::input(doing(), fault))?
        }
    };
    if let Some(path) = &args.aliases {
        let doing = || Doing::ReadAliases { path: shown(path) };
        let mut aliases = recipe.aliases();
        aliases.extend(Aliases::read(&read(path, &doing)?).map_err(|error| Failure::input(doing(), error))?);
        recipe = recipe.with_aliases(&aliases);
    }
    recipe.encoding = args.encoding.clone().or(recipe.encoding);
    recipe.sheet = args.sheet.clone().or(recipe.sheet);
    recipe.missing.extend(args.missing.iter().cloned());
    if let Some(empty) = args.empty {
        recipe.set_empty(if matches!(empty, Empty::Clears) { EmptyCells::Clear } else { EmptyCells::Keep });
    }
    Ok(recipe)
}

fn read(path: &Path, doing: &impl Fn() -> Doing) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|error| Failure::io(doing(), &error))
}

/// Keeps how the file was imported, once its columns were understood; what is wrong with its rows is no matter.
fn save_map(args: &ImportArgs, recipe: &Recipe, notes: &Notes) -> Outcome<()> {
    let Some(path) = args.save_map.as_ref().filter(|_| !notes.columns.is_empty()) else { return Ok(()) };
    let doing = || Doing::Write { path: shown(path) };
    let text = recipe.text();
    let text = text.map_err(|error| Failure::input(doing(), CliFault::Other { detail: error.to_string() }))?;
    output::write_file(path, text.as_bytes())
}

fn tell(summary: &Summary, notes: &Notes, args: &ImportArgs, context: &Context) -> Outcome<()> {
    let said = summary.say(context.lang);
    let said = if args.dry_run { ImportMsg::Rehearsed { summary: said }.say(context.lang) } else { said };
    output::print_line(&said)?;
    if let Some(line) = preview::matched(notes, context.lang) {
        output::print_line(&line)?;
    }
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
