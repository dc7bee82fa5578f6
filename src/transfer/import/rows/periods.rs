//! Tables with a column a period, as statistics offices print them: made tables with a row a period,
//! which are then read like any other.

use std::collections::BTreeMap;

use super::merged::MergedCells;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::{folding, numeral};
use crate::domain::value::{Cycle, Period};
use crate::i18n::{CellFault, HeaderFault, Refusal, RowFault, Text};
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::columns::mapping::Mapping;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::error::ImportError;
use crate::transfer::import::options::ImportRequest;
use crate::transfer::import::read::source::{TableSource, UnfoldedTable};
use crate::transfer::import::read::table::{MergedRange, TableCell, TableRow};

/// How many rows are looked at for the header.
const LOOKED_AT: usize = 30;
/// Headers of a column with the unit of a row, folded.
const UNITS: [&str; 4] = ["单位", "计量单位", "unit", "units"];

/// The row of headers of a table with a column a period.
struct WideHeader {
    /// Its position among the rows.
    at: usize,
    /// The columns of periods, each with what its header says.
    periods: Vec<(usize, String)>,
}

impl WideHeader {
    fn is_period(&self, column: usize) -> bool {
        self.periods.iter().any(|(at, _)| *at == column)
    }
}

/// A table with a column a period.
struct WideTable {
    /// The rows above its header.
    titles: Vec<TableRow>,
    header: WideHeader,
    heads: TableRow,
    /// The rows below it, as wide as the header where nothing is wrong with them.
    below: Vec<TableRow>,
    merges: Vec<MergedRange>,
    /// What is wrong with rows, by line.
    misfits: BTreeMap<usize, RowFault>,
}

/// Makes a table with a row a period of one with a column a period; `None` where the file is none.
/// Its rows are places where somebody named the field of the figures, and fields where somebody
/// named the place.
///
/// # Errors
/// When two headers name one period, a header is a period in a wrong form, or the file cannot be
/// read.
pub(crate) fn unfolded<'a>(
    source: &TableSource,
    kind: &Kind,
    request: &ImportRequest,
) -> Result<Option<TableSource<'a>>, ImportError> {
    let Some(cycle) = kind.cycle().filter(|cycle| *cycle != Cycle::Once) else {
        return Ok(None);
    };
    let is_one_place = request.constants.place().is_some();
    if request.constants.period().is_some() || (request.field.is_none() && !is_one_place) {
        return Ok(None);
    }
    let names = HeaderNames::new(kind, request.mappings);
    let rows: Vec<TableRow> = source.rows()?.collect();
    let Some(header) = header(&rows, cycle, &names)? else {
        return Ok(None);
    };
    refuse_twice(&header, cycle)?;
    let Some(table) = WideTable::of(source, rows, header) else {
        return Ok(None);
    };
    let mut rows = table.titles.clone();
    let (merges, misfits) = match request.field {
        Some(field) => {
            places(&table, field, &mut rows);
            (table.merges_of_others(), table.misfits)
        }
        None => {
            figures(&table, &names, &mut rows)?;
            (Vec::new(), BTreeMap::new())
        }
    };
    Ok(Some(TableSource::Unfolded(UnfoldedTable {
        rows,
        merges,
        misfits,
        separator: source.separator(),
        epoch: source.epoch(),
        forms: source.forms(),
    })))
}

/// Returns the first row with a period behind its first cell, unless the table has a column of
/// periods. A header that means something else, or has no number in it, is that of an ordinary
/// column.
fn header(
    rows: &[TableRow],
    cycle: Cycle,
    names: &HeaderNames,
) -> Result<Option<WideHeader>, HeaderFault> {
    let typed = |cell: &TableCell| {
        let text = folding::figure(cell.text());
        let has_number = numeral::in_digits(&text)
            .chars()
            .any(|c| c.is_ascii_digit());
        let may_be = has_number && names.meaning(cell.text()).is_none();
        may_be.then(|| (Period::typed(&text, cycle), text))
    };
    let is_period = |cell: &TableCell| typed(cell).is_some_and(|(period, _)| period.is_ok());
    let found = rows.iter().take(LOOKED_AT).position(|row| {
        row.cells.iter().skip(1).any(is_period) && !row.cells.iter().take(1).any(is_period)
    });
    let Some(at) = found.filter(|at| !has_period_column(rows, *at, names)) else {
        return Ok(None);
    };
    let mut periods = Vec::new();
    let cells = rows.get(at).map_or(&[][..], |row| row.cells.as_slice());
    for (column, cell) in cells.iter().enumerate().skip(1) {
        match typed(cell) {
            None | Some((Err(Refusal::NotAPeriod { .. }), _)) => {}
            Some((Ok(_), text)) => periods.push((column, text)),
            Some((Err(refusal), text)) => {
                return Err(HeaderFault::BadPeriod {
                    column: text,
                    refusal,
                });
            }
        }
    }
    Ok(Some(WideHeader { at, periods }))
}

/// Returns whether one of the first rows is the header of a table with a column of periods: it
/// names that and a field, or it names that above the first row with a period in it.
fn has_period_column(rows: &[TableRow], at: usize, names: &HeaderNames) -> bool {
    let is_one = |(row, cells): (usize, &TableRow)| {
        let holds = cells
            .cells
            .iter()
            .filter_map(|cell| Some(names.meaning(cell.text())?.0));
        let holds: Vec<ColumnContent> = holds.collect();
        let has_field = holds
            .iter()
            .any(|holds| matches!(holds, ColumnContent::Field(_)));
        holds.contains(&ColumnContent::Period) && (has_field || row < at)
    };
    rows.iter().enumerate().take(at + 1).any(is_one)
}

fn refuse_twice(header: &WideHeader, cycle: Cycle) -> Result<(), HeaderFault> {
    let mut before: Vec<(Period, &String)> = Vec::new();
    for (_, text) in &header.periods {
        let Ok(period) = Period::typed(text, cycle) else {
            continue;
        };
        if let Some((_, first)) = before.iter().find(|(known, _)| *known == period) {
            return Err(HeaderFault::Both {
                first: (*first).clone(),
                second: text.clone(),
            });
        }
        before.push((period, text));
    }
    Ok(())
}

impl WideTable {
    /// Fits the rows below a header to it, as those of an ordinary table are.
    fn of(source: &TableSource, mut rows: Vec<TableRow>, header: WideHeader) -> Option<Self> {
        let mut below = rows.split_off((header.at + 1).min(rows.len()));
        let heads = rows.pop()?;
        let width = heads.cells.len();
        let mut misfits = BTreeMap::new();
        let columns: Vec<TableColumn> = (0..width).map(|at| column(&header, at)).collect();
        let mut merged = MergedCells::new(source.merges(), width);
        for row in &mut below {
            source.fit(row, width);
            if let Some(fault) = source.misfit(row, width) {
                misfits.insert(row.line, fault);
            }
            merged.apply(row, &columns);
            refuse_across(row, source.merges(), &header);
        }
        Some(Self {
            titles: rows,
            header,
            heads,
            below,
            merges: source.merges().to_vec(),
            misfits,
        })
    }

    /// Returns the cells of a row that are of no period.
    fn others<'r>(&self, row: &'r TableRow) -> impl Iterator<Item = &'r TableCell> {
        let cells = row.cells.iter().enumerate();
        let is_other = |(at, _): &(usize, &TableCell)| {
            !self.header.is_period(*at) && *at < self.heads.cells.len()
        };
        cells.filter(is_other).map(|(_, cell)| cell)
    }

    /// Returns the merged cells of columns that are of no period, where these stand among
    /// themselves.
    fn merges_of_others(&self) -> Vec<MergedRange> {
        let others: Vec<usize> = (0..self.heads.cells.len())
            .filter(|at| !self.header.is_period(*at))
            .collect();
        let of_others = |merge: &MergedRange| {
            let first = others.iter().position(|at| *at == merge.columns.0)?;
            let last = others.iter().rposition(|at| *at <= merge.columns.1)?;
            Some(MergedRange {
                columns: (first, last),
                ..*merge
            })
        };
        self.merges.iter().filter_map(of_others).collect()
    }
}

/// Returns a column as far as merged cells are concerned: nobody can tell how much of a merged
/// figure is of which row.
fn column(header: &WideHeader, at: usize) -> TableColumn {
    TableColumn {
        name: String::new(),
        holds: if header.is_period(at) {
            ColumnContent::Field(0)
        } else {
            ColumnContent::Ignored
        },
        unit: None,
    }
}

/// Takes the value from a figure that reaches over several periods.
fn refuse_across(row: &mut TableRow, merges: &[MergedRange], header: &WideHeader) {
    let across = merges.iter().filter(|merge| {
        merge.columns.0 < merge.columns.1
            && merge.covers(row.line, merge.columns.0)
            && header.is_period(merge.columns.0)
    });
    for merge in across {
        let mut cells = row.cells.iter_mut().take(merge.columns.1 + 1);
        if let Some(cell) = cells.nth(merge.columns.0)
            && !cell.is_blank()
        {
            *cell = TableCell::Unreadable(CellFault::MergedAcross);
        }
    }
}

/// A row for every place and period with a figure.
fn places(table: &WideTable, field: &str, made: &mut Vec<TableRow>) {
    let long_row = |row: &TableRow, period: TableCell, figures: Vec<TableCell>| TableRow {
        line: row.line,
        cells: table
            .others(row)
            .cloned()
            .chain([period])
            .chain(figures)
            .collect(),
    };
    let text = |words: &str| TableCell::Text(words.to_owned());
    made.push(long_row(
        &table.heads,
        text(shared::PERIOD),
        vec![text(field)],
    ));
    for row in &table.below {
        if table.misfits.contains_key(&row.line) {
            made.push(misfit(table, row));
            continue;
        }
        for (column, period) in &table.header.periods {
            if let Some(figure) = row.cells.get(*column).filter(|cell| !cell.is_blank()) {
                made.push(long_row(row, text(period), vec![figure.clone()]));
            }
        }
    }
}

/// Returns a row of which nobody knows what stands in which column, with no period, so that the
/// file of refused rows keeps what it says and nothing of it is taken from there. A footnote is
/// left to be known as one.
fn misfit(table: &WideTable, row: &TableRow) -> TableRow {
    if row.cells.iter().filter(|cell| !cell.is_blank()).count() < 2 {
        return row.clone();
    }
    let unmended = TableCell::Unreadable(CellFault::Unmended {
        reason: String::new(),
    });
    let is_figure = |at: usize| table.header.is_period(at) || at >= table.heads.cells.len();
    let cells = row.cells.iter().enumerate();
    let figures = cells
        .filter(|(at, _)| is_figure(*at))
        .map(|(_, cell)| cell.clone());
    TableRow {
        line: row.line,
        cells: table
            .others(row)
            .cloned()
            .chain([unmended])
            .chain(figures)
            .collect(),
    }
}

/// A row for every period, with a column for every figure.
fn figures(
    table: &WideTable,
    names: &HeaderNames,
    made: &mut Vec<TableRow>,
) -> Result<(), HeaderFault> {
    let FigureColumns {
        label,
        unit,
        left_out,
    } = FigureColumns::of(table, names)?;
    let has_figure = |row: &&TableRow| {
        let mut cells = table.header.periods.iter();
        cells.any(|(at, _)| row.cells.get(*at).is_some_and(|cell| !cell.is_blank()))
    };
    let fault = |row: &TableRow| {
        let is_note = row.cells.iter().filter(|cell| !cell.is_blank()).count() < 2;
        table.misfits.get(&row.line).filter(|_| !is_note)
    };
    if let Some((row, fault)) = table.below.iter().find_map(|row| Some((row, fault(row)?))) {
        return Err(HeaderFault::FigureRow {
            line: row.line,
            reason: Text::of(fault),
        });
    }
    let below: Vec<&TableRow> = table.below.iter().filter(has_figure).collect();
    let name = |row: &&TableRow| {
        let label = folding::name(row.text(label));
        let unit = unit.map(|at| folding::name(row.text(at)));
        match unit.filter(|unit| !unit.is_empty()) {
            Some(unit) => TableCell::Text(format!("{label}（{unit}）")),
            None => TableCell::Text(label),
        }
    };
    let row = |first: &str, cells: Vec<TableCell>| TableRow {
        line: table.heads.line,
        cells: std::iter::once(TableCell::Text(first.to_owned()))
            .chain(cells)
            .collect(),
    };
    // What was said of columns that are left out is still true of the table.
    let heads = left_out
        .iter()
        .map(|at| TableCell::Text(table.heads.text(*at).to_owned()));
    made.push(row(
        shared::PERIOD,
        below.iter().map(name).chain(heads).collect(),
    ));
    for (column, period) in &table.header.periods {
        let cells: Vec<TableCell> = below
            .iter()
            .map(|row| row.cells.get(*column).cloned().unwrap_or_default())
            .collect();
        if cells.iter().any(|cell| !cell.is_blank()) {
            let blank = left_out.iter().map(|_| TableCell::default());
            made.push(row(period, cells.into_iter().chain(blank).collect()));
        }
    }
    Ok(())
}

/// The columns beside the periods of a table whose rows are figures.
struct FigureColumns {
    label: usize,
    unit: Option<usize>,
    left_out: Vec<usize>,
}

impl FigureColumns {
    /// Finds the columns of the names and of the units of the figures. Any other that nobody leaves
    /// out would be lost: it cannot be told of which period it is.
    fn of(table: &WideTable, names: &HeaderNames) -> Result<Self, HeaderFault> {
        let text = |at: usize| table.heads.text(at);
        let is_left_out = |at: &usize| {
            let meaning = names.meaning(text(*at)).map(|(holds, _)| holds);
            meaning == Some(ColumnContent::Ignored)
        };
        let others = (0..table.heads.cells.len()).filter(|at| !table.header.is_period(*at));
        let (left_out, others): (Vec<usize>, Vec<usize>) = others.partition(is_left_out);
        let is_unit = |at: &usize| UNITS.contains(&folding::key(text(*at)).as_str());
        let mut behind = others.iter().copied().skip(1);
        let unit = behind.clone().find(is_unit);
        let is_filled = |at: &usize| {
            let mut rows = std::iter::once(&table.heads).chain(&table.below);
            rows.any(|row| row.cells.get(*at).is_some_and(|cell| !cell.is_blank()))
        };
        let lost = behind.find(|at| Some(*at) != unit && is_filled(at));
        match lost.filter(|_| !names.mappings.iter().any(Mapping::is_others)) {
            Some(at) => Err(HeaderFault::BesidePeriods {
                column: folding::name(text(at)),
                number: at + 1,
            }),
            None => Ok(Self {
                label: others.first().copied().unwrap_or_default(),
                unit,
                left_out,
            }),
        }
    }
}
