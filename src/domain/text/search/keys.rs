//! Keys by which names are looked up: the first letters of the characters as they are read, from
//! every character of a name on. What somebody types leads to a few ranges of keys, among which is
//! every name that fits; [`Query::fit`](super::Query::fit) says which of these do.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use pinyin::{Pinyin, ToPinyinMulti};

use super::common_reading;
use crate::domain::text::folding;

/// The most letters of a key; whoever types more types enough.
const LONGEST: usize = 12;
/// The most ways in which a name is read from one character on.
const MOST_READINGS: usize = 8;
/// The most letters of a word that are divided into the characters that they may stand for.
const DIVIDED: usize = 8;
/// The first and the last hanzi that have readings.
const HANZI: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// A key of a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NameKey {
    /// Whether it begins behind the first character of the name.
    pub inside: bool,
    /// The first letters of the characters from there on.
    pub initials: String,
    /// The first of these characters as it is read.
    pub sound: String,
}

/// What the keys of the names that a word may stand for begin with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypedKey {
    /// The beginning of [`NameKey::initials`].
    pub initials: String,
    /// The beginning of [`NameKey::sound`].
    pub sound: String,
}

/// Returns the keys of a name.
#[must_use]
pub fn of_name(name: &str) -> BTreeSet<NameKey> {
    let read: Vec<Vec<String>> = folding::key(name).chars().map(readings).collect();
    let initials: Vec<Vec<char>> = read.iter().map(|sounds| initials_of(sounds)).collect();
    let mut found = BTreeSet::new();
    for (at, sounds) in read.iter().enumerate() {
        let inside = at > 0;
        let mut rests = vec![String::new()];
        for next in initials.iter().skip(at + 1).take(LONGEST - 1) {
            rests = read_on(&rests, next);
        }
        for sound in sounds {
            let first: String = sound.chars().take(1).collect();
            found.extend(rests.iter().map(|rest| NameKey {
                inside,
                initials: format!("{first}{rest}"),
                sound: sound.clone(),
            }));
        }
    }
    found
}

/// Returns the first letters of the readings of a character, each once, the most common first.
fn initials_of(sounds: &[String]) -> Vec<char> {
    let mut found = Vec::new();
    for first in sounds.iter().filter_map(|sound| sound.chars().next()) {
        if !found.contains(&first) {
            found.push(first);
        }
    }
    found
}

/// Returns the letters that a name may be read as with one character more.
fn read_on(read: &[String], next: &[char]) -> Vec<String> {
    let most = if read.len() * next.len() > MOST_READINGS {
        1
    } else {
        next.len()
    };
    let longer = |begun: &String| {
        let longer = next.iter().take(most).map(|c| format!("{begun}{c}"));
        longer.collect::<Vec<_>>()
    };
    read.iter().flat_map(longer).collect()
}

/// Returns how a character is read, the most common reading first; a character that is no hanzi is
/// read as it is written.
fn readings(c: char) -> Vec<String> {
    let written = |reading: &str| reading.replace('ü', "v");
    let rare = c.to_pinyin_multi().into_iter().flatten();
    let all = common_reading(c).into_iter().chain(rare.map(Pinyin::plain));
    let mut found: Vec<String> = Vec::new();
    for reading in all.map(written) {
        if !found.contains(&reading) {
            found.push(reading);
        }
    }
    if found.is_empty() {
        found.push(c.to_string());
    }
    found
}

/// Every beginning of a reading of a hanzi.
static BEGINNINGS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let mut found = BTreeSet::new();
    for reading in HANZI
        .flat_map(readings)
        .filter(|reading| reading.is_ascii())
    {
        if !found.contains(&reading) {
            found.extend((1..=reading.len()).filter_map(|to| reading.get(..to).map(str::to_owned)));
        }
    }
    found
});

/// Returns whether a word has a character that is read in another way than it is written: then it is
/// looked up as it is written.
#[must_use]
pub fn is_written(word: &str) -> bool {
    word.chars().any(|c| common_reading(c).is_some())
}

/// Returns what the keys begin with of the names that a word may stand for. It is folded, and has no
/// hanzi.
#[must_use]
pub fn of_word(word: &str) -> BTreeSet<TypedKey> {
    let letters: Vec<char> = folding::key(word)
        .replace('ü', "v")
        .chars()
        .take(DIVIDED)
        .collect();
    let mut found = BTreeSet::new();
    let mut sounds = Vec::new();
    divide(&letters, &mut sounds, &mut found);
    found
}

/// Divides what is left of a word into beginnings of readings in every way there is.
fn divide(left: &[char], sounds: &mut Vec<String>, found: &mut BTreeSet<TypedKey>) {
    if left.is_empty() {
        let first = |sound: &String| sound.chars().next();
        found.extend(sounds.first().map(|sound| TypedKey {
            initials: sounds.iter().filter_map(first).collect(),
            sound: sound.clone(),
        }));
        return;
    }
    for to in 1..=left.len() {
        let (sound, rest) = left.split_at(to);
        let sound: String = sound.iter().collect();
        if to > 1 && !BEGINNINGS.contains(&sound) {
            break;
        }
        sounds.push(sound);
        divide(rest, sounds, found);
        sounds.pop();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::text::search::fit;

    fn leads_to(typed: &TypedKey, key: &NameKey) -> bool {
        key.initials.starts_with(&typed.initials) && key.sound.starts_with(&typed.sound)
    }

    fn is_found(name: &str, word: &str) -> bool {
        let keys = of_name(name);
        of_word(word)
            .iter()
            .any(|typed| keys.iter().any(|key| leads_to(typed, key)))
    }

    #[test]
    fn a_name_is_found_from_each_of_its_characters_in_each_of_its_readings() {
        let told: Vec<String> = of_name("壶镇镇")
            .into_iter()
            .map(|key| format!("{} {} {}", key.inside, key.initials, key.sound))
            .collect();
        assert_eq!(told, ["false hzz hu", "true z zhen", "true zz zhen"]);
        for word in [
            "h",
            "hu",
            "huz",
            "hzz",
            "huzhenzhen",
            "zz",
            "zhenzh",
            "zhenz",
        ] {
            assert!(is_found("壶镇镇", word), "{word}");
        }
        for word in ["zhuang", "hzh1", "w", "zzz"] {
            assert!(!is_found("壶镇镇", word), "{word}");
        }
        // 都 is read du and dou, 乐 le, yue and lao.
        assert!(
            is_found("莲都区", "ldq") && is_found("莲都区", "lduq") && is_found("乐清市", "yqs")
        );
        assert!(is_found("Nairobi West", "robi") && is_found("吕家镇", "lvjz"));
    }

    proptest! {
        #[test]
        fn whatever_fits_a_name_is_found_by_its_keys(
            name in "[壶镇莲都乐清吕重庆长单县a-c1-2]{1,8}",
            word in "[a-z]{1,4}|(hu|zhen|lian|du|le|yue|qing|lv|chong|chang|shan|xian|[hzldyqcsx]){1,4}",
        ) {
            if fit(&name, &word).is_some() {
                prop_assert!(is_found(&name, &word), "{} {}", name, word);
            }
        }
    }
}
