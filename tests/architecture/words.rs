//! What no message says: spoken phrases, translated English, words that another word stands for,
//! and a count whose English word has one form only.

use super::none;
use super::source::{Source, tree};

/// What officials and English readers do not say, and words that were given up for others.
const NOT_SAID: [&str; 26] = [
    "别的程序",
    "别人",
    "说不定",
    "办到",
    "一件事",
    "多半",
    "读不懂",
    "打不开",
    "写不了",
    "什么也没有",
    "不像话",
    "修改史",
    "删前字",
    "照此新增",
    "带到下",
    "未达标、待定",
    "待定 {",
    "做快照",
    "陈旧",
    " of now",
    " of then",
    "no promise",
    "system's user",
    " mend ",
    "nobody can tell",
    "is not overwritten",
];

/// How messages name what they count.
const COUNTS: [&str; 14] = [
    "count", "places", "records", "changes", "rows", "fields", "faults", "files", "lines", "kinds",
    "acts", "figures", "limit", "most",
];

/// Words in `s` that are no plurals.
const VERBS: [&str; 2] = ["does", "goes"];

fn catalogues() -> impl Iterator<Item = Source> {
    tree().into_iter().filter(|source| source.layer() == "i18n")
}

/// Returns the plurals of a text that follow a count and have no singular: `{count} rows`.
fn bare_plurals(text: &str) -> Vec<&str> {
    let counted = |(at, _): (usize, &str)| {
        let name = &text[text[..at].rfind('{')? + 1..at];
        let after = &text[at + "} ".len()..];
        let end = after.find(|c: char| !c.is_ascii_lowercase());
        let word = &after[..end.unwrap_or(after.len())];
        let is_plural = word.len() > "has".len() && word.ends_with('s') && !VERBS.contains(&word);
        (is_plural && COUNTS.contains(&name)).then_some(word)
    };
    text.match_indices("} ").filter_map(counted).collect()
}

#[test]
fn no_message_says_what_officials_and_english_readers_do_not() {
    let mut found = Vec::new();
    for source in catalogues() {
        for (at, text) in &source.literals {
            let said = NOT_SAID.iter().filter(|words| text.contains(**words));
            found.extend(said.map(|words| format!("{} says {words}", source.place(*at))));
        }
    }
    none("officials' Chinese and plain English", found);
}

#[test]
fn the_english_word_of_a_count_has_a_singular() {
    let mut found = Vec::new();
    for source in catalogues() {
        for (at, text) in &source.literals {
            let plurals = bare_plurals(text).into_iter();
            found.extend(plurals.map(|word| format!("{} says {word}", source.place(*at))));
        }
    }
    none("a count names both forms of its word", found);
}

#[test]
fn a_bare_plural_is_seen() {
    assert_eq!(bare_plurals("{count} rows saved"), ["rows"]);
    assert_eq!(bare_plurals("{count} {rows} saved"), Vec::<&str>::new());
    assert_eq!(
        bare_plurals("{name} is one of {count} more"),
        Vec::<&str>::new()
    );
}
