//! The reasons of a standing, drawn under a list: why the verdict is what it is, and where the
//! minimum comes from.

use chrono::NaiveDate;
use ratatui::style::Style;

use crate::domain::policy::{Pack, Requirement};
use crate::domain::verdict::{Standing, explain};
use crate::tui::canvas::Canvas;
use crate::tui::text;

/// Draws the verdict and its reasons, and what there is to know beside them, as many lines as fit.
pub(crate) fn draw(
    canvas: &mut Canvas,
    standing: &Standing,
    requirement: &Requirement,
    pack: &Pack,
    day: NaiveDate,
    beside: &[String],
) {
    let lang = canvas.look.lang;
    let look = canvas.look;
    let dormant = explain::not_in_force(&pack.document, day, lang);
    let column = match dormant {
        Some(_) => 0,
        None => put_verdict(canvas, 0, 0, standing, requirement) + 1,
    };
    canvas.put(
        column,
        0,
        usize::MAX,
        requirement.label.get(lang),
        look.heading(),
    );
    let Some(kind) = pack.kind(&requirement.kind) else {
        return;
    };
    // Nothing is judged by what is not in force.
    let mut lines = match dormant {
        Some(words) => vec![words],
        None => explain::reasons(standing, requirement, kind, day, lang),
    };
    lines.push(explain::source(requirement, &pack.document, lang));
    lines.extend_from_slice(beside);
    let width = canvas.width();
    let wrapped = lines
        .iter()
        .flat_map(|line| text::wrap(&canvas.safe(line), width))
        .collect::<Vec<_>>();
    for (row, line) in wrapped.iter().enumerate() {
        canvas.put(0, row + 1, usize::MAX, line, Style::new());
    }
}

/// Writes a verdict as mark, word and figure; the next free column.
pub(crate) fn put_verdict(
    canvas: &mut Canvas,
    column: usize,
    row: usize,
    standing: &Standing,
    requirement: &Requirement,
) -> usize {
    let style = canvas.look.verdict(standing.verdict);
    let words = verdict_words(canvas, standing, requirement);
    canvas.put(column, row, usize::MAX, &words, style)
}

/// A verdict as mark, word and figure: `[!]未达标 96/130`.
pub(crate) fn verdict_words(
    canvas: &Canvas,
    standing: &Standing,
    requirement: &Requirement,
) -> String {
    let word = explain::verdict_word(standing.verdict, requirement.strength, canvas.look.lang);
    format!(
        "{}{word} {}",
        explain::mark(standing.verdict),
        explain::figure(standing, requirement)
    )
}

/// A verdict in so many columns: the mark goes first where there is no room, and where even word
/// and figure do not fit, mark and figure stay.
pub(crate) fn verdict_in(
    canvas: &Canvas,
    standing: &Standing,
    requirement: &Requirement,
    room: usize,
) -> String {
    let word = explain::verdict_word(standing.verdict, requirement.strength, canvas.look.lang);
    let mark = explain::mark(standing.verdict);
    let figure = explain::figure(standing, requirement);
    verdict_within(canvas, (mark, &word, &figure), room)
}

/// Mark, word and figure of a verdict in so many columns, as [`verdict_in`] leaves them out.
pub(crate) fn verdict_within(
    canvas: &Canvas,
    (mark, word, figure): (&str, &str, &str),
    room: usize,
) -> String {
    [
        format!("{mark}{word} {figure}"),
        format!("{word} {figure}"),
        format!("{word}{figure}"),
        format!("{mark}{figure}"),
    ]
    .into_iter()
    // A sign that some terminals draw twice as wide is written in two characters.
    .find(|words| text::width(&canvas.safe(words)) <= room)
    .unwrap_or_else(|| figure.to_owned())
}
