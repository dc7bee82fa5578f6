//! Visits to facilities on the spot: who was there when, what was seen, and which photographs were
//! taken.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::domain::record::Evidence;
use crate::domain::record::trail::ChangeId;
use crate::i18n::{Lang, Say, VisitMsg, word_list};

/// What a visit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VisitResult {
    /// The facility is as the record says.
    Agrees,
    /// It differs from the record.
    Differs,
    /// There is no such facility.
    NotFound,
}

impl VisitResult {
    /// Every result, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Agrees, Self::Differs, Self::NotFound];

    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "differs",
            Self::NotFound => "not_found",
        }
    }

    /// Returns the result of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|result| result.word() == word)
    }

    /// Returns what it is called.
    #[must_use]
    pub const fn label(self) -> VisitMsg {
        match self {
            Self::Agrees => VisitMsg::Agrees,
            Self::Differs => VisitMsg::Differs,
            Self::NotFound => VisitMsg::NotFound,
        }
    }
}

/// A visit to a facility.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteVisit {
    /// Its id.
    pub id: Uuid,
    /// The facility.
    pub record: Uuid,
    /// The day.
    pub visited_on: NaiveDate,
    /// Who was there; at least one.
    pub persons: Vec<String>,
    /// The photographs, each by its name and the SHA-256 of its content.
    pub photos: Vec<Evidence>,
    /// What was found.
    pub result: VisitResult,
    /// What else there is to say.
    pub remark: String,
    /// The version of the record that it was compared with.
    pub version: Vec<ChangeId>,
    /// Who wrote it down.
    pub author: String,
    /// When, in UTC.
    pub at: String,
}

impl SiteVisit {
    /// Returns the day and the result in a few words.
    #[must_use]
    pub fn brief(&self, lang: Lang) -> String {
        VisitMsg::Brief {
            on: self.visited_on.to_string(),
            result: self.result.label().say(lang),
        }
        .say(lang)
    }

    /// Returns everything else about it: the persons, the remark, and a line for each photograph.
    #[must_use]
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let persons = word_list(&self.persons, lang);
        let mut lines = vec![VisitMsg::Persons { persons }.say(lang)];
        if !self.remark.is_empty() {
            lines.push(self.remark.clone());
        }
        lines.extend(self.photos.iter().map(|photo| photo.line().say(lang)));
        lines
    }
}

/// Returns the names in a text, with any of the usual marks between them.
#[must_use]
pub fn persons(text: &str) -> Vec<String> {
    let names = text.split(['、', '，', ',', '；', ';']).map(str::trim);
    names
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns whether a text can be a SHA-256: 64 small hexadecimal digits.
#[must_use]
pub fn is_sha256(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_named_with_any_mark_between_them() {
        assert_eq!(
            persons("示例甲、示例乙, Ann Lee；"),
            ["示例甲", "示例乙", "Ann Lee"]
        );
        assert_eq!(persons(" 、 "), Vec::<String>::new());
    }

    #[test]
    fn a_result_is_read_back_from_its_word() {
        for result in VisitResult::ALL {
            assert_eq!(VisitResult::of_word(result.word()), Some(result));
        }
        assert!(is_sha256(&"0a".repeat(32)) && !is_sha256(&"0A".repeat(32)) && !is_sha256("0a"));
    }
}
