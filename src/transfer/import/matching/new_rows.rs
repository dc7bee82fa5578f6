//! The rows of a file that made new records.

use std::collections::HashMap;

use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::transfer::import::rows::row::RowEntry;

/// Half a fingerprint.
type Half = [u8; TextPrint::BYTES / 2];

/// How many parts the rows are kept in. A part has few rows: it is in order, and grows by little at
/// a time.
const PARTS: usize = 1 << 12;

/// The rows of the file that made new records. Of a million little may be held.
pub(crate) struct NewRows {
    /// In order in each part, which is that of the fingerprint of the name.
    parts: Vec<Vec<NewRow>>,
    /// The last lines of the names that several rows have.
    last_of_several: HashMap<Half, u32>,
    codes: HashMap<TextPrint, u32>,
}

/// A row by half the fingerprints of its name in its place and of all that it says.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct NewRow {
    name: Half,
    row: Half,
    line: u32,
}

impl Default for NewRows {
    fn default() -> Self {
        Self {
            parts: std::iter::repeat_with(Vec::new).take(PARTS).collect(),
            last_of_several: HashMap::new(),
            codes: HashMap::new(),
        }
    }
}

impl NewRows {
    /// Returns the line that said the same in everything before.
    pub(crate) fn same_as(&self, entry: &RowEntry, row: TextPrint) -> Option<usize> {
        let (name, row) = (entry.name_print.half(), row.half());
        let part = self.parts.get(part_of(name))?;
        let at = part.partition_point(|known| (known.name, known.row) < (name, row));
        let same = part
            .get(at)
            .filter(|known| known.name == name && known.row == row)?;
        usize::try_from(same.line).ok()
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
        let (name, row) = (entry.name_print.half(), row.half());
        let part = self.parts.get_mut(part_of(name))?;
        let of_name = part.partition_point(|known| known.name < name);
        let only = part.get(of_name).filter(|known| known.name == name);
        let only = only.map(|only| only.line);
        let added = NewRow { name, row, line };
        let at = part.partition_point(|known| *known < added);
        if part.len() == part.capacity() {
            // Twice as much each time would hold much that is never used.
            part.reserve_exact(part.len() / 8 + 8);
        }
        part.insert(at, added);
        let before = self.last_of_several.get(&name).copied().or(only)?;
        self.last_of_several.insert(name, line);
        usize::try_from(before).ok()
    }
}

/// Returns the part that the rows of a name are in.
fn part_of([high, low, ..]: Half) -> usize {
    usize::from(u16::from_be_bytes([high, low])) % PARTS
}

fn code_print(code: &str) -> TextPrint {
    TextPrint::of_code(&folding::key(code))
}
