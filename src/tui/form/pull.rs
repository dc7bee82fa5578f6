//! F9: puts the value of the field in focus from elsewhere, so that it need not be typed.

use super::form::Form;
use super::meanwhile::Saver;
use super::offers::{Offer, Pulled};
use super::steps::EditKind;
use crate::domain::record::Facility;
use crate::domain::record::facility::shared;
use crate::domain::record::sheet;
use crate::domain::value::{Cycle, Field, Period};
use crate::i18n::ScreenMsg;
use crate::store::Result;
use crate::tui::context::Context;

impl Form {
    /// Puts the next value that can be had into the field in focus, and says where it comes from.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn pull(&mut self, context: &mut Context) -> Result<()> {
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
            None => self.first_pull(standing, context)?,
        };
        self.pulled = next;
        if let Some(offer) = self.pulled.as_ref().and_then(Pulled::current).cloned() {
            self.act(EditKind::Once, context, |field, entry, _| {
                entry.put(field, offer.text);
            });
            context.say(offer.note);
        }
        Ok(())
    }

    /// What can be put into the field in focus instead of what stands there; if nothing can, a note
    /// of why.
    fn first_pull(&self, standing: String, context: &mut Context) -> Result<Option<Pulled>> {
        let Some(field) = self.field() else {
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
                true if self.is_sheet() => ScreenMsg::NothingInPeriodBefore,
                true if is_typed_only(field) => ScreenMsg::TypedOnly,
                true if self.is_of_this_record(field) => ScreenMsg::OfThisRecord,
                true => ScreenMsg::NothingToPull,
                false => ScreenMsg::PulledTheSame,
            });
            return Ok(None);
        }
        offers.push(Offer {
            text: standing,
            note: ScreenMsg::PulledBack,
        });
        Ok(Some(Pulled {
            field: self.focus,
            offers,
            at: 0,
        }))
    }

    /// The values there are for a field: what somebody else saved in it meanwhile, then what this
    /// record had at the end of the last closed quarter, then what the newest other record here has.
    fn can_be_had(&self, field: &Field, context: &Context) -> Result<Vec<Offer>> {
        let lang = context.look.lang;
        let mut offers: Vec<Offer> = self.theirs_here(field).into_iter().collect();
        if is_typed_only(field) {
            return Ok(offers);
        }
        if let Some(period) = self.target.period() {
            offers.extend(self.of_the_period_before(field, period, context)?);
            return Ok(offers);
        }
        if !self.target.is_new {
            let quarter = Period::over_before(Cycle::Quarter, self.day);
            let fields = context
                .store
                .fields_as_of(self.target.id, quarter.last_day())?;
            let value = fields.get(&field.code).and_then(|json| field.decode(json));
            let note = ScreenMsg::PulledFromQuarter {
                quarter: quarter.name(),
            };
            offers.extend(value.map(|value| Offer {
                text: field.edit_text(&value, lang),
                note,
            }));
        }
        if self.target.subject.has_neighbours() && !self.is_of_this_record(field) {
            let value = self
                .newest_other()
                .and_then(|other| Some((other, other.values.get(&field.code)?)));
            offers.extend(value.map(|(other, value)| Offer {
                text: field.edit_text(value, lang),
                note: ScreenMsg::PulledFromRecord {
                    name: other.name().to_owned(),
                },
            }));
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

    /// The value that the sheet of the period before has in a field.
    fn of_the_period_before(
        &self,
        field: &Field,
        period: Period,
        context: &Context,
    ) -> Result<Vec<Offer>> {
        let before = period.back(1);
        let id = sheet::id(&self.kind.code, &self.target.place.code, before);
        let record = context.store.record(id)?.filter(|_| before != period);
        let value = record.and_then(|record| field.decode(record.fields.get(&field.code)?));
        let offer = value.map(|value| Offer {
            text: field.edit_text(&value, context.look.lang),
            note: ScreenMsg::PulledFromPeriod {
                period: before.name(),
            },
        });
        Ok(offer.into_iter().collect())
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
        self.around
            .others
            .iter()
            .filter(here)
            .max_by_key(|other| other.id)
    }
}

/// Whether a value is the record's name or code, which no key fills in.
fn is_typed_only(field: &Field) -> bool {
    shared::NEVER_TAKEN.contains(&field.code.as_str())
}
