//! Carried fields: what new records of a kind have in common is typed once.

use std::collections::BTreeMap;

use crate::domain::value::Value;

/// The fields that a session carries from one new record to the next, by kind, with the values of
/// the last one saved. They end with the program.
#[derive(Debug, Default)]
pub struct Carried {
    kinds: BTreeMap<String, BTreeMap<String, Option<Value>>>,
}

impl Carried {
    pub(crate) fn of(&mut self, kind: &str) -> &mut BTreeMap<String, Option<Value>> {
        self.kinds.entry(kind.to_owned()).or_default()
    }
}
