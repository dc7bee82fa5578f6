//! Cells as bytes, as few as a slow link deserves: the cursor is moved only where it is not there
//! already, short gaps are written over, the blank end of a row is erased, and a style is one
//! sequence.

use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Foreground, background and modifiers of a cell.
type Pen = (Color, Color, Modifier);

const PLAIN: Pen = (Color::Reset, Color::Reset, Modifier::empty());
/// A cell that a wide character covers, or of which nothing is known.
const COVERED: Cell = Cell::new("");
/// From how many changed cells on the blank end of a row is erased: the sequence has three bytes.
const WORTH_ERASING: usize = 4;

/// A change: column, row and what is there now.
type Change<'a> = (u16, u16, Cow<'a, Cell>);

/// What the terminal shows.
#[derive(Debug)]
pub(super) struct Shown(Buffer);

/// What writes on the terminal.
struct Hand<'w, W> {
    out: &'w mut W,
    pen: Pen,
    /// Where the terminal's cursor surely is.
    at: Option<(u16, u16)>,
}

impl Shown {
    /// A blank terminal.
    pub(super) fn blank(size: Size) -> Self {
        Self(Buffer::empty(Rect::from((Position::ORIGIN, size))))
    }

    /// A terminal of which nothing is known.
    pub(super) fn unknown(size: Size) -> Self {
        Self(Buffer::filled(
            Rect::from((Position::ORIGIN, size)),
            COVERED,
        ))
    }

    /// Writes changed cells, in the order of rows and columns, and leaves the pen plain.
    pub(super) fn write<'a>(
        &mut self,
        out: &mut impl Write,
        cells: impl Iterator<Item = (u16, u16, &'a Cell)>,
    ) -> io::Result<()> {
        let changes = self.take(cells);
        let mut hand = Hand {
            out,
            pen: PLAIN,
            at: None,
        };
        let mut rest = changes.as_slice();
        while let [(x, y, cell), later @ ..] = rest {
            let cell = cell.as_ref();
            hand.go(&self.0, *x, *y)?;
            let in_row = later.iter().take_while(|(_, row, _)| row == y).count();
            if 1 + in_row >= WORTH_ERASING && is_blank(cell) && self.is_blank_from(*x, *y) {
                hand.pick(PLAIN)?;
                hand.out.write_all(b"\x1b[K")?;
                rest = later.get(in_row..).unwrap_or_default();
            } else {
                hand.put(cell, *x, *y)?;
                rest = later;
            }
        }
        hand.pick(PLAIN)
    }

    /// Notes changes, and adds the halves of wide characters that come to light beside them:
    /// ratatui takes those for plain blanks all the time and does not name them, and terminals
    /// leave there what they like.
    fn take<'a>(&mut self, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> Vec<Change<'a>> {
        let mut cells = cells.peekable();
        let mut changes = Vec::new();
        while let Some((x, y, cell)) = cells.next() {
            let end = x + width(cell);
            let bared = end..end - 1 + self.0.cell((end - 1, y)).map_or(1, width);
            self.set(x, y, cell.clone());
            (x + 1..end).for_each(|x| self.set(x, y, COVERED));
            changes.push((x, y, Cow::Borrowed(cell)));
            for x in bared.filter(|x| cells.peek().is_none_or(|next| (next.0, next.1) != (*x, y))) {
                self.set(x, y, Cell::EMPTY);
                changes.push((x, y, Cow::Owned(Cell::EMPTY)));
            }
        }
        changes
    }

    fn set(&mut self, x: u16, y: u16, cell: Cell) {
        if let Some(there) = self.0.cell_mut((x, y)) {
            *there = cell;
        }
    }

    fn is_blank_from(&self, x: u16, y: u16) -> bool {
        (x..self.0.area.width).all(|x| self.0.cell((x, y)).is_some_and(is_blank))
    }
}

impl<W: Write> Hand<'_, W> {
    fn go(&mut self, shown: &Buffer, x: u16, y: u16) -> io::Result<()> {
        match self.at {
            Some(there) if there == (x, y) => Ok(()),
            Some((column, row)) if row == y && column < x => self.forward(shown, column..x, y),
            _ => write!(self.out, "\x1b[{};{}H", y + 1, x + 1),
        }
    }

    /// Goes on within a row: over what stands there, where that is shorter, else by as many
    /// columns.
    fn forward(&mut self, shown: &Buffer, gap: Range<u16>, y: u16) -> io::Result<()> {
        let step = if gap.len() == 1 {
            "\x1b[C".to_owned()
        } else {
            format!("\x1b[{}C", gap.len())
        };
        let same = |x| {
            shown
                .cell((x, y))
                .filter(|cell| pen_of(cell) == self.pen && sure_width(cell.symbol()) == Some(1))
        };
        let over: Option<String> = gap.map(|x| same(x).map(Cell::symbol)).collect();
        let shorter = over.filter(|over| over.len() <= step.len()).unwrap_or(step);
        self.out.write_all(shorter.as_bytes())
    }

    fn pick(&mut self, pen: Pen) -> io::Result<()> {
        if pen == self.pen {
            return Ok(());
        }
        self.pen = pen;
        self.out.write_all(sequence(pen).as_bytes())
    }

    fn put(&mut self, cell: &Cell, x: u16, y: u16) -> io::Result<()> {
        self.pick(pen_of(cell))?;
        self.out.write_all(cell.symbol().as_bytes())?;
        self.at = sure_width(cell.symbol()).map(|width| (x + width, y));
        Ok(())
    }
}

/// Columns; a cell that is covered has one too.
fn width(cell: &Cell) -> u16 {
    u16::try_from(cell.symbol().width()).unwrap_or(1).max(1)
}

const fn pen_of(cell: &Cell) -> Pen {
    (cell.fg, cell.bg, cell.modifier)
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && pen_of(cell) == PLAIN
}

/// How far a symbol moves the cursor on every terminal; `None` where terminals differ, so that the
/// next cell is put in its place whatever happened.
fn sure_width(symbol: &str) -> Option<u16> {
    let mut characters = symbol.chars();
    let one = characters.next()?;
    let rest = characters.next();
    let width = one.width()?;
    (rest.is_none() && one.width_cjk() == Some(width)).then(|| u16::try_from(width).unwrap_or(1))
}

/// The sequence that sets a pen, whatever was set before.
fn sequence((foreground, background, modifier): Pen) -> String {
    let mut codes = vec!["0".to_owned()];
    for (flag, code) in [
        (Modifier::BOLD, "1"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
    ] {
        codes.extend(modifier.contains(flag).then(|| code.to_owned()));
    }
    codes.extend(colour(foreground).map(|code| code.to_string()));
    codes.extend(colour(background).map(|code| (code + 10).to_string()));
    let codes = codes.join(";");
    if codes == "0" {
        "\x1b[m".to_owned()
    } else {
        format!("\x1b[{codes}m")
    }
}

/// The code of a foreground colour. Only the sixteen named ones are used: they exist everywhere.
const fn colour(colour: Color) -> Option<u8> {
    Some(match colour {
        Color::Black => 30,
        Color::Red => 31,
        Color::Green => 32,
        Color::Yellow => 33,
        Color::Blue => 34,
        Color::Magenta => 35,
        Color::Cyan => 36,
        Color::Gray => 37,
        Color::DarkGray => 90,
        Color::LightRed => 91,
        Color::LightGreen => 92,
        Color::LightYellow => 93,
        Color::LightBlue => 94,
        Color::LightMagenta => 95,
        Color::LightCyan => 96,
        Color::White => 97,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use proptest::prelude::*;
    use ratatui::style::Style;

    use super::*;

    const AREA: Rect = Rect::new(0, 0, 20, 2);

    /// What it takes from one screen to the next.
    fn from(before: &Buffer, after: &Buffer) -> String {
        let mut shown = Shown::blank(AREA.as_size());
        let mut out = Vec::new();
        shown
            .write(&mut out, Buffer::empty(AREA).diff(before).into_iter())
            .unwrap();
        out.clear();
        shown
            .write(&mut out, before.diff(after).into_iter())
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    fn screen(words: &[(u16, u16, &str, Style)]) -> Buffer {
        let mut screen = Buffer::empty(AREA);
        for (x, y, words, style) in words {
            // As the canvas writes: no half of a wide character stays.
            let before = x.checked_sub(1).and_then(|x| screen.cell_mut((x, *y)));
            if let Some(cell) =
                before.filter(|cell| crate::domain::text::width::width(cell.symbol()) > 1)
            {
                cell.set_symbol(" ");
            }
            screen.set_string(*x, *y, words, *style);
        }
        screen
    }

    fn plain(words: &[(u16, u16, &str)]) -> Buffer {
        screen(
            &words
                .iter()
                .map(|(x, y, words)| (*x, *y, *words, Style::new()))
                .collect::<Vec<_>>(),
        )
    }

    fn bytes(words: &str, style: Style) -> String {
        from(&Buffer::empty(AREA), &screen(&[(2, 0, words, style)]))
    }

    #[test]
    fn a_run_of_hanzi_costs_one_move() {
        assert_eq!(bytes("壶镇a镇", Style::new()), "\x1b[1;3H壶镇a镇");
    }

    #[test]
    fn what_stays_between_two_changes_is_written_over_or_stepped_over() {
        let before = plain(&[(2, 0, "e"), (11, 0, "设")]);
        let after = plain(&[(0, 0, "壶eb"), (9, 0, "镇设c"), (9, 1, "b")]);
        assert_eq!(
            from(&before, &after),
            "\x1b[1;1H壶eb\x1b[5C镇\x1b[2Cc\x1b[2;10Hb"
        );
    }

    #[test]
    fn the_blank_end_of_a_row_is_erased_also_where_wide_characters_stood() {
        let before = plain(&[(0, 0, "壶镇图书馆 129"), (0, 1, "a")]);
        assert_eq!(
            from(&before, &plain(&[(0, 0, "壶镇"), (0, 1, "b")])),
            "\x1b[1;5H\x1b[K\x1b[2;1Hb"
        );
        // Something is left behind the blanks.
        let left = from(&before, &plain(&[(0, 0, "壶镇       129"), (0, 1, "a")]));
        assert!(!left.contains("\x1b[K"), "{left:?}");
        let bar = screen(&[(
            0,
            0,
            "壶镇图书馆",
            Style::new().add_modifier(Modifier::REVERSED),
        )]);
        let blanks = screen(&[(
            0,
            0,
            "          ",
            Style::new().add_modifier(Modifier::REVERSED),
        )]);
        assert!(!from(&bar, &blanks).contains("\x1b[K"), "a bar stays a bar");
    }

    #[test]
    fn after_a_character_of_doubtful_width_the_cursor_is_placed_again() {
        assert_eq!(bytes("a≥b", Style::new()), "\x1b[1;3Ha≥\x1b[1;5Hb");
    }

    #[test]
    fn a_style_is_one_sequence_and_ends_with_its_cells() {
        let style = Style::new()
            .fg(Color::Black)
            .bg(Color::Yellow)
            .add_modifier(Modifier::BOLD);
        assert_eq!(bytes("不足", style), "\x1b[1;3H\x1b[0;1;30;43m不足\x1b[m");
        assert_eq!(
            bytes("x", Style::new().add_modifier(Modifier::REVERSED)),
            "\x1b[1;3H\x1b[0;7mx\x1b[m"
        );
    }

    fn any_screen() -> impl Strategy<Value = Buffer> {
        let words = prop::sample::select(vec![
            "壶镇",
            "镇a壶",
            "a",
            "    ",
            "  壶  ",
            "图书馆 129",
            "e\u{301}",
            "≥1",
        ]);
        let style =
            prop::sample::select(vec![Modifier::empty(), Modifier::REVERSED, Modifier::BOLD]);
        let put = (0..AREA.width, 0..AREA.height, words, style);
        prop::collection::vec(put, 0..8).prop_map(|puts| {
            let styled =
                |(x, y, words, modifier)| (x, y, words, Style::new().add_modifier(modifier));
            screen(&puts.into_iter().map(styled).collect::<Vec<_>>())
        })
    }

    proptest! {
        /// Whatever stood there before, the terminal shows what is wanted.
        #[test]
        fn a_terminal_comes_to_show_every_screen(screens in prop::collection::vec(any_screen(), 1..6)) {
            let mut terminal = vt100::Parser::new(AREA.height, AREA.width, 0);
            let mut shown = Shown::blank(AREA.as_size());
            let mut before = Buffer::empty(AREA);
            for after in screens {
                let mut out = Vec::new();
                shown.write(&mut out, before.diff(&after).into_iter()).unwrap();
                terminal.process(&out);
                for (y, x) in (0..AREA.height).flat_map(|y| (0..AREA.width).map(move |x| (y, x))) {
                    let there = terminal.screen().cell(y, x).unwrap();
                    let wanted = after.cell((x, y)).unwrap();
                    if !there.is_wide_continuation() {
                        let shows = if there.has_contents() { there.contents() } else { " " };
                        prop_assert_eq!(shows, wanted.symbol(), "column {} of row {}", x, y);
                        prop_assert_eq!(there.inverse(), wanted.modifier.contains(Modifier::REVERSED));
                    }
                }
                before = after;
            }
        }
    }
}
