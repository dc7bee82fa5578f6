//! Reads what the list shows.

use super::{HEAD, List};
use crate::store::Result;
use crate::tui::context::Context;

impl List {
    /// Another program may have loaded a newer pack; without its requirement the list stays what it
    /// is.
    pub(super) fn take_up_pack(&mut self, context: &Context) {
        let Some((pack, requirement)) = &self.asked else {
            if let Some(kind) = context.store.kind(&self.kind.code) {
                self.kind = kind.clone();
            }
            return;
        };
        let Ok(pack) = context.store.pack(Some(&pack.code)) else {
            return;
        };
        let requirement = pack.requirement(&requirement.code);
        if let Some((requirement, kind)) =
            requirement.and_then(|r| Some((r.clone(), pack.kind(&self.kind.code)?.clone())))
        {
            (self.asked, self.kind) = (Some((pack.clone(), requirement)), kind);
        }
    }

    /// Reads the facilities and the verdict again. The cursor stays on its facility.
    pub(super) fn load(&mut self, context: &Context) -> Result<()> {
        let selected = self.selected().map(|facility| facility.id);
        self.more = self.more_fields(context.body.0);
        self.facilities = context.store.facilities(&self.kind, &self.place.code)?;
        self.keep_wanted(context)?;
        self.sort();
        self.standing = match &self.asked {
            Some((pack, requirement)) => {
                let key = (requirement.code.clone(), self.place.code.clone());
                context.store.standing(&pack.code, &key, self.day)?
            }
            None => None,
        };
        let reasons = if context.body.1 >= 16 { 8 } else { 4 };
        self.rows.page = context.body.1.saturating_sub(HEAD + reasons).max(1);
        self.rows.resize(self.facilities.len());
        self.select(selected);
        Ok(())
    }
}
