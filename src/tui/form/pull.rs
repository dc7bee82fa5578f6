//! F9: puts the value of the field in focus from elsewhere, so that it need not be typed.

use super::form::Form;
use super::meanwhile::Saver;
use super::offers::{Offer, Pulled};
use super::steps::EditKind;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::value::Field;
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::tui::context::Context;

impl Form {
    /// Puts the next value that can be had into the field in focus, and says where it comes from.
    pub(crate) fn pull(&mut self, context: &mut Context) {
        let standing = self
            .focused()
            .map(|(_, entry)| entry.text().to_owned())
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
            None => self.first_pull(standing, context),
        };
        self.pulled = next;
        if let Some(offer) = self.pulled.as_ref().and_then(Pulled::current).cloned() {
            self.act(EditKind::Once, context, |field, entry, _| {
                entry.put(field, offer.text);
            });
            context.say(offer.note);
        }
    }

    /// What can be put into the field in focus instead of what stands there; if nothing can, a note
    /// of why.
    fn first_pull(&self, standing: String, context: &mut Context) -> Option<Pulled> {
        let field = self.field()?;
        let had = match self.can_be_had(field, context) {
            Ok(had) => had,
            Err(error) => {
                context.say(error);
                return None;
            }
        };
        let mut offers: Vec<Offer> = had
            .iter()
            .filter(|offer| offer.text != standing)
            .cloned()
            .collect();
        offers.dedup_by(|later, first| later.text == first.text);
        if offers.is_empty() {
            context.say(match had.is_empty() {
                true if self.is_sheet() => ScreenMsg::NothingInPeriodBefore,
                true if is_typed_only(field) => ScreenMsg::TypedOnly,
                true if self.is_of_this_record(field) => ScreenMsg::OfThisRecord,
                true => ScreenMsg::NothingToPull,
                false => ScreenMsg::PulledTheSame,
            });
            return None;
        }
        offers.push(Offer {
            text: standing,
            note: ScreenMsg::PulledBack,
        });
        Some(Pulled {
            field: self.focus,
            offers,
            at: 0,
        })
    }

    /// The values there are for a field: what somebody else saved in it meanwhile, then what this
    /// record had at the end of the last closed quarter, then what the newest other record here has.
    fn can_be_had(&self, field: &Field, context: &Context) -> Result<Vec<Offer>> {
        let lang = context.look.lang;
        let mut offers: Vec<Offer> = self.theirs_here(field).into_iter().collect();
        if is_typed_only(field) {
            return Ok(offers);
        }
        offers.extend(self.earlier.offer(field, lang));
        if self.is_sheet() {
            return Ok(offers);
        }
        if self.target.subject.has_neighbours() && !self.is_of_this_record(field) {
            let place = &self.target.place.code;
            let newest = context
                .store
                .newest_other(&self.kind, place, self.target.id)?;
            let offer = |other: Facility| {
                let value = other.values.get(&field.code)?;
                Some(Offer {
                    text: field.edit_text(value, lang),
                    note: ScreenMsg::PulledFromRecord {
                        name: other.name().to_owned(),
                    },
                })
            };
            offers.extend(newest.and_then(offer));
        }
        Ok(offers)
    }

    /// The value that somebody else saved in the field in focus while another was typed here.
    fn theirs_here(&self, field: &Field) -> Option<Offer> {
        let (_, entry) = self.focused()?;
        let theirs = entry.theirs.clone().filter(|_| entry.differs_from_theirs());
        let Saver { author, at } = self.saver(&field.code).cloned()?;
        Some(Offer {
            text: theirs?,
            note: ScreenMsg::PulledFromTheirs { author, at },
        })
    }

    /// Whether another record has nothing to give: what identifies a record is its own, and one
    /// that is saved stays where it is.
    fn is_of_this_record(&self, field: &Field) -> bool {
        let code = field.code.as_str();
        shared::IDENTIFYING.contains(&code) || (code == shared::ADDRESS && !self.target.is_new)
    }
}

/// Whether a value is the record's name or code, which no key fills in.
fn is_typed_only(field: &Field) -> bool {
    shared::NEVER_TAKEN.contains(&field.code.as_str())
}
