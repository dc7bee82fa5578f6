//! Columns of a table: header, names, units, and the fields they hold.

pub(crate) mod columns;
pub mod constants;
pub mod header;
pub mod heading;
pub mod mapping;
pub mod measure;
pub mod nearest;
pub mod units;
