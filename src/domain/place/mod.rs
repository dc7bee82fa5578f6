//! Places and the tree they form, as the official lists have it.

pub(crate) mod code;
pub mod gazetteer;
pub mod list;
mod place;

pub use gazetteer::Gazetteer;
pub use list::{Admitted, admit};
pub use place::Place;
