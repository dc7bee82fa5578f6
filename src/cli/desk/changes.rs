//! Packs and merges: what is rehearsed, shown, and then carried out as it was shown.

use std::sync::Arc;

use super::opening::{cancelled, open, unread};
use crate::cli::failure::{CliResult, Failure, shown};
use crate::cli::{input, ledger, loading, merge as command};
use crate::domain::policy::Pack;
use crate::i18n::{CliTask, DoneMsg, Lang, LoadMsg, TaskMsg, Text};
use crate::store::share::merge::{MergeMode, MergeRequest};
use crate::store::{Load, Store, StoreError};
use crate::tui::{JobDone, JobPage, JobWatch, Order, OrderStep, Seen};

/// Shows what a pack would change, or loads the text that was shown.
pub(super) fn load_pack(order: &Order, watch: &JobWatch) -> CliResult<JobDone> {
    watch.tell(Text::of(&TaskMsg::Reading));
    let path = shown(&order.file);
    let text: Arc<str> = match &order.seen {
        Some(Seen::Text(text)) if order.step == OrderStep::CarryOut => Arc::clone(text),
        _ => ledger::read_pack_text(&order.file)?.into(),
    };
    let pack = ledger::pack_of(&path, &text)?;
    let mut store = open(order, watch)?;
    let is_same = |known: &Pack| known.code == pack.code && known.text == pack.text;
    if store.packs().iter().any(is_same) {
        return Ok(JobDone {
            note: Text::of(&LoadMsg::Same { pack: pack.code }),
            ..JobDone::default()
        });
    }
    let load = Load {
        places: &[],
        closings: &[],
        packs: std::slice::from_ref(&pack),
        author: &order.author,
    };
    watch.tell(Text::of(&TaskMsg::Loading));
    let failed = |error| Failure::store(CliTask::LoadPack { path: path.clone() }, error);
    if order.step == OrderStep::CarryOut {
        let loaded = store.write(|writer| {
            writer.load(&load)?;
            // What is cancelled by now is rolled back.
            if watch.is_cancelled() {
                return Err(NotLoaded::Cancelled);
            }
            Ok(())
        });
        loaded.map_err(|stop| match stop {
            NotLoaded::Refused(error) => failed(error),
            NotLoaded::Cancelled => cancelled(),
        })?;
        let done = DoneMsg::PackLoaded {
            code: pack.code.clone(),
            path: shown(&order.ledger),
            author: order.author.clone(),
        };
        return Ok(JobDone {
            note: Text::of(&done),
            ..JobDone::default()
        });
    }
    let rehearsal = store.rehearse_load(&load).map_err(failed)?;
    Ok(JobDone {
        page: Some(JobPage {
            zh: loading::rehearsed(&rehearsal, Lang::Zh),
            en: loading::rehearsed(&rehearsal, Lang::En),
        }),
        seen: Some(Seen::Text(text)),
        ..JobDone::default()
    })
}

/// Why a pack is not loaded.
enum NotLoaded {
    Refused(StoreError),
    Cancelled,
}

impl From<StoreError> for NotLoaded {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

/// Shows what a merge would bring, or merges the file that was shown.
pub(super) fn merge(order: &Order, watch: &JobWatch) -> CliResult<JobDone> {
    let doing = || CliTask::Merge {
        path: shown(&order.file),
    };
    let facts = input::regular(&order.file, doing)?;
    let marks = Seen::Marks(facts.len(), facts.modified().ok());
    let mode = match order.step {
        OrderStep::CarryOut => MergeMode::Merge,
        OrderStep::Show | OrderStep::Write | OrderStep::Rehearse => MergeMode::Rehearse,
    };
    if mode == MergeMode::Merge && order.seen.as_ref() != Some(&marks) {
        return Err(Failure::input(doing(), TaskMsg::FileChanged));
    }
    let opened = Store::open(&order.ledger);
    let path = shown(&order.ledger);
    let mut store = opened.map_err(|error| Failure::store(CliTask::OpenLedger { path }, error))?;
    let request = MergeRequest {
        file: &order.file,
        author: &order.author,
        places: &[],
        mode,
        cancel: Arc::clone(&watch.cancel),
        report: &|progress| watch.tell(Text::of(&progress)),
    };
    let merged = store.merge(&request);
    let merged = merged.map_err(|error| Failure::merge(doing(), error))?;
    let told = |lang| command::told(&store, &merged, mode, &order.file, lang);
    let page = JobPage {
        zh: told(Lang::Zh).map_err(unread(order))?,
        en: told(Lang::En).map_err(unread(order))?,
    };
    let first = |lines: &[String]| lines.first().cloned().unwrap_or_default();
    let note = Text {
        zh: first(&page.zh),
        en: first(&page.en),
    };
    let is_nothing = merged.is_nothing();
    Ok(JobDone {
        note: if is_nothing || mode == MergeMode::Merge {
            note
        } else {
            Text::default()
        },
        page: (!is_nothing).then_some(page),
        seen: Some(marks),
    })
}
