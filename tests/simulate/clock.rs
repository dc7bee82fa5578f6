//! The clock and the ids of one machine, all of which follow from a seed.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use taizhang::store::clock::ClockSource;
use uuid::{Builder, Uuid};

use crate::dice::Dice;

/// The clock of a machine. It moves only when it is told to: how often it is looked at says nothing.
pub(crate) struct SimulatedClock(Mutex<State>);

struct State {
    dice: Dice,
    /// Milliseconds since 1970.
    now: u64,
    /// The millisecond of the last id and how many ids were made in it. Within a process ids only
    /// rise, whatever the clock does.
    last: (u64, u16),
}

impl SimulatedClock {
    pub(crate) fn of(seed: u64, now: u64) -> Self {
        Self(Mutex::new(State {
            dice: Dice::of(seed),
            now,
            last: (0, 0),
        }))
    }

    pub(crate) fn now(&self) -> u64 {
        self.0.lock().unwrap().now
    }

    pub(crate) fn set(&self, now: u64) {
        self.0.lock().unwrap().now = now;
    }

    /// Forgets what a process knew of its ids.
    pub(crate) fn start_process(&self) {
        self.0.lock().unwrap().last = (0, 0);
    }
}

impl ClockSource for SimulatedClock {
    fn time(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_millis(self.now())
    }

    fn time_ordered_id(&self) -> Uuid {
        let state = &mut *self.0.lock().unwrap();
        state.last = if state.now > state.last.0 {
            (state.now, 0)
        } else {
            (state.last.0, state.last.1 + 1)
        };
        let (millis, count) = state.last;
        let mut bytes: [u8; 10] = std::array::from_fn(|_| state.dice.byte());
        bytes[..2].copy_from_slice(&count.to_be_bytes());
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    fn random_bytes(&self) -> [u8; 16] {
        let state = &mut *self.0.lock().unwrap();
        std::array::from_fn(|_| state.dice.byte())
    }
}
