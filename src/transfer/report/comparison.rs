//! What changed since the last quarter, in the words of the page.

use std::cmp::Ordering;

use super::baseline::ReportBaseline;
use super::entry::ReportEntry;
use super::movement::EntryMovement;
use super::page::ReportPage;
use crate::domain::value::Period;
use crate::domain::verdict::Counts;
use crate::i18n::{ReportColumn, ReportMsg, Say};

/// What moved since the last quarter.
pub(super) struct ReportComparison<'a> {
    pub(super) heading: String,
    /// The minimums that bind, and the targets and benchmarks where there are any.
    pub(super) parts: Vec<ComparisonPart<'a>>,
}

/// What moved among the minimums that bind, or among the others.
pub(super) struct ComparisonPart<'a> {
    /// The counts then and now; and that nothing moved, where that is so.
    pub(super) said: Vec<String>,
    /// The saves behind what moved, a line each; nothing where none is known.
    pub(super) behind: Vec<String>,
    /// What moved, the worse first.
    pub(super) moves: Vec<(&'a ReportEntry, &'a EntryMovement)>,
}

impl ReportComparison<'_> {
    /// Returns what it says without its rows.
    pub(super) fn into_sentences(self) -> impl Iterator<Item = String> {
        std::iter::once(self.heading).chain(self.parts.into_iter().flat_map(|part| part.said))
    }
}

impl ComparisonPart<'_> {
    /// Returns a row for each, under [`ReportPage::moves_head`].
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let row = |(entry, moved): &(&ReportEntry, &EntryMovement)| {
            [
                &moved.word,
                &entry.place,
                &entry.requirement,
                &moved.verdict,
                &moved.figure,
            ]
            .map(String::clone)
            .to_vec()
        };
        self.moves.iter().map(row).collect()
    }
}

impl ReportPage {
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
    pub(super) fn comparison(&self) -> Option<ReportComparison<'_>> {
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
        if self.entries.iter().any(|entry| !entry.binds) {
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

    fn part(&self, binds: bool, counts: &ReportMsg) -> ComparisonPart<'_> {
        let asked = self.entries.iter().filter(|entry| entry.binds == binds);
        let mut moves: Vec<_> = asked
            .filter_map(|entry| Some((entry, entry.moved.as_ref()?)))
            .collect();
        moves.sort_by_key(|(_, moved)| moved.movement);
        let nothing = moves.is_empty().then_some(&ReportMsg::NothingMoved);
        let behind = moves.iter().filter(|(_, moved)| !moved.saves.is_empty());
        let line = |(entry, moved): &(&ReportEntry, &EntryMovement)| ReportMsg::Behind {
            place: entry.place.clone(),
            requirement: entry.requirement.clone(),
            saves: moved.saves.clone(),
        };
        let mut behind: Vec<String> = behind.map(|one| line(one).say(self.lang)).collect();
        if !behind.is_empty() {
            behind.insert(0, ReportMsg::BehindHead.say(self.lang));
        }
        ComparisonPart {
            behind,
            said: std::iter::once(counts)
                .chain(nothing)
                .map(|message| message.say(self.lang))
                .collect(),
            moves,
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
