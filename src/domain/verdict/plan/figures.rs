//! Steps that change one field of a sheet.

use uuid::Uuid;

use super::ground::PlanGround;
use super::mended::typed;
use super::step::{PlanSet, PlanStep, PlanTarget};
use super::waiting::waits_for_figures;
use crate::domain::policy::check::{self, Checked};
use crate::domain::policy::evaluate::{Evaluator, Spot, earlier};
use crate::domain::policy::expression::{Claim, Leaf, SetOf};
use crate::domain::policy::inventory::{Inventory, SheetValues};
use crate::domain::policy::kind::CheckStrength;
use crate::domain::policy::pack::Pack;
use crate::domain::record::sheet;
use crate::domain::value::Value;
use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
use crate::domain::verdict::detail::verdict_of;
use crate::domain::verdict::remedy::{smallest_change_that, smallest_entry};
use crate::domain::verdict::standing::Verdict;
use crate::domain::verdict::told::Remedy;

/// Returns the smallest change of one field that meets a claim, or the first part of it that is not
/// met.
pub(super) fn figure_for_claim(
    claim: &Claim,
    ground: &PlanGround,
    facts: &Inventory,
    at: &Spot,
) -> Option<PlanStep> {
    let step = |remedy: &Remedy| {
        let step = of_remedy(remedy, ground.pack, facts)?;
        (!is_refused(&step, ground, facts)).then_some(step)
    };
    let changed = (!waits_for_figures(claim, facts, at))
        .then(|| smallest_change_that(claim, facts, at, &|remedy| step(remedy).is_some()));
    let whole = changed
        .flatten()
        .or_else(|| smallest_entry(claim, facts, at));
    let whole = whole.and_then(|remedy| step(&remedy));
    whole.or_else(|| of_part(claim, ground, facts, at))
}

/// Returns whether the form refuses a sheet with what a step sets, where it does not now.
fn is_refused(step: &PlanStep, ground: &PlanGround, facts: &Inventory) -> bool {
    let PlanTarget::Sheet(period) = step.target else {
        return false;
    };
    let Some(kind) = ground.pack.kind(&step.form) else {
        return true;
    };
    let key = (step.place.clone(), step.form.clone(), period);
    let before = facts.sheets.get(&key).cloned().unwrap_or_default();
    let mut values = before.clone();
    values.extend(
        step.sets
            .iter()
            .map(|set| (set.field.clone(), set.to.clone())),
    );
    let hard = |values: &SheetValues| {
        let checked = Checked {
            values,
            before: None,
            day: ground.day,
        };
        let problems = check::problems(kind, &checked).into_iter();
        let hard = problems.filter(|problem| problem.strength == CheckStrength::Hard);
        hard.map(|problem| problem.check).collect::<Vec<_>>()
    };
    let known = hard(&before);
    hard(&values).iter().any(|check| !known.contains(check))
}

fn of_part(claim: &Claim, ground: &PlanGround, facts: &Inventory, at: &Spot) -> Option<PlanStep> {
    let pack = ground.pack;
    let is_open = |claim: &Claim, at: &Spot| {
        verdict_of(Evaluator::new(facts).claim(claim, at)) != Verdict::Met
    };
    match claim {
        Claim::OneOf { of, codes, .. } => {
            let field = pack.kind(&of.sheet)?.field(&of.field)?;
            let chosen = field.choices().iter().find(|c| codes.contains(&c.code))?;
            let to = Value::Choice(chosen.code.clone());
            of_leaf(of, to, facts, at)
        }
        Claim::Covers {
            of: SetOf::Field(of),
            list,
            ..
        } => {
            let held = facts.value(&at.place, &of.sheet, of.period_at(at.period), &of.field);
            let held = held.and_then(Value::codes).into_iter().flatten();
            let codes = held.chain(list.iter().map(|(code, _)| code)).cloned();
            of_leaf(of, Value::Choices(codes.collect()), facts, at)
        }
        Claim::Figure(_) | Claim::Covers { .. } => None,
        Claim::All(claims) => {
            let mut open = claims.iter().filter(|one| is_open(one, at));
            open.find_map(|one| figure_for_claim(one, ground, facts, at))
        }
        Claim::Any(claims) => claims
            .iter()
            .find_map(|one| figure_for_claim(one, ground, facts, at)),
        Claim::EachPeriod(count, claim) => {
            let spots = (0..*count).map(|back| earlier(at, back));
            spots
                .filter(|at| is_open(claim, at))
                .find_map(|at| figure_for_claim(claim, ground, facts, &at))
        }
    }
}

/// Returns the step that a remedy is, with the figure as the field takes it.
fn of_remedy(remedy: &Remedy, pack: &Pack, facts: &Inventory) -> Option<PlanStep> {
    let part = &remedy.part;
    let field = pack.kind(&part.form)?.field(&part.field)?;
    let to = if field.is_yes_no() {
        Value::YesNo(remedy.to > Number::ZERO)
    } else {
        typed(field, remedy.to)?
    };
    let from = facts
        .value(&part.place, &part.form, part.period, &part.field)
        .cloned();
    let set = PlanSet {
        field: part.field.clone(),
        from,
        to,
    };
    Some(of_sheet(&part.form, &part.place, part.period, set))
}

fn of_leaf(leaf: &Leaf, to: Value, facts: &Inventory, at: &Spot) -> Option<PlanStep> {
    let period = leaf.period_at(at.period);
    let from = facts
        .value(&at.place, &leaf.sheet, period, &leaf.field)
        .cloned();
    let field = leaf.field.clone();
    (from.as_ref() != Some(&to)).then(|| {
        let set = PlanSet { field, from, to };
        of_sheet(&leaf.sheet, &at.place, period, set)
    })
}

fn of_sheet(form: &str, place: &str, period: Period, set: PlanSet) -> PlanStep {
    let record: Uuid = sheet::id(form, place, period);
    PlanStep {
        record,
        target: PlanTarget::Sheet(period),
        form: form.to_owned(),
        place: place.to_owned(),
        sets: vec![set],
        meets: Vec::new(),
    }
}
