//! Entries that are gathered one after the other and read again in their order. The first few are
//! held in memory; all that come after them are in a file of a private folder, which goes away with
//! them.

use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, Cursor, ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};

use super::staging::StagingDir;

/// From how many bytes on they are written to the file.
const HELD: usize = 1 << 20;

/// The longest text of an entry, in bytes: more is damage.
const LONGEST: usize = 1 << 30;

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

    /// Adds texts; each is read again with [`StagedReader::text`].
    pub(crate) fn add_texts<const N: usize>(&mut self, texts: [&str; N]) -> io::Result<()> {
        for text in texts {
            let length = u32::try_from(text.len()).map_err(|_| ErrorKind::FileTooLarge)?;
            self.held.extend_from_slice(&length.to_le_bytes());
            self.held.extend_from_slice(text.as_bytes());
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

    /// Reads a text; `None` at the end.
    pub(crate) fn text(&mut self) -> io::Result<Option<String>> {
        let Some(length) = self.bytes()? else {
            return Ok(None);
        };
        let length = usize::try_from(u32::from_le_bytes(length)).unwrap_or(LONGEST);
        if length > LONGEST {
            return Err(ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; length];
        self.from.read_exact(&mut bytes)?;
        String::from_utf8(bytes)
            .map(Some)
            .map_err(|_| ErrorKind::InvalidData.into())
    }

    /// Reads the texts of an entry; `None` at the end.
    pub(crate) fn texts<const N: usize>(&mut self) -> io::Result<Option<[String; N]>> {
        let mut texts = [const { String::new() }; N];
        for (at, text) in texts.iter_mut().enumerate() {
            match self.text()? {
                Some(read) => *text = read,
                None if at == 0 => return Ok(None),
                None => return Err(ErrorKind::UnexpectedEof.into()),
            }
        }
        Ok(Some(texts))
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
                log.add_texts([&at.to_string(), &text]).unwrap();
            }
            let files = fs::read_dir(folder.path()).unwrap().count();
            assert_eq!(files, usize::from(is_filed));
            let mut reader = log.read().unwrap();
            for at in 0..count {
                let read = reader.texts().unwrap();
                assert_eq!(read, Some([at.to_string(), text.clone()]));
            }
            assert_eq!(reader.texts::<2>().unwrap(), None);
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
