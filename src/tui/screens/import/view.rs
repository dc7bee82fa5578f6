//! How a proposed import looks: its lines in columns, below them what was found, at the bottom more of
//! the line of the cursor and what came of the trial.

use ratatui::style::Style;

use crate::i18n::{ProposedMsg, Text};
use crate::tui::canvas::Canvas;
use crate::tui::job::{ProposedImport, ProposedLine};
use crate::tui::look::Look;
use crate::tui::part::columns::divided;
use crate::tui::part::rows::Rows;
use crate::tui::text;

/// The rows at the bottom: what speaks for a line and its values, and the outcome.
const DETAILS: usize = 2;
const OUTCOME: usize = 2;
/// The columns of a window in which a line has room for more than its answer.
const ROOMY: usize = 70;
/// The marks of lines that are not decided, or to be checked.
const MARKS: usize = 2;
const OPEN: &str = "?";
const UNSURE: &str = "!";

/// Returns how many rows of the list a window shows.
pub(super) fn page(body: (usize, usize)) -> usize {
    body.1.saturating_sub(DETAILS + OUTCOME).max(1)
}

/// Returns the lines of what was found, as wide as the window, with a rule above them.
pub(super) fn found(proposed: &ProposedImport, width: usize, look: Look) -> Vec<String> {
    let lines = proposed.tried.iter().flat_map(|tried| &tried.found);
    let wrapped = lines.flat_map(|line| {
        let words = text::safe(&text::clean(line.get(look.lang)), look.ambiguous).into_owned();
        text::wrap(&words, width.saturating_sub(1).max(1))
    });
    let mut lines: Vec<String> = wrapped.collect();
    if !lines.is_empty() {
        lines.insert(0, "-".repeat(width.saturating_sub(1)));
    }
    lines
}

/// Draws the screen.
pub(super) fn draw(proposed: &ProposedImport, rows: &Rows, outcome: &Text, canvas: &mut Canvas) {
    let (width, height) = (canvas.width(), canvas.height());
    let room = page((width, height));
    let found = found(proposed, width, canvas.look);
    let count = proposed.lines.len();
    for row in 0..room {
        let at = rows.first() + row;
        if at >= count + found.len() {
            break;
        }
        let style = canvas.begin_row(row, at == rows.at);
        if let Some(line) = proposed.lines.get(at) {
            draw_line(line, row, style, canvas);
        } else {
            let words = at.checked_sub(count).and_then(|at| found.get(at));
            let words = words.map(String::as_str).unwrap_or_default();
            canvas.put(1, row, usize::MAX, words, style);
        }
    }
    if count == 0 {
        canvas.cursor(0, 0);
    }
    let line = proposed.lines.get(rows.at);
    details(line, &mut canvas.rows(room, DETAILS));
    let words = outcome.get(canvas.look.lang);
    let heading = canvas.look.heading();
    let lines = text::wrap(&canvas.safe(words), width);
    for (row, words) in lines.iter().take(OUTCOME).enumerate() {
        canvas.line(room + DETAILS + row, words, heading);
    }
}

fn draw_line(line: &ProposedLine, row: usize, style: Style, canvas: &mut Canvas) {
    let lang = canvas.look.lang;
    let mark = match (line.is_open, line.is_unsure) {
        (true, _) => OPEN,
        (false, true) => UNSURE,
        (false, false) => "",
    };
    canvas.put(1, row, 1, mark, style);
    let width = canvas.width().saturating_sub(MARKS);
    let mut put = |(column, room): (usize, usize), words: &Text| {
        canvas.put(MARKS + column, row, room, words.get(lang), style);
    };
    if width < ROOMY {
        let [name, value] = divided([1, 1], width);
        put(name, &line.name);
        put(value, &line.value);
        return;
    }
    let [name, value, why, sample] = divided([4, 5, 5, 7], width);
    put(name, &line.name);
    put(value, &line.value);
    put(why, &line.why);
    put(sample, &line.sample);
}

/// Draws what a line has no room for.
fn details(line: Option<&ProposedLine>, canvas: &mut Canvas) {
    let Some(line) = line else { return };
    let lang = canvas.look.lang;
    let why = format!(
        "{} -> {}  {}",
        line.name.get(lang),
        line.value.get(lang),
        line.why.get(lang)
    );
    canvas.put(0, 0, usize::MAX, &why, Style::new());
    canvas.put(0, 1, usize::MAX, line.sample.get(lang), Style::new());
}

/// Returns what came of the trial, or what is still to do before, behind what an answer did to another
/// column.
pub(super) fn outcome(proposed: &ProposedImport, is_trying: bool, gave_up: Option<&str>) -> Text {
    let outcome = outcome_alone(proposed, is_trying);
    match gave_up.map(str::to_owned) {
        Some(header) => Text::of(&ProposedMsg::AnotherLeftOut { header }).followed_by(&outcome),
        None => outcome,
    }
}

fn outcome_alone(proposed: &ProposedImport, is_trying: bool) -> Text {
    let open = proposed.lines.iter().filter(|line| line.is_open).count();
    let begun = match (&proposed.fault, &proposed.tried) {
        (Some(why), _) => Text::of(&ProposedMsg::Fault { why: why.clone() }),
        (None, Some(tried)) => tried.summary.clone(),
        (None, None) if is_trying => Text::of(&ProposedMsg::Trying),
        (None, None) => Text::of(&ProposedMsg::NotTried),
    };
    let decided = ProposedMsg::Decided { count: open };
    match (&proposed.tried, open) {
        (_, 1..) => Text::of(&decided).followed_by(&begun),
        (Some(tried), 0) if tried.refused == 0 => begun.followed_by(&ProposedMsg::Ready),
        _ => begun,
    }
}
