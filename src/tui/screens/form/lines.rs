//! What the line prompts need of a form: the field in focus in words, an answer to it, and the
//! verdicts.

use uuid::Uuid;

use super::Form;
use super::view::choice_words;
use crate::domain::policy::{CheckStrength, check};
use crate::domain::record::facility::shared;
use crate::domain::value::{Field, FieldType, Required};
use crate::domain::verdict::explain;
use crate::i18n::{Lang, PlainMsg, Say};
use crate::tui::part::entry::Entry;
use crate::tui::screen::Context;

/// The field in focus in words.
pub(in crate::tui) struct Prompted {
    /// Its place in the form, counted from 1.
    pub(in crate::tui) at: usize,
    /// How many fields there are.
    pub(in crate::tui) of: usize,
    /// Its label with its unit.
    pub(in crate::tui) label: String,
    /// What stands in it.
    pub(in crate::tui) text: String,
    /// Its choices with the digits that pick them.
    pub(in crate::tui) choices: Vec<String>,
}

impl Form {
    fn focused(&self) -> Option<(&Field, &Entry)> {
        self.kind
            .fields
            .get(self.focus)
            .zip(self.entries.get(self.focus))
    }

    /// The field in focus.
    pub(in crate::tui) fn prompted(&self, lang: Lang) -> Option<Prompted> {
        let (field, entry) = self.focused()?;
        let name = field.label.get(lang).to_owned();
        let unit = match field.holds {
            // A name that says its unit already is not followed by it once more.
            FieldType::Number { .. } => field.unit().map(|unit| unit.label.get(lang).to_owned()),
            _ => None,
        };
        let label = match unit {
            Some(unit) => PlainMsg::WithUnit { label: name, unit }.say(lang),
            None if field.required == Required::Save => PlainMsg::Needed { label: name }.say(lang),
            None => name,
        };
        Some(Prompted {
            at: self.focus + 1,
            of: self.entries.len(),
            label,
            text: entry.text().to_owned(),
            choices: choice_words(field, lang),
        })
    }

    /// The record that it is of.
    pub(in crate::tui) const fn id(&self) -> Uuid {
        self.target.id
    }

    /// Where the form stands.
    pub(in crate::tui) const fn focus(&self) -> usize {
        self.focus
    }

    /// Whether the field in focus is the last one.
    pub(in crate::tui) const fn is_at_the_end(&self) -> bool {
        self.focus + 1 >= self.entries.len()
    }

    /// Whether this session may save it.
    pub(in crate::tui) const fn is_writable(&self) -> bool {
        self.target.writable
    }

    /// Whether what stands in the field in focus cannot be read.
    pub(in crate::tui) fn is_refused(&self) -> bool {
        self.focused()
            .is_some_and(|(_, entry)| entry.refusal.is_some())
    }

    /// What is wrong or doubtful about what stands in the field in focus. That nothing does is said
    /// at the end.
    pub(in crate::tui) fn complaint_of_what_stands(&self, lang: Lang) -> Option<String> {
        let (field, entry) = self
            .focused()
            .filter(|(_, entry)| !entry.text().is_empty() || entry.theirs.is_some())?;
        self.complaint(field, entry, lang)
    }

    /// Everything wrong or doubtful, each with its field.
    pub(in crate::tui) fn complaints(&self, lang: Lang) -> Vec<String> {
        let named = |(field, entry): (&Field, &Entry)| {
            Some(format!(
                "{} {}",
                field.label.get(lang),
                self.complaint(field, entry, lang)?
            ))
        };
        self.kind
            .fields
            .iter()
            .zip(&self.entries)
            .filter_map(named)
            .collect()
    }

    /// How many fields are still to be filled before review.
    pub(in crate::tui) fn needed_later(&self) -> usize {
        check::needed_for_review(&self.kind, &self.facility(), self.day).len()
    }

    /// What the field in focus was read as, where that is not just what was typed.
    pub(in crate::tui) fn read_as(&self, typed: &str, lang: Lang) -> Option<String> {
        let (field, entry) = self.focused()?;
        let shown = field.show(entry.value.as_ref()?, lang);
        (!typed.is_empty() && entry.text() != typed).then(|| format!("= {shown}"))
    }

    /// Puts a whole answer into the field in focus, as if it was typed there, and keeps it in the
    /// draft.
    pub(in crate::tui) fn answer_field(&mut self, typed: &str, context: &mut Context) {
        let lang = context.look.lang;
        if let Some((field, entry)) = self
            .kind
            .fields
            .get(self.focus)
            .zip(self.entries.get_mut(self.focus))
        {
            entry.put(field, String::new());
            entry.type_text(field, typed, lang).say(context);
            entry.settle(field, lang);
        }
        self.judge();
        self.keep(context);
    }

    /// Whether a requirement looks at the field in focus.
    pub(in crate::tui) fn decides(&self) -> bool {
        let Some((field, _)) = self.focused() else {
            return false;
        };
        let looks = |code: &str| {
            self.watched
                .iter()
                .map(|watched| &watched.requirement)
                .any(|requirement| {
                    requirement.measure.field.as_deref() == Some(code)
                        || requirement
                            .conditions
                            .iter()
                            .any(|condition| condition.field == code)
                })
        };
        (field.code == shared::STATUS && !self.watched.is_empty()) || looks(&field.code)
    }

    /// The verdict of every requirement that looks at the record, a line each.
    pub(in crate::tui) fn verdicts(&self, lang: Lang) -> Vec<String> {
        let judged = self
            .watched
            .iter()
            .filter_map(|watched| Some((&watched.requirement, watched.standing.as_ref()?)));
        let line = |(requirement, standing)| {
            let line = PlainMsg::Verdict {
                verdict: explain::verdict(standing, requirement, lang),
                reason: self.reason(standing, requirement, lang),
            };
            let name = requirement.label.get(lang);
            // One verdict needs no name: it is that of the form.
            if self.watched.len() > 1 {
                format!("{name} {}", line.say(lang))
            } else {
                line.say(lang)
            }
        };
        judged.map(line).collect()
    }

    /// The fields that keep the record from being saved.
    pub(in crate::tui) fn mistakes(&self) -> Vec<usize> {
        let hard = |code: &str| {
            self.problems
                .iter()
                .any(|problem| problem.field == code && problem.strength == CheckStrength::Hard)
        };
        self.fields_where(|field, entry| entry.refusal.is_some() || hard(&field.code))
    }

    /// The fields that somebody else saved differently in between.
    pub(in crate::tui) fn conflicts(&self) -> Vec<usize> {
        self.fields_where(|_, entry| entry.differs_from_theirs())
    }

    fn fields_where(&self, is_meant: impl Fn(&Field, &Entry) -> bool) -> Vec<usize> {
        let fields = self.kind.fields.iter().zip(&self.entries).enumerate();
        fields
            .filter(|(_, (field, entry))| is_meant(field, entry))
            .map(|(at, _)| at)
            .collect()
    }
}
