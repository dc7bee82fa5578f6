//! What the list of records can be narrowed to.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::review::{ReviewState, SampleFrame};
use crate::domain::verdict::{NarrowBy, Verdict};
use crate::i18n::{InspectorMsg, SampleMsg, Text, VisitMsg};
use crate::store::ReviewFilter;
use crate::tui::part::filter::{FilterChoices, PlaceChoices};

/// Which records are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The code of a place; those below it count too.
    pub place: Option<String>,
    /// The code of a kind.
    pub kind: Option<String>,
    /// A state.
    pub state: Option<ReviewState>,
    /// Saved at this time or later.
    pub since: Option<String>,
    /// Answered by the clerk, and not judged since.
    pub answered: bool,
    /// The code of a status of facilities.
    pub status: Option<String>,
    /// A verdict of what looks at the record.
    pub verdict: Option<Verdict>,
    /// What the standings that look at it, or the record itself, must be as well.
    pub only: BTreeSet<NarrowBy>,
    /// Visited by nobody.
    pub not_visited: bool,
    /// A random sample.
    pub sample: Option<Uuid>,
}

impl Wanted {
    /// The same for the ledger.
    pub(super) fn asked(&self) -> ReviewFilter<'_> {
        ReviewFilter {
            place: self.place.as_deref(),
            kind: self.kind.as_deref(),
            state: self.state,
            since: self.since.as_deref(),
            answered: self.answered,
            status: self.status.as_deref(),
            verdict: self.verdict,
            only: Some(&self.only),
            not_visited: self.not_visited,
            sample: self.sample,
        }
    }
}

/// What the list is narrowed to, and what it can be narrowed to.
pub(super) struct RecordFilter {
    pub(super) wanted: Wanted,
    /// Kinds to narrow the list to: code and name.
    pub(super) kinds: Vec<(String, Text)>,
    /// Statuses to narrow it to: code and name.
    pub(super) statuses: Vec<(String, Text)>,
    pub(super) places: PlaceChoices,
    /// When the inspector was here before; `None` for anybody else.
    pub(super) since: Option<String>,
    /// When the sample was drawn that the list is narrowed to.
    pub(super) sample_at: Option<String>,
}

/// What a choice changes.
pub(super) enum Change {
    State(Option<ReviewState>),
    Changed,
    Answered,
    Only(NarrowBy),
    Kind(Option<String>),
    Verdict(Option<Verdict>),
    Place(Option<Place>),
    Status(Option<String>),
    NotVisited,
    NoSample,
}

/// The verdicts that can be asked for.
const VERDICTS: [(Verdict, InspectorMsg); 3] = [
    (Verdict::Met, InspectorMsg::OnlyMet),
    (Verdict::Short, InspectorMsg::OnlyShort),
    (Verdict::Unknown, InspectorMsg::OnlyUnknown),
];

/// The conditions beside the change since the last visit.
const CONDITIONS: [NarrowBy; 3] = [NarrowBy::Overdue, NarrowBy::Near, NarrowBy::WithoutEvidence];

impl RecordFilter {
    /// Everything there is to choose: what is asked for most has a digit.
    pub(super) fn choices(&self) -> FilterChoices<Change> {
        let wanted = &self.wanted;
        let mut all = FilterChoices::new()
            .states(wanted.state, Change::State)
            .one(
                Text::of(&InspectorMsg::OnlyAnswered),
                wanted.answered,
                Change::Answered,
            );
        if self.since.is_some() {
            let changed = Text::of(&InspectorMsg::Changed);
            all = all.one(changed, wanted.since.is_some(), Change::Changed);
        }
        all = all.narrowing(CONDITIONS, &wanted.only, Change::Only);
        all = all.every(
            &InspectorMsg::EveryKind,
            wanted.kind.is_none(),
            Change::Kind(None),
        );
        for (code, label) in &self.kinds {
            let is_on = wanted.kind.as_ref() == Some(code);
            all = all.one(label.clone(), is_on, Change::Kind(Some(code.clone())));
        }
        all = all.every(
            &InspectorMsg::EveryVerdict,
            wanted.verdict.is_none(),
            Change::Verdict(None),
        );
        for (verdict, label) in &VERDICTS {
            let is_on = wanted.verdict == Some(*verdict);
            all = all.one(Text::of(label), is_on, Change::Verdict(Some(*verdict)));
        }
        all = all.places(&self.places, Change::Place).statuses(
            &self.statuses,
            wanted.status.as_deref(),
            Change::Status,
        );
        all = all.one(
            Text::of(&VisitMsg::NotVisited),
            wanted.not_visited,
            Change::NotVisited,
        );
        match self.sample_at.clone() {
            Some(at) => all.one(Text::of(&SampleMsg::Named { at }), true, Change::NoSample),
            None => all,
        }
    }

    /// Takes what was chosen.
    pub(super) fn change(&mut self, change: Change) {
        match change {
            Change::State(state) => self.wanted.state = state,
            Change::Changed => {
                self.wanted.since = match self.wanted.since {
                    None => self.since.clone(),
                    Some(_) => None,
                }
            }
            Change::Answered => self.wanted.answered = !self.wanted.answered,
            Change::Only(only) => {
                if !self.wanted.only.remove(&only) {
                    self.wanted.only.insert(only);
                }
            }
            Change::Kind(kind) => self.wanted.kind = kind,
            Change::Verdict(verdict) => self.wanted.verdict = verdict,
            Change::Place(place) => self.wanted.place = place.map(|place| place.code),
            Change::Status(status) => self.wanted.status = status,
            Change::NotVisited => self.wanted.not_visited = !self.wanted.not_visited,
            Change::NoSample => self.wanted.sample = None,
        }
    }

    /// What a sample is drawn from: the place, kind and state; `None` where anything else narrows
    /// the list.
    pub(super) fn frame(&self) -> Option<SampleFrame> {
        let of_frame = Wanted {
            place: self.wanted.place.clone(),
            kind: self.wanted.kind.clone(),
            state: self.wanted.state,
            ..Wanted::default()
        };
        (of_frame == self.wanted).then(|| SampleFrame {
            places: of_frame.place.into_iter().collect(),
            kinds: of_frame.kind.into_iter().collect(),
            state: of_frame.state,
        })
    }
}
