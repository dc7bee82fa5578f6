//! The order of the list: that of the ledger, or by one of its columns.

use std::cmp::Ordering;

use super::List;
use super::order::SortedBy;
use crate::domain::record::Facility;
use crate::domain::value::Value;
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

    /// Puts the facilities in the order that is asked for.
    pub(super) fn sort(&mut self) {
        let Some(code) = self.sorted_code().map(str::to_owned) else {
            return;
        };
        let mut facilities = std::mem::take(&mut self.facilities);
        facilities.sort_by(|a, b| self.compare(&code, a, b));
        self.facilities = facilities;
    }

    fn compare(&self, code: &str, a: &Facility, b: &Facility) -> Ordering {
        let (a, b) = (a.values.get(code), b.values.get(code));
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
