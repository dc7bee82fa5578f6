//! A sheet of an XLSX workbook as rows of cells.

mod decimal;
mod epoch;
mod figure;
mod format;
mod guard;
mod look;
mod moment;
mod package;
mod position;
mod sheet;
mod unseen;

use std::collections::{BTreeSet, HashSet};
use std::io::Cursor;

use calamine::{DataRef, Reader as _, Sheet, SheetType, SheetVisible, Xlsx, XlsxError};

pub use self::epoch::Epoch;
use self::position::column_name;
use self::sheet::Beside;
use self::unseen::Unseen;
use super::limits;
use super::source_options::SourceOptions;
use super::table::{MergedRange, TableRow};
use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::i18n::{FormMsg, TableFault, code_list};
use crate::transfer::cells;

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
    let unreadable = |error: XlsxError| match error {
        XlsxError::Password => TableFault::OldWorkbook,
        error => TableFault::BadWorkbook {
            detail: error.to_string(),
        },
    };
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

/// Returns the sheet that is meant, and words about it and the others.
fn choose(book: &mut Book, said: &SourceOptions) -> Result<(String, Vec<FormMsg>), TableFault> {
    let wanted = said.sheet;
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
    let mut shown = names(shown);
    let hidden = names(hidden);
    if wanted.is_none() && shown.len() > 1 {
        // A new workbook of many a program has three sheets, two of which nobody ever fills.
        shown.retain(|name| has_cells(book, name));
    }
    let all = code_list(shown.iter().chain(&hidden));
    let name = match (wanted, shown.as_slice()) {
        (Some(wanted), _) => {
            let found = shown
                .iter()
                .chain(&hidden)
                .find(|name| name.trim() == wanted.trim());
            found.cloned().ok_or_else(|| TableFault::NoSuchSheet {
                name: wanted.to_owned(),
                known: all,
            })?
        }
        (None, [only]) => only.clone(),
        (None, []) if hidden.is_empty() => return Err(TableFault::Empty),
        (None, []) => return Err(TableFault::AllSheetsHidden { known: all }),
        (None, several) => {
            match several
                .iter()
                .filter(|name| is_called(name, said.kind))
                .collect::<Vec<_>>()
                .as_slice()
            {
                [only] => (*only).clone(),
                _ => {
                    return Err(TableFault::WhichSheet {
                        known: code_list(&shown),
                    });
                }
            }
        }
    };
    let forms = about(&name, &shown, &hidden, wanted);
    Ok((name, forms))
}

/// Returns whether a sheet is called as a kind, in either language, as a sheet can be called.
fn is_called(sheet: &str, kind: Option<&Kind>) -> bool {
    let Some(kind) = kind else { return false };
    let labels = [&kind.label.zh, &kind.label.en].map(|label| cells::sheet_name(label));
    labels
        .iter()
        .chain([&kind.code])
        .any(|name| folding::key(name) == folding::key(sheet))
}

/// Returns words about the sheet that is read, and about others that are not.
fn about(name: &str, shown: &[String], hidden: &[String], wanted: Option<&str>) -> Vec<FormMsg> {
    let others = |sheets: &[String]| {
        sheets
            .iter()
            .filter(|other| *other != name)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut forms = vec![FormMsg::Sheet {
        name: name.to_owned(),
    }];
    if hidden.iter().any(|other| other == name) {
        forms.push(FormMsg::SheetIsHidden {
            name: name.to_owned(),
        });
    }
    if wanted.is_none() && !others(shown).is_empty() {
        forms.push(FormMsg::OtherSheets {
            names: code_list(others(shown)),
        });
    }
    if !others(hidden).is_empty() {
        forms.push(FormMsg::HiddenSheets {
            names: code_list(others(hidden)),
        });
    }
    forms
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
fn hidden(rows: &[TableRow], unseen: &Unseen) -> Vec<FormMsg> {
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
