//! Places as the acts of the trail tell them.

use chrono::NaiveDate;
use rusqlite::Connection;
use serde_json::Value as Json;

use super::{place_life, site};
use crate::domain::place::{Closing, FormerName, Place, PlaceLife};
use crate::domain::record::{ActSort, Patch};
use crate::store::error::Result;

/// A place as an act tells it, with what had become of it.
pub(crate) struct ToldPlace {
    pub(crate) place: Place,
    pub(crate) life: PlaceLife,
}

impl ToldPlace {
    /// Reads what an act says of a place; nothing where it was taken out of the list. A closing has
    /// ended the place where `has_ended` says so.
    pub(crate) fn read(
        code: &str,
        said: &Json,
        has_ended: impl Fn(&Closing) -> bool,
    ) -> Option<Self> {
        let text = |at: usize| said.get(at).and_then(Json::as_str).map(str::to_owned);
        let place = Place {
            code: code.to_owned(),
            name: text(0)?,
            level: text(1)?,
            parent: text(2),
        };
        let told = |key: &str| said.get(3)?.get(key);
        let day = |text: &Json| text.as_str()?.parse::<NaiveDate>().ok();
        let successor = told("successor").and_then(Json::as_str);
        let closing = told("closed_on").and_then(day).map(|on| {
            let mut closing = Closing {
                on,
                successor: successor.map(str::to_owned),
                ended: false,
            };
            closing.ended = has_ended(&closing);
            closing
        });
        let former = told("former").and_then(Json::as_array);
        let former = former.into_iter().flatten().filter_map(|said| {
            Some(FormerName {
                name: said.get(0)?.as_str()?.to_owned(),
                until: day(said.get(1)?)?,
            })
        });
        let life = PlaceLife {
            former: former.collect(),
            closing,
        };
        Some(Self { place, life })
    }
}

/// Returns what the acts say of the places, as far as the ledger knew it before a time; `None`
/// where nothing ever became of a place, so that they are as they always were. A list of places is
/// how they always were; a merger or a closing that was recorded later had not happened.
pub(crate) fn known_before(db: &Connection, before: &str) -> Result<Option<Patch>> {
    let acts = site::own_acts(db, ActSort::Places)?;
    // A place that was closed and is open again was closed in between.
    let was_changed = acts.iter().any(|act| !act.reason.is_empty());
    if !was_changed && place_life::all(db)?.is_empty() {
        return Ok(None);
    }
    let mut places = Patch::new();
    for act in acts {
        if act.reason.is_empty() || act.at.as_str() < before {
            places.extend(act.patch);
        }
    }
    Ok(Some(places))
}
