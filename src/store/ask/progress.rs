//! How far the records of places are: what is entered, complete and approved.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::params;
use serde_json::Value as Json;

use crate::domain::policy::expression::looks::Looked;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::inventory;
use crate::store::rows::place_life::{BELOW_THESE, just};

/// How far the records of a place are that a pack asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceProgress {
    /// How many kinds and sheets it asks the place for.
    pub asked: usize,
    /// How many of them have a record.
    pub entered: usize,
    /// How many records there are of them, in the place and those below it.
    pub records: usize,
    /// How many of the records are complete.
    pub complete: usize,
    /// How many of them are approved.
    pub approved: usize,
    /// The codes of the requirements for which nothing is on record: no record of any kind or sheet
    /// that they look at.
    pub nothing_entered: BTreeSet<String>,
    /// The codes of the requirements that look at a record which nobody approved.
    pub unapproved: BTreeSet<String>,
}

/// How many records of a form there are in a place and those below it.
#[derive(Clone, Copy, Default)]
struct FormCounts {
    records: usize,
    complete: usize,
    approved: usize,
}

/// What is on record of what a requirement looks at.
#[derive(Clone, Copy, Default)]
struct Presence {
    is_entered: bool,
    is_unapproved: bool,
}

impl Presence {
    const fn add(&mut self, more: Self) {
        self.is_entered |= more.is_entered;
        self.is_unapproved |= more.is_unapproved;
    }
}

/// What the requirements of a pack look at in other places than the one they judge, by their codes.
type Elsewhere<'a> = BTreeMap<&'a str, Vec<Looked>>;

fn looks_elsewhere(pack: &Pack) -> Elsewhere<'_> {
    let looks = |requirement: &'_ Requirement| -> Vec<Looked> {
        let looks = requirement.looks().into_iter();
        looks.filter(|look| !look.path.is_empty()).collect()
    };
    let of_each = pack.requirements.iter();
    of_each
        .map(|requirement| (requirement.code.as_str(), looks(requirement)))
        .filter(|(_, looks)| !looks.is_empty())
        .collect()
}

/// The counts by place and form.
type Counted = BTreeMap<(String, String), FormCounts>;

impl Store {
    /// Returns how far the records of some places are that a pack asks for, or one of its groups.
    /// The work grows with the places below these, and with no number of records.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn progress(
        &self,
        pack: &Pack,
        group: Option<&str>,
        places: &[String],
    ) -> Result<Vec<PlaceProgress>> {
        let counted = self.count_forms(places)?;
        let asked = self.asked_forms(&pack.code, group, places)?;
        let elsewhere = looks_elsewhere(pack);
        let none = BTreeMap::new();
        let progress = |place: &String| {
            let forms = asked.get(place).unwrap_or(&none);
            self.progress_of(place, forms, (&counted, &elsewhere))
        };
        places.iter().map(progress).collect()
    }

    fn progress_of(
        &self,
        place: &str,
        asked: &BTreeMap<String, BTreeSet<String>>,
        (counted, elsewhere): (&Counted, &Elsewhere),
    ) -> Result<PlaceProgress> {
        let count = |form: &String| counted.get(&(place.to_owned(), form.clone()));
        let forms: BTreeSet<&String> = asked.values().flatten().collect();
        let mut progress = PlaceProgress {
            asked: forms.len(),
            ..PlaceProgress::default()
        };
        for counts in forms.iter().filter_map(|form| count(form)) {
            progress.entered += 1;
            progress.records += counts.records;
            progress.complete += counts.complete;
            progress.approved += counts.approved;
        }
        for (requirement, forms) in asked {
            let mut here = Presence::default();
            for counts in forms.iter().filter_map(count) {
                here.is_entered = true;
                here.is_unapproved |= counts.approved < counts.records;
            }
            let looks = elsewhere.get(requirement.as_str());
            if let Some(looks) = looks.filter(|_| !here.is_unapproved) {
                here.add(self.presence_elsewhere(looks, place)?);
            }
            if here.is_unapproved {
                progress.unapproved.insert(requirement.clone());
            }
            if !here.is_entered {
                progress.nothing_entered.insert(requirement.clone());
            }
        }
        Ok(progress)
    }

    /// Counts the records of each form in some places and those below them. A sheet counts in its
    /// own place only.
    fn count_forms(&self, places: &[String]) -> Result<Counted> {
        let mut query = self.db.prepare_cached(
            "WITH RECURSIVE tree (root, code) AS (
                 SELECT value, value FROM json_each(?1)
                 UNION SELECT root, place.code FROM place JOIN tree ON place.parent = tree.code
                     WHERE place.code NOT IN (SELECT place FROM closed_place WHERE successor IS NOT NULL)
                 UNION SELECT root, closed_place.place FROM closed_place JOIN tree ON successor = tree.code)
             SELECT tree.root, counted.kind, sum(records), sum(records * complete), sum(records * (state = ?2))
             FROM tree CROSS JOIN record_count AS counted ON counted.place = tree.code
             JOIN kind ON kind.code = counted.kind
             WHERE records > 0 AND (kind.cycle IS NULL OR tree.code = tree.root)
             GROUP BY tree.root, counted.kind",
        )?;
        let places = Json::from(places).to_string();
        let mut rows = query.query(params![places, ReviewState::Approved.word()])?;
        let mut found = Counted::new();
        while let Some(row) = rows.next()? {
            let count = |at: usize| -> Result<usize> {
                Ok(usize::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
            };
            let counts = FormCounts {
                records: count(2)?,
                complete: count(3)?,
                approved: count(4)?,
            };
            found.insert((row.get(0)?, row.get(1)?), counts);
        }
        Ok(found)
    }

    /// Returns the forms that the requirements of some places look at there, by place and
    /// requirement.
    fn asked_forms(
        &self,
        pack: &str,
        group: Option<&str>,
        places: &[String],
    ) -> Result<BTreeMap<String, BTreeMap<String, BTreeSet<String>>>> {
        let mut query = self.db.prepare_cached(
            "SELECT covered.place, covered.requirement, requirement_form.form
             FROM json_each(?2) AS page CROSS JOIN covered ON covered.place = page.value
             JOIN requirement ON requirement.pack = covered.pack AND requirement.code = covered.requirement
             LEFT JOIN requirement_form ON requirement_form.pack = covered.pack
                 AND requirement_form.requirement = covered.requirement
             WHERE covered.pack = ?1 AND (?3 IS NULL OR requirement.group_code = ?3)",
        )?;
        let mut rows = query.query(params![pack, Json::from(places).to_string(), group])?;
        let mut found: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let of_place = found.entry(row.get(0)?).or_default();
            let forms = of_place.entry(row.get(1)?).or_default();
            forms.extend(row.get::<_, Option<String>>(2)?);
        }
        Ok(found)
    }

    /// Returns what is on record of what is looked at in other places than one.
    fn presence_elsewhere(&self, looks: &[Looked], place: &str) -> Result<Presence> {
        let mut is_there = self.db.prepare_cached(&format!(
            "SELECT 1 FROM record_count WHERE kind = ?2 AND place IN ({BELOW_THESE}) AND records > 0 LIMIT 1"
        ))?;
        let mut is_unapproved = self.db.prepare_cached(&format!(
            "SELECT 1 FROM record_count
             WHERE kind = ?2 AND place IN ({BELOW_THESE}) AND state <> ?3 AND records > 0 LIMIT 1"
        ))?;
        let approved = ReviewState::Approved.word();
        let mut found = Presence::default();
        for (form, at) in inventory::looks_elsewhere(&self.db, looks, place)? {
            let at = just(&at);
            found.add(Presence {
                is_entered: is_there.exists(params![at, form])?,
                is_unapproved: is_unapproved.exists(params![at, form, approved])?,
            });
        }
        Ok(found)
    }
}
