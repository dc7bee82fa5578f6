//! Parts that several screens share.

pub(super) mod choices;
pub(super) mod columns;
pub(super) mod entry_view;
pub(super) mod field_area;
pub(super) mod filter;
pub(super) mod find;
pub(super) mod page;
pub(super) mod picker;
pub(super) mod reasons;
pub(super) mod rows;
pub(super) mod typed_lines;
pub(super) mod why;
pub(super) mod words;
