//! The places of a report.

use std::collections::HashMap;
use std::rc::Rc;

use crate::domain::place::Place;
use crate::domain::text::width;
use crate::store::{Store, StoreError};

/// A place of a report.
#[derive(Debug, PartialEq, Eq)]
pub struct ReportPlace {
    /// Its code.
    pub code: Rc<str>,
    /// Its name.
    pub name: Box<str>,
}

/// The places of a report, each read once.
pub(super) struct ReportPlaces<'a> {
    store: &'a Store,
    within: Option<&'a Place>,
    /// `None` for a place that was not asked for.
    known: HashMap<Rc<str>, Option<Rc<ReportPlace>>>,
}

impl<'a> ReportPlaces<'a> {
    /// Returns those of a place and below it, or all.
    pub(super) fn of(store: &'a Store, within: Option<&'a Place>) -> Self {
        Self {
            store,
            within,
            known: HashMap::new(),
        }
    }

    /// Returns the place of a code; `None` where it was not asked for.
    pub(super) fn get(&mut self, code: &Rc<str>) -> Result<Option<Rc<ReportPlace>>, StoreError> {
        if let Some(known) = self.known.get(code) {
            return Ok(known.clone());
        }
        let asked = self.store.is_in_scope(code, self.within)?;
        let place = if asked {
            let name = self.store.place_name(code)?;
            Some(Rc::new(ReportPlace {
                code: Rc::clone(code),
                name: width::clean(&name).into(),
            }))
        } else {
            None
        };
        self.known.insert(Rc::clone(code), place.clone());
        Ok(place)
    }
}
