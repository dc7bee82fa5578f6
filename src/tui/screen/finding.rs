//! A finding in words, for inspectors and clerks alike.

use crate::domain::pack::Kind;
use crate::domain::review::{Act, Thread};
use crate::i18n::{InspectorMsg, Text};
use crate::store::local_time;

/// An act as one line: when, who, what.
pub(super) fn said(act: &Act) -> String {
    format!("{}  {}  {}", local_time(&act.at), act.author, act.text)
}

/// The fields a finding marks, by their labels.
pub(super) fn marked_fields(thread: &Thread, kind: &Kind) -> Text {
    if thread.fields.is_empty() {
        return Text::of(&InspectorMsg::WholeRecord);
    }
    let labels = thread.fields.iter().filter_map(|code| kind.field(code)).map(|field| &field.label);
    Text::list(&labels.collect::<Vec<_>>())
}
