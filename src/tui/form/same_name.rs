//! Another record here that a new one is likely to be, or that has the name which a saved one is
//! given: asked about when the name is left, and before it is saved.

use uuid::Uuid;

use super::entry::Entry;
use super::form::Form;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::text::likeness::are_alike;
use crate::domain::text::{Surroundings, folding};
use crate::i18n::{Lang, ScreenMsg};

/// The two answers.
pub(crate) const ANSWERS: [&ScreenMsg; 2] = [&ScreenMsg::AnotherOne, &ScreenMsg::OpenThatOne];

impl Form {
    /// The record here that this one is likely to be; one of just that name before one of a similar
    /// name.
    pub(super) fn likely_same(&self) -> Option<&Facility> {
        let typed = self.facility();
        if folding::key(typed.name()).is_empty() || !self.target.subject.has_neighbours() {
            return None;
        }
        let around = Surroundings {
            places: &self.around.place_names,
            kind: &self.kind.label.zh,
        };
        // A record that is renamed was told from those that its name was like before.
        let saved = if self.target.is_new {
            ""
        } else {
            self.entries.first().map_or("", Entry::saved)
        };
        let is_alike = |other: &&Facility| {
            are_alike(typed.name(), other.name(), &around)
                && !are_alike(saved, other.name(), &around)
        };
        let alike = || self.around.others.iter().find(is_alike);
        self.namesake().or_else(alike)
    }

    /// The record that the name in focus is likely to be of.
    pub(crate) fn likely_at_focus(&self) -> Option<Uuid> {
        let is_name = self.field().is_some_and(|field| field.code == shared::NAME);
        // All records here are compared: only while the name is typed.
        let other = is_name.then(|| self.likely_same())??;
        Some(other.id)
    }

    /// What is said of the name in focus while nobody has said whose it is.
    pub(crate) fn name_doubt(&self) -> Option<ScreenMsg> {
        let id = self.likely_at_focus().and(self.not_told_apart())?;
        let name = self.around.other(id)?.name().to_owned();
        Some(ScreenMsg::SameHere { name })
    }

    /// The record here that has just the name which this one is given.
    fn namesake(&self) -> Option<&Facility> {
        let key = folding::key(&self.typed_name());
        let is_named = !key.is_empty() && self.target.subject.has_neighbours();
        self.around
            .others
            .iter()
            .find(|other| is_named && folding::key(other.name()) == key)
    }

    /// The record that a new one is likely to be or that a saved one is given the name of, unless
    /// somebody said that they are two.
    pub(crate) fn not_told_apart(&self) -> Option<Uuid> {
        let is_answered = self.names.told_apart == folding::key(&self.typed_name());
        if is_answered || !self.target.writable {
            return None;
        }
        let is_renamed = || self.entries.first().is_some_and(Entry::is_changed);
        let other = match self.target.is_new {
            true => self.likely_same(),
            false if is_renamed() => self.likely_same(),
            false => None,
        };
        other.map(|other| other.id)
    }

    /// This is another facility than the one that it was asked about.
    pub(crate) fn tell_apart(&mut self) {
        self.names.told_apart = folding::key(&self.typed_name());
        self.names.asked.clone_from(&self.names.told_apart);
    }

    /// The record to ask about when the name of a new record was left, once for each name. Of a
    /// saved one the person is told then, and asked when it is saved.
    pub(crate) fn take_name_question(&mut self) -> Option<Uuid> {
        let in_name = self.field().is_some_and(|field| field.code == shared::NAME);
        let name = folding::key(&self.typed_name());
        if in_name || !self.target.is_new || self.names.asked == name {
            return None;
        }
        self.names.asked = name;
        self.not_told_apart()
    }

    /// The question about a record here.
    pub(crate) fn same_record_question(&self, id: Uuid) -> ScreenMsg {
        let other = self.around.other(id);
        ScreenMsg::AskLikely {
            name: other
                .map(|other| other.name().to_owned())
                .unwrap_or_default(),
        }
    }

    /// What tells the record from others: status, type, and the figures that the minimums look at,
    /// a field a line.
    pub(crate) fn distinguishing_lines(&self, id: Uuid, lang: Lang) -> Vec<String> {
        let Some(other) = self.around.other(id) else {
            return Vec::new();
        };
        let types = self.kind.own_fields().find(|field| field.is_choice());
        let requirements = self
            .around
            .watched
            .iter()
            .map(|watched| &watched.requirement);
        let figures = requirements.flat_map(|requirement| {
            let conditions = requirement
                .conditions()
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
}
