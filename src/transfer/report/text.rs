//! The page that is printed and signed, 80 columns wide.

use std::fmt::Write as _;

use super::comparison::ReportComparison;
use super::page::{self, EntryList, ReportPage};
use super::side_by_side::SideBySide;
use crate::domain::text::width;
use crate::i18n::{ReportMsg, Say};

/// The columns of a line.
const WIDTH: usize = 80;
/// The columns between two cells.
const BETWEEN: usize = 2;
/// How far what belongs to an entry stands in.
const INDENT: usize = 3;
/// The most columns that the names of places may have before the other columns of the matrix.
const NAMES: usize = 32;
/// The columns of a line to sign on, with its label.
const SIGNED: usize = 38;

pub(super) fn render(page: &ReportPage) -> String {
    let mut text = String::new();
    add(&mut text, &page.title, 0);
    page.head().for_each(|line| add(&mut text, line, 0));
    page.counts_said()
        .iter()
        .for_each(|line| add(&mut text, line, 0));
    if let Some(comparison) = page.comparison() {
        add_comparison(&mut text, &comparison);
    }
    if page.is_judged() {
        let _ = writeln!(text, "\n{}\n", ReportMsg::SideBySide.say(page.lang));
        for (at, table) in page.tables().iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            if let Some(heading) = &table.heading {
                let _ = writeln!(text, "{heading}\n");
            }
            matrix(&mut text, page, table);
        }
    }
    for list in page.lists().into_iter().chain(page.information()) {
        add_list(&mut text, &list);
    }
    let signed = page
        .signatures()
        .map(|label| signature(&page.labelled(&label)));
    for pair in signed.chunks(2) {
        let _ = write!(text, "\n{}\n", pair.join("    "));
    }
    text.push('\n');
    add(&mut text, &page.trail, 0);
    text
}

fn signature(label: &str) -> String {
    format!(
        "{label}{}",
        "_".repeat(SIGNED.saturating_sub(width::width(label)))
    )
}

fn add_list(text: &mut String, list: &EntryList) {
    let _ = writeln!(text, "\n{}\n", list.heading);
    for (at, part) in list.parts.iter().enumerate() {
        if let Some(heading) = &part.heading {
            let before = if at > 0 { "\n" } else { "" };
            let _ = writeln!(text, "{before}{heading}\n");
        }
        for (number, entry) in &part.entries {
            let place = format!("{number}. {}  {}", entry.place, entry.requirement);
            let strength = entry.strength_said();
            add(
                text,
                &format!("{place}  {}{strength}", entry.verdict_and_figure()),
                0,
            );
            entry.notes.iter().for_each(|note| add(text, note, INDENT));
        }
    }
}

fn add_comparison(text: &mut String, comparison: &ReportComparison) {
    let _ = writeln!(text, "\n{}", comparison.heading);
    for part in &comparison.parts {
        text.push('\n');
        part.said.iter().for_each(|line| add(text, line, 0));
        let rows = part.rows();
        let widths = fit(widths(&rows));
        for row in &rows {
            add_row(text, row, &widths);
        }
        if !part.behind.is_empty() {
            text.push('\n');
        }
        part.behind.iter().for_each(|line| add(text, line, 0));
    }
}

/// A paragraph, wrapped; what follows its first line stands in.
fn add(text: &mut String, paragraph: &str, indent: usize) {
    for (at, line) in width::wrap(paragraph, WIDTH - INDENT).iter().enumerate() {
        let indent = if at == 0 { indent } else { INDENT };
        let _ = writeln!(text, "{}{line}", " ".repeat(indent));
    }
}

/// The matrix, in as many tables below each other as it takes not to be wider than the page.
fn matrix(text: &mut String, page: &ReportPage, table: &SideBySide) {
    let rows = page::matrix(page, table);
    let mut widths = widths(&rows);
    if let Some(names) = widths.first_mut() {
        *names = NAMES.min(*names);
    }
    for (at, columns) in across(&widths).iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let of = |row: &Vec<String>| {
            columns
                .iter()
                .filter_map(|&at| row.get(at))
                .cloned()
                .collect::<Vec<_>>()
        };
        let widths = fit(columns
            .iter()
            .filter_map(|&at| widths.get(at))
            .copied()
            .collect());
        // Sums, and places that nothing here is asked of, have no row.
        let says_something = |row: &Vec<String>| row.iter().skip(1).any(|cell| !cell.is_empty());
        rows.iter()
            .map(of)
            .filter(says_something)
            .for_each(|row| add_row(text, &row, &widths));
    }
}

/// Returns the widths of the columns that rows need.
fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    let count = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| width::width(cell))
            .max()
    };
    (0..count)
        .map(|column| width(column).unwrap_or_default())
        .collect()
}

/// These widths, the widest made narrower until a row is no wider than the page.
fn fit(mut widths: Vec<usize>) -> Vec<usize> {
    let most = WIDTH.saturating_sub(BETWEEN * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > most {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > 1) else {
            break;
        };
        *widest -= 1;
    }
    widths
}

/// A row in columns, a cell that is wider than its own on several lines.
fn add_row(text: &mut String, row: &[String], widths: &[usize]) {
    let cells: Vec<Vec<String>> = row
        .iter()
        .zip(widths)
        .map(|(cell, &width)| width::wrap(cell, width))
        .collect();
    for at in 0..cells.iter().map(Vec::len).max().unwrap_or_default() {
        let cell = |(lines, width): (&Vec<String>, &usize)| {
            width::fill(lines.get(at).map_or("", String::as_str), *width)
        };
        let line: Vec<String> = cells.iter().zip(widths).map(cell).collect();
        let _ = writeln!(text, "{}", line.join(&" ".repeat(BETWEEN)).trim_end());
    }
}

/// Returns the columns of each table: always the first one, and as many of the others as the page
/// holds.
fn across(widths: &[usize]) -> Vec<Vec<usize>> {
    let first = widths.first().copied().unwrap_or_default();
    let mut tables = vec![vec![0]];
    let mut used = first;
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
    use super::WIDTH;
    use super::across;
    use super::add_row;
    use super::fit;
    use super::width;
    use super::widths;

    #[test]
    fn a_matrix_too_wide_goes_on_below_with_its_places_again() {
        assert_eq!(across(&[6, 4, 4, 4]), [vec![0, 1, 2, 3]]);
        assert_eq!(across(&[6, 34, 34, 34]), [vec![0, 1, 2], vec![0, 3]]);
        assert_eq!(across(&[6, 90, 90]), [vec![0, 1], vec![0, 2]]);
        assert_eq!(across(&[6]), [vec![0]]);
    }

    #[test]
    fn what_is_wider_than_its_column_goes_on_below_and_nothing_is_lost() {
        let rows = [
            vec!["甲".repeat(60), "乙".into(), "丙丁".repeat(30)],
            vec!["a".into(), "b".into(), "c".into()],
        ];
        let widths = fit(widths(&rows));
        assert_eq!(widths, [37, 2, 37]);
        let mut text = String::new();
        for row in &rows {
            add_row(&mut text, row, &widths);
        }
        assert!(
            text.lines().all(|line| width::width(line) <= WIDTH),
            "{text}"
        );
        let count = |sign| text.matches(sign).count();
        assert_eq!((count("甲"), count("乙"), count("丙丁")), (60, 1, 30));
        let last: Vec<&str> = text
            .lines()
            .next_back()
            .unwrap_or_default()
            .split("  ")
            .map(str::trim)
            .collect();
        assert_eq!(last.concat(), "abc");
    }
}
