//! Converts the numbers of rows and columns of a workbook, and names its cells.

use rust_xlsxwriter::utility::column_number_to_name;

pub(super) fn position(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX - 1)
}

/// Returns what a spreadsheet calls a cell: `XFD1048576`.
pub(super) fn name_of(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// Returns what a spreadsheet calls a column: `XFD`.
pub(super) fn column_name(column: u32) -> String {
    // The last number that fits has none after it, which the namer asks for.
    u16::try_from(column)
        .ok()
        .filter(|column| *column < u16::MAX)
        .map(column_number_to_name)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_no_spreadsheet_has_is_named_without_a_panic() {
        assert_eq!(column_name(16_383), "XFD");
        assert_eq!(column_name(65_535), "");
        assert_eq!(column_name(u32::MAX), "");
    }
}
