//! The screens: the real application on a ledger of its own, keys in, screen out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

#[path = "../support/mod.rs"]
mod support;

mod desk;
mod doubts;
mod finding;
mod flat;
mod forms;
mod grid;
mod groups;
mod importing;
mod inspector;
mod jobs;
mod keystrokes;
mod link;
mod lists;
mod matrix;
mod mishaps;
mod monkey;
mod moving;
mod offered;
mod quarters;
mod reasons;
mod review;
mod room;
mod screens;
mod trends;
mod trial;
mod verify;
