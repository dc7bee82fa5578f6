//! Narrows the list to what its filter lets through.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::List;
use super::filter::{COUNTING, Change, CountsAs, ListFilter};
use crate::domain::policy::Requirement;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Value;
use crate::domain::verdict::judge::{Counting, counting};
use crate::i18n::{InspectorMsg, Text};
use crate::store::{Result, ReviewFilter};
use crate::tui::context::Context;
use crate::tui::part::filter::{Chosen, FilterChoices, statuses};
use crate::tui::question::Answer;

impl List {
    /// Everything there is to choose: what is asked for most has a digit.
    pub(super) fn filter_choices(&self) -> FilterChoices<Change> {
        let filter = &self.filter;
        let mut all = FilterChoices::new();
        if self.is_counted() {
            for (counts, label) in &COUNTING {
                let is_on = filter.counts == Some(*counts);
                all = all.one(Text::of(label), is_on, Change::Counts(Some(*counts)));
            }
            let is_on = filter.counts.is_none();
            all = all.every(&InspectorMsg::EitherCounts, is_on, Change::Counts(None));
        }
        let known = statuses([&self.kind]);
        all.states(filter.state, Change::State).statuses(
            &known,
            filter.status.as_deref(),
            Change::Status,
        )
    }

    /// Whether the requirement asks for facilities of the kind of the list.
    fn is_counted(&self) -> bool {
        let counts = |asked: &Requirement| asked.is_exists() && asked.kind == self.kind.code;
        self.requirement().is_some_and(counts)
    }

    /// Narrows the list to what was chosen.
    pub(super) fn narrow(&mut self, answer: &Answer) {
        match self.filter_choices().chosen(answer) {
            Some(Chosen::Change(Change::Status(status))) => self.filter.status = status,
            Some(Chosen::Change(Change::State(state))) => self.filter.state = state,
            Some(Chosen::Change(Change::Counts(counts))) => self.filter.counts = counts,
            Some(Chosen::Clear) => self.filter = ListFilter::default(),
            None => {}
        }
    }

    /// The records in the state that is asked for, where one is.
    pub(super) fn in_state(&self, context: &Context) -> Result<Option<BTreeSet<Uuid>>> {
        let Some(state) = self.filter.state else {
            return Ok(None);
        };
        let asked = ReviewFilter {
            place: Some(&self.place.code),
            kind: Some(&self.kind.code),
            state: Some(state),
            ..ReviewFilter::default()
        };
        let found = context.store.reviewed(&asked, 0, usize::MAX)?;
        Ok(Some(found.into_iter().map(|one| one.record).collect()))
    }

    pub(super) fn passes(&self, facility: &Facility) -> bool {
        let status = facility.values.get(shared::STATUS).and_then(Value::text);
        let counted = |asked: &Requirement| match counting(asked, facility) {
            Counting::Counts => CountsAs::Counting,
            Counting::CountsNot { .. } => CountsAs::NotCounting,
            Counting::NotKnown { .. } => CountsAs::NotKnown,
        };
        let counts = || self.requirement().map(counted);
        let of_status = self.filter.status.as_deref();
        of_status.is_none_or(|wanted| status == Some(wanted))
            && self
                .filter
                .counts
                .is_none_or(|wanted| counts() == Some(wanted))
    }
}
