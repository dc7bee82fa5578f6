//! The pure middle of the program: places, policy packs, fields, values, facilities, judging, and the change log.
//!
//! Nothing here reads a file, a clock, a terminal or a database; every function gives the same answer for the same
//! input.

pub mod check;
pub mod columns;
pub mod condition;
pub mod date;
pub mod double_entry;
pub mod evidence;
pub mod explain;
pub mod facility;
pub mod field;
pub mod filter;
pub mod folding;
pub mod gazetteer;
pub mod history;
pub mod judge;
pub mod likeness;
pub mod merge;
pub mod movement;
pub mod number;
mod numeral;
pub mod pack;
pub mod place;
pub mod position;
pub mod quantity;
pub mod quarter;
pub mod reason;
pub mod receipt;
pub mod requirement;
pub mod review;
pub mod risk;
pub mod search;
pub mod standing;
pub mod trail;
pub mod unit;
pub mod uscc;
pub mod value;
pub mod zone;
