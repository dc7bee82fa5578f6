//! The order of the list: that of the ledger, or by one of its columns.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use uuid::Uuid;

use super::List;
use super::filter::ListFilter;
use super::order::SortedBy;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::domain::verdict::judge::fields_of;
use crate::i18n::{Lang, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;

impl List {
    /// Sorts by the column after the one that it is sorted by, or before it; after the last one by
    /// the order of the ledger again.
    pub(super) fn sort_by_next(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let columns = self.shown_fields().count();
        let next = match (self.sorted_by, step) {
            (SortedBy::Ledger, 1..) => Some(0),
            (SortedBy::Ledger, _) => columns.checked_sub(1),
            (SortedBy::Column(column), _) => column.checked_add_signed(step),
        };
        let next = next.filter(|column| *column < columns);
        self.sorted_by = next.map_or(SortedBy::Ledger, SortedBy::Column);
        match self.sorted_field() {
            Some(field) => context.say(ScreenMsg::SortedBy { field }),
            None => context.say(ScreenMsg::SortedByName),
        }
        self.load(context)
    }

    fn sorted_field(&self) -> Option<Text> {
        let code = self.sorted_code()?;
        Some(self.kind.field(code)?.label.clone())
    }

    fn sorted_code(&self) -> Option<&str> {
        match self.sorted_by {
            SortedBy::Ledger => None,
            SortedBy::Column(column) => self.shown_fields().nth(column),
        }
    }

    /// The ids of the rows in the order that is asked for, where that is not by name or not all
    /// pass. Every facility is looked at once, and of each only the fields that decide.
    pub(super) fn order(&self, context: &Context) -> Result<Option<Vec<Uuid>>> {
        let code = self.sorted_code();
        if code.is_none() && self.filter == ListFilter::default() {
            return Ok(None);
        }
        let in_state = self.in_state(context)?;
        let mut codes: BTreeSet<&str> = [shared::STATUS].into();
        codes.extend(code);
        codes.extend(self.requirement().map(fields_of).into_iter().flatten());
        let mut found: Vec<(Option<Value>, Uuid)> = Vec::new();
        let store = &context.store;
        store.each_listed(&self.kind, &self.place.code, &codes, |facility| {
            let is_in_state = in_state
                .as_ref()
                .is_none_or(|ids| ids.contains(&facility.id));
            if is_in_state && self.passes(facility) {
                let value = code.and_then(|code| facility.values.get(code));
                found.push((value.cloned(), facility.id));
            }
        })?;
        if let Some(code) = code {
            found.sort_by(|(a, _), (b, _)| self.compare(code, a.as_ref(), b.as_ref()));
        }
        Ok(Some(found.into_iter().map(|(_, id)| id).collect()))
    }

    fn compare(&self, code: &str, a: Option<&Value>, b: Option<&Value>) -> Ordering {
        let number = |value: Option<&Value>| value.and_then(Value::number);
        if let (Some(a), Some(b)) = (number(a), number(b)) {
            return b.cmp(&a);
        }
        let shown = |value| self.kind.show(code, value, Lang::Zh);
        a.is_none()
            .cmp(&b.is_none())
            .then_with(|| shown(a).cmp(&shown(b)))
    }
}
