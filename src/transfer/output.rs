//! Files that appear whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Writes a file beside its final place and then gives it its name, so that whoever reads it never sees half of it and
/// an older one survives a full disk.
///
/// # Errors
/// When the directory or the disk refuses; the older file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = beside(path);
    let written = write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name that no other running program takes.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", uuid::Uuid::new_v4().simple()));
    PathBuf::from(name)
}
