//! Imports of facilities from files as people have them: all rows or none, unless the refused ones
//! may stay out in a file of their own.
//!
//! Bytes become a table of cells (`source`), of which the header is found (`header`) and named
//! (`columns`). Every row is read by the parsers of the form (`row`), told apart from what the
//! ledger has (`index`, `matching`), and made a change (`change`) that one write transaction takes
//! over (`run`).

pub mod aliases;
pub mod columns;
mod error;
pub mod fault;
pub mod lines;
mod matching;
pub mod notes;
pub(crate) mod options;
pub mod proposal;
pub mod read;
pub mod rows;
pub mod run;

pub use self::error::{ImportError, ImportSummary};
pub use self::notes::Unmatched;
pub use self::options::{BadRows, EmptyCells, Go, ImportMode, ImportRequest};
pub use self::run::import::{import, what_if};
