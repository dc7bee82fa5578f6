//! The history of a record, newest first, to read page by page.

use uuid::Uuid;

use crate::domain::policy::Kind;
use crate::domain::review::{HistoryEvent, history, saved_reason};
use crate::domain::value::Zone;
use crate::i18n::{Lang, QuarterMsg, Say, ScreenMsg, SecondEntryMsg};
use crate::store::{Result, TrailEntry};
use crate::tui::context::Context;
use crate::tui::part::page::Page;
use crate::tui::screen::Nav;

/// The history of a record, newest first.
pub(crate) fn history(id: Uuid, kind: &Kind, context: &Context) -> Result<Nav> {
    let entries = context.store.history(id)?;
    let fields = context.store.fields_at(id, &context.store.heads(id)?)?;
    let place_name = |code: &str| {
        context
            .store
            .place_path(code)
            .unwrap_or_else(|_| code.to_owned())
    };
    let keyed = context.store.second_entries(id)?;
    let confirmed = context.store.confirmations(id)?;
    let visits = context.store.site_visits(id)?;
    let zone = context.store.zone();
    let lines = |lang| {
        let mut lines = vec![history::head(id, &fields, Some(kind), place_name, lang)];
        for event in history::events(&entries, |entry| &entry.change, &keyed, &confirmed, &visits) {
            let (head, told) = match event {
                HistoryEvent::Saved(entry) => {
                    let forms = entry.forms(context.store.packs(), Some(kind));
                    let TrailEntry { change, fields, .. } = entry;
                    (
                        format!(
                            "{}  {}  {}",
                            zone.shown(&change.at),
                            change.author,
                            saved_reason::said(change, fields, forms, &place_name, lang)
                        ),
                        history::lines(fields, forms, place_name, lang),
                    )
                }
                act => act_told(&act, kind, zone, lang),
            };
            lines.extend([String::new(), head.trim_end().to_owned()]);
            lines.extend(told.into_iter().map(|line| format!("  {line}")));
        }
        lines
    };
    Ok(Nav::Push(Box::new(Page::new(
        ScreenMsg::HistoryTitle,
        context.body,
        lines,
    ))))
}

/// Returns what an act between the saves is told as: its head, and the lines below it.
fn act_told(
    act: &HistoryEvent<TrailEntry>,
    kind: &Kind,
    zone: Zone,
    lang: Lang,
) -> (String, Vec<String>) {
    match act {
        HistoryEvent::Saved(_) => (String::new(), Vec::new()),
        HistoryEvent::Keyed(keyed) => {
            let (at, verifier) = keyed
                .first()
                .map_or(("", ""), |first| (&first.at, &first.verifier));
            let head = format!(
                "{}  {verifier}  {}",
                zone.shown(at),
                SecondEntryMsg::Keyed.say(lang)
            );
            (head, history::second_entries(keyed, Some(kind), lang))
        }
        HistoryEvent::Confirmed(one) => {
            let (at, author) = (zone.shown(&one.at), &one.author);
            let as_of = one.as_of.clone();
            let said = QuarterMsg::Unchanged { as_of }.say(lang);
            (format!("{at}  {author}  {said}"), Vec::new())
        }
        HistoryEvent::Visited(visit) => {
            let (at, author) = (zone.shown(&visit.at), &visit.author);
            (
                format!("{at}  {author}  {}", visit.brief(lang)),
                visit.lines(lang),
            )
        }
    }
}
