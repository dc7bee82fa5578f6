//! What an entry of the page was at the end of the last quarter, and how it moved since.

use super::model::ReportLine;
use crate::domain::text::width;
use crate::domain::value::{Number, Zone};
use crate::domain::verdict::{Movement, Standing, Verdict, explain};
use crate::i18n::{Lang, ReportMsg, Say, Text};
use crate::store::SaveBehind;

/// What a standing was at the end of the last quarter.
pub(super) struct EntryBefore {
    pub(super) verdict: Verdict,
    /// The word of the verdict.
    pub(super) word: String,
    pub(super) have: Option<Number>,
    pub(super) gap: Option<Number>,
    pub(super) gap_said: String,
    pub(super) is_on_the_limit: bool,
}

impl EntryBefore {
    pub(super) fn of(line: &ReportLine, lang: Lang) -> Option<Self> {
        let before = &line.before()?;
        let word = explain::verdict_word(before.verdict, line.requirement.strength, lang);
        let gap_said =
            width::clean(&explain::gap(before, line.requirement, lang).unwrap_or_default())
                .into_owned();
        let is_on_the_limit = explain::is_on_the_limit(before);
        Some(Self {
            verdict: before.verdict,
            word,
            have: before.have,
            gap: before.gap,
            gap_said,
            is_on_the_limit,
        })
    }
}

/// How a standing moved since, in words.
pub(super) struct EntryMovement {
    /// The word of the movement.
    pub(super) word: String,
    /// `达标 -> 未达标`, or the one verdict that it was and is.
    pub(super) verdict: String,
    /// `131 -> 129/130`, or the one figure.
    pub(super) figure: String,
    /// The saves behind it, in words; empty where none is known.
    pub(super) saves: String,
}

impl EntryMovement {
    pub(super) fn of(
        line: &ReportLine,
        standing: &Standing,
        zone: Zone,
        lang: Lang,
    ) -> Option<Self> {
        let movement = line.movement()?;
        let before = &line.before()?;
        let word = |verdict| explain::verdict_word(verdict, line.requirement.strength, lang);
        let then = before.verdict;
        let now = standing.verdict;
        let verdict = if then == now {
            word(now)
        } else {
            format!("{} -> {}", word(then), word(now))
        };
        let figure = explain::figure_since(before, standing, line.requirement);
        let save = |save: &SaveBehind| ReportMsg::SavedBy {
            at: zone.shown(&save.at),
            author: save.author.clone(),
            name: save.name.clone(),
        };
        let saves: Vec<Text> = line.behind.iter().map(|one| Text::of(&save(one))).collect();
        let saves = width::clean(&Text::list(&saves).say(lang)).into_owned();
        Some(Self {
            saves,
            word: movement_word(movement).say(lang),
            verdict,
            figure,
        })
    }
}

const fn movement_word(movement: Movement) -> ReportMsg {
    match movement {
        Movement::Worse => ReportMsg::Worse,
        Movement::Better => ReportMsg::Better,
        Movement::GapLarger => ReportMsg::GapLarger,
        Movement::GapSmaller => ReportMsg::GapSmaller,
    }
}
