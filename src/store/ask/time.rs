//! Today and the time zone of a ledger, and doubts about the clock.

use chrono::NaiveDate;

use crate::domain::value::Zone;
use crate::i18n::ClockMsg;
use crate::store::clock::{doubt, now, today_of, zone_of};
use crate::store::ledger::{Access, Store};

impl Store {
    /// Returns the time zone of the ledger: that of its first pack.
    #[must_use]
    pub fn zone(&self) -> Zone {
        zone_of(self.packs())
    }

    /// Returns the day it is in the time zone of the ledger; of a ledger as of a day, that day.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        match self.access {
            Access::Past(day) => day,
            _ => today_of(self.packs()),
        }
    }

    /// Returns what is wrong with the clock beside the trail, if anything is.
    #[must_use]
    pub fn clock_doubt(&self) -> Option<ClockMsg> {
        doubt(now(), &self.newest, self.zone())
    }

    /// Returns the same, once after every write.
    pub fn take_clock_doubt(&mut self) -> Option<ClockMsg> {
        self.clock_doubt.take()
    }
}
