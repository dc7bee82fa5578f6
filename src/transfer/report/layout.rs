//! Columns of a page of text.

use std::borrow::Borrow;
use std::fmt::Write as _;

use crate::domain::text::width;

/// The columns of a line of a page on paper.
pub(super) const WIDTH: usize = 80;
/// The fewest columns of a page in a window.
pub(super) const NARROWEST: usize = 36;
/// The columns between two cells.
pub(super) const BETWEEN: usize = 2;

/// Returns the widths of the columns that rows need.
pub(super) fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    widths_of(rows.iter())
}

/// The same of rows that come one after the other.
pub(super) fn widths_of(rows: impl Iterator<Item = impl Borrow<Vec<String>>>) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for (at, row) in rows.enumerate() {
        let row = row.borrow();
        if at == 0 {
            widths.resize(row.len(), 0);
        }
        for (widest, cell) in widths.iter_mut().zip(row) {
            *widest = (*widest).max(width::width(cell));
        }
    }
    widths
}

/// These widths, the widest made narrower until a row is no wider than a page of so many columns.
pub(super) fn fit(mut widths: Vec<usize>, page: usize) -> Vec<usize> {
    let most = page.saturating_sub(BETWEEN * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > most {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > 1) else {
            break;
        };
        *widest -= 1;
    }
    widths
}

/// A row in columns, a cell that is wider than its own on several lines.
pub(super) fn add_row(text: &mut String, row: &[String], widths: &[usize]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wider_than_its_column_goes_on_below_and_nothing_is_lost() {
        let rows = [
            vec!["甲".repeat(60), "乙".into(), "丙丁".repeat(30)],
            vec!["a".into(), "b".into(), "c".into()],
        ];
        let widths = fit(widths(&rows), WIDTH);
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
