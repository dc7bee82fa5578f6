//! The page that is printed, and the same in narrower windows.

use std::fmt::Write as _;

use super::page::ComparePage;
use crate::domain::text::width;
use crate::i18n::{Say, TrendMsg};
use crate::transfer::report::layout::{add_row, fit, widths};

/// Lays a page out in so many columns.
pub(super) fn render(page: &ComparePage, columns: usize) -> String {
    let mut text = String::new();
    let lines = std::iter::once(&page.title).chain(&page.head);
    for line in lines.flat_map(|line| width::wrap(line, columns)) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "\n{}\n", TrendMsg::ComplianceTitle.say(page.lang));
    add_table(&mut text, &page.compliance, columns);
    for line in width::wrap(&TrendMsg::ComplianceHelp.say(page.lang), columns) {
        let _ = writeln!(text, "{line}");
    }
    for part in &page.parts {
        let _ = writeln!(text, "\n{}\n", part.heading);
        add_table(&mut text, &part.rows, columns);
        let _ = part
            .note
            .iter()
            .try_for_each(|note| writeln!(text, "{note}"));
    }
    text
}

fn add_table(text: &mut String, rows: &[Vec<String>], columns: usize) {
    let widths = fit(widths(rows), columns);
    for row in rows {
        add_row(text, row, &widths);
    }
}
