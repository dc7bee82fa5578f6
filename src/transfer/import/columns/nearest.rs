//! Which entry of the form a header that names none may mean.

use crate::domain::text::folding;
use crate::i18n::Text;

/// How much of a header an entry must have in one piece, in characters, and which part of it: fewer
/// say nothing. A letter says less than a hanzi.
const HANZI: (usize, usize) = (2, 3);
const LETTERS: (usize, usize) = (4, 2);

/// An entry that a header can name.
pub(crate) struct Candidate<'a> {
    /// What it is called.
    pub(crate) label: Text,
    /// Everything that names it.
    pub(crate) names: Vec<&'a str>,
}

/// Returns the entry that shares most with a header, if that is enough.
pub(crate) fn nearest<'a, 'b>(
    header: &str,
    candidates: &'b [Candidate<'a>],
) -> Option<&'b Candidate<'a>> {
    let header: Vec<char> = folding::key(header).chars().collect();
    let (least, part) = if header.iter().all(char::is_ascii) {
        LETTERS
    } else {
        HANZI
    };
    let rank = |candidate: &&Candidate| {
        let of = |name: &&str| {
            let name: Vec<char> = folding::key(name).chars().collect();
            // Of names that have the same piece the shorter one is nearer.
            (shared(&header, &name), std::cmp::Reverse(name.len()))
        };
        candidate.names.iter().map(of).max()
    };
    let found = candidates.iter().max_by_key(rank)?;
    let (piece, _) = rank(&found)?;
    (piece >= least && piece * part >= header.len()).then_some(found)
}

/// Returns the length of the longest piece that two texts share.
fn shared(one: &[char], other: &[char]) -> usize {
    let mut before = vec![0; other.len() + 1];
    let mut longest = 0;
    for a in one {
        let mut row = vec![0; other.len() + 1];
        for (at, b) in other.iter().enumerate() {
            if a == b {
                let length = before.get(at).copied().unwrap_or_default() + 1;
                row.splice(at + 1..at + 2, [length]);
                longest = longest.max(length);
            }
        }
        before = row;
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_near_the_entry_that_has_most_of_it() {
        let of = |zh: &'static str, en: &'static str| Candidate {
            label: Text {
                zh: zh.into(),
                en: en.into(),
            },
            names: vec![zh, en],
        };
        let all = [
            of("设施名称", "Name"),
            of("阅览座席数", "Reading seats"),
            of("馆舍建筑面积", "Building area"),
            of("面积", "Area"),
        ];
        let found =
            |header: &str| nearest(header, &all).map(|candidate| candidate.label.zh.as_str());
        for (header, expected) in [
            ("名称", Some("设施名称")),
            ("座席数", Some("阅览座席数")),
            ("建筑面积（平方）", Some("馆舍建筑面积")),
            ("面积", Some("面积")),
            ("seats", Some("阅览座席数")),
            ("building-area", Some("馆舍建筑面积")),
            ("图书馆名称", Some("设施名称")),
            ("馆名", None),
            ("联系电话", None),
            ("tea", None),
            ("", None),
        ] {
            assert_eq!(found(header), expected, "{header}");
        }
    }
}
