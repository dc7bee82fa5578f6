//! Steps that change a facility or add one.

use std::cmp::Reverse;

use uuid::Uuid;

use super::ground::PlanGround;
use super::mended::{is_refused, mended, typed};
use super::step::{PlanSet, PlanStep, PlanTarget};
use super::waiting::waits_for_figures;
use crate::domain::policy::evaluate::{Evaluator, Spot};
use crate::domain::policy::expression::{
    Aggregate, AggregateField, AggregateOf, Claim, Comparison,
};
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::kind::Kind;
use crate::domain::policy::requirement::Requirement;
use crate::domain::record::facility::{Facility, Status, shared};
use crate::domain::value::Value;
use crate::domain::value::condition::{Condition, Truth, Values as _};
use crate::domain::value::field::FieldType;
use crate::domain::value::number::Number;
use crate::domain::verdict::detail::verdict_of;
use crate::domain::verdict::remedy::least;
use crate::domain::verdict::standing::Verdict;

/// Returns the change of the facility that comes nearest to what a requirement asks for, or else a
/// new facility.
pub(super) fn facility_for_exists(
    requirement: &Requirement,
    ground: &PlanGround,
) -> Option<PlanStep> {
    let kind = ground.pack.kind(&requirement.kind)?;
    let mend =
        |facility: Option<&Facility>| mended(kind, requirement.conditions(), facility, ground.day);
    let changed = ground.facilities_of(&kind.code).filter_map(|facility| {
        let sets = mend(Some(facility))?;
        // What meets everything already counts already.
        (!sets.is_empty()).then_some((facility, sets))
    });
    // The one that every report names comes first, if figures can make it meet everything.
    let told = ground.standing.nearest.as_ref().map(|nearest| nearest.id);
    let nearest = changed.min_by_key(|(facility, sets)| {
        let is_out_of_use = facility.status() == Status::OutOfUse;
        let is_another = Some(facility.id) != told;
        let name = facility.name().to_owned();
        let least = (sets.len(), size(sets));
        (is_out_of_use, is_another, least, name, facility.id)
    });
    match nearest {
        Some((facility, sets)) => Some(of_facility(facility, sets)),
        None => Some(new_facility(kind, &ground.standing.place, mend(None)?)),
    }
}

/// Returns how large changes of figures are together, each as a part of what it is to be.
fn size(sets: &[PlanSet]) -> Number {
    let part = |set: &PlanSet| {
        let amount = set.amount()?;
        amount
            .max(amount.negated())
            .checked_mul(set.to.number()?.inverse()?)
    };
    let parts = sets.iter().filter_map(part);
    parts.fold(Number::ZERO, |sum, part| {
        sum.checked_add(part).unwrap_or(sum)
    })
}

fn of_facility(facility: &Facility, sets: Vec<PlanSet>) -> PlanStep {
    PlanStep {
        record: facility.id,
        target: PlanTarget::Facility(facility.name().to_owned()),
        form: facility.kind.clone(),
        place: facility.place.clone(),
        sets,
        meets: Vec::new(),
    }
}

fn new_facility(kind: &Kind, place: &str, sets: Vec<PlanSet>) -> PlanStep {
    PlanStep {
        record: Uuid::nil(),
        target: PlanTarget::NewFacility,
        form: kind.code.clone(),
        place: place.to_owned(),
        sets,
        meets: Vec::new(),
    }
}

/// Returns a step towards a claim about facilities: one that is planned is opened where all that are
/// planned would meet the claim, or else one is added.
pub(super) fn facility_for_claim(
    requirement: &Requirement,
    claim: &Claim,
    ground: &PlanGround,
    facts: &Inventory,
    at: &Spot,
) -> Option<PlanStep> {
    let adding = Adding {
        requirement,
        ground,
        facts,
        at,
    };
    adding.step(claim)
}

struct Adding<'a> {
    requirement: &'a Requirement,
    ground: &'a PlanGround<'a>,
    facts: &'a Inventory,
    at: &'a Spot,
}

impl Adding<'_> {
    fn verdict(&self, claim: &Claim, facts: &Inventory) -> Verdict {
        verdict_of(Evaluator::new(facts).claim(claim, self.at))
    }

    fn step(&self, claim: &Claim) -> Option<PlanStep> {
        match claim {
            Claim::All(claims) => {
                let mut open = claims
                    .iter()
                    .filter(|one| self.verdict(one, self.facts) != Verdict::Met);
                open.find_map(|one| self.step(one))
            }
            Claim::Any(claims) => claims.iter().find_map(|one| self.step(one)),
            Claim::Figure(_) if waits_for_figures(claim, self.facts, self.at) => None,
            Claim::Figure(_) | Claim::Covers { .. } => {
                let mut aggregates = self.requirement.aggregates.iter();
                aggregates.find_map(|of| self.opened(claim, of).or_else(|| self.added(claim, of)))
            }
            Claim::OneOf { .. } | Claim::EachPeriod(..) => None,
        }
    }

    /// Returns the opening of the planned facility that is to open first, where all together suffice.
    fn opened(&self, claim: &Claim, aggregate: &Aggregate) -> Option<PlanStep> {
        let last = self.facts.openings().last()?.last_day();
        let all = self.facts.opened(&self.requirement.aggregates, last);
        if self.verdict(claim, &all) != Verdict::Met {
            return None;
        }
        let kind = self.ground.pack.kind(&aggregate.kind)?;
        let planned = self
            .ground
            .facilities_of(&kind.code)
            .filter_map(|facility| {
                let sets = mended(kind, &aggregate.conditions, Some(facility), self.ground.day)?;
                let is_only_to_open = sets.len() == 1 && facility.status() == Status::Expected;
                let on = facility.planned_open_on().filter(|_| is_only_to_open)?;
                Some((on.last_day(), facility, sets))
            });
        let (_, facility, sets) = planned.min_by_key(|(on, facility, _)| (*on, facility.id))?;
        Some(of_facility(facility, sets))
    }

    /// Returns a new facility that meets a claim, or that at least brings its figure nearer.
    fn added(&self, claim: &Claim, aggregate: &Aggregate) -> Option<PlanStep> {
        let kind = self.ground.pack.kind(&aggregate.kind)?;
        let place = &self.ground.standing.place;
        let sets = mended(kind, &aggregate.conditions, None, self.ground.day)?;
        let step = new_facility(kind, place, sets);
        match (&aggregate.of, claim) {
            (AggregateOf::Count, Claim::Figure(comparison)) => {
                self.brings_nearer(comparison, &step).then_some(step)
            }
            (AggregateOf::Total(of) | AggregateOf::Largest(of) | AggregateOf::Smallest(of), _) => {
                let added = self.with_figure(claim, kind, of, &step)?;
                Some(self.raised(kind, aggregate, of, &added).unwrap_or(added))
            }
            (AggregateOf::Union { field, .. }, Claim::Covers { list, .. }) => {
                let codes = list.iter().map(|(code, _)| code.clone()).collect();
                let with = with(&step, field, Value::Choices(codes));
                self.is_met_with(claim, &with).then_some(with)
            }
            _ => None,
        }
    }

    /// Returns what is there with one more facility.
    fn with_added(&self, step: &PlanStep) -> Inventory {
        let values = step
            .sets
            .iter()
            .map(|set| (set.field.clone(), set.to.clone()));
        let facility = Facility {
            id: Uuid::nil(),
            kind: step.form.clone(),
            place: step.place.clone(),
            values: values.collect(),
        };
        let mut facts = self.facts.clone();
        facts.type_in(Some(&facility), None, &self.requirement.aggregates);
        facts
    }

    fn is_met_with(&self, claim: &Claim, step: &PlanStep) -> bool {
        self.verdict(claim, &self.with_added(step)) == Verdict::Met
    }

    fn brings_nearer(&self, comparison: &Comparison, step: &PlanStep) -> bool {
        let figure = |facts: &Inventory| Evaluator::new(facts).figure(&comparison.of, self.at);
        let before = figure(self.facts).known();
        let after = figure(&self.with_added(step)).known();
        let nearer = |(before, after)| match comparison.test.wants_more(before) {
            Some(true) => after > before,
            Some(false) => after < before,
            None => false,
        };
        before.zip(after).is_some_and(nearer)
    }

    /// Returns the change of a facility that counts already which comes to the same as one more: its
    /// figure is the greatest, so the change is the smallest for its size.
    fn raised(
        &self,
        kind: &Kind,
        aggregate: &Aggregate,
        of: &AggregateField,
        added: &PlanStep,
    ) -> Option<PlanStep> {
        let more = added.sets.iter().find(|set| set.field == of.field)?;
        let more = more.to.number()?;
        let figure = |facility: &Facility| facility.value(&of.field)?.number();
        let counts = |facility: &&Facility| {
            let holds = |c: &Condition| c.test(*facility) == Truth::Yes;
            facility.status() == Status::InUse && aggregate.conditions.iter().all(holds)
        };
        let counting = self.ground.facilities_of(&kind.code).filter(counts);
        let known = counting.filter_map(|facility| Some((figure(facility)?, facility)));
        let (from, facility) = known.max_by_key(|(figure, facility)| (*figure, facility.id))?;
        let to = match aggregate.of {
            AggregateOf::Total(_) => from.checked_add(more)?,
            AggregateOf::Largest(_) => more,
            _ => return None,
        };
        let field = kind.field(&of.field)?;
        let set = PlanSet {
            field: of.field.clone(),
            from: facility.values.get(&of.field).cloned(),
            to: typed(field, to)?,
        };
        let mut values = facility.values.clone();
        values.insert(of.field.clone(), set.to.clone());
        let is_refused = is_refused(kind, &values, Some(facility), self.ground.day);
        (!is_refused).then(|| of_facility(facility, vec![set]))
    }

    /// Returns a new facility with the least figure of a field that meets a claim.
    fn with_figure(
        &self,
        claim: &Claim,
        kind: &Kind,
        of: &AggregateField,
        step: &PlanStep,
    ) -> Option<PlanStep> {
        let field = kind.field(&of.field)?;
        let FieldType::Number { decimals, .. } = &field.holds else {
            return None;
        };
        let unit = Number::step_of(*decimals)?;
        let of_count = |count: i64| {
            let figure = unit.checked_mul(Number::from(count))?;
            Some(with(step, &field.code, typed(field, figure)?))
        };
        let count = least(|count| Some(self.is_met_with(claim, &of_count(count)?)))?;
        of_count(count)
    }
}

/// Returns a step with one more field.
fn with(step: &PlanStep, field: &str, to: Value) -> PlanStep {
    let mut step = step.clone();
    step.sets.retain(|set| set.field != field);
    step.sets.push(PlanSet {
        field: field.to_owned(),
        from: None,
        to,
    });
    // The status comes last, as in every other step of a new facility.
    step.sets
        .sort_by_key(|set| (Reverse(set.field != shared::STATUS), set.field.clone()));
    step
}
