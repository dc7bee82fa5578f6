//! A finding in words, for inspectors and clerks alike.

use crate::domain::policy::Kind;
use crate::domain::review::{ReviewAction, Thread};
use crate::domain::value::Zone;
use crate::i18n::{InspectorMsg, Text};

/// An act as one line: when, who, and what was said; of one without words what was done.
pub(crate) fn act_line(act: &ReviewAction, zone: Zone) -> Text {
    let ReviewAction {
        at,
        author,
        text,
        kind,
        ..
    } = act;
    let done = if text.is_empty() {
        Text::of(&kind.label())
    } else {
        Text::both(text.clone())
    };
    let line = |done: &str| format!("{}  {author}  {done}", zone.shown(at));
    Text {
        zh: line(&done.zh),
        en: line(&done.en),
    }
}

/// The fields a finding marks, by their labels.
pub(crate) fn marked_fields(thread: &Thread, kind: &Kind) -> Text {
    if thread.fields.is_empty() {
        return Text::of(&InspectorMsg::WholeRecord);
    }
    Text::list(
        thread
            .fields
            .iter()
            .filter_map(|code| kind.field(code))
            .map(|field| &field.label),
    )
}
