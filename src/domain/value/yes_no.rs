//! Yes and no, as they are typed and written.

use crate::domain::text::folding;
use crate::i18n::{Lang, Refusal};

/// Words that a pack has for yes and no beside the common ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct YesNoWords {
    /// Those for yes.
    pub yes: Vec<String>,
    /// Those for no.
    pub no: Vec<String>,
}

/// Reads yes or no as people write and tick it.
///
/// # Errors
/// Where it is neither.
pub(super) fn read(typed: &str, words: &YesNoWords) -> Result<bool, Refusal> {
    let key = folding::key(typed);
    let is_in = |words: &[String]| words.iter().any(|word| folding::key(word) == key);
    match key.as_str() {
        _ if is_in(&words.yes) => Ok(true),
        _ if is_in(&words.no) => Ok(false),
        "是" | "有" | "√" | "✓" | "✔" | "○" | "◯" | "1" | "1.0" | "yes" | "y" | "true" | "t"
        | "はい" | "あり" | "有り" | "예" | "네" | "있음" => Ok(true),
        // A Latin x is no sign of it: on many a form it marks what is so. Nor is 2: beside 0 and 1
        // it is a third thing.
        "否" | "无" | "無" | "没有" | "×" | "✗" | "✘" | "0" | "0.0" | "no" | "n" | "false"
        | "f" | "いいえ" | "なし" | "無し" | "아니오" | "아니요" | "없음" => {
            Ok(false)
        }
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

    fn read(typed: &str) -> Result<bool, Refusal> {
        super::read(typed, &YesNoWords::default())
    }

    #[test]
    fn a_pack_has_words_of_its_own() {
        let words = YesNoWords {
            yes: vec!["开通".to_owned(), "X".to_owned()],
            no: vec!["未开通".to_owned()],
        };
        assert_eq!(super::read("开通", &words), Ok(true));
        assert_eq!(super::read("x", &words), Ok(true));
        assert_eq!(super::read("未 开通", &words), Ok(false));
        assert_eq!(super::read("否", &words), Ok(false));
        assert!(super::read("2", &words).is_err());
    }

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
            "T",
            "1.0",
            "○",
            "あり",
            "예",
        ] {
            assert_eq!(read(typed), Ok(true), "{typed}");
        }
        for typed in [
            "否",
            "无",
            "無",
            "×",
            "✗",
            "✘",
            "0",
            "0.0",
            "No",
            "n",
            "false",
            "F",
            "なし",
            "아니오",
        ] {
            assert_eq!(read(typed), Ok(false), "{typed}");
        }
        for typed in [
            "x", "X", "☒", "√×", "不详", "?", "2", "２", "3", "①", "1²", "-1", "10",
        ] {
            assert!(read(typed).is_err(), "{typed}");
        }
    }
}
