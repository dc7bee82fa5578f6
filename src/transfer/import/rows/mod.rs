//! Rows of a table: what each says of a record, or why it is none.

pub mod body;
mod cell_value;
mod day_there;
mod entry;
pub mod merged;
pub mod missing;
pub mod non_data_rows;
pub mod page_artifacts;
mod pair;
pub(crate) mod periods;
pub mod place;
mod plain;
pub mod row;
pub(crate) mod sheets;
pub mod totals;
