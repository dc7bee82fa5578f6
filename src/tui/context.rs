//! What work at a terminal needs: the ledger, the person, language and day, and a line for notes.

use chrono::NaiveDate;

use super::carried::Carried;
use super::look::Look;
use super::person::Person;
use crate::i18n::{Lang, Say};
use crate::store::Store;

/// What a screen works with while it handles a key.
pub struct Context<'a> {
    /// The ledger.
    pub store: &'a mut Store,
    /// Who sits there.
    pub person: &'a Person,
    /// Language and styles.
    pub look: Look,
    /// Today.
    pub day: NaiveDate,
    /// Columns and rows that a screen has for itself.
    pub body: (usize, usize),
    /// What is carried from one new record to the next.
    pub carried: &'a mut Carried,
    note: &'a mut Option<Box<dyn Say>>,
}

impl<'a> Context<'a> {
    /// A context whose notes go to `note`.
    pub fn new(
        store: &'a mut Store,
        person: &'a Person,
        look: Look,
        day: NaiveDate,
        body: (usize, usize),
        carried: &'a mut Carried,
        note: &'a mut Option<Box<dyn Say>>,
    ) -> Self {
        Self {
            store,
            person,
            look,
            day,
            body,
            carried,
            note,
        }
    }

    /// Returns the language of a list that fills the screen, and its rows.
    #[must_use]
    pub const fn list_size(&self) -> (Lang, usize) {
        (self.look.lang, self.body.1)
    }

    /// Shows a note in the message line until the next key.
    pub fn say(&mut self, note: impl Say + 'static) {
        *self.note = Some(Box::new(note));
    }
}
