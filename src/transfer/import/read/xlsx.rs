//! A sheet of an XLSX workbook as rows of cells.

pub(super) mod decimal;
mod epoch;
mod figure;
pub(super) mod format;
pub(super) mod look;
pub(super) mod moment;
mod package;
mod position;
pub(super) mod sheet;
pub(super) mod unseen;

use std::collections::{BTreeSet, HashSet};
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};

pub use self::epoch::Epoch;
use self::position::column_name;
use self::sheet::Beside;
use self::unseen::Unseen;
use super::foreign;
use super::guard;
use super::limits;
use super::sheets;
use super::source_options::SourceOptions;
use super::table::{MergedRange, TableRow};
use crate::i18n::{FileMsg, FormMsg, TableFault, code_list};

/// The most columns of all merged cells together.
const MOST_MERGED: usize = 1_000_000;
/// How many hidden rows and columns are named.
const TOLD: usize = 10;

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// One sheet, read.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// Its rows from top to bottom; blank ones are left out.
    pub rows: Vec<TableRow>,
    /// Cells that show one value.
    pub merges: Vec<MergedRange>,
    /// What day its figures count from.
    pub epoch: Epoch,
    /// What it is, and what of it is hidden.
    pub forms: Vec<FormMsg>,
}

/// Reads the sheet that somebody named, or the only visible one, or of several the one that is
/// called as the kind.
///
/// # Errors
/// When the file is no workbook, too large, or which sheet is meant cannot be told.
pub fn open(bytes: &[u8], said: &SourceOptions) -> Result<Workbook, TableFault> {
    guard::check(bytes)?;
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let (name, mut forms) = choose(&mut book, said)?;
    let epoch = if book.has_1904_epoch() {
        Epoch::Y1904
    } else {
        Epoch::Y1900
    };
    let merges: Vec<MergedRange> = book
        .merge_cells_by_sheet_name(&name)
        .map_err(unreadable)?
        .iter()
        .filter_map(merge)
        .collect();
    check_merges(&merges)?;
    let unfinished = formulas_without_value(&mut book, &name).map_err(unreadable)?;
    let unseen = unseen::find(bytes, &name)?;
    let rows = sheet::rows(
        &mut book,
        &name,
        &Beside {
            unfinished,
            marks: &unseen.marks,
            epoch,
        },
    )?;
    forms.extend(hidden(&rows, &unseen));
    Ok(Workbook {
        rows,
        merges,
        epoch,
        forms,
    })
}

fn unreadable(error: XlsxError) -> TableFault {
    match error {
        XlsxError::Password => foreign::fault(FileMsg::LockedWorkbook),
        error => TableFault::BadWorkbook {
            detail: error.to_string(),
        },
    }
}

/// Returns the visible sheets with something in them.
///
/// # Errors
/// When the file is no workbook, or too large.
pub(crate) fn names(bytes: &[u8]) -> Result<Vec<String>, TableFault> {
    guard::check(bytes)?;
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets = book.sheets_metadata().iter();
    let shown = sheets.filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let shown: Vec<String> = shown.map(|sheet| sheet.name.clone()).collect();
    Ok(shown
        .into_iter()
        .filter(|name| has_cells(&mut book, name))
        .collect())
}

/// Returns the sheet that is meant, and words about it and the others.
fn choose(book: &mut Book, said: &SourceOptions) -> Result<(String, Vec<FormMsg>), TableFault> {
    let sheets = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .cloned();
    let (shown, hidden): (Vec<Sheet>, Vec<Sheet>) =
        sheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    let names = |sheets: Vec<Sheet>| {
        sheets
            .into_iter()
            .map(|sheet| sheet.name)
            .collect::<Vec<_>>()
    };
    sheets::choose(names(shown), &names(hidden), said, |name| {
        has_cells(book, name)
    })
}

fn has_cells(book: &mut Book, name: &str) -> bool {
    let Ok(mut cells) = book.worksheet_cells_reader(name) else {
        return true;
    };
    loop {
        match cells.next_cell() {
            Ok(None) => return false,
            Ok(Some(cell)) if *cell.get_value() == DataRef::Empty => {}
            // What cannot be read is told when it is read.
            Ok(Some(_)) | Err(_) => return true,
        }
    }
}

/// Refuses merged cells that come to too many columns together.
pub(super) fn check_merges(merges: &[MergedRange]) -> Result<(), TableFault> {
    let columns = |merge: &MergedRange| {
        merge
            .columns
            .1
            .min(limits::MOST_CELLS_IN_ROW)
            .saturating_sub(merge.columns.0)
            + 1
    };
    if merges.iter().map(columns).sum::<usize>() > MOST_MERGED {
        return Err(TableFault::TooLarge {
            limit: MOST_MERGED.to_string(),
        });
    }
    Ok(())
}

fn merge(area: &calamine::Dimensions) -> Option<MergedRange> {
    let at = |number: u32| usize::try_from(number).ok();
    let lines = (at(area.start.0)? + 1, at(area.end.0)? + 1);
    Some(MergedRange {
        lines,
        columns: (at(area.start.1)?, at(area.end.1)?),
    })
}

/// Returns where a formula stands whose result nobody worked out: such a cell looks empty and is
/// not.
fn formulas_without_value(book: &mut Book, name: &str) -> Result<HashSet<(u32, u32)>, XlsxError> {
    let mut cells = book.worksheet_cells_reader(name)?;
    let mut found = HashSet::new();
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        // An empty text is a result.
        if cell.formula.is_some() && cell.value == DataRef::Empty {
            found.insert(cell.pos);
        }
    }
    Ok(found)
}

/// Returns what of the rows and columns with something in them nobody sees.
pub(super) fn hidden(rows: &[TableRow], unseen: &Unseen) -> Vec<FormMsg> {
    let lines = |hidden: &BTreeSet<usize>| {
        let lines = rows
            .iter()
            .map(|row| row.line)
            .filter(|line| hidden.contains(line))
            .collect::<Vec<_>>();
        (lines.len(), code_list(lines.iter().take(TOLD)))
    };
    let filled = |row: &TableRow| {
        (0..)
            .zip(&row.cells)
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(at, _)| at)
            .collect::<Vec<usize>>()
    };
    let columns: BTreeSet<usize> = if unseen.columns.is_empty() {
        BTreeSet::new()
    } else {
        rows.iter().flat_map(filled).collect()
    };
    let columns: Vec<usize> = columns.intersection(&unseen.columns).copied().collect();
    let names = columns
        .iter()
        .take(TOLD)
        .map(|at| u32::try_from(*at).map(column_name).unwrap_or_default());
    let names = code_list(names);
    let ((hidden, first), (perhaps, first_perhaps)) = (lines(&unseen.rows), lines(&unseen.perhaps));
    let messages = [
        (hidden > 0).then_some(FormMsg::HiddenRows {
            count: hidden,
            first,
        }),
        (perhaps > 0).then_some(FormMsg::PerhapsHidden {
            count: perhaps,
            first: first_perhaps,
        }),
        (!columns.is_empty()).then_some(FormMsg::HiddenColumns {
            count: columns.len(),
            first: names,
        }),
    ];
    messages.into_iter().flatten().collect()
}
