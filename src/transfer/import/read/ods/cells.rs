//! The cells of one sheet.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::shown;
use super::styles::Styles;
use super::words::{Words, repeats};
use crate::i18n::{CellFault, TableFault};
use crate::transfer::import::lines;
use crate::transfer::import::read::limits;
use crate::transfer::import::read::table::{MergedRange, TableCell, TableRow};
use crate::transfer::import::read::xlsx::look::{self, FontStyle, TextRun};
use crate::transfer::import::read::xlsx::moment::ShownMoment;
use crate::transfer::import::read::xlsx::sheet::{self, Rows};
use crate::transfer::import::read::xlsx::unseen::Unseen;
use crate::transfer::import::read::xml::{Xml, attribute, broken, next};

/// Elements whose words are not those of the cell or the sheet that they stand in.
const APART: [&str; 7] = [
    "annotation",
    "shapes",
    "tracked-changes",
    "dde-links",
    "frame",
    "custom-shape",
    "ruby-text",
];
/// How many characters a day of the calendar has.
const DAY: usize = "2021-06-01".len();
/// The last day that is none.
const NO_DAY: &str = "1900-01-01";

/// Returns whether what an element holds is no part of the table.
pub(super) fn is_apart(name: &str) -> bool {
    APART.contains(&name)
}

/// Passes over an element up to its end.
pub(super) fn skip(xml: &mut Xml, name: &str) -> Result<(), TableFault> {
    let mut depth = 1;
    let mut buffer = Vec::new();
    while depth > 0 {
        match next(xml, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == name => depth += 1,
            Event::End(element) if element.local_name().as_ref() == name => depth -= 1,
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
    Ok(())
}

/// A sheet, read.
#[derive(Default)]
pub(super) struct Table {
    pub(super) rows: Vec<TableRow>,
    pub(super) merges: Vec<MergedRange>,
    pub(super) unseen: Unseen,
}

/// Reads the sheet of a name.
pub(super) fn read(xml: &mut Xml, name: &str, styles: &Styles) -> Result<Table, TableFault> {
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "table" if attribute(&element, "name").as_deref() == Some(name) => {
                    let mut walk = Walk {
                        styles,
                        rows: Rows::default(),
                        table: Table::default(),
                        columns: HashMap::new(),
                        column: 0,
                        row: 0,
                        groups: Vec::new(),
                    };
                    walk.through(xml)?;
                    walk.table.rows = walk.rows.sorted();
                    return Ok(walk.table);
                }
                name if is_apart(name) => skip(xml, name)?,
                _ => {}
            },
            Event::Eof => return Ok(Table::default()),
            _ => {}
        }
    }
}

/// A walk through a sheet.
struct Walk<'s> {
    styles: &'s Styles,
    rows: Rows,
    table: Table,
    /// The styles of columns whose cells say none.
    columns: HashMap<usize, String>,
    /// Where the next column and the next row stand, counted from 0.
    column: usize,
    row: u32,
    /// Whether the groups around are folded up.
    groups: Vec<bool>,
}

/// A cell as its element says it.
struct Cell {
    sort: Option<String>,
    style: Option<String>,
    value: Option<String>,
    has_formula: bool,
    is_error: bool,
}

impl Walk<'_> {
    fn through(&mut self, xml: &mut Xml) -> Result<(), TableFault> {
        let mut buffer = Vec::new();
        loop {
            match next(xml, &mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-column-group" | "table-row-group" => {
                        let shows = attribute(&element, "display");
                        self.groups.push(shows.as_deref() == Some("false"));
                    }
                    "table-column" => self.add_column(&element),
                    "table-row" => {
                        let times = repeats(&element, "number-rows-repeated");
                        let is_hidden = self.is_hidden(&element);
                        self.add_row(xml, times, is_hidden)?;
                    }
                    name if is_apart(name) => skip(xml, name)?,
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "table" => return Ok(()),
                    "table-column-group" | "table-row-group" => {
                        self.groups.pop();
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn is_hidden(&self, element: &BytesStart) -> bool {
        let visibility = attribute(element, "visibility");
        self.groups.contains(&true) || matches!(visibility.as_deref(), Some("collapse" | "filter"))
    }

    fn add_column(&mut self, element: &BytesStart) {
        let end = self
            .column
            .saturating_add(repeats(element, "number-columns-repeated"));
        let style = attribute(element, "default-cell-style-name");
        let is_hidden = self.is_hidden(element);
        for at in self.column..end.min(limits::MOST_CELLS_IN_ROW) {
            if is_hidden {
                self.table.unseen.columns.insert(at);
            }
            if let Some(style) = &style {
                self.columns.insert(at, style.clone());
            }
        }
        self.column = end;
    }

    /// Reads a row, which may stand several times.
    fn add_row(&mut self, xml: &mut Xml, times: usize, is_hidden: bool) -> Result<(), TableFault> {
        let mut cells: Vec<(u32, TableCell)> = Vec::new();
        let mut column = 0_u32;
        let mut buffer = Vec::new();
        loop {
            match next(xml, &mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    name @ ("table-cell" | "covered-table-cell") => {
                        let name = name.to_owned();
                        let count = repeats(&element, "number-columns-repeated");
                        self.merge(&element, column);
                        let cell = self.cell(xml, &name, &element, column)?;
                        let end = column.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
                        if !cell.is_blank() {
                            // One column too many is enough to be refused.
                            let last = u32::try_from(limits::MOST_CELLS_IN_ROW).unwrap_or(u32::MAX);
                            for at in column..end.min(last.max(column).saturating_add(1)) {
                                cells.push((at, cell.clone()));
                            }
                        }
                        column = end;
                    }
                    name if is_apart(name) => skip(xml, name)?,
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "table-row" => break,
                Event::Eof => break,
                _ => {}
            }
        }
        let end = self
            .row
            .saturating_add(u32::try_from(times).unwrap_or(u32::MAX));
        if !cells.is_empty() {
            for row in self.row..end {
                for (at, cell) in &cells {
                    self.rows.add(row, *at, cell.clone())?;
                }
                if is_hidden {
                    self.table
                        .unseen
                        .rows
                        .insert(usize::try_from(row).unwrap_or(usize::MAX - 1) + 1);
                }
            }
        }
        self.row = end;
        Ok(())
    }

    /// Notes cells that show one value.
    fn merge(&mut self, element: &BytesStart, column: u32) {
        let wide = repeats(element, "number-columns-spanned");
        let high = repeats(element, "number-rows-spanned");
        if wide == 1 && high == 1 {
            return;
        }
        let at = |number: u32| usize::try_from(number).unwrap_or(usize::MAX / 2);
        let (line, first) = (at(self.row) + 1, at(column));
        self.table.merges.push(MergedRange {
            lines: (line, line.saturating_add(high - 1)),
            columns: (first, first.saturating_add(wide - 1)),
        });
    }

    /// Reads a cell up to its end.
    fn cell(
        &self,
        xml: &mut Xml,
        name: &str,
        element: &BytesStart,
        column: u32,
    ) -> Result<TableCell, TableFault> {
        let value = [
            "value",
            "date-value",
            "time-value",
            "boolean-value",
            "string-value",
        ]
        .iter()
        .find_map(|name| attribute(element, name));
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        let cell = Cell {
            sort: sort(element),
            style: attribute(element, "style-name").or_else(|| self.columns.get(&at).cloned()),
            value,
            has_formula: attribute(element, "formula").is_some(),
            is_error: element.attributes().flatten().any(|attribute| {
                attribute.key.local_name().as_ref() == "value-type"
                    && attribute.value.trim() == "error"
            }),
        };
        let own = cell
            .style
            .as_ref()
            .map_or_else(FontStyle::default, |style| self.styles.of_cell(style));
        let runs = self.runs(xml, name, own)?;
        let said = self.said(&cell, &runs);
        let mark = match said {
            TableCell::Text(_) if cell.sort.as_deref() == Some("string") => look::mark(&runs, own),
            _ => look::mark_of_figure(own).or_else(|| look::mark(&runs, own)),
        };
        Ok(sheet::marked(said, mark.as_ref()))
    }

    /// Returns what a cell says by its sort.
    fn said(&self, cell: &Cell, runs: &[TextRun]) -> TableCell {
        let shown: String = runs.iter().map(|run| run.text.as_str()).collect();
        let value = cell.value.as_deref().unwrap_or_default();
        if cell.is_error {
            let shown = lines::beginning(&shown);
            return TableCell::Unreadable(CellFault::Error { shown });
        }
        match cell.sort.as_deref() {
            None if cell.has_formula && shown.is_empty() => {
                TableCell::Unreadable(CellFault::NoResult)
            }
            Some("float" | "percentage" | "currency") => match value.parse::<f64>() {
                Ok(kept) if kept.is_finite() => shown::cell(kept, &shown),
                _ => TableCell::Unreadable(CellFault::TooPrecise),
            },
            Some("date") => self.day(cell, value),
            Some("time") => TableCell::Unreadable(CellFault::Duration),
            Some("boolean") => TableCell::Text(value.to_uppercase()),
            Some("string") if shown.is_empty() => TableCell::Text(value.to_owned()),
            _ => TableCell::Text(shown),
        }
    }

    /// Returns a day as precise as its cell shows it.
    fn day(&self, cell: &Cell, value: &str) -> TableCell {
        let Some(day) = value.get(..DAY).filter(|day| *day >= NO_DAY) else {
            return TableCell::Unreadable(CellFault::Duration);
        };
        let shown = cell
            .style
            .as_ref()
            .map_or(ShownMoment::Day, |style| self.styles.shown(style));
        let length = match shown {
            ShownMoment::Time => return TableCell::Unreadable(CellFault::Duration),
            ShownMoment::Day => DAY,
            ShownMoment::Month => "2021-06".len(),
            ShownMoment::Year => "2021".len(),
        };
        TableCell::Day(day.get(..length).unwrap_or_default().to_owned())
    }

    /// Reads the words of a cell up to its end, each with the way it is set.
    fn runs(&self, xml: &mut Xml, end: &str, own: FontStyle) -> Result<Vec<TextRun>, TableFault> {
        let mut words = Words::of(self.styles, own);
        let mut buffer = Vec::new();
        loop {
            match next(xml, &mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    name if is_apart(name) => skip(xml, name)?,
                    _ => words.begin(&element),
                },
                Event::Text(text) => words.add(&text.xml10_content()),
                Event::CData(text) => words.add(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let sign = reference
                        .resolve_char_ref()
                        .map_err(|error| broken(&error))?;
                    let named =
                        || quick_xml::escape::resolve_predefined_entity(&reference.into_inner());
                    match sign {
                        Some(sign) => words.add(&sign.to_string()),
                        None => words.add(named().unwrap_or_default()),
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    name if name == end => return Ok(words.runs),
                    name => words.end(name),
                },
                Event::Eof => return Ok(words.runs),
                _ => {}
            }
        }
    }
}

/// Returns the sort of a cell: spreadsheets write it a second time for themselves.
fn sort(element: &BytesStart) -> Option<String> {
    let all = element.attributes().flatten();
    let mut sorts = all.filter(|attribute| attribute.key.local_name().as_ref() == "value-type");
    let is_office = |key: &str| !key.starts_with("calcext:");
    sorts
        .find(|attribute| is_office(attribute.key.as_ref()))
        .map(|attribute| attribute.value.into_owned())
}
