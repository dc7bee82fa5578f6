//! What the list of standings can be narrowed to, as a list to choose from.

use crate::domain::policy::{Kind, Pack};
use crate::domain::verdict::{Filter, NarrowBy, Verdict};
use crate::i18n::{InspectorMsg, Lang, Text, word_list};
use crate::tui::part::picker::Picker;

/// The verdicts that can be asked for together, each group by its name.
const VERDICTS: [(&[Verdict], InspectorMsg); 4] = [
    (&[Verdict::Short, Verdict::Unknown], InspectorMsg::NotMet),
    (&[Verdict::Short], InspectorMsg::OnlyShort),
    (&[Verdict::Unknown], InspectorMsg::OnlyUnknown),
    (&[Verdict::Met], InspectorMsg::OnlyMet),
];

const fn name(only: NarrowBy) -> InspectorMsg {
    match only {
        NarrowBy::Overdue => InspectorMsg::Overdue,
        NarrowBy::Changed => InspectorMsg::Changed,
        NarrowBy::Near => InspectorMsg::Near,
        NarrowBy::WithoutEvidence => InspectorMsg::WithoutEvidence,
    }
}

/// One thing to choose.
enum Choice<'a> {
    Verdicts(&'static [Verdict], InspectorMsg),
    Only(NarrowBy),
    Kind(Option<&'a str>, Text),
    Group(Option<&'a str>, Text),
}

/// Everything there is to choose: what is asked for most has a digit.
fn choices(pack: &Pack) -> Vec<Choice<'_>> {
    let verdicts = VERDICTS
        .into_iter()
        .map(|(verdicts, name)| Choice::Verdicts(verdicts, name));
    let conditions = NarrowBy::ALL.into_iter().map(Choice::Only);
    let every = Choice::Kind(None, Text::of(&InspectorMsg::EveryKind));
    let groups = pack
        .groups
        .iter()
        .map(|group| Choice::Group(Some(&group.code), group.label.clone()));
    let every_group = Choice::Group(None, Text::of(&InspectorMsg::EveryGroup));
    let every_group = (!pack.groups.is_empty()).then_some(every_group);
    // A sheet that nothing is first entered in has no standing of its own.
    let is_asked = |kind: &&Kind| {
        let mut asked = pack.requirements.iter();
        !kind.is_sheet() || asked.any(|asked| asked.kind == kind.code)
    };
    let kinds = pack
        .kinds
        .iter()
        .filter(is_asked)
        .map(|kind| Choice::Kind(Some(&kind.code), kind.label.clone()));
    verdicts
        .chain(conditions)
        .chain(every_group)
        .chain(groups)
        .chain([every])
        .chain(kinds)
        .collect()
}

impl Choice<'_> {
    fn label(&self) -> Text {
        match self {
            Self::Verdicts(_, name) => Text::of(name),
            Self::Only(only) => Text::of(&name(*only)),
            Self::Kind(_, label) | Self::Group(_, label) => label.clone(),
        }
    }

    fn is_on(&self, filter: &Filter) -> bool {
        match self {
            Self::Verdicts(verdicts, _) => filter.verdicts == *verdicts,
            Self::Only(only) => filter.only.contains(only),
            Self::Kind(kind, _) => filter.kind.as_deref() == *kind,
            Self::Group(group, _) => filter.group.as_deref() == *group,
        }
    }
}

/// The list of choices, with those that are on marked.
pub(super) fn picker(filter: &Filter, pack: &Pack, size: (Lang, usize)) -> Picker {
    let choices = choices(pack).into_iter();
    Picker::of_filter(
        choices.map(|choice| (choice.label(), choice.is_on(filter))),
        size,
    )
}

/// Takes what was chosen: a verdict, group or kind instead of the one before, a condition on or off.
pub(super) fn choose(filter: &mut Filter, pack: &Pack, at: usize) {
    match choices(pack).into_iter().nth(at) {
        Some(Choice::Verdicts(verdicts, _)) => filter.verdicts = verdicts.to_vec(),
        Some(Choice::Only(only)) => filter.turn(only),
        Some(Choice::Kind(kind, _)) => filter.kind = kind.map(str::to_owned),
        Some(Choice::Group(group, _)) => filter.group = group.map(str::to_owned),
        None => {}
    }
}

/// What the list is narrowed to, in words; nothing where it is not.
pub(super) fn words(filter: &Filter, pack: &Pack, lang: Lang) -> String {
    let usual = Filter::default();
    let on = choices(pack)
        .into_iter()
        .filter(|choice| choice.is_on(filter) && !choice.is_on(&usual));
    let words: Vec<String> = on
        .map(|choice| choice.label().get(lang).to_owned())
        .collect();
    word_list(words, lang)
}
