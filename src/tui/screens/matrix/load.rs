//! Reads which rows a table has, and what those in view show.

use super::{Columns, CountedRows, Matrix, MatrixPage, layout};
use crate::domain::place::Place;
use crate::store::{ListedPlace, MatrixRows, Result};
use crate::tui::context::Context;

impl Matrix {
    /// Reads again which rows there are, and those in view. A search for the next problem goes on;
    /// where there are more or fewer rows it begins once more.
    pub(in crate::tui::screens) fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.column = self.column.min(self.width().saturating_sub(1));
        self.rows.page = layout::matrix_rows(context.body.1);
        self.count(context)?;
        let before = self.rows.count;
        self.rows.resize(self.places.count());
        if self.search.is_some() && self.rows.count != before {
            self.begin_search();
        }
        self.page = MatrixPage::Standings(Vec::new());
        self.load(context)
    }

    /// Counts the rows and their standings, unless that would count the same again: below a place they
    /// are counted one by one.
    fn count(&mut self, context: &Context) -> Result<()> {
        let store = &context.store;
        let within = self.within.current.as_ref().map(|place| place.code.clone());
        let counted = CountedRows {
            pack: self.pack.code.clone(),
            columns: self.columns.clone(),
            within: within.clone(),
            mark: store.change_mark()?,
            day: store.today(),
        };
        if self.counted.as_ref() == Some(&counted) {
            return Ok(());
        }
        let asked = MatrixRows {
            group: self.group(),
            within: within.as_deref(),
        };
        let counts = store.counts_in(&self.pack.code, asked)?;
        let mut places = store.matrix_places(&self.pack.code, asked)?;
        let mut unjudged = self.unjudged_places(context)?;
        self.unjudged = unjudged.len();
        places.first.append(&mut unjudged);
        self.own = places.first.len();
        (self.places, self.counts) = (places, counts);
        self.counted = Some(counted);
        Ok(())
    }

    /// Returns the places of the session in which facilities can be entered and no pack judges
    /// anything, as far as the rows are not narrowed to others. A group has none.
    fn unjudged_places(&self, context: &Context) -> Result<Vec<ListedPlace>> {
        if self.group().is_some() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for Place { code, parent, .. } in context.store.own_without_minimum()? {
            if context
                .store
                .is_in_scope(&code, self.within.current.as_ref())?
            {
                found.push(ListedPlace { code, parent });
            }
        }
        Ok(found)
    }

    /// Reads all again after other rows are wanted; the cursor stays on its place where it still is
    /// a row.
    pub(super) fn refresh_on_its_place(&mut self, context: &mut Context) -> Result<()> {
        let here = self.place().map(|place| place.code.clone());
        self.refresh(context)?;
        self.select_place(&here.unwrap_or_default(), context)?;
        self.load(context)
    }

    /// Reads the rows in view if others were read.
    pub(in crate::tui::screens) fn load(&mut self, context: &mut Context) -> Result<()> {
        let first = self.rows.first();
        if first == self.loaded && self.page_len() > 0 {
            return Ok(());
        }
        let store = &context.store;
        let rows = store.matrix_page(&self.places, first, self.rows.page.max(1))?;
        let codes: Vec<String> = rows.iter().map(|row| row.code.clone()).collect();
        let mut names = Vec::new();
        for row in rows {
            let name = row.parent.as_ref().map(|code| store.place_name(code));
            names.push(name.transpose()?.unwrap_or_default());
        }
        let progress = store.progress(&self.pack, self.group(), &codes)?;
        let page = self.read_page(&codes, context)?;
        self.beside = names.into_iter().zip(progress).collect();
        (self.page, self.loaded) = (page, first);
        Ok(())
    }

    /// Reads the rows of some places.
    pub(super) fn read_page(&self, codes: &[String], context: &Context) -> Result<MatrixPage> {
        let store = &context.store;
        Ok(match &self.columns {
            Columns::Requirements => {
                MatrixPage::Standings(store.matrix(&self.pack, codes, self.day)?)
            }
            Columns::OfGroup(group) => {
                MatrixPage::Standings(store.group_matrix(&self.pack, group, codes, self.day)?)
            }
            Columns::Groups => MatrixPage::Counts(store.group_rows(&self.pack, codes, self.day)?),
        })
    }
}
