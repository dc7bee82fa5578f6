//! Reads the rows in view and no others, however many the place has, and goes to one of them.

use uuid::Uuid;

use super::List;
use super::shown::ListRow;
use crate::store::{ListKey, ListPart, Result};
use crate::tui::context::Context;

impl List {
    /// Puts the cursor on a record; whether it is in the list.
    pub(super) fn select(&mut self, id: Uuid, context: &Context) -> Result<bool> {
        let store = &context.store;
        if let Some(ids) = self.shown.order() {
            let Some(at) = ids.iter().position(|known| *known == id) else {
                return Ok(false);
            };
            self.rows.at = at;
            self.read_rows(context)?;
            return Ok(true);
        }
        let Some(key) = store.list_key(&self.kind, &self.place.code, id)? else {
            return Ok(false);
        };
        self.rows.at = store.list_position(&self.kind, &self.place.code, &key)?;
        self.read_around(&key, context)?;
        Ok(true)
    }

    /// Reads the rows in view that are not read yet, from those that are on.
    pub(super) fn read_rows(&mut self, context: &Context) -> Result<()> {
        let from = self.rows.first();
        let to = (from + self.rows.page.max(1)).min(self.rows.count);
        if self.shown.holds(from, to) {
            return Ok(());
        }
        if let Some(ids) = self.shown.order() {
            let ids = ids.get(from..to).unwrap_or_default().iter();
            let read = ids.map(|id| context.store.listed(&self.kind, *id));
            (self.shown.read, self.shown.first) = (read.collect::<Result<_>>()?, from);
            return Ok(());
        }
        let last = self.shown.first + self.shown.read.len();
        let part = |part, most| self.read_part(part, most, context);
        let near = self.rows.page.max(1) * 2;
        let first_key = self.shown.key(self.shown.first).cloned();
        let last_key = last.checked_sub(1).and_then(|row| self.shown.key(row));
        let last_key = last_key.cloned();
        let mut read = self.shown.read.clone();
        let first = match (first_key, last_key) {
            _ if from == 0 => {
                read = part(ListPart::First, to)?;
                0
            }
            _ if to == self.rows.count => {
                read = part(ListPart::Last, to - from)?;
                to - read.len()
            }
            (Some(key), _) if from < self.shown.first && self.shown.first - from <= near => {
                let mut before = part(ListPart::Before(&key), self.shown.first - from)?;
                let first = self.shown.first - before.len();
                before.append(&mut read);
                read = before;
                first
            }
            (_, Some(key)) if to > last && to - last <= near => {
                read.append(&mut part(ListPart::After(&key), to - last)?);
                self.shown.first
            }
            _ => {
                read = part(ListPart::First, to)?;
                0
            }
        };
        (self.shown.first, self.shown.read) = (first, read);
        self.shown.keep(from, to);
        Ok(())
    }

    /// Reads the rows in view around the cursor, which stands where a key does.
    pub(super) fn read_around(&mut self, key: &ListKey, context: &Context) -> Result<()> {
        let from = self.rows.first();
        let before = self.rows.at.saturating_sub(from);
        let page = self.rows.page.max(1);
        let mut read = self.read_part(ListPart::Before(key), before, context)?;
        let first = self.rows.at.saturating_sub(read.len());
        let left = page.saturating_sub(read.len());
        read.extend(self.read_part(ListPart::From(key), left, context)?);
        (self.shown.first, self.shown.read) = (first, read);
        // Where somebody took rows away meanwhile, those at the end are shown.
        self.read_rows(context)
    }

    fn read_part(&self, part: ListPart, most: usize, context: &Context) -> Result<Vec<ListRow>> {
        let store = &context.store;
        let read = store.list_part(&self.kind, &self.place.code, part, most)?;
        Ok(read.into_iter().map(Some).collect())
    }
}
