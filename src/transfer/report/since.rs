//! What changed since the last quarter: gathered, and in words.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::page::{ReportEntry, ReportPage, clean};
use super::{Report, ReportLine};
use crate::domain::policy::Strength;
use crate::domain::value::{Number, Quarter};
use crate::domain::verdict::{Movement, Standing, Verdict, explain};
use crate::i18n::{Lang, ReportColumn, ReportMsg, Say};
use crate::store::{Counts, Store, StoreError};

/// What a report is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportBaseline {
    /// The standings at the end of this quarter.
    Quarter(Quarter),
    /// Nothing: at the end of this quarter the ledger had no record yet.
    Nothing(Quarter),
}

impl Report<'_> {
    /// The report with what each standing was at the end of the last quarter that was over by its
    /// day. The records of that day are judged by the policy and the places as they are now, for a
    /// change of the policy is no change of a town.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn compared(mut self, store: &Store) -> Result<Self, StoreError> {
        let quarter = Quarter::closed_before(self.day);
        if !store.has_records_as_of(quarter.last_day())? {
            self.since = Some(ReportBaseline::Nothing(quarter));
            return Ok(self);
        }
        let key = |standing: &Standing| (standing.place.clone(), standing.requirement.clone());
        let standings = store.standings_as_of(self.pack, quarter.last_day())?;
        let mut before: HashMap<_, _> = standings
            .into_iter()
            .map(|standing| (key(&standing), standing))
            .collect();
        self.lines
            .iter_mut()
            .for_each(|line| line.before = before.remove(&key(&line.standing)));
        self.since = Some(ReportBaseline::Quarter(quarter));
        Ok(self)
    }

    /// How many standings there were of each verdict at the end of the last quarter, of the
    /// requirements that are as binding as asked.
    #[must_use]
    pub fn count_before(&self, asked: impl Fn(Strength) -> bool) -> Counts {
        let lines = self
            .lines
            .iter()
            .filter(|line| asked(line.requirement.strength));
        lines
            .filter_map(|line| Some(line.before.as_ref()?.verdict))
            .collect()
    }
}

impl ReportLine<'_> {
    /// How it moved since the last quarter, in a report that is compared with it.
    #[must_use]
    pub fn movement(&self) -> Option<Movement> {
        Movement::between(self.before.as_ref()?, &self.standing)
    }
}

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
        let before = line.before.as_ref()?;
        let word = explain::verdict_word(before.verdict, line.requirement.strength, lang);
        let gap_said = clean(&explain::gap(before, line.requirement, lang).unwrap_or_default());
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
    pub(super) movement: Movement,
    /// The word of the movement.
    pub(super) word: String,
    /// `达标 -> 不足`, or the one verdict that it was and is.
    pub(super) verdict: String,
    /// `131 -> 129/130`, or the one figure.
    pub(super) figure: String,
}

impl EntryMovement {
    pub(super) fn of(line: &ReportLine, lang: Lang) -> Option<Self> {
        let (movement, before) = (line.movement()?, line.before.as_ref()?);
        let word = |verdict| explain::verdict_word(verdict, line.requirement.strength, lang);
        let (then, now) = (before.verdict, line.standing.verdict);
        let verdict = if then == now {
            word(now)
        } else {
            format!("{} -> {}", word(then), word(now))
        };
        let figure = explain::figure_since(before, &line.standing, line.requirement);
        Some(Self {
            movement,
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
    /// What moved, the worse first.
    pub(super) moves: Vec<(&'a ReportEntry, &'a EntryMovement)>,
}

impl ReportComparison<'_> {
    /// What it says without its rows.
    pub(super) fn into_sentences(self) -> impl Iterator<Item = String> {
        std::iter::once(self.heading).chain(self.parts.into_iter().flat_map(|part| part.said))
    }
}

impl ComparisonPart<'_> {
    /// A row for each, under [`ReportPage::moves_head`].
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
    /// The head of the rows of what moved.
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

    /// What moved since the last quarter; nothing where the report is not compared.
    pub(super) fn comparison(&self) -> Option<ReportComparison<'_>> {
        let Some(ReportBaseline::Quarter(quarter)) = self.since else {
            return None;
        };
        let (name, date) = (quarter.name(), quarter.last_day().to_string());
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
            heading: ReportMsg::SinceQuarter {
                quarter: name,
                date,
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
        ComparisonPart {
            said: std::iter::once(counts)
                .chain(nothing)
                .map(|message| message.say(self.lang))
                .collect(),
            moves,
        }
    }

    /// That there is nothing to compare with, where that is so.
    pub(super) fn nothing_before(&self) -> Option<String> {
        let Some(ReportBaseline::Nothing(quarter)) = self.since else {
            return None;
        };
        let (quarter, date) = (quarter.name(), quarter.last_day().to_string());
        Some(ReportMsg::NothingBefore { quarter, date }.say(self.lang))
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
