//! The commands of the real program, as clerks, admins and scripts use them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail"
)]

#[path = "../program/mod.rs"]
mod program;
#[path = "../terminal/rig.rs"]
mod rig;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/world.rs"]
mod world;

mod access;
mod ahead;
mod closing;
mod handing_on;
mod merging;
mod past;
mod places;
mod plain;
mod problems;
mod scripts;
mod sheets;
mod signing;
mod towns;
