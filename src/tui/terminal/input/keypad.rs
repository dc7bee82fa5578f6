//! The keys of the keypad under the numbers that the kitty keyboard protocol gives them.

use super::key::{Code, Key};
use super::token::Token;

/// The number of the keypad's 0; the others count on from it.
const FIRST: u32 = 57399;
/// The characters of the first of them, in the order of their numbers. Enter is among them.
const TYPED: &[u8] = b"0123456789./*-+\r=,";
/// What the others do.
const MOTIONS: [Option<Code>; 11] = [
    Some(Code::Left),
    Some(Code::Right),
    Some(Code::Up),
    Some(Code::Down),
    Some(Code::PageUp),
    Some(Code::PageDown),
    Some(Code::Home),
    Some(Code::End),
    Some(Code::Insert),
    Some(Code::Delete),
    None,
];

/// Returns what a key of the keypad is; none for other numbers.
pub(super) fn keypad(number: u32) -> Option<Token> {
    let at = usize::try_from(number.checked_sub(FIRST)?).ok()?;
    if let Some(byte) = TYPED.get(at) {
        return Some(match byte {
            b'\r' => Token::Key(Key::plain(Code::Enter)),
            byte => Token::Char(char::from(*byte)),
        });
    }
    let motion = MOTIONS.get(at - TYPED.len())?;
    Some(motion.map_or(Token::Nothing, |code| Token::Key(Key::plain(code))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keypad_types_and_moves() {
        let typed: Vec<Option<Token>> = [57399, 57408, 57409, 57410, 57416].map(keypad).to_vec();
        let wanted = ['0', '9', '.', '/', ','].map(|c| Some(Token::Char(c)));
        assert_eq!(typed, wanted);
        let key = |code| Some(Token::Key(Key::plain(code)));
        assert_eq!(keypad(57414), key(Code::Enter));
        assert_eq!(keypad(57417), key(Code::Left));
        assert_eq!(keypad(57420), key(Code::Down));
        assert_eq!(keypad(57426), key(Code::Delete));
        assert_eq!(keypad(57427), Some(Token::Nothing));
        assert_eq!([57398, 57428, 97].map(keypad), [None; 3]);
    }
}
