//! `history`: every change of one record.

use std::fmt::Write as _;

use chrono::{DateTime, Local};
use clap::Args;
use serde_json::Value as Json;

use super::failure::{Exit, Failure, Outcome, shown};
use super::{Context, ledger, output};
use crate::domain::facility::shared;
use crate::domain::pack::Kind;
use crate::i18n::{Doing, DoneMsg, Say};
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
    let history = store.history(found.id)?;
    let kind = history.iter().find_map(|entry| store.kind(entry.change.patch.get(shared::KIND)?.as_str()?));
    let kind = kind.map(|(_, kind)| kind);
    let mut page = String::new();
    let label = kind.map_or("", |kind| kind.label.get(context.lang));
    let place = store.place_path(&found.place)?;
    let title = [found.name.as_str(), label, &place, &found.id.to_string()].join("  ");
    let _ = writeln!(page, "{}", text::clean(title.trim()));
    let values = Values { store, kind, context };
    for entry in &history {
        let _ = writeln!(page, "\n{}", text::clean(&heading(entry)));
        for (code, before, after) in &entry.fields {
            let (before, after) = (values.show(code, before.as_ref())?, values.show(code, after.as_ref())?);
            let line = format!("{}: {before} → {after}", values.label(code));
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

/// The words for what a change set.
struct Values<'a> {
    store: &'a Store,
    kind: Option<&'a Kind>,
    context: &'a Context,
}

impl Values<'_> {
    fn label(&self, code: &str) -> String {
        match code {
            shared::KIND => DoneMsg::Kind.say(self.context.lang),
            shared::PLACE => DoneMsg::Place.say(self.context.lang),
            _ => {
                let field = self.kind.and_then(|kind| kind.field(code));
                field.map_or(code, |field| field.label.get(self.context.lang)).to_owned()
            }
        }
    }

    /// A value as people read it; what the pack no longer understands as it is kept.
    fn show(&self, code: &str, json: Option<&Json>) -> Result<String, StoreError> {
        let Some(json) = json else { return Ok(DoneMsg::Empty.say(self.context.lang)) };
        let kept = || json.as_str().map_or_else(|| json.to_string(), str::to_owned);
        Ok(match code {
            shared::DELETED => DoneMsg::Deleted.say(self.context.lang),
            shared::PLACE => self.store.place_path(&kept())?,
            shared::KIND => self.kind.map_or_else(kept, |kind| kind.label.say(self.context.lang)),
            _ => {
                let field = self.kind.and_then(|kind| kind.field(code));
                let value = field.and_then(|field| Some(field.show(&field.decode(json)?, self.context.lang)));
                value.unwrap_or_else(kept)
            }
        })
    }
}
