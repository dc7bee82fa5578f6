//! Writing: one transaction that records changes and judges again what they touch.

pub(super) mod answer;
mod decision;
mod given_numbers;
mod import_shape;
pub(super) mod judging;
mod loading;
pub(super) mod lookups;
pub(super) mod moved;
pub(super) mod places;
mod planned_save;
pub(super) mod planning;
mod projecting;
pub(super) mod quarter;
pub(super) mod save;
pub(super) mod save_rules;
mod second_entry;
mod signers;
mod staged_save;
pub(super) mod stager;
mod take_over;
pub(super) mod writer;
