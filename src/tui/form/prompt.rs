//! What the line prompts need of a form: the field in focus in words, an answer to it, and the
//! verdicts.

use super::entry::Entry;
use super::field_words::choice_words;
use super::form::Form;
use crate::domain::record::facility::shared;
use crate::domain::value::{Field, Required};
use crate::domain::verdict::explain;
use crate::i18n::{Lang, PlainMsg, Say};
use crate::tui::context::Context;

/// The field in focus in words.
pub(crate) struct Prompted {
    /// Its place in the form, counted from 1.
    pub(crate) at: usize,
    /// How many fields there are.
    pub(crate) of: usize,
    /// Its label with its unit.
    pub(crate) label: String,
    /// What stands in it.
    pub(crate) text: String,
    /// Its choices with the digits that pick them.
    pub(crate) choices: Vec<String>,
}

impl Form {
    /// The field in focus.
    pub(crate) fn prompted(&self, lang: Lang) -> Option<Prompted> {
        let (field, entry) = self.focused()?;
        let name = field.label.get(lang).to_owned();
        // A name that says its unit already is not followed by it once more.
        let unit = field.unit().filter(|_| field.is_number());
        let unit = unit.map(|unit| unit.label.get(lang).to_owned());
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

    /// Whether the field in focus is the last one.
    pub(crate) const fn is_at_the_end(&self) -> bool {
        self.focus + 1 >= self.entries.len()
    }

    /// Whether what stands in the field in focus cannot be read.
    pub(crate) fn is_refused(&self) -> bool {
        self.focused()
            .is_some_and(|(_, entry)| entry.refusal.is_some())
    }

    /// What is wrong or doubtful about what stands in the field in focus. That nothing does is said
    /// at the end.
    pub(crate) fn complaint_of_what_stands(&self, lang: Lang) -> Option<String> {
        let (field, entry) = self
            .focused()
            .filter(|(_, entry)| !entry.text().is_empty() || entry.theirs.is_some())?;
        self.complaint(field, entry, lang)
    }

    /// Everything wrong or doubtful, each with its field.
    pub(crate) fn complaints(&self, lang: Lang) -> Vec<String> {
        let named = |(field, entry): (&Field, &Entry)| {
            Some(format!(
                "{} {}",
                field.label.get(lang),
                self.complaint(field, entry, lang)?
            ))
        };
        self.pairs().filter_map(named).collect()
    }

    /// What the field in focus was read as, where that is not just what was typed.
    pub(crate) fn read_as(&self, typed: &str, lang: Lang) -> Option<String> {
        let (field, entry) = self.focused()?;
        let shown = field.show(entry.value.as_ref()?, lang);
        (!typed.is_empty() && entry.text() != typed).then(|| format!("= {shown}"))
    }

    /// Puts a whole answer into the field in focus, as if it was typed there, and keeps it in the
    /// draft.
    pub(crate) fn answer_field(&mut self, typed: &str, context: &mut Context) {
        let lang = context.look.lang;
        if let Some((field, entry)) = self.focused_mut() {
            entry.put(field, String::new());
            entry.type_text(field, typed, lang).say(context);
            entry.settle(field, lang);
        }
        self.judge();
        self.keep(context);
    }

    /// Whether a requirement looks at the field in focus.
    pub(crate) fn decides(&self) -> bool {
        let Some(field) = self.field() else {
            return false;
        };
        let looks = |code: &str| {
            self.around
                .watched
                .iter()
                .map(|watched| &watched.requirement)
                .any(|requirement| {
                    requirement.measure.field.as_deref() == Some(code)
                        || requirement
                            .conditions()
                            .iter()
                            .any(|condition| condition.field == code)
                })
        };
        (field.code == shared::STATUS && !self.around.watched.is_empty()) || looks(&field.code)
    }

    /// The verdict of every requirement that looks at the record, a line each.
    pub(crate) fn verdicts(&self, lang: Lang) -> Vec<String> {
        let judged = self.standings(usize::MAX);
        let line = |(requirement, standing)| {
            let line = PlainMsg::Verdict {
                verdict: explain::verdict(standing, requirement, lang),
                reason: self.reason(standing, requirement, lang),
            };
            let name = requirement.label.get(lang);
            // One verdict needs no name: it is that of the form.
            if self.around.watched.len() > 1 {
                format!("{name} {}", line.say(lang))
            } else {
                line.say(lang)
            }
        };
        judged.map(line).collect()
    }
}
