//! What changed since the last quarter, in the words of the page.

use std::cmp::Ordering;

use super::baseline::ReportBaseline;
use super::entry::ReportEntry;
use super::model::ReportLine;
use super::movement::EntryMovement;
use super::page::ReportPage;
use crate::domain::value::Period;
use crate::domain::verdict::Counts;
use crate::i18n::{ReportColumn, ReportMsg, Say};

/// What moved since the last quarter.
pub(super) struct ReportComparison {
    pub(super) heading: String,
    /// The minimums that bind, and the targets and benchmarks where there are any.
    pub(super) parts: Vec<ComparisonPart>,
}

/// What moved among the minimums that bind, or among the others.
pub(super) struct ComparisonPart {
    /// The counts then and now; and that nothing moved, where that is so.
    pub(super) said: Vec<String>,
    /// The numbers of what moved, the worse first.
    pub(super) moves: Vec<usize>,
}

impl ReportComparison {
    /// Returns what it says without its rows.
    pub(super) fn into_sentences(self) -> impl Iterator<Item = String> {
        std::iter::once(self.heading).chain(self.parts.into_iter().flat_map(|part| part.said))
    }
}

impl ComparisonPart {
    /// Returns each with how it moved.
    pub(super) fn moved<'p>(
        &'p self,
        page: &'p ReportPage,
    ) -> impl Iterator<Item = (ReportEntry, EntryMovement)> + use<'p> {
        let entries = page.entries_at(&self.moves);
        entries.filter_map(|mut entry| {
            let moved = entry.moved.take()?;
            Some((entry, moved))
        })
    }

    /// Returns a row for each, under [`ReportPage::moves_head`].
    pub(super) fn rows<'p>(
        &'p self,
        page: &'p ReportPage,
    ) -> impl Iterator<Item = Vec<String>> + use<'p> {
        self.moved(page).map(|(entry, moved)| {
            vec![
                moved.word,
                entry.place,
                entry.requirement,
                moved.verdict,
                moved.figure,
            ]
        })
    }

    /// Returns the saves behind what moved, a line each below a heading; nothing where none is
    /// known.
    pub(super) fn behind<'p>(
        &'p self,
        page: &'p ReportPage,
    ) -> impl Iterator<Item = String> + use<'p> {
        let has_saves = |at: &usize| {
            let line = page.lines().get(*at);
            line.is_some_and(|line| !line.behind.is_empty())
        };
        let heading = self.moves.iter().any(has_saves);
        let heading = heading.then(|| ReportMsg::BehindHead.say(page.lang));
        let moved = self
            .moved(page)
            .filter(|(_, moved)| !moved.saves.is_empty());
        let line = move |(entry, moved): (ReportEntry, EntryMovement)| {
            let message = ReportMsg::Behind {
                place: entry.place,
                requirement: entry.requirement,
                saves: moved.saves,
            };
            message.say(page.lang)
        };
        heading.into_iter().chain(moved.map(line))
    }
}

impl ReportPage<'_> {
    /// Returns the head of the rows of what moved.
    pub(super) fn moves_head(&self) -> Vec<String> {
        let [movement, place, requirement, verdict] = [
            ReportColumn::Movement,
            ReportColumn::Place,
            ReportColumn::Requirement,
            ReportColumn::Verdict,
        ]
        .map(|column| column.say(self.lang));
        vec![
            movement,
            place,
            requirement,
            verdict,
            ReportMsg::HaveAndNeed.say(self.lang),
        ]
    }

    /// Returns what moved since the last quarter; nothing where the report is not compared.
    pub(super) fn comparison(&self) -> Option<ReportComparison> {
        let since = self.since?;
        let quarter = since.quarter()?;
        let name = quarter.name();
        let date = quarter.last_day().to_string();
        let [met, short, unknown] = told(self.counts_before, self.counts);
        let mut parts = vec![self.part(
            true,
            &ReportMsg::CountsSince {
                met,
                short,
                unknown,
            },
        )];
        let is_target = |line: &ReportLine| !line.requirement.strength.binds();
        if self.lines().iter().any(is_target) {
            let [met, short, unknown] = told(self.targets_before, self.targets);
            parts.push(self.part(
                false,
                &ReportMsg::TargetsSince {
                    met,
                    short,
                    unknown,
                },
            ));
        }
        Some(ReportComparison {
            heading: match since {
                ReportBaseline::Frozen(_) => ReportMsg::SinceClose { quarter: name },
                _ => ReportMsg::SinceQuarter {
                    quarter: name,
                    date,
                },
            }
            .say(self.lang),
            parts,
        })
    }

    fn part(&self, binds: bool, counts: &ReportMsg) -> ComparisonPart {
        let lines = self.lines().iter().enumerate();
        let asked = lines.filter(|(_, line)| line.requirement.strength.binds() == binds);
        let mut moves: Vec<_> = asked
            .filter_map(|(at, line)| Some((line.movement()?, at)))
            .collect();
        moves.sort_by_key(|(movement, _)| *movement);
        let nothing = moves.is_empty().then_some(&ReportMsg::NothingMoved);
        ComparisonPart {
            said: std::iter::once(counts)
                .chain(nothing)
                .map(|message| message.say(self.lang))
                .collect(),
            moves: moves.into_iter().map(|(_, at)| at).collect(),
        }
    }

    /// That there is nothing to compare with, where that is so.
    pub(super) fn nothing_before(&self) -> Option<String> {
        let words = |quarter: Period| (quarter.name(), quarter.last_day().to_string());
        let message = match self.since? {
            ReportBaseline::Quarter(_) | ReportBaseline::Frozen(_) => return None,
            ReportBaseline::Nothing(quarter) => {
                let (quarter, date) = words(quarter);
                ReportMsg::NothingBefore { quarter, date }
            }
            ReportBaseline::NotInForce(quarter) => {
                let (quarter, date) = words(quarter);
                ReportMsg::NotInForceBefore { quarter, date }
            }
        };
        Some(message.say(self.lang))
    }
}

/// Counts of met, short and unknown then and now, each as `8 -> 6 (-2)`, or as `8 (0)`.
fn told(before: Counts, now: Counts) -> [String; 3] {
    let counts = [
        (before.met, now.met),
        (before.short, now.short),
        (before.unknown, now.unknown),
    ];
    counts.map(|(before, now)| match now.cmp(&before) {
        Ordering::Less => format!("{before} -> {now} (-{})", before - now),
        Ordering::Equal => format!("{now} (0)"),
        Ordering::Greater => format!("{before} -> {now} (+{})", now - before),
    })
}
