//! The keys that arrive as escape sequences: `ESC [ …` and `ESC O …`, in the dialects of xterm,
//! `PuTTY` in all its modes, rxvt, the Linux console and SCO.

use super::key::{Code, Key};
use super::keypad::keypad;
use super::token::{ESC, ESCAPE, Token, control};

/// No key and no report is longer; what is longer is noise.
const LONGEST: usize = 256;
/// F1, as `ESC [ M` is, unless a mouse sent it.
pub(super) const F1: Token = Token::Key(Key::plain(Code::F(1)));
/// Modifier bits, after the one that every sender adds is taken off.
const SHIFT: u32 = 1;
const ALT: u32 = 2;
const CTRL: u32 = 4;
/// Super, Hyper and Meta: what is held with them is meant for another program.
const FOREIGN: u32 = 8 | 16 | 32;
/// A key going up, in the protocols that tell.
const RELEASE: u32 = 3;

/// The token of a sequence and how many bytes it took, or nothing when its end has not arrived.
/// `bytes` begin with ESC and its introducer. A byte that no sequence may hold ends it, and is left
/// to be read by itself. A terminal that tells keys apart has no F1 to F12 from M to X.
pub(super) fn parse(bytes: &[u8], tells_keys: bool) -> Option<(Token, usize)> {
    let single_shift = bytes.get(1) == Some(&b'O');
    let body = bytes.get(2..).unwrap_or_default();
    let is_parameter = |byte: &u8| {
        if single_shift {
            matches!(byte, b'0'..=b'9' | b';')
        } else {
            matches!(byte, 0x20..=0x3f)
        }
    };
    let length = body.iter().take_while(|byte| is_parameter(byte)).count();
    if length > LONGEST {
        return Some((Token::Nothing, 2 + LONGEST));
    }
    let (parameters, rest) = body.split_at(length);
    let used = 3 + length;
    match *rest.first()? {
        // The Linux console: `ESC [ [ A` to `E` are F1 to F5.
        b'[' if !single_shift => match *rest.get(1)? {
            letter @ b'A'..=b'E' => Some((function(letter - b'A' + 1), used + 1)),
            _ => Some((Token::Nothing, used)),
        },
        b'M' if !single_shift && length == 0 => {
            clicked(body.get(1..)?).map(|report| match report {
                0 => (F1, used),
                report => (Token::Nothing, used + report),
            })
        }
        last @ (b' ' | 0x40..=0x7e) => {
            let token = match Press::read(parameters) {
                Some(press) if single_shift => press.single_shift(last),
                Some(press) => press.control_sequence(last, tells_keys),
                None => Token::Nothing,
            };
            Some((token, used))
        }
        // No sequence, but Esc and a bracket that somebody typed.
        _ if length == 0 => Some((ESCAPE, 1)),
        _ => Some((Token::Nothing, used - 1)),
    }
}

/// How many bytes behind `ESC [ M` are the report of a mouse: a button and two coordinates, each 32
/// more than it is, above 95 as a byte or in UTF-8. None of them is, if it is the F1 of `PuTTY` in
/// its SCO mode; nothing, if that cannot be told yet.
fn clicked(bytes: &[u8]) -> Option<usize> {
    if !matches!(bytes.first()?, 0x20..=0x7e) {
        return Some(0);
    }
    let mut used = 1;
    for _ in 0..2 {
        used += match *bytes.get(used)? {
            0x00..=0x20 => return Some(0),
            0xc2..=0xdf if matches!(bytes.get(used + 1)?, 0x80..=0xbf) => 2,
            _ => 1,
        };
    }
    Some(used)
}

/// The numbers of a sequence.
struct Press {
    number: Option<u32>,
    third: Option<u32>,
    /// The key at the same place of a Latin keyboard, where the terminal says it.
    latin: Option<u32>,
    modifiers: u32,
    kind: Option<u32>,
}

impl Press {
    /// Keys are told by numbers. Any other mark makes it a report: of a mouse, of a mode, of what
    /// the terminal is.
    fn read(parameters: &[u8]) -> Option<Self> {
        if !parameters
            .iter()
            .all(|byte| matches!(byte, b'0'..=b'9' | b';' | b':'))
        {
            return None;
        }
        let text = String::from_utf8_lossy(parameters);
        let mut parts = text.split(';').map(|part| {
            let mut numbers = part.split(':').map(|number| number.parse::<u32>().ok());
            let mut next = || numbers.next().flatten();
            [next(), next(), next()]
        });
        let [number, _, latin] = parts.next().unwrap_or_default();
        let [modifiers, kind, _] = parts.next().unwrap_or_default();
        let [third, ..] = parts.next().unwrap_or_default();
        Some(Self {
            number,
            third,
            latin,
            modifiers: modifiers.unwrap_or(1).saturating_sub(1),
            kind,
        })
    }

    fn key(&self, code: Code) -> Token {
        Token::Key(Key {
            code,
            ctrl: self.modifiers & CTRL != 0,
        })
    }

    /// `ESC O x`: arrows of a terminal in application mode, function keys, and the keypad's own
    /// characters. `PuTTY` in its VT100+ mode counts on from `P` to `[` for F1 to F12.
    fn single_shift(&self, last: u8) -> Token {
        match last {
            b'M' => self.key(Code::Enter),
            b'I' => self.key(Code::Tab),
            b'P'..=b'[' => function(last - b'P' + 1),
            b'j'..=b'y' => Token::Char(char::from(last - b'j' + b'*')),
            b' ' => Token::Char(' '),
            _ => self.motion(last),
        }
    }

    fn control_sequence(&self, last: u8, tells_keys: bool) -> Token {
        if self.kind == Some(RELEASE) {
            return Token::Nothing;
        }
        match (last, self.number) {
            (b'~', Some(number)) => self.numbered(number),
            (b'u', Some(code)) => self.coded(code),
            (b'Z', _) => Token::Key(Key::plain(Code::BackTab)),
            // `ESC [ 1 ; 5 R` may be F3, but it is also what a terminal answers about its cursor.
            (b'R', Some(_)) => Token::Nothing,
            (b'P'..=b'S', Some(_)) => function(last - b'P' + 1),
            (b'P'..=b'S', None) if tells_keys => function(last - b'P' + 1),
            (b'M'..=b'X', None) => function(last - b'M' + 1),
            (b'L', None) => self.key(Code::Insert),
            (b'I', None) => self.key(Code::PageUp),
            (b'G', None) => self.key(Code::PageDown),
            _ => self.motion(last),
        }
    }

    fn motion(&self, last: u8) -> Token {
        match last {
            b'A' => self.key(Code::Up),
            b'B' => self.key(Code::Down),
            b'C' => self.key(Code::Right),
            b'D' => self.key(Code::Left),
            b'F' => self.key(Code::End),
            b'H' => self.key(Code::Home),
            _ => Token::Nothing,
        }
    }

    fn numbered(&self, number: u32) -> Token {
        match number {
            1 | 7 => self.key(Code::Home),
            2 => self.key(Code::Insert),
            3 => self.key(Code::Delete),
            4 | 8 => self.key(Code::End),
            5 => self.key(Code::PageUp),
            6 => self.key(Code::PageDown),
            27 => self.third.map_or(Token::Nothing, |code| self.coded(code)),
            200 => Token::PasteBegin,
            _ => numbered_function(number),
        }
    }

    /// A key sent as its character code and modifiers. Alt and a digit are an F-key, as they are
    /// where Alt is sent as Esc; Alt and a letter are no key of this program.
    fn coded(&self, code: u32) -> Token {
        if let Some(token) = keypad(code) {
            return token;
        }
        if self.modifiers & FOREIGN != 0 {
            return Token::Nothing;
        }
        let has_ctrl = self.modifiers & CTRL != 0;
        let latin = self.latin.filter(|_| has_ctrl && code > 0x7f);
        let typed = latin.unwrap_or(code);
        let Some(c) = char::from_u32(typed).filter(|c| !is_private(*c)) else {
            return Token::Nothing;
        };
        match (u8::try_from(c), has_ctrl) {
            (Ok(b'\t'), _) if self.modifiers & SHIFT != 0 => Token::Key(Key::plain(Code::BackTab)),
            (Ok(byte @ (b'\t' | b'\r' | b'\n' | 0x08 | 0x7f | ESC)), _) => {
                Token::Key(control(byte))
            }
            (Ok(byte @ (b' ' | b'@'..=b'_' | b'a'..=b'z')), true) => {
                Token::Key(control(byte & 0x1f))
            }
            (Ok(digit @ b'0'..=b'9'), false) if self.modifiers & ALT != 0 => function_of(digit),
            (_, false) if self.modifiers & ALT == 0 => Token::Char(c),
            _ => Token::Nothing,
        }
    }
}

/// Whether a character is of the private use area: the numbers of keys that have no character.
const fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

/// The F-key of Esc and a digit, and of Alt and a digit.
pub(super) fn function_of(digit: u8) -> Token {
    Token::Key(Key::plain(Code::F(if digit == b'0' {
        10
    } else {
        digit - b'0'
    })))
}

/// The VT220 numbers have gaps where its keyboard had.
fn numbered_function(number: u32) -> Token {
    let before = match number {
        11..=15 => 10,
        17..=21 => 11,
        23..=26 => 12,
        28..=29 => 13,
        31..=34 => 14,
        _ => return Token::Nothing,
    };
    u8::try_from(number - before).map_or(Token::Nothing, function)
}

fn function(number: u8) -> Token {
    Token::Key(Key::plain(Code::F(number)))
}
