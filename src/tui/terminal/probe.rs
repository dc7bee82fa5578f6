//! What the terminal at the other end is like: asked once, at the start, and never waited for
//! longer than a second.
//!
//! The locale says nothing about it (`PuTTY` sends none), so characters are drawn and the cursor is
//! asked where it went. All is asked at once: a slow line is waited for one time.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use super::input::Line;
use super::tty;

/// All the time the terminal has for its answers.
const WAIT: Duration = Duration::from_secs(1);
/// Two hanzi are 4 cells in UTF-8. Read as GBK or Latin-1, these six bytes are 6: their number is
/// even, and none of them is a control character there.
const HANZI: &str = "中乡";
/// One character that is drawn one cell wide or two, and a letter. In GBK these four bytes are two
/// characters, so that none of them takes in the byte that begins the question behind them.
const AMBIGUOUS: &str = "●a";
const ASK: &str = "\x1b[6n";
/// Which keys the terminal tells apart. Only those that know the kitty keyboard protocol answer.
const ASK_KEYS: &str = "\x1b[?u";
/// An answer that takes longer came over a slow line.
const PROMPT: Duration = Duration::from_millis(100);
const ERASE: &str = "\x1b[H\x1b[2J";

/// What was found out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// Whether the terminal reads UTF-8.
    pub utf8: Utf8,
    /// How wide it draws characters of ambiguous width.
    pub ambiguous: Ambiguous,
    /// How its keys come.
    pub line: Line,
}

/// Whether the terminal reads UTF-8.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Utf8 {
    /// It does.
    Yes,
    /// It reads the bytes in another encoding. Nothing Chinese can be shown or typed until that is
    /// changed.
    No,
    /// It did not answer, or not sensibly.
    #[default]
    Unknown,
}

/// How wide the terminal draws characters of ambiguous width, such as `“ ” · ≥ ●`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ambiguous {
    /// One cell.
    Narrow,
    /// Two cells.
    Wide,
    /// It did not answer, or not sensibly. To be treated as wide.
    #[default]
    Unknown,
}

/// Asks the terminal, which must be in raw mode with nothing on it yet. Returns also the bytes that
/// came in between and were no answers: somebody typed ahead. A width that is `known` is not asked.
pub(super) fn run(
    screen: &mut impl Write,
    known: Option<Ambiguous>,
) -> io::Result<(Probe, Vec<u8>)> {
    let mut answers = Answers {
        bytes: Vec::new(),
        deadline: Instant::now() + WAIT,
    };
    let mut probe = Probe {
        line: Line::UNKNOWN,
        ..Probe::default()
    };
    let asked = Instant::now();
    let mut questions = format!("{ASK_KEYS}{}", question(HANZI));
    if known.is_none() {
        questions.push_str(&question(AMBIGUOUS));
    }
    screen.write_all(questions.as_bytes())?;
    if let Some(column) = answers.next()? {
        probe.utf8 = Utf8::of_column(column);
        probe.line = Line {
            tells_keys: take_key_answer(&mut answers.bytes),
            is_slow: asked.elapsed() > PROMPT,
        };
        // Whatever the first answer says, the second one is taken: nobody else is to get it as typed.
        let column = if known.is_none() {
            answers.next()?
        } else {
            None
        };
        if probe.utf8 == Utf8::Yes {
            probe.ambiguous = column.map_or(Ambiguous::Unknown, Ambiguous::of_column);
        }
    }
    if let Some(known) = known {
        probe.ambiguous = known;
    }
    screen.write_all(ERASE.as_bytes())?;
    Ok((probe, answers.bytes))
}

/// Draws a text at the left edge and asks in which column the cursor is behind it.
fn question(text: &str) -> String {
    format!("\r{text}{ASK}")
}

impl Utf8 {
    /// What it means that the cursor stands in this column, counted from 1, behind the hanzi.
    const fn of_column(column: u16) -> Self {
        match column {
            5 => Self::Yes,
            7 => Self::No,
            _ => Self::Unknown,
        }
    }
}

impl Ambiguous {
    /// What it means that the cursor stands in this column, counted from 1, behind the ambiguous
    /// character and a letter.
    const fn of_column(column: u16) -> Self {
        match column {
            3 => Self::Narrow,
            4 => Self::Wide,
            _ => Self::Unknown,
        }
    }
}

/// The bytes that came in and are not used yet.
struct Answers {
    bytes: Vec<u8>,
    deadline: Instant,
}

impl Answers {
    /// Returns the column that the next answer tells, or nothing when the time is over.
    fn next(&mut self) -> io::Result<Option<u16>> {
        loop {
            if let Some(column) = take_answer(&mut self.bytes) {
                return Ok(Some(column));
            }
            let left = self.deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || !tty::readable(Some(left))? {
                return Ok(None);
            }
            let mut buffer = [0; 256];
            let count = tty::read(&mut buffer)?;
            self.bytes
                .extend_from_slice(buffer.get(..count).unwrap_or_default());
        }
    }
}

/// Takes the first `ESC [ row ; column R` out of the bytes and returns its column.
fn take_answer(bytes: &mut Vec<u8>) -> Option<u16> {
    let (start, length, column) = (0..bytes.len()).find_map(|start| {
        let (length, column) = answer(bytes.get(start..)?)?;
        Some((start, length, column))
    })?;
    bytes.drain(start..start + length);
    Some(column)
}

/// The length and the column of the answer that the bytes begin with.
fn answer(bytes: &[u8]) -> Option<(usize, u16)> {
    let body = bytes.strip_prefix(b"\x1b[")?;
    let end = body
        .iter()
        .position(|byte| !matches!(byte, b'0'..=b'9' | b';'))?;
    let (numbers, rest) = body.split_at(end);
    let (row, column) = std::str::from_utf8(numbers).ok()?.split_once(';')?;
    let is_answer = rest.first() == Some(&b'R') && row.parse::<u16>().is_ok();
    is_answer.then_some((bytes.len() - rest.len() + 1, column.parse().ok()?))
}

/// Takes `ESC [ ? flags u` out of the bytes. Returns whether it was there.
fn take_key_answer(bytes: &mut Vec<u8>) -> bool {
    let length = |bytes: &[u8]| {
        let body = bytes.strip_prefix(b"\x1b[?")?;
        let digits = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0 && body.get(digits) == Some(&b'u')).then_some(digits + 4)
    };
    let found = (0..bytes.len()).find_map(|start| Some((start, length(bytes.get(start..)?)?)));
    if let Some((start, length)) = found {
        bytes.drain(start..start + length);
    }
    found.is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn taken(bytes: &[u8]) -> (Option<u16>, Vec<u8>) {
        let mut bytes = bytes.to_vec();
        (take_answer(&mut bytes), bytes)
    }

    #[test]
    fn an_answer_is_taken_out_of_what_was_typed_ahead() {
        assert_eq!(taken(b"\x1b[1;5R"), (Some(5), vec![]));
        assert_eq!(taken(b"ab\x1b[24;120Rc"), (Some(120), b"abc".to_vec()));
        assert_eq!(
            taken(b"\x1b[A\x1b\x1b[1;7R\x1b[15~"),
            (Some(7), b"\x1b[A\x1b\x1b[15~".to_vec())
        );
    }

    #[test]
    fn an_answer_about_keys_is_taken_out_too() {
        let taken = |bytes: &[u8]| {
            let mut bytes = bytes.to_vec();
            (take_key_answer(&mut bytes), bytes)
        };
        assert_eq!(taken(b"a\x1b[?0ub"), (true, b"ab".to_vec()));
        assert_eq!(taken(b"\x1b[?31u"), (true, vec![]));
        for bytes in [
            b"".as_slice(),
            b"\x1b[?u",
            b"\x1b[?1",
            b"\x1b[?1;2c",
            b"\x1b[1u",
        ] {
            assert_eq!(taken(bytes), (false, bytes.to_vec()));
        }
    }

    #[test]
    fn half_an_answer_and_other_keys_are_left_alone() {
        for bytes in [
            b"".as_slice(),
            b"\x1b",
            b"\x1b[",
            b"\x1b[1;",
            b"\x1b[1;5",
            b"\x1b[5R",
            b"\x1b[;R",
            b"\x1b[1;5~",
            b"R",
        ] {
            assert_eq!(taken(bytes), (None, bytes.to_vec()));
        }
    }

    #[test]
    fn only_the_measured_columns_mean_anything() {
        assert_eq!(
            [4, 5, 6, 7].map(Utf8::of_column),
            [Utf8::Unknown, Utf8::Yes, Utf8::Unknown, Utf8::No]
        );
        let wide = [2, 3, 4, 5].map(Ambiguous::of_column);
        assert_eq!(
            wide,
            [
                Ambiguous::Unknown,
                Ambiguous::Narrow,
                Ambiguous::Wide,
                Ambiguous::Unknown
            ]
        );
    }

    #[test]
    fn the_test_bytes_mean_six_cells_to_a_terminal_of_another_encoding() {
        assert_eq!(HANZI.len(), 6);
        assert!(!HANZI.bytes().any(|byte| (0x80..=0x9f).contains(&byte)));
        // In GBK a first byte takes in the one behind it; the last of the text is a second one.
        assert_eq!(AMBIGUOUS.len(), 4);
        let is_first = |byte: u8| byte >= 0x81;
        assert!(is_first(AMBIGUOUS.as_bytes()[0]) && is_first(AMBIGUOUS.as_bytes()[2]));
    }

    proptest! {
        #[test]
        fn nothing_typed_is_lost_around_an_answer(before in "[a-z\u{4e00}-\u{4eff}]{0,8}", after in "[a-z]{0,8}", column in 1_u16..500) {
            let bytes = format!("{before}\x1b[3;{column}R{after}");
            prop_assert_eq!(taken(bytes.as_bytes()), (Some(column), format!("{before}{after}").into_bytes()));
        }
    }
}
