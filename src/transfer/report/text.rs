//! The page that is printed and signed.

use std::fmt::Write as _;

use super::Report;
use super::words::{self, PlaceLabel};
use crate::domain::columns;
use crate::i18n::{Lang, ReportMsg, Say};

pub(super) fn render(report: &Report, label: &PlaceLabel, lang: Lang) -> String {
    let mut page = words::head(report, lang).join("\n");
    page.push_str("\n\n");
    table(&mut page, &words::matrix(report, label, lang));
    page.push('\n');
    if report.shortfalls().next().is_none() {
        let _ = writeln!(page, "{}", ReportMsg::NoShortfalls.say(lang));
    } else {
        let _ = writeln!(page, "{}", ReportMsg::Shortfalls.say(lang));
    }
    for (at, line) in report.shortfalls().enumerate() {
        let (title, reasons) = words::shortfall(report, line, label, lang);
        let _ = writeln!(page, "{}. {title}", at + 1);
        for reason in reasons {
            let _ = writeln!(page, "   {reason}");
        }
    }
    let _ = writeln!(page, "\n{}", ReportMsg::Signatures.say(lang));
    page
}

/// Columns as wide as their widest cell, two cells apart.
fn table(page: &mut String, rows: &[Vec<String>]) {
    let count = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| columns::width(cell)).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or_default()).collect();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, &width)| columns::fill(cell, width)).collect();
        let _ = writeln!(page, "{}", cells.join("  ").trim_end());
    }
}
