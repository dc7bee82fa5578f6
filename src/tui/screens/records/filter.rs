//! What the list of records can be narrowed to.

use crate::domain::review::ReviewState;
use crate::i18n::{InspectorMsg, Lang, Say, Text, word_list};
use crate::tui::part::picker::Picker;

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
}

/// What the list is narrowed to, and what it can be narrowed to.
pub(super) struct RecordFilter {
    pub(super) wanted: Wanted,
    /// Kinds to narrow the list to: code and name.
    pub(super) kinds: Vec<(String, Text)>,
    /// The name of the place that the list is narrowed to.
    pub(super) place: Option<String>,
    /// When the inspector was here before; `None` for anybody else.
    pub(super) since: Option<String>,
}

/// One thing to choose.
enum Choice<'a> {
    State(Option<ReviewState>),
    Changed,
    Answered,
    Kind(Option<&'a (String, Text)>),
}

fn choices(filter: &RecordFilter) -> Vec<Choice<'_>> {
    let states = ReviewState::ALL
        .into_iter()
        .map(|state| Choice::State(Some(state)));
    let changed = filter.since.is_some().then_some(Choice::Changed);
    let kinds = filter.kinds.iter().map(|kind| Choice::Kind(Some(kind)));
    states
        .chain([Choice::State(None), Choice::Answered])
        .chain(changed)
        .chain([Choice::Kind(None)])
        .chain(kinds)
        .collect()
}

impl Choice<'_> {
    fn label(&self) -> Text {
        match self {
            Self::State(None) => Text::of(&InspectorMsg::EveryState),
            Self::State(Some(state)) => Text::of(&state.label()),
            Self::Changed => Text::of(&InspectorMsg::Changed),
            Self::Answered => Text::of(&InspectorMsg::OnlyAnswered),
            Self::Kind(None) => Text::of(&InspectorMsg::EveryKind),
            Self::Kind(Some((_, label))) => label.clone(),
        }
    }

    fn is_on(&self, filter: &RecordFilter) -> bool {
        match self {
            Self::State(state) => filter.wanted.state == *state,
            Self::Changed => filter.wanted.since.is_some(),
            Self::Answered => filter.wanted.answered,
            Self::Kind(kind) => filter.wanted.kind.as_ref() == kind.map(|(code, _)| code),
        }
    }

    /// Whether it narrows the list at all.
    const fn narrows(&self) -> bool {
        !matches!(self, Self::State(None) | Self::Kind(None))
    }
}

pub(super) fn picker(filter: &RecordFilter, size: (Lang, usize)) -> Picker {
    let choices = choices(filter).into_iter();
    Picker::of_filter(
        choices.map(|choice| (choice.label(), choice.is_on(filter))),
        size,
    )
}

/// Takes what was chosen.
pub(super) fn choose(filter: &mut RecordFilter, at: usize) {
    let mut wanted = filter.wanted.clone();
    match choices(filter).into_iter().nth(at) {
        Some(Choice::State(state)) => wanted.state = state,
        Some(Choice::Changed) => {
            wanted.since = if wanted.since.is_none() {
                filter.since.clone()
            } else {
                None
            }
        }
        Some(Choice::Answered) => wanted.answered = !wanted.answered,
        Some(Choice::Kind(kind)) => wanted.kind = kind.map(|(code, _)| code.clone()),
        None => {}
    }
    filter.wanted = wanted;
}

/// What the list is called, with what it is narrowed to.
pub(super) fn title(filter: &RecordFilter, lang: Lang) -> String {
    let on = choices(filter)
        .into_iter()
        .filter(|choice| choice.is_on(filter) && choice.narrows());
    let on = on.map(|choice| choice.label().get(lang).to_owned());
    let words: Vec<String> = filter.place.clone().into_iter().chain(on).collect();
    let title = InspectorMsg::RecordsTitle.say(lang);
    if words.is_empty() {
        title
    } else {
        format!("{title} > {}", word_list(words, lang))
    }
}
