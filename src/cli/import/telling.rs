//! What is told of an import, in lines: what was found in the file, and what came of it.

use super::args::ImportArgs;
use super::{matched, preview};
use crate::cli::failure::shown;
use crate::domain::policy::Kind;
use crate::i18n::{ImportMsg, Lang, Say, Text};
use crate::store::Store;
use crate::transfer::import::notes::Notes;
use crate::transfer::import::{ImportMode, ImportSummary};

/// The most places without any minimum that are named.
const MOST_NAMED: usize = 10;

/// Returns what was found in a file.
pub(in crate::cli) fn found(
    store: &Store,
    notes: &Notes,
    mode: ImportMode,
    kind: &Kind,
    lang: Lang,
) -> Vec<String> {
    let place_name = |code: &str| store.place_path(code).unwrap_or_else(|_| code.to_owned());
    let mut lines = preview::lines(notes, mode, kind, place_name, lang);
    lines.extend(matched::lines(notes, mode, kind, place_name, lang));
    lines
}

/// Returns what came of an import, or would come of it.
pub(in crate::cli) fn outcome(
    store: &Store,
    summary: &ImportSummary,
    notes: &Notes,
    (args, mode): (&ImportArgs, ImportMode),
    lang: Lang,
) -> Vec<String> {
    let said = summary.say(lang);
    let said = if mode == ImportMode::Rehearse {
        ImportMsg::Rehearsed { summary: said }.say(lang)
    } else {
        said
    };
    let mut lines = vec![said];
    lines.extend(preview::matched(notes, lang));
    lines.extend(without_minimum(store, summary).map(|line| line.say(lang)));
    for (field, value) in &summary.defaults {
        let field = field.clone();
        let value = value.clone();
        lines.push(ImportMsg::Defaulted { field, value }.say(lang));
    }
    if let Some(path) = args.rejects.as_ref().filter(|_| summary.refused > 0) {
        lines.push(ImportMsg::RejectsAt { path: shown(path) }.say(lang));
    }
    lines
}

/// Returns in which places no minimum is asked: facilities there count in no verdict.
fn without_minimum(store: &Store, summary: &ImportSummary) -> Option<ImportMsg> {
    let is_without = |code: &&String| store.is_without_minimum(code).unwrap_or_default();
    let without: Vec<&String> = summary.places.iter().filter(is_without).collect();
    let path = |code: &&String| store.place_path(code).unwrap_or_else(|_| (*code).clone());
    let named = without.iter().take(MOST_NAMED).map(path).map(Text::both);
    let places = Text::list(&named.collect::<Vec<_>>());
    let count = without.len();
    (count > 0).then_some(ImportMsg::NoMinimum { count, places })
}
