//! The table in a file: where it begins, what its columns hold, and the rows below its header.

use uuid::Uuid;

use super::non_data_rows::{self, NonDataRows};
use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::domain::value::{Cycle, Field};
use crate::i18n::{CellFault, FormMsg, HeaderFault, TableFault, code_list};
use crate::transfer::import::columns::column::{ColumnContent, TableColumn};
use crate::transfer::import::columns::header::{self, TableHeader};
use crate::transfer::import::columns::names::{self, HeaderNames};
use crate::transfer::import::columns::{mapped, units};
use crate::transfer::import::error::ImportError;
use crate::transfer::import::lines;
use crate::transfer::import::notes::{Notes, TakenColumn};
use crate::transfer::import::options::ImportRequest;
use crate::transfer::import::read::decimals::{Habit, Reading};
use crate::transfer::import::read::source::TableSource;
use crate::transfer::import::read::table::{TableCell, TableRow};
use crate::transfer::import::read::xlsx::Epoch;
use crate::transfer::import::read::{csv, rejects_reader};
use crate::transfer::import::rows::merged::MergedCells;

/// The table in a file: its header, and what its columns hold.
pub(crate) struct ImportTable<'a> {
    pub(crate) source: &'a TableSource<'a>,
    pub(crate) header: TableHeader,
    pub(crate) columns: Vec<TableColumn>,
    pub(crate) non_data_rows: NonDataRows<'a>,
    /// The units of columns whose headers do not say them.
    pub(crate) units: Vec<Option<String>>,
    /// The columns of dates.
    days: Vec<usize>,
    /// The columns of figures, and how these are written where a comma may stand before decimals.
    figures: Vec<usize>,
    habit: Option<Habit>,
}

impl<'a> ImportTable<'a> {
    /// Finds the header and names the columns.
    pub(crate) fn find(
        source: &'a TableSource<'a>,
        kind: &'a Kind,
        request: &'a ImportRequest,
        notes: &mut Notes,
    ) -> Result<Self, ImportError> {
        let first: Vec<TableRow> = source.rows()?.take(header::LOOKED_AT).collect();
        let names = HeaderNames::new(kind, request.mappings);
        let found = if request.no_header && !source.begins_with_header() {
            header::numbered(&first)
        } else if source.begins_with_header() {
            header::first(&first)
        } else if let Some(line) = request.header_line {
            let header = header::on_line(&first, line, source.merges(), &names, request.lang);
            Some(header.ok_or(HeaderFault::NotThere { line })?)
        } else {
            header::find(&first, source.merges(), &names, request.lang)
        };
        let mut header = found.ok_or(TableFault::Empty)?;
        csv::refuse_twice(&header.names)?;
        notes.header_lines.clone_from(&header.lines);
        let titles = first.get(..header.above).unwrap_or_default();
        let mut columns = resolve(source, &header, &names, &first)
            .inspect_err(|_| note_titles(titles, &[], notes))?;
        drop_foreign_ids(source, &header, &mut columns, notes)?;
        check_columns(&columns, &names, request)?;
        let absent = mapped::absent(&header.names, request.mappings);
        if !absent.is_empty() {
            notes.forms.push(FormMsg::ColumnsAbsent {
                names: code_list(&absent),
            });
        }
        let units = give_units(&first, &mut header, &mut columns, kind, notes)?;
        notes.forms.extend(names.unknown_units(&columns));
        notes.columns = columns
            .iter()
            .filter(|column| !column.name.is_empty())
            .map(|c| taken(c, kind))
            .collect();
        let below_titles = first.get(header.above..header.rows()).unwrap_or_default();
        let non_data_rows = NonDataRows::new(names, titles, below_titles, &columns, kind);
        let is_day = |holds: ColumnContent| holds.field(kind).is_some_and(Field::is_date);
        let days = columns_of(&columns, is_day);
        let figures = columns_of(&columns, |holds| holds.figures(kind).is_some());
        let mut table = Self {
            source,
            header,
            units,
            columns,
            non_data_rows,
            days,
            figures,
            habit: None,
        };
        table.habit = table.habit()?;
        Ok(table)
    }

    /// Returns how figures are written in a text with semicolons between its cells.
    fn habit(&self) -> Result<Option<Habit>, TableFault> {
        if self.source.separator() != Some(b';') {
            return Ok(None);
        }
        let has_comma = |row: &TableRow| {
            self.figures
                .iter()
                .any(|at| matches!(Habit::Unknown.read(row.text(*at)), Reading::Point(_)))
        };
        let mut rows = self.source.rows()?.skip(self.header.rows());
        Ok(Some(if rows.any(|row| has_comma(&row)) {
            Habit::Commas
        } else {
            Habit::Unknown
        }))
    }

    /// Returns the rows below the header.
    pub(crate) fn rows(&self) -> Result<impl Iterator<Item = TableRow>, TableFault> {
        let source = self.source;
        let width = self.header.names.len();
        let mut merged = MergedCells::new(source.merges(), width);
        let rows = source.rows()?.skip(self.header.rows());
        Ok(rows.map(move |mut row| {
            source.fit(&mut row, width);
            merged.apply(&mut row, &self.columns);
            self.settle(&mut row);
            row
        }))
    }

    /// Returns whether a column is taken and is not of dates.
    fn is_no_date(&self, at: usize) -> bool {
        let is_taken = |column: &TableColumn| {
            !matches!(
                column.holds,
                ColumnContent::Ignored | ColumnContent::Nameless
            )
        };
        !self.days.contains(&at) && self.columns.get(at).is_some_and(is_taken)
    }

    /// Makes the cells what they are by their column: a figure where a date is wanted is a day, a
    /// day is nothing else, and what a person was to mend is still without a value.
    fn settle(&self, row: &mut TableRow) {
        let is_text = self.source.is_text();
        for (at, cell) in row.cells.iter_mut().enumerate() {
            match cell {
                TableCell::Figure(figure) if self.days.contains(&at) => {
                    *cell = day(figure, self.source.epoch());
                }
                TableCell::Text(text) => {
                    if is_text && let Some(bare) = without_armour(text) {
                        *text = bare;
                    }
                    if let Some(fault) = rejects_reader::unmended(text) {
                        *cell = TableCell::Unreadable(fault);
                    } else if let Some(habit) = self.habit.filter(|_| self.figures.contains(&at)) {
                        with_point(cell, habit);
                    }
                }
                TableCell::Day(day) if self.is_no_date(at) => {
                    *cell = TableCell::Unreadable(CellFault::DayInstead {
                        day: std::mem::take(day),
                    });
                }
                TableCell::Day(_) | TableCell::Figure(_) | TableCell::Unreadable(_) => {}
            }
        }
    }
}

/// Returns what the columns hold. Where not a single one is known, the reason is perhaps another one
/// than their names.
fn resolve(
    source: &TableSource,
    header: &TableHeader,
    names: &HeaderNames,
    first: &[TableRow],
) -> Result<Vec<TableColumn>, ImportError> {
    mapped::check(&header.names, names)?;
    let is_known = |name: &String| names.meaning(name).is_some();
    let is_figure = |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit());
    names::resolve(&header.names, names).map_err(|fault| {
        let is_unknown = matches!(fault, HeaderFault::Unknown { .. });
        if !is_unknown || header.names.iter().any(is_known) || header.lines.is_empty() {
            return fault.into();
        }
        let line = header.lines.first().copied().unwrap_or_default();
        if let Some(sign) = source.other_separator() {
            let sign = sign.to_string();
            return HeaderFault::OtherSeparator { sign }.into();
        }
        let filled = header.names.iter().filter(|name| !name.is_empty()).count();
        let is_text = source.separator().is_some();
        if is_text && filled == 1 && first.iter().all(|row| row.cells.len() == 1) {
            return HeaderFault::NoSeparator { line }.into();
        }
        if header.names.iter().any(is_figure) {
            return HeaderFault::PerhapsNone { line }.into();
        }
        fault.into()
    })
}

/// Leaves out a column of ids that are none of this program: not one of them can be one.
fn drop_foreign_ids(
    source: &TableSource,
    header: &TableHeader,
    columns: &mut [TableColumn],
    notes: &mut Notes,
) -> Result<(), TableFault> {
    let is_id = |column: &TableColumn| column.holds == ColumnContent::Id && !column.is_said;
    let Some(at) = columns.iter().position(is_id) else {
        return Ok(());
    };
    let mut example = None;
    for row in source.rows()?.skip(header.rows()) {
        let text = folding::figure(row.text(at));
        if text.is_empty() {
            continue;
        }
        if text.parse::<Uuid>().is_ok() {
            return Ok(());
        }
        example.get_or_insert(text);
    }
    if let (Some(example), Some(column)) = (example, columns.get_mut(at)) {
        column.holds = ColumnContent::Ignored;
        // As what somebody leaves out: rows of different ids are not the same.
        column.is_said = true;
        notes.forms.push(FormMsg::ForeignIds {
            column: column.name.clone(),
            example: lines::beginning(&example),
        });
    }
    Ok(())
}

/// Refuses columns of which none says the place, unless it is said of all rows.
fn check_columns(
    columns: &[TableColumn],
    names: &HeaderNames,
    request: &ImportRequest,
) -> Result<(), ImportError> {
    let names_places = columns
        .iter()
        .any(|column| column.holds.is_place() || column.holds == ColumnContent::Id);
    if !names_places && request.constants.place().is_none() {
        return Err(HeaderFault::NoPlace.into());
    }
    let holds = |content| columns.iter().any(|column| column.holds == content);
    let names_periods = holds(ColumnContent::Period) || request.constants.period().is_some();
    let is_due_once = names.cycle() == Some(Cycle::Once);
    if names.cycle().is_some() && !is_due_once && !names_periods && !holds(ColumnContent::Id) {
        return Err(HeaderFault::NoPeriod.into());
    }
    Ok(())
}

/// Returns a cell of a text without what keeps a spreadsheet from reading a figure in it: `="001"`,
/// `'001`.
fn without_armour(text: &str) -> Option<String> {
    let bare = match text.as_bytes().first()? {
        b'=' => text.strip_prefix("=\"")?.strip_suffix('"')?,
        b'\'' => text.strip_prefix('\'').filter(|rest| {
            let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | 'X');
            !rest.is_empty() && rest.chars().all(is_figure)
        })?,
        _ => return None,
    };
    Some(bare.replace("\"\"", "\""))
}

/// Gives a figure the point that the form reads, or says that it may be another one.
fn with_point(cell: &mut TableCell, habit: Habit) {
    match habit.read(cell.text()) {
        Reading::AsIt => {}
        Reading::Point(text) => *cell = TableCell::Text(text),
        Reading::Ambiguous => {
            *cell = TableCell::Unreadable(CellFault::PointOrThousands {
                figure: folding::name(cell.text()),
            });
        }
    }
}

/// Returns whether a figure is like `2021.1`, which was typed as January or as October and no
/// longer says which.
pub(crate) fn has_lost_zero(figure: &str) -> bool {
    figure.len() == 6 && figure.ends_with(".1")
}

/// Returns a figure where a date is wanted.
fn day(figure: &str, epoch: Option<Epoch>) -> TableCell {
    if has_lost_zero(figure) {
        return TableCell::Unreadable(CellFault::JanuaryOrOctober {
            figure: figure.to_owned(),
        });
    }
    TableCell::Text(
        epoch
            .and_then(|epoch| epoch.day(figure))
            .unwrap_or_else(|| figure.to_owned()),
    )
}

/// Returns the columns that hold something.
fn columns_of(columns: &[TableColumn], is_one: impl Fn(ColumnContent) -> bool) -> Vec<usize> {
    (0..)
        .zip(columns)
        .filter(|(_, column)| is_one(column.holds))
        .map(|(at, _)| at)
        .collect()
}

/// Gives the columns the units that stand in titles and in a row below the header, which is then a
/// part of it; the units of each column that its header does not say.
fn give_units(
    first: &[TableRow],
    header: &mut TableHeader,
    columns: &mut [TableColumn],
    kind: &Kind,
    notes: &mut Notes,
) -> Result<Vec<Option<String>>, HeaderFault> {
    let of_headers: Vec<bool> = columns.iter().map(|column| column.unit.is_some()).collect();
    if let Some(below) = first.get(header.rows())
        && units::from_row(below, columns, kind)?
    {
        header.lines.push(below.line);
        notes.header_lines.push(below.line);
    }
    let titles = first.get(..header.above).unwrap_or_default();
    let with_units = units::from_titles(titles, columns, kind)?;
    note_titles(titles, &with_units, notes);
    Ok(columns
        .iter()
        .zip(of_headers)
        .map(|(column, own)| column.unit.clone().filter(|_| !own))
        .collect())
}

fn note_titles(titles: &[TableRow], with_units: &[usize], notes: &mut Notes) {
    for row in titles {
        notes
            .left_out
            .add(|| non_data_rows::title(row, with_units.contains(&row.line)));
    }
}

fn taken(column: &TableColumn, kind: &Kind) -> TakenColumn {
    TakenColumn {
        header: column.name.clone(),
        entry: column.holds.spec(kind),
        unit: column.unit.clone(),
    }
}
