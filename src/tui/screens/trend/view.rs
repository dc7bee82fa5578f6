//! How the screen looks.

use ratatui::style::Style;

use super::drawing::{self, Room};
use super::{TrendRow, TrendScreen, layout};
use crate::domain::verdict::explain;
use crate::domain::verdict::trend::{FigureScale, percent};
use crate::i18n::{Lang, ReportColumn, ReportMsg, Say, Text, TrendMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::columns::{PlacedColumn, placed};
use crate::tui::part::reasons;
use crate::tui::screen::nothing;
use crate::tui::text;

/// A window of so many columns has one for every figure.
const WIDE: usize = 70;
/// The columns for the words beside a drawing, at least.
const WORDS: usize = 26;

/// A column of the towns.
#[derive(Clone, Copy)]
enum Column {
    Place,
    Figure,
    LastQuarter,
    LastYear,
    Rank,
    Compliance,
}

/// Where each column begins and how much room it has.
fn columns(width: usize) -> Vec<PlacedColumn<Column>> {
    let shares: &[(Column, usize)] = if width < WIDE {
        &[
            (Column::Place, 7),
            (Column::Figure, 17),
            (Column::LastQuarter, 11),
            (Column::Rank, 4),
        ]
    } else {
        &[
            (Column::Place, 12),
            (Column::Figure, 21),
            (Column::LastQuarter, 17),
            (Column::LastYear, 17),
            (Column::Rank, 5),
            (Column::Compliance, 7),
        ]
    };
    let mut columns = placed(shares, width.saturating_sub(1), 2);
    // Nothing stands behind the last one.
    if let Some((_, _, room)) = columns.last_mut() {
        *room += 1;
    }
    columns
}

impl TrendScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas) {
        let look = canvas.look;
        let lang = look.lang;
        canvas.line(0, &self.heading().say(lang), look.heading());
        let columns = columns(canvas.width());
        for (column, begin, room) in &columns {
            canvas.put(*begin, 1, *room, &head(*column, lang), look.heading());
        }
        if self.towns.is_empty() {
            return nothing(canvas, layout::HEAD, &TrendMsg::NoPlaces);
        }
        let height = canvas.height();
        let first = self.rows.first();
        let page = self.towns.iter().enumerate();
        for (at, town) in page.skip(first).take(self.rows.page) {
            let row = layout::HEAD + at - first;
            draw_town(canvas, row, (town, at == self.rows.at), &columns);
        }
        let begin = layout::HEAD + self.rows.page;
        if layout::between(height) > 0 {
            if let Some(why) = self.no_rank {
                let why = Text::of(&why.words());
                let words = TrendMsg::NoRank { why }.say(lang);
                canvas.put(1, begin, usize::MAX, &words, Style::new());
            }
            canvas.rule(begin + 1);
        }
        let begin = begin + layout::between(height);
        self.draw_trend(&mut canvas.rows(begin, height.saturating_sub(begin)));
    }

    fn heading(&self) -> TrendMsg {
        let quarter = self.quarter().name();
        let label = self.requirement.label.clone();
        let name = match &self.requirement.measure.unit {
            Some(unit) => Text::of(&TrendMsg::InUnit {
                name: label,
                unit: unit.label.clone(),
            }),
            None => label,
        };
        if self.past.is_closed(self.quarter()) {
            TrendMsg::HeadClosed { quarter, name }
        } else {
            TrendMsg::HeadRunning { quarter, name }
        }
    }

    /// The drawing on the left, and the same in words on the right, the last quarter first.
    fn draw_trend(&self, canvas: &mut Canvas) {
        let (width, height) = (canvas.width(), canvas.height());
        let Some(town) = self.towns.get(self.rows.at).filter(|_| height >= 3) else {
            return;
        };
        let look = canvas.look;
        let place = town.place.name.clone();
        let words = TrendMsg::TrendOf { place }.say(look.lang);
        canvas.line(0, &words, look.heading());
        let lines = self.words(town, canvas);
        let longest = lines.iter().map(|line| text::width(line)).max();
        let most = (width * 2 / 3).max(WORDS);
        let beside = longest.unwrap_or_default().clamp(WORDS, most).min(width);
        let left = width - beside;
        self.draw_chart(canvas, left);
        for (at, line) in lines.iter().enumerate().take(height - 1) {
            canvas.put(left, at + 1, beside, line, Style::new());
        }
    }

    /// The trend in words, the last quarter first; before it the change that a narrow window has no
    /// column for.
    fn words(&self, town: &TrendRow, canvas: &Canvas) -> Vec<String> {
        let lang = canvas.look.lang;
        let mut lines = Vec::new();
        if canvas.width() < WIDE {
            let year = change(town, 1, canvas);
            lines.push(format!("{} {year}", TrendMsg::OnLastYear.say(lang)));
        }
        let told = self.trend.told(lang).into_iter().rev();
        lines.extend(told.map(|(quarter, words)| format!("{quarter} {words}")));
        lines
    }

    /// The drawing in so many columns, under the line that names its town, with its highest and
    /// lowest value and its first and last quarter.
    fn draw_chart(&self, canvas: &mut Canvas, left: usize) {
        let height = canvas.height();
        if self.trend.is_blank() {
            let words = TrendMsg::NothingToDraw.say(canvas.look.lang);
            canvas.put(1, 1, left.saturating_sub(2), &words, Style::new());
            return;
        }
        let (low, high) = self.trend.near_scale();
        let [low, high] = [low, high].map(|value| value.short(1));
        let label = text::width(&low).max(text::width(&high)) + 1;
        let rows = height - 2;
        if left > label + 4 {
            let room = Room {
                at: (label, 1),
                size: (left - label - 2, rows),
            };
            drawing::draw(canvas, room, &self.trend);
            canvas.put(0, 1, label, &high, Style::new());
            canvas.put(0, rows, label, &low, Style::new());
            let (first, last) = self.window();
            let [first, last] = [first, last].map(|quarter| quarter.to_string());
            let end = left.saturating_sub(2 + text::width(&last)).max(label);
            if first == last {
                canvas.put(label, height - 1, left - label, &first, Style::new());
                return;
            }
            // Where only one name has room it is that of the last quarter.
            if end > label + text::width(&first) {
                canvas.put(label, height - 1, usize::MAX, &first, Style::new());
            }
            canvas.put(end, height - 1, left - end, &last, Style::new());
        }
    }
}

fn head(column: Column, lang: Lang) -> String {
    match column {
        Column::Place => ReportColumn::Place.say(lang),
        Column::Figure => ReportMsg::HaveAndNeed.say(lang),
        Column::LastQuarter => TrendMsg::OnLastQuarter.say(lang),
        Column::LastYear => TrendMsg::OnLastYear.say(lang),
        Column::Rank => TrendMsg::Rank.say(lang),
        Column::Compliance => TrendMsg::ShortCompliance.say(lang),
    }
}

/// Returns a change of a town in words: on the last quarter, or on that of a year ago.
fn change(town: &TrendRow, which: usize, canvas: &Canvas) -> String {
    let lang = canvas.look.lang;
    let scale = town
        .figure
        .as_ref()
        .map_or(FigureScale::Amount, |figure| figure.scale);
    match town.changes.get(which) {
        Some(Ok(change)) => change.words(scale, lang),
        Some(Err(why)) => why.words().say(lang),
        None => String::new(),
    }
}

fn draw_town(
    canvas: &mut Canvas,
    row: usize,
    (town, here): (&TrendRow, bool),
    columns: &[PlacedColumn<Column>],
) {
    let lang = canvas.look.lang;
    let style = canvas.begin_row(row, here);
    for (column, begin, room) in columns {
        let words = match column {
            Column::Place => town.place.name.clone(),
            Column::Figure => match &town.figure {
                Ok(figure) => {
                    let word = explain::verdict_word(figure.verdict, figure.strength, lang);
                    let mark = explain::mark(figure.verdict);
                    reasons::verdict_within(canvas, (mark, &word, &figure.shown), *room)
                }
                Err(gap) => gap.words().say(lang),
            },
            Column::LastQuarter => change(town, 0, canvas),
            Column::LastYear => change(town, 1, canvas),
            Column::Rank => town
                .rank
                .map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
            Column::Compliance => {
                let rate = town.compliance.and_then(|counted| counted.rate());
                rate.map_or_else(|| "-".to_owned(), percent)
            }
        };
        canvas.put(*begin, row, *room, &words, style);
    }
}
