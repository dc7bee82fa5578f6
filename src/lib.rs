//! `taizhang` (台账) keeps the ledger of a town's service facilities at a terminal, and beside
//! every form the answer to the only question a policy asks: does this town reach the minimum, and
//! if not, what is missing?
//!
//! Arrows between the layers point down only: `cli` → `tui`, `transfer` → `store` → `domain` →
//! `i18n`. The domain is pure (no SQL, terminal, file or clock), SQL stands only in `store`,
//! ratatui only in `tui`.

pub mod cli;
pub mod domain;
pub mod i18n;
pub mod store;
pub mod transfer;
pub mod tui;
