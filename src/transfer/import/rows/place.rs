//! The place of a row, by code, name or path.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use crate::domain::place::{Gazetteer, Place};
use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::i18n::{LedgerRefusal, PlaceMiss, code_list};
use crate::store::{LedgerView, StoreError};
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::lines::LineNumbers;
use crate::transfer::import::notes::Unmatched;

/// For how many of them it is told what they may mean; a file that names its places in another way
/// throughout needs another list of them.
const SUGGESTED: usize = 100;

/// How many texts are kept that were looked up. A file may name forty thousand places, and every
/// address in it may be another.
const MOST_FOUND: usize = 4096;

/// What the cells of a row say of its place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct PlaceWords {
    /// What is above it; empty where no cell says it.
    above: String,
    /// Its code, its name, or a path.
    text: String,
    /// Its name beside the code, for people; empty where there is none.
    name: String,
}

impl PlaceWords {
    pub(crate) fn new(above: &str, text: &str, name: &str) -> Self {
        Self {
            above: folding::name(above),
            text: folding::name(text),
            name: folding::name(name),
        }
    }

    /// Returns the text with what is above it, as an alias for both together is written.
    fn path(&self) -> String {
        if self.above.is_empty() {
            self.text.clone()
        } else {
            format!("{}/{}", self.above, self.text)
        }
    }
}

/// Returns a level as the list of places writes it.
fn known_level(gazetteer: &Gazetteer, level: &str) -> Result<String, StoreError> {
    let levels = gazetteer.levels();
    let key = folding::key(level);
    let found = levels.iter().find(|known| folding::key(known) == key);
    found.map(|known| (*known).to_owned()).ok_or_else(|| {
        LedgerRefusal::NoSuchLevel {
            level: folding::name(level),
            known: code_list(&levels),
        }
        .into()
    })
}

/// The places of a file.
pub(crate) struct PlaceFinder<'a> {
    gazetteer: Gazetteer,
    /// The level of the places in the place column, where somebody named it.
    level: Option<String>,
    /// Those for which some minimum of the kind is judged.
    judged: Arc<HashSet<String>>,
    aliases: &'a Aliases,
    /// What was looked up last, and whether a text only begins with its place.
    found: HashMap<PlaceWords, (Result<String, PlaceMiss>, bool)>,
    /// Whether some text began with a place.
    has_beginnings: bool,
    unmatched: BTreeMap<String, MissedPlace>,
}

/// A text that named no place, in its parts.
struct MissedPlace {
    words: PlaceWords,
    told: Unmatched,
}

impl<'a> PlaceFinder<'a> {
    pub(crate) fn of(
        view: LedgerView,
        kind: &Kind,
        aliases: &'a Aliases,
        level: Option<&str>,
    ) -> Result<Self, StoreError> {
        let gazetteer = view.gazetteer()?;
        let level = level
            .map(|level| known_level(&gazetteer, level))
            .transpose()?;
        let judged = Arc::new(view.judged_places(&kind.code)?);
        Ok(Self {
            gazetteer,
            level,
            judged,
            aliases,
            found: HashMap::new(),
            has_beginnings: false,
            unmatched: BTreeMap::new(),
        })
    }

    /// Returns the code of the place that a row names.
    pub(crate) fn find(&mut self, words: &PlaceWords) -> Result<String, PlaceMiss> {
        if let Some((code, _)) = self.found.get(words) {
            return code.clone();
        }
        let mut code = self.look_up(words).map(|place| place.code.clone());
        let mut is_beginning = false;
        if matches!(code, Err(PlaceMiss::Unknown { .. }))
            && let Some(beginning) = self.beginning(words)
        {
            (code, is_beginning) = (Ok(beginning), true);
            self.has_beginnings = true;
        }
        if self.found.len() == MOST_FOUND {
            self.found.clear();
        }
        let found = (code.clone(), is_beginning);
        self.found.insert(words.clone(), found);
        code
    }

    /// Returns the places for which some minimum of the kind is judged.
    pub(crate) fn judged(&self) -> Arc<HashSet<String>> {
        Arc::clone(&self.judged)
    }

    /// Returns the code of the place at the beginning of a text, as an address has it.
    fn beginning(&self, words: &PlaceWords) -> Option<String> {
        let above = self.aliases.now(&words.above).unwrap_or(&words.above);
        let place = self.gazetteer.at_beginning(&words.text, above)?;
        let is_of_level = self
            .level
            .as_ref()
            .is_none_or(|level| *level == place.level);
        let is_open = self.gazetteer.lives().ended(&place.code).is_none();
        (is_of_level && is_open).then(|| place.code.clone())
    }

    /// Returns the path of the place at the beginning of the text that was found there last.
    pub(crate) fn at_beginning(&self, words: &PlaceWords) -> Option<String> {
        let (code, _) = self.found.get(words).filter(|(_, begins)| *begins)?;
        let place = self.gazetteer.of_code(code.as_ref().ok()?)?;
        Some(self.gazetteer.path(place))
    }

    /// Returns whether some place was found at the beginning of a text.
    pub(crate) const fn has_beginnings(&self) -> bool {
        self.has_beginnings
    }

    /// Looks a place up; an alias comes before all: the old name of one place may be the new name of another.
    fn look_up(&self, words: &PlaceWords) -> Result<&Place, PlaceMiss> {
        let alias = self
            .aliases
            .now(&words.path())
            .or_else(|| self.aliases.now(&words.text));
        let place = match alias {
            Some(now) => self.of_alias(&words.path(), now)?,
            None => self.of_words(words)?,
        };
        self.refuse_merged(words, place)?;
        self.compare_name(words, place)
    }

    /// Refuses a place that was merged into another one: its facilities are there.
    fn refuse_merged(&self, words: &PlaceWords, place: &Place) -> Result<(), PlaceMiss> {
        let lives = self.gazetteer.lives();
        let Some((closing, into)) = lives.ended(&place.code).zip(self.successor(place)) else {
            return Ok(());
        };
        Err(PlaceMiss::Merged {
            text: words.path(),
            on: closing.on.to_string(),
            into: self.gazetteer.told(&[into]),
        })
    }

    /// Returns the place in which the records of a merged one are.
    fn successor(&self, place: &Place) -> Option<&Place> {
        let code = self.gazetteer.lives().successor(&place.code)?;
        self.gazetteer.of_code(code)
    }

    /// Returns those of the level that the place column has.
    fn of_level<'p>(&self, found: Vec<&'p Place>) -> Vec<&'p Place> {
        let is_of = |place: &&Place| self.level.as_ref().is_none_or(|of| *of == place.level);
        found.into_iter().filter(is_of).collect()
    }

    /// Returns the place that a text stands for. What it stands for may be an old name itself, if
    /// no place has it now.
    fn of_alias(&self, text: &str, now: &str) -> Result<&Place, PlaceMiss> {
        let mut now = now;
        for _ in 0..=self.aliases.count() {
            let mut found = self.gazetteer.find(now);
            if found.len() > 1 {
                found = self.of_level(found);
            }
            match (found.as_slice(), self.aliases.now(now)) {
                ([only], _) => return Ok(*only),
                ([], Some(next)) => now = next,
                ([], None) => break,
                (several, _) => {
                    let text = text.to_owned();
                    let now = now.to_owned();
                    let places = self.gazetteer.told(several);
                    return Err(PlaceMiss::AliasAmbiguous { text, now, places });
                }
            }
        }
        Err(PlaceMiss::AliasNowhere {
            text: text.to_owned(),
            now: now.to_owned(),
        })
    }

    /// Returns the place of a text below what stands above it. Where only one place can be meant, a
    /// short or longer way to write what is above it is enough; anything else contradicts.
    fn of_words(&self, words: &PlaceWords) -> Result<&Place, PlaceMiss> {
        let named = self.gazetteer.find(&words.text);
        let found = self.of_level(named.clone());
        if let (false, true, Some(level)) = (named.is_empty(), found.is_empty(), &self.level) {
            return Err(PlaceMiss::OtherLevel {
                text: words.path(),
                level: level.clone(),
                places: self.gazetteer.told_with_levels(&named),
            });
        }
        let above = self.aliases.now(&words.above).unwrap_or(&words.above);
        // A county may have a town of its own name, and the row of a county may name it twice.
        let among = |fits: &dyn Fn(&Place) -> bool| {
            found
                .iter()
                .copied()
                .filter(|p| fits(p))
                .collect::<Vec<&Place>>()
        };
        let mut below = among(&|place| above.is_empty() || self.gazetteer.is_below(place, above));
        if below.is_empty() {
            below = among(&|place| self.gazetteer.is_within(place, above));
        }
        match (below.as_slice(), found.as_slice()) {
            ([only], _) => Ok(*only),
            ([], []) => Err(PlaceMiss::Unknown {
                refusal: LedgerRefusal::NoSuchPlace {
                    place: words.path(),
                },
            }),
            ([], [only]) if self.gazetteer.may_be_within(only, above) => Ok(*only),
            ([], _) => {
                let text = words.text.clone();
                let above = words.above.clone();
                let places = self.gazetteer.told(&found);
                Err(PlaceMiss::Elsewhere {
                    text,
                    above,
                    places,
                })
            }
            (several, _) => Err(self.ambiguous(words, several)),
        }
    }

    /// Says that a text names several places, and where their levels differ, that one of these can
    /// be named.
    fn ambiguous(&self, words: &PlaceWords, places: &[&Place]) -> PlaceMiss {
        let levels: BTreeSet<&str> = places.iter().map(|place| place.level.as_str()).collect();
        if levels.len() == 1 {
            let place = words.path();
            let places = self.gazetteer.told(places);
            let refusal = LedgerRefusal::AmbiguousPlace { place, places };
            return PlaceMiss::Ambiguous { refusal };
        }
        PlaceMiss::SeveralLevels {
            text: words.path(),
            places: self.gazetteer.told_with_levels(places),
            levels: code_list(levels),
        }
    }

    /// Refuses a place that the name beside its code contradicts: one of the two was changed and
    /// not the other.
    fn compare_name<'p>(
        &self,
        words: &PlaceWords,
        place: &'p Place,
    ) -> Result<&'p Place, PlaceMiss> {
        let text = words.text.clone();
        let name = words.name.clone();
        let is_alias = || {
            self.aliases
                .now(&name)
                .is_some_and(|now| self.gazetteer.is_within(place, now))
        };
        if name.is_empty() || self.gazetteer.may_be_called(place, &name) || is_alias() {
            return Ok(place);
        }
        Err(PlaceMiss::OtherName {
            text,
            place: self.gazetteer.path(place),
            name,
        })
    }

    /// Notes that a line names no place.
    pub(crate) fn miss(&mut self, line: usize, words: &PlaceWords, why: &PlaceMiss) {
        if matches!(why, PlaceMiss::OtherName { .. }) {
            return;
        }
        let text = words.path();
        let new = || MissedPlace {
            words: words.clone(),
            told: Unmatched {
                text,
                refusal: why.clone(),
                likely: None,
                lines: LineNumbers::default(),
            },
        };
        let missed = self.unmatched.entry(words.path()).or_insert_with(new);
        missed.told.lines.add(line);
    }

    /// Forgets which lines named no place, before they are read again.
    pub(crate) fn forget_missed(&mut self) {
        self.unmatched.clear();
    }

    /// Returns the code of the place into which all were merged that a text names.
    fn merged_into(&self, text: &str) -> Option<String> {
        match *self.gazetteer.find(text) {
            [only] => self.successor(only).map(|place| place.code.clone()),
            _ => None,
        }
    }

    /// Returns every text that named no place, each once, with what it may mean.
    pub(crate) fn unmatched(&self) -> Vec<Unmatched> {
        let suggested = |(at, missed): (usize, &MissedPlace)| {
            let words = &missed.words;
            let mut missed = missed.told.clone();
            if matches!(missed.refusal, PlaceMiss::Merged { .. }) {
                missed.likely = self.merged_into(&missed.text);
            }
            if at < SUGGESTED && matches!(missed.refusal, PlaceMiss::Unknown { .. }) {
                let level = self.level.as_deref();
                // What the row says above it is meant, where the list has that.
                let below = self
                    .gazetteer
                    .nearest_below(&words.text, &words.above, level);
                let (text, nearest) = if below.is_empty() {
                    let nearest = self.gazetteer.nearest(&missed.text, level);
                    (&missed.text, nearest)
                } else {
                    (&words.text, below)
                };
                if let [only] = *nearest
                    && self.gazetteer.may_be_called(only, text)
                {
                    missed.likely = Some(only.code.clone());
                }
                if !nearest.is_empty() {
                    let places = self.gazetteer.told(&nearest);
                    missed.refusal = PlaceMiss::Perhaps {
                        why: Box::new(missed.refusal),
                        places,
                    };
                }
            }
            missed
        };
        self.unmatched.values().enumerate().map(suggested).collect()
    }

    /// Returns the names from the top down to a place for which no minimum of the kind is judged,
    /// nor for anything above it, where the kind has minimums.
    pub(crate) fn unjudged(&self, code: &str) -> Option<String> {
        let place = self
            .gazetteer
            .of_code(code)
            .filter(|_| !self.judged.is_empty())?;
        let is_judged = self
            .gazetteer
            .line(place)
            .any(|place| self.judged.contains(&place.code));
        (!is_judged).then(|| self.gazetteer.path(place))
    }
}
