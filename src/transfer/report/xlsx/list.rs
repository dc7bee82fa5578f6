//! Sheets that are lists: a table each.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::table::{self, Content, Table, on_paper};
use crate::transfer::report::page::ReportPage;
use crate::transfer::sheet_rows::{SampleRows, SheetRows};

/// A sheet that is a list, whose rows are written as they come.
pub(in crate::transfer) struct ListSheet<'p> {
    table: Table<'p>,
    /// A row that stands apart below it.
    pub(super) apart: Option<Vec<Content>>,
}

impl ListSheet<'_> {
    /// Returns where its rows are to be written, in the sheet at this position.
    pub(in crate::transfer) fn samples(&self, sheet: usize) -> SampleRows {
        SampleRows {
            sheet,
            first: 1,
            count: table::SAMPLES,
            rows: self.table.count() + if self.apart.is_some() { 2 } else { 0 },
        }
    }

    /// Writes its rows.
    pub(in crate::transfer) fn write(&self, rows: &mut SheetRows) -> Result<(), XlsxError> {
        self.table.write_rows(rows, self.apart.as_deref())
    }
}

/// A table that fills its sheet: its head stays in sight and on every printed page, and its columns
/// filter.
pub(super) fn list(
    sheet: &mut Worksheet,
    page: &ReportPage,
    table: &Table,
) -> Result<(), XlsxError> {
    table.write(sheet, 0)?;
    as_list(sheet, page, table)
}

/// The same of a table whose rows are written as they come.
pub(super) fn list_to_come<'p>(
    sheet: &mut Worksheet,
    page: &ReportPage,
    table: Table<'p>,
) -> Result<ListSheet<'p>, XlsxError> {
    table.write_samples(sheet)?;
    as_list(sheet, page, &table)?;
    Ok(ListSheet { table, apart: None })
}

fn as_list(sheet: &mut Worksheet, page: &ReportPage, table: &Table) -> Result<(), XlsxError> {
    let widths = table.widths();
    let last = u16::try_from(widths.len().saturating_sub(1)).unwrap_or(u16::MAX);
    on_paper(sheet, page, &widths, true, 0)?;
    sheet.set_freeze_panes(1, 1)?;
    let rows = u32::try_from(table.count()).unwrap_or(u32::MAX);
    sheet.autofilter(0, 0, rows, last).map(drop)
}
