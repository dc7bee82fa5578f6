//! The records that standings of one condition look at, found a part at a time: first the standings,
//! then what each looks at.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use chrono::NaiveDate;
use rusqlite::OptionalExtension as _;
use uuid::Uuid;

use super::filtered::{FilterWalk, Narrowed, StandingKey};
use crate::domain::policy::{Pack, Requirement};
use crate::domain::verdict::{Filter, NarrowBy, Verdict};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::cells::uuid;
use crate::store::rows::inventory;

/// The standings of one condition, and what they look at.
#[derive(Clone, Debug)]
pub(super) struct LookedAt {
    filter: Filter,
    day: NaiveDate,
    /// The packs whose standings are still to be looked at.
    packs: VecDeque<(String, FilterWalk)>,
    /// How many packs there were.
    count: usize,
    /// The kinds and sheets that are looked at in each place.
    forms: HashMap<String, BTreeSet<String>>,
    /// The records that decide a standing, where only these are meant.
    deciding: Option<HashSet<Uuid>>,
}

impl LookedAt {
    /// Nothing found yet of what the standings with a verdict look at.
    pub(super) fn of_verdict(verdict: Verdict, day: NaiveDate, store: &Store) -> Result<Self> {
        let filter = Filter {
            verdicts: vec![verdict],
            ..Filter::default()
        };
        Self::begin(filter, day, store.packs().iter(), store)
    }

    /// Nothing found yet of what standings in force look at that a condition lets through; of those
    /// whose figure is near the minimum, the records that decide them.
    pub(super) fn narrowed(by: NarrowBy, day: NaiveDate, store: &Store) -> Result<Self> {
        let filter = Filter {
            verdicts: vec![Verdict::Met, Verdict::Short, Verdict::Unknown],
            only: BTreeSet::from([by]),
            ..Filter::default()
        };
        let in_force = |pack: &&Pack| pack.document.is_in_force(day);
        let packs = store.packs().iter().filter(in_force);
        let mut begun = Self::begin(filter, day, packs, store)?;
        begun.deciding = (by == NarrowBy::Near).then(HashSet::new);
        Ok(begun)
    }

    fn begin<'a>(
        filter: Filter,
        day: NaiveDate,
        packs: impl Iterator<Item = &'a Pack>,
        store: &Store,
    ) -> Result<Self> {
        let begin = |pack: &Pack| {
            let walk = store.begin_to_filter(pack, &filter, Narrowed::default(), day)?;
            Ok((pack.code.clone(), walk))
        };
        let packs = packs.map(begin).collect::<Result<VecDeque<_>>>()?;
        Ok(Self {
            count: packs.len(),
            packs,
            filter,
            day,
            forms: HashMap::new(),
            deciding: None,
        })
    }

    /// Whether all is found.
    pub(super) fn is_known(&self) -> bool {
        self.packs.is_empty()
    }

    /// How much was looked at, in percent.
    pub(super) fn percent(&self) -> usize {
        let begun = self.packs.front().map_or(0, |(_, walk)| walk.percent());
        let done = 100 * (self.count - self.packs.len()) + begun;
        done.checked_div(self.count).unwrap_or(100)
    }

    /// Looks at the standings of the next places.
    pub(super) fn step(&mut self, store: &Store, places: usize) -> Result<()> {
        let Some((code, mut walk)) = self.packs.pop_front() else {
            return Ok(());
        };
        // Of a pack that was taken away meanwhile there is nothing to find.
        let Some(pack) = store.packs().iter().find(|pack| pack.code == code) else {
            return Ok(());
        };
        let part = (&mut walk, places);
        let keys = store.filter_on(part, pack, &self.filter, Narrowed::default(), self.day)?;
        match &mut self.deciding {
            Some(deciding) => deciding.extend(deciding_of(store, &code, &keys)?),
            None => self.add(store, pack, keys)?,
        }
        if !walk.is_over() {
            self.packs.push_front((code, walk));
        }
        Ok(())
    }

    /// Adds what some standings look at.
    fn add(&mut self, store: &Store, pack: &Pack, keys: Vec<StandingKey>) -> Result<()> {
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (code, place) in keys {
            let Some(requirement) = pack.requirement(&code) else {
                continue;
            };
            for (form, at) in elsewhere(store, requirement, &place)? {
                self.forms.entry(at).or_default().insert(form);
            }
            if !known.contains_key(&code) {
                known.insert(code.clone(), forms_of(store, &pack.code, &code)?);
            }
            let forms = known.get(&code).into_iter().flatten().cloned();
            self.forms.entry(place).or_default().extend(forms);
        }
        Ok(())
    }

    /// Whether a record is one of those that were found. A facility counts in every place above its
    /// own, a sheet in its own only.
    pub(super) fn holds(
        &self,
        record: Uuid,
        (form, is_sheet): (&str, bool),
        at: &[String],
    ) -> bool {
        if let Some(deciding) = &self.deciding {
            return deciding.contains(&record);
        }
        let counted = if is_sheet { 1 } else { at.len() };
        let mut places = at.iter().take(counted);
        places.any(|place| {
            let forms = self.forms.get(place);
            forms.is_some_and(|forms| forms.contains(form))
        })
    }
}

/// Returns what a requirement looks at in other places than the one it judges.
fn elsewhere(
    store: &Store,
    requirement: &Requirement,
    place: &str,
) -> Result<BTreeSet<(String, String)>> {
    let looks = requirement.looks();
    if looks.iter().all(|look| look.path.is_empty()) {
        return Ok(BTreeSet::new());
    }
    inventory::looks_elsewhere(&store.db, &looks, place)
}

/// Returns the kinds and sheets that a requirement looks at in the place it judges.
fn forms_of(store: &Store, pack: &str, requirement: &str) -> Result<Vec<String>> {
    let mut query = store
        .db
        .prepare_cached("SELECT form FROM requirement_form WHERE pack = ?1 AND requirement = ?2")?;
    let rows = query.query_map([pack, requirement], |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns the records that decide some standings.
fn deciding_of(store: &Store, pack: &str, keys: &[StandingKey]) -> Result<Vec<Uuid>> {
    let mut query = store.db.prepare_cached(
        "SELECT nearest FROM standing WHERE pack = ?1 AND requirement = ?2 AND place = ?3",
    )?;
    let mut found = Vec::new();
    for (requirement, place) in keys {
        let nearest: Option<Option<String>> = query
            .query_row([pack, requirement, place], |row| row.get(0))
            .optional()?;
        if let Some(id) = nearest.flatten() {
            found.push(uuid(&id)?);
        }
    }
    Ok(found)
}
