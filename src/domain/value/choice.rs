//! The choices of a field: how one of them is read, and how several are read and written.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::text::folding;
use crate::i18n::{Lang, Refusal, Text};

/// One choice of a choice field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The code that is kept.
    pub code: String,
    /// What people see.
    pub label: Text,
    /// Its place in the order, where the choices have one; a higher rank is more.
    pub rank: Option<i64>,
    /// Other texts that files use for it.
    pub aliases: Vec<String>,
}

impl Choice {
    /// Returns everything that names it: code, labels and what else is read.
    pub fn spellings(&self) -> impl Iterator<Item = &String> {
        let names = [&self.code, &self.label.zh, &self.label.en];
        names.into_iter().chain(&self.aliases)
    }
}

/// What may stand between several choices.
const SEPARATORS: [char; 8] = ['、', ',', '，', ';', '；', '/', '／', '﹑'];
/// What says that none of the choices is so, folded.
const NONE: [&str; 4] = ["无", "没有", "none", "noneofthem"];
/// The longest text in which choices are looked for that stand side by side without a sign between.
const LONGEST_RUN: usize = 300;

/// Reads the choice that a text spells.
///
/// # Errors
/// With the list of choices where it spells none.
pub(super) fn one(choices: &[Choice], typed: &str) -> Result<String, Refusal> {
    spelled(choices, typed)
        .map(|choice| choice.code.clone())
        .ok_or_else(|| refusal(choices, typed))
}

/// Reads several choices; none of them is an answer too. Where a part is no choice, `other` is asked
/// which it means.
///
/// # Errors
/// With the part that is no choice, and the list of choices.
pub(super) fn several(
    choices: &[Choice],
    typed: &str,
    other: impl Fn(&str) -> Option<BTreeSet<String>>,
) -> Result<BTreeSet<String>, Refusal> {
    if says_none(typed) && spelled(choices, typed).is_none() {
        return Ok(BTreeSet::new());
    }
    let bounds = bounds(typed);
    let longest = most_separators(choices);
    let mut found = BTreeSet::new();
    let mut at = 0;
    while let Some((start, end)) = bounds.get(at).copied() {
        let slice = |end: usize| typed.get(start..end).unwrap_or_default().trim();
        let part = slice(end);
        // A label may hold such a sign itself: the longest one is meant.
        let whole = (at..bounds.len().min(at + longest + 1))
            .rev()
            .find_map(|last| Some((last, spelled(choices, slice(bounds.get(last)?.1))?)));
        if let Some((last, choice)) = whole {
            found.insert(choice.code.clone());
            at = last + 1;
            continue;
        }
        if !part.is_empty() {
            let meant = other(part).or_else(|| side_by_side(choices, part));
            found.extend(meant.ok_or_else(|| refusal(choices, part))?);
        }
        at += 1;
    }
    if found.is_empty() {
        return Err(refusal(choices, typed));
    }
    Ok(found)
}

/// Writes several choices so that they read back: their labels, or their codes where the labels
/// would be taken for others.
pub(super) fn written(choices: &[Choice], chosen: &BTreeSet<String>, lang: Lang) -> String {
    if chosen.is_empty() {
        return none_word(lang).to_owned();
    }
    let listed = in_order(choices, chosen);
    let unlisted = chosen
        .iter()
        .filter(|code| choices.iter().all(|choice| choice.code != **code));
    let joined = |word: fn(&Choice, Lang) -> &str, sign: &str| {
        let words = listed.iter().map(|choice| word(choice, lang));
        let all: Vec<&str> = words.chain(unlisted.clone().map(String::as_str)).collect();
        all.join(sign)
    };
    let sign = list_sign(lang);
    let labels = joined(|choice, lang| choice.label.get(lang), sign);
    let reads_back = |text: &String| several(choices, text, |_| None).as_ref() == Ok(chosen);
    if reads_back(&labels) {
        return labels;
    }
    let codes = [",", ";", "/"].map(|sign| joined(|choice, _| &choice.code, sign));
    codes.into_iter().find(reads_back).unwrap_or(labels)
}

/// Returns those of the choices that are chosen, in the order of the list.
pub(super) fn in_order<'a>(choices: &'a [Choice], chosen: &BTreeSet<String>) -> Vec<&'a Choice> {
    choices
        .iter()
        .filter(|choice| chosen.contains(&choice.code))
        .collect()
}

/// Returns what is written between several choices.
#[must_use]
pub const fn list_sign(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

/// 无 or none: no choice is so, which is known.
#[must_use]
pub const fn none_word(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "无",
        Lang::En => "none",
    }
}

/// Returns whether a text says that none of the choices is so.
#[must_use]
pub fn says_none(typed: &str) -> bool {
    NONE.contains(&folding::key(typed).as_str())
}

/// Returns whether a sign stands between choices.
#[must_use]
pub fn is_separator(sign: char) -> bool {
    SEPARATORS.contains(&sign)
}

/// Returns whether the next choice may be typed right behind a text.
#[must_use]
pub fn ends_apart(text: &str) -> bool {
    text.is_empty() || text.trim_end().ends_with(SEPARATORS)
}

/// Returns the choice that a text spells: its code as it is before anything that folds to the same.
fn spelled<'a>(choices: &'a [Choice], typed: &str) -> Option<&'a Choice> {
    let key = folding::key(typed);
    if key.is_empty() {
        return None;
    }
    let is_code = |choice: &&Choice| choice.code == typed;
    let is_spelled = |choice: &&Choice| choice.spellings().any(|name| folding::key(name) == key);
    choices
        .iter()
        .find(is_code)
        .or_else(|| choices.iter().find(is_spelled))
}

fn refusal(choices: &[Choice], typed: &str) -> Refusal {
    Refusal::NotAChoice {
        typed: typed.to_owned(),
        choices: Text::list(choices.iter().map(|choice| &choice.label)),
    }
}

/// Returns where each part between two separators begins and ends.
fn bounds(typed: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut bounds = Vec::new();
    for (at, sign) in typed.match_indices(SEPARATORS) {
        bounds.push((start, at));
        start = at + sign.len();
    }
    bounds.push((start, typed.len()));
    bounds
}

/// Returns how many separators the spelling of a choice holds at most.
fn most_separators(choices: &[Choice]) -> usize {
    let spellings = choices.iter().flat_map(Choice::spellings);
    spellings
        .map(|name| name.matches(SEPARATORS).count())
        .max()
        .unwrap_or_default()
}

/// Returns the choices whose labels stand side by side in a text, where there is only one way to
/// part them. Codes and single characters are not looked for: 12 is no list of 1 and 2.
fn side_by_side(choices: &[Choice], typed: &str) -> Option<BTreeSet<String>> {
    let text = folding::key(typed);
    if text.len() > LONGEST_RUN {
        return None;
    }
    let is_word =
        |name: &str| name.chars().count() > 1 && !name.chars().all(|c| c.is_ascii_digit());
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for choice in choices {
        let labels = [&choice.label.zh, &choice.label.en];
        for name in labels.into_iter().chain(&choice.aliases) {
            let key = folding::key(name);
            if is_word(&key) {
                names.entry(key).or_insert(&choice.code);
            }
        }
    }
    // Of every place that is reached, the ways to get there; two are as good as many.
    let mut ways: BTreeMap<usize, Vec<BTreeSet<String>>> =
        BTreeMap::from([(0, vec![BTreeSet::new()])]);
    while let Some((at, there)) = ways.pop_first() {
        if at == text.len() {
            return <[_; 1]>::try_from(there).ok().map(|[only]| only);
        }
        for (name, code) in &names {
            if !text.get(at..).is_some_and(|rest| rest.starts_with(name)) {
                continue;
            }
            let next = ways.entry(at + name.len()).or_default();
            for way in &there {
                let mut further = way.clone();
                further.insert((*code).to_owned());
                if next.len() < 2 && !next.contains(&further) {
                    next.push(further);
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn choices(of: &[(&str, &str, &str, &[&str])]) -> Vec<Choice> {
        let choice = |(code, zh, en, aliases): &(&str, &str, &str, &[&str])| Choice {
            code: (*code).to_owned(),
            label: Text {
                zh: (*zh).to_owned(),
                en: (*en).to_owned(),
            },
            rank: None,
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
        };
        of.iter().map(choice).collect()
    }

    fn functions() -> Vec<Choice> {
        choices(&[
            ("traffic", "交通", "Traffic", &["交管"]),
            ("police", "公安", "Police", &[]),
            ("urban", "城市管理", "Urban management", &["城管"]),
            ("eco", "环保、水利", "Ecology/water", &[]),
            ("9", "其他", "Other", &[]),
        ])
    }

    fn read(typed: &str) -> Result<String, Refusal> {
        let found = several(&functions(), typed, |_| None)?;
        let codes: Vec<String> = found.into_iter().collect();
        Ok(codes.join("+"))
    }

    #[test]
    fn several_choices_are_read_by_label_code_or_alias_with_any_sign_between() {
        for (typed, codes) in [
            ("交通、公安", "police+traffic"),
            ("交通，城管", "traffic+urban"),
            ("Police; TRAFFIC", "police+traffic"),
            ("police／urban management", "police+urban"),
            ("9,交管", "9+traffic"),
            ("交通、交通,traffic", "traffic"),
            ("交通、", "traffic"),
            ("、交通、、公安", "police+traffic"),
            ("交通公安城管", "police+traffic+urban"),
            ("交通 公安", "police+traffic"),
            ("环保、水利", "eco"),
            ("交通、环保、水利、公安", "eco+police+traffic"),
            ("Ecology/water, Police", "eco+police"),
            ("无", ""),
            (" None ", ""),
            ("没有", ""),
        ] {
            assert_eq!(read(typed).as_deref(), Ok(codes), "{typed}");
        }
    }

    #[test]
    fn the_part_that_is_no_choice_is_named() {
        for (typed, part) in [
            ("交通、消防", "消防"),
            ("消防", "消防"),
            ("无、交通", "无"),
            ("交通 消防、公安", "交通 消防"),
            ("99", "99"),
            ("、", "、"),
        ] {
            match read(typed) {
                Err(Refusal::NotAChoice {
                    typed: named,
                    choices,
                }) => {
                    assert_eq!(named, part, "{typed}");
                    assert!(choices.zh.contains("城市管理"));
                }
                other => panic!("{typed} {other:?}"),
            }
        }
    }

    #[test]
    fn what_can_be_parted_in_two_ways_is_refused() {
        let list = choices(&[
            ("a", "甲乙", "ab", &[]),
            ("b", "丙丁", "cd", &[]),
            ("c", "甲乙丙", "abc", &[]),
            ("d", "丁戊", "de", &[]),
            ("e", "戊己", "ef", &[]),
            ("f", "己庚", "fg", &[]),
        ]);
        assert!(several(&list, "甲乙丙丁戊", |_| None).is_ok());
        let list = choices(&[
            ("a", "甲乙", "ab", &[]),
            ("b", "丙丁", "cd", &[]),
            ("c", "甲乙丙丁", "abcd", &[]),
            ("d", "戊己", "ef", &[]),
        ]);
        assert!(several(&list, "甲乙丙丁戊己", |_| None).is_err());
        let whole = several(&list, "甲乙丙丁", |_| None).unwrap();
        assert_eq!(whole, BTreeSet::from(["c".to_owned()]));
    }

    #[test]
    fn the_chosen_are_written_in_the_order_of_the_list_and_none_of_them_by_a_word() {
        let chosen = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
        let list = functions();
        let two = chosen(&["urban", "traffic"]);
        assert_eq!(written(&list, &two, Lang::Zh), "交通、城市管理");
        assert_eq!(written(&list, &two, Lang::En), "Traffic, Urban management");
        assert_eq!(written(&list, &BTreeSet::new(), Lang::Zh), "无");
        assert_eq!(written(&list, &BTreeSet::new(), Lang::En), "none");
        let alike = choices(&[("a", "甲", "A", &[]), ("b", "甲", "B", &[])]);
        assert_eq!(written(&alike, &chosen(&["b"]), Lang::Zh), "b");
    }

    /// Labels of few characters, so that they are often alike or parts of each other.
    fn some_choices() -> impl Strategy<Value = Vec<Choice>> {
        let label = "[甲乙ab、/]{1,4}";
        proptest::collection::vec((label, label), 1..6).prop_map(|labels| {
            let coded = labels.into_iter().enumerate();
            coded
                .map(|(at, (zh, en))| Choice {
                    code: format!("c{at}"),
                    label: Text { zh, en },
                    rank: None,
                    aliases: Vec::new(),
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(list in some_choices(), picked in proptest::collection::vec(any::<bool>(), 6)) {
            let pairs = list.iter().zip(picked);
            let chosen: BTreeSet<String> =
                pairs.filter(|(_, is)| *is).map(|(choice, _)| choice.code.clone()).collect();
            for lang in [Lang::Zh, Lang::En] {
                let text = written(&list, &chosen, lang);
                let read = several(&list, &text, |_| None);
                prop_assert_eq!(read.as_ref(), Ok(&chosen), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_reading_panic(typed in "([交通公安、,/ 9]|.){0,12}") {
            let _ = several(&functions(), &typed, |_| None);
        }
    }
}
