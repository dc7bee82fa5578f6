//! A list of places beside those that a ledger has: checked whole, before any of it is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::code::{kept_code, official};
use super::division::Place;
use super::life::PlaceLives;
use crate::domain::text::folding;
use crate::i18n::LedgerRefusal;

/// A list of places as somebody hands it over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceList {
    /// The places, those that are closed among them.
    pub places: Vec<Place>,
    /// The codes of those that are closed or will be, and the first day on which they are.
    pub closings: Vec<(String, NaiveDate)>,
}

impl PlaceList {
    /// Returns the list without the places that are closed on a day.
    #[must_use]
    pub fn open_on(mut self, day: NaiveDate) -> Self {
        let (closed, ahead): (Vec<_>, Vec<_>) =
            self.closings.into_iter().partition(|(_, on)| *on <= day);
        let closed: BTreeSet<String> = closed.into_iter().map(|(code, _)| code).collect();
        self.places.retain(|place| !closed.contains(&place.code));
        Self {
            places: self.places,
            closings: ahead,
        }
    }
}

/// What a list of places brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admitted {
    /// Places that the ledger does not have.
    pub new: Vec<Place>,
    /// Places that it has otherwise: as they are there, and as the list tells them.
    pub changed: Vec<(Place, Place)>,
}

impl Admitted {
    /// Returns every place to write, as it is to be.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.new
            .iter()
            .chain(self.changed.iter().map(|(_, after)| after))
    }
}

/// Returns the places of a list that are new or differ, with the codes that the ledger has for
/// them. A list may be older than what became of a place since: a closed place stays as it is, and
/// one under a former name keeps the present one.
///
/// # Errors
/// When a code is told twice in two ways, a place has an unknown or closed parent or is above
/// itself, or a level is above another one here and below it there.
pub fn admit(
    list: &[Place],
    known: &[Place],
    lives: &PlaceLives,
) -> Result<Admitted, LedgerRefusal> {
    let list = with_present_names(with_kept_codes(list, known), known, lives);
    let known: HashMap<&str, &Place> = known
        .iter()
        .map(|place| (place.code.as_str(), place))
        .collect();
    let mut told: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut admitted = Admitted::default();
    for place in &list {
        if let Some(before) = told.insert(&place.code, place) {
            refuse_two(before, place)?;
            continue;
        }
        match known.get(place.code.as_str()) {
            Some(same) if *same == place => {}
            Some(before) => admitted.changed.push(((*before).clone(), place.clone())),
            None => admitted.new.push(place.clone()),
        }
    }
    let mut all: HashMap<&str, &Place> = known;
    all.extend(told.iter().map(|(code, place)| (*code, *place)));
    told.values()
        .try_for_each(|place| refuse_circle(place, &all))?;
    refuse_crossed_levels(&told, &all)?;
    refuse_closed_parents(&admitted, &all, lives)?;
    Ok(admitted)
}

/// Returns the list without the places that are closed, and with the present names of those that
/// were renamed.
fn with_present_names(list: Vec<Place>, known: &[Place], lives: &PlaceLives) -> Vec<Place> {
    let is_former = |place: &Place| {
        let Some(life) = lives.get(&place.code) else {
            return false;
        };
        let key = folding::key(&place.name);
        life.former
            .iter()
            .any(|former| folding::key(&former.name) == key)
    };
    let present = |place: Place| {
        // Few places are renamed, and a list may have those of a whole country.
        let known = is_former(&place)
            .then(|| known.iter().find(|known| known.code == place.code))
            .flatten();
        match known {
            Some(known) => Place {
                name: known.name.clone(),
                ..place
            },
            None => place,
        }
    };
    list.into_iter()
        .filter(|place| lives.ended(&place.code).is_none())
        .map(present)
        .collect()
}

/// Refuses an open place below a closed one.
fn refuse_closed_parents(
    admitted: &Admitted,
    all: &HashMap<&str, &Place>,
    lives: &PlaceLives,
) -> Result<(), LedgerRefusal> {
    for place in admitted.places() {
        let parent = place.parent.as_deref().unwrap_or_default();
        if let Some(closing) = lives.ended(parent) {
            let name = |code: &str| {
                all.get(code)
                    .map_or_else(|| code.to_owned(), |p| format!("{code} {}", p.name))
            };
            return Err(LedgerRefusal::ParentClosed {
                place: place.name.clone(),
                parent: name(parent),
                on: closing.on.to_string(),
            });
        }
    }
    Ok(())
}

/// Returns the list with the codes that the ledger has for its places; new ones in the form in
/// which a ledger keeps them.
fn with_kept_codes(list: &[Place], known: &[Place]) -> Vec<Place> {
    let exact: BTreeSet<&str> = known.iter().map(|place| place.code.as_str()).collect();
    let of_official: HashMap<String, &str> = known
        .iter()
        .filter_map(|place| Some((official(&place.code)?, place.code.as_str())))
        .collect();
    let kept = |code: &str| {
        if exact.contains(code) {
            return code.to_owned();
        }
        let code = kept_code(code);
        of_official
            .get(&code)
            .map_or_else(|| code.clone(), |known| (*known).to_owned())
    };
    let with_kept = |place: &Place| Place {
        code: kept(&place.code),
        parent: place.parent.as_deref().map(kept),
        ..place.clone()
    };
    list.iter().map(with_kept).collect()
}

/// Refuses a code that is told in two ways.
fn refuse_two(before: &Place, place: &Place) -> Result<(), LedgerRefusal> {
    let code = || place.code.clone();
    if before.name != place.name {
        let name = place.name.clone();
        let before = before.name.clone();
        return Err(LedgerRefusal::PlaceTwice {
            code: code(),
            name,
            before,
        });
    }
    if before != place {
        return Err(LedgerRefusal::PlaceElsewhere {
            code: code(),
            name: place.name.clone(),
        });
    }
    Ok(())
}

/// Refuses a place that is not reached from a top.
fn refuse_circle(place: &Place, all: &HashMap<&str, &Place>) -> Result<(), LedgerRefusal> {
    let mut at = place;
    for _ in 0..=all.len() {
        let Some(parent) = at.parent.as_deref() else {
            return Ok(());
        };
        let Some(above) = all.get(parent) else {
            return Err(LedgerRefusal::ParentUnknown {
                place: at.name.clone(),
                parent: parent.to_owned(),
            });
        };
        at = above;
    }
    Err(LedgerRefusal::PlaceAboveItself {
        code: place.code.clone(),
        name: place.name.clone(),
    })
}

/// Refuses a place below one whose level is elsewhere below its own. Of two that contradict each
/// other, the one of which there are fewer is told.
fn refuse_crossed_levels(
    told: &BTreeMap<&str, &Place>,
    all: &HashMap<&str, &Place>,
) -> Result<(), LedgerRefusal> {
    let above = |place: &Place| {
        place
            .parent
            .as_deref()
            .and_then(|parent| all.get(parent).copied())
    };
    let mut steps: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for place in all.values() {
        if let Some(above) = above(place).filter(|above| above.level != place.level) {
            *steps.entry((&above.level, &place.level)).or_default() += 1;
        }
    }
    let crossed = |place: &&&Place| {
        above(place).is_some_and(|above| {
            above.level != place.level && leads(&steps, &place.level, &above.level)
        })
    };
    let count = |place: &&&Place| {
        above(place).and_then(|above| steps.get(&(&*above.level, &*place.level)).copied())
    };
    let Some(place) = told.values().filter(crossed).min_by_key(count) else {
        return Ok(());
    };
    let above = above(place).map_or_else(String::new, |above| {
        format!("{} ({})", above.name, above.level)
    });
    let (place, level) = (place.name.clone(), place.level.clone());
    Err(LedgerRefusal::LevelsCrossed {
        place,
        level,
        above,
    })
}

/// Returns whether one level is somewhere above another.
fn leads(steps: &BTreeMap<(&str, &str), usize>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(level) = open.pop() {
        if level == to {
            return true;
        }
        open.extend(
            steps
                .keys()
                .filter(|(above, _)| *above == level)
                .map(|(_, below)| *below)
                .filter(|l| seen.insert(l)),
        );
    }
    false
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::place::{Closing, FormerName};
    use crate::i18n::{Lang, Say as _};

    /// Returns places of lines `code,name,level,parent`.
    fn places(lines: &str) -> Vec<Place> {
        let place = |line: &str| {
            let cells: Vec<&str> = line.split(',').collect();
            let parent = Some(cells[3].to_owned()).filter(|parent| !parent.is_empty());
            Place {
                code: cells[0].into(),
                name: cells[1].into(),
                level: cells[2].into(),
                parent,
            }
        };
        lines.split_whitespace().map(place).collect()
    }

    /// Admits a list into a ledger in which no place was renamed or closed.
    fn admit_plain(list: &[Place], known: &[Place]) -> Result<Admitted, LedgerRefusal> {
        admit(list, known, &PlaceLives::default())
    }

    const KNOWN: &str =
        "331100,丽水市,city, 331122,缙云县,county,331100 331122101,壶镇镇,town,331122";

    #[track_caller]
    fn refused(list: &str, expected: &str) {
        let said = admit_plain(&places(list), &places(KNOWN))
            .map_or_else(|fault| fault.say(Lang::En), |_| "taken".into());
        assert!(said.contains(expected), "{list}: {said}");
    }

    #[test]
    fn a_place_that_the_ledger_has_is_known_by_every_form_of_its_code() {
        let twelve = "331122101000,壶镇镇,town,331122000000 331122000000,缙云县,county,331100000000
                      331100000000,丽水市,city, 331122102000,新建镇,town,331122000";
        let admitted = admit_plain(&places(twelve), &places(KNOWN)).unwrap();
        assert_eq!(admitted.new, places("331122102,新建镇,town,331122"));
        assert!(admitted.changed.is_empty(), "{admitted:?}");
        // A ledger that keeps twelve digits goes on with them.
        let long = places("331122000000,缙云县,county, 331122101000,壶镇镇,town,331122000000");
        let admitted = admit_plain(&places("331122101,壶镇,town,331122"), &long).unwrap();
        assert_eq!(
            admitted.changed,
            [(
                long[1].clone(),
                places("331122101000,壶镇,town,331122000000").remove(0)
            )]
        );
        assert!(admitted.new.is_empty());
    }

    #[test]
    fn codes_of_another_country_are_never_folded() {
        let admitted = admit_plain(
            &places("101,甲,ward, 101000,乙,ward, 990101,丙,ward, 990101000,丁,ward,"),
            &[],
        )
        .unwrap();
        assert_eq!(admitted.new.len(), 4);
    }

    #[test]
    fn a_list_is_checked_whole_and_together_with_the_ledger() {
        refused("A,甲,town,B B,乙,county,A", "above itself");
        refused(
            "331122101,壶镇镇,town,331122109 331122109,壶镇新区,county,331122101",
            "above itself",
        );
        refused("A,甲,town,A", "above itself");
        refused("331122102,新建镇,town,331122102000", "above itself");
        refused("331100,丽水市,city,331122", "above itself");
        refused(
            "331122102,新建镇,town,331123",
            "the parent 331123 of \"新建镇\" is not in the list",
        );
        refused(
            "331122102,甲,town,331122 331122102000,乙,town,331122",
            "331122102 is \"乙\" here but \"甲\" above",
        );
        refused(
            "331122102,甲,town,331122 331122102000,甲,town,331100",
            "331122102 \"甲\" has a different level or parent",
        );
        refused(
            "331123,遂昌县,county,331122101",
            "\"遂昌县\" (county) is below 壶镇镇 (town)",
        );
        refused(
            "331122102,甲,town,331122 331122102000,甲,town,331122000",
            "taken",
        );
        refused(
            "331122102,甲,town,331122 331122103,乙,town,331122102",
            "taken",
        );
    }

    #[test]
    fn a_list_that_is_older_than_a_new_name_or_a_closing_takes_neither_back() {
        let known = places(
            "331122,缙云县,county, 331122101,壶镇街道,town,331122 331122102,新建镇,town,331122",
        );
        let mut lives = PlaceLives::default();
        lives.entry("331122101").former.push(FormerName {
            name: "壶镇镇".into(),
            until: NaiveDate::default(),
        });
        lives.entry("331122102").closing = Some(Closing {
            on: NaiveDate::default(),
            successor: Some("331122101".into()),
            ended: true,
        });
        let list = places("331122101,壶镇镇,town,331122 331122102,新建,town,331122");
        assert_eq!(admit(&list, &known, &lives), Ok(Admitted::default()));
        let other = places("331122101,壶镇新区,town,331122");
        assert_eq!(admit(&other, &known, &lives).unwrap().changed.len(), 1);
        let below = admit(&places("331122102001,村,village,331122102"), &known, &lives);
        let said = below.unwrap_err().say(Lang::En);
        assert!(
            said.contains("the parent 331122102 新建镇 of \"村\" has been closed since 1970-01-01"),
            "{said}"
        );
    }
}
