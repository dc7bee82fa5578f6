//! The store on real files: every promise of the ledger, tried through its own doors and through
//! another tool's.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod altered;
mod as_of;
mod beside;
mod crowd;
mod double_entry;
mod exchanging;
mod files;
mod folds;
mod kills;
mod limits;
mod many_places;
mod merging;
mod merging_places;
mod moving;
mod packs;
mod past;
mod place_changes;
mod quarters;
mod readers;
mod replaced;
mod restoring;
mod reviews;
mod roles;
mod samples;
mod saving;
mod sheets;
mod snapshots;
mod support;
mod tampering;
#[path = "../support/trail.rs"]
mod trail;
mod trends;
mod untrusted;
mod versions;
mod visits;
#[path = "../support/walked.rs"]
mod walked;
