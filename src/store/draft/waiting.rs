//! Drafts that wait beside a ledger.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{EXTENSION, LockKind, folder, newest, open_locked, read};
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

/// Returns the drafts of an author that nobody has open.
#[must_use]
pub fn waiting(ledger: &Path, author: &str) -> Waiting {
    let mut found = Waiting::default();
    let folder = folder(ledger);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                found.unreadable.push((folder, error.into()));
            }
            return found;
        }
    };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    for path in paths.filter(|path| path.extension().is_some_and(|end| end == EXTENSION)) {
        match look_into(&path) {
            Ok(Some(draft)) if draft.author == author => {
                found.drafts.push(WaitingDraft { path, draft });
            }
            Ok(_) | Err(DraftFault::OpenElsewhere | DraftFault::Gone) => {}
            Err(fault) => found.unreadable.push((path, fault)),
        }
    }
    found
        .drafts
        .sort_by(|a, b| (&b.draft.saved_at, &b.path).cmp(&(&a.draft.saved_at, &a.path)));
    found.unreadable.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

/// Returns the draft in a file that nobody has open; `None` where nothing was ever typed.
fn look_into(path: &Path) -> Result<Option<FormDraft>> {
    let file = open_locked(path, LockKind::Look)?;
    let bytes = read(&file)?;
    if bytes.len() == ALL && bytes.iter().all(|byte| *byte == 0) {
        // Its program ended without a chance to tidy up; there is nothing in it to lose, and nobody
        // else holds it.
        let _ = fs::remove_file(path);
        return Ok(None);
    }
    newest(&slots::decode(&bytes))
        .map(|(_, draft)| Some(draft))
        .ok_or(DraftFault::Unreadable)
}
