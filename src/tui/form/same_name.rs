//! Another record here that a new one is likely to be, or that has the name which a saved one is
//! given: asked about when the name is left, and before it is saved.

use uuid::Uuid;

use super::entry::Entry;
use super::form::Form;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::text::{Surroundings, folding};
use crate::i18n::{Lang, ScreenMsg};
use crate::store::{GivenName, Result};
use crate::tui::context::Context;

/// The two answers.
pub(crate) const ANSWERS: [&ScreenMsg; 2] = [&ScreenMsg::AnotherOne, &ScreenMsg::OpenThatOne];

impl Form {
    /// Looks for the record here that this one is likely to be, unless the name is the one that was
    /// looked up last.
    pub(super) fn look_for_likely(&mut self, context: &mut Context) {
        let name = self.facility().name().to_owned();
        if self.names.looked_up.as_ref() == Some(&name) {
            return;
        }
        self.names.likely = match self.find_likely(&name, context) {
            Ok(found) => found,
            Err(error) => {
                context.say(error);
                None
            }
        };
        self.names.looked_up = Some(name);
    }

    fn find_likely(&self, name: &str, context: &Context) -> Result<Option<Facility>> {
        let subject = self.target.subject;
        // What has another period is no other record to be taken for this one.
        if !subject.has_neighbours() || !subject.is_reviewed() || self.kind.is_sheet() {
            return Ok(None);
        }
        let around = Surroundings {
            places: &self.around.place_names,
            kind: &self.kind.label.zh,
        };
        // A record that is renamed was told from those that its name was like before.
        let before = if self.target.is_new {
            ""
        } else {
            self.entries.first().map_or("", Entry::saved)
        };
        let given = GivenName {
            record: self.target.id,
            name,
            before,
            around,
        };
        let place = &self.target.place.code;
        context.store.likely_same(&self.kind, place, &given)
    }

    /// The record here that this one is likely to be; one of just that name before one of a similar
    /// name.
    pub(super) const fn likely_same(&self) -> Option<&Facility> {
        self.names.likely.as_ref()
    }

    /// The same, by its id.
    fn likely(&self, id: Uuid) -> Option<&Facility> {
        self.likely_same().filter(|other| other.id == id)
    }

    /// The record that the name in focus is likely to be of.
    pub(crate) fn likely_at_focus(&self) -> Option<Uuid> {
        let is_name = self.field().is_some_and(|field| field.code == shared::NAME);
        let other = is_name.then(|| self.likely_same())??;
        Some(other.id)
    }

    /// What is said of the name in focus while nobody has said whose it is.
    pub(crate) fn name_doubt(&self) -> Option<ScreenMsg> {
        let id = self.likely_at_focus().and(self.not_told_apart())?;
        let name = self.likely(id)?.name().to_owned();
        Some(ScreenMsg::SameHere { name })
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
        let other = self.likely(id);
        ScreenMsg::AskLikely {
            name: other
                .map(|other| other.name().to_owned())
                .unwrap_or_default(),
        }
    }

    /// What tells the record from others: status, type, and the figures that the minimums look at,
    /// a field a line.
    pub(crate) fn distinguishing_lines(&self, id: Uuid, lang: Lang) -> Vec<String> {
        let Some(other) = self.likely(id) else {
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
