//! Reads what the list shows.

use super::{HEAD, List};
use crate::store::{ListKey, Result};
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

    /// Reads the rows in view and the verdict again. The cursor stays on its facility.
    pub(super) fn load(&mut self, context: &Context) -> Result<()> {
        let (selected, stood) = self.stands();
        self.more = self.more_fields(context.body.0);
        let reasons = if context.body.1 >= 16 { 8 } else { 4 };
        self.rows.page = context.body.1.saturating_sub(HEAD + reasons).max(1);
        self.arrange(context)?;
        self.show_around(selected.as_ref(), stood, context)?;
        self.standing = match &self.asked {
            Some((pack, requirement)) => {
                let key = (requirement.code.clone(), self.place.code.clone());
                context.store.standing(&pack.code, &key, self.day)?
            }
            None => None,
        };
        Ok(())
    }

    /// Returns where the cursor stands, and of how many rows where they are in the order of names: in
    /// another order its row says nothing of that one.
    pub(super) fn stands(&self) -> (Option<ListKey>, Option<usize>) {
        let selected = self.shown.key(self.rows.at).cloned();
        let stood = self.shown.order().is_none().then_some(self.rows.count);
        (selected, stood)
    }

    /// Reads the rows in view, and puts the cursor on the facility on which it was.
    pub(super) fn show_around(
        &mut self,
        selected: Option<&ListKey>,
        stood: Option<usize>,
        context: &Context,
    ) -> Result<()> {
        match self.shown.order().map(<[_]>::len) {
            Some(count) => {
                self.rows.resize(count);
                if let Some(key) = selected {
                    self.select(key.id, context)?;
                }
            }
            None => self.load_by_name((selected, stood), context)?,
        }
        self.read_rows(context)
    }

    /// Reads the rows in view around the one that was selected, in the order of names. One that is
    /// gone leaves the cursor in its row. It stood in that row among so many, where it did.
    fn load_by_name(
        &mut self,
        (selected, stood): (Option<&ListKey>, Option<usize>),
        context: &Context,
    ) -> Result<()> {
        let store = &context.store;
        let count = store.list_count(&self.kind, &self.place.code)?;
        self.rows.resize(count);
        let Some(key) = selected else {
            return Ok(());
        };
        match store.list_key(&self.kind, &self.place.code, key.id)? {
            Some(now) => {
                if now != *key || stood != Some(count) {
                    self.rows.at = store.list_position(&self.kind, &self.place.code, &now)?;
                }
                self.read_around(&now, context)
            }
            None if self.rows.at + 1 < count => self.read_around(key, context),
            None => Ok(()),
        }
    }
}
