//! Narrows the list to what its filter lets through.

use super::List;
use super::filter::{COUNTING, Change, CountsAs, ListFilter};
use crate::domain::policy::Requirement;
use crate::domain::record::Facility;
use crate::domain::verdict::judge::{Counting, counting};
use crate::i18n::{InspectorMsg, Text};
use crate::tui::part::filter::{Chosen, FilterChoices, statuses};
use crate::tui::question::Answer;

impl List {
    /// Everything there is to choose: what is asked for most has a digit.
    pub(super) fn filter_choices(&self, filter: &ListFilter) -> FilterChoices<Change> {
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
        let chosen = self.filter_choices(&self.wanted.filter).chosen(answer);
        let filter = &mut self.wanted.filter;
        match chosen {
            Some(Chosen::Change(Change::Status(status))) => filter.status = status,
            Some(Chosen::Change(Change::State(state))) => filter.state = state,
            Some(Chosen::Change(Change::Counts(counts))) => filter.counts = counts,
            Some(Chosen::Clear) => *filter = ListFilter::default(),
            None => {}
        }
    }

    /// Whether a facility counts as is wanted, where anything is.
    pub(super) fn counts_as(&self, facility: &Facility, wanted: Option<CountsAs>) -> bool {
        let counted = |asked: &Requirement| match counting(asked, facility) {
            Counting::Counts => CountsAs::Counting,
            Counting::CountsNot { .. } => CountsAs::NotCounting,
            Counting::NotKnown { .. } => CountsAs::NotKnown,
        };
        wanted.is_none_or(|wanted| self.requirement().map(counted) == Some(wanted))
    }
}
