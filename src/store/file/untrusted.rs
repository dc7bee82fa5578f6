//! A file from anyone: copied first, so that nothing beside it is ever looked at and nobody can
//! change it meanwhile, then opened so that nothing in it runs.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{FileExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use super::file_error::{FileError, Result};
use super::schema::{self, APPLICATION_ID, VERSION};
use super::settings::{CacheSize, set_cache_size};
use super::staging::{StagingDir, beside};
use crate::i18n::SnapshotFault;

/// The largest file that is examined, in GB of 10⁹ bytes.
const MOST_GIGABYTES: u64 = 16;
/// Bytes that are read and hashed at once.
const CHUNK: usize = 1 << 20;
/// The longest text in a cell, in bytes.
const LONGEST_TEXT: i32 = 64_000_000;
/// The longest statement, in bytes; the view of a kind is one.
const LONGEST_STATEMENT: i32 = 1_000_000;
/// The most steps of a compiled statement. Those of the examination have a few thousand.
const MOST_STEPS: i32 = 50_000;
/// After how many steps of a statement the clock is looked at.
const STEPS: i32 = 10_000;
/// How long an examination may take: at least this, and more for a large file.
const PATIENCE: Duration = Duration::from_mins(2);
/// What a file has to be given for each million bytes.
const PATIENCE_PER_MEGABYTE: Duration = Duration::from_secs(2);

/// Statements about a database that an examination needs.
const PRAGMAS: [&str; 7] = [
    "application_id",
    "user_version",
    "integrity_check",
    "foreign_key_check",
    "journal_mode",
    "page_count",
    "page_size",
];
/// Functions that its queries use.
const FUNCTIONS: [&str; 10] = [
    "count",
    "coalesce",
    "max",
    "json_array_length",
    "json_object",
    "json_each",
    "->>",
    "like",
    "length",
    "instr",
];

/// What a file says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    /// A ledger, or a snapshot of one.
    Ledger,
    /// An exchange file.
    Exchange,
}

impl FileKind {
    /// The application id and the newest version of each.
    const KNOWN: [(Self, i32, i64); 2] = [
        (Self::Ledger, APPLICATION_ID, VERSION),
        (
            Self::Exchange,
            schema::EXCHANGE_ID,
            schema::EXCHANGE_VERSION,
        ),
    ];
}

/// A copy of a file in a workshop, under a name of our own.
pub(crate) struct StagedCopy {
    /// What it says that it is.
    pub(crate) sort: FileKind,
    /// The copy.
    pub(crate) path: PathBuf,
    /// The SHA-256 of the file, in hexadecimal digits.
    pub(crate) sha256: String,
    /// How large it is, in bytes.
    pub(crate) bytes: u64,
    /// The version of its form.
    pub(crate) version: i64,
}

/// How a file keeps findings and second entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ActStorage {
    /// In the chain; the rows of its tables say the same.
    Chained,
    /// In rows of tables only, as older programs did.
    InRows,
}

impl StagedCopy {
    /// How the file keeps findings and second entries.
    pub(crate) const fn acts(&self) -> ActStorage {
        if self.is_older() {
            ActStorage::InRows
        } else {
            ActStorage::Chained
        }
    }

    const fn is_older(&self) -> bool {
        match self.sort {
            FileKind::Ledger => self.version < VERSION,
            FileKind::Exchange => self.version < schema::EXCHANGE_VERSION,
        }
    }

    /// What is read of it after its examination: of an older ledger a second copy that was lifted.
    pub(crate) fn current(&self) -> PathBuf {
        if self.sort == FileKind::Ledger && self.is_older() {
            migrated(&self.path)
        } else {
            self.path.clone()
        }
    }
}

/// Where the lifted copy of a copy is.
pub(crate) fn migrated(copy: &Path) -> PathBuf {
    beside(copy, ".lifted")
}

/// Copies a file, and only that file, into a workshop, and refuses what cannot be a whole ledger.
pub(crate) fn copy(file: &Path, staging: &StagingDir, cancel: &AtomicBool) -> Result<StagedCopy> {
    let mut source = open_plain(file)?;
    let before = source.metadata()?;
    let (header, sort) = read_header(&source, before.len())?;
    if header.waits_for(file) {
        return Err(FileError::Unusable(SnapshotFault::InUse));
    }
    let path = staging.file("data.db");
    let mut target = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&path)?;
    let sha256 = hash(&mut source, |bytes| {
        if cancel.load(Ordering::Relaxed) {
            Err(FileError::Cancelled)
        } else {
            Ok(target.write_all(bytes)?)
        }
    })?;
    let after = source.metadata()?;
    if !same(&before, &after) || header.waits_for(file) {
        return Err(FileError::Unusable(SnapshotFault::BeingWritten));
    }
    // A ledger that was closed has everything in this one file; it only says that a log may stand
    // beside it.
    target.write_all_at(&[1, 1], 18)?;
    Ok(StagedCopy {
        sort,
        path,
        sha256,
        bytes: before.len(),
        version: header.version(),
    })
}

/// Opens a regular file without following a link, and without waiting for a pipe.
fn open_plain(file: &Path) -> Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(file);
    let opened = opened.map_err(|error| match fs::symlink_metadata(file) {
        Ok(there) if !there.is_file() => FileError::Unusable(SnapshotFault::NotAFile),
        _ if error.kind() == io::ErrorKind::NotFound => FileError::Refused(SnapshotFault::Absent),
        _ => error.into(),
    })?;
    let there = opened.metadata()?;
    if !there.is_file() {
        return Err(FileError::Unusable(SnapshotFault::NotAFile));
    }
    if there.len() > MOST_GIGABYTES * 1_000_000_000 {
        let gigabytes = usize::try_from(MOST_GIGABYTES).unwrap_or_default();
        return Err(FileError::Unusable(SnapshotFault::TooLarge { gigabytes }));
    }
    Ok(opened)
}

fn same(before: &Metadata, after: &Metadata) -> bool {
    before.len() == after.len()
        && before.mtime() == after.mtime()
        && before.mtime_nsec() == after.mtime_nsec()
}

/// The SHA-256 of a file of our own.
pub(crate) fn sha256(file: &Path) -> io::Result<String> {
    hash(&mut File::open(file)?, |_| Ok(()))
}

/// Hashes everything that is read, and hands it on.
fn hash<E: From<io::Error>>(
    source: &mut File,
    mut pass: impl FnMut(&[u8]) -> Result<(), E>,
) -> Result<String, E> {
    let mut digest = Sha256::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = source.read(&mut chunk)?;
        let Some(bytes) = chunk.get(..count).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        digest.update(bytes);
        pass(bytes)?;
    }
    Ok(format!("{:x}", digest.finalize()))
}

/// The first hundred bytes of an SQLite file; see <https://sqlite.org/fileformat2.html>.
struct SqliteHeader([u8; 100]);

impl SqliteHeader {
    fn number(&self, at: usize) -> u32 {
        let bytes = self
            .0
            .get(at..at + 4)
            .and_then(|bytes| bytes.try_into().ok())
            .unwrap_or_default();
        u32::from_be_bytes(bytes)
    }

    fn page_size(&self) -> u64 {
        match u16::from_be_bytes([self.0[16], self.0[17]]) {
            1 => 65536,
            size => size.into(),
        }
    }

    fn version(&self) -> i64 {
        i64::from(self.number(60).cast_signed())
    }

    fn has_log(&self) -> bool {
        self.0[18] == 2
    }

    /// Whether a log that is not yet part of the file stands beside it.
    fn waits_for(&self, file: &Path) -> bool {
        let log = beside(file, if self.has_log() { "-wal" } else { "-journal" });
        fs::symlink_metadata(log).is_ok_and(|log| log.len() > 0)
    }
}

fn read_header(file: &File, length: u64) -> Result<(SqliteHeader, FileKind)> {
    let mut bytes = [0; 100];
    let not_ours = || FileError::Unusable(SnapshotFault::NotALedger);
    file.read_exact_at(&mut bytes, 0)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => not_ours(),
            _ => error.into(),
        })?;
    let header = SqliteHeader(bytes);
    let versions = matches!((bytes[18], bytes[19]), (1, 1) | (2, 2));
    let (page, utf8) = (header.page_size(), header.number(56) == 1);
    if !bytes.starts_with(b"SQLite format 3\0")
        || !versions
        || !utf8
        || !page.is_power_of_two()
        || page < 512
    {
        return Err(not_ours());
    }
    let id = header.number(68).cast_signed();
    let (sort, _, known) = FileKind::KNOWN
        .into_iter()
        .find(|(_, known, _)| *known == id)
        .ok_or_else(not_ours)?;
    let found = header.version();
    if found > known {
        return Err(FileError::Unusable(SnapshotFault::Newer { found, known }));
    }
    if found < 1 {
        return Err(not_ours());
    }
    let needs = u64::from(header.number(28)) * page;
    // Both counters are the same when the number of pages was written with the last change.
    if length < needs && header.number(24) == header.number(92) {
        let number = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
        return Err(FileError::Unusable(SnapshotFault::Truncated {
            has: number(length),
            needs: number(needs),
        }));
    }
    Ok((header, sort))
}

/// What ends an examination before its time.
#[derive(Clone)]
pub(crate) struct Deadline {
    deadline: Option<Instant>,
    cancel: Arc<AtomicBool>,
}

impl Deadline {
    /// For a file of so many bytes.
    pub(crate) fn of(bytes: u64, cancel: Arc<AtomicBool>) -> Self {
        let megabytes = u32::try_from(bytes / 1_000_000).unwrap_or(u32::MAX);
        let patience = PATIENCE + PATIENCE_PER_MEGABYTE.saturating_mul(megabytes);
        Self {
            deadline: Some(Instant::now() + patience),
            cancel,
        }
    }

    /// For a file that passed its examination.
    pub(crate) const fn until_cancelled(cancel: Arc<AtomicBool>) -> Self {
        Self {
            deadline: None,
            cancel,
        }
    }

    fn is_over(&self) -> bool {
        self.cancel.load(Ordering::Relaxed) || self.is_late()
    }

    fn is_late(&self) -> bool {
        self.deadline
            .is_some_and(|deadline| Instant::now() > deadline)
    }

    /// What an error of the examination means: an interrupted statement says nothing about the
    /// file.
    pub(crate) fn explain(&self, error: FileError) -> FileError {
        if self.cancel.load(Ordering::Relaxed) {
            FileError::Cancelled
        } else if self.is_late() {
            FileError::Unusable(SnapshotFault::TooLong)
        } else {
            error
        }
    }
}

/// Opens a file that nobody writes any more, so that it can only be read: no trigger and no view of
/// it runs, no statement may do anything but look, and everything has an end.
pub(crate) fn open(file: &Path, deadline: &Deadline) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let mut db = Connection::open_with_flags(immutable_address(file), flags)?;
    harden(&mut db, deadline)?;
    db.authorizer(Some(authorize))?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// Nothing that the file brings along runs, and everything has an end.
pub(crate) fn harden(db: &mut Connection, deadline: &Deadline) -> rusqlite::Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        db.set_db_config(setting, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_TEXT),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT),
        (Limit::SQLITE_LIMIT_VDBE_OP, MOST_STEPS),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        db.set_limit(limit, most)?;
    }
    db.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
    )?;
    set_cache_size(db, CacheSize::Bulk)?;
    let deadline = deadline.clone();
    db.progress_handler(STEPS, Some(move || deadline.is_over()))
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature of an authorizer"
)]
fn authorize(context: AuthContext) -> Authorization {
    let allowed = match context.action {
        AuthAction::Select
        | AuthAction::Recursive
        | AuthAction::Read { .. }
        | AuthAction::Transaction { .. } => true,
        AuthAction::Function { function_name } => FUNCTIONS.contains(&function_name),
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } => {
            PRAGMAS.contains(&pragma_name)
                && (pragma_value.is_none() || pragma_name == "integrity_check")
        }
        _ => false,
    };
    if allowed {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

/// The address of a file for SQLite; every byte that could mean something in an address is written
/// as a number.
fn immutable_address(file: &Path) -> String {
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStrExt as _;
    let mut address = String::from("file:");
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                address.push(char::from(*byte))
            }
            other => drop(write!(address, "%{other:02X}")),
        }
    }
    address + "?immutable=1"
}
