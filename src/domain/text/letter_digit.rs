//! Letters that look like digits: `O` for 0, `l` and `I` for 1.

use crate::i18n::Refusal;

/// The digit that a letter looks like. Figures are folded, so full-width letters are plain ones here.
const fn digit_of(c: char) -> Option<char> {
    match c {
        // Latin, Greek and Cyrillic.
        'O' | 'o' | 'Ο' | 'ο' | 'О' | 'о' => Some('0'),
        'l' | 'I' | 'Ι' | 'І' | 'ӏ' | 'Ӏ' => Some('1'),
        _ => None,
    }
}

/// Returns whether a character is a letter of an alphabet, as the letters of a unit are: hanzi behind
/// a figure are no part of it.
fn is_of_a_word(c: char) -> bool {
    c.is_alphabetic() && u32::from(c) < 0x0590
}

/// Returns why a folded figure or date that could not be read was refused, where a letter stands in
/// it in place of a digit: not in a word, and beside a digit or a sign of a figure.
pub(crate) fn refusal(folded: &str) -> Option<Refusal> {
    let characters: Vec<char> = folded.chars().collect();
    if !characters.iter().any(char::is_ascii_digit) {
        return None;
    }
    let is_beside = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '/');
    let mut begin = 0_usize;
    for run in characters.chunk_by(|a, b| digit_of(*a).is_some() == digit_of(*b).is_some()) {
        let before = begin.checked_sub(1).and_then(|at| characters.get(at));
        let after = characters.get(begin + run.len());
        let mut around = before.into_iter().chain(after);
        let is_in_a_word = around.clone().any(|c| is_of_a_word(*c));
        if let Some((letter, digit)) = run.first().and_then(|c| Some((*c, digit_of(*c)?)))
            && !is_in_a_word
            && around.any(|c| is_beside(*c))
        {
            let (typed, letter, digit) = (folded.to_owned(), letter.into(), digit.into());
            let at = begin + 1;
            return Some(if at == characters.len() {
                Refusal::LetterAtEnd {
                    typed,
                    letter,
                    digit,
                }
            } else {
                Refusal::LetterAt {
                    typed,
                    at,
                    letter,
                    digit,
                }
            });
        }
        begin += run.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::folding;
    use crate::i18n::{Lang, Say};

    fn said(typed: &str) -> Option<String> {
        refusal(&folding::figure(typed)).map(|refusal| refusal.say(Lang::En))
    }

    #[test]
    fn a_letter_in_place_of_a_digit_is_told_with_its_place() {
        for (typed, told) in [
            ("12O", "the last character, \"O\","),
            ("12o", "the last character, \"o\","),
            ("12ｌ", "the last character, \"l\","),
            ("１２Ｏ", "the last character, \"O\","),
            ("12О", "the last character, \"О\","),
            ("1O0", "character 2, \"O\","),
            ("I20", "character 1, \"I\","),
            ("1,OOO", "character 3, \"O\","),
            ("12O平方米", "character 3, \"O\","),
            ("2O21-6-1", "character 2, \"O\","),
            ("2021-6-l", "the last character, \"l\","),
            ("2021年l月", ""),
            ("202l年", "character 4, \"l\","),
        ] {
            match (said(typed), told) {
                (None, "") => {}
                (Some(said), told) => assert!(said.contains(told), "{typed}: {said}"),
                (None, _) => panic!("nothing is said of {typed}"),
            }
        }
    }

    #[test]
    fn letters_of_words_and_units_are_none() {
        for typed in [
            "O", "oil", "12 l", "5 lanes", "12lx", "5 miles", "about 12", "12kg", "1e9", "", "五O",
        ] {
            assert_eq!(said(typed), None, "{typed}");
        }
    }
}
