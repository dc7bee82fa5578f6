//! What no message says: spoken phrases, translated English, words that another word stands for,
//! and a count whose English word has one form only.

use std::collections::BTreeSet;

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

/// Numbers in messages that count nothing: they are the place of something.
const ORDINALS: [&str; 4] = ["line", "opened", "version", "column"];

/// Types of arguments that may count something.
const NUMBERS: [&str; 4] = [": usize", ": i64", ": u32", ": u64"];

/// How many words behind a count are looked at: adjectives may stand before what is counted.
const WORDS_LOOKED_AT: usize = 2;

/// Words in `s` that are no plurals.
const NO_PLURALS: [&str; 3] = ["does", "goes", "this"];

fn catalogues() -> impl Iterator<Item = Source> {
    tree().into_iter().filter(|source| source.layer() == "i18n")
}

/// Returns the names of the arguments of a catalogue that may count something.
fn counts(text: &str) -> BTreeSet<&str> {
    let names = NUMBERS.iter().flat_map(|number| text.match_indices(number));
    let name = |(at, _): (usize, &str)| {
        let begin = text[..at].rfind(|c: char| !c.is_ascii_lowercase() && c != '_');
        &text[begin.map_or(0, |before| before + 1)..at]
    };
    names
        .map(name)
        .filter(|name| !ORDINALS.contains(name))
        .collect()
}

/// Returns the plurals of a text that follow a count and have no singular: `{count} rows`.
fn bare_plurals<'a>(text: &'a str, counts: &BTreeSet<&str>) -> Vec<&'a str> {
    let is_plural = |word: &&str| {
        word.len() > "has".len()
            && word.ends_with('s')
            && !NO_PLURALS.contains(word)
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    let counted = |(at, _): (usize, &str)| {
        let name = &text[text[..at].rfind('{')? + 1..at];
        let after = &text[at + "} ".len()..];
        let end = after.find(|c: char| !c.is_ascii_lowercase() && c != ' ' && c != '-');
        let words = after[..end.unwrap_or(after.len())].split(' ');
        // What is one of several is counted by itself.
        let found = words
            .take(WORDS_LOOKED_AT)
            .take_while(|word| *word != "of")
            .find(is_plural);
        found.filter(|_| counts.contains(name))
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
        let counts = counts(&source.code);
        for (at, text) in &source.literals {
            let plurals = bare_plurals(text, &counts).into_iter();
            found.extend(plurals.map(|word| format!("{} says {word}", source.place(*at))));
        }
    }
    none("a count names both forms of its word", found);
}

#[test]
fn a_bare_plural_is_seen() {
    let catalogue = "Saved { count: usize, name: String } => ; At { line: usize } => ;";
    let counts = counts(catalogue);
    assert_eq!(counts, BTreeSet::from(["count"]));
    for (text, seen) in [
        ("{count} rows saved", vec!["rows"]),
        ("{count} open findings", vec!["findings"]),
        ("{count} {rows} saved", vec![]),
        ("{name} is one of {count} more", vec![]),
        ("{name} rows", vec![]),
        ("{count} of these changes belongs to it", vec![]),
        ("line {line} closes it", vec![]),
    ] {
        assert_eq!(bare_plurals(text, &counts), seen, "{text}");
    }
}
