//! Look-alikes for characters that some terminals draw one cell wide and some two.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;
use unicode_width::UnicodeWidthChar as _;

use crate::tui::terminal::probe::Ambiguous;

/// The text as it may be drawn on a terminal: unless the terminal is known to be narrow, every
/// character of ambiguous width is replaced by look-alikes of a fixed width, because on a wide
/// terminal it would cover half of the hanzi beside it. Only for drawing: what is stored is never
/// changed.
#[must_use]
pub fn safe(text: &str, ambiguous: Ambiguous) -> Cow<'_, str> {
    if ambiguous == Ambiguous::Narrow || !text.chars().any(is_ambiguous) {
        return Cow::Borrowed(text);
    }
    let mut fixed = String::with_capacity(text.len());
    for c in text.chars() {
        if is_ambiguous(c) {
            push_look_alike(&mut fixed, c);
        } else {
            fixed.push(c);
        }
    }
    Cow::Owned(fixed)
}

fn push_look_alike(fixed: &mut String, c: char) {
    match c {
        '①'..='⑳' => {
            fixed.push('(');
            push_letters(fixed, c);
            fixed.push(')');
        }
        _ => match known(c) {
            Some(look_alike) => fixed.push_str(look_alike),
            None => push_letters(fixed, c),
        },
    }
}

/// The look-alikes chosen by hand.
fn known(c: char) -> Option<&'static str> {
    Some(match c {
        '≥' | '⩾' => ">=",
        '≤' | '⩽' => "<=",
        '≠' => "!=",
        '≈' => "~",
        '“' | '”' => "＂",
        '‘' | '’' => "＇",
        '·' | '•' | '‧' => "・",
        '—' | '–' | '―' | '‐' => "－",
        '…' | '‥' => "..",
        '×' => "x",
        '÷' => "/",
        '±' => "+-",
        '℃' | '°' => "度",
        '→' => "->",
        '←' => "<-",
        '↑' => "^",
        '↓' => "v",
        '∶' => ":",
        // A mark behind a digit is no digit of it.
        '¹' => "^1",
        '²' => "^2",
        '³' => "^3",
        '⁴' => "^4",
        '₁' => "_1",
        '₂' => "_2",
        '₃' => "_3",
        '₄' => "_4",
        '★' | '☆' | '●' | '○' | '◎' | '■' | '□' | '◆' | '◇' | '▲' | '△' | '▼' | '▽' | '※' => {
            "*"
        }
        _ => return None,
    })
}

/// The ASCII letters a character is composed of (`é` → `e`, `Ⅱ` → `II`, `½` → `1/2`), or `?`.
/// Digits of it stand apart from a digit before them.
fn push_letters(fixed: &mut String, c: char) {
    let letters = std::iter::once(c).nfkd().filter_map(|part| match part {
        '\u{2044}' => Some('/'),
        _ => part.is_ascii_graphic().then_some(part),
    });
    let letters: String = letters.collect();
    let is_digit = |c: char| c.is_ascii_digit();
    if fixed.ends_with(is_digit) && letters.starts_with(is_digit) {
        fixed.push(' ');
    }
    fixed.push_str(if letters.is_empty() { "?" } else { &letters });
}

/// Whether terminals disagree about the width of a character.
fn is_ambiguous(c: char) -> bool {
    if c.is_ascii() || c.width() != Some(1) {
        return false;
    }
    c.width_cjk() == Some(2)
        || AMBIGUOUS_LETTERS
            .iter()
            .any(|&(first, last)| (first..=last).contains(&c))
}

/// The letters and modifiers of East Asian Width "A" (UAX #11). `unicode-width` calls them narrow
/// even in its CJK mode, but `PuTTY` and GNU screen draw them wide there.
const AMBIGUOUS_LETTERS: [(char, char); 61] = [
    ('\u{A8}', '\u{A8}'),
    ('\u{AA}', '\u{AA}'),
    ('\u{B4}', '\u{B4}'),
    ('\u{B8}', '\u{B8}'),
    ('\u{BA}', '\u{BA}'),
    ('\u{C6}', '\u{C6}'),
    ('\u{D0}', '\u{D0}'),
    ('\u{D8}', '\u{D8}'),
    ('\u{DE}', '\u{E1}'),
    ('\u{E6}', '\u{E6}'),
    ('\u{E8}', '\u{EA}'),
    ('\u{EC}', '\u{ED}'),
    ('\u{F0}', '\u{F0}'),
    ('\u{F2}', '\u{F3}'),
    ('\u{F8}', '\u{FA}'),
    ('\u{FC}', '\u{FC}'),
    ('\u{FE}', '\u{FE}'),
    ('\u{101}', '\u{101}'),
    ('\u{111}', '\u{111}'),
    ('\u{113}', '\u{113}'),
    ('\u{11B}', '\u{11B}'),
    ('\u{126}', '\u{127}'),
    ('\u{12B}', '\u{12B}'),
    ('\u{131}', '\u{133}'),
    ('\u{138}', '\u{138}'),
    ('\u{13F}', '\u{142}'),
    ('\u{144}', '\u{144}'),
    ('\u{148}', '\u{14B}'),
    ('\u{14D}', '\u{14D}'),
    ('\u{152}', '\u{153}'),
    ('\u{166}', '\u{167}'),
    ('\u{16B}', '\u{16B}'),
    ('\u{1CE}', '\u{1CE}'),
    ('\u{1D0}', '\u{1D0}'),
    ('\u{1D2}', '\u{1D2}'),
    ('\u{1D4}', '\u{1D4}'),
    ('\u{1D6}', '\u{1D6}'),
    ('\u{1D8}', '\u{1D8}'),
    ('\u{1DA}', '\u{1DA}'),
    ('\u{1DC}', '\u{1DC}'),
    ('\u{251}', '\u{251}'),
    ('\u{261}', '\u{261}'),
    ('\u{2C4}', '\u{2C4}'),
    ('\u{2C7}', '\u{2C7}'),
    ('\u{2C9}', '\u{2CB}'),
    ('\u{2CD}', '\u{2CD}'),
    ('\u{2D0}', '\u{2D0}'),
    ('\u{2D8}', '\u{2DB}'),
    ('\u{2DD}', '\u{2DD}'),
    ('\u{2DF}', '\u{2DF}'),
    ('\u{391}', '\u{3A1}'),
    ('\u{3A3}', '\u{3A9}'),
    ('\u{3B1}', '\u{3C1}'),
    ('\u{3C3}', '\u{3C9}'),
    ('\u{401}', '\u{401}'),
    ('\u{410}', '\u{44F}'),
    ('\u{451}', '\u{451}'),
    ('\u{207F}', '\u{207F}'),
    ('\u{2113}', '\u{2113}'),
    ('\u{2126}', '\u{2126}'),
    ('\u{212B}', '\u{212B}'),
];
