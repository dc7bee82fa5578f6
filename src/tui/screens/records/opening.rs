//! Opening a record of a list.

use uuid::Uuid;

use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::screen::{Nav, Neighbours};
use crate::tui::screens::form::FormScreen;
use crate::tui::screens::record::Inspection;

/// Opens a record: an inspector looks at it, a clerk goes on with its form.
pub(in crate::tui::screens) fn open_record(
    id: Uuid,
    neighbours: Neighbours,
    context: &mut Context,
) -> Result<Nav> {
    if context.person.review().is_some() {
        let screen = Inspection::open(context, id, neighbours)?;
        return Ok(Nav::Push(Box::new(screen)));
    }
    FormScreen::push_among(context, Opening::Existing { id }, neighbours)
}
