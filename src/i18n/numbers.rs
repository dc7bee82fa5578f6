//! Numbers of changes in words.

use super::lang::Lang;
use super::say::Say;

/// Changes of one site that follow each other, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeNumbers {
    /// The first.
    pub first: i64,
    /// The last; the same for one change.
    pub last: i64,
}

impl Say for ChangeNumbers {
    fn say(&self, lang: Lang) -> String {
        let Self { first, last } = self;
        match (lang, first == last) {
            (Lang::Zh, true) => format!("修改 {first} 号"),
            (Lang::Zh, false) => format!("修改 {first} 至 {last} 号"),
            (Lang::En, true) => format!("change {first}"),
            (Lang::En, false) => format!("changes {first} to {last}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_change_is_not_a_range() {
        let said = |first, last| {
            let numbers = ChangeNumbers { first, last };
            [Lang::Zh, Lang::En].map(|lang| numbers.say(lang))
        };
        assert_eq!(said(3, 3), ["修改 3 号", "change 3"]);
        assert_eq!(said(3, 5), ["修改 3 至 5 号", "changes 3 to 5"]);
    }
}
