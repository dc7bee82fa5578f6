//! Pieces of input that the decoder works with.

use super::key::{Code, Key};

pub(super) const ESC: u8 = 0x1b;

pub(super) const ESCAPE: Token = Token::Key(Key::plain(Code::Esc));

/// What the bytes at the front of the stream mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Nothing for us: the terminal's own talk, or a byte that is no text.
    Nothing,
    Char(char),
    Key(Key),
    PasteBegin,
    ReportBegin,
}

/// Whether no text holds the byte.
pub(super) const fn is_control(byte: u8) -> bool {
    matches!(byte, 0x00..=0x1f | 0x7f)
}

/// The key of a control character. Ctrl-H is the Backspace of some terminals, Ctrl-J the Enter of
/// some keypads.
pub(super) fn control(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x08 | 0x7f => Key::plain(Code::Backspace),
        ESC => Key::plain(Code::Esc),
        0x00 => Key::ctrl(Code::Char(' ')),
        _ => Key::ctrl(Code::Char(char::from(byte | 0x40).to_ascii_lowercase())),
    }
}
