//! Files that appear whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use crate::store::sync_folder;

/// A file in which one can go back, as an archive does for what it says of its parts.
pub trait SeekableFile: Write + Seek {}

impl<F: Write + Seek> SeekableFile for F {}

/// Writes a file beside its final place and then gives it its name, so that whoever reads it never
/// sees half of it and an older one survives a full disk.
///
/// # Errors
/// When the directory or the disk refuses; the older file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace_by(path, |file| file.write_all(bytes))
}

/// The same of a file that `write` writes piece by piece.
///
/// # Errors
/// Those of `write`, and when the directory or the disk refuses.
pub fn replace_by(
    path: &Path,
    write: impl FnOnce(&mut dyn SeekableFile) -> io::Result<()>,
) -> io::Result<()> {
    replace_with(path, |unfinished| {
        let file = fs::OpenOptions::new().write(true).open(unfinished)?;
        let mut file = BufWriter::new(file);
        write(&mut file)?;
        file.flush()
    })
}

/// The same for a file that `fill` writes: it gets the path of an empty file beside the final
/// place.
///
/// # Errors
/// Those of `fill`, and when the directory or the disk refuses.
pub(super) fn replace_with<E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let unfinished = beside(path);
    let written = fs::File::create_new(&unfinished)
        .map_err(E::from)
        .and_then(|made| {
            drop(made);
            fill(&unfinished)?;
            fs::File::open(&unfinished)?.sync_all()?;
            fs::rename(&unfinished, path)?;
            Ok(sync_folder(path)?)
        });
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// Returns a name that no other running program takes.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}.new", uuid::Uuid::new_v4().simple()));
    PathBuf::from(name)
}
