//! Files before they are a ledger: schema, settings, staging, and files nobody vouches for.

pub(crate) mod authorizer;
pub(super) mod deadline;
pub(super) mod file_alone;
pub(super) mod file_error;
pub(super) mod hardened;
pub(super) mod schema;
pub(super) mod settings;
pub(super) mod sqlite_header;
pub(super) mod staged;
pub(super) mod staging;
pub(super) mod untrusted;
