//! What the line prompts need of a form: the field in focus in words, an answer to it, and the
//! verdicts.

use super::entry::Entry;
use super::field_words::choice_words;
use super::form::Form;
use super::watched::Watched;
use crate::domain::policy::expression::looks::looks_of;
use crate::domain::value::{Field, Required, Value};
use crate::domain::verdict::explain;
use crate::i18n::{Lang, PlainMsg, Say, ScreenMsg};
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
        let value = entry.value.as_ref()?;
        let shown = match value {
            Value::Number(quantity) if entry.text() == typed && !quantity.is_typed_plainly() => {
                quantity.typed.as_ref()?;
                field.show(&Value::Number(quantity.exact.into()), lang)
            }
            _ if entry.text() == typed => return None,
            _ => field.show(value, lang),
        };
        (!typed.is_empty()).then(|| format!("= {shown}"))
    }

    /// Puts a whole answer into the field in focus, as if it was typed there, and keeps it in the
    /// draft.
    pub(crate) fn answer_field(&mut self, typed: &str, context: &mut Context) {
        let lang = context.look.lang;
        if let Some((field, entry)) = self.focused_mut() {
            entry.put(field, String::new());
            let typed = entry.with_today(field, typed, context.day);
            entry.type_text(field, &typed, lang).say(context);
            entry.settle(field, lang);
        }
        self.judge(context);
        self.keep(context);
    }

    /// What follows from the field in focus: the figures that are derived from it, and the verdicts
    /// that it decides about, a line each.
    pub(crate) fn consequences(&self, lang: Lang) -> Vec<String> {
        let Some(field) = self.field() else {
            return Vec::new();
        };
        let typed = self.facility();
        let follows = self.kind.fields.iter().filter(|other| {
            let derived = self.kind.derived.get(&other.code);
            let mut looks = derived.map(|of| looks_of(of, &[])).into_iter().flatten();
            looks.any(|look| look.field == field.code)
        });
        let derived = follows.filter_map(|other| {
            let figure = self.derived(&other.code, &typed, lang)?;
            Some(format!("{} {figure}", other.label.get(lang)))
        });
        let verdicts = self.verdicts_of(lang, |watched| {
            watched.is_decided_by(&self.kind.code, &field.code)
        });
        derived.chain(verdicts).collect()
    }

    /// The verdict of every requirement that looks at the record, a line each.
    pub(crate) fn verdicts(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.verdicts_of(lang, |_| true);
        lines.extend(
            self.has_no_minimum()
                .then(|| ScreenMsg::NoMinimum.say(lang)),
        );
        lines.extend(self.not_in_force(lang));
        lines
    }

    fn verdicts_of(&self, lang: Lang, is_told: impl Fn(&Watched) -> bool) -> Vec<String> {
        let line = |watched: &Watched| {
            let (requirement, standing) = (&watched.requirement, watched.standing.as_ref()?);
            let line = PlainMsg::Verdict {
                verdict: explain::verdict(standing, requirement, lang),
                reason: self.reason(standing, requirement, lang),
            };
            let name = requirement.label.get(lang);
            // One verdict needs no name: it is that of the form.
            Some(if self.around.watched.len() > 1 {
                format!("{name} {}", line.say(lang))
            } else {
                line.say(lang)
            })
        };
        let told = self
            .around
            .watched
            .iter()
            .filter(|watched| is_told(watched));
        told.filter_map(line).collect()
    }
}
