//! What verdicts and figures a change would have become, in words.

use crate::i18n::{Lang, Say, Text, WhatIfMsg};
use crate::store::StandingChange;
use crate::tui::context::Context;

/// How many standings are told.
const MOST_STANDINGS: usize = 8;

/// The standings that would come out otherwise, a line each under a heading, verdicts first.
pub(crate) fn lines(
    mut moved: Vec<StandingChange>,
    heading: &impl Say,
    context: &Context,
) -> Vec<Text> {
    if moved.is_empty() {
        return vec![Text::of(&WhatIfMsg::Nothing)];
    }
    moved.sort_by_key(|change| !change.is_of_verdict());
    let line = |change: &StandingChange| {
        let words = |lang| {
            let words = context.store.told(change, lang)?;
            Some(words.say(lang).trim().to_owned())
        };
        Some(Text {
            zh: words(Lang::Zh)?,
            en: words(Lang::En)?,
        })
    };
    let mut lines = vec![Text::of(heading)];
    lines.extend(moved.iter().take(MOST_STANDINGS).filter_map(line));
    let count = moved.len().saturating_sub(MOST_STANDINGS);
    let more = (count > 0).then(|| Text::of(&WhatIfMsg::More { count }));
    lines.extend(more);
    lines
}
