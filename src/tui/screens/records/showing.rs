//! Reads the rows in view, and keeps the cursor on its record.

use uuid::Uuid;

use super::Records;
use super::listed::ListedRecord;
use super::listing::{RecordAt, WorkDone};
use crate::store::{Result, Reviewed};
use crate::tui::context::Context;

impl Records {
    /// Reads the page of the cursor if another one is read.
    pub(super) fn load(&mut self, context: &Context) -> Result<()> {
        let mut first = self.rows.first();
        if first != self.loaded || self.page.is_empty() {
            let count = self.rows.page.max(1);
            let mut read = self.read_rows((first, count), context)?;
            let is_short = read.len() < count.min(self.rows.count.saturating_sub(first));
            let page = (first, count);
            if is_short && self.listing.leave_out_gone(page, context.store)? {
                self.count_rows();
                first = self.rows.first();
                read = self.read_rows((first, count), context)?;
            }
            let shown = read.iter();
            self.page = shown
                .map(|reviewed| ListedRecord::of(reviewed, &self.filter.places, context))
                .collect::<Result<_>>()?;
            (self.read, self.loaded) = (read, first);
        }
        Ok(())
    }

    /// Reads some rows, from those that are read.
    pub(super) fn read_rows(
        &self,
        page: (usize, usize),
        context: &Context,
    ) -> Result<Vec<Reviewed>> {
        let asked = (&self.filter.wanted, &self.first);
        let known = (self.loaded, self.read.as_slice());
        self.listing.rows.page(asked, page, known, context.store)
    }

    /// Takes up how many rows are known.
    pub(super) fn count_rows(&mut self) {
        self.length = self.listing.rows.length();
        self.rows.resize(self.length.all);
    }

    /// Shows the rows that are known, with the cursor on a record where it is one of them. What was
    /// read leads to the page, where it is of the same list: rows before it are seldom others.
    pub(super) fn show(
        &mut self,
        selected: Option<Uuid>,
        is_changed: bool,
        context: &Context,
    ) -> Result<()> {
        self.count_rows();
        self.page.clear();
        self.load(context)?;
        let is_there = self.selected().map(|reviewed| reviewed.record) == selected;
        if let Some(record) = selected.filter(|_| is_changed || !is_there) {
            self.go_to_record(record, context)?;
        }
        Ok(())
    }

    /// Puts the cursor on a record, now or when its row is counted. Returns whether it is in the list.
    pub(super) fn go_to_record(&mut self, record: Uuid, context: &Context) -> Result<bool> {
        let of_page = self.read.iter().find(|one| one.record == record).cloned();
        match self.listing.position(record, context.store)? {
            RecordAt::Nowhere => return Ok(false),
            RecordAt::Sought => {}
            RecordAt::Row(at) => {
                let row = match of_page {
                    Some(row) => Some(row),
                    None => context.store.reviewed_now(record)?,
                };
                if let Some(row) = row {
                    self.go_to_row(at, row, context)?;
                }
            }
        }
        Ok(true)
    }

    /// Puts the cursor on a row that was read.
    pub(super) fn go_to_row(&mut self, at: usize, row: Reviewed, context: &Context) -> Result<()> {
        let is_read = self.selected() == Some(&row) && self.rows.at == at;
        if !is_read {
            self.rows.at = at.min(self.rows.count.saturating_sub(1));
            (self.loaded, self.read) = (at, vec![row]);
            self.page.clear();
        }
        self.load(context)
    }

    /// Looks for more rows. The cursor stays on its record. Returns whether there is something new to
    /// see.
    pub(super) fn find_rows(&mut self, context: &Context) -> Result<bool> {
        let (told, shown) = (self.listing.percent(), self.page.len());
        let selected = self.selected().map(|reviewed| reviewed.record);
        let before = self.length;
        match self.listing.work(context.store)? {
            WorkDone::Others => self.show(selected, true, context)?,
            WorkDone::Sought(at, row) => {
                self.go_to_row(at, row, context)?;
                return Ok(true);
            }
            WorkDone::More(more) => {
                self.count_rows();
                // Rows that come first push the others down.
                let is_pushed = more > 0 && self.rows.at >= before.first && before.all > 0;
                if is_pushed {
                    self.rows.at += more;
                }
                if more > 0 || shown < self.rows.page {
                    self.read.clear();
                    self.page.clear();
                    self.load(context)?;
                }
            }
        }
        Ok(self.listing.percent() != told || self.page.len() != shown)
    }
}
