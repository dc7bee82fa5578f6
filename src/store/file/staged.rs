//! Entries that are gathered one after the other and read again in their order. The first few are
//! held in memory; all that come after them are in a file of a private folder, which goes away with
//! them.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Cursor, ErrorKind, Read, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::staging::{StagingDir, folder_of};

/// From how many bytes on they are written to the file.
const HELD: usize = 1 << 20;

/// The longest entry, in bytes, and the most cells of one: more is refused, and read it is damage.
const LONGEST: usize = 1 << 30;
const MOST_CELLS: u32 = 1 << 16;

/// The length that stands for an empty cell.
const NONE: u32 = u32::MAX;

/// Entries that are gathered.
pub(crate) struct StagedLog {
    /// The folder in which the private one is made once it is needed.
    folder: PathBuf,
    file: Option<(File, StagingDir)>,
    /// What is not in the file yet.
    held: Vec<u8>,
}

impl StagedLog {
    /// Returns an empty one, whose file would be in a folder.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            file: None,
            held: Vec::new(),
        }
    }

    /// Adds bytes that are as many in each entry.
    pub(crate) fn add_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.held.extend_from_slice(bytes);
        self.write_when_full()
    }

    /// Adds an entry of cells, of which some are empty; it is read again with
    /// [`StagedReader::entry`].
    pub(crate) fn add_entry(&mut self, cells: &[Option<&str>]) -> io::Result<()> {
        let number = |length: usize| {
            let number = u32::try_from(length).ok().filter(|number| *number != NONE);
            number.ok_or(ErrorKind::FileTooLarge)
        };
        let count = number(cells.len())?;
        let length: usize = cells.iter().flatten().map(|cell| cell.len()).sum();
        if count > MOST_CELLS || length > LONGEST {
            return Err(ErrorKind::FileTooLarge.into());
        }
        self.held.extend_from_slice(&count.to_le_bytes());
        for cell in cells {
            let length = cell.map_or(Ok(NONE), |cell| number(cell.len()))?;
            self.held.extend_from_slice(&length.to_le_bytes());
        }
        for cell in cells.iter().flatten() {
            self.held.extend_from_slice(cell.as_bytes());
        }
        self.write_when_full()
    }

    fn write_when_full(&mut self) -> io::Result<()> {
        if self.held.len() < HELD {
            return Ok(());
        }
        if self.file.is_none() {
            let staging = StagingDir::open_in(&self.folder).or_else(|_| StagingDir::in_temp())?;
            let mut options = OpenOptions::new();
            options.read(true).append(true).create_new(true);
            let file = options.open(staging.file("staged"))?;
            self.file = Some((file, staging));
        }
        if let Some((file, _)) = &mut self.file {
            file.write_all(&self.held)?;
            self.held.clear();
        }
        Ok(())
    }

    /// Reads everything from the first entry on.
    pub(crate) fn read(&self) -> io::Result<StagedReader<'_>> {
        let held = Cursor::new(self.held.as_slice());
        let from: Box<dyn Read + Send> = match &self.file {
            Some((_, staging)) => {
                let file = BufReader::with_capacity(1 << 16, File::open(staging.file("staged"))?);
                Box::new(file.chain(held))
            }
            None => Box::new(held),
        };
        Ok(StagedReader { from })
    }
}

/// A long text in a file of a private folder, which goes away with it.
#[derive(Debug)]
pub struct StagedText {
    path: PathBuf,
    /// Whether reading it has failed.
    has_failed: AtomicBool,
    _staging: StagingDir,
}

impl StagedText {
    /// Writes a text beside a file.
    ///
    /// # Errors
    /// When it cannot be written there, nor in the folder for temporary files.
    pub fn beside(file: &Path, text: &str) -> io::Result<Self> {
        let staging = StagingDir::open_in(folder_of(file)).or_else(|_| StagingDir::in_temp())?;
        let path = staging.file("text");
        File::create_new(&path)?.write_all(text.as_bytes())?;
        Ok(Self {
            path,
            has_failed: AtomicBool::new(false),
            _staging: staging,
        })
    }

    /// Opens it at its beginning.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> io::Result<BufReader<File>> {
        Ok(BufReader::with_capacity(1 << 16, File::open(&self.path)?))
    }

    /// Notes that reading it has failed: whoever reads rows of it sees only that they end.
    pub fn fail(&self) {
        self.has_failed.store(true, Ordering::Relaxed);
    }

    /// Returns whether reading it has failed.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed)
    }
}

/// Reads entries in their order.
pub(crate) struct StagedReader<'a> {
    from: Box<dyn Read + Send + 'a>,
}

impl StagedReader<'_> {
    /// Reads bytes that are as many in each entry; `None` at the end.
    pub(crate) fn bytes<const N: usize>(&mut self) -> io::Result<Option<[u8; N]>> {
        let mut bytes = [0; N];
        match self.from.read_exact(&mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Reads an entry; `None` at the end.
    pub(crate) fn entry(&mut self) -> io::Result<Option<StagedEntry>> {
        let Some(count) = self.bytes()? else {
            return Ok(None);
        };
        let count = u32::from_le_bytes(count);
        if count > MOST_CELLS {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut cells = Vec::new();
        let mut end = 0;
        for _ in 0..count {
            let length = self.bytes()?.ok_or(ErrorKind::UnexpectedEof)?;
            let length = u32::from_le_bytes(length);
            if length == NONE {
                cells.push(None);
                continue;
            }
            let begin = end;
            end += usize::try_from(length).unwrap_or(LONGEST);
            if end > LONGEST {
                return Err(ErrorKind::InvalidData.into());
            }
            cells.push(Some(begin..end));
        }
        let mut bytes = vec![0; end];
        self.from.read_exact(&mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| ErrorKind::InvalidData)?;
        Ok(Some(StagedEntry { text, cells }))
    }
}

/// An entry that was read.
pub(crate) struct StagedEntry {
    text: String,
    /// Where each cell is in the text.
    cells: Vec<Option<Range<usize>>>,
}

impl StagedEntry {
    /// Returns a cell.
    pub(crate) fn cell(&self, at: usize) -> Option<&str> {
        let cell = self.cells.get(at)?.clone()?;
        self.text.get(cell)
    }

    /// Returns the cells from one on.
    pub(crate) fn cells_from(&self, at: usize) -> impl Iterator<Item = Option<&str>> {
        let cells = self.cells.iter().skip(at);
        cells.map(|cell| self.text.get(cell.clone()?))
    }

    /// Puts another text into a cell.
    pub(crate) fn replace(&mut self, at: usize, text: &str) {
        let begin = self.text.len();
        self.text.push_str(text);
        if let Some(cell) = self.cells.get_mut(at) {
            *cell = Some(begin..self.text.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn entries_are_read_in_their_order_from_memory_and_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let text = "长".repeat(HELD / 8);
        for (count, is_filed) in [(1, false), (9, true)] {
            let mut log = StagedLog::in_folder(folder.path());
            for at in 0..count {
                log.add_entry(&[Some(&at.to_string()), None, Some(&text)])
                    .unwrap();
            }
            let files = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(files, usize::from(is_filed));
            let mut reader = log.read().unwrap();
            for at in 0..count {
                let mut read = reader.entry().unwrap().unwrap();
                let number = at.to_string();
                let cells: Vec<Option<&str>> = read.cells_from(0).collect();
                assert_eq!(cells, [Some(number.as_str()), None, Some(text.as_str())]);
                read.replace(0, "短");
                assert_eq!([read.cell(0), read.cell(1)], [Some("短"), None]);
            }
            assert!(reader.entry().unwrap().is_none());
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
