//! Writing: one transaction that records changes and judges again what they touch.

pub(super) mod judging;
pub(super) mod loading;
pub(super) mod second_entry;
pub(super) mod settle;
pub(super) mod writer;
