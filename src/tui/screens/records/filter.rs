//! What the list of records can be narrowed to.

use super::Records;
use crate::domain::review::ReviewState;
use crate::i18n::{InspectorMsg, Lang, Say, Text};
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::Answer;

/// One thing to choose.
enum Choice<'a> {
    State(Option<ReviewState>),
    Changed,
    Answered,
    Kind(Option<&'a (String, Text)>),
}

fn choices(list: &Records) -> Vec<Choice<'_>> {
    let states = ReviewState::ALL
        .into_iter()
        .map(|state| Choice::State(Some(state)));
    let changed = list.since.is_some().then_some(Choice::Changed);
    let kinds = list.kinds.iter().map(|kind| Choice::Kind(Some(kind)));
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

    fn is_on(&self, list: &Records) -> bool {
        match self {
            Self::State(state) => list.wanted.state == *state,
            Self::Changed => list.wanted.since.is_some(),
            Self::Answered => list.wanted.answered,
            Self::Kind(kind) => list.wanted.kind.as_ref() == kind.map(|(code, _)| code),
        }
    }

    /// Whether it narrows the list at all.
    const fn narrows(&self) -> bool {
        !matches!(self, Self::State(None) | Self::Kind(None))
    }
}

pub(super) fn picker(list: &Records, size: (Lang, usize)) -> Picker {
    let item = |(at, choice): (usize, Choice)| Item {
        code: (at + 1).to_string(),
        name: choice.label(),
        extra: if choice.is_on(list) {
            Text::of(&InspectorMsg::On)
        } else {
            Text::default()
        },
        answer: Answer::At(at),
    };
    let items = choices(list).into_iter().enumerate().map(item).collect();
    Picker::new(Text::of(&InspectorMsg::FilterTitle), items, 0, size)
}

/// Takes what was chosen.
pub(super) fn choose(list: &mut Records, at: usize) {
    let mut wanted = list.wanted.clone();
    match choices(list).into_iter().nth(at) {
        Some(Choice::State(state)) => wanted.state = state,
        Some(Choice::Changed) => {
            wanted.since = if wanted.since.is_none() {
                list.since.clone()
            } else {
                None
            }
        }
        Some(Choice::Answered) => wanted.answered = !wanted.answered,
        Some(Choice::Kind(kind)) => wanted.kind = kind.map(|(code, _)| code.clone()),
        None => {}
    }
    list.wanted = wanted;
    list.rows.at = 0;
}

/// What the list is called, with what it is narrowed to.
pub(super) fn title(list: &Records, lang: Lang) -> String {
    let on = choices(list)
        .into_iter()
        .filter(|choice| choice.is_on(list) && choice.narrows());
    let words: Vec<String> = on
        .map(|choice| choice.label().get(lang).to_owned())
        .collect();
    let title = InspectorMsg::RecordsTitle.say(lang);
    if words.is_empty() {
        title
    } else {
        format!(
            "{title} > {}",
            words.join(if lang == Lang::Zh { "、" } else { ", " })
        )
    }
}
