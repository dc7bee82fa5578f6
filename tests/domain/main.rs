//! The rules of judging and the packs, without a file and without a screen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

#[path = "../support/world.rs"]
mod world;

mod checks;
mod claims;
mod figures;
mod norms;
mod parts;
mod seeds;
mod verdicts;
