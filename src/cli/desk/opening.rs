//! The ledger and the file of an order.

use crate::cli::failure::{CliResult, Exit, Failure, shown};
use crate::cli::output;
use crate::i18n::{CliFault, CliTask, TaskMsg};
use crate::store::{Store, StoreError};
use crate::tui::{JobWatch, Order, OrderStep};

/// Returns the failure of what somebody cancelled.
pub(super) fn cancelled() -> Failure {
    let mut failure = Failure::input(CliTask::Session, TaskMsg::Cancelled);
    failure.exit = Exit::Interrupted;
    failure
}

/// Opens the ledger of an order, for reading only where the session only reads. Reading ends once the
/// order is cancelled.
pub(super) fn open(order: &Order, watch: &JobWatch) -> CliResult<Store> {
    let store = if order.is_review {
        Store::open_for_review(&order.ledger)
    } else {
        Store::open(&order.ledger)
    };
    let opened = store.and_then(|mut store| {
        store.stop_when(&watch.cancel)?;
        Ok(store)
    });
    let path = shown(&order.ledger);
    opened.map_err(|error| Failure::store(CliTask::OpenLedger { path }, error))
}

/// Returns what fails where the ledger of an order is read.
pub(super) fn unread(order: &Order) -> impl Fn(StoreError) -> Failure {
    let path = shown(&order.ledger);
    move |error| Failure::store(CliTask::ReadLedger { path: path.clone() }, error)
}

/// Refuses a file that must not be replaced, before the work begins.
pub(super) fn protect(order: &Order) -> CliResult<()> {
    match order.step {
        OrderStep::Write => output::protect(&order.file, [(&*order.ledger, CliFault::IsTheLedger)]),
        OrderStep::Show | OrderStep::Rehearse | OrderStep::CarryOut => Ok(()),
    }
}
