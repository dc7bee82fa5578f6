//! What a person does at the keyboard, made of the bytes a terminal sends. Pure: no device, no clock.
//!
//! The bytes are decoded here and not by crossterm, whose reader was measured to break on this application's lines:
//! an escape sequence split by the network becomes Esc and typed garbage, of a burst of 3000 bytes 1976 wait for the
//! next key, and a terminal that is gone is read for ever.

mod sequence;

use std::time::Duration;

use crate::domain::folding::is_invisible;

const ESC: u8 = 0x1b;
const PASTE_END: &[u8] = b"\x1b[201~";

/// How long a lone Esc may be the beginning of a key that the network split.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(80);
/// How long to wait for the rest of a key once its second byte made it one: nobody types that fast, so only a slow
/// line can be the reason.
const SEQUENCE_WAIT: Duration = Duration::from_millis(500);
/// How long to wait for the end of a paste. Whoever waits for ever can be locked out by one lost byte.
const PASTE_WAIT: Duration = Duration::from_secs(5);

/// One thing that a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key that is not text.
    Key(Key),
    /// Characters, as many as arrived together. Never empty, and without control or invisible characters.
    Text(String),
    /// What was pasted. Lines end with `\n` and tabs are kept, for the form to decide; no other control characters.
    Paste(String),
    /// The window has a new size: columns, rows.
    Resize(u16, u16),
}

/// A key that is not text. Shift and Alt are dropped: too few terminals send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
}

impl Key {
    /// The key alone.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false }
    }

    /// The key with Ctrl.
    #[must_use]
    pub const fn ctrl(code: Code) -> Self {
        Self { code, ctrl: true }
    }
}

/// The keys that reach a program through every terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are on the keys")]
pub enum Code {
    Enter,
    Tab,
    BackTab,
    Esc,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    Backspace,
    /// F1 is `F(1)`.
    F(u8),
    /// A lower-case letter or a symbol, only ever with Ctrl.
    Char(char),
}

/// What the bytes at the front of the stream mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Nothing for us: the terminal's own talk, or a byte that is no text.
    Nothing,
    Char(char),
    Key(Key),
    PasteBegin,
}

/// Turns bytes into inputs. Feed it what was read; when [`Decoder::patience`] names a time and nothing arrives
/// within it, call [`Decoder::timeout`].
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    paste: Option<Vec<u8>>,
}

impl Decoder {
    /// Takes bytes and returns the inputs they complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut inputs = Inputs::default();
        match &mut self.paste {
            Some(_) => self.continue_paste(bytes, &mut inputs),
            None => self.pending.extend_from_slice(bytes),
        }
        while self.paste.is_none() && self.take_tokens(&mut inputs) {
            let rest = std::mem::take(&mut self.pending);
            self.continue_paste(&rest, &mut inputs);
        }
        inputs.finish()
    }

    /// Takes every complete token from the pending bytes. Returns whether a paste begins where it stopped.
    fn take_tokens(&mut self, inputs: &mut Inputs) -> bool {
        let mut used = 0;
        let mut begins = false;
        while let Some((token, count)) = next(self.pending.get(used..).unwrap_or_default()) {
            used += count;
            begins = token == Token::PasteBegin;
            if begins {
                self.paste = Some(Vec::new());
                break;
            }
            inputs.push(token);
        }
        self.pending.drain(..used);
        begins
    }

    /// Adds to the paste; when it ends, what follows it is pending again.
    fn continue_paste(&mut self, bytes: &[u8], inputs: &mut Inputs) {
        let Some(paste) = &mut self.paste else { return };
        let searched = paste.len().saturating_sub(PASTE_END.len() - 1);
        paste.extend_from_slice(bytes);
        let tail = paste.get(searched..).unwrap_or_default();
        if let Some(found) = tail.windows(PASTE_END.len()).position(|window| window == PASTE_END) {
            let end = searched + found;
            self.pending.extend_from_slice(paste.get(end + PASTE_END.len()..).unwrap_or_default());
            paste.truncate(end);
            self.end_paste(inputs);
        }
    }

    fn end_paste(&mut self, inputs: &mut Inputs) {
        inputs.paste(&self.paste.take().unwrap_or_default());
    }

    /// How long to wait for more bytes before calling [`Decoder::timeout`]. `None`: as long as it takes.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            return Some(PASTE_WAIT);
        }
        match self.pending.as_slice() {
            [ESC] | [ESC, ESC] => Some(ESCAPE_WAIT),
            [ESC, ..] => Some(SEQUENCE_WAIT),
            _ => None,
        }
    }

    /// Nothing more arrived in time: what is pending is taken for what it is.
    pub fn timeout(&mut self) -> Vec<Input> {
        let mut inputs = Inputs::default();
        if self.paste.is_some() {
            self.end_paste(&mut inputs);
        }
        match self.pending.as_slice() {
            [ESC] => inputs.push(Token::Key(Key::plain(Code::Esc))),
            [ESC, ESC] => (0..2).for_each(|_| inputs.push(Token::Key(Key::plain(Code::Esc)))),
            // Alt and a character that could have begun a sequence.
            [ESC, character @ (b'[' | b'O')] => inputs.push(Token::Char(char::from(*character))),
            // The rest of a sequence is lost, and half of it is nothing.
            [ESC, ..] => {}
            // Half a character: its other half may still come.
            _ => return inputs.finish(),
        }
        self.pending.clear();
        inputs.finish()
    }
}

/// The first token of the bytes and how many it took, or nothing when its rest has not arrived.
fn next(bytes: &[u8]) -> Option<(Token, usize)> {
    match *bytes.first()? {
        ESC => escape(bytes),
        byte @ (0x00..=0x1f | 0x7f) => Some((Token::Key(control(byte)), 1)),
        _ => character(bytes),
    }
}

fn escape(bytes: &[u8]) -> Option<(Token, usize)> {
    let esc = Token::Key(Key::plain(Code::Esc));
    Some(match *bytes.get(1)? {
        b'[' | b'O' => return sequence::parse(bytes),
        // Esc and a whole key together is how PuTTY sends Alt with that key.
        ESC if matches!(*bytes.get(2)?, b'[' | b'O') => (Token::Nothing, 1),
        digit @ b'1'..=b'9' => (Token::Key(Key::plain(Code::F(digit - b'0'))), 2),
        b'0' => (Token::Key(Key::plain(Code::F(10))), 2),
        // Two keys that the network brought together. Esc has to count: the Enter after it was meant for what is
        // on the screen then.
        0x00..=0x1f | 0x7f => (esc, 1),
        // Alt and a character, or text that an input method committed right behind an Esc: the text counts.
        _ => (Token::Nothing, 1),
    })
}

/// The key of a control character. Ctrl-H is the Backspace of some terminals, Ctrl-J the Enter of some keypads.
fn control(byte: u8) -> Key {
    match byte {
        b'\r' | b'\n' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x08 | 0x7f => Key::plain(Code::Backspace),
        ESC => Key::plain(Code::Esc),
        0x00 => Key::ctrl(Code::Char(' ')),
        _ => Key::ctrl(Code::Char(char::from(byte | 0x40).to_ascii_lowercase())),
    }
}

/// One character of text. Bytes that are no UTF-8 are skipped.
fn character(bytes: &[u8]) -> Option<(Token, usize)> {
    let window = bytes.get(..4).unwrap_or(bytes);
    let valid = match std::str::from_utf8(window) {
        Ok(text) => text,
        Err(error) => match (error.valid_up_to(), error.error_len()) {
            (0, None) => return None,
            (0, Some(skipped)) => return Some((Token::Nothing, skipped)),
            (valid, _) => std::str::from_utf8(window.get(..valid)?).ok()?,
        },
    };
    let c = valid.chars().next()?;
    Some((Token::Char(c), c.len_utf8()))
}

/// Inputs in the making: neighbouring characters become one text.
#[derive(Debug, Default)]
struct Inputs {
    done: Vec<Input>,
    text: String,
}

impl Inputs {
    fn push(&mut self, token: Token) {
        match token {
            Token::Char(c) if !is_invisible(c) => self.text.push(c),
            Token::Key(key) => {
                self.end_text();
                self.done.push(Input::Key(key));
            }
            Token::Char(_) | Token::Nothing | Token::PasteBegin => {}
        }
    }

    fn paste(&mut self, bytes: &[u8]) {
        self.end_text();
        let text: String = bytes.utf8_chunks().map(|chunk| chunk.valid()).collect();
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let pasted: String = lines.chars().filter(|&c| matches!(c, '\t' | '\n') || !is_invisible(c)).collect();
        if !pasted.is_empty() {
            self.done.push(Input::Paste(pasted));
        }
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            self.done.push(Input::Text(std::mem::take(&mut self.text)));
        }
    }

    fn finish(mut self) -> Vec<Input> {
        self.end_text();
        self.done
    }
}

#[cfg(test)]
mod tests;
