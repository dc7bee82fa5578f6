//! The drawing surface under ratatui: cells as bytes, sent as whole frames.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};

use super::cells::Shown;
use super::frames::{Frames, Written};

/// The character that makes a terminal beep.
const BELL: &[u8] = b"\x07";

/// A ratatui backend of which every flush sends at most one frame: cursor hidden, cells, cursor
/// placed, cursor shown. A flush after which the terminal would look the same sends nothing. It
/// never asks the terminal anything, because the answers would come in among the keys.
#[derive(Debug)]
pub struct FrameBackend<W: Write> {
    frames: Frames<W>,
    size: Size,
    caret: Caret,
    /// The caret as the terminal has it.
    sent: Option<Caret>,
    shown: Shown,
}

/// Where the cursor is and whether it is to be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Caret {
    at: Position,
    visible: bool,
}

impl<W: Write> FrameBackend<W> {
    /// A surface of `size` cells over `sink`.
    pub fn new(sink: W, size: Size) -> Self {
        Self {
            frames: Frames::new(sink),
            size,
            caret: Caret::default(),
            sent: None,
            shown: Shown::blank(size),
        }
    }

    /// Tells the surface the size of its window; ratatui takes it over at the next draw.
    pub fn set_size(&mut self, size: Size) {
        self.size = size;
    }

    /// Makes the terminal beep with the next frame, in the same write.
    ///
    /// # Errors
    /// Never: the frame is collected in memory.
    pub fn ring(&mut self) -> io::Result<()> {
        self.frames.write_all(BELL)
    }

    /// What was sent so far.
    #[must_use]
    pub const fn written(&self) -> Written {
        self.frames.written()
    }

    /// The sink underneath.
    pub const fn sink(&self) -> &W {
        self.frames.sink()
    }

    fn crossterm(&mut self) -> CrosstermBackend<&mut Frames<W>> {
        CrosstermBackend::new(&mut self.frames)
    }
}

impl<W: Write> Backend for FrameBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.shown.write(&mut self.frames, content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.caret.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.caret.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.caret.at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        let all = clear_type == ClearType::All;
        self.shown = if all {
            Shown::blank(self.size)
        } else {
            Shown::unknown(self.size)
        };
        self.crossterm().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.frames.is_empty() && self.sent == Some(self.caret) {
            return Ok(());
        }
        if self.caret.visible {
            let at = self.caret.at;
            self.crossterm().set_cursor_position(at)?;
            self.crossterm().show_cursor()?;
        }
        self.sent = Some(self.caret);
        self.frames.send()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use ratatui::Terminal;
    use ratatui::layout::Rect;
    use ratatui::widgets::Paragraph;

    use super::*;

    const FIELDS: u16 = 10;

    fn terminal() -> Terminal<FrameBackend<Vec<u8>>> {
        Terminal::new(FrameBackend::new(Vec::new(), Size::new(80, 24))).unwrap()
    }

    /// Draws a form of the measured kind with one value and the cursor behind it, and returns the
    /// bytes it took.
    fn draw(
        terminal: &mut Terminal<FrameBackend<Vec<u8>>>,
        value: &str,
        caret: (u16, u16),
    ) -> String {
        let before = terminal.backend().sink().len();
        terminal
            .draw(|frame| {
                for row in 0..FIELDS {
                    frame.render_widget(
                        Paragraph::new("  服务设施名称： "),
                        Rect::new(0, row, 20, 1),
                    );
                    frame.render_widget(Paragraph::new("_".repeat(50)), Rect::new(20, row, 60, 1));
                }
                frame.render_widget(Paragraph::new(value), Rect::new(20, 0, 60, 1));
                frame.set_cursor_position(caret);
            })
            .unwrap();
        String::from_utf8(terminal.backend().sink()[before..].to_vec()).unwrap()
    }

    #[test]
    fn an_unchanged_frame_is_not_sent() {
        let mut terminal = terminal();
        assert!(!draw(&mut terminal, "壶镇", (24, 0)).is_empty());
        assert_eq!(draw(&mut terminal, "壶镇", (24, 0)), "");
        assert_eq!(terminal.backend().written().frames, 1);
    }

    #[test]
    fn a_bell_goes_with_the_next_frame_once_and_in_its_one_write() {
        let mut terminal = terminal();
        draw(&mut terminal, "壶镇", (24, 0));
        terminal.backend_mut().ring().unwrap();
        let frame = draw(&mut terminal, "壶", (22, 0));
        assert_eq!(frame.matches('\x07').count(), 1, "{frame:?}");
        terminal.backend_mut().ring().unwrap();
        assert!(
            draw(&mut terminal, "壶", (22, 0)).contains('\x07'),
            "a frame of nothing else"
        );
        assert!(!draw(&mut terminal, "壶镇", (24, 0)).contains('\x07'));
        let written = terminal.backend().written();
        assert_eq!((written.frames, written.writes), (4, 4));
    }

    #[test]
    fn frames_keep_to_their_budgets() {
        let mut terminal = terminal();
        assert!(draw(&mut terminal, "壶", (22, 0)).len() <= 4096);
        let keystroke = draw(&mut terminal, "壶镇", (24, 0));
        assert!(
            keystroke.len() <= 150,
            "{} bytes: {keystroke:?}",
            keystroke.len()
        );
        assert!(draw(&mut terminal, "壶镇", (20, 1)).len() <= 150);
        let written = terminal.backend().written();
        assert_eq!((written.frames, written.writes), (3, 3));
    }

    #[test]
    fn the_cursor_is_hidden_then_placed_then_shown() {
        let frame = draw(&mut terminal(), "壶镇", (24, 0));
        let order = [
            "\x1b[?2026h",
            "\x1b[?25l",
            "壶",
            "\x1b[1;25H",
            "\x1b[?25h",
            "\x1b[?2026l",
        ];
        let places: Vec<usize> = order
            .iter()
            .map(|part| frame.rfind(part).unwrap())
            .collect();
        assert!(places.is_sorted(), "{frame:?}");
        assert!(frame.ends_with("\x1b[1;25H\x1b[?25h\x1b[?2026l"));
    }

    #[test]
    fn a_full_repaint_clears_and_asks_nothing() {
        let mut terminal = terminal();
        let first = draw(&mut terminal, "壶镇", (24, 0));
        terminal.resize(Rect::new(0, 0, 80, 24)).unwrap();
        let again = draw(&mut terminal, "壶镇", (24, 0));
        assert!(again.contains("\x1b[2J") && !again.contains("\x1b[6n"));
        assert_eq!(again.replace("\x1b[2J", ""), first);
    }

    #[test]
    fn a_new_size_is_taken_over_at_the_next_draw() {
        let mut terminal = terminal();
        for (width, height) in [(3, 3), (0, 0), (200, 50)] {
            terminal.backend_mut().set_size(Size::new(width, height));
            terminal
                .draw(|frame| assert_eq!(frame.area(), Rect::new(0, 0, width, height)))
                .unwrap();
        }
    }
}
