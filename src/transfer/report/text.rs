//! The page that is printed and signed, and the same in narrower windows.

use std::fmt::Write as _;
use std::io;

use super::by_area::AreaTable;
use super::comparison::ReportComparison;
use super::entry_list::EntryList;
use super::layout::{BETWEEN, WIDTH, add_row, fit, widths, widths_of};
use super::matrix;
use super::page::ReportPage;
use super::paper::Paper;
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

/// Lays a page out in so many columns.
pub(super) fn render(page: &ReportPage, columns: usize, paper: Paper) -> io::Result<()> {
    let mut text = TextPage {
        text: paper,
        columns,
    };
    text.add(&page.head.title, 0);
    text.add_blanks(page, &page.head.blanks);
    text.text.push('\n');
    for line in &page.head.lines {
        text.add(line, 0);
    }
    text.text.push('\n');
    for line in page.counts_said() {
        text.add(&line, 0);
    }
    for section in page.sections() {
        text.add_section(page, &section);
    }
    text.text.finish()
}

/// A page as it is written.
struct TextPage<'w> {
    text: Paper<'w>,
    columns: usize,
}

impl TextPage<'_> {
    fn add_section(&mut self, page: &ReportPage, section: &PageSection) {
        match section {
            PageSection::First { heading, lines } => {
                let _ = writeln!(self.text, "\n{heading}\n");
                for (at, line) in lines.iter().enumerate() {
                    self.add(&format!("{}. {line}", at + 1), 0);
                }
            }
            PageSection::Comparison(comparison) => self.add_comparison(page, comparison),
            PageSection::Areas(table) => self.add_areas(page, table),
            // Nobody reads a map in letters; the words of the other sections say the same.
            PageSection::Map(_) => {}
            PageSection::SideBySide => self.add_side_by_side(page),
            PageSection::List(list) => self.add_list(page, list),
            PageSection::Signatures => {
                self.add_blanks(page, &page.signatures());
                self.text.push('\n');
                for line in &page.foot {
                    self.add(line, 0);
                }
            }
            PageSection::Annex => {
                let _ = writeln!(self.text, "\n{}", ReportMsg::Annex.say(page.lang));
            }
        }
    }

    fn add_areas(&mut self, page: &ReportPage, table: &AreaTable) {
        let _ = writeln!(self.text, "\n{}\n", page.areas_heading());
        let rows = table.in_words(page.lang);
        let widths = fit(widths(&rows), self.columns);
        for row in &rows {
            add_row(&mut self.text, row, &widths);
        }
        if let Some(note) = table.note(page.lang) {
            self.text.push('\n');
            self.add(&note, 0);
        }
    }

    fn add_side_by_side(&mut self, page: &ReportPage) {
        let _ = writeln!(self.text, "\n{}\n", ReportMsg::SideBySide.say(page.lang));
        for (at, table) in page.tables().iter().enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            if let Some(heading) = &table.heading {
                let _ = writeln!(self.text, "{heading}\n");
            }
            self.add_matrix(page, table);
        }
    }

    /// Adds lines to be filled in by hand, two beside each other where there is room.
    fn add_blanks(&mut self, page: &ReportPage, labels: &[String]) {
        let columns = SIGNED.min(self.columns);
        let blanks: Vec<String> = labels
            .iter()
            .map(|label| signature(&page.labelled(label), columns))
            .collect();
        let beside = if self.columns < WIDTH { 1 } else { 2 };
        for pair in blanks.chunks(beside) {
            let _ = write!(self.text, "\n{}\n", pair.join("    "));
        }
    }

    fn add_list(&mut self, page: &ReportPage, list: &EntryList) {
        let _ = writeln!(self.text, "\n{}\n", list.heading);
        for (at, part) in list.parts.iter().enumerate() {
            if let Some(heading) = &part.heading {
                let before = if at > 0 { "\n" } else { "" };
                let _ = writeln!(self.text, "{before}{heading}\n");
            }
            for (number, entry) in page.numbered(part) {
                let place = format!("{number}. {}  {}", entry.place, entry.requirement);
                let strength = entry.strength_said();
                self.add(
                    &format!("{place}  {}{strength}", entry.verdict_and_figure()),
                    0,
                );
                entry.notes.iter().for_each(|note| self.add(note, INDENT));
                self.text.turn();
            }
        }
    }

    fn add_comparison(&mut self, page: &ReportPage, comparison: &ReportComparison) {
        let _ = writeln!(self.text, "\n{}", comparison.heading);
        for part in &comparison.parts {
            self.text.push('\n');
            part.said.iter().for_each(|line| self.add(line, 0));
            let widths = fit(widths_of(part.rows(page)), self.columns);
            for row in part.rows(page) {
                add_row(&mut self.text, &row, &widths);
                self.text.turn();
            }
            for (at, line) in part.behind(page).enumerate() {
                if at == 0 {
                    self.text.push('\n');
                }
                self.add(&line, 0);
                self.text.turn();
            }
        }
    }

    /// Adds a paragraph, wrapped; what follows its first line stands in.
    fn add(&mut self, paragraph: &str, indent: usize) {
        let lines = width::wrap(paragraph, self.columns - INDENT);
        for (at, line) in lines.iter().enumerate() {
            let indent = if at == 0 { indent } else { INDENT };
            let _ = writeln!(self.text, "{}{line}", " ".repeat(indent));
        }
    }

    /// Adds the matrix, in as many tables below each other as it takes not to be wider than the
    /// page.
    fn add_matrix(&mut self, page: &ReportPage, table: &SideBySide) {
        let rows = || matrix::matrix(page, table);
        let mut widths = widths_of(rows());
        if let Some(names) = widths.first_mut() {
            *names = NAMES.min(self.columns / 2).min(*names);
        }
        for (at, columns) in across(&widths, self.columns).iter().enumerate() {
            if at > 0 {
                self.text.push('\n');
            }
            let of = |row: Vec<String>| {
                columns
                    .iter()
                    .filter_map(|&at| row.get(at))
                    .cloned()
                    .collect::<Vec<_>>()
            };
            let widths = columns.iter().filter_map(|&at| widths.get(at)).copied();
            let widths = fit(widths.collect(), self.columns);
            // Sums, and places that nothing here is asked of, have no row.
            let says_something =
                |row: &Vec<String>| row.iter().skip(1).any(|cell| !cell.is_empty());
            for row in rows().map(of).filter(says_something) {
                add_row(&mut self.text, &row, &widths);
                self.text.turn();
            }
        }
    }
}

fn signature(label: &str, columns: usize) -> String {
    format!(
        "{label}{}",
        "_".repeat(columns.saturating_sub(width::width(label)))
    )
}

/// Returns the columns of each table: always the first one, and as many of the others as a page
/// of so many columns holds.
fn across(widths: &[usize], page: usize) -> Vec<Vec<usize>> {
    let first = widths.first().copied().unwrap_or_default();
    let mut tables = vec![vec![0]];
    let mut used = first;
    for (column, width) in widths.iter().enumerate().skip(1) {
        used += BETWEEN + width;
        let is_full = used > page && tables.last().is_some_and(|table| table.len() > 1);
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
        assert_eq!(across(&[6, 4, 4, 4], 80), [vec![0, 1, 2, 3]]);
        assert_eq!(across(&[6, 34, 34, 34], 80), [vec![0, 1, 2], vec![0, 3]]);
        assert_eq!(across(&[6, 90, 90], 80), [vec![0, 1], vec![0, 2]]);
        assert_eq!(across(&[6], 80), [vec![0]]);
    }
}
