//! Places and the tree they form, as the official lists have it.

pub(crate) mod code;
mod division;
pub mod gazetteer;
pub mod life;
pub mod list;
mod merging;

pub use self::division::Place;
pub use self::gazetteer::Gazetteer;
pub use self::life::{Closing, FormerName, PlaceLife, PlaceLives};
pub use self::list::{Admitted, PlaceList, admit};
pub use self::merging::PlaceMerging;
