//! Converts the numbers of rows and columns of a workbook.

pub(super) fn position(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX - 1)
}
