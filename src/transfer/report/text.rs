//! The page that is printed and signed, 80 columns wide.

use std::fmt::Write as _;

use super::page::{self, List, Page};
use crate::domain::columns;
use crate::i18n::{ReportMsg, Say};

/// The columns of a line.
const WIDTH: usize = 80;
/// The columns between two cells.
const BETWEEN: usize = 2;
/// How far what belongs to an entry stands in.
const INDENT: usize = 3;
/// The columns of a line to sign on, with its label.
const SIGNED: usize = 38;

pub(super) fn render(page: &Page) -> String {
    let mut text = String::new();
    let head = [page.title.clone(), page.document.clone(), page.as_of.clone()];
    for line in head.into_iter().chain(page.counts_said()) {
        add(&mut text, &line, 0);
    }
    let _ = writeln!(text, "\n{}\n", ReportMsg::SideBySide.say(page.lang));
    matrix(&mut text, page);
    for list in page.lists() {
        add_list(&mut text, &list);
    }
    let signed = page.signatures().map(|label| signature(&page.labelled(&label)));
    for pair in signed.chunks(2) {
        let _ = write!(text, "\n{}\n", pair.join("    "));
    }
    text
}

fn signature(label: &str) -> String {
    format!("{label}{}", "_".repeat(SIGNED.saturating_sub(columns::width(label))))
}

fn add_list(text: &mut String, list: &List) {
    let _ = writeln!(text, "\n{}\n", list.heading);
    for (at, entry) in list.entries.iter().enumerate() {
        let place = format!("{}. {}  {}", at + 1, entry.place, entry.requirement);
        add(text, &format!("{place}  {} ({})", entry.verdict_and_figure(), entry.strength), 0);
        entry.notes.iter().for_each(|note| add(text, note, INDENT));
    }
}

/// A paragraph, wrapped; what follows its first line stands in.
fn add(text: &mut String, paragraph: &str, indent: usize) {
    for (at, line) in columns::wrap(paragraph, WIDTH - INDENT).iter().enumerate() {
        let indent = if at == 0 { indent } else { INDENT };
        let _ = writeln!(text, "{}{line}", " ".repeat(indent));
    }
}

/// The matrix, in as many tables below each other as it takes not to be wider than the page.
fn matrix(text: &mut String, page: &Page) {
    let rows = page::matrix(page);
    let count = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| columns::width(cell)).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or_default()).collect();
    for (at, columns) in across(&widths).iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        // Sums, and places that nothing here is asked of, have no row.
        let says_something = |row: &&Vec<String>| {
            columns.iter().skip(1).any(|&column| row.get(column).is_some_and(|cell| !cell.is_empty()))
        };
        for row in rows.iter().filter(says_something) {
            let cell = |&column: &usize| Some(columns::fill(row.get(column)?, *widths.get(column)?));
            let cells: Vec<String> = columns.iter().filter_map(cell).collect();
            let _ = writeln!(text, "{}", cells.join(&" ".repeat(BETWEEN)).trim_end());
        }
    }
}

/// The columns of each table: always the first one, and as many of the others as the page holds.
fn across(widths: &[usize]) -> Vec<Vec<usize>> {
    let first = widths.first().copied().unwrap_or_default();
    let (mut tables, mut used) = (vec![vec![0]], first);
    for (column, width) in widths.iter().enumerate().skip(1) {
        used += BETWEEN + width;
        let is_full = used > WIDTH && tables.last().is_some_and(|table| table.len() > 1);
        if is_full {
            tables.push(vec![0]);
            used = first + BETWEEN + width;
        }
        if let Some(table) = tables.last_mut() {
            table.push(column);
        }
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::across;

    #[test]
    fn a_matrix_too_wide_goes_on_below_with_its_places_again() {
        assert_eq!(across(&[6, 4, 4, 4]), [vec![0, 1, 2, 3]]);
        assert_eq!(across(&[6, 34, 34, 34]), [vec![0, 1, 2], vec![0, 3]]);
        assert_eq!(across(&[6, 90, 90]), [vec![0, 1], vec![0, 2]]);
        assert_eq!(across(&[6]), [vec![0]]);
    }
}
