//! Drafts that wait beside a ledger.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{EXTENSION, LockKind, folder, newest, open_locked, read, read_written};
use super::form_draft::{FormDraft, Result};
use super::slots::{self, ALL};
use crate::i18n::DraftFault;

/// A draft that nobody has open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingDraft {
    /// Its file, for [`DraftFile::resume`](super::DraftFile::resume).
    pub path: PathBuf,
    /// What was typed.
    pub draft: FormDraft,
}

/// What waits beside a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// The drafts of the author asked for, newest first.
    pub drafts: Vec<WaitingDraft>,
    /// Files that could not be read, and why. They are left as they are: somebody may still get
    /// something out of them.
    pub unreadable: Vec<(PathBuf, DraftFault)>,
}

/// A search for the drafts of an author that nobody has open, so many files at a time: an account that
/// several people share may have very many.
#[derive(Debug, Default)]
pub struct DraftSearch {
    author: String,
    /// The files that were not looked into yet, the newest last.
    left: Vec<PathBuf>,
    found: Waiting,
}

impl DraftSearch {
    /// Begins a search. No file is opened yet.
    #[must_use]
    pub fn begin(ledger: &Path, author: &str) -> Self {
        let mut search = Self {
            author: author.to_owned(),
            ..Self::default()
        };
        let folder = folder(ledger);
        match fs::read_dir(&folder) {
            Ok(entries) => {
                let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
                let is_draft =
                    |path: &PathBuf| path.extension().is_some_and(|end| end == EXTENSION);
                search.left = paths.filter(is_draft).collect();
                // Their names are ids, which grow with time.
                search.left.sort_unstable();
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => search.found.unreadable.push((folder, error.into())),
        }
        search
    }

    /// Returns whether every file was looked into.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.left.is_empty()
    }

    /// Looks into the next files, `most` at most.
    pub fn step(&mut self, most: usize) {
        let next = self.left.len().saturating_sub(most);
        for path in self.left.split_off(next) {
            match look_into(&path) {
                Ok(Some(draft)) if draft.author == self.author => {
                    self.found.drafts.push(WaitingDraft { path, draft });
                }
                Ok(_) | Err(DraftFault::OpenElsewhere | DraftFault::Gone) => {}
                Err(fault) => self.found.unreadable.push((path, fault)),
            }
        }
        let Waiting { drafts, unreadable } = &mut self.found;
        drafts.sort_by(|a, b| (&b.draft.saved_at, &b.path).cmp(&(&a.draft.saved_at, &a.path)));
        unreadable.sort_by(|a, b| a.0.cmp(&b.0));
    }

    /// Returns what was found so far.
    #[must_use]
    pub const fn found(&self) -> &Waiting {
        &self.found
    }

    /// Returns everything that is to be found.
    #[must_use]
    pub fn all(mut self) -> Waiting {
        self.step(usize::MAX);
        self.found
    }
}

/// Returns the drafts of an author that nobody has open.
#[must_use]
pub fn waiting(ledger: &Path, author: &str) -> Waiting {
    DraftSearch::begin(ledger, author).all()
}

/// Returns the draft in a file that nobody has open; `None` where nothing was ever typed.
fn look_into(path: &Path) -> Result<Option<FormDraft>> {
    let file = open_locked(path, LockKind::Look)?;
    let written = read_written(&file)?;
    if let Some((_, draft)) = newest(&slots::decode(&written)) {
        return Ok(Some(draft));
    }
    let bytes = read(&file)?;
    if bytes.len() == ALL && bytes.iter().all(|byte| *byte == 0) {
        // Its program ended without a chance to tidy up; there is nothing in it to lose, and nobody
        // else holds it.
        let _ = fs::remove_file(path);
        return Ok(None);
    }
    Err(DraftFault::Unreadable)
}
