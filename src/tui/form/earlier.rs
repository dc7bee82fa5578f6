//! What the record of a form held before: at the end of the last quarter, or in the period before
//! that of a sheet.

use std::collections::BTreeMap;

use super::offers::Offer;
use super::target::Target;
use crate::domain::policy::Kind;
use crate::domain::record::sheet;
use crate::domain::value::{Cycle, Field, Period, Value};
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::Result;
use crate::tui::context::Context;

/// The values of before; none of a record that is new.
#[derive(Default)]
pub(super) struct Earlier {
    moment: Option<EarlierMoment>,
    values: BTreeMap<String, Value>,
}

/// The moment of which they are.
#[derive(Clone, Copy)]
enum EarlierMoment {
    /// The end of a quarter.
    EndOf(Period),
    /// A period of a sheet.
    Sheet(Period),
}

impl EarlierMoment {
    fn label(self) -> ScreenMsg {
        match self {
            Self::EndOf(quarter) => ScreenMsg::AtEndOf {
                quarter: quarter.name(),
            },
            Self::Sheet(period) => ScreenMsg::InPeriod {
                period: period.name(),
            },
        }
    }

    fn note(self) -> ScreenMsg {
        match self {
            Self::EndOf(quarter) => ScreenMsg::PulledFromQuarter {
                quarter: quarter.name(),
            },
            Self::Sheet(period) => ScreenMsg::PulledFromPeriod {
                period: period.name(),
            },
        }
    }
}

impl Earlier {
    /// Reads them from the ledger.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn load(kind: &Kind, target: &Target, context: &Context) -> Result<Self> {
        let (moment, fields) = match target.period() {
            Some(period) => {
                let before = period.back(1);
                let id = sheet::id(&kind.code, &target.place.code, before);
                // A sheet that is always of the same period has none before it.
                let record = context.store.record(id)?.filter(|_| before != period);
                let fields = record.map(|record| record.fields).unwrap_or_default();
                (EarlierMoment::Sheet(before), fields)
            }
            None if target.is_new => return Ok(Self::default()),
            None => {
                let quarter = Period::over_before(Cycle::Quarter, context.day);
                let fields = context.store.fields_as_of(target.id, quarter.last_day())?;
                (EarlierMoment::EndOf(quarter), fields)
            }
        };
        let value = |field: &Field| {
            let value = field.decode(fields.get(&field.code)?)?;
            Some((field.code.clone(), value))
        };
        Ok(Self {
            moment: Some(moment),
            values: kind.fields.iter().filter_map(value).collect(),
        })
    }

    /// Says of which moment they are; `None` where there are none.
    pub(super) fn head(&self, lang: Lang) -> Option<String> {
        let moment = self.moment?;
        (!self.values.is_empty()).then(|| moment.label().say(lang))
    }

    /// Returns the earlier value of a field.
    pub(super) fn value(&self, field: &Field) -> Option<&Value> {
        self.values.get(&field.code)
    }

    /// Returns the earlier value of a field, to be put into it.
    pub(super) fn offer(&self, field: &Field, lang: Lang) -> Option<Offer> {
        Some(Offer {
            text: field.edit_text(self.value(field)?, lang),
            note: self.moment?.note(),
        })
    }
}
