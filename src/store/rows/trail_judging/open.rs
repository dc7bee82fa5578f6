//! Judgements of which not everything was read yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::iter::Peekable;
use std::vec::IntoIter;

use chrono::NaiveDate;
use rusqlite::Connection;

use super::plan::{AskedOfPlace, JudgingPlan};
use crate::domain::policy::gather::Gathered;
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::{Kind, Requirement};
use crate::domain::record::{Facility, Record, Subject, sheet};
use crate::domain::verdict::{Exception, Standing, Tally, judged};
use crate::store::error::Result;
use crate::store::rows::inventory;
use crate::store::rows::place_tree::PlaceTree;

/// What a requirement asks of a place, and what the records that it looks at come to.
pub(super) struct OpenJudgement<'a> {
    place: String,
    requirement: &'a Requirement,
    tally: Tally,
    facts: Inventory,
    /// Where it looks: places and forms.
    looks: Vec<(usize, &'a str)>,
}

impl OpenJudgement<'_> {
    /// Returns the code of the place that is judged.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Returns what the requirement says of the place, by all that was taken in.
    pub(super) fn standing(&self, exceptions: &[Exception], day: NaiveDate) -> Standing {
        let Self {
            place, requirement, ..
        } = self;
        if requirement.is_exists() {
            return self.tally.standing(requirement, place, exceptions, day);
        }
        let standing = judged(requirement, place, &self.facts, day);
        standing.with_exception(requirement, exceptions, day)
    }
}

/// What looks at the records of a form in a place: numbers of judgements.
#[derive(Default)]
struct Lookers {
    /// For facilities that exist.
    exists: BTreeSet<usize>,
    /// For a figure over facilities, with the number of that.
    figures: BTreeSet<(usize, usize)>,
    /// For sheets.
    sheets: BTreeSet<usize>,
}

/// The judgements that were begun and not ended.
pub(super) struct OpenJudgements<'p, 'a> {
    db: &'p Connection,
    plan: &'p JudgingPlan<'a>,
    tree: &'p PlaceTree,
    all: HashMap<usize, OpenJudgement<'p>>,
    lookers: HashMap<(usize, &'p str), Lookers>,
    /// The place whose records are read, and all above it, each with its number.
    here: Vec<(usize, &'p str)>,
    /// The numbers of all judgements in the order in which they begin, those left first.
    beginning: Peekable<IntoIter<u32>>,
    /// The numbers of those that end with a place.
    ending: BTreeMap<usize, Vec<usize>>,
}

impl<'p, 'a> OpenJudgements<'p, 'a> {
    /// Returns a plan of which nothing is begun.
    pub(super) fn new(db: &'p Connection, plan: &'p JudgingPlan<'a>, tree: &'p PlaceTree) -> Self {
        let mut beginning: Vec<u32> = (0..).take(plan.asked_count()).collect();
        beginning.sort_by_key(|number| plan.asked(*number).map(AskedOfPlace::first));
        Self {
            db,
            plan,
            tree,
            all: HashMap::new(),
            lookers: HashMap::new(),
            here: Vec::new(),
            beginning: beginning.into_iter().peekable(),
            ending: BTreeMap::new(),
        }
    }

    /// Begins the judgements that take records from a place on.
    pub(super) fn begin(&mut self, place: usize) -> Result<()> {
        let (plan, tree) = (self.plan, self.tree);
        let above = tree.with_all_above(plan.order.code(place));
        let numbered = above.filter_map(|above| Some((plan.order.number(above)?, above)));
        self.here = numbered.collect();
        let begins = |number: &u32| {
            plan.asked(*number)
                .is_some_and(|asked| asked.first() <= place)
        };
        while let Some(number) = self.beginning.next_if(begins) {
            if let Some(asked) = plan.asked(number) {
                self.begin_one(number as usize, asked)?;
            }
        }
        Ok(())
    }

    fn begin_one(&mut self, number: usize, asked: &'p AskedOfPlace) -> Result<()> {
        let plan = self.plan;
        let Some(planned) = plan.requirements.get(asked.requirement()) else {
            return Ok(());
        };
        let requirement = planned.requirement;
        let mut judgement = OpenJudgement {
            place: plan.order.code(asked.place()).to_owned(),
            requirement,
            tally: Tally::default(),
            facts: Inventory::default(),
            looks: Vec::new(),
        };
        if requirement.is_exists() {
            let key = (asked.place(), requirement.kind.as_str());
            self.lookers.entry(key).or_default().exists.insert(number);
            judgement.looks.push(key);
        }
        let own = vec![judgement.place.clone()];
        if let Some(elsewhere) = &asked.elsewhere {
            judgement.facts = elsewhere.0.clone();
        }
        for (look_number, look) in planned.looks.iter().enumerate() {
            let elsewhere = asked.elsewhere.as_ref();
            let reached = elsewhere.and_then(|elsewhere| elsewhere.1.get(look_number));
            for at in reached.unwrap_or(&own) {
                inventory::name(self.db, &mut judgement.facts, &judgement.place, at)?;
                let Some(place) = plan.order.number(at) else {
                    continue;
                };
                let key = (place, look.form.as_str());
                let lookers = self.lookers.entry(key).or_default();
                if look.is_kind {
                    for figure in figures_over(requirement, &look.form) {
                        lookers.figures.insert((number, figure));
                    }
                    begin_figures(&mut judgement.facts, requirement, &look.form, at);
                } else {
                    lookers.sheets.insert(number);
                }
                judgement.looks.push(key);
            }
        }
        self.all.insert(number, judgement);
        self.ending.entry(asked.last()).or_default().push(number);
        Ok(())
    }

    /// Takes in a record of the place that was begun last.
    pub(super) fn take(&mut self, kind: &Kind, record: &Record) {
        if record.subject == Subject::Sheet {
            self.take_sheet(kind, record);
        } else {
            self.take_facility(kind, record);
        }
    }

    fn take_facility(&mut self, kind: &Kind, record: &Record) {
        let facility: Facility = kind.decode(record);
        for &(place, above) in &self.here {
            let Some(lookers) = self.lookers.get(&(place, record.kind.as_str())) else {
                continue;
            };
            for number in &lookers.exists {
                if let Some(judgement) = self.all.get_mut(number) {
                    judgement.tally.add(judgement.requirement, &facility);
                }
            }
            for (number, aggregate) in &lookers.figures {
                let Some(judgement) = self.all.get_mut(number) else {
                    continue;
                };
                let of = judgement.requirement.aggregates.get(*aggregate);
                let at = (above.to_owned(), *aggregate);
                let gathered = judgement.facts.gathered.get_mut(&at);
                if let Some((of, gathered)) = of.zip(gathered) {
                    gathered.add(of, &facility);
                }
            }
        }
    }

    fn take_sheet(&mut self, kind: &Kind, record: &Record) {
        let place = self.plan.order.number(&record.place);
        let lookers = place.and_then(|place| self.lookers.get(&(place, &record.kind)));
        let period = sheet::period_of(&record.fields);
        let Some((lookers, period)) = lookers.zip(period) else {
            return;
        };
        let values: BTreeMap<_, _> = kind.values(&record.fields);
        for number in &lookers.sheets {
            if let Some(judgement) = self.all.get_mut(number) {
                let key = (record.place.clone(), record.kind.clone(), period);
                judgement.facts.sheets.insert(key, values.clone());
            }
        }
    }

    /// Returns the judgements for which everything was read with a place, each with its number.
    pub(super) fn end(&mut self, place: usize) -> Vec<(usize, OpenJudgement<'p>)> {
        let mut ended = Vec::new();
        while let Some(entry) = self.ending.first_entry().filter(|at| *at.key() <= place) {
            for number in entry.remove() {
                let Some(judgement) = self.all.remove(&number) else {
                    continue;
                };
                for key in &judgement.looks {
                    self.forget(*key, number);
                }
                ended.push((number, judgement));
            }
        }
        ended
    }

    /// Takes a judgement from those that look at a form in a place.
    fn forget(&mut self, key: (usize, &'p str), judgement: usize) {
        let Some(lookers) = self.lookers.get_mut(&key) else {
            return;
        };
        lookers.exists.remove(&judgement);
        lookers.sheets.remove(&judgement);
        let figures = lookers.figures.range((judgement, 0)..(judgement + 1, 0));
        let figures: Vec<(usize, usize)> = figures.copied().collect();
        for figure in figures {
            lookers.figures.remove(&figure);
        }
        let Lookers {
            exists,
            figures,
            sheets,
        } = lookers;
        if exists.is_empty() && figures.is_empty() && sheets.is_empty() {
            self.lookers.remove(&key);
        }
    }
}

/// Begins every figure of a requirement over a kind in a place.
fn begin_figures(facts: &mut Inventory, requirement: &Requirement, kind: &str, at: &str) {
    for number in figures_over(requirement, kind) {
        if let Some(aggregate) = requirement.aggregates.get(number) {
            let at = (at.to_owned(), number);
            facts.gathered.insert(at, Gathered::none(aggregate));
        }
    }
}

/// Returns the numbers of the figures of a requirement over a kind.
fn figures_over(requirement: &Requirement, kind: &str) -> impl Iterator<Item = usize> {
    let figures = requirement.aggregates.iter().enumerate();
    figures
        .filter(move |(_, aggregate)| aggregate.kind == kind)
        .map(|(number, _)| number)
}
