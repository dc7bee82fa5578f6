//! Finds packs and kinds, and tells in advance what loading a pack would change.

use crate::domain::policy::{Kind, Pack, lookup};
use crate::i18n::{LedgerRefusal, code_list};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::pack::{Load, RehearsalEnd, Replacing, is_replaced, moves, verdicts};

impl Store {
    /// Rehearses a load and returns what it would change of loaded packs. Everything is done and
    /// taken back. Packs that are new, or word for word those that are loaded, are not among them.
    ///
    /// # Errors
    /// Those of [`Writer::load`](crate::store::Writer::load).
    pub fn rehearse_load(&mut self, load: &Load) -> Result<Vec<Replacing>> {
        let rehearsed = self.write(|writer| {
            let older: Vec<Pack> = writer
                .packs
                .iter()
                .filter(|known| is_replaced(known, load.packs))
                .cloned()
                .collect();
            if older.is_empty() {
                return Err(RehearsalEnd::Rehearsed(Vec::new()));
            }
            let verdicts = |db| {
                older
                    .iter()
                    .map(|pack| verdicts(db, &pack.code))
                    .collect::<Result<Vec<_>>>()
            };
            let before = verdicts(writer.db)?;
            writer.load(load)?;
            writer.judge_stale()?;
            let after = verdicts(writer.db)?;
            let mut replacing = Vec::new();
            for ((older, before), after) in older.iter().zip(before).zip(after) {
                let Some(newer) = load.packs.iter().rfind(|pack| pack.code == older.code) else {
                    continue;
                };
                let pack = older.code.clone();
                let changes = newer.changes_to(older);
                replacing.push(Replacing {
                    pack,
                    changes,
                    moves: moves(writer.db, (older, newer), &before, &after)?,
                });
            }
            Err::<(), _>(RehearsalEnd::Rehearsed(replacing))
        });
        match rehearsed {
            Ok(()) => Ok(Vec::new()),
            Err(RehearsalEnd::Rehearsed(replacing)) => Ok(replacing),
            Err(RehearsalEnd::Failed(error)) => Err(error),
        }
    }

    /// Returns the pack of a code, or the first one when none is named.
    ///
    /// # Errors
    /// When no pack of that code is loaded.
    pub fn pack(&self, code: Option<&str>) -> Result<&Pack> {
        let found = self
            .packs()
            .iter()
            .find(|pack| code.is_none_or(|code| pack.code == code));
        found.ok_or_else(|| {
            let known = code_list(self.packs().iter().map(|pack| &pack.code));
            LedgerRefusal::NoSuchPack {
                pack: code.unwrap_or_default().to_owned(),
                known,
            }
            .into()
        })
    }

    /// Returns the kind that a text names by its code or one of its labels.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_kind(&self, text: &str) -> Result<&Kind> {
        Ok(lookup::require_named_kind(self.packs(), text)?)
    }
}
