//! Places: administrative divisions by their official codes, each under a parent.

use serde::{Deserialize, Serialize};

/// An administrative division.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The official code; nine digits for a town.
    pub code: String,
    /// The name people know.
    pub name: String,
    /// The level, as the list of places calls it: city, county, town, …
    pub level: String,
    /// The code of the place above; none at the top.
    pub parent: Option<String>,
}
