//! The terminal application, and the only place with ratatui and crossterm.

pub mod terminal;
pub mod text;
