//! Bytes to a table of cells: encodings, separators, workbooks.

pub mod csv;
pub mod decimals;
pub mod encoding;
pub mod fitting;
pub mod limits;
pub mod rejects_reader;
pub mod separator;
pub mod sniff;
pub mod source;
pub mod source_options;
pub mod table;
pub mod xlsx;
