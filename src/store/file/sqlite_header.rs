//! The header of an SQLite file, which says what the file is before anything opens it.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use super::file_error::{FileError, Result};
use super::schema::{self, APPLICATION_ID, VERSION};
use super::staging::beside;
use crate::i18n::SnapshotFault;

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

/// The first hundred bytes of an SQLite file; see <https://sqlite.org/fileformat2.html>.
pub(crate) struct SqliteHeader([u8; 100]);

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

    pub(crate) fn version(&self) -> i64 {
        i64::from(self.number(60).cast_signed())
    }

    fn has_log(&self) -> bool {
        self.0[18] == 2
    }

    /// Returns whether a log that is not yet part of the file stands beside it.
    pub(crate) fn waits_for(&self, file: &Path) -> bool {
        let log = beside(file, if self.has_log() { "-wal" } else { "-journal" });
        fs::symlink_metadata(log).is_ok_and(|log| log.len() > 0)
    }
}

pub(crate) fn read_header(file: &File, length: u64) -> Result<(SqliteHeader, FileKind)> {
    let mut bytes = [0; 100];
    let not_ours = || FileError::Unusable(SnapshotFault::NotALedger);
    file.read_exact_at(&mut bytes, 0)
        .map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => not_ours(),
            _ => error.into(),
        })?;
    let header = SqliteHeader(bytes);
    let versions = matches!((bytes[18], bytes[19]), (1, 1) | (2, 2));
    let page = header.page_size();
    let utf8 = header.number(56) == 1;
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
