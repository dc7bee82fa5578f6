//! From a place to the one before or after it, in the order of the packs, of a requirement or of a
//! sheet, without reading the others.

use rusqlite::{OptionalExtension as _, Row, params};
use serde_json::Value as Json;

use crate::domain::policy::{Kind, Pack, Requirement, Scope};
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::{place, place_life};

/// Own places come first where they are no more than these: of more, most that stand beside a place
/// are own ones anyway.
const MOST_OWN: usize = 1_000;

/// Where a place stands: its pack, its number in that, and its code, as far as the order has them.
type PlaceKey = (i64, i64, String);

/// What is stepped through.
enum PlaceOrder {
    /// What a requirement of a pack judges at a level, by code.
    Judged(String, String),
    /// The open places of a level, by code.
    OfLevel(String),
    /// These.
    Listed(Vec<String>),
    /// What packs judge, pack by pack in the order of its matrix, each place once.
    Packs,
}

/// Places in an order, those that are the session's own first where they are few.
pub struct PlaceSteps<'a> {
    store: &'a Store,
    order: PlaceOrder,
    /// Those that are the session's own, in order.
    own: Vec<(PlaceKey, String)>,
}

impl Store {
    /// Returns the places that a requirement judges, to step through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn steps_of_judged(&self, pack: &Pack, asked: &Requirement) -> Result<PlaceSteps<'_>> {
        self.steps(match asked.scope {
            Scope::Level(_) => PlaceOrder::Judged(pack.code.clone(), asked.code.clone()),
            Scope::Places(_) => PlaceOrder::Listed(self.judged_places(&pack.code, &asked.code)?),
        })
    }

    /// Returns the open places that fill in a sheet, to step through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn steps_of_sheet(&self, sheet: &Kind) -> Result<PlaceSteps<'_>> {
        let order = match sheet.sheet.as_ref().map(|rule| &rule.scope) {
            Some(Scope::Level(level)) => PlaceOrder::OfLevel(level.clone()),
            _ => PlaceOrder::Listed(self.places_of_sheet(sheet)?),
        };
        // A sheet is filled in by whoever may: none comes first.
        Ok(PlaceSteps {
            store: self,
            order,
            own: Vec::new(),
        })
    }

    /// Returns the own places without any minimum in which a kind is entered, to step through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn steps_without_minimum(&self, kind: &Kind) -> Result<PlaceSteps<'_>> {
        let mut found = Vec::new();
        for place in self.own_without_minimum()? {
            if self.kinds_in(&place)?.iter().any(|of| of.code == kind.code) {
                found.push(place.code);
            }
        }
        // All are own places.
        Ok(PlaceSteps {
            store: self,
            order: PlaceOrder::Listed(found),
            own: Vec::new(),
        })
    }

    /// Returns the places that packs judge, to step through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn steps_of_packs(&self) -> Result<PlaceSteps<'_>> {
        self.steps(PlaceOrder::Packs)
    }

    fn steps(&self, order: PlaceOrder) -> Result<PlaceSteps<'_>> {
        let mut steps = PlaceSteps {
            store: self,
            order,
            own: Vec::new(),
        };
        let Access::Places(own) = &self.access else {
            return Ok(steps);
        };
        if place_life::are_all(&self.db, own)? {
            return Ok(steps);
        }
        let few = place_life::few_below(&self.db, own, MOST_OWN)?;
        for code in few.unwrap_or_default() {
            if let Some(key) = steps.key(&code)? {
                steps.own.push((key, code));
            }
        }
        steps.own.sort();
        Ok(steps)
    }
}

impl PlaceSteps<'_> {
    /// Returns whether a place is one of them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn holds(&self, code: &str) -> Result<bool> {
        Ok(self.key(code)?.is_some())
    }

    /// Returns the place behind another one, or before it where the step is negative; nothing beyond
    /// the ends, and of a place that is none of them.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn beside(&self, code: &str, step: isize) -> Result<Option<String>> {
        let Some(key) = self.key(code)? else {
            return Ok(None);
        };
        let is_forward = step > 0;
        let Some(at) = self.own.iter().position(|(_, own)| own == code) else {
            let next = self.others_beyond(Some(key), is_forward)?;
            let last_own = self.own.last().filter(|_| !is_forward);
            return Ok(next.or_else(|| last_own.map(|(_, code)| code.clone())));
        };
        let at = at.checked_add_signed(step.signum());
        match at.map(|at| self.own.get(at)) {
            Some(Some((_, code))) => Ok(Some(code.clone())),
            Some(None) => self.others_beyond(None, true),
            None => Ok(None),
        }
    }

    /// Returns the first place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn first(&self) -> Result<Option<String>> {
        match self.own.first() {
            Some((_, code)) => Ok(Some(code.clone())),
            None => self.others_beyond(None, true),
        }
    }

    /// Returns the next place that is not the session's own.
    fn others_beyond(&self, from: Option<PlaceKey>, is_forward: bool) -> Result<Option<String>> {
        let mut from = from;
        loop {
            let next = self.beyond(from.as_ref(), is_forward)?;
            let Some((key, code)) = next else {
                return Ok(None);
            };
            if self.own.iter().all(|(own, _)| *own != key) {
                return Ok(Some(code));
            }
            from = Some(key);
        }
    }

    /// Returns where a place stands, if it is one of them.
    fn key(&self, code: &str) -> Result<Option<PlaceKey>> {
        let db = &self.store.db;
        let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
        match &self.order {
            PlaceOrder::Judged(pack, requirement) => {
                let mut query = db.prepare_cached(
                    "SELECT 1 FROM covered WHERE pack = ?1 AND requirement = ?2 AND place = ?3",
                )?;
                let is_judged = query.exists([pack, requirement, code])?;
                Ok(is_judged.then(|| (0, 0, code.to_owned())))
            }
            PlaceOrder::OfLevel(level) => {
                let of_level = place::get(db, code)?.filter(|place| place.level == *level);
                let mut query =
                    db.prepare_cached("SELECT 1 FROM closed_place WHERE place = ?1 AND ended = 1")?;
                let is_open = of_level.is_some() && !query.exists([code])?;
                Ok(is_open.then(|| (0, 0, code.to_owned())))
            }
            PlaceOrder::Listed(codes) => {
                let at = codes.iter().position(|listed| listed == code);
                Ok(at.map(|at| (0, number(at), String::new())))
            }
            PlaceOrder::Packs => {
                let mut query =
                    db.prepare_cached("SELECT position FROM shown WHERE place = ?1 AND pack = ?2")?;
                for (at, pack) in self.store.packs().iter().enumerate() {
                    let position = query.query_row([code, &pack.code], |row| row.get(0));
                    if let Some(position) = position.optional()? {
                        return Ok(Some((number(at), position, String::new())));
                    }
                }
                Ok(None)
            }
        }
    }

    /// Returns the place that follows a key, or comes before it; without one, the first or the last.
    fn beyond(
        &self,
        from: Option<&PlaceKey>,
        is_forward: bool,
    ) -> Result<Option<(PlaceKey, String)>> {
        let db = &self.store.db;
        let (sign, turn) = if is_forward { (">", "") } else { ("<", "DESC") };
        let code = from.map(|(.., code)| code.as_str());
        let by_code = |row: &Row| Ok(((0, 0, row.get(0)?), row.get(0)?));
        match &self.order {
            PlaceOrder::Judged(pack, requirement) => {
                let behind = from.map_or("?3 IS ?3".to_owned(), |_| format!("place {sign} ?3"));
                let mut query = db.prepare_cached(&format!(
                    "SELECT place FROM covered WHERE pack = ?1 AND requirement = ?2 AND {behind}
                     ORDER BY place {turn} LIMIT 1"
                ))?;
                let row = query.query_row(params![pack, requirement, code], by_code);
                Ok(row.optional()?)
            }
            PlaceOrder::OfLevel(level) => {
                let behind = from.map_or("?2 IS ?2".to_owned(), |_| format!("code {sign} ?2"));
                let mut query = db.prepare_cached(&format!(
                    "SELECT code FROM place INDEXED BY place_level WHERE level = ?1 AND {behind}
                         AND NOT EXISTS (SELECT 1 FROM closed_place WHERE place = place.code AND ended = 1)
                     ORDER BY code {turn} LIMIT 1"
                ))?;
                Ok(query.query_row(params![level, code], by_code).optional()?)
            }
            PlaceOrder::Listed(codes) => {
                let at = match from {
                    Some((_, at, _)) => {
                        let at = usize::try_from(*at).unwrap_or(usize::MAX);
                        at.checked_add_signed(if is_forward { 1 } else { -1 })
                    }
                    None if is_forward => Some(0),
                    None => codes.len().checked_sub(1),
                };
                let code = at.and_then(|at| Some((at, codes.get(at)?)));
                let number = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
                Ok(code.map(|(at, code)| ((0, number(at), String::new()), code.clone())))
            }
            PlaceOrder::Packs => self.beyond_of_packs(from, is_forward),
        }
    }

    /// Returns the same of the places that packs judge.
    fn beyond_of_packs(
        &self,
        from: Option<&PlaceKey>,
        is_forward: bool,
    ) -> Result<Option<(PlaceKey, String)>> {
        let (sign, turn) = if is_forward { (">", "") } else { ("<", "DESC") };
        // Each place is one of the first pack that judges it.
        let mut query = self.store.db.prepare_cached(&format!(
            "SELECT position, place FROM shown AS next WHERE pack = ?1 AND position {sign} ?2
                 AND NOT EXISTS (SELECT 1 FROM json_each(?3) AS before
                     JOIN shown ON shown.place = next.place AND shown.pack = before.value)
             ORDER BY position {turn} LIMIT 1"
        ))?;
        let packs = self.store.packs();
        let codes: Vec<&str> = packs.iter().map(|pack| pack.code.as_str()).collect();
        let begun = from.map_or(if is_forward { 0 } else { i64::MAX }, |(pack, ..)| *pack);
        let mut order: Vec<usize> = (0..packs.len()).collect();
        if !is_forward {
            order.reverse();
        }
        for at in order {
            let number = i64::try_from(at).unwrap_or(i64::MAX);
            if is_forward && number < begun || !is_forward && number > begun {
                continue;
            }
            let position = match from {
                Some((pack, position, _)) if *pack == number => *position,
                _ if is_forward => -1,
                _ => i64::MAX,
            };
            let (before, of) = codes.split_at(at);
            let before = Json::from(before.to_vec()).to_string();
            let bound = params![of.first(), position, before];
            let row = query.query_row(bound, |row| {
                Ok(((number, row.get(0)?, String::new()), row.get(1)?))
            });
            if let Some(found) = row.optional()? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
