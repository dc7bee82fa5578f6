//! A small log beside the ledger: what went wrong, when and with which version, and no data.
//!
//! It is written as well as it can be: where it cannot, nothing else changes.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{
    FileExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown,
};
use std::path::{Path, PathBuf};

use rustix::fs::{Access, OFlags, access};

use super::cause::Cause;
use super::clock;
use super::file::schema::APPLICATION_ID;
use super::file::staging::beside;

/// What the name of the log ends in; none of `SQLite`'s own files has it.
const LOG: &str = "-log";
/// What the name of the full log before it ends in.
const OLDER: &str = ".1";
/// The most bytes of a log before it becomes the older one.
const MOST_BYTES: u64 = 64 * 1024;
/// The most bytes of an entry.
const LONGEST: usize = 500;
/// Where in its header a `SQLite` file says what it is.
const PURPOSE: u64 = 68;
/// What a log may allow, where its ledger does: nothing to strangers.
const WIDEST_MODE: u32 = 0o660;
const OF_THE_GROUP: u32 = 0o070;
const WRITABLE: u32 = 0o222;

/// The log of what goes wrong with one ledger while a command runs.
#[derive(Clone, Debug)]
pub struct ProblemLog {
    ledger: PathBuf,
    command: String,
}

impl ProblemLog {
    /// Returns the log beside a ledger, which need not be made yet. `None` beside any other file.
    ///
    /// Not while the ledger is open: closing it here would give back locks of the whole process.
    #[must_use]
    pub fn beside(ledger: &Path, command: &str) -> Option<Self> {
        let is_absent =
            fs::metadata(ledger).is_err_and(|error| error.kind() == ErrorKind::NotFound);
        (is_absent || is_ledger(ledger)).then(|| Self::of_open(ledger, command))
    }

    /// Returns the log beside a ledger that is open.
    pub(super) fn of_open(ledger: &Path, command: &str) -> Self {
        Self {
            ledger: ledger.to_owned(),
            command: command.to_owned(),
        }
    }

    /// Returns where it is, whether or not anything was written yet.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        beside(&self.real_ledger(), LOG)
    }

    /// Adds an entry as well as that can be.
    pub fn add(&self, operation: &str, cause: &Cause) {
        let _ = self.try_add(operation, cause);
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// When the ledger is not there or only read, or its log cannot be written.
    pub fn try_add(&self, operation: &str, cause: &Cause) -> io::Result<()> {
        let entry = format!(
            "{} taizhang {} {}: {operation}: {cause}",
            clock::stamp(),
            env!("CARGO_PKG_VERSION"),
            self.command,
        );
        self.append(&line(&entry))
    }

    /// Returns the ledger that a link leads to: it has one log whatever it is called.
    fn real_ledger(&self) -> PathBuf {
        fs::canonicalize(&self.ledger).unwrap_or_else(|_| self.ledger.clone())
    }

    fn append(&self, line: &str) -> io::Result<()> {
        let ledger = self.real_ledger();
        let owner = fs::metadata(&ledger)?;
        // A snapshot, and a ledger that somebody only reads, stay alone.
        if !owner.is_file() || owner.mode() & WRITABLE == 0 {
            return Err(ErrorKind::PermissionDenied.into());
        }
        access(&ledger, Access::WRITE_OK)?;
        let path = beside(&ledger, LOG);
        let mut file = open(&path, &owner)?;
        if file.metadata()?.len() + line.len() as u64 > MOST_BYTES {
            // Whoever has it locked is renaming it.
            if file.try_lock().is_ok() && is_at(&file, &path)? {
                fs::rename(&path, beside(&path, OLDER))?;
            }
            file = open(&path, &owner)?;
        }
        let written = file.write_all(line.as_bytes());
        if written.is_err() && file.metadata()?.len() == 0 && is_at(&file, &path)? {
            // On a full disk the name of a log can be had, and nothing more.
            fs::remove_file(&path)?;
        }
        written
    }
}

/// Returns an entry as one line of bounded length.
fn line(entry: &str) -> String {
    let mut line: String = entry
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    line.truncate(line.floor_char_boundary(LONGEST));
    line.push('\n');
    line
}

/// Opens a log to add to it, or makes one like its ledger. A link is never followed.
fn open(path: &Path, like: &fs::Metadata) -> io::Result<File> {
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    let mut options = OpenOptions::new();
    options.append(true).custom_flags(flags.cast_signed());
    let file = match options.clone().create_new(true).mode(0o600).open(path) {
        Ok(file) => {
            share(&file, like);
            file
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => options.open(path)?,
        Err(error) => return Err(error),
    };
    let there = file.metadata()?;
    // Another name of it may be that of something else.
    if there.is_file() && there.nlink() == 1 {
        Ok(file)
    } else {
        Err(ErrorKind::InvalidInput.into())
    }
}

/// Gives a new log to whom its ledger belongs, as far as that is allowed, and never to more.
fn share(log: &File, like: &fs::Metadata) {
    let is_given = fchown(log, Some(like.uid()), Some(like.gid())).is_ok()
        || fchown(log, None, Some(like.gid())).is_ok();
    let mut mode = like.mode() & WIDEST_MODE;
    if !is_given {
        mode &= !OF_THE_GROUP;
    }
    let _ = log.set_permissions(fs::Permissions::from_mode(mode));
}

/// Returns whether a path still leads to an open file.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    let own = file.metadata()?;
    let there = fs::symlink_metadata(path)?;
    Ok(own.ino() == there.ino() && own.dev() == there.dev())
}

/// Returns whether a file says that it is a ledger, and may be written.
fn is_ledger(path: &Path) -> bool {
    let is_file = fs::metadata(path).is_ok_and(|there| there.is_file());
    let mut id = [0; 4];
    is_file
        && File::open(path).is_ok_and(|file| file.read_exact_at(&mut id, PURPOSE).is_ok())
        && id == APPLICATION_ID.to_be_bytes()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    /// A folder with the header of a ledger in a file of its own.
    fn folder() -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        let mut header = vec![0; 100];
        header[68..72].copy_from_slice(&APPLICATION_ID.to_be_bytes());
        fs::write(&path, header).unwrap();
        (folder, path)
    }

    fn add(log: &ProblemLog) -> bool {
        let cause = Cause::of_variant(&ErrorKind::StorageFull);
        log.try_add("save", &cause).is_ok()
    }

    fn log_of(ledger: &Path) -> ProblemLog {
        ProblemLog::beside(ledger, "enter").unwrap()
    }

    #[test]
    fn an_entry_has_time_version_command_operation_and_cause() {
        let (_folder, ledger) = folder();
        let log = log_of(&ledger);
        assert!(add(&log) && add(&log));
        let text = fs::read_to_string(log.path()).unwrap();
        assert_eq!(text.lines().count(), 2);
        let (time, rest) = text.lines().next().unwrap().split_once(' ').unwrap();
        assert!(clock::is_timestamp(time), "{time}");
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            rest,
            format!("taizhang {version} enter: save: storage full")
        );
    }

    #[test]
    fn an_entry_is_one_short_line() {
        let entry = line(&format!("a\nb\u{1b}{}", "馆".repeat(1000)));
        assert!(entry.len() <= LONGEST + 1 && entry.starts_with("a b "));
        assert_eq!(entry.matches('\n').count(), 1);
    }

    #[test]
    fn a_full_log_becomes_the_older_one() {
        let (folder, ledger) = folder();
        let log = log_of(&ledger);
        let older = folder.path().join("a.db-log.1");
        let mut sizes = Vec::new();
        while sizes.len() < 2 {
            let before = fs::metadata(log.path()).map_or(0, |there| there.len());
            assert!(add(&log));
            let now = fs::metadata(log.path()).unwrap().len();
            if now < before {
                sizes.push(fs::metadata(&older).unwrap().len());
            }
        }
        assert!(sizes.iter().all(|size| *size <= MOST_BYTES), "{sizes:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_log_is_never_open_to_more_than_its_ledger() {
        for (mode, expected) in [
            (0o600, 0o600),
            (0o640, 0o640),
            (0o660, 0o660),
            (0o664, 0o660),
        ] {
            let (_folder, ledger) = folder();
            fs::set_permissions(&ledger, fs::Permissions::from_mode(mode)).unwrap();
            let log = log_of(&ledger);
            assert!(add(&log));
            let made = fs::metadata(log.path()).unwrap();
            assert_eq!(made.mode() & 0o777, expected, "{mode:o}");
        }
    }

    #[test]
    fn no_link_is_followed_and_no_second_name_written() {
        let (folder, ledger) = folder();
        let other = folder.path().join("other");
        fs::write(&other, "kept").unwrap();
        let log = log_of(&ledger);
        symlink(&other, log.path()).unwrap();
        assert!(!add(&log));
        fs::remove_file(log.path()).unwrap();
        symlink(folder.path().join("nowhere"), log.path()).unwrap();
        assert!(!add(&log));
        fs::remove_file(log.path()).unwrap();
        fs::hard_link(&other, log.path()).unwrap();
        assert!(!add(&log));
        assert_eq!(fs::read_to_string(&other).unwrap(), "kept");
        assert!(!folder.path().join("nowhere").exists());
    }

    #[test]
    fn only_a_ledger_that_may_be_written_has_one() {
        let (folder, ledger) = folder();
        fs::set_permissions(&ledger, fs::Permissions::from_mode(0o444)).unwrap();
        assert!(!add(&log_of(&ledger)), "a snapshot");
        let other = folder.path().join("other.db");
        fs::write(&other, vec![0; 100]).unwrap();
        assert!(ProblemLog::beside(&other, "enter").is_none());
        assert!(ProblemLog::beside(folder.path(), "enter").is_none());
        let absent = log_of(&folder.path().join("new.db"));
        assert!(!add(&absent));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn a_link_to_a_ledger_shares_its_log() {
        let (folder, ledger) = folder();
        let link = folder.path().join("link.db");
        symlink(&ledger, &link).unwrap();
        assert!(add(&log_of(&link)));
        assert!(log_of(&ledger).path().exists());
    }
}
