//! What a list can be narrowed to: the one mechanism of every list that has a filter. A screen says
//! what there is to choose and what each choice changes; asking, taking, clearing and the words in
//! the title are the same everywhere.

use std::collections::{BTreeSet, HashSet};

use super::picker::{Item, Picker};
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::domain::value::Field;
use crate::domain::verdict::NarrowBy;
use crate::i18n::{InspectorMsg, Lang, Say, Text, word_list};
use crate::store::{Result, Store};
use crate::tui::context::Context;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;

/// The last choice that has a digit.
const LAST_DIGIT: usize = 9;
/// The most places above those of a pack that are all offered.
const MOST_ABOVE: usize = 200;
/// The digit that clears the filter.
const CLEAR: &str = "0";

/// One thing to choose, and what that changes.
struct FilterChoice<C> {
    label: Text,
    is_on: bool,
    /// Whether it narrows the list; one that lets everything through does not.
    narrows: bool,
    /// Whether it is a place, which a title names first.
    is_place: bool,
    change: C,
}

/// Everything that a list can be narrowed to, in the order it is offered.
pub(crate) struct FilterChoices<C>(Vec<FilterChoice<C>>);

/// What was chosen.
pub(crate) enum Chosen<C> {
    /// This change.
    Change(C),
    /// To clear the filter.
    Clear,
}

impl<C> FilterChoices<C> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds a choice that narrows the list.
    pub(crate) fn one(mut self, label: Text, is_on: bool, change: C) -> Self {
        self.0.push(FilterChoice {
            label,
            is_on,
            narrows: true,
            is_place: false,
            change,
        });
        self
    }

    /// Adds a choice that is not told in the title: it lets everything through, or is what the list
    /// usually shows.
    pub(crate) fn every<M: Say>(mut self, label: &M, is_on: bool, change: C) -> Self {
        self.0.push(FilterChoice {
            label: Text::of(label),
            is_on,
            narrows: false,
            is_place: false,
            change,
        });
        self
    }

    /// Adds the places that a list can be narrowed to.
    pub(crate) fn places(self, places: &PlaceChoices, change: impl Fn(Option<Place>) -> C) -> Self {
        let is_on = |place: &Place| {
            let current = places.current.as_ref();
            current.is_some_and(|current| current.code == place.code)
        };
        let every = self.every(
            &InspectorMsg::EveryPlace,
            places.current.is_none(),
            change(None),
        );
        let offered = places.offered().into_iter();
        offered.fold(every, |all, place| {
            let label = Text::both(place.name.clone());
            let mut all = all.one(label, is_on(place), change(Some(place.clone())));
            if let Some(choice) = all.0.last_mut() {
                choice.is_place = true;
            }
            all
        })
    }

    /// Adds the states between clerk and inspector.
    pub(crate) fn states(
        self,
        current: Option<ReviewState>,
        change: impl Fn(Option<ReviewState>) -> C,
    ) -> Self {
        let states = ReviewState::ALL.into_iter();
        let all = states.fold(self, |all, state| {
            let label = Text::of(&state.label());
            all.one(label, current == Some(state), change(Some(state)))
        });
        all.every(&InspectorMsg::EveryState, current.is_none(), change(None))
    }

    /// Adds conditions that hold together, each on or off.
    pub(crate) fn narrowing<const N: usize>(
        self,
        conditions: [NarrowBy; N],
        current: &BTreeSet<NarrowBy>,
        change: impl Fn(NarrowBy) -> C,
    ) -> Self {
        let name = |only| match only {
            NarrowBy::Overdue => InspectorMsg::Overdue,
            NarrowBy::Changed => InspectorMsg::Changed,
            NarrowBy::Near => InspectorMsg::Near,
            NarrowBy::WithoutEvidence => InspectorMsg::WithoutEvidence,
        };
        conditions.into_iter().fold(self, |all, only| {
            let is_on = current.contains(&only);
            all.one(Text::of(&name(only)), is_on, change(only))
        })
    }

    /// Adds the statuses of facilities, as the forms have them.
    pub(crate) fn statuses(
        self,
        statuses: &[(String, Text)],
        current: Option<&str>,
        change: impl Fn(Option<String>) -> C,
    ) -> Self {
        if statuses.is_empty() {
            return self;
        }
        let every = self.every(&InspectorMsg::EveryStatus, current.is_none(), change(None));
        statuses.iter().fold(every, |all, (code, label)| {
            let is_on = current == Some(code);
            all.one(label.clone(), is_on, change(Some(code.clone())))
        })
    }

    /// Returns whether the list is narrowed.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.0.iter().any(|choice| choice.is_on && choice.narrows)
    }

    /// Asks what the list is narrowed to.
    pub(crate) fn ask(&self, context: &Context) -> Nav {
        Nav::ask(QuestionTopic::Filter, self.picker(context.list_size()))
    }

    fn picker(&self, size: (Lang, usize)) -> Picker {
        let item = |(at, choice): (usize, &FilterChoice<C>)| Item {
            // A digit takes one of the first at once; the others are found by their names.
            code: match at + 1 {
                digit @ ..=LAST_DIGIT => digit.to_string(),
                _ => String::new(),
            },
            name: choice.label.clone(),
            extra: if choice.is_on {
                Text::of(&InspectorMsg::On)
            } else {
                Text::default()
            },
            answer: Answer::At(at),
        };
        let mut items: Vec<Item> = self.0.iter().enumerate().map(item).collect();
        if self.is_narrowed() {
            items.push(Item {
                code: CLEAR.to_owned(),
                name: Text::of(&InspectorMsg::ClearFilter),
                extra: Text::default(),
                answer: Answer::No,
            });
        }
        Picker::new(Text::of(&InspectorMsg::FilterTitle), items, 0, size)
    }

    /// Returns what an answer chose.
    pub(crate) fn chosen(self, answer: &Answer) -> Option<Chosen<C>> {
        match answer {
            Answer::No => Some(Chosen::Clear),
            Answer::At(at) => {
                let choice = self.0.into_iter().nth(*at)?;
                Some(Chosen::Change(choice.change))
            }
            _ => None,
        }
    }

    /// Returns a title, with what the list is narrowed to.
    pub(crate) fn title<M: Say>(&self, title: &M, lang: Lang) -> String {
        self.behind(title.say(lang), lang)
    }

    /// Returns the same behind a title that is no message.
    pub(crate) fn behind(&self, title: String, lang: Lang) -> String {
        let on = self
            .0
            .iter()
            .filter(|choice| choice.is_on && choice.narrows);
        let (places, others): (Vec<_>, Vec<_>) = on.partition(|choice| choice.is_place);
        let on = places.into_iter().chain(others);
        let words: Vec<String> = on.map(|choice| choice.label.get(lang).to_owned()).collect();
        if words.is_empty() {
            title
        } else {
            format!("{title} > {}", word_list(words, lang))
        }
    }
}

/// The places that a list can be narrowed to: those above the places that packs judge, and the
/// places of the one that was chosen.
#[derive(Default)]
pub(crate) struct PlaceChoices {
    /// The place that the list is narrowed to.
    pub(crate) current: Option<Place>,
    above: Vec<Place>,
    below: Vec<Place>,
}

impl PlaceChoices {
    /// Reads again what there is to choose among the places of some packs.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn read(&mut self, store: &Store, packs: &[String]) -> Result<()> {
        (self.above, self.below) = (Vec::new(), Vec::new());
        let mut known = HashSet::new();
        for pack in packs {
            if store.count_above(pack)? > MOST_ABOVE {
                return self.read_by_levels(store);
            }
            let above = store.places_above(pack)?.into_iter();
            self.above
                .extend(above.filter(|place| known.insert(place.code.clone())));
        }
        let chosen = self.chosen_above().cloned();
        if let Some(chosen) = chosen {
            let mut known = HashSet::from([chosen.code.clone()]);
            for pack in packs {
                let below = store.covered_below(pack, &chosen.code)?.into_iter();
                self.below
                    .extend(below.filter(|place| known.insert(place.code.clone())));
            }
        }
        Ok(())
    }

    /// Reads what there is to choose where all places above would be too many: the places at the top,
    /// and those right below the one that is chosen, or beside it where it has none.
    fn read_by_levels(&mut self, store: &Store) -> Result<()> {
        let top = store.places_in(None)?;
        self.above = match top.as_slice() {
            [only] => store.places_in(Some(&only.code))?,
            _ => top,
        };
        let Some(current) = &self.current else {
            return Ok(());
        };
        self.below = store.places_in(Some(&current.code))?;
        if self.below.is_empty() {
            self.below = store.places_in(current.parent.as_deref())?;
        }
        let is_above = |place: &Place| self.above.iter().any(|above| above.code == place.code);
        self.below.retain(|place| !is_above(place));
        Ok(())
    }

    /// Returns how a place of the list is told: by its name alone below the place that the list is
    /// narrowed to, which the title names.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn told(&self, store: &Store, code: &str) -> Result<String> {
        match &self.current {
            Some(_) => store.place_name(code),
            None => store.place_path(code),
        }
    }

    /// The place whose own places are offered: the one that is chosen, or the one above it; the only
    /// one where there is no other.
    fn chosen_above(&self) -> Option<&Place> {
        if let [only] = self.above.as_slice() {
            return Some(only);
        }
        let current = self.current.as_ref()?;
        let is_chosen = |above: &&Place| above.code == current.code;
        let is_parent = |above: &&Place| Some(&above.code) == current.parent.as_ref();
        let mut above = self.above.iter();
        above
            .find(is_chosen)
            .or_else(|| self.above.iter().find(is_parent))
    }

    /// Those offered, the one that is on among them wherever it comes from.
    fn offered(&self) -> Vec<&Place> {
        let mut offered: Vec<&Place> = self.above.iter().chain(&self.below).collect();
        if let Some(current) = &self.current
            && !offered.iter().any(|place| place.code == current.code)
        {
            offered.push(current);
        }
        offered
    }
}

/// Returns the statuses that the forms of some kinds offer, each once.
pub(crate) fn statuses<'a>(kinds: impl IntoIterator<Item = &'a Kind>) -> Vec<(String, Text)> {
    let mut found: Vec<(String, Text)> = Vec::new();
    for kind in kinds {
        let field = kind.field(shared::STATUS);
        for choice in field.into_iter().flat_map(Field::choices) {
            if !found.iter().any(|(code, _)| *code == choice.code) {
                found.push((choice.code.clone(), choice.label.clone()));
            }
        }
    }
    found
}
