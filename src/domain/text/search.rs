//! Finding names as people type them: by any part, or by pinyin with every reading of each
//! character (`hzz` and `huzhen` find 壶镇镇, `cq` and `zq` both find 重庆路).

use pinyin::{Pinyin, ToPinyinMulti};

use super::folding;

/// How well a name fits what was typed; a smaller one is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// It is exactly that.
    Whole,
    /// It begins with it.
    Start,
    /// It has it inside.
    Inside,
}

/// Returns how `name` fits `typed`; `None` when it does not. Nothing typed fits everything.
#[must_use]
pub fn fit(name: &str, typed: &str) -> Option<NameMatch> {
    let name = folding::key(name);
    let typed = folding::key(typed);
    if name == typed {
        return Some(NameMatch::Whole);
    }
    let letters: Vec<char> = typed.chars().collect();
    let characters: Vec<char> = name.chars().collect();
    let starts = (0..=characters.len())
        .find(|&at| reads(characters.get(at..).unwrap_or_default(), &letters))?;
    Some(if starts == 0 {
        NameMatch::Start
    } else {
        NameMatch::Inside
    })
}

/// Returns whether `typed` is spent by the characters from the first on: each takes itself, or a
/// beginning of one of its readings.
fn reads(characters: &[char], typed: &[char]) -> bool {
    let Some(&next) = typed.first() else {
        return true;
    };
    let Some((&character, rest)) = characters.split_first() else {
        return false;
    };
    if character == next && typed.get(1..).is_some_and(|left| reads(rest, left)) {
        return true;
    }
    let Some(readings) = character.to_pinyin_multi() else {
        return false;
    };
    readings.into_iter().any(|reading| {
        let common = reading
            .plain()
            .chars()
            .zip(typed)
            .take_while(|(a, b)| a == *b)
            .count();
        (1..=common)
            .rev()
            .any(|taken| typed.get(taken..).is_some_and(|left| reads(rest, left)))
    })
}

/// Returns whether two hanzi share a reading, whatever its tone: an input method offers one for the
/// other.
#[must_use]
pub fn sound_alike(one: char, other: char) -> bool {
    let readings = |c: char| c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    readings(one).any(|reading| readings(other).any(|other| other == reading))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_initials_by_full_pinyin_and_by_a_mixture() {
        for typed in ["hzz", "huzhen", "hzhen", "壶镇", "hz镇", "ＨＺＺ"] {
            assert_eq!(fit("壶镇镇", typed), Some(NameMatch::Start), "{typed}");
        }
        assert_eq!(fit("壶镇镇", "壶镇镇"), Some(NameMatch::Whole));
        assert_eq!(fit("玉壶镇", "hz"), Some(NameMatch::Inside));
        assert_eq!(fit("壶镇镇", "wx"), None);
    }

    #[test]
    fn every_reading_of_a_character_finds_it() {
        for typed in ["cq", "zq", "chongqing", "zhongqing"] {
            assert!(fit("重庆路", typed).is_some(), "{typed}");
        }
        for (name, typed) in [
            ("长乐路", "clz"),
            ("长乐镇", "zyz"),
            ("长乐镇", "clz"),
            ("银行", "yinhang"),
        ] {
            assert_eq!(
                fit(name, typed).is_some(),
                name != "长乐路",
                "{name} {typed}"
            );
        }
    }

    #[test]
    fn hanzi_that_share_any_reading_sound_alike() {
        assert!(sound_alike('事', '示') && sound_alike('重', '虫') && sound_alike('重', '中'));
        assert!(!sound_alike('李', '王') && !sound_alike('a', 'a'));
    }

    #[test]
    fn latin_names_are_found_without_case() {
        assert_eq!(fit("Lamu East", "lamu"), Some(NameMatch::Start));
        assert_eq!(fit("Lamu East", "east"), Some(NameMatch::Inside));
    }
}
