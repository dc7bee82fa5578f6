//! What became of the rows of a file, and the rejects that are written before anything is kept.

use super::rejects::Rejects;
use crate::transfer::import::error::{ImportError, ImportSummary};
use crate::transfer::import::notes::Notes;
use crate::transfer::import::options::{BadRows, ImportRequest};

/// What became of the rows of a file.
pub(crate) struct RowsOutcome {
    pub(super) summary: ImportSummary,
    /// The refused rows, where they are wanted in a file.
    pub(super) rejects: Option<Rejects>,
}

impl RowsOutcome {
    /// Returns why the file is refused, where it is for its bad rows.
    pub(crate) fn refusal(&self, notes: &Notes) -> Option<ImportError> {
        let first = notes.refused.first.first();
        let first = first.filter(|_| self.rejects.is_none())?;
        Some(ImportError::Rows {
            first: Box::new(first.clone()),
            count: notes.refused.count,
        })
    }

    /// Refuses the file for its bad rows, or writes them where they were wanted before anything is
    /// kept: none may be lost. A rehearsal writes them too: the reasons are what it is run for.
    pub(crate) fn finish(
        self,
        request: &ImportRequest,
        notes: &Notes,
    ) -> Result<ImportSummary, ImportError> {
        if let Some(refusal) = self.refusal(notes) {
            return Err(refusal);
        }
        if let Some(rejects) = self.rejects {
            rejects
                .finish()
                .map_err(|error| rejects_fault(request, &error))?;
        }
        Ok(self.summary)
    }
}

pub(super) fn rejects_fault(request: &ImportRequest, error: &std::io::Error) -> ImportError {
    let path = match &request.bad_rows {
        BadRows::Refuse => String::new(),
        BadRows::Skip(path) => path.display().to_string(),
    };
    ImportError::Rejects {
        path,
        detail: error.to_string(),
    }
}
