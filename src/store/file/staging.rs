//! A private folder in which a file is made, beside the place where it is to appear: whole, or not
//! at all.
//!
//! The folder is locked as long as the program that made it lives. A program that was killed leaves
//! its folder behind, unlocked, and the next one sweeps it away.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use uuid::Uuid;

/// How the names of staging directories begin and end.
const NAME: (&str, &str) = (".taizhang-", ".tmp");

/// What the name of a signature has behind that of its file.
pub(crate) const SIGNATURE: &str = ".sig";

/// A locked folder that goes away with the work.
#[derive(Debug)]
pub(crate) struct StagingDir {
    path: PathBuf,
    /// Held until the folder is gone.
    _lock: File,
}

impl StagingDir {
    /// Makes a staging directory in a folder, and sweeps away those of programs that were killed.
    pub(crate) fn open_in(folder: &Path) -> io::Result<Self> {
        sweep(folder);
        loop {
            let name = format!("{}{}{}", NAME.0, Uuid::new_v4().simple(), NAME.1);
            let path = folder.join(name);
            DirBuilder::new().mode(0o700).create(&path)?;
            // Between making and locking another program may have swept it: then it is made again.
            if let Some(lock) = lock(&path)? {
                return Ok(Self { path, _lock: lock });
            }
        }
    }

    /// Makes one in the folder for temporary files.
    pub(crate) fn in_temp() -> io::Result<Self> {
        Self::open_in(&fs::canonicalize(std::env::temp_dir())?)
    }

    /// Returns a file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for StagingDir {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Returns the lock on a folder, unless the folder was taken away meanwhile.
fn lock(path: &Path) -> io::Result<Option<File>> {
    let folder = match open_folder(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    // On a disk that knows no locks nobody sweeps either.
    let _ = folder.lock();
    let is_there = fs::symlink_metadata(path)
        .is_ok_and(|at| folder.metadata().is_ok_and(|own| own.ino() == at.ino()));
    Ok(is_there.then_some(folder))
}

fn open_folder(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::DIRECTORY;
    OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(path)
}

/// Removes staging directories that nobody has locked. What cannot be removed is left: it is
/// harmless.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if !name
            .to_str()
            .is_some_and(|name| name.starts_with(NAME.0) && name.ends_with(NAME.1))
        {
            continue;
        }
        let Ok(dead) = open_folder(&entry.path()) else {
            continue;
        };
        match dead.try_lock() {
            Ok(()) => drop(fs::remove_dir_all(entry.path())),
            Err(TryLockError::WouldBlock | TryLockError::Error(_)) => {}
        }
    }
}

/// Gives a finished file its name and waits for the disk. It never replaces a file that another
/// program made in the meantime.
pub(crate) fn publish(from: &Path, to: &Path) -> io::Result<()> {
    File::open(from)?.sync_all()?;
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(error),
        // Memory sticks know no second names of a file.
        Err(_) if fs::symlink_metadata(to).is_ok() => return Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to)?,
    }
    sync_folder(to)
}

/// Gives a finished file its name, after its checksum has one beside it, and its signature where
/// it has one. Whoever finds the file finds both.
pub(crate) fn publish_with(
    staging: &StagingDir,
    file: &Path,
    path: &Path,
    sha256: &str,
    signature: Option<&str>,
) -> io::Result<()> {
    let Some(signature) = signature else {
        return publish_with_checksum(staging, file, path, sha256);
    };
    let made = staging.file("signature");
    let mut text = File::create_new(&made)?;
    text.write_all(signature.as_bytes())?;
    text.set_permissions(fs::metadata(file)?.permissions())?;
    let beside = beside(path, SIGNATURE);
    publish(&made, &beside)?;
    let published = publish_with_checksum(staging, file, path, sha256);
    if published.is_err() {
        let _ = fs::remove_file(&beside);
    }
    published
}

/// Gives a finished file its name, after its checksum has one beside it. Whoever finds the file
/// finds the checksum.
pub(crate) fn publish_with_checksum(
    staging: &StagingDir,
    file: &Path,
    path: &Path,
    sha256: &str,
) -> io::Result<()> {
    let made = staging.file("sum");
    let sum = beside(path, ".sha256");
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut text = File::create_new(&made)?;
    text.write_all(sum_line(sha256, &name).as_bytes())?;
    text.set_permissions(fs::metadata(file)?.permissions())?;
    text.sync_all()?;
    fs::rename(&made, &sum)?;
    let published = publish(file, path);
    if published.is_err() && fs::symlink_metadata(path).is_err() {
        let _ = fs::remove_file(&sum);
    }
    published
}

/// Takes a file back that was given out and is not to be there after all, with what was made
/// beside it.
pub(crate) fn unpublish(path: &Path, is_signed: bool) {
    let _ = fs::remove_file(path);
    if is_signed {
        let _ = fs::remove_file(beside(path, SIGNATURE));
    }
    let _ = fs::remove_file(beside(path, ".sha256"));
}

/// Returns the line of a `.sha256` file, as `sha256sum -c` reads it. A name with a backslash or a
/// line break is written in the escaped form.
fn sum_line(sha256: &str, name: &str) -> String {
    let escaped = name
        .replace('\\', "\\\\")
        .replace('\n', "\\n")
        .replace('\r', "\\r");
    let mark = if escaped == name { "" } else { "\\" };
    format!("{mark}{sha256}  {escaped}\n")
}

/// Returns the path with `suffix` added to its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Waits until the names in the folder of a file are on the disk.
pub(crate) fn sync_folder(of: &Path) -> io::Result<()> {
    File::open(folder_of(of))?.sync_all()
}

/// Returns the name of a file without its folder, as people read it.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// Returns the folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_staging_dir_goes_away_with_the_work_and_keeps_others_out() {
        let folder = tempfile::tempdir().unwrap();
        let staging = StagingDir::open_in(folder.path()).unwrap();
        fs::write(staging.file("x"), "x").unwrap();
        let mode = fs::metadata(&staging.path).unwrap().mode();
        assert_eq!(mode & 0o777, 0o700);
        drop(staging);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn only_the_staging_dirs_of_dead_programs_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let alive = StagingDir::open_in(folder.path()).unwrap();
        let dead = folder.path().join(".taizhang-1.tmp");
        let elsewhere = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join(".taizhang-2.tmp"))
            .unwrap();
        fs::create_dir(&dead).unwrap();
        fs::write(dead.join("data.db"), "x").unwrap();
        fs::write(elsewhere.path().join("kept"), "x").unwrap();
        fs::write(folder.path().join("other.tmp"), "x").unwrap();
        sweep(folder.path());
        assert!(!dead.exists());
        assert!(alive.path.exists() && elsewhere.path().join("kept").exists());
        assert!(folder.path().join("other.tmp").exists());
    }

    #[test]
    fn a_file_is_never_published_over_another_one() {
        let folder = tempfile::tempdir().unwrap();
        let from = folder.path().join("from");
        let to = folder.path().join("to");
        fs::write(&from, "new").unwrap();
        fs::write(&to, "old").unwrap();
        assert_eq!(
            publish(&from, &to).unwrap_err().kind(),
            ErrorKind::AlreadyExists
        );
        assert_eq!(fs::read_to_string(&to).unwrap(), "old");
        fs::remove_file(&to).unwrap();
        publish(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(&to).unwrap(), "new");
        assert!(!from.exists());
    }
}
