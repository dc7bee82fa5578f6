//! Goes to the next cell with something that is not met, row by row to the end of the table and from
//! its beginning again. In a long table that goes on between the keys until one is pressed.

use super::{Matrix, MatrixPage, ProblemSearch};
use crate::i18n::{Lang, Say, ScreenMsg, WorkMsg};
use crate::store::Result;
use crate::tui::context::Context;

/// So many rows are looked at in one go.
const PART: usize = 60;

impl Matrix {
    /// Begins to look for the next problem.
    pub(super) fn next_problem(&mut self, context: &mut Context) -> Result<()> {
        self.begin_search();
        self.look_on(context)
    }

    /// Begins to look behind the cursor, which stays where it is as long as the search goes on.
    pub(super) const fn begin_search(&mut self) {
        self.search = Some(ProblemSearch {
            from: (self.rows.at, self.column),
            looked: 0,
        });
    }

    /// Looks at the next rows between keys. Returns whether there is something new to see.
    pub(in crate::tui::screens) fn work(&mut self, context: &mut Context) -> Result<bool> {
        let told = self.percent();
        self.look_on(context)?;
        Ok(self.percent() != told)
    }

    /// Ends the search for the next problem.
    pub(in crate::tui::screens) const fn end_search(&mut self) {
        self.search = None;
    }

    /// Returns whether the search for the next problem goes on.
    pub(in crate::tui::screens) const fn is_at_work(&self) -> bool {
        self.search.is_some()
    }

    /// How much of the table was searched, in steps of ten percent; none where nothing is searched.
    fn percent(&self) -> Option<usize> {
        let search = self.search?;
        let tenth = (search.looked * 10).checked_div(self.rows.count)?;
        Some(tenth.min(9) * 10)
    }

    /// Returns what is said of the search while it goes on.
    pub(super) fn words_of_search(&self, lang: Lang) -> Option<String> {
        let percent = self.percent()?;
        Some(WorkMsg::Seeking { percent }.say(lang))
    }

    /// Looks at the next rows: the rest of the first one, all others, and the first one up to where
    /// the search began.
    fn look_on(&mut self, context: &mut Context) -> Result<()> {
        let Some(mut search) = self.search.take() else {
            return Ok(());
        };
        let count = self.rows.count;
        let begin = search.from.0 + search.looked;
        let first = if begin < count {
            begin
        } else {
            begin.saturating_sub(count)
        };
        // No further than the end of the table, and the first row once more.
        let most = (count - first.min(count)).min(PART);
        let rows = context.store.matrix_page(&self.places, first, most)?;
        let codes: Vec<String> = rows.into_iter().map(|row| row.code).collect();
        let page = self.read_page(&codes, context)?;
        for row in 0..codes.len() {
            let is_first = search.looked == 0;
            let is_last = search.looked >= count;
            let is_meant = |column: &usize| match (is_first, is_last) {
                (true, _) => *column > search.from.1,
                (_, true) => *column <= search.from.1,
                _ => true,
            };
            let mut columns = (0..self.width()).filter(is_meant);
            if let Some(column) = columns.find(|column| self.is_open(&page, row, *column)) {
                self.rows.go_to(first + row);
                self.column = column;
                return self.load(context);
            }
            search.looked += 1;
            if search.looked > count {
                context.say(ScreenMsg::NoShortfalls);
                return Ok(());
            }
        }
        if codes.is_empty() {
            context.say(ScreenMsg::NoShortfalls);
            return Ok(());
        }
        self.search = Some(search);
        Ok(())
    }

    fn is_open(&self, page: &MatrixPage, row: usize, column: usize) -> bool {
        if !self.is_in_force() {
            return false;
        }
        match page {
            MatrixPage::Standings(rows) => {
                let standing = rows.get(row).and_then(|row| row.standings.get(column));
                let standing = standing.and_then(Option::as_ref);
                standing.is_some_and(|standing| standing.verdict.is_open())
            }
            MatrixPage::Counts(rows) => {
                let counts = rows.get(row).and_then(|row| row.counts.get(column));
                let counts = counts.copied().flatten();
                counts.is_some_and(|counts| counts.binding.short + counts.binding.unknown > 0)
            }
        }
    }
}
