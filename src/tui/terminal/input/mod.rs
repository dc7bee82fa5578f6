//! What a person does at the keyboard, made of the bytes a terminal sends. Pure: no device, no
//! clock.
//!
//! The bytes are decoded here and not by crossterm, whose reader was measured to break on this
//! application's lines: an escape sequence split by the network becomes Esc and typed garbage, of a
//! burst of 3000 bytes 1976 wait for the next key, and a terminal that is gone is read for ever.

mod decoder;
mod key;
mod keypad;
mod late;
mod report;
mod sequence;
mod token;

pub use self::decoder::{Decoder, ESCAPE_WAIT, Line};
pub use self::key::{Code, Input, Key};
