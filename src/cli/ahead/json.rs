//! What lies ahead for other programs. Keys may be added and are never changed; figures are strings
//! of exact decimals, and no word of it depends on the language.

use chrono::NaiveDate;
use serde::Serialize;

use super::place_ahead::PlaceAhead;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::value::{Period, Value};
use crate::domain::verdict::told::ToDecide;
use crate::domain::verdict::{
    ChangePlan, Outlook, PlanGap, PlanSet, PlanStep, PlanTarget, PlanUnmet, PlannedOpening,
    Projection,
};
use crate::transfer::cells::decimal;

#[derive(Serialize)]
struct Document<'a> {
    policy: &'a str,
    as_of: String,
    places: Vec<OfPlace<'a>>,
}

#[derive(Serialize)]
struct OfPlace<'a> {
    place: &'a str,
    place_name: &'a str,
    open: Vec<Open<'a>>,
    plan: Option<Plan<'a>>,
}

#[derive(Serialize)]
struct Open<'a> {
    requirement: &'a str,
    verdict: &'static str,
    need: String,
    have: Option<String>,
    gap: Option<String>,
    unit: &'a str,
    deadline: Option<String>,
    opening: Option<Opens<'a>>,
    projection: Option<Projected<'a>>,
}

#[derive(Serialize)]
struct Opens<'a> {
    on: String,
    quarter: String,
    timing: &'a str,
    past: bool,
}

#[derive(Serialize)]
struct Projected<'a> {
    period: String,
    timing: &'a str,
    past: bool,
    first: String,
    last: String,
    figures: usize,
    per_period: String,
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct Plan<'a> {
    steps: Vec<Step<'a>>,
    met: &'a [String],
    unmet: Vec<Unmet<'a>>,
    broken: &'a [String],
}

#[derive(Serialize)]
struct Step<'a> {
    target: &'static str,
    record: Option<String>,
    name: Option<&'a str>,
    form: &'a str,
    place: &'a str,
    period: Option<String>,
    set: Vec<Set<'a>>,
    meets: &'a [String],
}

#[derive(Serialize)]
struct Set<'a> {
    field: &'a str,
    from: Option<serde_json::Value>,
    to: serde_json::Value,
    amount: Option<String>,
    unit: Option<&'a str>,
}

#[derive(Serialize)]
struct Unmet<'a> {
    requirement: &'a str,
    why: &'static str,
    wanted: Vec<Wanted<'a>>,
}

#[derive(Serialize)]
struct Wanted<'a> {
    place: &'a str,
    form: &'a str,
    field: &'a str,
    period: Option<String>,
    record: Option<String>,
}

/// Returns the document.
pub(super) fn document(pack: &Pack, all: &[PlaceAhead], day: NaiveDate) -> String {
    let document = Document {
        policy: &pack.code,
        as_of: day.to_string(),
        places: all.iter().map(|ahead| of_place(pack, ahead)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn of_place<'a>(pack: &'a Pack, ahead: &'a PlaceAhead) -> OfPlace<'a> {
    let open = ahead.open.iter().filter_map(|outlook| {
        let requirement = pack.requirement(&outlook.standing.requirement)?;
        Some(open(outlook, requirement))
    });
    OfPlace {
        place: &ahead.place.code,
        place_name: &ahead.place.name,
        open: open.collect(),
        plan: ahead.plan.as_ref().map(|found| plan(pack, found)),
    }
}

fn open<'a>(outlook: &'a Outlook, requirement: &'a Requirement) -> Open<'a> {
    let standing = &outlook.standing;
    let unit = requirement.measure.unit.as_ref();
    Open {
        requirement: &standing.requirement,
        verdict: standing.verdict.word(),
        need: decimal(standing.need),
        have: standing.have.map(decimal),
        gap: standing.gap.map(decimal),
        unit: unit.map_or("", |unit| &unit.code),
        deadline: requirement.deadline().map(|day| day.to_string()),
        opening: outlook.opening.as_ref().map(opens),
        projection: outlook.projection.as_ref().map(projected),
    }
}

fn opens(opening: &PlannedOpening) -> Opens<'_> {
    Opens {
        on: opening.on.to_string(),
        quarter: opening.quarter.to_string(),
        timing: opening.timing.word(),
        past: opening.is_past,
    }
}

fn projected(projection: &Projection) -> Projected<'_> {
    let (first, last) = projection.based_on;
    Projected {
        period: projection.period.to_string(),
        timing: projection.timing.word(),
        past: projection.is_past,
        first: first.to_string(),
        last: last.to_string(),
        figures: projection.figures,
        per_period: decimal(projection.per_period),
        unit: projection.unit.as_deref(),
    }
}

fn plan<'a>(pack: &'a Pack, plan: &'a ChangePlan) -> Plan<'a> {
    Plan {
        steps: plan.steps.iter().map(|one| step(pack, one)).collect(),
        met: &plan.met,
        unmet: plan.unmet.iter().map(unmet).collect(),
        broken: &plan.broken,
    }
}

fn step<'a>(pack: &'a Pack, step: &'a PlanStep) -> Step<'a> {
    let (target, name, period): (_, Option<&str>, Option<Period>) = match &step.target {
        PlanTarget::Facility(name) => ("facility", Some(name), None),
        PlanTarget::NewFacility => ("new_facility", None, None),
        PlanTarget::Sheet(period) => ("sheet", None, Some(*period)),
    };
    Step {
        target,
        // One that is new has no id yet.
        record: (step.target != PlanTarget::NewFacility).then(|| step.record.to_string()),
        name,
        form: &step.form,
        place: &step.place,
        period: period.map(|period| period.to_string()),
        set: step.sets.iter().map(|one| set(pack, step, one)).collect(),
        meets: &step.meets,
    }
}

fn set<'a>(pack: &'a Pack, step: &PlanStep, set: &'a PlanSet) -> Set<'a> {
    let field = pack
        .kind(&step.form)
        .and_then(|form| form.field(&set.field));
    Set {
        field: &set.field,
        from: set.from.as_ref().map(Value::to_json),
        to: set.to.to_json(),
        amount: set.amount().map(decimal),
        unit: field
            .and_then(|field| field.unit())
            .map(|unit| unit.code.as_str()),
    }
}

fn unmet(unmet: &PlanUnmet) -> Unmet<'_> {
    let (why, wanted): (_, &[ToDecide]) = match &unmet.why {
        PlanGap::NoFigure => ("no_figure", &[]),
        PlanGap::Act => ("act", &[]),
        PlanGap::ToEnter(wanted) => ("to_enter", wanted),
        PlanGap::Against => ("against", &[]),
        PlanGap::Refused(_) => ("refused", &[]),
    };
    let wanted = wanted.iter().map(|one| Wanted {
        place: &one.place,
        form: &one.form,
        field: &one.field,
        period: one.period.map(|period| period.to_string()),
        record: one.record.map(|record| record.to_string()),
    });
    Unmet {
        requirement: &unmet.requirement,
        why,
        wanted: wanted.collect(),
    }
}
