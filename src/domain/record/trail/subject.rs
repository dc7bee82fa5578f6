//! What sort of record a change belongs to, and everything in which the sorts differ.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::domain::record::facility::shared;

/// Codes of the fields of a written exception that the program itself reads.
pub mod excepted {
    /// The pack whose requirement it excuses.
    pub const PACK: &str = "pack";
    /// The requirement.
    pub const REQUIREMENT: &str = "requirement";
    /// The document that grants it.
    pub const DOCUMENT: &str = "document";
    /// Why it was granted.
    pub const REASON: &str = "reason";
    /// The last day on which it holds; the only field that may be empty.
    pub const VALID_UNTIL: &str = "valid_until";
}

/// What sort of record a change belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A facility.
    Facility,
    /// The figures of a place and period.
    Sheet,
    /// A written exception.
    Exception,
}

/// In what the records of a subject differ from those of another one.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
struct Traits {
    word: &'static str,
    name: &'static str,
    identifying: &'static [&'static str],
    one_form: Option<&'static str>,
    has_facility_code: bool,
    is_reviewed: bool,
    has_neighbours: bool,
    stays_in_its_place: bool,
}

impl Subject {
    /// Every subject.
    pub const ALL: [Self; 3] = [Self::Facility, Self::Sheet, Self::Exception];

    const fn traits(self) -> Traits {
        match self {
            Self::Facility => Traits {
                word: "facility",
                name: shared::NAME,
                identifying: &[],
                one_form: None,
                has_facility_code: true,
                is_reviewed: true,
                has_neighbours: true,
                stays_in_its_place: false,
            },
            Self::Sheet => Traits {
                word: "sheet",
                name: shared::PERIOD,
                identifying: &[shared::KIND, shared::PERIOD],
                one_form: None,
                has_facility_code: false,
                is_reviewed: true,
                has_neighbours: false,
                stays_in_its_place: true,
            },
            Self::Exception => Traits {
                word: "exception",
                name: excepted::DOCUMENT,
                identifying: &[excepted::PACK, excepted::REQUIREMENT],
                one_form: Some("exception"),
                has_facility_code: false,
                is_reviewed: false,
                has_neighbours: false,
                stays_in_its_place: false,
            },
        }
    }

    /// Returns the word in the ledger.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.traits().word
    }

    /// Returns the subject of a word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.word() == word)
    }

    /// Returns the field that people know a record by.
    #[must_use]
    pub const fn name_field(self) -> &'static str {
        self.traits().name
    }

    /// Returns the fields that say, beside the place, which record it is. Nobody types them, and a
    /// place has one record for their values; it has any number where there are no such fields.
    #[must_use]
    pub const fn identifying(self) -> &'static [&'static str] {
        self.traits().identifying
    }

    /// Returns whether its records are of their place for good: the figures of a place that was
    /// merged are not those of another one.
    #[must_use]
    pub const fn stays_in_its_place(self) -> bool {
        self.traits().stays_in_its_place
    }

    /// Returns whether an inspector reviews its records: they have states, findings and locks.
    #[must_use]
    pub const fn is_reviewed(self) -> bool {
        self.traits().is_reviewed
    }

    /// Returns whether a record stands among others of its kind in its place. Their names can be
    /// alike, and their values are offered.
    #[must_use]
    pub const fn has_neighbours(self) -> bool {
        self.traits().has_neighbours
    }

    /// Returns the code of the one form of its records; `None` where packs give the forms and each
    /// record has the code of its own.
    #[must_use]
    pub const fn one_form(self) -> Option<&'static str> {
        self.traits().one_form
    }

    /// Returns whether the program gives its records a facility code.
    #[must_use]
    pub const fn has_facility_code(self) -> bool {
        self.traits().has_facility_code
    }

    /// Returns the code of the form that a record of these fields is filled in.
    #[must_use]
    pub fn form_code(self, fields: &BTreeMap<String, Json>) -> Option<&str> {
        self.one_form()
            .or_else(|| fields.get(shared::KIND).and_then(Json::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_read_from_its_word() {
        for subject in Subject::ALL {
            assert_eq!(Subject::of_word(subject.word()), Some(subject));
        }
    }
}
