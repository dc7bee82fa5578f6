//! What lies ahead of one place.

use crate::domain::place::Place;
use crate::domain::verdict::{ChangePlan, Outlook};

/// What lies ahead of one place.
pub(super) struct PlaceAhead {
    pub(super) place: Place,
    /// What is open.
    pub(super) open: Vec<Outlook>,
    /// What would have to change; none where that cannot be tried.
    pub(super) plan: Option<ChangePlan>,
}
