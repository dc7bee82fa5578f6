//! Finds which standings a filter lets through. Where their counts do not say it, that goes on between
//! the keys.

use std::rc::Rc;

use super::{PassingInWork, Shortfalls};
use crate::i18n::{Lang, Say, WorkMsg};
use crate::store::{Result, StandingKey, StandingRows};
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
        if !self.pack.document.is_in_force(self.day) {
            (self.passing, self.mine) = (StandingRows::default(), 0);
            return Ok(());
        }
        let store = &*context.store;
        let review = context.person.review();
        if review.is_none_or(|review| !review.inspector.limits().is_limited()) {
            let since = review.map(|review| review.since.as_str());
            let narrowed = self.filter.narrowed(since.unwrap_or_default());
            let (pack, filter) = (&self.pack, &self.filter.of);
            if let Some(rows) = store.standing_rows(pack, filter, narrowed, self.day)? {
                (self.passing, self.mine, self.known) = (rows, 0, None);
                return Ok(());
            }
        }
        if self.known == Some(store.change_mark()?) {
            return Ok(());
        }
        self.in_work = Some(self.begin_to_look(context)?);
        self.look_on(context).map(drop)
    }

    fn begin_to_look(&self, context: &Context) -> Result<PassingInWork> {
        let store = &*context.store;
        let review = context.person.review();
        let since = review.map(|review| review.since.as_str());
        let narrowed = self.filter.narrowed(since.unwrap_or_default());
        let limited = review.filter(|review| review.inspector.limits().is_limited());
        let waiting = limited.map(|review| review.inspector.begin_waiting(store));
        Ok(PassingInWork {
            mark: store.change_mark()?,
            walk: store.begin_to_filter(&self.pack, &self.filter.of, narrowed, self.day)?,
            waiting: waiting.transpose()?,
            mine: Vec::new(),
            found: Vec::new(),
            is_old: false,
        })
    }

    /// Looks at the next places. Returns whether all were looked at and what passes is known.
    fn look_on(&mut self, context: &Context) -> Result<bool> {
        let Some(mut in_work) = self.in_work.take() else {
            return Ok(false);
        };
        let review = context.person.review();
        if let Some((waiting, review)) = in_work.waiting.as_mut().zip(review)
            && !waiting.is_over()
        {
            let (store, pack) = (&*context.store, &self.pack.code);
            let part = (&mut *waiting, PART);
            review.inspector.look_for_waiting(store, part, pack)?;
            if !waiting.is_over() {
                self.in_work = Some(in_work);
                return Ok(false);
            }
        }
        let since = review.map(|review| review.since.as_str());
        let narrowed = self.filter.narrowed(since.unwrap_or_default());
        let part = (&mut in_work.walk, PART);
        let (pack, filter) = (&self.pack, &self.filter.of);
        let found = context
            .store
            .filter_on(part, pack, filter, narrowed, self.day)?;
        let waiting = in_work.waiting.as_ref();
        let is_mine = |key: &StandingKey| waiting.is_some_and(|waiting| waiting.contains(key));
        let (mut mine, mut others) = found.into_iter().partition(is_mine);
        in_work.mine.append(&mut mine);
        in_work.found.append(&mut others);
        if !in_work.walk.is_over() {
            self.in_work = Some(in_work);
            return Ok(false);
        }
        self.mine = in_work.mine.len();
        in_work.mine.append(&mut in_work.found);
        self.passing = StandingRows::Listed(Rc::new(in_work.mine));
        self.known = Some(in_work.mark);
        if in_work.is_old && in_work.mark != context.store.change_mark()? {
            self.in_work = Some(self.begin_to_look(context)?);
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
