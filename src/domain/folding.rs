//! What an input method makes of typed text, and what is folded back.
//!
//! Numbers, dates, codes and commands take full-width digits and Chinese punctuation; names are kept as typed.

use unicode_normalization::UnicodeNormalization;

/// Invisible characters that no figure or name needs and that only change how their neighbours look: controls, zero-width
/// and text-direction marks, line separators, tags, and the variation selector that some input methods add. Terminals
/// disagree about the widths of sequences joined by these.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE0F}' | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// A name as it is kept: trimmed (the ideographic space too), without invisible characters, otherwise untouched.
#[must_use]
pub fn name(typed: &str) -> String {
    let visible: String = typed.chars().filter(|&c| !is_invisible(c)).collect();
    visible.trim().to_owned()
}

/// The form in which numbers, dates and codes are read: compatibility forms folded (`１２` → `12`, `㎡` → `m2`),
/// Chinese stops, commas and dashes as their ASCII ones.
#[must_use]
pub fn figure(typed: &str) -> String {
    let folded: String = typed.nfkc().filter(|&c| !is_invisible(c)).map(punctuation).collect();
    folded.trim().to_owned()
}

/// The key under which two spellings of a name, label or code are the same: folded, without case and spaces.
#[must_use]
pub fn key(text: &str) -> String {
    figure(text).to_lowercase().chars().filter(|c| !c.is_whitespace()).collect()
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
    use super::*;

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
    fn keys_ignore_case_width_and_spaces() {
        assert_eq!(key("Reading Seats"), key("ｒｅａｄｉｎｇ　seats"));
    }
}
