//! The hub on a real PostgreSQL server, which the tests make for themselves. Where there is none,
//! they are left out and say so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failure of a test is a panic"
)]

mod carrying;
mod faults;
mod kills;
#[path = "../program/mod.rs"]
mod program;
mod refused;
mod rights;
mod server;
mod world;
