//! Bytes to a table of cells: encodings, separators, workbooks.

mod archive;
mod bytes;
pub mod csv;
mod dbf;
pub mod decimals;
pub mod encoding;
pub mod fitting;
mod foreign;
pub(crate) mod geometry;
mod guard;
mod json;
mod kml;
pub mod limits;
pub(crate) mod long_text;
mod ods;
pub(crate) mod records;
pub mod rejects_reader;
pub mod separator;
mod shapefile;
pub(crate) mod sheets;
pub mod sniff;
pub mod source;
pub mod source_options;
pub mod table;
mod xls;
pub mod xlsx;
mod xml;
