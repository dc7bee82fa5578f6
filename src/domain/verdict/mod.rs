//! Judging: what the records of a place come to for a requirement, and how to say it.

pub mod explain;
pub mod filter;
pub mod judge;
pub mod movement;
pub mod standing;

pub use filter::{Filter, NarrowBy};
pub use judge::Tally;
pub use movement::Movement;
pub use standing::{Exception, Nearest, Standing, Verdict};
