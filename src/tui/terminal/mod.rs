//! The terminal layer: one session on one terminal, from raw mode to the last restored byte.

pub mod backend;
pub mod frames;
pub mod input;
pub mod probe;
mod tty;
