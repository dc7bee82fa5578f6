//! What an input method makes of typed text, and what is folded back.
//!
//! Numbers, dates, codes and commands take full-width digits and Chinese punctuation; names are
//! kept as typed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Invisible characters that no figure or name needs and that only change how their neighbours
/// look: controls, zero-width and text-direction marks, line separators, soft hyphens, letters that
/// fill and show nothing, tags, the variation selector that some input methods add, and what is no
/// character at all. Terminals disagree about the widths of sequences joined by these. Characters
/// for private use stay: names are written with those that older character sets lacked.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    // What nearly every text is made of.
    if matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}') {
        return false;
    }
    c.is_control()
        || u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{FDD0}'..='\u{FDEF}' |
            '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE0F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// Returns the characters of a text that no form takes, each once: whoever takes texts in by
/// another way asks here. Ends of lines and tabs are among them, for every form makes spaces of
/// these.
#[must_use]
pub fn refused(text: &str) -> BTreeSet<char> {
    if is_plain(text) {
        return BTreeSet::new();
    }
    text.chars().filter(|&c| is_invisible(c)).collect()
}

/// Returns the characters of a text that are dropped when it is read, each once: all that no form
/// takes but ends of lines and tabs, of which spaces are made.
#[must_use]
pub fn dropped(text: &str) -> BTreeSet<char> {
    refused(text).into_iter().filter(|c| !is_end(*c)).collect()
}

/// Returns the number of a character in Unicode, as in `U+200B`: of one that nobody sees there is
/// nothing else to show.
#[must_use]
pub fn number_of(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// Returns whether a character is one of those that everybody may use for their own: only the font
/// of one vendor shows it, and elsewhere it is another one or none.
#[must_use]
pub const fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

/// Returns whether a text has nothing but signs of ASCII and common hanzi. All of them stay as they
/// are in every form, so that most texts need no more than to be trimmed.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b' '..=b'~' => {}
            // From U+4E00 to U+9FFF, each of three bytes.
            0xE4 if bytes.next().is_some_and(|second| second >= 0xB8) => {
                bytes.next();
            }
            0xE5..=0xE9 => {
                bytes.nth(1);
            }
            _ => return false,
        }
    }
    true
}

/// Returns a name as it is kept: trimmed (the ideographic space too), on one line, without
/// invisible characters, otherwise untouched.
#[must_use]
pub fn name(typed: &str) -> String {
    if is_plain(typed) {
        return typed.trim().to_owned();
    }
    trimmed(
        typed.len(),
        on_one_line(typed).chars().filter(|&c| !is_invisible(c)),
    )
}

/// Returns whether a character is a tab or ends a line.
const fn is_end(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Returns the text with a space for every tab and end of a line, so that words and figures stay
/// apart.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.contains(is_end) {
        Cow::Owned(text.replace("\r\n", "\n").replace(is_end, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the characters as a text, of at most so many bytes for most texts, without space at its
/// ends.
fn trimmed(bytes: usize, characters: impl Iterator<Item = char>) -> String {
    let mut text = String::with_capacity(bytes);
    text.extend(characters);
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    text
}

/// Returns the form in which numbers, dates and codes are read: wide and narrow forms and unit
/// signs folded (`１２` → `12`, `㎡` → `m2`), Chinese stops, commas and dashes as their ASCII ones,
/// all on one line. Marks stay what they are: `①` and `²` are no digits.
#[must_use]
pub fn figure(typed: &str) -> String {
    if is_plain(typed) {
        return typed.trim().to_owned();
    }
    figure_of_any(typed)
}

fn figure_of_any(typed: &str) -> String {
    let line = on_one_line(typed);
    // What most people type is in that form.
    if !line.contains(is_folded) && is_nfc_quick(line.chars()) == IsNormalized::Yes {
        return trimmed(
            line.len(),
            line.chars().filter(|c| !is_invisible(*c)).map(punctuation),
        );
    }
    let mut folded = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            c if is_invisible(c) => {}
            // A power of a unit, as in m²; behind a digit it is a mark.
            '²' | '³' if !folded.ends_with(['m', 'M']) => folded.push(c),
            c if is_folded(c) => folded.extend(std::iter::once(c).nfkc()),
            c => folded.push(c),
        }
    }
    trimmed(folded.len(), folded.nfc().map(punctuation))
}

/// Returns whether a character is another one in another shape, or a sign of a unit or of a word.
const fn is_folded(c: char) -> bool {
    matches!(c,
        // Wide and narrow forms.
        '\u{FF01}'..='\u{FFEE}'
        // Signs set upright and small, as Big5 has them: `︵`, `﹪`.
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE48}' | '\u{FE4D}'..='\u{FE6B}'
        // Unit signs: `㎡`, `㎞`, `㎢`, `㏊`. None of them begins with a digit.
        | '\u{3371}'..='\u{337A}' | '\u{3380}'..='\u{33DF}' | '²' | '³' | '℃'
        // Radicals, which PDF files give for the hanzi that look the same.
        | '\u{2F00}'..='\u{2FD5}'
        // Roman numerals, which are letters to some input methods.
        | '\u{2160}'..='\u{217B}'
        | '№'
        // Blanks of other widths.
        | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Returns the first character that somebody may have meant as a digit and that is none: `①`, `²`,
/// `₉`, `½`.
#[must_use]
pub fn mark(folded: &str) -> Option<char> {
    folded
        .chars()
        .find(|c| c.is_numeric() && !c.is_ascii() && *c != '〇')
}

/// Returns the key under which two spellings of a name, label or code are the same: folded, without
/// case and spaces.
#[must_use]
pub fn key(text: &str) -> String {
    if is_plain(text) {
        let mut key = text.to_ascii_lowercase();
        key.retain(|c| c != ' ');
        return key;
    }
    let mut key = figure(text).to_lowercase();
    key.retain(|c| !c.is_whitespace());
    key
}

const fn punctuation(c: char) -> char {
    match c {
        '。' | '·' | '・' | '．' => '.',
        '、' | '，' => ',',
        '—' | '–' | '−' | '―' | '‐' | '‑' => '-',
        '／' => '/',
        '：' => ':',
        '；' => ';',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_plain_stays_as_it_is(text in "[ -~一-龥鿿丿]{0,12}", any in "\\PC{0,6}") {
            prop_assert!(is_plain(&text));
            prop_assert_eq!(figure(&text), figure_of_any(&text));
            let mut key_of_any = figure_of_any(&text).to_lowercase();
            key_of_any.retain(|c| !c.is_whitespace());
            prop_assert_eq!(key(&text), key_of_any);
            let kept: String = text.chars().filter(|&c| !is_invisible(c)).collect();
            prop_assert_eq!(name(&text), kept.trim());
            let is_one = |c: char| matches!(c, ' '..='~' | '\u{4E00}'..='\u{9FFF}');
            prop_assert_eq!(is_plain(&any), any.chars().all(is_one));
        }

        #[test]
        fn what_is_folded_stays_as_it_is(text in "([ 0-9a-z，。馆㎡²①１Åé\u{301}\u{200B}]|.){0,12}") {
            let folded = figure(&text);
            // A sign that is seen may hide that a mark stood behind a letter.
            prop_assume!(!folded.contains(['²', '³']));
            prop_assert_eq!(figure(&folded), folded.as_str());
            let visible: String = on_one_line(&text).chars().filter(|&c| !is_invisible(c)).collect();
            prop_assert_eq!(name(&text), visible.trim());
        }

        #[test]
        fn no_mark_becomes_a_digit(text in "[0-9①-⑳⑴-⒛⓪-⓿❶-➓㉑-㊿㊀-㊉㋀-㋋㍘-㍰㏠-㏾⁰-⁹₀-₉½-¾⅐-⅞𝟎-𝟿]{0,6}") {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let read = figure(&text);
            prop_assert_eq!(digits(&read), digits(&text));
            prop_assert_eq!(key(&text), read.to_lowercase());
        }
    }

    #[test]
    fn figures_lose_what_the_input_method_added() {
        assert_eq!(figure("　１２３．５ "), "123.5");
        assert_eq!(figure("3。5公里"), "3.5公里");
        assert_eq!(figure("850\u{200B} ㎡"), "850 m2");
        assert_eq!(figure("1、200"), "1,200");
        assert_eq!(figure("−5"), "-5");
    }

    #[test]
    fn marks_are_no_digits_and_powers_of_units_are_none_either() {
        for marked in ["129①", "1999²", "12₉", "⑴", "½", "³"] {
            assert_eq!(figure(marked), marked);
            assert!(mark(marked).is_some(), "{marked}");
        }
        for (unit, plain) in [
            ("5㎡", "5m2"),
            ("5㎞", "5km"),
            ("5㎢", "5km2"),
            ("5 m²", "5 m2"),
            ("5km²", "5km2"),
            ("5㏊", "5ha"),
            ("M³", "M3"),
        ] {
            assert_eq!(figure(unit), plain);
        }
        assert_eq!(mark("二〇二一年 12m2"), None);
        assert_ne!(key("第①图书馆"), key("第1图书馆"));
        assert_ne!(key("第㊀图书馆"), key("第一图书馆"));
    }

    #[test]
    fn one_character_in_several_shapes_is_one() {
        for (one, other) in [
            ("ｶﾞｰﾃﾞﾝ", "ガーデン"),
            ("文化﹙东﹚", "文化(东)"),
            ("⽔库⼀号", "水库一号"),
            ("Ⅱ区", "II区"),
            ("№3", "No3"),
            ("Cafe\u{301}", "Café"),
            ("豈", "豈"),
            ("a\u{A0}\u{2003}b", "ab"),
        ] {
            assert_eq!(key(one), key(other), "{one}");
        }
    }

    #[test]
    fn names_keep_their_punctuation_and_lose_only_what_nobody_sees() {
        assert_eq!(name("　壶镇（一期）①\u{202E} \u{7}"), "壶镇（一期）①");
    }

    #[test]
    fn what_no_form_takes_is_told_by_its_number() {
        let hostile =
            "示\u{1B}[31m例\u{202E}\u{200B}\u{AD}\u{3164}\u{FFFE}\u{10FFFF}\u{E0041}\u{1B}";
        let told: Vec<String> = refused(hostile).into_iter().map(number_of).collect();
        assert_eq!(
            told,
            [
                "U+001B", "U+00AD", "U+200B", "U+202E", "U+3164", "U+FFFE", "U+E0041", "U+10FFFF"
            ]
        );
        assert_eq!(name(hostile), "示[31m例");
        assert!(dropped("a\tb\r\nc\u{2028}d").is_empty());
        assert_eq!(dropped("a\tb\u{0}\u{200B}").len(), 2);
        // Rare hanzi, also those for which older sets had places of their own, and marks that
        // belong to their letters.
        for kept in [
            "𠮷野",
            "\u{E863}镇",
            "\u{F0000}",
            "e\u{301}",
            "葛\u{E0100}",
            "ﾞ",
        ] {
            assert!(refused(kept).is_empty(), "{kept}");
        }
    }

    #[test]
    fn what_stands_on_two_lines_stays_two_words() {
        assert_eq!(name("Public\r\nLibrary\tEast\n"), "Public Library East");
        assert_eq!(figure("120\n130"), "120 130");
        assert_eq!(key("阅览\n座席数"), "阅览座席数");
    }

    #[test]
    fn keys_ignore_case_width_and_spaces() {
        assert_eq!(key("Reading Seats"), key("ｒｅａｄｉｎｇ　seats"));
    }
}
