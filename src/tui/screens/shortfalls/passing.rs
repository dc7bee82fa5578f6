//! Finds which standings a filter lets through. Where their counts do not say it, that goes on between
//! the keys.

use std::rc::Rc;

use super::{PassingInWork, Shortfalls};
use crate::i18n::{Lang, Say, WorkMsg};
use crate::store::{Result, StandingRows};
use crate::tui::context::Context;

/// So many places are looked at in one go.
const PART: usize = 250;

impl Shortfalls {
    /// Reads which standings pass, or begins to. What waits for an inspector with limits comes before
    /// the rest.
    pub(super) fn read_passing(&mut self, context: &mut Context) -> Result<()> {
        if let Some(in_work) = &mut self.in_work {
            // Others may save all the time: it is made once more when it is over.
            in_work.is_old = true;
            return Ok(());
        }
        self.mine = 0;
        if !self.pack.document.is_in_force(self.day) {
            self.passing = StandingRows::default();
            return Ok(());
        }
        let store = &*context.store;
        let review = context.person.review();
        let since = review.map(|review| review.since.as_str());
        let narrowed = self.filter.narrowed(since.unwrap_or_default());
        let limited = review.filter(|review| review.inspector.limits().is_limited());
        let Some(review) = limited else {
            let (pack, filter) = (&self.pack, &self.filter.of);
            if let Some(rows) = store.standing_rows(pack, filter, narrowed, self.day)? {
                self.passing = rows;
                return Ok(());
            }
            self.in_work = Some(PassingInWork {
                walk: store.begin_to_filter(pack, filter, narrowed, self.day)?,
                found: Vec::new(),
                is_old: false,
            });
            return self.look_on(context).map(drop);
        };
        let mut keys = store.filtered(&self.pack, &self.filter.of, narrowed, self.day)?;
        let mine = review.inspector.waiting_standings(store, &self.pack.code)?;
        keys.sort_by_key(|key| !mine.contains(key));
        self.mine = keys.partition_point(|key| mine.contains(key));
        self.passing = StandingRows::Listed(Rc::new(keys));
        Ok(())
    }

    /// Looks at the next places. Returns whether all were looked at and what passes is known.
    fn look_on(&mut self, context: &Context) -> Result<bool> {
        let Some(mut in_work) = self.in_work.take() else {
            return Ok(false);
        };
        let review = context.person.review();
        let since = review.map(|review| review.since.as_str());
        let narrowed = self.filter.narrowed(since.unwrap_or_default());
        let part = (&mut in_work.walk, PART);
        let (pack, filter) = (&self.pack, &self.filter.of);
        let mut found = context
            .store
            .filter_on(part, pack, filter, narrowed, self.day)?;
        in_work.found.append(&mut found);
        if !in_work.walk.is_over() {
            self.in_work = Some(in_work);
            return Ok(false);
        }
        self.passing = StandingRows::Listed(Rc::new(in_work.found));
        if in_work.is_old {
            let walk = context
                .store
                .begin_to_filter(pack, filter, narrowed, self.day)?;
            self.in_work = Some(PassingInWork {
                walk,
                found: Vec::new(),
                is_old: false,
            });
        }
        Ok(true)
    }

    /// Goes on between keys. Returns whether there is something new to see.
    pub(super) fn search_passing_on(&mut self, context: &mut Context) -> Result<bool> {
        let told = self.percent();
        if self.look_on(context)? {
            self.show_passing(context)?;
            return Ok(true);
        }
        Ok(self.percent() != told)
    }

    /// Reads the page of the cursor among the rows that are known.
    pub(super) fn show_passing(&mut self, context: &mut Context) -> Result<()> {
        self.rows.resize(self.passing.count());
        self.page.clear();
        self.load(context)
    }

    /// How far it is, in tenths: whoever waits for a slow line is not sent more.
    fn percent(&self) -> Option<usize> {
        let in_work = self.in_work.as_ref()?;
        Some(in_work.walk.percent() / 10 * 10)
    }

    /// Returns what is said while it goes on.
    pub(super) fn words_of_work(&self, lang: Lang) -> Option<String> {
        let percent = self.percent()?;
        Some(WorkMsg::Narrowing { percent }.say(lang))
    }
}
