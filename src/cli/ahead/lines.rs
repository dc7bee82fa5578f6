//! What lies ahead as a page of text.

use chrono::NaiveDate;

use super::place_ahead::PlaceAhead;
use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::value::{Number, PartialDate};
use crate::domain::verdict::{
    ChangePlan, Outlook, PlanGap, PlanSet, PlanStep, PlanTarget, PlannedOpening, Projection,
    Standing, Timing, explain,
};
use crate::i18n::{AheadMsg, Lang, Say, Text, word_list};
use crate::store::Store;

/// Returns the page.
pub(super) fn lines(
    store: &Store,
    pack: &Pack,
    all: &[PlaceAhead],
    day: NaiveDate,
    lang: Lang,
) -> Vec<String> {
    let title = AheadMsg::Title {
        document: pack.document.number.clone(),
        as_of: day.to_string(),
    };
    let mut lines = vec![title.say(lang)];
    let page = AheadPage { store, pack, lang };
    for ahead in all {
        lines.push(String::new());
        lines.push(page.name(&ahead.place.code));
        lines.extend(page.open(&ahead.open));
        match &ahead.plan {
            Some(plan) => lines.extend(page.plan(plan, &ahead.open)),
            None if ahead.open.is_empty() => {}
            None => lines.push(AheadMsg::NoPlanHere.say(lang)),
        }
    }
    lines
}

struct AheadPage<'a> {
    store: &'a Store,
    pack: &'a Pack,
    lang: Lang,
}

impl AheadPage<'_> {
    fn name(&self, place: &str) -> String {
        let path = self.store.place_path(place);
        path.unwrap_or_else(|_| place.to_owned())
    }

    fn label(&self, requirement: &str) -> Text {
        let found = self.pack.requirement(requirement);
        found.map_or_else(
            || Text::both(requirement.to_owned()),
            |found| found.label.clone(),
        )
    }

    /// Returns what is planned and projected for everything that is open.
    fn open(&self, open: &[Outlook]) -> Vec<String> {
        if open.is_empty() {
            return vec![AheadMsg::NothingOpen.say(self.lang)];
        }
        let mut lines = vec![AheadMsg::Open { count: open.len() }.say(self.lang)];
        let mut without = 0;
        for outlook in open {
            if outlook.opening.is_none() && outlook.projection.is_none() {
                without += 1;
                continue;
            }
            let Some(requirement) = self.pack.requirement(&outlook.standing.requirement) else {
                continue;
            };
            lines.push(self.open_line(requirement, &outlook.standing));
            let opening = outlook.opening.as_ref().map(opening);
            let projection = outlook
                .projection
                .as_ref()
                .map(|one| projection(one, requirement, self.lang));
            let ahead = opening.into_iter().chain(projection);
            lines.extend(ahead.map(|line| line.say(self.lang)));
        }
        if without > 0 {
            lines.push(AheadMsg::NothingAhead { count: without }.say(self.lang));
        }
        lines
    }

    fn open_line(&self, requirement: &Requirement, standing: &Standing) -> String {
        AheadMsg::OfRequirement {
            requirement: requirement.label.clone(),
            verdict: explain::verdict(standing, requirement, self.lang),
        }
        .say(self.lang)
    }

    /// Returns what would have to change, what that meets, and what stays open.
    fn plan(&self, plan: &ChangePlan, open: &[Outlook]) -> Vec<String> {
        let mut lines = Vec::new();
        if plan.steps.is_empty() {
            if !plan.unmet.is_empty() {
                lines.push(AheadMsg::NoPlan.say(self.lang));
            }
        } else {
            let count = plan.steps.len();
            lines.push(AheadMsg::Plan { count }.say(self.lang));
        }
        for step in &plan.steps {
            lines.push(self.step(step));
            let requirements: Vec<Text> = step.meets.iter().map(|code| self.label(code)).collect();
            let requirements = Text::list(&requirements);
            lines.push(AheadMsg::Meets { requirements }.say(self.lang));
        }
        if !plan.met.is_empty() {
            let count = plan.met.len();
            lines.push(AheadMsg::PlanMeets { count }.say(self.lang));
        }
        for unmet in &plan.unmet {
            let standing = open
                .iter()
                .map(|outlook| &outlook.standing)
                .find(|standing| standing.requirement == unmet.requirement);
            let line = AheadMsg::Unmet {
                requirement: self.label(&unmet.requirement),
                why: Text::of(&why(&unmet.why, standing)),
            };
            lines.push(line.say(self.lang));
        }
        let broken = plan.broken.iter().map(|code| AheadMsg::Broken {
            requirement: self.label(code),
        });
        lines.extend(broken.map(|line| line.say(self.lang)));
        lines
    }

    fn step(&self, step: &PlanStep) -> String {
        let place = self.name(&step.place);
        let form = self.pack.kind(&step.form);
        let label = form.map_or_else(|| Text::both(step.form.clone()), |form| form.label.clone());
        let sets = step.sets.iter().map(|set| set_words(set, form, self.lang));
        let sets = word_list(sets, self.lang);
        let line = match &step.target {
            PlanTarget::Facility(name) => AheadMsg::StepFacility {
                place,
                kind: label,
                name: name.clone(),
                sets,
            },
            PlanTarget::NewFacility => AheadMsg::StepNew {
                place,
                kind: label,
                sets,
            },
            PlanTarget::Sheet(period) => AheadMsg::StepSheet {
                place,
                sheet: label,
                period: period.listed(),
                sets,
            },
        };
        line.say(self.lang)
    }
}

fn opening(opening: &PlannedOpening) -> AheadMsg {
    let date = shown(opening.on);
    if opening.is_past {
        return AheadMsg::OpensLate { date };
    }
    AheadMsg::Opens {
        date,
        quarter: opening.quarter.name(),
        timing: timing(opening.timing),
    }
}

fn shown(date: PartialDate) -> String {
    date.to_string()
}

fn projection(projection: &Projection, requirement: &Requirement, lang: Lang) -> AheadMsg {
    if projection.is_past {
        return AheadMsg::ProjectedPast {
            period: projection.period.name(),
        };
    }
    let (first, last) = projection.based_on;
    let unit = projection.unit.as_deref();
    let unit = unit.and_then(|code| requirement.unit(code));
    AheadMsg::Projected {
        period: projection.period.name(),
        timing: timing(projection.timing),
        first: first.name(),
        last: last.name(),
        figures: projection.figures,
        pace: signed(projection.per_period, |figure| {
            // A pace is often a fraction without an end.
            let written = figure.short(3);
            unit.map_or_else(
                || written.clone(),
                |unit| unit.behind(&written, figure, lang),
            )
        }),
    }
}

fn timing(timing: Timing) -> Text {
    Text::of(&match timing {
        Timing::InTime => AheadMsg::InTime,
        Timing::Late => AheadMsg::Late,
        Timing::Undecided => AheadMsg::TimingNotKnown,
        Timing::NoDeadline => AheadMsg::NoDeadline,
    })
}

/// Returns a figure with its sign before it.
fn signed(figure: Number, words: impl Fn(Number) -> String) -> String {
    if figure < Number::ZERO {
        format!("-{}", words(figure.negated()))
    } else {
        format!("+{}", words(figure))
    }
}

fn set_words(set: &PlanSet, form: Option<&Kind>, lang: Lang) -> String {
    let field = form.and_then(|form| form.field(&set.field));
    let label = field.map_or(set.field.as_str(), |field| field.label.get(lang));
    let label = label.to_owned();
    let show = |value| form.map(|form| form.show(&set.field, Some(value), lang));
    let to = show(&set.to).unwrap_or_default();
    let Some(from) = &set.from else {
        return AheadMsg::SetEmpty { field: label, to }.say(lang);
    };
    let from = show(from).unwrap_or_default();
    let Some(amount) = set.amount() else {
        return AheadMsg::SetFrom {
            field: label,
            from,
            to,
        }
        .say(lang);
    };
    let unit = field.and_then(|field| field.unit());
    let amount = signed(amount, |figure| {
        unit.map_or_else(|| figure.say(lang), |unit| unit.with(figure, lang))
    });
    AheadMsg::SetAmount {
        field: label,
        from,
        to,
        amount,
    }
    .say(lang)
}

fn why(gap: &PlanGap, standing: Option<&Standing>) -> AheadMsg {
    match gap {
        PlanGap::NoFigure => AheadMsg::NoFigure,
        PlanGap::Act => AheadMsg::Act,
        PlanGap::Against => AheadMsg::Against,
        PlanGap::Refused(why) => AheadMsg::Refused { why: why.clone() },
        PlanGap::ToEnter(wanted) => {
            let words = |lang| {
                let said = wanted.iter().map(|one| {
                    standing.map_or_else(
                        || one.label.get(lang).to_owned(),
                        |standing| explain::wanted(one, standing, lang),
                    )
                });
                word_list(said, lang)
            };
            AheadMsg::ToEnter {
                what: Text {
                    zh: words(Lang::Zh),
                    en: words(Lang::En),
                },
            }
        }
    }
}
