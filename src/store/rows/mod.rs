//! Rows of the tables: functions of a connection, which know no open ledger.

pub(super) mod act;
pub(super) mod cells;
pub(super) mod chain;
pub(super) mod chain_check;
pub(super) mod conflict;
pub(super) mod deleted;
pub(super) mod double_entry;
pub(super) mod exception;
pub(super) mod exchange_digest;
pub(super) mod facility;
pub(super) mod facility_code;
pub(super) mod finding;
pub(super) mod history;
pub(super) mod manifest;
pub(super) mod new_site;
pub(super) mod pack;
pub(super) mod place;
pub(super) mod projection;
pub(super) mod review;
pub(super) mod site;
pub(super) mod stale;
pub(super) mod standing;
pub(super) mod tally;
pub(super) mod trail;
pub(super) mod values;
pub(super) mod view;
