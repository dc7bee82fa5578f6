//! Files to rows and rows to files: lists of places, imports, exports, reports. Values pass through
//! the same field parser as in the form, and nothing here prints or asks.

pub(crate) mod cells;
pub mod evidence;
pub mod export;
pub mod form_page;
pub mod import;
mod output;
mod paper;
pub mod places;
pub mod report;
mod sheet_rows;
pub mod target;

pub use self::output::{SeekableFile, replace, replace_by};
pub mod xlsform;
