//! The rows of a file that made new records.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::transfer::import::rows::row::RowEntry;

/// A short form of what a row says: rows of a million are kept apart by it and not held.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(crate) struct RowFingerprint([u8; 16]);

impl RowFingerprint {
    /// Returns the print of some texts.
    pub(crate) fn of(parts: &[&str]) -> Self {
        let mut digest = Sha256::new();
        for part in parts {
            digest.update(part.len().to_be_bytes());
            digest.update(part.as_bytes());
        }
        let mut print = Self::default();
        print
            .0
            .iter_mut()
            .zip(digest.finalize())
            .for_each(|(to, from)| *to = from);
        print
    }
}

/// The rows of the file that made new records.
#[derive(Default)]
pub(crate) struct NewRows {
    names: HashMap<RowFingerprint, usize>,
    codes: HashMap<RowFingerprint, usize>,
    rows: HashMap<RowFingerprint, usize>,
}

impl NewRows {
    /// Returns the line that said the same in everything before.
    pub(crate) fn same_as(&self, row: RowFingerprint) -> Option<usize> {
        self.rows.get(&row).copied()
    }

    /// Returns the line that gave the facility code of a row before, and the code.
    pub(crate) fn same_code<'e>(
        &self,
        kind: &Kind,
        entry: &'e RowEntry,
    ) -> Option<(usize, &'e str)> {
        let code = entry.text(kind, shared::FACILITY_CODE)?;
        Some((*self.codes.get(&code_print(code))?, code))
    }

    /// Notes a row, and gives the line before that had its name in its place.
    pub(crate) fn add(
        &mut self,
        kind: &Kind,
        entry: &RowEntry,
        row: RowFingerprint,
    ) -> Option<usize> {
        self.rows.insert(row, entry.line);
        if let Some(code) = entry.text(kind, shared::FACILITY_CODE) {
            self.codes.insert(code_print(code), entry.line);
        }
        self.names.insert(
            RowFingerprint::of(&[entry.place.as_deref().unwrap_or_default(), &entry.name_key]),
            entry.line,
        )
    }
}

fn code_print(code: &str) -> RowFingerprint {
    RowFingerprint::of(&[&folding::key(code)])
}
