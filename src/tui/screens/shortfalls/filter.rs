//! What the list of standings can be narrowed to.

use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack};
use crate::domain::review::ReviewState;
use crate::domain::verdict::{Filter, NarrowBy, Verdict};
use crate::i18n::{InspectorMsg, Text};
use crate::store::Narrowed;
use crate::tui::part::filter::{FilterChoices, PlaceChoices, statuses};

/// The verdicts that can be asked for together, each group by its name.
const VERDICTS: [(&[Verdict], InspectorMsg); 4] = [
    (&[Verdict::Short, Verdict::Unknown], InspectorMsg::NotMet),
    (&[Verdict::Short], InspectorMsg::OnlyShort),
    (&[Verdict::Unknown], InspectorMsg::OnlyUnknown),
    (&[Verdict::Met], InspectorMsg::OnlyMet),
];

/// What the list is narrowed to.
#[derive(Default)]
pub(super) struct StandingFilter {
    /// By the standing itself.
    pub(super) of: Filter,
    pub(super) places: PlaceChoices,
    /// The status of the facility that decides.
    status: Option<String>,
    /// Its state between clerk and inspector.
    state: Option<ReviewState>,
}

/// What a choice changes.
pub(super) enum Change {
    Verdicts(&'static [Verdict]),
    Only(NarrowBy),
    Kind(Option<String>),
    Group(Option<String>),
    Place(Option<Place>),
    Status(Option<String>),
    State(Option<ReviewState>),
}

impl StandingFilter {
    /// What is not met in a group of requirements, or in all.
    pub(super) fn of_group(group: Option<String>) -> Self {
        Self {
            of: Filter {
                group,
                ..Filter::default()
            },
            ..Self::default()
        }
    }

    /// Everything there is to choose: what is asked for most has a digit.
    pub(super) fn choices(&self, pack: &Pack) -> FilterChoices<Change> {
        let all = self.verdicts(FilterChoices::new());
        let all = self.groups(pack, all);
        self.kinds(pack, all)
            .places(&self.places, Change::Place)
            .statuses(
                &statuses(pack.kinds.iter()),
                self.status.as_deref(),
                Change::Status,
            )
            .states(self.state, Change::State)
    }

    fn verdicts(&self, mut all: FilterChoices<Change>) -> FilterChoices<Change> {
        let usual = Filter::default().verdicts;
        for (verdicts, label) in &VERDICTS {
            let is_on = self.of.verdicts == *verdicts;
            let change = Change::Verdicts(verdicts);
            all = if usual == *verdicts {
                all.every(label, is_on, change)
            } else {
                all.one(Text::of(label), is_on, change)
            };
        }
        all.narrowing(NarrowBy::ALL, &self.of.only, Change::Only)
    }

    fn groups(&self, pack: &Pack, mut all: FilterChoices<Change>) -> FilterChoices<Change> {
        if !pack.groups.is_empty() {
            let is_on = self.of.group.is_none();
            all = all.every(&InspectorMsg::EveryGroup, is_on, Change::Group(None));
        }
        for group in &pack.groups {
            let is_on = self.of.group.as_ref() == Some(&group.code);
            let change = Change::Group(Some(group.code.clone()));
            all = all.one(group.label.clone(), is_on, change);
        }
        all
    }

    fn kinds(&self, pack: &Pack, mut all: FilterChoices<Change>) -> FilterChoices<Change> {
        // A sheet that nothing is first entered in has no standing of its own.
        let is_asked = |kind: &&Kind| {
            let mut asked = pack.requirements.iter();
            !kind.is_sheet() || asked.any(|asked| asked.kind == kind.code)
        };
        let is_on = self.of.kind.is_none();
        all = all.every(&InspectorMsg::EveryKind, is_on, Change::Kind(None));
        for kind in pack.kinds.iter().filter(is_asked) {
            let is_on = self.of.kind.as_ref() == Some(&kind.code);
            let change = Change::Kind(Some(kind.code.clone()));
            all = all.one(kind.label.clone(), is_on, change);
        }
        all
    }

    /// Drops what is of one pack: another one has other kinds, groups, statuses and places.
    pub(super) fn leave_pack(&mut self) {
        (self.of.kind, self.of.group, self.status) = (None, None, None);
        self.places = PlaceChoices::default();
    }

    /// Takes what was chosen: a verdict, group or kind instead of the one before, a condition on or
    /// off.
    pub(super) fn change(&mut self, change: Change) {
        match change {
            Change::Verdicts(verdicts) => self.of.verdicts = verdicts.to_vec(),
            Change::Only(only) => self.of.turn(only),
            Change::Kind(kind) => self.of.kind = kind,
            Change::Group(group) => self.of.group = group,
            Change::Place(place) => self.places.current = place,
            Change::Status(status) => self.status = status,
            Change::State(state) => self.state = state,
        }
    }

    /// What the ledger is asked beside the filter itself.
    pub(super) fn narrowed<'a>(&'a self, since: &'a str) -> Narrowed<'a> {
        let place = self.places.current.as_ref();
        Narrowed {
            since,
            within: place.map(|place| place.code.as_str()),
            status: self.status.as_deref(),
            state: self.state,
        }
    }

    /// Whether nothing is set but perhaps a group: that is where the list was opened, and no filter
    /// that somebody set.
    pub(super) fn is_usual(&self) -> bool {
        let usual = Filter {
            group: self.of.group.clone(),
            ..Filter::default()
        };
        self.of == usual && self.narrowed("").is_everywhere()
    }
}
