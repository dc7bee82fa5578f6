//! One ledger file on its machine: its clock, its session, and what it ever acknowledged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, OpenFlags};
use taizhang::domain::place::Place;
use taizhang::store::clock::{ClockSource, with_source};
use taizhang::store::{Reviewed, Store, StoreError};

use crate::clock::SimulatedClock;
use crate::dice::Dice;
use crate::ground::{FILES, first_files};
use crate::hub_losses::LastChanges;

/// The changes of a file: site and number of each, with its hash.
pub(crate) type Trail = BTreeMap<(String, i64), String>;

/// What may end with a refusal: the words for the log, or what must never be.
pub(crate) type Outcome = Result<String, Wrong>;

/// What must never be, in words.
#[derive(Debug)]
pub(crate) struct Wrong(pub(crate) String);

/// Whose session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Session {
    Admin,
    Clerk,
}

pub(crate) struct Machine {
    pub(crate) name: &'static str,
    /// Which of [`FILES`] it has.
    pub(crate) number: usize,
    /// The towns that its clerks write in.
    pub(crate) towns: &'static [&'static str],
    pub(crate) clock: Arc<SimulatedClock>,
    /// Where its files are; another folder after each fault.
    folder: PathBuf,
    faults: usize,
    /// Those of an admin and of a clerk.
    sessions: [Option<Store>; 2],
    /// Another connection, as another tool has it. It is closed before the sessions.
    reader: Option<Connection>,
    /// Everything that was acknowledged.
    pub(crate) acknowledged: Trail,
    /// What it was told that the hub has.
    pub(crate) told: LastChanges,
}

impl Machine {
    /// The machine of a number of [`FILES`], on the file that every history begins with.
    pub(crate) fn new(root: &Path, number: usize, seed: u64, now: u64) -> Self {
        let folder = root.join(FILES[number].0);
        fs::create_dir(&folder).unwrap();
        let mut machine = Self::at(&folder, number, seed, now);
        fs::write(machine.path(), &first_files()[number]).unwrap();
        machine.acknowledged = machine.trail();
        machine
    }

    /// The machine of a number whose files are in a folder.
    pub(crate) fn at(folder: &Path, number: usize, seed: u64, now: u64) -> Self {
        let (name, towns) = FILES[number];
        Self {
            name,
            number,
            towns,
            clock: Arc::new(SimulatedClock::of(seed, now)),
            folder: folder.to_owned(),
            faults: 0,
            sessions: [None, None],
            reader: None,
            acknowledged: Trail::new(),
            told: LastChanges::new(),
        }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.join(self.faults.to_string())
    }

    pub(crate) fn path(&self) -> PathBuf {
        let folder = self.folder();
        if !folder.exists() {
            fs::create_dir(&folder).unwrap();
        }
        folder.join("ledger.db")
    }

    /// Does something by the clock of the machine.
    pub(crate) fn within<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let source: Arc<dyn ClockSource> = Arc::clone(&self.clock) as Arc<dyn ClockSource>;
        with_source(source, || work(self))
    }

    /// An admin's session.
    pub(crate) fn store(&mut self) -> Result<&mut Store, Wrong> {
        self.session(Session::Admin)
    }

    /// A session of somebody, which is opened if it is not.
    pub(crate) fn session(&mut self, of: Session) -> Result<&mut Store, Wrong> {
        let path = self.path();
        let towns = self.towns.iter().map(|town| (*town).to_owned());
        let session = &mut self.sessions[of as usize];
        if session.is_none() {
            let mut store = Store::open(&path).map_err(broken)?;
            if of == Session::Clerk {
                store.restrict_to(towns.collect());
            }
            *session = Some(store);
        }
        Ok(session.as_mut().unwrap())
    }

    /// Ends every session.
    pub(crate) fn end_sessions(&mut self) {
        self.reader = None;
        self.sessions = [None, None];
    }

    /// The file as another tool reads it.
    pub(crate) fn reader(&mut self) -> &Connection {
        let path = self.path();
        let open = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Connection::open_with_flags(path, flags).unwrap()
        };
        self.reader.get_or_insert_with(open)
    }

    pub(crate) fn trail(&mut self) -> Trail {
        trail_of(self.reader())
    }

    /// Every record that is there, in an order that follows from them.
    pub(crate) fn records(&mut self) -> Result<Vec<Reviewed>, Wrong> {
        let mut all = self
            .store()?
            .reviewed(&taizhang::store::ReviewFilter::default(), 0, usize::MAX)
            .map_err(broken)?;
        all.sort_by_key(|reviewed| reviewed.record);
        Ok(all)
    }

    /// One of the records, if there is any: mostly of the machine's towns, and often one of the first,
    /// which every file has, so that several change the same.
    pub(crate) fn some_record(&mut self, dice: &mut Dice) -> Result<Option<Reviewed>, Wrong> {
        let mut all = self.records()?;
        if !dice.is_one_in(8) {
            let towns = self.towns;
            all.retain(|reviewed| towns.contains(&&*reviewed.place));
        }
        if dice.is_one_in(2) {
            all.truncate(2);
        }
        Ok((!all.is_empty()).then(|| all.swap_remove(dice.roll(all.len()))))
    }

    pub(crate) fn place(&mut self, code: &str) -> Result<Place, Wrong> {
        let place = self.store()?.place(code).map_err(broken)?;
        place.ok_or_else(|| Wrong(format!("the place {code} is gone")))
    }

    /// Goes on with a copy of the files, as they are found after a kill or a power cut.
    pub(crate) fn go_on_with(&mut self, copy: &Path) {
        self.end_sessions();
        let before = self.folder();
        self.faults += 1;
        fs::rename(copy, self.folder()).unwrap();
        fs::remove_dir_all(before).unwrap();
        self.clock.start_process();
    }
}

pub(crate) fn trail_of(db: &Connection) -> Trail {
    let mut query = db
        .prepare_cached("SELECT site, seq, hash FROM change")
        .unwrap();
    query
        .query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

/// What a step must never end with.
pub(crate) fn broken(error: impl std::fmt::Debug) -> Wrong {
    Wrong(format!("{error:?}"))
}

/// The words of what was done, or of why it was refused. Anything else is wrong.
pub(crate) fn done<T>(result: Result<T, StoreError>, words: impl FnOnce(T) -> String) -> Outcome {
    match result {
        Ok(done) => Ok(words(done)),
        Err(StoreError::Refused(refusal)) => Ok(format!("refused: {}", head(&refusal))),
        Err(error) => Err(broken(error)),
    }
}

/// The name of a refusal, without what it says.
pub(crate) fn head(refusal: &impl std::fmt::Debug) -> String {
    let text = format!("{refusal:?}");
    text.split([' ', '(', '{'])
        .next()
        .unwrap_or_default()
        .into()
}
