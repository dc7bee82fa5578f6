//! Tells what a file is by its first bytes.

/// The first bytes of a ZIP file, which a workbook is.
pub(crate) const ZIP: &[u8] = b"PK\x03\x04";

/// Returns whether bytes are those of a spreadsheet.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ZIP)
}
