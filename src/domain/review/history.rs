//! A change as people read it: which field went from what to what.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use uuid::Uuid;

use super::double_entry::{SecondEntry, SecondEntryOutcome};
use super::quarter::Confirmation;
use super::reason::Reasons;
use super::visit::SiteVisit;
use crate::domain::policy::kind::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::{Change, ChangeId};
use crate::domain::record::{evidence, sheet};
use crate::i18n::{EvidenceMsg, HistoryMsg, Lang, Say, SecondEntryMsg, Text, named};

/// A field that a change set: its code, and its value before and after.
pub type SetField = (String, Option<Json>, Option<Json>);

/// The forms that a record was filled in before and after a change; two where it was moved to
/// another kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forms<'a> {
    /// Before.
    pub before: Option<&'a Kind>,
    /// After.
    pub after: Option<&'a Kind>,
}

impl<'a> Forms<'a> {
    /// Returns the forms of a change that leaves the kind as it is.
    #[must_use]
    pub const fn same(kind: Option<&'a Kind>) -> Self {
        Self {
            before: kind,
            after: kind,
        }
    }

    /// Returns the form that has a field: the one after the change, where both do.
    fn having(self, code: &str) -> Option<&'a Kind> {
        let has = |kind: &&Kind| kind.field(code).is_some();
        self.after
            .filter(has)
            .or(self.before.filter(has))
            .or(self.after)
    }
}

/// Returns the fields that a change set, in the order of the form, each as one line. `place_name`
/// gives the words for the code of a place; a value that the pack no longer understands is told as
/// it is kept.
pub fn lines(
    fields: &[SetField],
    forms: Forms,
    place_name: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<String> {
    let mut ordered: Vec<&SetField> = fields.iter().collect();
    ordered.sort_by_key(|(code, ..)| {
        [forms.after, forms.before].map(|kind| place_in_form(kind, code))
    });
    let line = |(code, before, after): &SetField| {
        let words = |json: &Option<Json>, kind| value(code, json.as_ref(), kind, &place_name, lang);
        format!(
            "{}: {} -> {}",
            label(code, forms.having(code)).say(lang),
            words(before, forms.before),
            words(after, forms.after)
        )
    };
    ordered.into_iter().map(line).collect()
}

/// Returns what a second person keyed at one time, as a line for each outcome with its fields in
/// the order of the form.
#[must_use]
pub fn second_entries(keyed: &[SecondEntry], kind: Option<&Kind>, lang: Lang) -> Vec<String> {
    let fields = |outcome| {
        let mut codes: Vec<&str> = keyed
            .iter()
            .filter(|k| k.outcome == outcome)
            .map(|k| k.field.as_str())
            .collect();
        codes.sort_by_key(|code| place_in_form(kind, code));
        let labels: Vec<Text> = codes.iter().map(|code| label(code, kind)).collect();
        Text::list(&labels)
    };
    let line = |(outcome, _)| {
        let fields = fields(outcome);
        let said = match outcome {
            _ if fields == Text::default() => return None,
            SecondEntryOutcome::Agreed => SecondEntryMsg::Agreed { fields },
            SecondEntryOutcome::FirstWrong => SecondEntryMsg::FirstWrong { fields },
            SecondEntryOutcome::SecondWrong => SecondEntryMsg::SecondWrong { fields },
        };
        Some(said.say(lang))
    };
    SecondEntryOutcome::ALL
        .into_iter()
        .filter_map(line)
        .collect()
}

/// Second entries by the save they were made in, oldest first.
pub fn by_save(keyed: &[SecondEntry]) -> impl Iterator<Item = &[SecondEntry]> {
    keyed.chunk_by(|one, next| (&one.at, &one.verifier) == (&next.at, &next.verifier))
}

/// One thing in the history of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryEvent<'a, T> {
    /// A save.
    Saved(&'a T),
    /// What a second person keyed at one time.
    Keyed(&'a [SecondEntry]),
    /// That nothing had changed.
    Confirmed(&'a Confirmation),
    /// A visit on the spot.
    Visited(&'a SiteVisit),
}

/// Returns saves, which come in the order of [`in_order`](crate::domain::record::trail::in_order),
/// with second entries, confirmations and visits among them, newest first. Each is newer than the saves that
/// it is about, whatever the clocks said, and of one time newer than the save.
pub fn events<'a, T>(
    saves: &'a [T],
    change: impl Fn(&T) -> &Change,
    keyed: &'a [SecondEntry],
    confirmed: &'a [Confirmation],
    visits: &'a [SiteVisit],
) -> Vec<HistoryEvent<'a, T>> {
    // How many saves come before an act.
    let after = |version: &[ChangeId], at: &str| {
        let is_meant = |save: &T| version.contains(&change(save).id);
        let meant_until = saves.iter().rposition(is_meant).map_or(0, |at| at + 1);
        let earlier = saves
            .iter()
            .skip(meant_until)
            .take_while(|save| change(save).at.as_str() <= at);
        meant_until + earlier.count()
    };
    let mut acts: Vec<(usize, &str, HistoryEvent<T>)> = Vec::new();
    for group in by_save(keyed) {
        let versions: Vec<ChangeId> = group.iter().flat_map(|one| one.version.clone()).collect();
        let at = group.first().map_or("", |entry| &entry.at);
        acts.push((after(&versions, at), at, HistoryEvent::Keyed(group)));
    }
    for one in confirmed {
        let count = after(&one.version, &one.at);
        acts.push((count, &one.at, HistoryEvent::Confirmed(one)));
    }
    for visit in visits {
        let count = after(&visit.version, &visit.at);
        acts.push((count, &visit.at, HistoryEvent::Visited(visit)));
    }
    acts.sort_by_key(|(after, at, _)| (*after, *at));
    let mut acts = acts.into_iter().peekable();
    let mut events = Vec::with_capacity(saves.len());
    for count in 0..=saves.len() {
        while let Some((.., act)) = acts.next_if(|(after, ..)| *after <= count) {
            events.push(act);
        }
        events.extend(saves.get(count).map(HistoryEvent::Saved));
    }
    events.reverse();
    events
}

/// Returns the line that names a record above its history: its name, facility code, kind, place and
/// id. `fields` are those that it has now, or had when it was deleted.
pub fn head(
    id: Uuid,
    fields: &BTreeMap<String, Json>,
    kind: Option<&Kind>,
    place_name: impl Fn(&str) -> String,
    lang: Lang,
) -> String {
    let text = |code| fields.get(code).and_then(Json::as_str);
    let period = || sheet::period_of(fields).map(|period| period.listed().say(lang));
    let name = text(shared::NAME).map(str::to_owned).or_else(period);
    let code = text(shared::FACILITY_CODE);
    let code = code.map(|code| named(&label(shared::FACILITY_CODE, kind).say(lang), code, lang));
    let kind = kind.map(|kind| kind.label.say(lang));
    let place = text(shared::PLACE).map(place_name);
    let parts = [name, code, kind, place, Some(id.to_string())];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// Place and kind come first, then the fields of the form, then what the form does not know.
fn place_in_form(kind: Option<&Kind>, code: &str) -> usize {
    match code {
        shared::PLACE => 0,
        shared::KIND => 1,
        _ => kind
            .and_then(|kind| kind.fields.iter().position(|field| field.code == code))
            .map_or(usize::MAX, |at| at + 2),
    }
}

/// Returns what a field is called: by the form, or by the program where no form has it; else its
/// code.
#[must_use]
pub fn label(code: &str, kind: Option<&Kind>) -> Text {
    match code {
        shared::KIND => Text::of(&HistoryMsg::Kind),
        shared::PLACE => Text::of(&HistoryMsg::Place),
        shared::DELETED => Text::of(&HistoryMsg::Deleted),
        shared::REASONS => Text::of(&HistoryMsg::Reasons),
        shared::EVIDENCE_FILES => Text::of(&EvidenceMsg::Files),
        _ => {
            let field = kind.and_then(|kind| kind.field(code));
            field.map_or_else(|| Text::both(code.to_owned()), |field| field.label.clone())
        }
    }
}

/// Returns a value of a field in words; none is told as empty.
pub fn value(
    code: &str,
    json: Option<&Json>,
    kind: Option<&Kind>,
    place_name: &impl Fn(&str) -> String,
    lang: Lang,
) -> String {
    let Some(json) = json else {
        let none = match code {
            shared::DELETED => HistoryMsg::No,
            _ => HistoryMsg::Empty,
        };
        return none.say(lang);
    };
    let kept = || {
        json.as_str()
            .map_or_else(|| json.to_string(), str::to_owned)
    };
    match code {
        shared::DELETED => HistoryMsg::Yes.say(lang),
        shared::PLACE => place_name(&kept()),
        shared::REASONS => Reasons::of_json(Some(json)).lines(kind, lang).join("; "),
        shared::EVIDENCE_FILES => {
            let files = evidence::of_json(Some(json));
            files
                .iter()
                .map(|file| file.line().say(lang))
                .collect::<Vec<_>>()
                .join("; ")
        }
        shared::KIND => kind.map_or_else(kept, |kind| kind.label.say(lang)),
        _ => {
            let field = kind.and_then(|kind| kind.field(code));
            field
                .and_then(|field| Some(field.show(&field.decode(json)?, lang)))
                .unwrap_or_else(kept)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::trail::Patch;
    use crate::domain::record::trail::subject::Subject;

    fn change(seq: i64, at: &str) -> Change {
        Change {
            id: ChangeId {
                site: "a".into(),
                seq,
            },
            topic: Subject::Facility.into(),
            record: Uuid::nil(),
            at: at.into(),
            author: "甲".into(),
            reason: String::new(),
            parents: Vec::new(),
            patch: Patch::new(),
        }
    }

    fn keyed(at: &str, seen: i64) -> SecondEntry {
        SecondEntry {
            field: "reading_seats".into(),
            version: vec![ChangeId {
                site: "a".into(),
                seq: seen,
            }],
            verifier: "乙".into(),
            at: at.into(),
            outcome: SecondEntryOutcome::Agreed,
            tries: 1,
        }
    }

    #[test]
    fn an_act_is_newer_than_the_saves_that_it_is_about() {
        // The clock was set back between the first save and the second one.
        let saves = [change(1, "5"), change(2, "2"), change(3, "6")];
        let entries = [keyed("2", 2), keyed("3", 1), keyed("7", 3)];
        let confirmed = [Confirmation {
            as_of: "2025-06-30".into(),
            version: entries[0].version.clone(),
            author: "丙".into(),
            at: "4".into(),
        }];
        let told: Vec<String> = events(&saves, |save| save, &entries, &confirmed, &[])
            .into_iter()
            .map(|event| match event {
                HistoryEvent::Saved(save) => save.id.seq.to_string(),
                HistoryEvent::Keyed(keyed) => format!("keyed {}", keyed[0].at),
                HistoryEvent::Confirmed(one) => format!("confirmed {}", one.at),
                HistoryEvent::Visited(one) => format!("visited {}", one.at),
            })
            .collect();
        assert_eq!(
            told,
            [
                "keyed 7",
                "3",
                "confirmed 4",
                "keyed 3",
                "keyed 2",
                "2",
                "1",
            ]
        );
    }
}
