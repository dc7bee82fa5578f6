//! Double entry: the queue of records that a second person keys again, and the blind entry of one.

pub(crate) mod blind;
mod open;
pub(crate) mod queue;
mod save;
mod view;
