//! The charts of the workbook: how many requirements are met, short and unknown in each area or
//! place, and where the places are. Patterns and marks say what colors say.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartMarker, ChartMarkerType, ChartPatternFill, ChartPatternFillType,
    ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use super::table::{Content, Table, on_paper};
use crate::i18n::{ReportColumn, ReportMsg, Say};
use crate::transfer::report::area_page::{MapMark, MarkKind, PlaceMap, ends};
use crate::transfer::report::page::ReportPage;

/// The size of a chart, in pixels: its breadth, and of the bars the height for one and for all else.
const BREADTH: u32 = 760;
const BAR: u32 = 20;
const AROUND_BARS: u32 = 150;
const MAP_HEIGHT: u32 = 560;
/// The height of a row of a sheet, in pixels.
const ROW: u32 = 20;
/// The widest name of a place beside its position.
const WIDEST: usize = 30;
/// The column of the longitude in the list of positions; the latitude is in the next one.
const LON: u16 = 2;

/// Where the counts stand that the bars show.
pub(super) struct CountedRows {
    /// The first and the last row.
    pub(super) rows: (u32, u32),
    /// The column of what is met; what is short and unknown is in the next ones.
    pub(super) met: u16,
}

/// Writes the charts, and below them the positions that are on the map.
pub(super) fn write(
    sheet: &mut Worksheet,
    page: &ReportPage,
    counted: &CountedRows,
) -> Result<(), XlsxError> {
    sheet.set_name(ReportMsg::ChartSheet.say(page.lang))?;
    let (first, last) = counted.rows;
    let height = BAR * (last - first + 1) + AROUND_BARS;
    sheet.insert_chart(0, 0, &bars(page, counted, height))?;
    let below = height / ROW + 2;
    let map = page.area.as_ref().map(|area| &area.map);
    let Some(map) = map.filter(|map| !map.marks.is_empty()) else {
        return on_paper(sheet, page, &[f64::from(BREADTH) / 8.0], false, 0);
    };
    let head = below + MAP_HEIGHT / ROW + 2;
    let widths = positions(sheet, page, map, below, head)?;
    on_paper(sheet, page, &widths, false, head)
}

/// Returns a bar for each row of counts, in the order of the rows.
fn bars(page: &ReportPage, counted: &CountedRows, height: u32) -> Chart {
    let summary = ReportMsg::Summary.say(page.lang);
    let summary = summary.as_str();
    let (first, last) = counted.rows;
    let mut chart = Chart::new(ChartType::BarStacked);
    for (column, kind) in (counted.met..).zip([MarkKind::Met, MarkKind::Short, MarkKind::Unknown]) {
        chart
            .add_series()
            .set_name(kind.word(page.lang).as_str())
            .set_categories((summary, first, 0, last, 0))
            .set_values((summary, first, column, last, column))
            .set_format(&mut bar_format(kind))
            .set_gap(40);
    }
    // The name of a place might begin as a formula does; this is no name.
    let title = match page.area {
        Some(_) => page.areas_heading(),
        None => ReportMsg::SideBySide.say(page.lang),
    };
    chart.title().set_name(title.as_str());
    chart.y_axis().set_reverse().set_label_interval(1);
    chart
        .legend()
        .set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    chart.set_width(BREADTH).set_height(height);
    chart
}

/// What is met is full, what is short striped, and what is unknown dotted.
fn bar_format(kind: MarkKind) -> ChartFormat {
    let mut format = ChartFormat::new();
    let mut patterned = |pattern| {
        let mut fill = ChartPatternFill::new();
        fill.set_pattern(pattern)
            .set_foreground_color(color(kind))
            .set_background_color(Color::White);
        format.set_pattern_fill(&fill);
    };
    match kind {
        MarkKind::Short => patterned(ChartPatternFillType::DiagonalStripesWideUpwards),
        MarkKind::Unknown => patterned(ChartPatternFillType::Dotted20Percent),
        _ => {
            format.set_solid_fill(ChartSolidFill::new().set_color(color(kind)));
        }
    }
    format
}

/// The colors of the web page.
const fn color(kind: MarkKind) -> Color {
    Color::RGB(match kind {
        MarkKind::Met => 0x002E_8B57,
        MarkKind::Short => 0x00C0_504D,
        MarkKind::Unknown => 0x007A_4B00,
        MarkKind::NotReported => 0x0044_4444,
        MarkKind::NotJudged => 0x0099_9999,
    })
}

/// Writes the positions as a list, and a map of them above it; gives the widths of the columns.
fn positions(
    sheet: &mut Worksheet,
    page: &ReportPage,
    map: &PlaceMap,
    at: u32,
    head: u32,
) -> Result<Vec<f64>, XlsxError> {
    let mut marks: Vec<&MapMark> = map.marks.iter().collect();
    marks.sort_by_key(|mark| mark.shows);
    let name = ReportMsg::ChartSheet.say(page.lang);
    let name = name.as_str();
    let mut chart = Chart::new(ChartType::Scatter);
    let mut first = head + 1;
    for (kind, count) in map.legend() {
        let last = first + u32::try_from(count).unwrap_or(u32::MAX) - 1;
        let mut marker = ChartMarker::new();
        marker.set_type(marker_of(kind)).set_size(6);
        marker.set_format(
            ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color(kind))),
        );
        chart
            .add_series()
            .set_name(kind.word(page.lang).as_str())
            .set_categories((name, first, LON, last, LON))
            .set_values((name, first, LON + 1, last, LON + 1))
            .set_marker(&marker);
        first = last + 1;
    }
    chart
        .title()
        .set_name(ReportMsg::Map.say(page.lang).as_str());
    chart
        .legend()
        .set_position(rust_xlsxwriter::ChartLegendPosition::Bottom);
    fit_axes(&mut chart, &map.marks);
    chart.set_width(BREADTH).set_height(MAP_HEIGHT);
    sheet.insert_chart(at, 0, &chart)?;
    let words = |column: ReportColumn| Content::Words(column.say(page.lang));
    let heading = vec![
        words(ReportColumn::Place),
        words(ReportColumn::Verdict),
        Content::Words(ReportMsg::Lon.say(page.lang)),
        Content::Words(ReportMsg::Lat.say(page.lang)),
    ];
    let row = |mark: &&MapMark| {
        vec![
            Content::Words(mark.place.clone()),
            Content::Words(mark.shows.word(page.lang)),
            Content::Number(rounded(mark.point.lon)),
            Content::Number(rounded(mark.point.lat)),
        ]
    };
    let rows = || marks.iter().map(row);
    let table = Table::new(heading, rows, |_| WIDEST);
    table.write(sheet, head)?;
    Ok(table.widths())
}

/// Returns degrees to five decimals, about a meter.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// An axis that began at 0 degrees would show all places in one corner.
fn fit_axes(chart: &mut Chart, marks: &[MapMark]) {
    let tenths = |value: f64| (value * 10.0).floor() / 10.0;
    let (west, east) = ends(marks, |point| point.lon);
    let (south, north) = ends(marks, |point| point.lat);
    chart
        .x_axis()
        .set_min(tenths(west))
        .set_max(tenths(east) + 0.1);
    chart
        .y_axis()
        .set_min(tenths(south))
        .set_max(tenths(north) + 0.1);
}

const fn marker_of(kind: MarkKind) -> ChartMarkerType {
    match kind {
        MarkKind::Met => ChartMarkerType::Circle,
        MarkKind::Short => ChartMarkerType::Triangle,
        MarkKind::Unknown => ChartMarkerType::Square,
        MarkKind::NotReported => ChartMarkerType::X,
        MarkKind::NotJudged => ChartMarkerType::Diamond,
    }
}
