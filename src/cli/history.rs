//! `history`: every change of one record, newest first.

use std::fmt::Write as _;

use clap::Args;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::{ledger, output};
use crate::domain::record::Change;
use crate::domain::review::{HistoryEvent, SecondEntry, history, saved_reason};
use crate::domain::value::Zone;
use crate::i18n::{Lang, QuarterMsg, Say as _, SecondEntryMsg};
use crate::store::{Store, StoreError, TrailEntry};
use crate::tui::text;

#[derive(Args)]
pub(super) struct HistoryArgs {
    /// 记录的编号、设施编号或名称 / the record's id or its beginning, facility code, or name
    id: String,
}

pub(super) fn run(args: &HistoryArgs, context: &CliContext) -> CliResult<Exit> {
    let store = ledger::open(context)?;
    let refused = |error| Failure::store(ledger::reading(context), error);
    let page = page(&store, args, context).map_err(refused)?;
    output::print(&page)?;
    Ok(Exit::Done)
}

fn page(store: &Store, args: &HistoryArgs, context: &CliContext) -> Result<String, StoreError> {
    let found = store.find_record(&args.id)?;
    let changes = store.history(found.id)?;
    let kind = changes
        .last()
        .and_then(|entry| entry.forms(store.packs(), None).after);
    let mut page = String::new();
    let place_name = |code: &str| store.place_path(code).unwrap_or_else(|_| code.to_owned());
    let fields = store.fields_at(found.id, &store.heads(found.id)?)?;
    let head = history::head(found.id, &fields, kind, place_name, context.lang);
    let _ = writeln!(page, "{}", text::clean(&head));
    let keyed = store.second_entries(found.id)?;
    let confirmed = store.confirmations(found.id)?;
    let visits = store.site_visits(found.id)?;
    for event in history::events(&changes, |entry| &entry.change, &keyed, &confirmed, &visits) {
        let (heading, lines) = match event {
            HistoryEvent::Saved(entry) => {
                let forms = entry.forms(store.packs(), kind);
                let lines = history::lines(&entry.fields, forms, place_name, context.lang);
                let TrailEntry { change, fields, .. } = entry;
                let reason = saved_reason::said(change, fields, forms, &place_name, context.lang);
                (heading(change, &reason, store.zone()), lines)
            }
            HistoryEvent::Keyed(keyed) => {
                let lines = history::second_entries(keyed, kind, context.lang);
                (keyed_heading(keyed, store.zone(), context.lang), lines)
            }
            HistoryEvent::Confirmed(one) => {
                let at = store.zone().shown_to_the_second(&one.at);
                let as_of = one.as_of.clone();
                let said = QuarterMsg::Unchanged { as_of }.say(context.lang);
                (format!("{at}  {}  {said}", one.author), Vec::new())
            }
            HistoryEvent::Visited(visit) => {
                let at = store.zone().shown_to_the_second(&visit.at);
                let brief = visit.brief(context.lang);
                (
                    format!("{at}  {}  {brief}", visit.author),
                    visit.lines(context.lang),
                )
            }
        };
        let _ = writeln!(page, "\n{}", text::clean(&heading));
        for line in lines {
            let _ = writeln!(page, "  {}", text::clean(&line));
        }
    }
    Ok(page)
}

/// When, who and why, with the name of the change.
fn heading(change: &Change, reason: &str, zone: Zone) -> String {
    let at = zone.shown_to_the_second(&change.at);
    format!("{at}  {}  {}  {reason}", change.author, change.id)
        .trim_end()
        .to_owned()
}

/// When and by whom fields were keyed again.
fn keyed_heading(keyed: &[SecondEntry], zone: Zone, lang: Lang) -> String {
    let (at, verifier) = keyed
        .first()
        .map_or(("", ""), |first| (&first.at, &first.verifier));
    format!(
        "{}  {verifier}  {}",
        zone.shown_to_the_second(at),
        SecondEntryMsg::Keyed.say(lang)
    )
}
