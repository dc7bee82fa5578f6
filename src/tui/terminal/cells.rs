//! Cells as bytes, as few as a slow link deserves: the cursor is moved only where it is not there already, and a style
//! is one sequence.

use std::io::{self, Write};

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthChar as _;

/// Foreground, background and modifiers of a cell.
type Pen = (Color, Color, Modifier);

const PLAIN: Pen = (Color::Reset, Color::Reset, Modifier::empty());

/// Writes changed cells, in the order of rows and columns, and leaves the pen plain.
pub(super) fn write<'a>(out: &mut impl Write, cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> io::Result<()> {
    let mut pen = PLAIN;
    // Where the terminal's cursor surely is.
    let mut at: Option<(u16, u16)> = None;
    for (x, y, cell) in cells {
        if at != Some((x, y)) {
            write!(out, "\x1b[{};{}H", y + 1, x + 1)?;
        }
        let wanted = (cell.fg, cell.bg, cell.modifier);
        if wanted != pen {
            out.write_all(sequence(wanted).as_bytes())?;
            pen = wanted;
        }
        out.write_all(cell.symbol().as_bytes())?;
        at = sure_width(cell.symbol()).map(|width| (x + width, y));
    }
    if pen != PLAIN {
        out.write_all(sequence(PLAIN).as_bytes())?;
    }
    Ok(())
}

/// How far a symbol moves the cursor on every terminal; `None` where terminals differ, so that the next cell is put in
/// its place whatever happened.
fn sure_width(symbol: &str) -> Option<u16> {
    let mut characters = symbol.chars();
    let (one, rest) = (characters.next()?, characters.next());
    let width = one.width()?;
    (rest.is_none() && one.width_cjk() == Some(width)).then(|| u16::try_from(width).unwrap_or(1))
}

/// The sequence that sets a pen, whatever was set before.
fn sequence((foreground, background, modifier): Pen) -> String {
    let mut codes = vec!["0".to_owned()];
    for (flag, code) in [(Modifier::BOLD, "1"), (Modifier::UNDERLINED, "4"), (Modifier::REVERSED, "7")] {
        codes.extend(modifier.contains(flag).then(|| code.to_owned()));
    }
    codes.extend(colour(foreground).map(|code| code.to_string()));
    codes.extend(colour(background).map(|code| (code + 10).to_string()));
    let codes = codes.join(";");
    if codes == "0" { "\x1b[m".to_owned() } else { format!("\x1b[{codes}m") }
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

    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn bytes(words: &str, style: Style) -> String {
        let area = Rect::new(0, 0, 20, 1);
        let mut after = Buffer::empty(area);
        after.set_string(2, 0, words, style);
        let mut out = Vec::new();
        write(&mut out, Buffer::empty(area).diff(&after).into_iter()).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_run_of_hanzi_costs_one_move() {
        assert_eq!(bytes("壶镇a镇", Style::new()), "\x1b[1;3H壶镇a镇");
    }

    #[test]
    fn after_a_character_of_doubtful_width_the_cursor_is_placed_again() {
        assert_eq!(bytes("a≥b", Style::new()), "\x1b[1;3Ha≥\x1b[1;5Hb");
    }

    #[test]
    fn a_style_is_one_sequence_and_ends_with_its_cells() {
        let style = Style::new().fg(Color::Black).bg(Color::Yellow).add_modifier(Modifier::BOLD);
        assert_eq!(bytes("不足", style), "\x1b[1;3H\x1b[0;1;30;43m不足\x1b[m");
        assert_eq!(bytes("x", Style::new().add_modifier(Modifier::REVERSED)), "\x1b[1;3H\x1b[0;7mx\x1b[m");
    }
}
