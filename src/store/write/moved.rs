//! Standings that a transaction changes: what they were, and what they are once they are judged.

use rusqlite::{Connection, OptionalExtension as _, Row};

use super::writer::Writer;
use crate::domain::policy::{Pack, find_requirement};
use crate::domain::verdict::{Standing, explain};
use crate::i18n::{Lang, LoadMsg, Say as _, WhatIfMsg};
use crate::store::error::Result;
use crate::store::rows::standing::{COLUMNS, from_row};

/// A standing that came out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingChange {
    /// The code of the pack.
    pub pack: String,
    /// What it was; `None` where it was not judged.
    pub before: Option<Standing>,
    /// What it is.
    pub after: Standing,
}

impl StandingChange {
    /// Returns the change of a standing; nothing where verdict and figures are the same, or where
    /// nothing is judged any more.
    pub(crate) fn between(
        (pack, ..): StandingId,
        before: Option<Standing>,
        after: Option<Standing>,
    ) -> Option<Self> {
        let after = after?;
        let told = |of: &Standing| (of.verdict, of.have, of.need, of.gap, of.qualifying);
        let is_other = before.as_ref().map(told) != Some(told(&after));
        is_other.then_some(Self {
            pack,
            before,
            after,
        })
    }

    /// Returns the words of it, where its place is called so; nothing where no pack knows the
    /// requirement.
    #[must_use]
    pub fn words(&self, packs: &[Pack], place: String, lang: Lang) -> Option<WhatIfMsg> {
        let (_, requirement) = find_requirement(packs, &self.pack, &self.after.requirement)?;
        let words = |standing: &Standing| explain::verdict(standing, requirement, lang);
        let before = self.before.as_ref().map(words);
        Some(WhatIfMsg::Moved {
            place,
            requirement: requirement.label.clone(),
            before: before.unwrap_or_else(|| LoadMsg::NotJudged.say(lang)),
            after: words(&self.after),
        })
    }

    /// Returns whether the verdict is another one; else only its figures are.
    #[must_use]
    pub fn is_of_verdict(&self) -> bool {
        self.before.as_ref().map(|before| before.verdict) != Some(self.after.verdict)
    }
}

/// A pack, a requirement and a place, by their codes.
pub(crate) type StandingId = (String, String, String);

/// Which standings are read.
#[derive(Clone, Copy)]
pub(crate) enum Standings {
    /// Those of the ledger.
    Now,
    /// Those that a trial began with.
    Before,
}

/// Sorts keys by pack, place and requirement, in the order of the packs.
pub(crate) fn sort(keys: &mut [StandingId], packs: &[Pack]) {
    keys.sort_by_key(|key| {
        let pack = packs.iter().position(|pack| pack.code == key.0);
        let requirement = pack.and_then(|at| packs.get(at));
        let requirement = requirement.and_then(|pack| pack.position(&key.1));
        (pack, key.2.clone(), requirement)
    });
}

/// Returns a standing; nothing where it is not judged.
pub(crate) fn standing(
    db: &Connection,
    of: Standings,
    (pack, requirement, place): &StandingId,
) -> Result<Option<Standing>> {
    let table = match of {
        Standings::Now => "main.standing",
        Standings::Before => "temp.standing_before",
    };
    let mut query = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM {table} AS standing
         WHERE pack = ?1 AND requirement = ?2 AND place = ?3"
    ))?;
    let found = query
        .query_row([pack, requirement, place], |row| Ok(from_row(row)))
        .optional()?;
    found.transpose()
}

impl Writer<'_> {
    /// Judges as [`Writer::judge_stale`] does, and returns the standings that came out with another
    /// verdict or other figures: by pack, place and requirement, in their order.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn judge_moved(&mut self) -> Result<Vec<StandingChange>> {
        self.mark_touched()?;
        let mut keys = self.stale_keys()?;
        sort(&mut keys, &self.packs);
        let now = |key: &StandingId| standing(self.db, Standings::Now, key);
        let before = keys.iter().map(now);
        let before = before.collect::<Result<Vec<_>>>()?;
        self.judge_stale()?;
        let mut found = Vec::new();
        for (key, before) in keys.into_iter().zip(before) {
            let after = standing(self.db, Standings::Now, &key)?;
            found.extend(StandingChange::between(key, before, after));
        }
        Ok(found)
    }

    fn stale_keys(&self) -> Result<Vec<StandingId>> {
        let mut query = self
            .db
            .prepare_cached("SELECT pack, requirement, place FROM stale")?;
        let row = |row: &Row| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        Ok(query.query_map([], row)?.collect::<rusqlite::Result<_>>()?)
    }
}
