//! `merge` and `conflicts`: what another file brings, and what is to be decided then.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use super::author::author;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::progress::{ProgressLine, Signals};
use super::{ledger, output, verify};
use crate::domain::place::Place;
use crate::domain::value::Zone;
use crate::i18n::{CliTask, InspectMsg, MergeMsg, Say, Text};
use crate::store::share::merge::{Fate, MergeMode, MergeReport, MergeRequest, PlaceDiffers};
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
    /// 试合并，不写入 / dry run: do everything but write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &MergeArgs, context: &CliContext) -> CliResult<Exit> {
    let author = author(args.name.as_deref())?;
    let mode = if args.dry_run {
        MergeMode::Rehearse
    } else {
        MergeMode::Merge
    };
    let mut store = ledger::open(context)?;
    let doing = || CliTask::Merge {
        path: shown(&args.file),
    };
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let line = ProgressLine::new(context.lang);
    let cancel = Arc::clone(&signals.cancel);
    let merge = MergeRequest {
        file: &args.file,
        author: &author,
        mode,
        cancel,
        report: &|progress| line.show(progress),
    };
    let merged = store.merge(&merge);
    line.clear();
    let merged = merged.map_err(|error| signals.told(Failure::merge(doing(), error)))?;
    let print = |line: &dyn Say| output::print_line(&line.say(context.lang));
    let path = shown(&args.file);
    print(&match mode {
        _ if merged.is_nothing() => MergeMsg::Nothing { path },
        MergeMode::Merge => MergeMsg::Done { path },
        MergeMode::Rehearse => MergeMsg::Rehearsed { path },
    })?;
    if let Some(exchange) = &merged.exchange {
        print(&verify::made(exchange))?;
    }
    for line in lines(&merged, mode) {
        print(&line)?;
    }
    let closed = closed_lines(&store, &merged, mode);
    for line in closed.map_err(|error| Failure::store(ledger::reading(context), error))? {
        print(&line)?;
    }
    for conflict in &merged.conflicts {
        print_conflict(conflict, store.zone(), context)?;
    }
    let open = match mode {
        MergeMode::Merge => store
            .conflict_count()
            .map_err(|error| Failure::store(ledger::reading(context), error))?,
        MergeMode::Rehearse => merged.conflicts.len(),
    };
    if open > 0 {
        print(&MergeMsg::Open { count: open })?;
        print(&MergeMsg::HowToSettle)?;
    }
    Ok(Exit::Done)
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
            first: news.first,
            last: news.last,
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
        print_conflict(conflict, store.zone(), context)?;
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
fn print_conflict(conflict: &OpenConflict, zone: Zone, context: &CliContext) -> CliResult<()> {
    let field = MergeMsg::Field {
        record: Text::of(&conflict.record),
        field: conflict.label.clone(),
    };
    output::print_line(&format!("[!] {}", field.say(context.lang)))?;
    for side in &conflict.sides {
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
        .say(context.lang);
        let shown = if side.is_shown {
            MergeMsg::Shown.say(context.lang)
        } else {
            String::new()
        };
        output::print_line(&format!("    {words}{shown}"))?;
    }
    Ok(())
}
