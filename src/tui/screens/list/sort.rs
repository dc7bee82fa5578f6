//! The order of the list: that of the ledger, or by one of its columns. It is made a part at a time,
//! between the keys, and shown once it is whole.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::List;
use super::order::{Arrangement, OrderInWork, SortKey};
use super::shown::Shown;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::domain::verdict::judge::fields_of;
use crate::i18n::{Lang, Say, ScreenMsg, Text, WorkMsg};
use crate::store::Result;
use crate::tui::context::Context;

/// So many facilities are looked at in one go.
const PART: usize = 2_000;

impl List {
    /// Sorts by the column after the one that it is sorted by, or before it; after the last one by
    /// the order of the ledger again.
    pub(super) fn sort_by_next(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let columns: Vec<&str> = self.shown_fields().collect();
        let of_column = |code: &str| columns.iter().position(|shown| *shown == code);
        let at = self.wanted.sort.as_deref().and_then(of_column);
        let next = match (at, step) {
            (None, 1..) => Some(0),
            (None, _) => columns.len().checked_sub(1),
            (Some(column), _) => column.checked_add_signed(step),
        };
        let next = next.and_then(|column| columns.get(column));
        self.wanted.sort = next.map(|code| (*code).to_owned());
        self.says_order = true;
        self.load(context)?;
        self.say_order(context);
        Ok(())
    }

    /// Says by what the list is sorted now, once it is.
    fn say_order(&mut self, context: &mut Context) {
        if self.in_work.is_some() || !std::mem::take(&mut self.says_order) {
            return;
        }
        match self.sorted_field() {
            Some(field) => context.say(ScreenMsg::SortedBy { field }),
            None => context.say(ScreenMsg::SortedByName),
        }
    }

    fn sorted_field(&self) -> Option<Text> {
        let code = self.shown.arrangement().sort.as_deref()?;
        Some(self.kind.field(code)?.label.clone())
    }

    /// Puts the rows into the order that is asked for. Of a long list that is only begun: until it is
    /// done the rows stay as they are.
    pub(super) fn arrange(&mut self, context: &Context) -> Result<()> {
        let is_shown = |code: &String| self.shown_fields().any(|shown| shown == code);
        if !self.wanted.sort.as_ref().is_some_and(is_shown) {
            self.wanted.sort = None;
        }
        if self.wanted == Arrangement::default() {
            self.in_work = None;
            self.shown = Shown::default();
            return Ok(());
        }
        self.shown.forget_rows();
        let mark = context.store.change_mark()?;
        if self.shown.is_of(&self.wanted, mark) {
            self.in_work = None;
            return Ok(());
        }
        let begun = self.in_work.as_ref().map(|order| &order.arrangement);
        if begun == Some(&self.wanted) {
            return Ok(());
        }
        let order = self.begin_order(mark, context)?;
        self.go_on_arranging(order, context)
    }

    fn begin_order(&self, mark: (i64, u64), context: &Context) -> Result<OrderInWork> {
        let walk = context.store.walk_list(&self.kind, &self.place.code)?;
        Ok(OrderInWork::new(self.wanted.clone(), mark, walk))
    }

    /// Looks at the next facilities. An order that is whole is shown. Where the ledger was changed
    /// meanwhile the order is made once more, and no more than once: others may save all the time.
    fn go_on_arranging(&mut self, mut order: OrderInWork, context: &Context) -> Result<()> {
        let code = order.arrangement.sort.clone();
        let filter = order.arrangement.filter.clone();
        let mut codes: BTreeSet<&str> = code.as_deref().into_iter().collect();
        if filter.counts.is_some() {
            codes.insert(shared::STATUS);
            codes.extend(self.requirement().map(fields_of).into_iter().flatten());
        }
        let mut found = Vec::new();
        context.store.walk_facilities(
            (&mut order.walk, PART),
            &self.kind,
            &codes,
            (filter.state, filter.status.as_deref()),
            |facility: &Facility| {
                if self.counts_as(facility, filter.counts) {
                    let key_of = |code| self.key_of(code, facility.values.get(code));
                    let key = code.as_deref().map_or(SortKey::Empty, key_of);
                    found.push((key, facility.id));
                }
            },
        )?;
        for (key, id) in found {
            order.add(key, id);
        }
        self.in_work = if order.walk.is_over() {
            let mark = context.store.change_mark()?;
            let is_old = order.mark != mark && !order.is_repeated;
            if is_old {
                order = self.begin_order(mark, context)?;
                order.is_repeated = true;
                Some(order)
            } else {
                self.shown = Shown::in_order(order.finish());
                None
            }
        } else {
            Some(order)
        };
        Ok(())
    }

    fn key_of(&self, code: &str, value: Option<&Value>) -> SortKey {
        match value {
            None => SortKey::Empty,
            Some(value) => match value.number() {
                Some(number) => SortKey::Figure(Reverse(number)),
                None => SortKey::Words(self.kind.show(code, Some(value), Lang::Zh)),
            },
        }
    }

    /// Looks at more facilities between keys. Returns whether there is something new to see.
    pub(super) fn arrange_between_keys(&mut self, context: &mut Context) -> Result<bool> {
        let Some(order) = self.in_work.take() else {
            return Ok(false);
        };
        let told = order.walk.percent() / 10;
        let (selected, stood) = self.stands();
        self.go_on_arranging(order, context)?;
        if let Some(order) = &self.in_work {
            return Ok(order.walk.percent() / 10 != told);
        }
        self.show_around(selected.as_ref(), stood, context)?;
        self.say_order(context);
        Ok(true)
    }

    /// Returns what is said while an order is being made.
    pub(super) fn words_of_work(&self, lang: Lang) -> String {
        let Some(order) = &self.in_work else {
            return String::new();
        };
        let percent = order.walk.percent();
        match order.arrangement.sort {
            Some(_) => WorkMsg::Sorting { percent }.say(lang),
            None => WorkMsg::Narrowing { percent }.say(lang),
        }
    }
}
