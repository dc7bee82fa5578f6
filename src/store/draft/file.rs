//! The file of an open form.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::disk::{
    EXTENSION, LockKind, LockedFile, allocate, folder, make_folder, newest, open_locked, read,
};
use super::form_draft::{FormDraft, Result};
use super::slots::{self, ALL, MOST_BYTES, Pair};
use crate::i18n::DraftFault;
use crate::store::clock::{self, stamp};

/// The file that keeps the draft of one open form. It is locked as long as this lives, so that no
/// other session offers the form; the lock ends with the process, however that ends.
#[derive(Debug)]
pub struct DraftFile {
    file: LockedFile,
    path: PathBuf,
    /// The number of the newest slot.
    seq: u64,
    durable: Pair,
    buffered: Pair,
    /// Whether anything was ever handed over to be kept.
    is_used: bool,
}

/// A draft as it goes into a slot.
pub(super) struct Ready {
    seq: u64,
    slot: Vec<u8>,
}

/// A writer of the buffered slots, for the thread that draws.
#[derive(Debug)]
pub(super) struct BufferedWriter {
    file: File,
    seq: u64,
    pair: Pair,
}

impl DraftFile {
    /// Makes the file of a form that opens, with all the room it will ever need.
    ///
    /// # Errors
    /// When the folder or the file cannot be made, or the disk is full.
    pub fn open_new(ledger: &Path) -> Result<Self> {
        let folder = folder(ledger);
        make_folder(&folder)?;
        let path = folder
            .join(clock::new_id().to_string())
            .with_extension(EXTENSION);
        // Under its own name it is always locked and whole: another session never finds it in
        // between.
        let unfinished = path.with_extension("new");
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&unfinished)?;
        let made = allocate(file, &unfinished, &path).and_then(|file| {
            File::open(&folder)?.sync_all()?;
            Ok(file)
        });
        if made.is_err() {
            let _ = fs::remove_file(&unfinished);
            let _ = fs::remove_file(&path);
        }
        let file = made?;
        Ok(Self {
            file,
            path,
            seq: 0,
            durable: Pair::durable(&[]),
            buffered: Pair::buffered(&[]),
            is_used: false,
        })
    }

    /// Takes up a draft that waits.
    ///
    /// # Errors
    /// When it is open elsewhere, was taken up and saved in the meantime, or cannot be read.
    pub fn resume(path: &Path) -> Result<(Self, FormDraft)> {
        let file = open_locked(path, LockKind::Fill)?;
        let bytes = read(&file)?;
        let slots = slots::decode(&bytes);
        let (seq, draft) = newest(&slots).ok_or(DraftFault::Unreadable)?;
        let durable = Pair::durable(&slots);
        let buffered = Pair::buffered(&slots);
        if let Some(missing) = ALL.checked_sub(bytes.len()).filter(|missing| *missing > 0) {
            // Somebody cut it short. Without room for the rest the draft is still worth taking up.
            let _ = file.write_all_at(&vec![0; missing], bytes.len() as u64);
        }
        Ok((
            Self {
                file,
                path: path.to_owned(),
                seq,
                durable,
                buffered,
                is_used: true,
            },
            draft,
        ))
    }

    /// Returns the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Keeps a draft; when this returns it survives a power cut. The draft kept before stays until
    /// then.
    ///
    /// # Errors
    /// When it is too long or cannot be written; then the one before is still kept.
    pub fn write(&mut self, draft: &FormDraft) -> Result<()> {
        self.write_durably(&Ready::new(self.seq + 1, draft)?)
    }

    /// Writes a settled slot and waits for the disk.
    pub(super) fn write_durably(&mut self, ready: &Ready) -> Result<()> {
        self.is_used = true;
        self.file.write_all_at(&ready.slot, self.durable.offset())?;
        self.file.sync_data()?;
        // Only now: after a failure the same slot is written again, and never the one that is
        // whole.
        self.durable.turn();
        self.seq = ready.seq;
        Ok(())
    }

    /// Returns the writer of the buffered slots. It counts on from here, so there can be one at a
    /// time.
    pub(super) fn buffered_writer(&mut self) -> Result<BufferedWriter> {
        let pair = std::mem::replace(&mut self.buffered, Pair::buffered(&[]));
        Ok(BufferedWriter {
            file: self.file.try_clone()?,
            seq: self.seq,
            pair,
        })
    }

    /// Removes the draft, once what it held is in the ledger or nobody wants it.
    ///
    /// # Errors
    /// When the file cannot be removed.
    pub fn discard(self) -> Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

impl Drop for DraftFile {
    /// A form that nothing was typed into leaves no file; any other is kept and waits.
    fn drop(&mut self) {
        if !self.is_used {
            let _ = fs::remove_file(&self.path);
        }
    }
}

impl Ready {
    fn new(seq: u64, draft: &FormDraft) -> Result<Self> {
        let draft = FormDraft {
            saved_at: stamp(),
            ..draft.clone()
        };
        let body = serde_json::to_vec(&draft).map_err(|error| DraftFault::Other {
            detail: error.to_string(),
        })?;
        let too_long = || DraftFault::TooLong {
            bytes: body.len(),
            limit: MOST_BYTES,
        };
        Ok(Self {
            seq,
            slot: slots::encode(seq, &body).ok_or_else(too_long)?,
        })
    }
}

impl BufferedWriter {
    /// Writes a draft without waiting for the disk. The kernel keeps it however the process ends.
    /// Returns it for [`DraftFile::write_durably`].
    pub(super) fn keep(&mut self, draft: &FormDraft) -> Result<Ready> {
        let ready = Ready::new(self.seq + 1, draft)?;
        self.seq = ready.seq;
        // A disk that refuses this refuses the settled slot too, and that is told.
        if self
            .file
            .write_all_at(&ready.slot, self.pair.offset())
            .is_ok()
        {
            self.pair.turn();
        }
        Ok(ready)
    }
}
