//! The trend of a requirement in a place as SVG: the figures as a line with a mark for each verdict,
//! the need as a broken line, and nothing where nothing is known. The words beside it say the same.

use std::fmt::Write as _;

use crate::domain::value::Number;
use crate::domain::verdict::Verdict;
use crate::domain::verdict::trend::{Trend, TrendPoint};
use crate::transfer::report::html::escape::escape;

const WIDTH: usize = 360;
const HEIGHT: usize = 150;
/// The columns and rows of the drawing inside, with room for words on the left and below.
const LEFT: usize = 48;
const RIGHT: usize = 12;
const TOP: usize = 12;
const BOTTOM: usize = 24;
/// Half the breadth of a mark.
const MARK: usize = 4;
/// As many quarters have their name below; of more, every second or third.
const NAMED: usize = 7;

/// The places of a drawing.
struct Sheet<'a> {
    trend: &'a Trend,
    scale: (Number, Number),
}

/// Returns the drawing; `said` is what it shows, in words.
pub(super) fn draw(trend: &Trend, said: &str) -> String {
    let sheet = Sheet {
        trend,
        scale: trend.scale(),
    };
    let (floor, right) = (HEIGHT - BOTTOM, WIDTH - RIGHT);
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\
         <path class=\"axis\" d=\"M{LEFT} {TOP}V{floor}H{right}\"/>",
        escape(said)
    );
    sheet.add_names(&mut svg);
    sheet.add_need(&mut svg);
    sheet.add_line(&mut svg);
    for (at, point) in trend.points.iter().enumerate() {
        sheet.add_mark(&mut svg, at, point);
    }
    svg.push_str("</svg>\n");
    svg
}

impl Sheet<'_> {
    fn x(&self, at: usize) -> usize {
        let steps = self.trend.points.len().saturating_sub(1).max(1);
        let room = WIDTH - LEFT - RIGHT - 2 * MARK;
        LEFT + MARK + at * room / steps
    }

    fn y(&self, value: Number) -> Option<usize> {
        let room = HEIGHT - TOP - BOTTOM;
        let height = Trend::height(value, self.scale, room)?;
        Some(HEIGHT - BOTTOM - height)
    }

    fn add_names(&self, svg: &mut String) {
        let (low, high) = self.scale;
        for (value, y) in [(high, TOP + 4), (low, HEIGHT - BOTTOM)] {
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{y}\" text-anchor=\"end\">{}</text>",
                LEFT - 4,
                value.short(2)
            );
        }
        let step = self.trend.points.len().div_ceil(NAMED).max(1);
        // The last quarter always has its name.
        let named = self.trend.points.iter().enumerate().rev().step_by(step);
        for (at, point) in named {
            let _ = write!(
                svg,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                self.x(at).min(WIDTH - 20),
                HEIGHT - 8,
                point.quarter
            );
        }
    }

    /// One that stands alone is a short stroke.
    fn add_need(&self, svg: &mut String) {
        for run in self.trend.runs(TrendPoint::need) {
            let points = run.clone().filter_map(|at| {
                let need = self.trend.points.get(at)?.need()?;
                Some((self.x(at), self.y(need)?))
            });
            let mut points: Vec<(usize, usize)> = points.collect();
            if let [(x, y)] = points.as_slice() {
                points = vec![(x.saturating_sub(8), *y), (x + 8, *y)];
            }
            add_path(svg, "need", &points);
        }
    }

    fn add_line(&self, svg: &mut String) {
        for run in self.trend.runs(TrendPoint::have) {
            let points = run.filter_map(|at| {
                let have = self.trend.points.get(at)?.have()?;
                Some((self.x(at), self.y(have)?))
            });
            add_path(svg, "line", &points.collect::<Vec<_>>());
        }
    }

    /// Met is a disc, short a triangle, anything else a square; what is not closed is hollow.
    fn add_mark(&self, svg: &mut String, at: usize, point: &TrendPoint) {
        let (Ok(figure), Some(y)) = (&point.figure, point.have().and_then(|have| self.y(have)))
        else {
            return;
        };
        let x = self.x(at);
        let class = if point.is_closed { "closed" } else { "running" };
        let (left, top, side) = (x - MARK, y.saturating_sub(MARK), 2 * MARK);
        let _ = match figure.verdict {
            Verdict::Met => write!(
                svg,
                "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{MARK}\"/>"
            ),
            Verdict::Short => write!(
                svg,
                "<path class=\"{class}\" d=\"M{left} {}L{x} {top}L{} {}Z\"/>",
                y + MARK,
                x + MARK,
                y + MARK
            ),
            Verdict::Unknown | Verdict::Information => write!(
                svg,
                "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{side}\" height=\"{side}\"/>"
            ),
        };
    }
}

/// Adds a line through points; nothing where there are less than two.
fn add_path(svg: &mut String, class: &str, points: &[(usize, usize)]) {
    if points.len() < 2 {
        return;
    }
    let steps = points.iter().enumerate().map(|(at, (x, y))| {
        let sign = if at == 0 { 'M' } else { 'L' };
        format!("{sign}{x} {y}")
    });
    let path: String = steps.collect();
    let _ = write!(svg, "<path class=\"{class}\" d=\"{path}\"/>");
}
