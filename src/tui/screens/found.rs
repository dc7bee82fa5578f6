//! Where something that was found in the ledger leads.

use super::records::filter::Wanted;
use super::records::{Records, open_record};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::part::find::Found;
use crate::tui::screen::{Nav, Neighbours};

/// Opens the records of a place, or a record.
///
/// # Errors
/// When it is gone, or the ledger cannot be read.
pub(super) fn open(found: Found, context: &mut Context) -> Result<Nav> {
    match found {
        Found::Place(code) => {
            let place = Some(code);
            let wanted = Wanted {
                place,
                ..Wanted::default()
            };
            Ok(Nav::Push(Box::new(Records::open(context, wanted)?)))
        }
        Found::Record(id) => open_record(id, Neighbours::default(), context),
    }
}
