//! Reads what the list shows.

use super::{HEAD, List};
use crate::store::Result;
use crate::tui::context::Context;

impl List {
    /// Another program may have loaded a newer pack; without its requirement the list stays what it
    /// is.
    pub(super) fn take_up_pack(&mut self, context: &Context) {
        let Ok(pack) = context.store.pack(Some(&self.pack.code)) else {
            return;
        };
        let requirement = pack.requirement(&self.requirement.code);
        if let Some((requirement, kind)) =
            requirement.and_then(|r| Some((r.clone(), pack.kind(&self.kind.code)?.clone())))
        {
            (self.pack, self.requirement, self.kind) = (pack.clone(), requirement, kind);
        }
    }

    /// Reads the facilities and the verdict again. The cursor stays on its facility.
    pub(super) fn load(&mut self, context: &Context) -> Result<()> {
        let selected = self.selected().map(|facility| facility.id);
        self.facilities = context.store.facilities(&self.kind, &self.place.code)?;
        self.keep_wanted(context)?;
        self.sort();
        let key = (self.requirement.code.clone(), self.place.code.clone());
        self.standing = context.store.standing(&self.pack.code, &key, self.day)?;
        let reasons = if context.body.1 >= 16 { 8 } else { 4 };
        self.rows.page = context.body.1.saturating_sub(HEAD + reasons).max(1);
        self.rows.resize(self.facilities.len());
        self.select(selected);
        Ok(())
    }
}
