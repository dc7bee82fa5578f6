//! Another record here that a new one is likely to be, or that has the name which a saved one is
//! given: asked about when the name is left, and before it is saved.

use uuid::Uuid;

use super::Form;
use super::open::Opening;
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Subject};
use crate::domain::text::likeness::are_alike;
use crate::domain::text::{Surroundings, folding};
use crate::domain::value::FieldType;
use crate::i18n::{Lang, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::part::entry::Entry;
use crate::tui::part::picker::Picker;
use crate::tui::screen::{Answer, Context, Nav, Neighbours};

/// What was asked about the name of a new record.
#[derive(Default)]
pub(super) struct Likely {
    /// The name that was asked about on leaving it: once is enough.
    asked: String,
    /// The name that is said to be of another facility.
    told_apart: String,
    /// The question that is open.
    open: Option<Asked>,
}

/// What was being done when the question came.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    OnLeaving,
    OnSaving,
}

impl Likely {
    /// The next key is not an answer.
    pub(super) const fn forget_question(&mut self) {
        self.open = None;
    }
}

/// The two answers.
pub(in crate::tui) const ANSWERS: [&ScreenMsg; 2] =
    [&ScreenMsg::AnotherOne, &ScreenMsg::OpenThatOne];

impl Form {
    /// The record here that this one is likely to be; one of just that name before one of a similar
    /// name.
    pub(super) fn likely(&self) -> Option<&Facility> {
        let typed = self.facility();
        if folding::key(typed.name()).is_empty() || self.target.subject != Subject::Facility {
            return None;
        }
        let around = Surroundings {
            places: &self.places,
            kind: &self.kind.label.zh,
        };
        let alike = || {
            self.others
                .iter()
                .find(|other| are_alike(typed.name(), other.name(), &around))
        };
        self.namesake().or_else(alike)
    }

    /// The record here that has just the name which this one is given.
    fn namesake(&self) -> Option<&Facility> {
        let key = folding::key(&self.name());
        let is_named = !key.is_empty() && self.target.subject == Subject::Facility;
        self.others
            .iter()
            .find(|other| is_named && folding::key(other.name()) == key)
    }

    /// The record that a new one is likely to be or that a saved one is given the name of, unless
    /// somebody said that they are two.
    pub(in crate::tui) fn not_told_apart(&self) -> Option<Uuid> {
        let is_answered = self.likely.told_apart == folding::key(&self.name());
        if is_answered || !self.target.writable {
            return None;
        }
        let is_renamed = || self.entries.first().is_some_and(Entry::is_changed);
        let other = match self.target.is_new {
            true => self.likely(),
            false if is_renamed() => self.namesake(),
            false => None,
        };
        other.map(|other| other.id)
    }

    /// This is another facility than the one that it was asked about.
    pub(in crate::tui) fn tell_apart(&mut self) {
        self.likely.told_apart = folding::key(&self.name());
        self.likely.asked.clone_from(&self.likely.told_apart);
    }

    /// Asks when the name of a new record was left, once for each name. A saved one is told of it
    /// then, and asked about when it is saved.
    pub(super) fn ask_on_leaving(&mut self, lang: Lang) -> Nav {
        let in_name = self
            .kind
            .fields
            .get(self.focus)
            .is_some_and(|field| field.code == shared::NAME);
        let name = folding::key(&self.name());
        if in_name || !self.target.is_new || self.likely.asked == name {
            return Nav::Stay;
        }
        self.likely.asked = name;
        self.not_told_apart()
            .map_or(Nav::Stay, |id| self.ask(id, Asked::OnLeaving, lang))
    }

    /// Asks before saving, unless that was answered.
    pub(super) fn ask_on_saving(&mut self, id: Uuid, lang: Lang) -> Nav {
        self.ask(id, Asked::OnSaving, lang)
    }

    fn ask(&mut self, id: Uuid, asked: Asked, lang: Lang) -> Nav {
        self.likely.open = Some(asked);
        let question = self.question_of(id);
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| self.told_of(id, lang));
        let below = zh
            .into_iter()
            .zip(en)
            .map(|(zh, en)| Text { zh, en })
            .collect();
        Nav::Push(Box::new(
            Picker::to_ask(&question, ANSWERS, id.to_string(), lang).above(below),
        ))
    }

    /// The question about a record here.
    pub(in crate::tui) fn question_of(&self, id: Uuid) -> ScreenMsg {
        let other = self.others.iter().find(|other| other.id == id);
        ScreenMsg::AskLikely {
            name: other
                .map(|other| other.name().to_owned())
                .unwrap_or_default(),
        }
    }

    /// What tells the record from others: status, type, and the figures that the minimums look at,
    /// a field a line.
    pub(in crate::tui) fn told_of(&self, id: Uuid, lang: Lang) -> Vec<String> {
        let Some(other) = self.others.iter().find(|other| other.id == id) else {
            return Vec::new();
        };
        let types = self
            .kind
            .own_fields()
            .find(|field| matches!(field.holds, FieldType::Choice(_)));
        let requirements = self.watched.iter().map(|watched| &watched.requirement);
        let figures = requirements.flat_map(|requirement| {
            let conditions = requirement
                .conditions
                .iter()
                .map(|condition| condition.field.as_str());
            requirement
                .measure
                .field
                .as_deref()
                .into_iter()
                .chain(conditions)
        });
        let mut codes = vec![shared::STATUS];
        for code in types
            .map(|field| field.code.as_str())
            .into_iter()
            .chain(figures)
        {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let line = |code: &&str| {
            let value = self.kind.show(code, other.values.get(*code), lang);
            let value = if value.is_empty() {
                "-".to_owned()
            } else {
                value
            };
            Some(format!(
                "{}  {value}",
                self.kind.field(code)?.label.get(lang)
            ))
        };
        std::iter::once(other.name().to_owned())
            .chain(codes.iter().filter_map(line))
            .collect()
    }

    /// What the answer to the question leads to; `None` when it is not open.
    pub(super) fn likely_answered(
        &mut self,
        answer: &Answer,
        context: &mut Context,
    ) -> Option<Result<Nav>> {
        let asked = self.likely.open.take()?;
        match answer {
            Answer::Confirmed(id) => Some(self.open_instead(id, context)),
            Answer::Declined => {
                self.tell_apart();
                Some(if asked == Asked::OnSaving {
                    self.save(context)
                } else {
                    Ok(Nav::Stay)
                })
            }
            Answer::Picked(_) | Answer::Run(_) | Answer::Said(_) | Answer::Reason { .. } => None,
        }
    }

    /// Opens the other record; what was typed here stays as a draft.
    fn open_instead(&mut self, id: &str, context: &mut Context) -> Result<Nav> {
        let Ok(id) = Uuid::parse_str(id) else {
            return Ok(Nav::Stay);
        };
        if !self.is_kept(context) {
            return Ok(Nav::Stay);
        }
        let form = Self::open(
            context,
            Opening::Existing {
                id,
                neighbours: Neighbours::default(),
            },
        )?;
        Ok(form.map_or(Nav::Stay, |form| Nav::Replace(Box::new(form))))
    }
}
