//! Where times and random ids come from: the machine, or a simulation on its own threads.

use std::cell::RefCell;
use std::sync::Arc;
use std::time::SystemTime;

use uuid::{Builder, NoContext, Timestamp, Uuid};

/// A clock and a source of ids that take the place of those of the machine.
pub trait ClockSource: Send + Sync {
    /// Returns what time it is.
    fn time(&self) -> SystemTime;

    /// Returns a new `UUIDv7`.
    fn time_ordered_id(&self) -> Uuid;

    /// Returns 16 bytes for an id. Those of the machine are random.
    fn random_bytes(&self) -> [u8; 16];
}

thread_local! {
    static SOURCE: RefCell<Option<Arc<dyn ClockSource>>> = const { RefCell::new(None) };
}

/// Gives a thread back the source that it had.
struct Before(Option<Arc<dyn ClockSource>>);

impl Drop for Before {
    fn drop(&mut self) {
        SOURCE.replace(self.0.take());
    }
}

/// Runs `work` with the clock and the ids of a source, on this thread and those that it starts for
/// an examination.
pub fn with_source<T>(source: Arc<dyn ClockSource>, work: impl FnOnce() -> T) -> T {
    with_source_of(Some(source), work)
}

/// Runs `work` with a source that another thread [had](current); none is the machine.
pub(in crate::store) fn with_source_of<T>(
    source: Option<Arc<dyn ClockSource>>,
    work: impl FnOnce() -> T,
) -> T {
    let _before = Before(SOURCE.replace(source));
    work()
}

/// Returns the source of this thread; `None` where that is the machine.
pub(in crate::store) fn current() -> Option<Arc<dyn ClockSource>> {
    SOURCE.with_borrow(Clone::clone)
}

/// Returns the time of the source of this thread; `None` where that is the machine.
pub(super) fn time() -> Option<SystemTime> {
    current().map(|source| source.time())
}

/// Returns a `UUIDv7` of a moment.
pub(super) fn id_of(seconds: u64, nanos: u32) -> Uuid {
    let Some(source) = current() else {
        return Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, nanos));
    };
    let mut random = [0; 10];
    random.copy_from_slice(&source.random_bytes()[..10]);
    let millis = seconds.saturating_mul(1000) + u64::from(nanos / 1_000_000);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Returns a `UUIDv4`.
pub(super) fn random_id() -> Uuid {
    current().map_or_else(Uuid::new_v4, |source| {
        Builder::from_random_bytes(source.random_bytes()).into_uuid()
    })
}
