//! The smallest change of a place that meets its requirements: proposed step by step, saved, judged,
//! and tried without each of the steps. Whoever calls takes the transaction back.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use uuid::Uuid;

use super::judging::Judge;
use super::planned_save::{PlannedSaves, save_fields, take_back_one, taken};
use super::writer::Writer;
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::record::Facility;
use crate::domain::verdict::plan::PlanGround;
use crate::domain::verdict::plan::{is_planned_for, next_step};
use crate::domain::verdict::{
    ChangePlan, PlanGap, PlanSet, PlanStep, PlanTarget, PlanUnmet, Standing, Verdict, judged,
};
use crate::i18n::Text;
use crate::store::clock;
use crate::store::error::{Result, StoreError};
use crate::store::rows::inventory::InventoryReader;
use crate::store::rows::part::KeptParts;
use crate::store::rows::{place, record, tally};

/// So many steps are tried for one requirement.
const MOST_STEPS: usize = 40;

/// Makes the plan of a place on a day.
pub(crate) fn plan(
    writer: &mut Writer,
    pack: &str,
    place: &str,
    day: NaiveDate,
) -> Result<ChangePlan> {
    let packs = writer.packs.clone();
    let covering = tally::covering(writer.db, &packs, place)?;
    let asked = covering
        .into_iter()
        .filter(|(of, requirement)| of.code == pack && is_planned_for(requirement));
    let mut asked: Vec<(&Pack, &Requirement)> = asked.collect();
    asked.sort_by_key(|(of, requirement)| of.position(&requirement.code));
    let mut planning = Planning {
        place,
        day,
        asked,
        saves: PlannedSaves::default(),
        steps: Vec::new(),
        gaps: BTreeMap::new(),
    };
    planning.make(writer)
}

struct Planning<'a> {
    place: &'a str,
    day: NaiveDate,
    /// The requirements that a plan is made for, in the order of the pack.
    asked: Vec<(&'a Pack, &'a Requirement)>,
    saves: PlannedSaves,
    steps: Vec<PlanStep>,
    /// Why a requirement stays open, by its code.
    gaps: BTreeMap<String, PlanGap>,
}

impl<'a> Planning<'a> {
    fn make(&mut self, writer: &mut Writer) -> Result<ChangePlan> {
        let before = self.verdicts(writer, &self.asked)?;
        for (pack, requirement) in self.asked.clone() {
            self.approach(writer, pack, requirement)?;
        }
        self.drop_needless(writer)?;
        let after = self.verdicts(writer, &self.asked)?;
        let mut plan = ChangePlan {
            steps: std::mem::take(&mut self.steps),
            ..ChangePlan::default()
        };
        for (_, requirement) in &self.asked {
            let code = &requirement.code;
            let Some(before) = before.get(code) else {
                continue;
            };
            let was_met = *before == Verdict::Met;
            match (was_met, after.get(code) == Some(&Verdict::Met)) {
                (false, true) => plan.met.push(code.clone()),
                (true, false) => plan.broken.push(code.clone()),
                (true, true) => {}
                (false, false) => plan.unmet.push(PlanUnmet {
                    requirement: code.clone(),
                    why: self.gaps.remove(code).unwrap_or(PlanGap::Against),
                }),
            }
        }
        Ok(plan)
    }

    /// Takes steps towards a requirement until it is met, or none is found.
    fn approach(
        &mut self,
        writer: &mut Writer,
        pack: &'a Pack,
        requirement: &'a Requirement,
    ) -> Result<()> {
        for _ in 0..MOST_STEPS {
            let facts = self.facts(writer, pack, requirement)?;
            let standing = self.standing(writer, (pack, requirement), facts.as_ref())?;
            let Some(standing) = standing else {
                return Ok(());
            };
            if !standing.verdict.is_open() {
                return Ok(());
            }
            let ground = (&standing, facts.as_ref());
            let gap = match self.propose(writer, (pack, requirement), ground)? {
                Ok(step) => self.take(writer, step)?.err(),
                Err(gap) => Some(gap),
            };
            if let Some(gap) = gap {
                self.gaps.insert(requirement.code.clone(), gap);
                return Ok(());
            }
        }
        let gap = PlanGap::NoFigure;
        self.gaps.insert(requirement.code.clone(), gap);
        Ok(())
    }

    fn propose(
        &self,
        writer: &Writer,
        (pack, requirement): (&Pack, &Requirement),
        (standing, facts): (&Standing, Option<&Inventory>),
    ) -> Result<Result<PlanStep, PlanGap>> {
        let mut facilities: BTreeMap<String, Vec<Facility>> = BTreeMap::new();
        let aggregates = requirement.aggregates.iter().map(|of| &of.kind);
        let own = requirement.is_exists().then_some(&requirement.kind);
        for code in aggregates.chain(own) {
            let Some(kind) = pack.kind(code).filter(|_| !facilities.contains_key(code)) else {
                continue;
            };
            let records = record::records_under(writer.db, code, self.place)?;
            let found = records.iter().map(|record| kind.decode(record)).collect();
            facilities.insert(code.clone(), found);
        }
        let ground = PlanGround {
            pack,
            standing,
            facilities: &facilities,
            facts,
            day: self.day,
        };
        Ok(next_step(requirement, &ground).map_err(|gap| self.told(gap)))
    }

    /// Returns why there is no step, without what a facility would want that is only planned here.
    fn told(&self, gap: PlanGap) -> PlanGap {
        let PlanGap::ToEnter(mut wanted) = gap else {
            return gap;
        };
        let is_new = |step: &PlanStep| step.target == PlanTarget::NewFacility;
        let new: Vec<Uuid> = self
            .steps
            .iter()
            .filter(|step| is_new(step))
            .map(|step| step.record)
            .collect();
        wanted.retain(|one| one.record.is_none_or(|record| !new.contains(&record)));
        if wanted.is_empty() {
            PlanGap::NoFigure
        } else {
            PlanGap::ToEnter(wanted)
        }
    }

    /// Saves a step, and keeps it with those before; two of one record are one.
    fn take(&mut self, writer: &mut Writer, step: PlanStep) -> Result<Result<(), PlanGap>> {
        let record = if step.record.is_nil() {
            clock::new_id()
        } else {
            step.record
        };
        let step = PlanStep { record, ..step };
        let moves = step
            .sets
            .iter()
            .any(|set| set.from.as_ref() != Some(&set.to));
        if !moves {
            return Ok(Err(PlanGap::NoFigure));
        }
        match self.saves.save(writer, &step) {
            Ok(()) => {}
            Err(StoreError::Refused(refusal)) => {
                return Ok(Err(PlanGap::Refused(Text::of(&refusal))));
            }
            Err(error) => return Err(error),
        }
        match self.steps.iter_mut().find(|known| known.record == record) {
            None => self.steps.push(step),
            Some(known) => {
                for set in step.sets {
                    match known.sets.iter_mut().find(|had| had.field == set.field) {
                        Some(had) => had.to = set.to,
                        None => known.sets.push(set),
                    }
                }
            }
        }
        Ok(Ok(()))
    }

    /// Takes every step back in its turn and sees what is open then. One without which nothing is
    /// goes, the others are done again and say what they meet.
    fn drop_needless(&mut self, writer: &mut Writer) -> Result<()> {
        let mut kept = Vec::new();
        for step in std::mem::take(&mut self.steps) {
            let forms = |requirement: &Requirement| requirement.forms.contains(&step.form);
            let looking = self.asked.iter().filter(|(_, of)| forms(of));
            let looking: Vec<(&Pack, &Requirement)> = looking.copied().collect();
            let met = self.met(writer, &looking)?;
            let saved = taken(writer, step.record)?;
            self.saves.take_back(writer, &step)?;
            let without = self.met(writer, &looking)?;
            let lost = met.iter().filter(|code| !without.contains(code));
            let meets: Vec<String> = lost.cloned().collect();
            if !meets.is_empty() {
                save_fields(writer, &step, saved)?;
                let sets = self.needed_sets(writer, &step, (&looking, &met))?;
                kept.push(PlanStep {
                    sets,
                    meets,
                    ..step
                });
            }
        }
        self.steps = kept;
        Ok(())
    }

    /// Takes every field of a step back in its turn, and returns those without which something is
    /// not met any more.
    fn needed_sets(
        &self,
        writer: &mut Writer,
        step: &PlanStep,
        (looking, met): (&[(&Pack, &Requirement)], &[String]),
    ) -> Result<Vec<PlanSet>> {
        if step.sets.len() < 2 {
            return Ok(step.sets.clone());
        }
        let mut needed = Vec::new();
        for set in &step.sets {
            let saved = taken(writer, step.record)?;
            take_back_one(writer, step, set)?;
            let without = self.met(writer, looking)?;
            if met.iter().any(|code| !without.contains(code)) {
                save_fields(writer, step, saved)?;
                needed.push(set.clone());
            }
        }
        Ok(needed)
    }

    /// Returns the codes of those requirements that are met, in their order.
    fn met(&self, writer: &Writer, of: &[(&Pack, &Requirement)]) -> Result<Vec<String>> {
        let verdicts = self.verdicts(writer, of)?;
        let codes = of.iter().map(|(_, requirement)| &requirement.code);
        let met = codes.filter(|code| verdicts.get(*code) == Some(&Verdict::Met));
        Ok(met.cloned().collect())
    }

    /// Returns what a requirement looks at; `None` of one that asks for facilities that exist.
    fn facts(
        &self,
        writer: &Writer,
        pack: &Pack,
        requirement: &Requirement,
    ) -> Result<Option<Inventory>> {
        if requirement.is_exists() {
            return Ok(None);
        }
        let mut reader = InventoryReader::new(writer.db, pack, KeptParts::Read);
        let mut facts = reader.read(&[requirement], self.place)?.pop();
        if let Some(facts) = &mut facts {
            facts.holds = place::with_all_above(writer.db, self.place)?;
        }
        Ok(facts)
    }

    fn standing(
        &self,
        writer: &Writer,
        (pack, requirement): (&'a Pack, &'a Requirement),
        facts: Option<&Inventory>,
    ) -> Result<Option<Standing>> {
        if let Some(facts) = facts {
            return Ok(Some(judged(requirement, self.place, facts, self.day)));
        }
        let found = Judge::new(writer.db, KeptParts::Read).judge(
            vec![(pack, requirement)],
            self.place,
            self.day,
        )?;
        Ok(found.into_iter().next().map(|(_, standing)| standing))
    }

    /// Returns the verdicts of some requirements by their code.
    fn verdicts(
        &self,
        writer: &Writer,
        of: &[(&Pack, &Requirement)],
    ) -> Result<BTreeMap<String, Verdict>> {
        let judged =
            Judge::new(writer.db, KeptParts::Read).judge(of.to_vec(), self.place, self.day)?;
        let verdict = |(_, standing): (&Pack, Standing)| (standing.requirement, standing.verdict);
        Ok(judged.into_iter().map(verdict).collect())
    }
}
