//! Yes and no, as they are typed and written.

use crate::domain::text::folding;
use crate::i18n::{Lang, Refusal};

/// Reads yes or no as people write and tick it.
///
/// # Errors
/// Where it is neither.
pub(super) fn read(typed: &str) -> Result<bool, Refusal> {
    match folding::key(typed).as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "1" | "yes" | "y" | "true" => Ok(true),
        // A Latin x is no sign of it: on many a form it marks what is so. Nor is 2: beside 0 and 1
        // it is a third thing.
        "否" | "无" | "×" | "✗" | "✘" | "0" | "no" | "n" | "false" => Ok(false),
        _ => Err(Refusal::NotYesNo {
            typed: typed.to_owned(),
        }),
    }
}

/// 是 or 否.
#[must_use]
pub const fn yes_no_word(yes: bool, lang: Lang) -> &'static str {
    match (yes, lang) {
        (true, Lang::Zh) => "是",
        (false, Lang::Zh) => "否",
        (true, Lang::En) => "yes",
        (false, Lang::En) => "no",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yes_and_no_are_read_as_people_write_and_tick_them() {
        for typed in [
            "是",
            "有",
            "√",
            " ✓",
            "✔\u{FE0F}",
            "1",
            "１",
            "Yes",
            "Y",
            "TRUE",
        ] {
            assert_eq!(read(typed), Ok(true), "{typed}");
        }
        for typed in ["否", "无", "×", "✗", "✘", "0", "No", "n", "false"] {
            assert_eq!(read(typed), Ok(false), "{typed}");
        }
        for typed in [
            "x", "X", "☒", "√×", "不详", "?", "2", "２", "3", "①", "1²", "-1", "10",
        ] {
            assert!(read(typed).is_err(), "{typed}");
        }
    }
}
