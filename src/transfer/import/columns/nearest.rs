//! Which entry of the form a header that names none may mean.

use std::cmp::Reverse;

use super::heading;
use crate::domain::text::folding;
use crate::i18n::Text;

/// How much of a header an entry must have in one piece, in characters, and which part of it: fewer
/// say nothing. A letter says less than a hanzi.
const HANZI: (usize, usize) = (2, 3);
const LETTERS: (usize, usize) = (4, 2);

/// Words that make a figure or a text another one than what stands before them names, folded. Each
/// group says the same.
const TURNING: [&[&str]; 8] = [
    &["增速", "增长", "增幅", "growth"],
    &["同比", "环比"],
    &["占比", "比重", "比例", "率", "share", "percent"],
    &["人均", "户均", "percapita"],
    &["计划", "预计", "目标", "planned", "target"],
    &["排名", "名次", "rank"],
    &["电话", "手机", "phone"],
    &["编号", "编码", "代码", "code"],
];

/// An entry that a header can name.
pub(crate) struct Candidate<'a> {
    /// What it is called.
    pub(crate) label: Text,
    /// Everything that names it.
    pub(crate) names: Vec<&'a str>,
}

/// Returns what a header may mean, by all of it or by what stands before a unit.
pub(crate) fn near<'a, 'b>(
    header: &str,
    candidates: &'b [Candidate<'a>],
) -> Option<&'b Candidate<'a>> {
    let bare = heading::bare(header)?;
    nearest(&bare, candidates).or_else(|| nearest(&heading::apart(&bare)?.0, candidates))
}

/// Returns everything that a header may mean, where it may mean several entries as well.
pub(crate) fn all_near<'a, 'b>(
    header: &str,
    candidates: &'b [Candidate<'a>],
) -> Vec<&'b Candidate<'a>> {
    let bare = heading::bare(header).unwrap_or_default();
    let whole = all_nearest(&bare, candidates);
    match heading::apart(&bare).filter(|_| whole.is_empty()) {
        Some((name, _)) => all_nearest(&name, candidates),
        None => whole,
    }
}

/// Returns the entry that shares most with a header, if that is enough.
fn nearest<'a, 'b>(header: &str, candidates: &'b [Candidate<'a>]) -> Option<&'b Candidate<'a>> {
    let ranked = ranked(header, candidates);
    let best = ranked.iter().max_by_key(|(rank, _)| *rank);
    best.map(|(_, candidate)| *candidate)
}

/// Returns the entries that share most with a header. A name that has twice as much besides as the
/// shortest one is not meant.
fn all_nearest<'a, 'b>(header: &str, candidates: &'b [Candidate<'a>]) -> Vec<&'b Candidate<'a>> {
    let ranked = ranked(header, candidates);
    let Some(((longest, Reverse(shortest)), _)) = ranked.iter().max_by_key(|(rank, _)| *rank)
    else {
        return Vec::new();
    };
    let besides = shortest.saturating_sub(*longest);
    let is_near = |((piece, Reverse(length)), _): &&(Rank, _)| {
        piece == longest && length.saturating_sub(*piece) <= besides * 2
    };
    ranked
        .iter()
        .filter(is_near)
        .map(|(_, candidate)| *candidate)
        .collect()
}

/// How near an entry is: the length of the piece that it shares, and how short its name is.
type Rank = (usize, Reverse<usize>);

/// Returns the entries that share enough with a header, each with how near it is.
fn ranked<'a, 'b>(header: &str, candidates: &'b [Candidate<'a>]) -> Vec<(Rank, &'b Candidate<'a>)> {
    let header: Vec<char> = folding::key(header).chars().collect();
    let (least, part) = if header.iter().all(char::is_ascii) {
        LETTERS
    } else {
        HANZI
    };
    let turned = turning(&header.iter().collect::<String>());
    let rank = |candidate: &Candidate| {
        let of = |name: &&str| {
            let name = folding::key(name);
            let is_alike = turning(&name) == turned;
            let name: Vec<char> = name.chars().collect();
            // Of names that have the same piece the shorter one is nearer.
            let piece = shared(&header, &name);
            is_alike.then_some((piece, Reverse(name.len())))
        };
        candidate.names.iter().filter_map(of).max()
    };
    let ranked = candidates
        .iter()
        .filter_map(|candidate| Some((rank(candidate)?, candidate)));
    let is_enough = |((piece, _), _): &(Rank, _)| *piece >= least && *piece * part >= header.len();
    ranked.filter(is_enough).collect()
}

/// Returns which words of a folded name turn its meaning.
fn turning(key: &str) -> [bool; TURNING.len()] {
    // The rate of a growth is the growth.
    let key = key.replace("增长率", "增长");
    TURNING.map(|group| group.iter().any(|word| key.contains(word)))
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
    fn a_header_may_be_near_several_entries() {
        let of = |zh: &'static str| Candidate {
            label: Text::both(zh.to_owned()),
            names: vec![zh],
        };
        let all = [
            of("其中：少儿阅览座席"),
            of("阅览座席数"),
            of("投用时间"),
            of("计划投用时间"),
            of("馆舍建筑面积"),
            of("占地面积"),
        ];
        let found = |header: &str| {
            let found = all_nearest(header, &all).into_iter();
            found.map(|one| one.label.zh.clone()).collect::<Vec<_>>()
        };
        // Planning turns the meaning.
        assert_eq!(found("时间"), ["投用时间"]);
        assert_eq!(found("面积"), ["馆舍建筑面积", "占地面积"]);
        assert_eq!(found("建筑面积"), ["馆舍建筑面积"]);
        assert_eq!(found("阅览座席"), ["阅览座席数"]);
        assert_eq!(found("电话"), [""; 0]);
    }

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
            of("地区生产总值", "GDP"),
            of("地区生产总值增速", "GDP growth"),
            of("一般公共预算收入", "Public revenue"),
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
            ("生产总值", Some("地区生产总值")),
            ("GDP增速", Some("地区生产总值增速")),
            ("生产总值增长率", Some("地区生产总值增速")),
            ("公共预算收入", Some("一般公共预算收入")),
            ("公共预算收入占比", None),
            ("人均公共预算收入", None),
            ("设施代码", None),
            ("建筑面积比例", None),
            ("", None),
        ] {
            assert_eq!(found(header), expected, "{header}");
        }
    }
}
