//! `history`: every change of one record.

use std::fmt::Write as _;

use chrono::{DateTime, Local};
use clap::Args;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, ledger, output};
use crate::domain::facility::shared;
use crate::domain::history;
use crate::i18n::Doing;
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
    for entry in &changes {
        let _ = writeln!(page, "\n{}", text::clean(&heading(entry)));
        for line in history::lines(&entry.fields, kind, place_name, context.lang) {
            let _ = writeln!(page, "  {}", text::clean(&line));
        }
    }
    Ok(page)
}

/// When, who and why, with the name of the change.
fn heading(entry: &TrailEntry) -> String {
    let change = &entry.change;
    let at = DateTime::parse_from_rfc3339(&change.at);
    let at =
        at.map_or_else(|_| change.at.clone(), |at| at.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S").to_string());
    format!("{at}  {}  {}  {}", change.author, change.id, change.reason).trim_end().to_owned()
}
