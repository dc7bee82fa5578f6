//! Rows of a table: what each says of a record, or why it is none.

pub mod body;
pub mod merged;
pub mod missing;
pub mod non_data_rows;
pub mod page_artifacts;
pub(crate) mod periods;
pub mod place;
pub mod row;
pub mod totals;
