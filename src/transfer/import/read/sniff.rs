//! Tells what a file is by its first bytes.

/// The first bytes of a ZIP file, which a workbook is.
const ZIP: &[u8] = b"PK\x03\x04";
/// The first bytes of ZIP files, the empty one among them.
pub(super) const ZIPS: [&[u8]; 2] = [ZIP, b"PK\x05\x06"];
/// The first bytes of an old or a locked spreadsheet.
pub(super) const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// Returns whether bytes are those of a spreadsheet.
pub(crate) fn is_workbook(bytes: &[u8]) -> bool {
    [ZIP, COMPOUND].iter().any(|begin| bytes.starts_with(begin))
}
