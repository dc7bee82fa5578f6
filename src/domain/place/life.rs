//! What became of a place since it was loaded: the names that it had, and its closing.

use std::collections::BTreeMap;

use chrono::NaiveDate;

/// A name that a place had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerName {
    /// The name.
    pub name: String,
    /// The day on which it got another one.
    pub until: NaiveDate,
}

/// The closing of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// The first day on which it is closed.
    pub on: NaiveDate,
    /// The code of the place that it was merged into.
    pub successor: Option<String>,
    /// Whether that day has come: nothing is judged in it any more, and nothing new entered.
    pub ended: bool,
}

/// What became of a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceLife {
    /// Its former names, by the day on which it lost them.
    pub former: Vec<FormerName>,
    /// Its closing; none while nobody closed it.
    pub closing: Option<Closing>,
}

/// What became of the places of a ledger, by code: only those that were renamed or closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceLives(BTreeMap<String, PlaceLife>);

impl PlaceLives {
    /// Returns what became of a place; `None` where nothing did.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&PlaceLife> {
        self.0.get(code)
    }

    /// Returns what is kept of a place, to be filled in.
    pub fn entry(&mut self, code: &str) -> &mut PlaceLife {
        self.0.entry(code.to_owned()).or_default()
    }

    /// Returns the closing of a place whose day has come.
    #[must_use]
    pub fn ended(&self, code: &str) -> Option<&Closing> {
        self.get(code)?
            .closing
            .as_ref()
            .filter(|closing| closing.ended)
    }

    /// Returns the place in which the records of a merged one are now: that place may have been
    /// merged since.
    #[must_use]
    pub fn successor(&self, code: &str) -> Option<&str> {
        let next = |code: &str| {
            let closing = self.get(code)?.closing.as_ref()?;
            closing.successor.as_deref()
        };
        // A file that another tool wrote may lead round in a circle.
        std::iter::successors(next(code), |code| next(code))
            .take(self.0.len())
            .last()
    }

    /// Returns whether nothing became of any place.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the places that something became of, by code.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &PlaceLife)> {
        self.0.iter().map(|(code, life)| (code.as_str(), life))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(lives: &mut PlaceLives, code: &str, into: &str) {
        lives.entry(code).closing = Some(Closing {
            on: NaiveDate::default(),
            successor: Some(into.to_owned()),
            ended: true,
        });
    }

    #[test]
    fn the_successor_is_the_last_of_those_that_were_merged_one_after_the_other() {
        let mut lives = PlaceLives::default();
        merged(&mut lives, "1", "2");
        assert_eq!(lives.successor("1"), Some("2"));
        merged(&mut lives, "2", "3");
        assert_eq!(lives.successor("1"), Some("3"));
        assert_eq!(lives.successor("3"), None);
        merged(&mut lives, "3", "1");
        assert!(lives.successor("1").is_some());
    }
}
