//! Tells what a file is by its first bytes.

use super::source::ZIP;

/// Whether bytes are those of a spreadsheet.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
}
