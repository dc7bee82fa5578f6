//! Opening a ledger: its file, its schema, and its migration.

pub(super) mod connection;
pub(super) mod found_files;
pub(super) mod log;
pub(super) mod migrate;
pub(super) mod moment;
pub(super) mod open_files;
pub(super) mod own_schema;
pub(super) mod reference;
mod written_schema;
