//! The place of a row, by code or name; every text is looked up once.

use std::collections::{BTreeMap, HashMap};

use super::aliases::Aliases;
use crate::domain::folding;
use crate::domain::place::Place;
use crate::i18n::LedgerRefusal;
use crate::store::{StoreError, Writer};

/// How many lines are told of a place that is not known.
const LINES_TOLD: usize = 10;

/// A text that names no place, or more than one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// What the ledger says of it.
    pub refusal: LedgerRefusal,
    /// The first lines it stands on.
    pub lines: Vec<usize>,
    /// On how many others it stands.
    pub more: usize,
}

/// The places of a file.
pub(super) struct Places<'a> {
    aliases: &'a Aliases,
    found: HashMap<(String, String), Result<String, LedgerRefusal>>,
    unmatched: BTreeMap<String, Unmatched>,
}

impl<'a> Places<'a> {
    pub(super) fn new(aliases: &'a Aliases) -> Self {
        Self { aliases, found: HashMap::new(), unmatched: BTreeMap::new() }
    }

    /// The code of the place that a row names, with what is above it where another column says that.
    pub(super) fn find(
        &mut self,
        writer: &Writer,
        above: &str,
        text: &str,
    ) -> Result<Result<String, LedgerRefusal>, StoreError> {
        let key = (folding::name(above), folding::name(text));
        if let Some(found) = self.found.get(&key) {
            return Ok(found.clone());
        }
        let found = match self.look_up(writer, &key.0, &key.1) {
            Ok(place) => Ok(place.code),
            Err(StoreError::Refused(refusal)) => Err(refusal),
            Err(fault) => return Err(fault),
        };
        self.found.insert(key, found.clone());
        Ok(found)
    }

    /// A code needs nothing above it; a name is looked for below what the other column says. An alias comes before all:
    /// the old name of one place may be the new name of another.
    fn look_up(&self, writer: &Writer, above: &str, text: &str) -> Result<Place, StoreError> {
        let both = format!("{above}/{text}");
        if let Some(now) = self.aliases.now(&both).or_else(|| self.aliases.now(text)) {
            return writer.find_place(now);
        }
        if above.is_empty() {
            return writer.find_place(text);
        }
        match writer.place(&folding::figure(text))? {
            Some(place) => Ok(place),
            None => writer.find_place(&format!("{}/{text}", self.aliases.now(above).unwrap_or(above))),
        }
    }

    /// Notes that a line names no place.
    pub(super) fn miss(&mut self, line: usize, refusal: &LedgerRefusal) {
        let text = match refusal {
            LedgerRefusal::NoSuchPlace { place } | LedgerRefusal::AmbiguousPlace { place, .. } => place.clone(),
            _ => return,
        };
        let new = || Unmatched { refusal: refusal.clone(), lines: Vec::new(), more: 0 };
        let missed = self.unmatched.entry(text).or_insert_with(new);
        if missed.lines.len() < LINES_TOLD {
            missed.lines.push(line);
        } else {
            missed.more += 1;
        }
    }

    /// Every text that named no place, each once.
    pub(super) fn unmatched(&self) -> Vec<Unmatched> {
        self.unmatched.values().cloned().collect()
    }
}
