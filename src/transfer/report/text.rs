//! The page that is printed and signed, 80 columns wide.

use std::fmt::Write as _;

use super::by_area::AreaTable;
use super::comparison::ReportComparison;
use super::layout::{BETWEEN, WIDTH, add_row, fit, widths};
use super::page::{self, EntryList, ReportPage};
use super::sections::PageSection;
use super::side_by_side::SideBySide;
use crate::domain::text::width;
use crate::i18n::{ReportMsg, Say};

/// How far what belongs to an entry stands in.
const INDENT: usize = 3;
/// The most columns that the names of places may have before the other columns of the matrix.
const NAMES: usize = 32;
/// The columns of a line to sign on, with its label.
const SIGNED: usize = 38;

pub(super) fn render(page: &ReportPage) -> String {
    let mut text = String::new();
    add(&mut text, &page.head.title, 0);
    add_blanks(&mut text, page, &page.head.blanks);
    text.push('\n');
    for line in &page.head.lines {
        add(&mut text, line, 0);
    }
    text.push('\n');
    for line in page.counts_said() {
        add(&mut text, &line, 0);
    }
    for section in page.sections() {
        add_section(&mut text, page, &section);
    }
    text
}

fn add_section(text: &mut String, page: &ReportPage, section: &PageSection) {
    match section {
        PageSection::First { heading, lines } => {
            let _ = writeln!(text, "\n{heading}\n");
            for (at, line) in lines.iter().enumerate() {
                add(text, &format!("{}. {line}", at + 1), 0);
            }
        }
        PageSection::Comparison(comparison) => add_comparison(text, comparison),
        PageSection::Areas(table) => add_areas(text, page, table),
        // Nobody reads a map in letters; the words of the other sections say the same.
        PageSection::Map(_) => {}
        PageSection::SideBySide => add_side_by_side(text, page),
        PageSection::List(list) => add_list(text, list),
        PageSection::Signatures => {
            add_blanks(text, page, &page.signatures());
            text.push('\n');
            for line in &page.foot {
                add(text, line, 0);
            }
        }
        PageSection::Annex => {
            let _ = writeln!(text, "\n{}", ReportMsg::Annex.say(page.lang));
        }
    }
}

fn add_areas(text: &mut String, page: &ReportPage, table: &AreaTable) {
    let _ = writeln!(text, "\n{}\n", page.areas_heading());
    let rows = table.in_words(page.lang);
    let widths = fit(widths(&rows));
    for row in &rows {
        add_row(text, row, &widths);
    }
    if let Some(note) = table.note(page.lang) {
        text.push('\n');
        add(text, &note, 0);
    }
}

fn add_side_by_side(text: &mut String, page: &ReportPage) {
    let _ = writeln!(text, "\n{}\n", ReportMsg::SideBySide.say(page.lang));
    for (at, table) in page.tables().iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        if let Some(heading) = &table.heading {
            let _ = writeln!(text, "{heading}\n");
        }
        matrix(text, page, table);
    }
}

/// Adds lines to be filled in by hand, two beside each other.
fn add_blanks(text: &mut String, page: &ReportPage, labels: &[String]) {
    let blanks: Vec<String> = labels
        .iter()
        .map(|label| signature(&page.labelled(label)))
        .collect();
    for pair in blanks.chunks(2) {
        let _ = write!(text, "\n{}\n", pair.join("    "));
    }
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
    use super::across;

    #[test]
    fn a_matrix_too_wide_goes_on_below_with_its_places_again() {
        assert_eq!(across(&[6, 4, 4, 4]), [vec![0, 1, 2, 3]]);
        assert_eq!(across(&[6, 34, 34, 34]), [vec![0, 1, 2], vec![0, 3]]);
        assert_eq!(across(&[6, 90, 90]), [vec![0, 1], vec![0, 2]]);
        assert_eq!(across(&[6]), [vec![0]]);
    }
}
