//! What an input method makes of typed text, and what is folded back.
//!
//! Numbers, dates, codes and commands take full-width digits and Chinese punctuation; names are kept as typed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Invisible characters that no figure or name needs and that only change how their neighbours look: controls, zero-width
/// and text-direction marks, line separators, soft hyphens, letters that fill and show nothing, tags, the variation selector
/// that some input methods add, and what is no character at all. Terminals disagree about the widths of sequences joined by
/// these. Characters for private use stay: names are written with those that older character sets lacked.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || u32::from(c) & 0xFFFE == 0xFFFE
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{FDD0}'..='\u{FDEF}' |
            '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE0F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The characters of a text that no form takes, each once: whoever takes texts in by another way asks here. Ends of lines and
/// tabs are among them, for every form makes spaces of these.
#[must_use]
pub fn refused(text: &str) -> BTreeSet<char> {
    text.chars().filter(|&c| is_invisible(c)).collect()
}

/// A character in words that show it nowhere: `U+202E`.
#[must_use]
pub fn named(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

/// A name as it is kept: trimmed (the ideographic space too), on one line, without invisible characters, otherwise untouched.
#[must_use]
pub fn name(typed: &str) -> String {
    trimmed(typed.len(), on_one_line(typed).chars().filter(|&c| !is_invisible(c)))
}

/// The text with a space for every tab and end of a line, so that words and figures stay apart.
fn on_one_line(text: &str) -> Cow<'_, str> {
    let is_end = |c: char| matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if text.contains(is_end) {
        Cow::Owned(text.replace("\r\n", "\n").replace(is_end, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// The characters as a text, of at most so many bytes for most texts, without space at its ends.
fn trimmed(bytes: usize, characters: impl Iterator<Item = char>) -> String {
    let mut text = String::with_capacity(bytes);
    text.extend(characters);
    text.truncate(text.trim_end().len());
    text.drain(..text.len() - text.trim_start().len());
    text
}

/// The form in which numbers, dates and codes are read: compatibility forms folded (`１２` → `12`, `㎡` → `m2`),
/// Chinese stops, commas and dashes as their ASCII ones, all on one line.
#[must_use]
pub fn figure(typed: &str) -> String {
    let folded = |c| (!is_invisible(c)).then(|| punctuation(c));
    let line = on_one_line(typed);
    // What most people type is in that form.
    match is_nfkc_quick(line.chars()) {
        IsNormalized::Yes => trimmed(line.len(), line.chars().filter_map(folded)),
        _ => trimmed(line.len(), line.nfkc().filter_map(folded)),
    }
}

/// The key under which two spellings of a name, label or code are the same: folded, without case and spaces.
#[must_use]
pub fn key(text: &str) -> String {
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
        fn a_text_that_is_folded_already_is_read_as_any_other(text in "([ 0-9a-z，。馆㎡１Åé\u{301}\u{200B}]|.){0,12}") {
            let folded: String = on_one_line(&text).nfkc().filter(|&c| !is_invisible(c)).map(punctuation).collect();
            prop_assert_eq!(figure(&text), folded.trim());
            let visible: String = on_one_line(&text).chars().filter(|&c| !is_invisible(c)).collect();
            prop_assert_eq!(name(&text), visible.trim());
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
    fn names_keep_their_punctuation_and_lose_only_what_nobody_sees() {
        assert_eq!(name("　壶镇（一期）①\u{202E} \u{7}"), "壶镇（一期）①");
    }

    #[test]
    fn what_no_form_takes_is_told_by_its_number() {
        let hostile = "示\u{1B}[31m例\u{202E}\u{200B}\u{AD}\u{3164}\u{FFFE}\u{10FFFF}\u{E0041}\u{1B}";
        let told: Vec<String> = refused(hostile).into_iter().map(named).collect();
        assert_eq!(told, ["U+001B", "U+00AD", "U+200B", "U+202E", "U+3164", "U+FFFE", "U+E0041", "U+10FFFF"]);
        assert_eq!(name(hostile), "示[31m例");
        // Rare hanzi, also those for which older sets had places of their own, and marks that belong to their letters.
        for kept in ["𠮷野", "\u{E863}镇", "\u{F0000}", "e\u{301}", "葛\u{E0100}", "ﾞ"] {
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
