//! What comes in and goes out, by the real program: imports, exports and reports.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

#[path = "../program/mod.rs"]
mod program;
#[path = "../support/mod.rs"]
mod support;

mod areas;
mod comparing;
mod evidence;
mod export;
mod form_page;
mod formats;
mod hostile;
mod import;
mod kenya;
mod layouts;
mod mapping;
mod matching;
mod proposal;
mod reading;
mod reports;
mod several;
mod shown;
