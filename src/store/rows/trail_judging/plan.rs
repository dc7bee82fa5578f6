//! What is asked of which place, and the records of which places it takes to answer.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use rusqlite::Connection;

use crate::domain::policy::expression::looks::Looked;
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::{Pack, Requirement, Scope};
use crate::store::error::Result;
use crate::store::rows::place_order::PlaceOrder;
use crate::store::rows::place_tree::PlaceTree;
use crate::store::rows::ways::{self, EarlierPlaces};

/// A requirement with what it looks at.
pub(super) struct PlannedRequirement<'a> {
    pub(super) requirement: &'a Requirement,
    pub(super) looks: Vec<Looked>,
}

/// What is asked of one place by one requirement.
pub(super) struct AskedOfPlace {
    /// The number of the place.
    place: u32,
    /// The number of the requirement.
    requirement: u32,
    /// The number of the first and the last place whose records it takes.
    first: u32,
    last: u32,
    /// The places that each of its looks leads to, where that is not just its own place.
    pub(super) elsewhere: Option<Box<(Inventory, Vec<Vec<String>>)>>,
}

impl AskedOfPlace {
    /// Returns the number of the place.
    pub(super) const fn place(&self) -> usize {
        self.place as usize
    }

    /// Returns the number of the requirement.
    pub(super) const fn requirement(&self) -> usize {
        self.requirement as usize
    }

    /// Returns the number of the first place whose records it takes.
    pub(super) const fn first(&self) -> usize {
        self.first as usize
    }

    /// Returns the number of the last one.
    pub(super) const fn last(&self) -> usize {
        self.last as usize
    }
}

/// What is to be judged, and in which order the places are read.
pub(super) struct JudgingPlan<'a> {
    pub(super) order: PlaceOrder,
    pub(super) requirements: Vec<PlannedRequirement<'a>>,
    /// In the order of the matrix of the pack.
    asked: Vec<AskedOfPlace>,
    /// Whether the records of a place are needed, by its number.
    wanted: Vec<bool>,
}

impl<'a> JudgingPlan<'a> {
    /// Plans what a pack asks of all places or of some. It is read from the text of the pack.
    pub(super) fn of(
        db: &Connection,
        pack: &'a Pack,
        tree: &PlaceTree,
        within: Option<&HashSet<String>>,
    ) -> Result<Self> {
        let planned = |requirement: &'a Requirement| PlannedRequirement {
            requirement,
            looks: requirement.looks(),
        };
        let mut plan = Self {
            order: tree.order(),
            requirements: pack.requirements.iter().map(planned).collect(),
            asked: Vec::new(),
            wanted: Vec::new(),
        };
        let all = plan.in_order_of_matrix(db, tree, within)?;
        plan.asked.reserve_exact(all.len());
        for (place, requirement) in all {
            plan.ask(db, tree, place, requirement)?;
        }
        Ok(plan)
    }

    /// Returns how many things are asked.
    pub(super) const fn asked_count(&self) -> usize {
        self.asked.len()
    }

    /// Returns what is asked under a number.
    pub(super) fn asked(&self, number: u32) -> Option<&AskedOfPlace> {
        self.asked.get(number as usize)
    }

    /// Returns the numbers of the places whose records are needed, in order.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> + '_ {
        let wanted = self.wanted.iter().enumerate();
        wanted
            .filter(|(_, is_wanted)| **is_wanted)
            .map(|(at, _)| at)
    }

    /// Returns the places that each requirement judges, in the order of the matrix of the pack.
    fn in_order_of_matrix(
        &mut self,
        db: &Connection,
        tree: &PlaceTree,
        within: Option<&HashSet<String>>,
    ) -> Result<Vec<(usize, usize)>> {
        let mut first: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut asked = Vec::new();
        let mut known: Vec<(&Scope, Vec<usize>)> = Vec::new();
        for (at, planned) in self.requirements.iter().enumerate() {
            let scope = &planned.requirement.scope;
            // Many requirements have one scope, and a scope may be a country.
            if known.iter().all(|(of, _)| *of != scope) {
                let codes = tree.in_scope(db, scope)?;
                let numbers = codes.iter().map(|code| self.order.number_or_add(code));
                known.push((scope, numbers.collect()));
            }
            let places = known.iter().find(|(of, _)| *of == scope);
            let places = places.into_iter().flat_map(|(_, places)| places);
            for (position, &place) in places.enumerate() {
                let before = first.entry(place).or_insert((at, position));
                before.1 = before.1.min(position);
                asked.push((place, at));
            }
        }
        let order = &self.order;
        asked.retain(|(place, _)| within.is_none_or(|within| within.contains(order.code(*place))));
        asked.sort_by_key(|(place, at)| (first.get(place), order.code(*place), *at));
        Ok(asked)
    }

    fn ask(
        &mut self,
        db: &Connection,
        tree: &PlaceTree,
        place: usize,
        requirement: usize,
    ) -> Result<()> {
        // Its own place is always read, for its exceptions.
        let mut taken = vec![just(place)];
        let mut elsewhere = None;
        if let Some(planned) = self.requirements.get(requirement) {
            if planned.requirement.is_exists() {
                taken.push(self.order.with_all_below(place));
            }
            let code = self.order.code(place).to_owned();
            let is_elsewhere = planned.looks.iter().any(|look| !look.path.is_empty());
            let mut facts = Inventory::default();
            let mut reached = Vec::new();
            let places = EarlierPlaces { db, tree };
            for look in &planned.looks {
                let at = ways::reach(&places, &mut facts, &code, &look.path)?;
                for code in &at {
                    let number = self.order.number_or_add(code);
                    taken.push(if look.is_kind {
                        self.order.with_all_below(number)
                    } else {
                        just(number)
                    });
                }
                reached.push(at);
            }
            elsewhere = is_elsewhere.then(|| Box::new((facts, reached)));
        }
        self.wanted.resize(self.order.len(), false);
        for range in &taken {
            if let Some(wanted) = self.wanted.get_mut(range.clone()) {
                wanted.fill(true);
            }
        }
        self.asked.push(AskedOfPlace {
            place: short(place),
            requirement: short(requirement),
            first: short(taken.iter().map(|range| range.start).min().unwrap_or(place)),
            last: short(taken.iter().map(|range| range.end).max().unwrap_or(place) - 1),
            elsewhere,
        });
        Ok(())
    }
}

/// Returns a number in little room: no ledger has so many places.
fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Returns the numbers of one place.
const fn just(place: usize) -> Range<usize> {
    place..place + 1
}
