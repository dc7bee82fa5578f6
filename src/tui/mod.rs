//! The terminal application, and the only place with ratatui and crossterm. [`terminal`] is its lowest part: it
//! owns the device (raw mode, keys, frames, hang-ups) and knows nothing of ledgers; [`text`] is the only home of
//! widths. The screens stand on these two.

pub mod terminal;
pub mod text;
