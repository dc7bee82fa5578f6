//! Standings as a report holds them. A country has too many to hold each as it is judged, with room
//! for figures and words that most of them do not have.

use std::collections::HashSet;
use std::rc::Rc;

use uuid::Uuid;

use crate::domain::value::{HeldNumber, Number, PartialDate};
use crate::domain::verdict::told::Told;
use crate::domain::verdict::{Exception, Nearest, Standing, Verdict};

/// A standing in little room, without its place and its requirement. Where it is the same as on an
/// earlier day, both share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct HeldStanding(Rc<Held>);

/// What a standing says.
#[derive(Debug, PartialEq, Eq)]
struct Held {
    verdict: Verdict,
    need: HeldNumber,
    have: Option<HeldNumber>,
    gap: Option<HeldNumber>,
    candidates: u32,
    qualifying: u32,
    nearest: Option<Box<HeldNearest>>,
    codes: Rc<FieldCodes>,
    beside: Option<Box<HeldBeside>>,
}

/// The parts of a standing that few have.
#[derive(Debug, PartialEq, Eq)]
struct HeldBeside {
    expected_on: Option<PartialDate>,
    exception: Option<Box<Exception>>,
    told: Option<Box<Told>>,
}

/// The facility that explains a standing.
#[derive(Debug, PartialEq, Eq)]
struct HeldNearest {
    id: Uuid,
    /// Its name and behind it the unit that runs it, in one piece.
    words: Box<str>,
    /// How long the name is.
    name: u32,
}

impl HeldNearest {
    fn of(nearest: Nearest) -> Self {
        let name = short(nearest.name.len());
        let words = nearest.name + &nearest.operator;
        Self {
            id: nearest.id,
            words: words.into(),
            name,
        }
    }

    fn unpack(&self) -> Nearest {
        let (name, operator) = self.words.split_at(self.name as usize);
        Nearest {
            id: self.id,
            name: name.to_owned(),
            operator: operator.to_owned(),
        }
    }
}

/// Returns a count or a length in four bytes: nothing of a ledger is more.
pub(super) fn short(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The fields that fail, and those that are missing. Many standings have the same.
#[derive(Debug, PartialEq, Eq, Hash)]
struct FieldCodes {
    failing: Vec<String>,
    missing: Vec<String>,
}

/// Packs standings, and holds what many of them say only once.
#[derive(Default)]
pub(super) struct StandingPacker {
    codes: HashSet<Rc<FieldCodes>>,
}

impl StandingPacker {
    /// Packs a standing.
    pub(super) fn pack(&mut self, standing: Standing) -> HeldStanding {
        let nearest = standing.nearest.map(HeldNearest::of);
        let codes = FieldCodes {
            failing: standing.failing,
            missing: standing.missing,
        };
        let beside = HeldBeside {
            expected_on: standing.expected_on,
            exception: standing.exception,
            told: standing.told,
        };
        HeldStanding(Rc::new(Held {
            verdict: standing.verdict,
            need: standing.need.into(),
            have: standing.have.map(Into::into),
            gap: standing.gap.map(Into::into),
            candidates: short(standing.candidates),
            qualifying: short(standing.qualifying),
            nearest: nearest.map(Box::new),
            codes: self.known(codes),
            beside: (beside != HeldBeside::NOTHING).then(|| Box::new(beside)),
        }))
    }

    fn known(&mut self, codes: FieldCodes) -> Rc<FieldCodes> {
        if let Some(known) = self.codes.get(&codes) {
            return Rc::clone(known);
        }
        let codes = Rc::new(codes);
        self.codes.insert(Rc::clone(&codes));
        codes
    }
}

impl HeldBeside {
    const NOTHING: Self = Self {
        expected_on: None,
        exception: None,
        told: None,
    };
}

impl HeldStanding {
    /// Returns its verdict.
    pub(super) fn verdict(&self) -> Verdict {
        self.0.verdict
    }

    /// Returns the standing as one of a requirement in a place.
    pub(super) fn unpack(&self, requirement: &str, place: &str) -> Standing {
        let held = &*self.0;
        let beside = held.beside.as_deref().unwrap_or(&HeldBeside::NOTHING);
        let nearest = held.nearest.as_ref().map(|nearest| nearest.unpack());
        Standing {
            requirement: requirement.to_owned(),
            place: place.to_owned(),
            verdict: held.verdict,
            need: Number::from(&held.need),
            have: held.have.as_ref().map(Number::from),
            gap: held.gap.as_ref().map(Number::from),
            candidates: held.candidates as usize,
            qualifying: held.qualifying as usize,
            nearest,
            failing: held.codes.failing.clone(),
            missing: held.codes.missing.clone(),
            expected_on: beside.expected_on,
            exception: beside.exception.clone(),
            told: beside.told.clone(),
        }
    }

    /// Returns whether another shares what it says, so that they are the same.
    pub(super) fn is_shared_with(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(have: &str, name: &str) -> Standing {
        Standing {
            requirement: "library".into(),
            place: "331122101".into(),
            verdict: Verdict::Short,
            need: "130".parse().unwrap(),
            have: Some(have.parse().unwrap()),
            gap: None,
            candidates: 2,
            qualifying: 1,
            nearest: Some(Nearest {
                id: Uuid::nil(),
                name: name.into(),
                operator: "示例单位".into(),
            }),
            failing: vec!["reading_seats".into()],
            missing: Vec::new(),
            expected_on: "2027-05".parse().ok(),
            exception: Some(Box::new(Exception {
                requirement: "library".into(),
                place: "331122101".into(),
                document: "示例〔2026〕1号".into(),
                reason: String::new(),
                valid_until: None,
            })),
            told: Some(Box::default()),
        }
    }

    #[test]
    fn a_standing_comes_out_as_it_went_in() {
        let mut packer = StandingPacker::default();
        let figures = ["96", "-0.5", "2000/3", "999999999999999.999999999999999"];
        for have in figures {
            let judged = standing(have, "示例馆");
            let held = packer.pack(judged.clone());
            assert_eq!(held.unpack("library", "331122101"), judged);
        }
        assert_eq!(packer.codes.len(), 1, "the same fields are held once");
    }

    #[test]
    fn a_standing_takes_little_room() {
        assert_eq!(size_of::<HeldStanding>(), 8);
        assert!(size_of::<Held>() <= 88, "{}", size_of::<Held>());
    }

    #[test]
    fn standings_are_the_same_where_they_say_the_same() {
        let mut packer = StandingPacker::default();
        let [first, same, other] = [("96", "a"), ("96", "a"), ("97", "a")]
            .map(|(have, name)| packer.pack(standing(have, name)));
        assert!(first == same && first != other);
        assert!(!first.is_shared_with(&same) && first.is_shared_with(&first.clone()));
    }
}
