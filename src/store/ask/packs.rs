//! Finds packs and kinds, and tells in advance what loading a pack would change.

use crate::domain::policy::{Kind, Pack, find_kind, lookup};
use crate::i18n::{LedgerRefusal, Text, code_list};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::pack::{Adding, Load, Rehearsal, Replacing, is_replaced, moves, verdicts};
use crate::store::write::writer::Writer;

impl Store {
    /// Returns whether a load takes the place of other versions of loaded packs.
    #[must_use]
    pub fn is_replaced_by(&self, load: &Load) -> bool {
        self.packs()
            .iter()
            .any(|known| is_replaced(known, load.packs))
    }

    /// Rehearses a load and returns what it would change. Everything is done and taken back. Packs
    /// that are word for word those that are loaded are not among them.
    ///
    /// # Errors
    /// Those of [`Writer::load`](crate::store::Writer::load).
    pub fn rehearse_load(&mut self, load: &Load) -> Result<Rehearsal> {
        self.rehearsed(|writer| {
            let known = writer.packs.to_vec();
            let older: Vec<&Pack> = known
                .iter()
                .filter(|known| is_replaced(known, load.packs))
                .collect();
            let verdicts_of = |db| {
                older
                    .iter()
                    .map(|pack| verdicts(db, &pack.code))
                    .collect::<Result<Vec<_>>>()
            };
            let before = verdicts_of(writer.db)?;
            writer.load(load)?;
            writer.judge_stale()?;
            let after = verdicts_of(writer.db)?;
            let mut rehearsal = Rehearsal {
                adding: adding(writer, &known, load)?,
                ..Rehearsal::default()
            };
            for ((older, before), after) in older.iter().zip(before).zip(after) {
                let Some(newer) = load.packs.iter().rfind(|pack| pack.code == older.code) else {
                    continue;
                };
                rehearsal.replacing.push(Replacing {
                    pack: older.code.clone(),
                    changes: newer.changes_to(older),
                    moves: moves(writer.db, (older, newer), &before, &after)?,
                });
            }
            Ok(rehearsal)
        })
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

    /// Returns what people call a kind or sheet, or its code where no pack has it any more.
    #[must_use]
    pub fn kind_label(&self, code: &str) -> Text {
        let kind = find_kind(self.packs(), code);
        kind.map_or_else(|| Text::both(code.to_owned()), |kind| kind.label.clone())
    }

    /// Returns the kind that a text names by its code or one of its labels.
    ///
    /// # Errors
    /// When there is none.
    pub fn find_kind(&self, text: &str) -> Result<&Kind> {
        Ok(lookup::require_named_kind(self.packs(), text)?)
    }
}

/// Returns what the packs of a load add that the ledger had in no version, now that they are
/// loaded.
fn adding(writer: &Writer, known: &[Pack], load: &Load) -> Result<Vec<Adding>> {
    let is_new = |pack: &&Pack| known.iter().all(|known| known.code != pack.code);
    let mut found = Vec::new();
    for pack in load.packs.iter().filter(is_new) {
        let form = |kind: &str| (find_kind(known, kind), find_kind(&writer.packs, kind));
        let verdicts = verdicts(writer.db, &pack.code)?;
        found.push(Adding {
            pack: pack.code.clone(),
            changes: pack.additions(form),
            counts: verdicts.into_iter().map(|(_, verdict)| verdict).collect(),
        });
    }
    Ok(found)
}
