//! The rows of a file that made new records.

use std::collections::HashMap;

use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::transfer::import::rows::row::RowEntry;

/// Half a fingerprint.
type Half = [u8; TextPrint::BYTES / 2];

/// The rows of the file that made new records. Of a million little may be held.
#[derive(Default)]
pub(crate) struct NewRows {
    /// By half the fingerprint of the name in its place.
    names: HashMap<Half, OfName>,
    /// The lines of those rows that are not the first of their name, by half their fingerprint.
    others: HashMap<(Half, Half), u32>,
    codes: HashMap<TextPrint, u32>,
}

/// The rows of one name in one place.
struct OfName {
    /// Half the fingerprint of the first.
    row: Half,
    first: u32,
    last: u32,
}

impl NewRows {
    /// Returns the line that said the same in everything before.
    pub(crate) fn same_as(&self, entry: &RowEntry, row: TextPrint) -> Option<usize> {
        let name = entry.name_print.half();
        let of_name = self.names.get(&name)?;
        let line = if of_name.row == row.half() {
            of_name.first
        } else {
            *self.others.get(&(name, row.half()))?
        };
        usize::try_from(line).ok()
    }

    /// Returns the line that gave the facility code of a row before, and the code.
    pub(crate) fn same_code<'e>(
        &self,
        kind: &Kind,
        entry: &'e RowEntry,
    ) -> Option<(usize, &'e str)> {
        let code = entry.text(kind, shared::FACILITY_CODE)?;
        let line = *self.codes.get(&code_print(code))?;
        Some((usize::try_from(line).ok()?, code))
    }

    /// Notes a row, and gives the line before that had its name in its place.
    pub(crate) fn add(&mut self, kind: &Kind, entry: &RowEntry, row: TextPrint) -> Option<usize> {
        let line = u32::try_from(entry.line).unwrap_or(u32::MAX);
        if let Some(code) = entry.text(kind, shared::FACILITY_CODE) {
            self.codes.insert(code_print(code), line);
        }
        let name = entry.name_print.half();
        let Some(of_name) = self.names.get_mut(&name) else {
            let of_name = OfName {
                row: row.half(),
                first: line,
                last: line,
            };
            self.names.insert(name, of_name);
            return None;
        };
        let before = std::mem::replace(&mut of_name.last, line);
        self.others.insert((name, row.half()), line);
        usize::try_from(before).ok()
    }
}

fn code_print(code: &str) -> TextPrint {
    TextPrint::of_code(&folding::key(code))
}
