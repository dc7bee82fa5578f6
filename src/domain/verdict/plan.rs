//! The smallest change that meets a requirement: one figure of a sheet, some fields of one facility,
//! or one new facility. A plan for a place is made of such steps, one after the other, each proposed
//! on what the ones before it left.

mod facilities;
mod figures;
mod ground;
mod mended;
mod step;
mod waiting;

use self::facilities::{facility_for_claim, facility_for_exists};
use self::figures::figure_for_claim;
pub use self::ground::PlanGround;
pub use self::step::{ChangePlan, PlanGap, PlanSet, PlanStep, PlanTarget, PlanUnmet};
use self::waiting::figures_to_enter;
use crate::domain::policy::evaluate::Spot;
use crate::domain::policy::requirement::{Requirement, Rule, Strength};
use crate::domain::value::period::Period;

/// Returns whether a requirement is one that a plan is made for: a minimum or a target. What is only
/// encouraged, benchmarks and information are not.
#[must_use]
pub const fn is_planned_for(requirement: &Requirement) -> bool {
    matches!(
        requirement.strength,
        Strength::Must | Strength::Basic | Strength::Strive
    ) && !matches!(requirement.rule, Rule::Information(_))
}

/// Returns the next step towards a requirement that is open.
///
/// # Errors
/// Why there is none.
pub fn next_step(requirement: &Requirement, ground: &PlanGround) -> Result<PlanStep, PlanGap> {
    let claim = match &requirement.rule {
        Rule::Exists { .. } => {
            return facility_for_exists(requirement, ground).ok_or(PlanGap::NoFigure);
        }
        Rule::Duty(_) => return Err(PlanGap::Act),
        Rule::Information(_) => return Err(PlanGap::NoFigure),
        Rule::Claim(claim) => claim,
    };
    let told = ground.standing.told.as_ref();
    let at = Spot {
        place: ground.standing.place.clone(),
        period: told.and_then(|told| told.period).unwrap_or(Period::ALWAYS),
    };
    let step = ground.facts.and_then(|facts| {
        // Facilities come before figures: how many people there are is no choice.
        facility_for_claim(requirement, claim, ground, facts, &at)
            .or_else(|| figure_for_claim(claim, ground, facts, &at))
    });
    step.ok_or_else(|| {
        let told = told.map(|told| told.wanted.clone()).unwrap_or_default();
        let wanted = match ground.facts {
            Some(facts) if told.is_empty() => figures_to_enter(claim, facts, &at),
            _ => told,
        };
        if wanted.is_empty() {
            PlanGap::NoFigure
        } else {
            PlanGap::ToEnter(wanted)
        }
    })
}
