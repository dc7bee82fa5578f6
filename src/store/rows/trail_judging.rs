//! Judges a pack by what the trail says, or said before a time, and by no row of any table.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;

use super::history::{Known, Span, each_history};
use super::inventory;
use super::place_tree::PlaceTree;
use super::standing::last_day;
use super::ways::{self, EarlierPlaces};

use crate::domain::policy::gather::Gathered;
use crate::domain::policy::inventory::Inventory;
use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::record::sheet;
use crate::domain::record::trail::{fold, known as known_of};
use crate::domain::record::{Facility, Record, Subject};
use crate::domain::verdict::{Exception, Standing, Tally, judged};
use crate::store::error::Result;

/// What a requirement asks of a place, and what the records that it looks at come to.
struct JudgementAsOf<'a> {
    place: String,
    requirement: &'a Requirement,
    tally: Tally,
    facts: Inventory,
}

/// Where a record of a form in a place counts: the number of a judgement, and of a figure over
/// facilities.
type Counts = HashMap<(String, String), Vec<(usize, usize)>>;

/// Everything that is judged, and what looks at which records.
struct Judgements<'a> {
    all: Vec<JudgementAsOf<'a>>,
    /// Judgements by form and place, for facilities that exist.
    exists: HashMap<(String, String), Vec<usize>>,
    /// Figures over facilities.
    figures: Counts,
    /// Sheets.
    sheets: HashMap<(String, String), Vec<usize>>,
}

/// Judges what the trail says, or said when less of it was known. Of each facility no more is kept than a
/// standing tells, for a ledger may have a million.
pub(crate) fn judge_trail(
    db: &Connection,
    pack: &Pack,
    known: Known,
    day: NaiveDate,
) -> Result<Vec<Standing>> {
    let tree = match known {
        Known::Before(before) => PlaceTree::known_before(db, before, day)?,
        Known::AtClose(close) => PlaceTree::of_close(db, close, day)?,
        Known::Now => PlaceTree::now(db)?,
    };
    let mut judgements = Judgements::of(db, pack, &tree)?;
    each_folded(db, Subject::Facility, known, |record| {
        if let Some(kind) = pack.kind(&record.kind) {
            judgements.take_facility(&tree, kind, &record);
        }
        Ok(())
    })?;
    each_folded(db, Subject::Sheet, known, |record| {
        if let Some(kind) = pack.kind(&record.kind) {
            judgements.take_sheet(kind, &record);
        }
        Ok(())
    })?;
    let exceptions = exceptions_known(db, &pack.code, known)?;
    let standing = |judgement: &JudgementAsOf| {
        let JudgementAsOf {
            place,
            requirement,
            tally,
            facts,
        } = judgement;
        if requirement.is_exists() {
            return tally.standing(requirement, place, &exceptions, day);
        }
        let standing = judged(requirement, place, facts, day);
        standing.with_exception(requirement, &exceptions, day)
    };
    Ok(judgements.all.iter().map(standing).collect())
}

impl<'a> Judgements<'a> {
    /// Returns what a pack asks of which place, with nothing counted yet. It is read from the text
    /// of the pack, in the order of its matrix.
    fn of(db: &Connection, pack: &'a Pack, tree: &PlaceTree) -> Result<Self> {
        let mut judgements = Self {
            all: Vec::new(),
            exists: HashMap::new(),
            figures: HashMap::new(),
            sheets: HashMap::new(),
        };
        for (place, requirement) in asked(db, pack, tree)? {
            judgements.ask(db, tree, place, requirement)?;
        }
        Ok(judgements)
    }

    fn ask(
        &mut self,
        db: &Connection,
        tree: &PlaceTree,
        place: String,
        requirement: &'a Requirement,
    ) -> Result<()> {
        let number = self.all.len();
        let mut facts = Inventory::default();
        if requirement.is_exists() {
            let key = (requirement.kind.clone(), place.clone());
            self.exists.entry(key).or_default().push(number);
        }
        let places = EarlierPlaces { db, tree };
        for look in requirement.looks() {
            for at in ways::reach(&places, &mut facts, &place, &look.path)? {
                inventory::name(db, &mut facts, &place, &at)?;
                let key = (look.form.clone(), at.clone());
                if look.is_kind {
                    let counts = self.figures.entry(key).or_default();
                    inventory::ask(counts, number, requirement, &look.form);
                    begin(&mut facts, requirement, &look.form, &at);
                } else {
                    let sheets = self.sheets.entry(key).or_default();
                    if !sheets.contains(&number) {
                        sheets.push(number);
                    }
                }
            }
        }
        self.all.push(JudgementAsOf {
            place,
            requirement,
            tally: Tally::default(),
            facts,
        });
        Ok(())
    }

    fn take_facility(&mut self, tree: &PlaceTree, kind: &Kind, record: &Record) {
        let facility: Facility = kind.decode(record);
        for above in tree.with_all_above(&record.place) {
            let key = (record.kind.clone(), above.to_owned());
            for number in self.exists.get(&key).into_iter().flatten() {
                if let Some(judgement) = self.all.get_mut(*number) {
                    judgement.tally.add(judgement.requirement, &facility);
                }
            }
            for (number, aggregate) in self.figures.get(&key).into_iter().flatten() {
                let Some(judgement) = self.all.get_mut(*number) else {
                    continue;
                };
                let of = judgement.requirement.aggregates.get(*aggregate);
                let at = (key.1.clone(), *aggregate);
                let gathered = judgement.facts.gathered.get_mut(&at);
                if let Some((of, gathered)) = of.zip(gathered) {
                    gathered.add(of, &facility);
                }
            }
        }
    }

    fn take_sheet(&mut self, kind: &Kind, record: &Record) {
        let key = (record.kind.clone(), record.place.clone());
        let period = sheet::period_of(&record.fields);
        let Some((numbers, period)) = self.sheets.get(&key).zip(period) else {
            return;
        };
        let values: BTreeMap<_, _> = kind.values(&record.fields);
        for number in numbers {
            if let Some(judgement) = self.all.get_mut(*number) {
                let key = (record.place.clone(), record.kind.clone(), period);
                judgement.facts.sheets.insert(key, values.clone());
            }
        }
    }
}

/// Begins every figure of a requirement over a kind in a place.
fn begin(facts: &mut Inventory, requirement: &Requirement, kind: &str, at: &str) {
    for (number, aggregate) in requirement.aggregates.iter().enumerate() {
        if aggregate.kind == kind {
            facts
                .gathered
                .insert((at.to_owned(), number), Gathered::none(aggregate));
        }
    }
}

/// Returns the places that each requirement of a pack judges, in the order of its matrix.
fn asked<'a>(
    db: &Connection,
    pack: &'a Pack,
    tree: &PlaceTree,
) -> Result<Vec<(String, &'a Requirement)>> {
    let mut first: HashMap<String, (usize, usize)> = HashMap::new();
    let mut asked = Vec::new();
    for (at, requirement) in pack.requirements.iter().enumerate() {
        let places = tree.in_scope(db, &requirement.scope)?;
        for (position, place) in places.into_iter().enumerate() {
            let before = first.entry(place.clone()).or_insert((at, position));
            before.1 = before.1.min(position);
            asked.push((place, at, requirement));
        }
    }
    asked.sort_by(|(place, at, _), (other, other_at, _)| {
        (first.get(place), place, at).cmp(&(first.get(other), other, other_at))
    });
    Ok(asked
        .into_iter()
        .map(|(place, _, requirement)| (place, requirement))
        .collect())
}

/// Returns the exceptions of a pack as the trail has them, or had them when less of it was
/// known. One that was recorded later, or reworded, must not excuse an earlier report.
fn exceptions_known(db: &Connection, pack: &str, known: Known) -> Result<Vec<Exception>> {
    let text = |record: &Record, code: &str| {
        record
            .fields
            .get(code)
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    let mut found = Vec::new();
    each_folded(db, Subject::Exception, known, |record| {
        if text(&record, "pack").as_deref() == Some(pack) {
            found.push(Exception {
                requirement: text(&record, "requirement").unwrap_or_default(),
                document: text(&record, "document").unwrap_or_default(),
                reason: text(&record, "reason").unwrap_or_default(),
                valid_until: last_day(text(&record, "valid_until").as_deref()),
                place: record.place,
            });
        }
        Ok(())
    })?;
    Ok(found)
}

/// Calls `visit` with every record or exception, folded as far as the trail was known.
fn each_folded(
    db: &Connection,
    subject: Subject,
    known_then: Known,
    mut visit: impl FnMut(Record) -> Result<()>,
) -> Result<()> {
    each_history(
        db,
        &Span::Of {
            subject,
            known: known_then,
        },
        |history| {
            Record::of(history.record, subject, fold(known_of(&history.changes)))
                .map_or(Ok(()), &mut visit)
        },
    )
}
