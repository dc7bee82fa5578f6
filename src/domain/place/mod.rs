//! Places and the tree they form, as the official lists have it.

pub(crate) mod code;
pub mod gazetteer;
pub mod list;
mod place;

pub use self::gazetteer::Gazetteer;
pub use self::list::{Admitted, admit};
pub use self::place::Place;
