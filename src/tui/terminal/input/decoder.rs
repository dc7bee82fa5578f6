//! Decodes the bytes of a terminal into keys, text and pastes.

use std::time::Duration;

use super::key::Input;
use super::late::{self, Rest};
use super::report::TerminalReport;
use super::sequence::function_of;
use super::token::{ESC, ESCAPE, Token, control, is_control};
use super::{report, sequence};
use crate::domain::text::folding::is_invisible;

const PASTE_END: &[u8] = b"\x1b[201~";

/// How long a lone Esc may be the beginning of a key that the network split.
pub const ESCAPE_WAIT: Duration = Duration::from_millis(25);
/// The same where the line is slow, or was seen to split a key.
const SLOW_ESCAPE_WAIT: Duration = Duration::from_millis(80);
/// How long after an Esc was taken for the key the rest of a split one may still arrive.
const LATE_WAIT: Duration = Duration::from_secs(1);
/// How long to wait for the end of such a rest before it is taken for text.
const LATE_REST_WAIT: Duration = Duration::from_millis(250);
/// How long to wait for the rest of a key once its second byte made it one: nobody types that fast,
/// so only a slow line can be the reason.
const SEQUENCE_WAIT: Duration = Duration::from_millis(500);
/// How long to wait for the end of a paste. Whoever waits for ever can be locked out by one lost
/// byte.
const PASTE_WAIT: Duration = Duration::from_secs(5);

/// Turns bytes into inputs. Feed it what was read; when [`Decoder::patience`] names a time and
/// nothing arrives within it, call [`Decoder::timeout`].
#[derive(Debug, Default)]
pub struct Decoder {
    line: Line,
    pending: Vec<u8>,
    whole: Option<Whole>,
    /// Whether a lone Esc was just taken for the key: the rest of a split one may follow.
    after_escape: bool,
}

/// What is known of a terminal and of the line to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Whether the terminal sends Esc, too, as a sequence of its own (the kitty keyboard protocol).
    pub tells_keys: bool,
    /// Whether its answers take long, or a key came in parts.
    pub is_slow: bool,
}

impl Line {
    /// Of a terminal that says nothing.
    pub const UNKNOWN: Self = Self {
        tells_keys: false,
        is_slow: true,
    };

    /// How long a lone Esc is held. Where the terminal tells keys apart, it is no key but the
    /// beginning of one.
    const fn escape_wait(self) -> Duration {
        if self.is_slow || self.tells_keys {
            SLOW_ESCAPE_WAIT
        } else {
            ESCAPE_WAIT
        }
    }
}

impl Decoder {
    /// Returns a decoder for a line.
    #[must_use]
    pub fn new(line: Line) -> Self {
        Self {
            line,
            ..Self::default()
        }
    }

    /// Takes bytes and returns the inputs they complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        if self.whole.is_none() && self.pending == [ESC] && matches!(bytes, [b'[' | b'O', ..]) {
            self.line.is_slow = true;
        }
        self.pending.extend_from_slice(bytes);
        if self.after_escape && !self.pending.is_empty() && !self.rejoin() {
            return Vec::new();
        }
        let mut inputs = Inputs::default();
        while self.go_on(&mut inputs) {}
        inputs.finish()
    }

    /// Looks whether the pending bytes are the rest of a key whose Esc was taken for the key, and
    /// gives the rest its Esc back. Returns false while that cannot be told.
    fn rejoin(&mut self) -> bool {
        match late::rest(&self.pending, self.line.tells_keys) {
            Rest::Part => return false,
            Rest::Whole => {
                self.pending.insert(0, ESC);
                self.line.is_slow = true;
            }
            Rest::Other => {}
        }
        self.after_escape = false;
        true
    }

    /// Takes what it can of the pending bytes. Returns whether the rest of them is to be read in
    /// another way.
    fn go_on(&mut self, inputs: &mut Inputs) -> bool {
        match &mut self.whole {
            None => self.take_tokens(inputs),
            Some(Whole::Paste(paste)) => {
                let ended = continue_paste(paste, &mut self.pending);
                if ended {
                    self.end_whole(inputs);
                }
                ended
            }
            Some(Whole::TerminalReport(report)) => match report.hear(&mut self.pending) {
                report::Heard::Part => false,
                report::Heard::All => {
                    self.whole = None;
                    true
                }
                report::Heard::Broken => {
                    self.end_whole(inputs);
                    true
                }
            },
        }
    }

    /// Takes every complete token from the pending bytes. Returns whether a paste or a report
    /// begins where it stopped.
    fn take_tokens(&mut self, inputs: &mut Inputs) -> bool {
        let mut used = 0;
        let tells_keys = self.line.tells_keys;
        while let Some((token, count)) =
            next(self.pending.get(used..).unwrap_or_default(), tells_keys)
        {
            used += count;
            match token {
                Token::PasteBegin => self.whole = Some(Whole::Paste(Vec::new())),
                Token::ReportBegin => {
                    self.whole = Some(Whole::TerminalReport(TerminalReport::default()));
                }
                other => inputs.push(other),
            }
            if self.whole.is_some() {
                break;
            }
        }
        self.pending.drain(..used);
        self.whole.is_some()
    }

    /// Ends the paste or the report. Half a report is nothing, but a person may have typed Esc and
    /// such a character.
    fn end_whole(&mut self, inputs: &mut Inputs) {
        match self.whole.take() {
            Some(Whole::Paste(paste)) => inputs.paste(&paste),
            Some(Whole::TerminalReport(report)) => {
                if let Some(mut typed) = report.typed() {
                    inputs.push(ESCAPE);
                    typed.append(&mut self.pending);
                    self.pending = typed;
                }
            }
            None => {}
        }
    }

    /// How long to wait for more bytes before calling [`Decoder::timeout`]. `None`: as long as it
    /// takes.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        if self.after_escape {
            let is_waiting = self.pending.is_empty();
            return Some(if is_waiting {
                LATE_WAIT
            } else {
                LATE_REST_WAIT
            });
        }
        match (&self.whole, self.pending.as_slice()) {
            (Some(Whole::Paste(_)), _) => Some(PASTE_WAIT),
            // Esc, Esc and a digit, and the F1 of some terminals are whole already if nothing
            // follows.
            (None, [ESC] | [ESC, b'0'..=b'9'] | [ESC, b'[', b'M', ..]) => {
                Some(self.line.escape_wait())
            }
            (Some(Whole::TerminalReport(_)), _) | (None, [ESC, ..]) => Some(SEQUENCE_WAIT),
            (None, _) => None,
        }
    }

    /// Nothing more arrived in time: what is pending is taken for what it is.
    pub fn timeout(&mut self) -> Vec<Input> {
        let mut inputs = Inputs::default();
        // Nobody types the F1 of some terminals that fast.
        if self.after_escape && self.pending.starts_with(b"[M") {
            self.pending.insert(0, ESC);
        }
        self.after_escape = false;
        self.end_whole(&mut inputs);
        while self.go_on(&mut inputs) {}
        let mut left = Vec::new();
        match self.pending.as_slice() {
            [ESC] => {
                inputs.push(ESCAPE);
                self.after_escape = true;
            }
            [ESC, digit @ b'0'..=b'9'] => inputs.push(function_of(*digit)),
            // Esc and a character that could have begun a sequence.
            [ESC, character @ (b'[' | b'O')] => {
                inputs.push(ESCAPE);
                inputs.push(Token::Char(char::from(*character)));
            }
            // What follows it is too short for the report of a mouse.
            [ESC, b'[', b'M', rest @ ..] => {
                inputs.push(sequence::F1);
                left = rest.to_vec();
            }
            // The rest of a sequence is lost, and half of it is nothing.
            [ESC, ..] => {}
            // Half a character: its other half may still come.
            _ => return inputs.finish(),
        }
        self.pending = left;
        while self.go_on(&mut inputs) {}
        inputs.finish()
    }
}

/// Adds the pending bytes to a paste. Returns whether it ends there; what follows it is pending
/// then.
fn continue_paste(paste: &mut Vec<u8>, pending: &mut Vec<u8>) -> bool {
    let searched = paste.len().saturating_sub(PASTE_END.len() - 1);
    paste.append(pending);
    let tail = paste.get(searched..).unwrap_or_default();
    let Some(found) = tail
        .windows(PASTE_END.len())
        .position(|window| window == PASTE_END)
    else {
        return false;
    };
    pending.extend_from_slice(
        paste
            .get(searched + found + PASTE_END.len()..)
            .unwrap_or_default(),
    );
    paste.truncate(searched + found);
    true
}

/// The first token of the bytes and how many it took, or nothing when its rest has not arrived.
fn next(bytes: &[u8], tells_keys: bool) -> Option<(Token, usize)> {
    match *bytes.first()? {
        ESC => escape(bytes, tells_keys),
        byte if is_control(byte) => Some((Token::Key(control(byte)), 1)),
        _ => character(bytes),
    }
}

/// Esc counts whatever comes right behind it: what a bad line brings together was pressed key by
/// key, and the keys behind it were meant for what is on the screen after it. Alt is no key of this
/// program, so Alt with another key, which looks the same, is Esc and that key.
fn escape(bytes: &[u8], tells_keys: bool) -> Option<(Token, usize)> {
    Some(match *bytes.get(1)? {
        b'[' | b'O' => return sequence::parse(bytes, tells_keys),
        byte if report::begins_with(byte) => (Token::ReportBegin, 1),
        // The F-key, unless it is the first digit of a figure or of a text.
        digit @ b'0'..=b'9' if is_control(*bytes.get(2)?) => (function_of(digit), 2),
        _ => (ESCAPE, 1),
    })
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
            Token::Char(_) | Token::Nothing | Token::PasteBegin | Token::ReportBegin => {}
        }
    }

    fn paste(&mut self, bytes: &[u8]) {
        self.end_text();
        let text: String = bytes.utf8_chunks().map(|chunk| chunk.valid()).collect();
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        let pasted: String = lines
            .chars()
            .filter(|&c| matches!(c, '\t' | '\n') || !is_invisible(c))
            .collect();
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

/// What is taken whole, however many packets it comes in.
#[derive(Debug)]
enum Whole {
    Paste(Vec<u8>),
    TerminalReport(TerminalReport),
}

#[cfg(test)]
mod tests;
