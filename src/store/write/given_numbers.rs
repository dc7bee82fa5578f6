//! The facility codes that are given to the records of a long file which have none.

use std::collections::{BTreeMap, HashMap};

use crate::store::error::Result;
use crate::store::rows::facility_code;

/// Numbers that were given, by what those of a kind in a place begin with.
#[derive(Default)]
pub(super) struct GivenNumbers {
    /// The last serial before, and the last that was given.
    series: HashMap<String, (i64, i64)>,
    /// What is given instead of numbers that somebody else was given meanwhile.
    instead: BTreeMap<String, String>,
}

impl GivenNumbers {
    pub(super) fn has(&self, series: &str) -> bool {
        self.series.contains_key(series)
    }

    /// Begins a series behind a serial.
    pub(super) fn begin(&mut self, series: &str, last: i64) {
        self.series.insert(series.to_owned(), (last, last));
    }

    /// Gives the next number of a series that is not taken.
    pub(super) fn next(
        &mut self,
        series: &str,
        is_taken: impl Fn(&str) -> Result<bool>,
    ) -> Result<String> {
        let serials = self.series.entry(series.to_owned()).or_default();
        loop {
            serials.1 += 1;
            let code = facility_code::numbered(series, serials.1);
            if !is_taken(&code)? {
                return Ok(code);
            }
        }
    }

    /// Returns whether a code may be one of these numbers.
    pub(super) fn is_given(&self, code: &str) -> bool {
        self.series_of(code).is_some()
    }

    fn series_of<'c>(&self, code: &'c str) -> Option<&'c str> {
        let (series, serial) = code.rsplit_once('-')?;
        let serial: i64 = serial.parse().ok()?;
        let (before, last) = self.series.get(series)?;
        (*before < serial && serial <= *last).then_some(series)
    }

    /// Gives another number instead of one that somebody else has by now.
    pub(super) fn replace(
        &mut self,
        code: &str,
        is_taken: impl Fn(&str) -> Result<bool>,
    ) -> Result<()> {
        if let Some(series) = self.series_of(code)
            && !self.instead.contains_key(code)
        {
            let other = self.next(series, is_taken)?;
            self.instead.insert(code.to_owned(), other);
        }
        Ok(())
    }

    /// Returns whether none was replaced.
    pub(super) fn are_kept(&self) -> bool {
        self.instead.is_empty()
    }

    /// Returns what is given instead of a number.
    pub(super) fn instead_of(&self, code: &str) -> Option<&str> {
        self.instead.get(code).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_somebody_else_has_by_now_is_replaced_by_a_free_one() {
        let mut numbers = GivenNumbers::default();
        numbers.begin("1-library", 2);
        let is_free = |_: &str| Ok(false);
        let next = |numbers: &mut GivenNumbers| numbers.next("1-library", is_free).unwrap();
        assert_eq!(next(&mut numbers), "1-library-003");
        assert_eq!(next(&mut numbers), "1-library-004");
        for code in [
            "1-library-002",
            "1-library-005",
            "2-library-003",
            "JY",
            "1-library-x",
        ] {
            assert!(!numbers.is_given(code), "{code}");
        }
        assert!(numbers.are_kept());
        numbers
            .replace("1-library-003", |code| Ok(code == "1-library-005"))
            .unwrap();
        assert_eq!(numbers.instead_of("1-library-003"), Some("1-library-006"));
        assert_eq!(numbers.instead_of("1-library-004"), None);
    }
}
