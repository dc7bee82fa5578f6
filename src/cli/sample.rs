//! `sample`: random samples of records for a review, drawn, listed and shown.

use clap::{Args, ValueEnum};
use uuid::Uuid;

use super::author::author_named;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output, restricted};
use crate::domain::review::{ReviewState, Sample, SampleFrame, SampleRule};
use crate::i18n::{CliTask, Lang, SampleMsg, Say as _};
use crate::store::{Inspector, Limits, ReviewFilter, Store, StoreError};
use crate::tui::text;

#[derive(Args)]
pub(super) struct SampleArgs {
    /// 每几条抽 1 条，起点由种子决定；不写则列出已抽的样本 / draw one in so many, from a start that
    /// follows from the seed; without it, list the samples drawn so far
    #[arg(long, value_name = "N", requires = "name")]
    every: Option<usize>,
    /// 每镇至少几条 / at least so many of each town
    #[arg(long, value_name = "K", default_value_t = 0, requires = "every")]
    at_least: usize,
    /// 种子；不写则随机取一个，记录在案 / the seed; default: a random one, which is on record
    #[arg(long, value_name = "SEED", requires = "every")]
    seed: Option<String>,
    /// 抽样人姓名 / the name of the person who draws it
    #[arg(long = "as", value_name = "NAME", requires = "every")]
    name: Option<String>,
    /// 只从此地及下级抽，代码或名称，可多个 / draw from this place and those below it only, by code or
    /// name; repeatable
    #[arg(long = "town", value_name = "CODE", requires = "every")]
    towns: Vec<String>,
    /// 只从此类抽，代码或名称，可多个 / draw from this kind only, by code or label; repeatable
    #[arg(long = "kind", value_name = "KIND", requires = "every")]
    kinds: Vec<String>,
    /// 只抽此审核状态的 / draw records in this review state only
    #[arg(long, value_enum, requires = "every")]
    state: Option<StateArg>,
    /// 列出一个样本的记录及其状态：样本编号或开头几位 / list the records of a sample with their
    /// states: its id or the beginning of it
    #[arg(long, value_name = "ID", conflicts_with = "every")]
    show: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum StateArg {
    /// 待补全 / incomplete
    Incomplete,
    /// 待审核 / submitted
    Submitted,
    /// 已退回 / returned
    Returned,
    /// 审核通过 / approved
    Approved,
}

impl From<StateArg> for ReviewState {
    fn from(state: StateArg) -> Self {
        match state {
            StateArg::Incomplete => Self::Draft,
            StateArg::Submitted => Self::Submitted,
            StateArg::Returned => Self::Returned,
            StateArg::Approved => Self::Approved,
        }
    }
}

pub(super) fn run(args: &SampleArgs, context: &CliContext) -> CliResult<Exit> {
    restricted::begin_alone()?;
    let store = ledger::open_for_review(context)?;
    let refused = |error| Failure::store(ledger::reading(context), error);
    let lines = if let (Some(every), Some(name)) = (args.every, &args.name) {
        let name = author_named(name)?;
        draw(&store, args, every, &name, context.lang).map_err(|error| {
            let path = shown(&context.db);
            Failure::store(CliTask::LoadInto { path }, error)
        })?
    } else if let Some(id) = &args.show {
        let sample = store.find_sample(id).map_err(refused)?;
        page(&store, &sample, context.lang).map_err(refused)?
    } else {
        list(&store, context.lang).map_err(refused)?
    };
    lines
        .iter()
        .try_for_each(|line| output::print_line(&text::clean(line)))?;
    Ok(Exit::Done)
}

fn draw(
    store: &Store,
    args: &SampleArgs,
    every: usize,
    name: &str,
    lang: Lang,
) -> Result<Vec<String>, StoreError> {
    let random = || {
        let mut seed = Uuid::new_v4().simple().to_string();
        seed.truncate(8);
        seed
    };
    let rule = SampleRule {
        seed: args.seed.clone().unwrap_or_else(random),
        every,
        at_least: args.at_least,
    };
    let places = args.towns.iter();
    let kinds = args.kinds.iter();
    let frame = SampleFrame {
        places: places
            .map(|place| Ok(store.find_place(place)?.code))
            .collect::<Result<_, StoreError>>()?,
        kinds: kinds
            .map(|kind| Ok(store.find_kind(kind)?.code.clone()))
            .collect::<Result<_, StoreError>>()?,
        state: args.state.map(ReviewState::from),
    };
    let inspector = Inspector::new(store, name, &Limits::default())?;
    let id = inspector.draw_sample(&rule, &frame)?;
    page(store, &store.find_sample(&id.to_string())?, lang)
}

/// A sample and how it was drawn, and its records with their states.
fn page(store: &Store, sample: &Sample, lang: Lang) -> Result<Vec<String>, StoreError> {
    let frame = store.sample_frame(&sample.frame)?.get(lang).to_owned();
    let (author, digest) = (sample.author.clone(), sample.digest.clone());
    let mut lines = vec![
        line(store, sample, lang),
        format!(
            "{}  {}",
            SampleMsg::Frame { frame }.say(lang),
            SampleMsg::DrawnBy { author }.say(lang)
        ),
        SampleMsg::Digest { digest }.say(lang),
    ];
    let filter = ReviewFilter {
        sample: Some(sample.id),
        ..ReviewFilter::default()
    };
    for one in store.reviewed(&filter, 0, usize::MAX)? {
        let place = store.place_path(&one.place)?;
        let name = store.known_by(one.record)?;
        let cells = [
            one.state.label().say(lang),
            place,
            store.kind_label(&one.kind).get(lang).to_owned(),
            name.get(lang).to_owned(),
            one.record.to_string(),
        ];
        lines.push(format!("  {}", cells.join("  ")));
    }
    Ok(lines)
}

fn list(store: &Store, lang: Lang) -> Result<Vec<String>, StoreError> {
    let samples = store.samples()?;
    if samples.is_empty() {
        return Ok(vec![SampleMsg::NoneYet.say(lang)]);
    }
    let lines = samples.iter().map(|sample| line(store, sample, lang));
    Ok(lines.collect())
}

/// When a sample was drawn, how many it has, its rule and its id.
fn line(store: &Store, sample: &Sample, lang: Lang) -> String {
    let size = SampleMsg::Size {
        drawn: sample.records.len(),
        population: sample.population,
    };
    let cells = [
        store.zone().shown(&sample.at),
        size.say(lang),
        sample.rule.line(lang),
        sample.id.to_string(),
    ];
    cells.join("  ")
}
