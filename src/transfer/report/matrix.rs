//! The places of a page side by side, row by row.

use super::page::ReportPage;
use super::side_by_side::{PlaceCell, PlaceRow, SideBySide};
use crate::domain::verdict::Counts;
use crate::i18n::{ReportMsg, Say};

/// Returns a table of places one row after the other: a header row, a row for each place, and where
/// there are several the sum of their counts. What does not cover a place leaves its cell empty.
pub(super) fn matrix<'p>(
    page: &'p ReportPage,
    table: &'p SideBySide,
) -> impl Iterator<Item = Vec<String>> + use<'p> {
    let counts =
        |counts: Counts| [counts.met, counts.short, counts.unknown].map(|count| count.to_string());
    let row = move |row: &PlaceRow| {
        let cells = row.cells.iter().map(|cell| match cell {
            PlaceCell::Counts(words) => words.to_string(),
            cell => page
                .entry(cell)
                .map(|entry| entry.verdict_and_figure())
                .unwrap_or_default(),
        });
        std::iter::once(page.name_of(&row.place))
            .chain(counts(row.counts))
            .chain(cells)
            .collect()
    };
    std::iter::once(page.matrix_head(table))
        .chain(table.places.iter().map(row))
        .chain(total(page, table))
}

/// Returns the sum of the counts of a table, where it has several places.
pub(super) fn total(page: &ReportPage, table: &SideBySide) -> Option<Vec<String>> {
    let counts = [table.counts.met, table.counts.short, table.counts.unknown];
    let total = std::iter::once(ReportMsg::Total.say(page.lang))
        .chain(counts.map(|count| count.to_string()))
        .chain(table.columns.iter().map(|_| String::new()));
    (table.places.len() > 1).then(|| total.collect())
}
