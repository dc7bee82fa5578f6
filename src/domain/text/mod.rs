//! Text as people type it: folding, numerals, search, likeness, and widths in terminal columns.

pub(crate) mod coded;
pub mod credit_code;
pub mod folding;
pub mod likeness;
pub mod numeral;
pub mod search;
pub mod width;

pub use self::likeness::Surroundings;
