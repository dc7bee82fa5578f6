//! Limits to places: which acts of a file, or of what would become one, are about other places.
//!
//! A chain has no gaps, so a file goes through whole or not at all: what is outside keeps all of it
//! back.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::fold;
use crate::domain::record::{ActSort, Change, ChangeId, Topic};
use crate::i18n::{LimitMsg, Text};
use crate::store::error::Result;
use crate::store::rows::trail::{MOST_CHANGES, is_crowded};
use crate::store::rows::{conflict, place, site, trail};

/// An act that is about a place outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideAct {
    /// Its name.
    pub change: ChangeId,
    /// Who did it.
    pub author: String,
    /// When, in UTC.
    pub at: String,
    /// The codes of the places outside that it is about; none where it is about all places.
    pub places: BTreeSet<String>,
    /// What it is about, as people know it.
    pub what: Text,
}

/// Acts as they come, of which those outside are looked for once all of them are in the ledger.
pub(super) struct LimitedActs {
    /// Whether anybody will ask.
    is_limited: bool,
    acts: Vec<NewAct>,
}

/// What there is to know of an act to find its places.
struct NewAct {
    change: ChangeId,
    author: String,
    at: String,
    about: About,
}

enum About {
    /// A record, and the places that the act itself names.
    Record(Uuid, Option<String>),
    /// A close and its standings: a place, or all places.
    Place(Option<String>),
}

/// The places of a record and what it is called.
type Known = BTreeMap<Uuid, (BTreeSet<String>, Text)>;

impl LimitedActs {
    /// Returns none yet. Where nothing is limited none are kept.
    pub(super) const fn new(is_limited: bool) -> Self {
        Self {
            is_limited,
            acts: Vec::new(),
        }
    }

    /// Takes an act down. What a file says of itself is about no place, and is never taken over; a
    /// visit of an inspector is about no place either.
    pub(super) fn take(&mut self, change: &Change) {
        if !self.is_limited {
            return;
        }
        let text = |key: &str| change.patch.get(key).and_then(Json::as_str);
        let about = match change.topic {
            Topic::Record(_) => {
                let named = text(shared::PLACE).map(str::to_owned);
                About::Record(change.record, named)
            }
            Topic::Act(ActSort::QuarterClose | ActSort::ClosedStanding) => {
                About::Place(text("place").map(str::to_owned))
            }
            Topic::Act(sort) if sort.is_of_file() => return,
            Topic::Act(_) => match text("record").and_then(|id| Uuid::parse_str(id).ok()) {
                Some(record) => About::Record(record, None),
                None => return,
            },
        };
        // An act of an older file says itself who did it and when.
        let (author, at) = match change.topic {
            Topic::Record(_) => (change.author.as_str(), change.at.as_str()),
            Topic::Act(_) => {
                let keyed_by = site::text(change, "verifier");
                let by = keyed_by.unwrap_or_else(|| site::done_by(change));
                (by, site::done_at(change))
            }
        };
        self.acts.push(NewAct {
            change: change.id.clone(),
            author: author.to_owned(),
            at: at.to_owned(),
            about,
        });
    }

    /// Returns the acts that are about places other than these and those below them. Of a record
    /// every place counts that it is in now, was in before these acts, and came through in them.
    pub(super) fn outside(
        &self,
        db: &Connection,
        packs: &[Pack],
        places: &[String],
    ) -> Result<Vec<OutsideAct>> {
        let new: BTreeSet<&ChangeId> = self.acts.iter().map(|act| &act.change).collect();
        let mut known = Known::new();
        let mut within: BTreeMap<String, bool> = BTreeMap::new();
        let mut found = Vec::new();
        for act in &self.acts {
            let (of_act, what) = match &act.about {
                About::Record(record, named) => {
                    if !known.contains_key(record) {
                        known.insert(*record, places_of(db, packs, *record, &new)?);
                    }
                    let (places, what) = known.get(record).cloned().unwrap_or_default();
                    (places.into_iter().chain(named.clone()).collect(), what)
                }
                About::Place(place) => {
                    let what = Text::of(&LimitMsg::Quarter);
                    (place.iter().cloned().collect::<BTreeSet<_>>(), what)
                }
            };
            let mut outside = BTreeSet::new();
            for code in &of_act {
                if !within.contains_key(code) {
                    let is_within = place::is_within(db, code, Some(places))?;
                    within.insert(code.clone(), is_within);
                }
                if !within.get(code).copied().unwrap_or_default() {
                    outside.insert(code.clone());
                }
            }
            if of_act.is_empty() || !outside.is_empty() {
                found.push(OutsideAct {
                    change: act.change.clone(),
                    author: act.author.clone(),
                    at: act.at.clone(),
                    places: outside,
                    what,
                });
            }
        }
        Ok(found)
    }
}

/// Returns the places of a record, now and before some of its changes, and what it is called.
fn places_of(
    db: &Connection,
    packs: &[Pack],
    record: Uuid,
    new: &BTreeSet<&ChangeId>,
) -> Result<(BTreeSet<String>, Text)> {
    let changes = trail::changes_of(db, record)?;
    if is_crowded(&changes, MOST_CHANGES) {
        // It is refused in its own words later.
        return Ok((BTreeSet::new(), Text::both(record.to_string())));
    }
    let now = fold(&changes).fields;
    let before = fold(changes.iter().filter(|change| !new.contains(&change.id))).fields;
    let place = |fields: &BTreeMap<String, Json>| {
        let place = fields.get(shared::PLACE).and_then(Json::as_str);
        place.map(str::to_owned)
    };
    let places = place(&now).into_iter().chain(place(&before)).collect();
    let subject = changes.first().and_then(|change| change.topic.record());
    let what = match subject {
        Some(subject) => Text::of(&conflict::named(db, packs, record, subject, &now)?),
        None => Text::both(record.to_string()),
    };
    Ok((places, what))
}
