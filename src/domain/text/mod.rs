//! Text as people type it: folding, numerals, search, likeness, spelling, and widths in terminal
//! columns.

pub(crate) mod coded;
pub mod credit_code;
pub mod folding;
pub(crate) mod hanzi_number;
pub(crate) mod letter_digit;
pub mod likeness;
pub mod numeral;
pub mod search;
pub mod spelling;
pub mod text_print;
pub mod width;

pub use self::likeness::Surroundings;
