//! The parts of an examination side by side, on as many threads as there are processors. Each thread
//! has a connection of its own to the file as it was at one moment. A small file is examined on one
//! thread: opening it again takes longer than the parts do.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use rusqlite::{Connection, InterruptHandle};

use crate::store::audit::finding::Flaw;
use crate::store::clock;
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::open::connection;

/// What flaws are of, in the order in which they are told: what is altered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FlawGroup {
    File,
    Chain,
    Reworded,
    Acts,
    Folds,
    Derived,
    Standings,
    Closes,
    Values,
    Completeness,
    Reviews,
    Behind,
    Clock,
}

/// What a part finds, in groups.
pub(super) type Found = Result<Vec<(FlawGroup, Vec<Flaw>)>>;

/// A part of an examination.
pub(super) type Part<'p> = &'p (dyn Fn(&Store) -> Found + Sync);

/// From how many bytes on more than one thread is of use.
const LARGE: i64 = 2 << 20;

/// Returns how many more connections to a file are of use to an examination of so many parts.
pub(in crate::store) fn more_threads(db: &Connection, parts: usize) -> Result<usize> {
    let pragma = |name| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    if pragma("page_count")? * pragma("page_size")? < LARGE {
        return Ok(0);
    }
    let processors = thread::available_parallelism().map_or(1, usize::from);
    Ok(processors.min(parts).saturating_sub(1))
}

/// Runs parts and returns what each finds, in their order. If the first finds anything, the others are
/// cut short: the file itself is damaged.
pub(super) fn run(store: &Store, others: Vec<Store>, parts: &[Part]) -> Vec<Option<Found>> {
    let board = Board {
        next: AtomicUsize::new(0),
        is_over: AtomicBool::new(false),
        handles: Mutex::default(),
        found: Mutex::new(parts.iter().map(|_| None).collect()),
    };
    thread::scope(|scope| {
        for other in others {
            let (board, source) = (&board, clock::current());
            scope.spawn(move || clock::with_source_of(source, || board.work(&other, parts)));
        }
        board.work(store, parts);
    });
    board
        .found
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
}

/// What the threads share.
struct Board {
    /// The number of the part that is next.
    next: AtomicUsize,
    is_over: AtomicBool,
    handles: Mutex<Vec<InterruptHandle>>,
    found: Mutex<Vec<Option<Found>>>,
}

impl Board {
    fn work(&self, store: &Store, parts: &[Part]) {
        let handle = store.db.get_interrupt_handle();
        locked(&self.handles).push(handle);
        while !self.is_over.load(Ordering::Relaxed) {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = parts.get(at) else { return };
            let done = part(store);
            let is_sound = |found: &Found| {
                let groups = found.as_ref();
                groups.is_ok_and(|groups| groups.iter().all(|(_, flaws)| flaws.is_empty()))
            };
            if at == 0 && !is_sound(&done) {
                self.is_over.store(true, Ordering::Relaxed);
                locked(&self.handles)
                    .iter()
                    .for_each(InterruptHandle::interrupt);
            }
            if let Some(place) = locked(&self.found).get_mut(at) {
                *place = Some(done);
            }
        }
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Opens so many more connections to the file of a store that is in a transaction, which see what it
/// sees. There are none where somebody saves just then.
pub(super) fn at_the_same_moment(store: &Store, count: usize) -> Vec<Store> {
    if count == 0 {
        return Vec::new();
    }
    let Some(path) = store.db.path().filter(|path| !path.is_empty()) else {
        return Vec::new();
    };
    readers(store, Path::new(path), count).unwrap_or_default()
}

fn readers(store: &Store, path: &Path, count: usize) -> Result<Vec<Store>> {
    // It tells whether anybody saved between two looks.
    let watch = connection::open_to_read(path)?;
    let before = data_version(&watch)?;
    // A transaction begins with the first look.
    look(&store.db)?;
    let mut readers = Vec::new();
    for _ in 0..count {
        let db = connection::open_to_read(path)?;
        db.execute_batch("BEGIN")?;
        look(&db)?;
        readers.push(Store::with(db, store.path(), Access::Frozen)?);
    }
    if data_version(&watch)? != before {
        readers.clear();
    }
    Ok(readers)
}

fn data_version(db: &Connection) -> Result<i64> {
    Ok(db.pragma_query_value(None, "data_version", |row| row.get(0))?)
}

fn look(db: &Connection) -> Result<()> {
    Ok(db.query_row("SELECT count(*) FROM ledger", [], |_| Ok(()))?)
}
