//! Columns of a table: header, names, units, and the fields they hold.

pub(crate) mod column;
pub mod constants;
pub mod header;
mod headers;
pub mod heading;
pub mod mapped;
pub mod mapping;
pub mod measure;
pub(crate) mod names;
pub mod nearest;
pub mod units;
