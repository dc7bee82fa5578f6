//! What is worth knowing of an import beside how many rows it took: what it read, what it changes,
//! what it left out.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::fault::ImportFault;
use super::lines::LineNumbers;
use crate::domain::policy::Complaint;
use crate::domain::review::SetField;
use crate::i18n::{FormMsg, LeftOutMsg, PlaceMiss};
use crate::store::OpenConflict;

/// How many examples are kept of each sort.
pub const EXAMPLES: usize = 20;
/// How many rows that are left out: one of them may be a facility after all.
pub const LEFT_OUT: usize = 100;
/// How many of the first rows are shown.
pub const FIRST_ROWS: usize = 3;

/// A text that names no place, or more than one, or one that the words beside it contradict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The text, with what stands above it in another column.
    pub text: String,
    /// Why it names none, and which places it is like.
    pub refusal: PlaceMiss,
    /// The code of the only one of them, where the text is no more than its name in short or its
    /// path in long.
    pub likely: Option<String>,
    /// The lines it stands on.
    pub lines: LineNumbers,
}

/// A row that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedRow {
    /// Its line.
    pub line: usize,
    /// Everything that is wrong with it.
    pub faults: Vec<ImportFault>,
}

/// Faults of one sort in one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultSort {
    /// The line of the first one.
    pub line: usize,
    /// The first one.
    pub first: ImportFault,
    /// On how many lines there is one.
    pub count: usize,
}

/// A row that changes a record of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedRow {
    /// Its line.
    pub line: usize,
    /// The name of the record.
    pub name: String,
    /// What it changes.
    pub fields: Vec<SetField>,
}

/// A row that was found by its name, and gives its record a new facility code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecodedRow {
    /// Its line.
    pub line: usize,
    /// The name of the record.
    pub name: String,
    /// The code it had.
    pub before: String,
    /// The code of the row.
    pub after: String,
}

/// A new row whose facility was deleted before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecreatedRow {
    /// Its line.
    pub line: usize,
    /// The name of the facility.
    pub name: String,
    /// When it was deleted.
    pub at: String,
    /// Who deleted it.
    pub author: String,
}

/// A row that sets a field about which two files that were merged differ, and so decides the
/// conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledRow {
    /// Its line.
    pub line: usize,
    /// The conflict that was open.
    pub conflict: OpenConflict,
    /// What the field was given.
    pub value: Option<Json>,
}

/// A new row with the name of another facility in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SameNameRow {
    /// Its line.
    pub line: usize,
    /// The name.
    pub name: String,
    /// The line of the other one; none where that is in the ledger.
    pub other: Option<usize>,
}

/// A cell of a row that is not as in another row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDifference {
    /// The header of its column.
    pub column: String,
    /// What stands in it.
    pub own: String,
    /// What stands in the other row.
    pub other: String,
}

/// A row that is about the facility of another row, or has its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubledRow {
    /// Its line.
    pub line: usize,
    /// The line of the other one.
    pub other: usize,
    /// Where they differ.
    pub differences: Vec<RowDifference>,
}

/// A question that a row raises and nobody answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubtfulRow {
    /// Its line.
    pub line: usize,
    /// The name of the record.
    pub name: String,
    /// The field that is asked about, and what is asked.
    pub questions: Vec<(String, Complaint)>,
}

/// A row with the sign that stands for a character which some program could not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostCharacter {
    /// Its line.
    pub line: usize,
    /// The header of the first such cell.
    pub column: String,
    /// What stands in it.
    pub text: String,
}

/// A row with characters that no form takes, which are dropped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedCharacters {
    /// Its line.
    pub line: usize,
    /// The header of the first such cell.
    pub column: String,
    /// What is left of the cell.
    pub text: String,
    /// The characters by their numbers, as `U+200B`.
    pub characters: Vec<String>,
}

/// What a column became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenColumn {
    /// Its header.
    pub header: String,
    /// What a mapping calls the entry: the code of a field, `town`, `county`, `id`; empty where it
    /// is left out.
    pub entry: String,
    /// The unit of its plain figures, where the header says one.
    pub unit: Option<String>,
}

/// Examples with the count of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examples<T, const MOST: usize = EXAMPLES> {
    /// The first.
    pub first: Vec<T>,
    /// How many there are.
    pub count: usize,
}

impl<T, const MOST: usize> Default for Examples<T, MOST> {
    fn default() -> Self {
        Self {
            first: Vec::new(),
            count: 0,
        }
    }
}

impl<T, const MOST: usize> Examples<T, MOST> {
    /// Counts one, and keeps it if it is one of the first.
    pub(super) fn add(&mut self, example: impl FnOnce() -> T) {
        self.count += 1;
        if self.first.len() < MOST {
            self.first.push(example());
        }
    }

    /// Returns how many are not among the first.
    #[must_use]
    pub const fn more(&self) -> usize {
        self.count - self.first.len()
    }
}

/// Everything that was noticed of a file, also of one that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// What sort of file it is.
    pub forms: Vec<FormMsg>,
    /// The lines of its header.
    pub header_lines: Vec<usize>,
    /// Its columns.
    pub columns: Vec<TakenColumn>,
    /// The first rows as they read, so that a person sees that the encoding is right.
    pub first_rows: Vec<(usize, Vec<String>)>,
    /// Rows that are no rows of the table.
    pub left_out: Examples<LeftOutMsg, LEFT_OUT>,
    /// Rows in which a character was lost before.
    pub lost: Examples<LostCharacter>,
    /// Rows from which characters are dropped that no form takes.
    pub dropped: Examples<DroppedCharacters>,
    /// Rows that make a new record.
    pub new: usize,
    /// Rows that change a record.
    pub changed: Examples<ChangedRow>,
    /// Rows that decide an open conflict of a merge.
    pub settled: Examples<SettledRow>,
    /// Rows that were found by their names and have another facility code.
    pub recoded: Examples<RecodedRow>,
    /// New rows whose facilities were deleted before.
    pub recreated: Examples<RecreatedRow>,
    /// Texts that begin with their place: text, place.
    pub places_in_text: Examples<(usize, String, String)>,
    /// Figures that were rounded: line, column, as it is written, as it is taken.
    pub rounded: Examples<(usize, String, String, String)>,
    /// Columns without a header that are left out: how many cells of each are filled, and the first.
    pub nameless: BTreeMap<usize, (usize, String)>,
    /// New rows with the name of another facility.
    pub same_name: Examples<SameNameRow>,
    /// Rows that are about the facility of another row, or have its name, with what differs.
    pub doubled: Examples<DoubledRow>,
    /// Rows that say what the ledger says.
    pub unchanged: usize,
    /// Rows that raise questions.
    pub doubtful: Examples<DoubtfulRow>,
    /// Rows that are refused.
    pub refused: Examples<RefusedRow>,
    /// Places of rows that were taken, for which no minimum of the kind is judged.
    pub unjudged: BTreeMap<String, LineNumbers>,
    /// What is wrong with them, by column and reason, in the order in which it was met.
    pub sorts: Vec<FaultSort>,
    /// Texts that name no place, each once.
    pub unmatched: Vec<Unmatched>,
}

impl Notes {
    /// Notes a row that is refused.
    pub(super) fn refuse(&mut self, line: usize, faults: Vec<ImportFault>) {
        for fault in &faults {
            match self.sorts.iter_mut().find(|sort| sort.first.is_like(fault)) {
                Some(sort) => sort.count += 1,
                None => self.sorts.push(FaultSort {
                    line,
                    first: fault.clone(),
                    count: 1,
                }),
            }
        }
        self.refused.add(|| RefusedRow { line, faults });
    }
}
