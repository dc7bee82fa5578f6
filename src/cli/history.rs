//! `history`: every change of one record.

use std::fmt::Write as _;

use chrono::{DateTime, Local};
use clap::Args;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, ledger, output};
use crate::domain::double_entry::Verification;
use crate::domain::facility::shared;
use crate::domain::history;
use crate::i18n::{Doing, Say as _, VerifyMsg};
use crate::store::{Store, StoreError, TrailEntry};
use crate::tui::text;

#[derive(Args)]
pub(super) struct HistoryArgs {
    /// 记录的编号、设施编号或名称 / the record's id or its beginning, facility code, or name
    id: String,
}

pub(super) fn run(args: &HistoryArgs, context: &Context) -> Outcome<Exit> {
    let store = ledger::open(&context.db)?;
    let refused = |error| Failure::store(Doing::ReadLedger { path: shown(&context.db) }, error);
    let page = page(&store, args, context).map_err(refused)?;
    output::print(&page)?;
    Ok(Exit::Done)
}

fn page(store: &Store, args: &HistoryArgs, context: &Context) -> Result<String, StoreError> {
    let found = store.find_record(&args.id)?;
    let changes = store.history(found.id)?;
    let kind = changes.iter().find_map(|entry| store.kind(entry.change.patch.get(shared::KIND)?.as_str()?));
    let kind = kind.map(|(_, kind)| kind);
    let mut page = String::new();
    let label = kind.map_or("", |kind| kind.label.get(context.lang));
    let place = store.place_path(&found.place)?;
    let title = [found.name.as_str(), label, &place, &found.id.to_string()].join("  ");
    let _ = writeln!(page, "{}", text::clean(title.trim()));
    let place_name = |code: &str| store.place_path(code).unwrap_or_else(|_| code.to_owned());
    let mut parts: Vec<(&str, String, Vec<String>)> = Vec::new();
    for entry in &changes {
        let lines = history::lines(&entry.fields, kind, place_name, context.lang);
        parts.push((&entry.change.at, heading(entry), lines));
    }
    let keyed = store.second_entries(found.id)?;
    for keyed in history::by_save(&keyed) {
        let Some(Verification { at, verifier, .. }) = keyed.first() else { continue };
        let heading = format!("{}  {verifier}  {}", clock(at), VerifyMsg::Keyed.say(context.lang));
        parts.push((at, heading, history::second_entries(keyed, kind, context.lang)));
    }
    // Of one time the change comes first: a second entry may have made it.
    parts.sort_by_key(|(at, ..)| *at);
    for (_, heading, lines) in &parts {
        let _ = writeln!(page, "\n{}", text::clean(heading));
        for line in lines {
            let _ = writeln!(page, "  {}", text::clean(line));
        }
    }
    Ok(page)
}

/// When, who and why, with the name of the change.
fn heading(entry: &TrailEntry) -> String {
    let change = &entry.change;
    format!("{}  {}  {}  {}", clock(&change.at), change.author, change.id, change.reason).trim_end().to_owned()
}

/// A time of the ledger as a clock on the wall shows it, with seconds.
fn clock(at: &str) -> String {
    let parsed = DateTime::parse_from_rfc3339(at);
    parsed.map_or_else(|_| at.to_owned(), |at| at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S").to_string())
}
