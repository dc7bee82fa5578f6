//! Official codes of places, and the keys by which two spellings are one place.

use crate::domain::text::folding;

/// How many digits an official code of China has: a county or what is above it, a town, a village.
const LENGTHS: [usize; 3] = [6, 9, 12];
/// How an official code of China begins: with the code of a province.
const PROVINCES: [&str; 34] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82",
];
/// What stands for the levels that an official code does not name.
const NOTHING_BELOW: &str = "000";

/// Returns the official Chinese code in a text, in its shortest form: six digits for a county or
/// what is above it, nine for a town, twelve for a village. `331122101000`, `331122101.0` and
/// `３３１１２２１０１` are all `331122101`. `None` for any other text, such as the code of another
/// country.
#[must_use]
pub(crate) fn official(text: &str) -> Option<String> {
    let key = folding::key(text);
    let mut code = undecimal(&key);
    let is_official = LENGTHS.contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_digit())
        && PROVINCES.iter().any(|province| code.starts_with(province));
    if !is_official {
        return None;
    }
    while let Some(shorter) = code
        .strip_suffix(NOTHING_BELOW)
        .filter(|shorter| LENGTHS.contains(&shorter.len()))
    {
        code = shorter;
    }
    Some(code.to_owned())
}

/// Returns a code as a new ledger keeps it: an official one in its shortest form, any other as it
/// is written.
#[must_use]
pub(crate) fn kept_code(text: &str) -> String {
    official(text).unwrap_or_else(|| folding::name(text))
}

/// Returns the key under which two spellings of a place are the same: those of one official code,
/// or of one name.
#[must_use]
pub(crate) fn key(text: &str) -> String {
    official(text).unwrap_or_else(|| folding::key(text))
}

/// Returns whether two codes are one: the same text, or one official code written with and without
/// its zeros.
#[must_use]
pub(crate) fn is_same_code(one: &str, other: &str) -> bool {
    one == other
        || official(one).is_some_and(|one| official(other).is_some_and(|other| one == other))
}

/// Returns a code without the decimals that a spreadsheet writes behind a figure.
pub(crate) fn undecimal(key: &str) -> &str {
    match key.split_once('.') {
        Some((whole, part)) if !part.is_empty() && part.bytes().all(|b| b == b'0') => whole,
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_official_code_is_one_with_and_without_the_zeros_of_what_is_below() {
        for (written, code) in [
            ("331122101", "331122101"),
            ("331122101000", "331122101"),
            ("331122101.0", "331122101"),
            (" ３３１１２２１０１０００ ", "331122101"),
            ("331122101001", "331122101001"),
            ("331122", "331122"),
            ("331122000", "331122"),
            ("331122000000", "331122"),
            ("331100000000", "331100"),
            ("330000", "330000"),
            ("331000", "331000"),
        ] {
            assert_eq!(official(written).as_deref(), Some(code), "{written}");
            assert!(is_same_code(written, code));
        }
        assert!(!is_same_code("331122101", "331122102000") && !is_same_code("331122", "331122101"));
    }

    #[test]
    fn codes_of_other_countries_stay_as_they_are() {
        for code in [
            "KE-baringo",
            "101",
            "101000",
            "990101000",
            "3311",
            "33112210",
            "331122101-000",
            "A",
            "",
        ] {
            assert_eq!(official(code), None, "{code}");
            assert_eq!(kept_code(code), code);
        }
        assert!(
            !is_same_code("101", "101000")
                && !is_same_code("990101", "990101000")
                && is_same_code("A", "A")
        );
    }
}
