//! The pure middle of the program: places, policy packs, fields, values, facilities, judging, and
//! the change log.
//!
//! Nothing here reads a file, a clock, a terminal or a database; every function gives the same
//! answer for the same input.

pub mod place;
pub mod policy;
pub mod record;
pub mod review;
pub mod signing;
pub mod text;
pub mod value;
pub mod verdict;
