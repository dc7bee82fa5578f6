//! The comparison as a table: a row for each requirement and place, for spreadsheets and other
//! programs.

use super::model::{CompareRow, CompareTable, PlaceComparison};
use super::page::compared;
use crate::domain::value::{Number, Period};
use crate::domain::verdict::explain;
use crate::domain::verdict::trend::{NoChange, NoRank};
use crate::i18n::{Lang, ReportColumn, Say, Text, TrendMsg};
use crate::transfer::cells;

/// Returns the file. The mark at its beginning makes spreadsheets read it as UTF-8.
pub(super) fn render(comparison: &PlaceComparison, lang: Lang) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::from(cells::MARK));
    writer.write_record(head(comparison, lang))?;
    for table in comparison.tables() {
        for row in &table.rows {
            writer.write_record(cells_of(comparison, &table, row, lang))?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| error.into_error().into())
}

fn head(comparison: &PlaceComparison, lang: Lang) -> Vec<String> {
    let mut head = vec![TrendMsg::Quarter.say(lang), TrendMsg::State.say(lang)];
    let columns = [
        ReportColumn::PlaceCode,
        ReportColumn::Place,
        ReportColumn::RequirementCode,
        ReportColumn::Requirement,
        ReportColumn::VerdictCode,
        ReportColumn::Verdict,
        ReportColumn::Have,
        ReportColumn::Need,
        ReportColumn::Unit,
        ReportColumn::Period,
    ];
    head.extend(columns.map(|column| column.say(lang)));
    for (with, quarter) in &comparison.with {
        let which = Text::of(&compared(*with, *quarter));
        let columns = [
            TrendMsg::QuarterOf {
                which: which.clone(),
            },
            TrendMsg::HaveOf {
                which: which.clone(),
            },
            TrendMsg::AmountOf {
                which: which.clone(),
            },
            TrendMsg::RateOf {
                which: which.clone(),
            },
            TrendMsg::NoneOf { which },
        ];
        head.extend(columns.map(|column| column.say(lang)));
    }
    let last = [
        TrendMsg::Rank,
        TrendMsg::WhyNoRank,
        TrendMsg::Met,
        TrendMsg::Short,
        TrendMsg::Unknown,
        TrendMsg::ComplianceRate,
    ];
    head.extend(last.map(|column| column.say(lang)));
    head
}

fn cells_of(
    comparison: &PlaceComparison,
    table: &CompareTable,
    row: &CompareRow,
    lang: Lang,
) -> Vec<String> {
    let mut cells = figure_cells(comparison, table, row, lang);
    for ((_, quarter), change) in comparison.with.iter().zip(&row.changes) {
        let known = change.as_ref().ok();
        let before = have_in(row, &table.requirement.code, *quarter);
        cells.push(quarter.to_string());
        cells.push(decimal(before));
        cells.push(decimal(known.map(|change| change.amount)));
        cells.push(decimal(known.and_then(|change| change.rate)));
        cells.push(said(change.err().map(NoChange::words).as_ref(), lang));
    }
    let counted = row.place.history.quarters.get(&comparison.quarter);
    let counted = counted.map(|known| known.compliance).unwrap_or_default();
    cells.push(row.rank.map(|rank| rank.to_string()).unwrap_or_default());
    cells.push(said(table.no_rank.map(NoRank::words).as_ref(), lang));
    cells.extend([counted.met, counted.short, counted.unknown].map(|count| count.to_string()));
    cells.push(decimal(counted.rate()));
    cells
}

/// The quarter, the place, the requirement and what is there.
fn figure_cells(
    comparison: &PlaceComparison,
    table: &CompareTable,
    row: &CompareRow,
    lang: Lang,
) -> Vec<String> {
    let (figure, requirement) = (row.figure, table.requirement);
    let place = &row.place.place;
    let state = if comparison.is_closed {
        TrendMsg::IsClosed
    } else {
        TrendMsg::IsRunning
    };
    let unit = requirement.measure.unit.as_ref();
    let verdict = explain::verdict_word(figure.verdict, figure.strength, lang);
    let period = figure.period.map(|period| period.to_string());
    vec![
        comparison.quarter.to_string(),
        said(Some(&state), lang),
        words(&place.code),
        words(&place.name),
        words(&requirement.code),
        words(requirement.label.get(lang)),
        figure.verdict.word().to_owned(),
        words(&verdict),
        decimal(figure.have),
        decimal(figure.need),
        unit.map(|unit| words(unit.label.get(lang)))
            .unwrap_or_default(),
        period.unwrap_or_default(),
    ]
}

fn words(text: &str) -> String {
    cells::words(text).into_owned()
}

fn said(message: Option<&TrendMsg>, lang: Lang) -> String {
    message.map_or_else(String::new, |message| words(&message.say(lang)))
}

fn decimal(number: Option<Number>) -> String {
    number.map_or_else(String::new, cells::decimal)
}

/// Returns the figure of a quarter that one is compared with.
fn have_in(row: &CompareRow, requirement: &str, quarter: Period) -> Option<Number> {
    row.place.history.figure(requirement, quarter).ok()?.have
}
