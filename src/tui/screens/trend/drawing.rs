//! The drawing of a trend: a line of figures with a sign for each verdict, what is needed as another
//! line, and nothing where nothing is known.

use ratatui::symbols::Marker;
use ratatui::widgets::{Axis, Chart, Dataset, GraphType};

use crate::domain::value::Number;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::trend::{Trend, TrendPoint};
use crate::tui::canvas::Canvas;
use crate::tui::terminal::probe::Ambiguous;

/// The steps from the lowest to the highest figure.
const STEPS: u16 = 1000;

/// A part of the drawing.
struct Stroke {
    points: Vec<(f64, f64)>,
    marker: Marker,
    sort: GraphType,
}

/// Where a drawing stands: its first column and row, and how many it has.
#[derive(Clone, Copy)]
pub(super) struct Room {
    pub(super) at: (usize, usize),
    pub(super) size: (usize, usize),
}

/// Returns the sign of a verdict in the drawing.
const fn sign(verdict: Verdict) -> char {
    match verdict {
        Verdict::Met => 'o',
        Verdict::Short => 'x',
        Verdict::Unknown | Verdict::Information => '?',
    }
}

/// Draws a trend. Only a terminal that was found to draw narrow signs narrow gets a line of dots; on
/// any other it is made of ASCII, as what is needed always is.
pub(super) fn draw(canvas: &mut Canvas, room: Room, trend: &Trend) {
    let line = match canvas.look.ambiguous {
        Ambiguous::Narrow => Marker::Braille,
        Ambiguous::Wide | Ambiguous::Unknown => Marker::Custom('.'),
    };
    let strokes = strokes(trend, line);
    let sets = strokes.iter().map(|stroke| {
        Dataset::default()
            .data(&stroke.points)
            .marker(stroke.marker)
            .graph_type(stroke.sort)
    });
    let last = trend.points.len().saturating_sub(1).max(1);
    let right = u16::try_from(last).unwrap_or(u16::MAX);
    let chart = Chart::new(sets.collect())
        .x_axis(Axis::default().bounds([0.0, f64::from(right)]))
        .y_axis(Axis::default().bounds([0.0, f64::from(STEPS)]));
    canvas.widget(room.at, room.size, chart);
}

/// Returns the parts, those that stand over others last.
fn strokes(trend: &Trend, have: Marker) -> Vec<Stroke> {
    let scale = trend.near_scale();
    let at = |at: usize, value: Number| {
        let height = Trend::height(value, scale, usize::from(STEPS))?;
        let x = f64::from(u16::try_from(at).ok()?);
        Some((x, f64::from(u16::try_from(height).ok()?)))
    };
    let line = |value: fn(&TrendPoint) -> Option<Number>, marker: Marker| {
        let runs = trend.runs(value).into_iter();
        runs.map(move |run| Stroke {
            points: run
                .filter_map(|n| at(n, value(trend.points.get(n)?)?))
                .collect(),
            marker,
            sort: GraphType::Line,
        })
    };
    let mut strokes: Vec<Stroke> = line(TrendPoint::need, Marker::Custom('-')).collect();
    strokes.extend(line(TrendPoint::have, have));
    for verdict in Verdict::ALL.map(|(verdict, _)| verdict) {
        let points = trend.points.iter().enumerate().filter_map(|(n, point)| {
            let figure = point.figure.as_ref().ok()?;
            at(n, figure.have.filter(|_| figure.verdict == verdict)?)
        });
        strokes.push(Stroke {
            points: points.collect(),
            marker: Marker::Custom(sign(verdict)),
            sort: GraphType::Scatter,
        });
    }
    strokes
}
