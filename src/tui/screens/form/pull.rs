//! F9: the value of the field in focus from elsewhere, so that it need not be typed.

use super::Form;
use super::undo::Doing;
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Subject};
use crate::domain::value::{Field, Quarter};
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::tui::screen::Context;

/// What F9 put into a field, as long as that still stands there.
pub(super) struct Pulled {
    field: usize,
    /// What is offered from press to press; at the end what stood there at first.
    offers: Vec<Offer>,
    /// Which of them stands there.
    at: usize,
}

/// A value that can be had.
#[derive(Clone)]
struct Offer {
    text: String,
    said: ScreenMsg,
}

impl Pulled {
    /// Whether a field still holds what F9 put there.
    fn stands(&self, field: usize, text: &str) -> bool {
        self.field == field
            && self
                .offers
                .get(self.at)
                .is_some_and(|offer| offer.text == text)
    }
}

impl Form {
    /// Puts the next value that can be had into the field in focus, and says where it comes from.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn pull(&mut self, context: &mut Context) -> Result<()> {
        let standing = self
            .entries
            .get(self.focus)
            .map(|entry| entry.text().to_owned())
            .unwrap_or_default();
        let next = match self
            .pulled
            .take()
            .filter(|pulled| pulled.stands(self.focus, &standing))
        {
            Some(pulled) => Some(Pulled {
                at: (pulled.at + 1) % pulled.offers.len(),
                ..pulled
            }),
            None => self.first_pull(standing, context)?,
        };
        self.pulled = next;
        if let Some(offer) = self
            .pulled
            .as_ref()
            .and_then(|pulled| pulled.offers.get(pulled.at))
            .cloned()
        {
            self.act(Doing::Once, context, |field, entry, _| {
                entry.put(field, offer.text)
            });
            context.say(offer.said);
        }
        Ok(())
    }

    /// What can be put into the field in focus instead of what stands there; if nothing can, a note
    /// of why.
    fn first_pull(&self, standing: String, context: &mut Context) -> Result<Option<Pulled>> {
        let Some(field) = self.kind.fields.get(self.focus) else {
            return Ok(None);
        };
        let had = self.can_be_had(field, context)?;
        let mut offers: Vec<Offer> = had
            .iter()
            .filter(|offer| offer.text != standing)
            .cloned()
            .collect();
        offers.dedup_by(|later, first| later.text == first.text);
        if offers.is_empty() {
            context.say(match had.is_empty() {
                true if self.is_of_this_record(field) => ScreenMsg::OfThisRecord,
                true => ScreenMsg::NothingToPull,
                false => ScreenMsg::PulledTheSame,
            });
            return Ok(None);
        }
        offers.push(Offer {
            text: standing,
            said: ScreenMsg::PulledBack,
        });
        Ok(Some(Pulled {
            field: self.focus,
            offers,
            at: 0,
        }))
    }

    /// The values there are for a field: what this record had at the end of the last closed
    /// quarter, then what the newest other record here has.
    fn can_be_had(&self, field: &Field, context: &Context) -> Result<Vec<Offer>> {
        let lang = context.look.lang;
        let mut offers = Vec::new();
        if !self.target.is_new {
            let quarter = Quarter::closed_before(self.day);
            let fields = context
                .store
                .fields_as_of(self.target.id, quarter.last_day())?;
            let value = fields.get(&field.code).and_then(|json| field.decode(json));
            let said = ScreenMsg::PulledFromQuarter {
                quarter: quarter.name(),
            };
            offers.extend(value.map(|value| Offer {
                text: field.edit_text(&value, lang),
                said,
            }));
        }
        if self.target.subject == Subject::Facility && !self.is_of_this_record(field) {
            let value = self
                .newest_other()
                .and_then(|other| Some((other, other.values.get(&field.code)?)));
            offers.extend(value.map(|(other, value)| Offer {
                text: field.edit_text(value, lang),
                said: ScreenMsg::PulledFromRecord {
                    name: other.name().to_owned(),
                },
            }));
        }
        Ok(offers)
    }

    /// Whether another record has nothing to give: what identifies a record is its own, and one
    /// that is saved stays where it is.
    fn is_of_this_record(&self, field: &Field) -> bool {
        let code = field.code.as_str();
        shared::IDENTIFYING.contains(&code) || (code == shared::ADDRESS && !self.target.is_new)
    }

    /// The newest other record of the kind here: ids grow with time.
    fn newest_other(&self) -> Option<&Facility> {
        let here = |other: &&Facility| other.place == self.target.place.code;
        self.others.iter().filter(here).max_by_key(|other| other.id)
    }
}
