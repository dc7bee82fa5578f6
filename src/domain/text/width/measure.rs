//! Measures how many columns of a terminal a text takes.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Returns the columns a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    let plain = text.chars().map(plain_width).sum::<Option<usize>>();
    plain.unwrap_or_else(|| text.graphemes(true).map(grapheme_width).sum())
}

/// Returns the columns of a character that is a grapheme by itself beside every other such one:
/// nearly every text is made of these, and nothing has to be looked up for them.
const fn plain_width(c: char) -> Option<usize> {
    match c {
        ' '..='~' => Some(1),
        '、'..='】' | '一'..='鿿' | '！'..='～' => Some(2),
        _ => None,
    }
}

/// Returns the columns one grapheme takes. A control character takes none, because nothing ever
/// draws one. Half-width sound marks (`ﾞ`, `ﾟ`) extend a grapheme and yet take a column of their
/// own on terminals.
#[must_use]
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let sound_marks = grapheme
        .chars()
        .filter(|c| matches!(c, '\u{FF9E}' | '\u{FF9F}'))
        .count();
    grapheme.width() + sound_marks
}
