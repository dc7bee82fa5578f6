//! `merge` and `conflicts`: what another file brings, and what is to be decided then.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::progress::{ProgressLine, Signals};
use super::{ledger, limits, output, verify};
use crate::domain::place::Place;
use crate::domain::value::Zone;
use crate::i18n::{CliTask, InspectMsg, Lang, MergeMsg, Say, Text};
use crate::store::share::merge::{
    Fate, MergeError, MergeMode, MergeProgress, MergeReport, MergeRequest, PlaceDiffers,
};
use crate::store::{OpenConflict, Store, StoreError};

/// How many values that no form would take are told.
const MOST_DOUBTS: usize = 20;

#[derive(Args)]
pub(super) struct MergeArgs {
    /// 快照、交换文件，或无人打开的台账 / a snapshot, an exchange file, or a ledger that nobody has
    /// open
    file: PathBuf,
    /// 合并人姓名，默认系统用户 / the name of the person who merges; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
    /// 只合并关于此地及下级的文件，代码或名称，可多个；有超出的列出，整个不合并 / merge a file only if all of
    /// it is about this place and those below it, by code or name; repeatable; what is outside is listed
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 试合并，不写入 / dry run: do everything but write nothing
    #[arg(long)]
    dry_run: bool,
}

impl MergeArgs {
    const fn mode(&self) -> MergeMode {
        if self.dry_run {
            MergeMode::Rehearse
        } else {
            MergeMode::Merge
        }
    }
}

pub(super) fn run(args: &MergeArgs, context: &CliContext) -> CliResult<Exit> {
    let author = author(args.name.as_deref())?;
    let mut store = ledger::open(context)?;
    let places = limits::codes(&store, &args.towns, context)?;
    let doing = || CliTask::Merge {
        path: shown(&args.file),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let cancel = Arc::clone(&signals.cancel);
    let merge = MergeRequest {
        file: &args.file,
        author: &author,
        places: &places,
        mode: args.mode(),
        cancel,
        report: &|progress| line.show(Stoppable(progress)),
    };
    let merged = store.merge(&merge);
    line.clear();
    if let Err(MergeError::Outside { acts, .. }) = &merged {
        limits::list(&store, acts, context)?;
    }
    let merged = merged.map_err(|error| signals.told(Failure::merge(doing(), error)))?;
    let lines = told(&store, &merged, args.mode(), &args.file, context.lang);
    lines
        .map_err(|error| Failure::store(ledger::reading(context), error))?
        .iter()
        .try_for_each(|line| output::print_line(line))?;
    Ok(Exit::Done)
}

/// How far a merge is, with the key that ends it.
#[derive(Clone, Copy, PartialEq)]
struct Stoppable(MergeProgress);

impl Say for Stoppable {
    fn say(&self, lang: Lang) -> String {
        let step = self.0.say(lang);
        match self.0 {
            MergeProgress::Judging => step,
            _ => MergeMsg::Stoppable { step }.say(lang),
        }
    }
}

/// Returns all that is told of a merge or of its rehearsal.
pub(super) fn told(
    store: &Store,
    merged: &MergeReport,
    mode: MergeMode,
    file: &Path,
    lang: Lang,
) -> Result<Vec<String>, StoreError> {
    let path = shown(file);
    let head = match mode {
        _ if merged.is_nothing() => MergeMsg::Nothing { path },
        MergeMode::Merge => MergeMsg::Done { path },
        MergeMode::Rehearse => MergeMsg::Rehearsed { path },
    };
    let mut told = vec![head.say(lang)];
    let exchange = merged.exchange.as_ref();
    told.extend(exchange.map(|exchange| verify::made(exchange).say(lang)));
    told.extend(merged.signed.as_ref().map(|signed| {
        let key = signed.key.clone();
        let signed_by = match signed.name.clone() {
            Some(name) => MergeMsg::SignedBy { name, key },
            None => MergeMsg::SignedByUnknown { key },
        };
        signed_by.say(lang)
    }));
    told.extend(lines(merged, mode).iter().map(|line| line.say(lang)));
    let closed = closed_lines(store, merged, mode)?;
    told.extend(closed.iter().map(|line| line.say(lang)));
    for conflict in &merged.conflicts {
        told.extend(conflict_lines(conflict, store.zone(), lang));
    }
    let open = match mode {
        MergeMode::Merge => store.conflict_count()?,
        MergeMode::Rehearse => merged.conflicts.len(),
    };
    if open > 0 {
        told.push(MergeMsg::Open { count: open }.say(lang));
        told.push(MergeMsg::HowToSettle.say(lang));
    }
    Ok(told)
}

/// Returns what there is to say of a merge. A rehearsal names every record and every place.
fn lines(merged: &MergeReport, mode: MergeMode) -> Vec<MergeMsg> {
    let other = merged
        .other_ledger
        .clone()
        .map(|theirs| MergeMsg::OtherLedger { theirs });
    let mut lines: Vec<MergeMsg> = other.into_iter().filter(|_| !merged.is_nothing()).collect();
    if !merged.is_nothing() {
        lines.extend(count_lines(merged));
    }
    if mode == MergeMode::Rehearse {
        lines.extend(merged.records.iter().map(|(fate, record)| {
            let name = Text::of(record);
            match fate {
                Fate::New => MergeMsg::NewRecord { name },
                Fate::Changed => MergeMsg::ChangedRecord { name },
                Fate::Removed => MergeMsg::RemovedRecord { name },
            }
        }));
    }
    lines.extend(merged.places.iter().map(place_line));
    let steps = merged.place_steps.iter().cloned();
    lines.extend(steps.map(|(step, author)| MergeMsg::PlaceStep { step, author }));
    for (code, names) in &merged.doubled_codes {
        let what = Box::new(InspectMsg::doubled_code(code.clone(), names.clone()));
        lines.push(MergeMsg::DoubledCode { what });
    }
    for (first, second) in &merged.closed_twice {
        let what = Box::new(first.closed_again(second));
        lines.push(MergeMsg::ClosedTwice { what });
    }
    let doubts = merged.doubts.iter().take(MOST_DOUBTS).cloned();
    lines.extend(doubts.map(|what| MergeMsg::Doubt {
        what: Box::new(what),
    }));
    let untold = merged.doubts.len().saturating_sub(MOST_DOUBTS);
    lines.extend((untold > 0).then_some(MergeMsg::MoreDoubts { count: untold }));
    lines.extend(
        merged
            .doubled_names
            .iter()
            .map(|record| MergeMsg::DoubledName {
                name: Text::of(record),
            }),
    );
    lines.extend(merged.is_new_site.then_some(MergeMsg::NewSite));
    lines
}

/// Returns what a merge says of closed quarters: which were closed and reopened in the file, and how
/// many of its changes correct one.
fn closed_lines(
    store: &Store,
    merged: &MergeReport,
    mode: MergeMode,
) -> Result<Vec<MergeMsg>, StoreError> {
    let mut lines = Vec::new();
    for close in &merged.new_closes {
        let scope = store.scope_of_close(close)?;
        let quarter = close.quarter.name();
        lines.push(match &close.reopened {
            None => MergeMsg::NewClose {
                quarter,
                scope,
                author: close.author.clone(),
            },
            Some(reopened) => MergeMsg::NewReopening {
                quarter,
                scope,
                author: reopened.author.clone(),
                reason: reopened.reason.clone(),
            },
        });
    }
    if mode == MergeMode::Rehearse || merged.changes == 0 {
        return Ok(lines);
    }
    let news = merged.news.iter();
    let before: BTreeMap<String, i64> = news
        .map(|news| (news.site.clone(), news.first - 1))
        .collect();
    let closes = store.quarter_closes()?.into_iter();
    for close in closes.filter(|close| close.reopened.is_none()) {
        let count = store.corrections_after(&close, &before)?.len();
        let quarter = close.quarter.name();
        lines.extend((count > 0).then_some(MergeMsg::OfClosedQuarter { quarter, count }));
    }
    Ok(lines)
}

/// Returns what came from each site, and how much of it is records, findings and second entries.
fn count_lines(merged: &MergeReport) -> Vec<MergeMsg> {
    let mut lines: Vec<MergeMsg> = merged
        .news
        .iter()
        .map(|news| MergeMsg::Site {
            site: news.site.clone(),
            changes: news.numbers(),
        })
        .collect();
    lines.push(MergeMsg::Records {
        new: merged.count(Fate::New),
        changed: merged.count(Fate::Changed),
        removed: merged.count(Fate::Removed),
    });
    if merged.findings + merged.second_entries > 0 {
        lines.push(MergeMsg::Acts {
            findings: merged.findings,
            keyed: merged.second_entries,
        });
    }
    if merged.visits > 0 {
        lines.push(MergeMsg::Visits {
            count: merged.visits,
        });
    }
    if merged.samples > 0 {
        lines.push(MergeMsg::Samples {
            count: merged.samples,
        });
    }
    if merged.confirmations + merged.closes > 0 {
        lines.push(MergeMsg::Quarters {
            confirmations: merged.confirmations,
            closes: merged.closes,
        });
    }
    lines
}

/// Returns how a place differs between the two lists.
fn place_line(place: &PlaceDiffers) -> MergeMsg {
    let ours = place.ours.as_ref();
    MergeMsg::Place {
        code: place.theirs.code.clone(),
        theirs: place_words(&place.theirs),
        ours: ours.map_or_else(|| Text::of(&MergeMsg::NoPlace), place_words),
    }
}

fn place_words(place: &Place) -> Text {
    let name = place.name.clone();
    let level = place.level.clone();
    Text::of(&match place.parent.clone() {
        Some(parent) => MergeMsg::PlaceBelow {
            name,
            level,
            parent,
        },
        None => MergeMsg::PlaceOnTop { name, level },
    })
}

/// `conflicts`: every conflict that nobody decided.
pub(super) fn list(context: &CliContext) -> CliResult<Exit> {
    let store = ledger::open(context)?;
    let conflicts = store
        .conflicts()
        .map_err(|error| Failure::store(ledger::reading(context), error))?;
    if conflicts.is_empty() {
        output::print_line(&MergeMsg::NoneOpen.say(context.lang))?;
        return Ok(Exit::Done);
    }
    for conflict in &conflicts {
        conflict_lines(conflict, store.zone(), context.lang)
            .iter()
            .try_for_each(|line| output::print_line(line))?;
    }
    output::print_line(
        &MergeMsg::Open {
            count: conflicts.len(),
        }
        .say(context.lang),
    )?;
    output::print_line(&MergeMsg::HowToSettle.say(context.lang))?;
    Ok(Exit::Found)
}

/// The field, and each value with who gave it, when and where.
fn conflict_lines(conflict: &OpenConflict, zone: Zone, lang: Lang) -> Vec<String> {
    let field = MergeMsg::Field {
        record: Text::of(&conflict.record),
        field: conflict.label.clone(),
    };
    let sides = conflict.sides.iter().map(|side| {
        let site = if side.is_own {
            MergeMsg::Here
        } else {
            MergeMsg::Elsewhere {
                site: side.site.clone(),
            }
        };
        let value = side.words.clone();
        let author = side.author.clone();
        let at = zone.shown(&side.at);
        let words = MergeMsg::Side {
            value,
            author,
            at,
            site: Text::of(&site),
        }
        .say(lang);
        let shown = if side.is_shown {
            MergeMsg::Shown.say(lang)
        } else {
            String::new()
        };
        format!("    {words}{shown}")
    });
    std::iter::once(format!("[!] {}", field.say(lang)))
        .chain(sides)
        .collect()
}
