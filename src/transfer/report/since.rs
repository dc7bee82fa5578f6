//! Compares a report with the end of the last quarter.

use std::collections::HashMap;

use super::baseline::ReportBaseline;
use super::held::{HeldStanding, StandingPacker, short};
use super::model::{Report, ReportLine};
use super::moment::Moment;
use crate::domain::policy::{Requirement, Strength};
use crate::domain::value::{Cycle, Period};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Movement, Standing};
use crate::store::{KnownUntil, Store, StoreError};

/// What the standings of lines were, line by line.
struct Before<'l> {
    lines: &'l [ReportLine<'l>],
    /// The number of the first line of a place, and of the one behind its last.
    numbers: HashMap<&'l str, (u32, u32)>,
    packer: StandingPacker,
    standings: Vec<Option<HeldStanding>>,
}

impl<'l> Before<'l> {
    fn of(lines: &'l [ReportLine<'l>]) -> Self {
        Self {
            lines,
            numbers: numbers_of_places(lines),
            packer: StandingPacker::default(),
            standings: vec![None; lines.len()],
        }
    }

    /// Adds what a standing was. One that is the same still is not held twice.
    fn add(&mut self, standing: Standing) {
        let Some(&(first, end)) = self.numbers.get(standing.place.as_str()) else {
            return;
        };
        let of_place = first as usize..end as usize;
        let lines = self.lines.get(of_place.clone()).unwrap_or_default().iter();
        let places = self.standings.get_mut(of_place).unwrap_or_default();
        let mut beside = lines.zip(places);
        let Some((line, place)) =
            beside.find(|(line, _)| line.requirement.code == standing.requirement)
        else {
            return;
        };
        let before = self.packer.pack(standing);
        *place = Some(if line.held == before {
            line.held.clone()
        } else {
            before
        });
    }
}

/// Returns the numbers of the lines of each place, which stand one behind the other: of the first, and
/// behind the last.
fn numbers_of_places<'l>(lines: &'l [ReportLine<'l>]) -> HashMap<&'l str, (u32, u32)> {
    let mut first = 0;
    let of_places = lines.chunk_by(|a, b| a.place.code == b.place.code);
    let numbers = of_places.filter_map(|of_place| {
        let begin = first;
        first += of_place.len();
        let place = &*of_place.first()?.place.code;
        Some((place, (short(begin), short(first))))
    });
    numbers.collect()
}

impl Report<'_> {
    /// Returns the report with what each standing was at the end of the last quarter that was over
    /// by its day. If that was closed by this text of the policy, for every place, they are those
    /// that were frozen. Else the records of that day are judged by the policy and the places as they
    /// are now, for a change of the policy is no change of a town. A quarter that is judged again
    /// is compared with what was frozen: there only the rule changed.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn compared(self, store: &Store) -> Result<Self, StoreError> {
        let quarter = Period::over_before(Cycle::Quarter, self.day);
        self.compared_with(store, quarter)
    }

    /// The same with the end of a quarter of one's choice, which was over by the day of the report.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn compared_with(mut self, store: &Store, quarter: Period) -> Result<Self, StoreError> {
        if !self.is_in_force() {
            return Ok(self);
        }
        if let Moment::Rejudged(quarter) = self.moment {
            let mut before = Before::of(&self.lines);
            for standing in std::mem::take(&mut self.frozen) {
                before.add(standing);
            }
            let before = before.standings;
            return Ok(self.beside(before, ReportBaseline::Frozen(quarter)));
        }
        if !self.pack.document.is_in_force(quarter.last_day()) {
            self.since = Some(ReportBaseline::NotInForce(quarter));
            return Ok(self);
        }
        let last = quarter.last_day();
        let scope = self.scope.as_ref().map(|(code, _)| store.place(code));
        let scope = scope.transpose()?.flatten();
        let mut before;
        let since = match store.closed_by(self.pack, quarter, scope.as_ref())? {
            Some(frozen) => {
                before = Before::of(&self.lines);
                for standing in frozen {
                    before.add(standing);
                }
                KnownUntil::Closed(quarter)
            }
            None if store.has_records_as_of(last)? => {
                before = Before::of(&self.lines);
                store.each_standing_as_of(self.pack, last, scope.as_ref(), |_, standing| {
                    before.add(standing);
                })?;
                KnownUntil::EndOf(last)
            }
            None => {
                self.since = Some(ReportBaseline::Nothing(quarter));
                return Ok(self);
            }
        };
        let before = before.standings;
        self.beside(before, ReportBaseline::Quarter(quarter))
            .with_saves_since(store, since)
    }

    /// Puts beside each line that moved the saves since the standings that it is compared with.
    fn with_saves_since(mut self, store: &Store, since: KnownUntil) -> Result<Self, StoreError> {
        let until = match self.moment {
            Moment::Closed(quarter) => KnownUntil::Closed(quarter),
            Moment::Now(_) | Moment::EndOf(_) | Moment::Rejudged(_) => KnownUntil::EndOf(self.day),
        };
        let (since, until) = (store.known_until(since)?, store.known_until(until)?);
        for line in &mut self.lines {
            if line.movement().is_some() {
                let span = (since.as_str(), until.as_str());
                let behind = store.saves_behind(&self.pack.code, &line.standing(), span)?;
                line.behind = behind.into();
            }
        }
        Ok(self)
    }

    /// Puts beside each line what its standing was.
    fn beside(mut self, before: Vec<Option<HeldStanding>>, since: ReportBaseline) -> Self {
        for (line, before) in self.lines.iter_mut().zip(before) {
            line.held_before = before;
        }
        self.since = Some(since);
        self
    }

    /// Returns how many standings there were of each verdict at the end of the last quarter, of the
    /// requirements that are as binding as asked.
    #[must_use]
    pub fn count_before(&self, asked: impl Fn(Strength) -> bool) -> Counts {
        let lines = self
            .lines
            .iter()
            .filter(|line| asked(line.requirement.strength));
        lines
            .filter_map(|line| Some(line.held_before.as_ref()?.verdict()))
            .collect()
    }
}

impl<'a> Report<'a> {
    /// Returns the requirements whose deadline came since the quarter that the report is compared
    /// with, each once.
    pub(super) fn fell_due(&self) -> Vec<&'a Requirement> {
        let Some(quarter) = self.since.and_then(ReportBaseline::quarter) else {
            return Vec::new();
        };
        let fell = |requirement: &Requirement| {
            let deadline = requirement.deadline();
            deadline.is_some_and(|date| quarter.last_day() < date && date <= self.day)
        };
        let mut due: Vec<&'a Requirement> = Vec::new();
        for requirement in self.lines.iter().map(|line| line.requirement) {
            let is_known = due.iter().any(|known| known.code == requirement.code);
            if fell(requirement) && !is_known {
                due.push(requirement);
            }
        }
        due
    }
}

impl ReportLine<'_> {
    /// Returns how it moved since the last quarter, in a report that is compared with it.
    #[must_use]
    pub fn movement(&self) -> Option<Movement> {
        let before = self.held_before.as_ref()?;
        if before.is_shared_with(&self.held) {
            return None;
        }
        Movement::between(&self.before()?, &self.standing())
    }
}
