//! Where something that was found in the ledger leads.

use super::kinds::Kinds;
use super::records::Records;
use super::records::filter::Wanted;
use super::records::opening::open_record;
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::part::find::Found;
use crate::tui::screen::{Nav, Neighbours};

/// Opens what can be entered in a place without any minimum, the records of another place, or a
/// record.
///
/// # Errors
/// When it is gone, or the ledger cannot be read.
pub(in crate::tui) fn open(found: Found, context: &mut Context) -> Result<Nav> {
    match found {
        Found::Place(code) if is_to_enter(&code, context)? => Kinds::push(context, &code),
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

/// Whether a place is one in which nothing is judged and this session enters facilities.
fn is_to_enter(place: &str, context: &Context) -> Result<bool> {
    let store = &context.store;
    if !store.may_write(place)? || !store.is_without_minimum(place)? {
        return Ok(false);
    }
    let place = store.place(place)?;
    let kinds = place.map(|place| Ok(!store.kinds_in(&place)?.is_empty()));
    kinds.unwrap_or(Ok(false))
}
