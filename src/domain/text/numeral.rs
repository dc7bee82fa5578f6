//! Numbers written in hanzi.

/// Numerals from nothing to nine. Those for ten thousand and so on are no part of names and dates.
const NUMERALS: &str = "〇一二三四五六七八九";
const TEN: char = '十';

/// Returns whether a character is a numeral.
pub(crate) fn is_numeral(c: char) -> bool {
    c == TEN || NUMERALS.contains(c)
}

/// Returns the text with its numbers in digits: 第十一小学 is 第11小学, 二〇二一年 is 2021年.
pub(crate) fn in_digits(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let written = |run: &[char]| match run.first() {
        Some(first) if is_numeral(*first) => number_of(run).to_string(),
        _ => run.iter().collect(),
    };
    characters
        .chunk_by(|a, b| is_numeral(*a) == is_numeral(*b))
        .map(written)
        .collect()
}

/// Returns what a run of numerals comes to: 二十三 is 23, 二〇二一 is 2021.
fn number_of(run: &[char]) -> u64 {
    let mut tens = 0_u64;
    let mut ones = 0_u64;
    for numeral in run {
        if *numeral == TEN {
            tens = tens.saturating_add(ones.max(1).saturating_mul(10));
            ones = 0;
        } else {
            let digit = NUMERALS
                .chars()
                .position(|c| c == *numeral)
                .unwrap_or_default();
            ones = ones.saturating_mul(10).saturating_add(digit as u64);
        }
    }
    tens.saturating_add(ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_become_the_digits_they_stand_for() {
        for (written, digits) in [
            ("第十一小学", "第11小学"),
            ("二〇二一年十二月三十一日", "2021年12月31日"),
            ("二十一", "21"),
            ("一九九八", "1998"),
            ("十月", "10月"),
            ("2021年", "2021年"),
            ("", ""),
        ] {
            assert_eq!(in_digits(written), digits);
        }
        assert!(
            in_digits(&"九".repeat(99)).len() > 9,
            "no number is too long"
        );
    }
}
