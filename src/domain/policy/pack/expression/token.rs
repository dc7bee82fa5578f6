//! Splits the text of an expression into tokens.

use crate::domain::value::number::Number;

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A number without a sign.
    Number(Number),
    /// A name, a code or a unit.
    Word(String),
    /// A text in quotes.
    Text(String),
    /// A sign: `+ - * / ( ) [ ] , . ->` or an operator.
    Sign(&'static str),
}

/// A token and the byte at which it begins.
pub(super) type Placed = (usize, Token);

/// Signs, the longer ones first.
const SIGNS: [&str; 17] = [
    "->", ">=", "<=", "!=", "=", ">", "<", "+", "-", "*", "/", "(", ")", "[", "]", ",", ".",
];

/// Splits a text.
///
/// # Errors
/// The byte at which something stands that is no token.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, usize> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let (token, length) = if first.is_ascii_digit() {
            number(rest).ok_or(at)?
        } else if is_of_word(first) {
            let end = rest.find(|c| !is_of_word(c)).unwrap_or(rest.len());
            let word = rest.get(..end).unwrap_or_default();
            (Token::Word(word.to_owned()), end)
        } else if matches!(first, '"' | '\'') {
            let inner = rest.get(1..).unwrap_or_default();
            let end = inner.find(first).ok_or(at)?;
            let words = inner.get(..end).unwrap_or_default();
            (Token::Text(words.to_owned()), end + 2)
        } else {
            let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
            let sign = sign.ok_or(at)?;
            (Token::Sign(sign), sign.len())
        };
        found.push((at, token));
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

/// Reads digits with at most one point between them.
fn number(text: &str) -> Option<(Token, usize)> {
    let digits = |text: &str| {
        text.find(|c: char| !c.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let whole = digits(text);
    let part = text.get(whole..)?.strip_prefix('.').map_or(0, digits);
    let length = if part > 0 { whole + 1 + part } else { whole };
    let number = text.get(..length)?.parse().ok()?;
    Some((Token::Number(number), length))
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '%' | '㎡')
}
