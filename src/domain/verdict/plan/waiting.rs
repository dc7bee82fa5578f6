//! Claims that wait for figures which nobody may choose.

use crate::domain::policy::evaluate::{Evaluator, Reads, Spot};
use crate::domain::policy::expression::{Claim, LeafType};
use crate::domain::policy::inventory::Inventory;
use crate::domain::verdict::claims::wanted;
use crate::domain::verdict::told::ToDecide;

/// Returns whether a claim rests on a figure that is empty. What meets it whatever that figure is
/// is useless: an empty figure has no upper end.
pub(super) fn waits_for_figures(claim: &Claim, facts: &Inventory, at: &Spot) -> bool {
    !missing(claim, facts, at).fields.is_empty()
}

/// Returns the figures that a claim waits for.
pub(super) fn figures_to_enter(claim: &Claim, facts: &Inventory, at: &Spot) -> Vec<ToDecide> {
    wanted(missing(claim, facts, at), &facts.names)
}

fn missing(claim: &Claim, facts: &Inventory, at: &Spot) -> Reads {
    let mut evaluator = Evaluator::new(facts);
    evaluator.claim(claim, at);
    let mut fields = evaluator.take_reads().fields;
    let is_figure = |holds: &LeafType| matches!(holds, LeafType::Figure { .. });
    fields.retain(|read| read.is_missing && is_figure(&read.holds));
    Reads {
        fields,
        facilities: Vec::new(),
    }
}
