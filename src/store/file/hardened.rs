//! Connections to untrusted files: nothing in the file runs, and everything has an end.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::deadline::Deadline;
use super::settings::{CacheSize, set_cache_size};

/// The longest text in a cell, in bytes.
const LONGEST_TEXT: i32 = 64_000_000;

/// The longest statement, in bytes; the view of a kind is one.
const LONGEST_STATEMENT: i32 = 1_000_000;

/// The most steps of a compiled statement. Those of the examination have a few thousand.
const MOST_STEPS: i32 = 50_000;

/// After how many steps of a statement the clock is looked at.
const STEPS: i32 = 10_000;

/// Statements about a database that an examination needs.
const PRAGMAS: [&str; 7] = [
    "application_id",
    "user_version",
    "integrity_check",
    "foreign_key_check",
    "journal_mode",
    "page_count",
    "page_size",
];

/// Functions that its queries use.
const FUNCTIONS: [&str; 13] = [
    "count",
    "coalesce",
    "max",
    "min",
    "json_array_length",
    "json_object",
    "json_each",
    "->>",
    "like",
    "length",
    "instr",
    "substr",
    "sum",
];

/// Opens a file read-only so that nothing in it runs. No trigger and no view of it runs, no
/// statement may do anything but look, and everything has an end.
pub(crate) fn open(file: &Path, deadline: &Deadline) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let mut db = Connection::open_with_flags(immutable_address(file), flags)?;
    harden(&mut db, deadline)?;
    db.authorizer(Some(authorize))?;
    db.set_prepared_statement_cache_capacity(64);
    Ok(db)
}

/// Nothing that the file brings along runs, and everything has an end.
pub(crate) fn harden(db: &mut Connection, deadline: &Deadline) -> rusqlite::Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
        (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
    ] {
        db.set_db_config(setting, on)?;
    }
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, LONGEST_TEXT),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, LONGEST_STATEMENT),
        (Limit::SQLITE_LIMIT_VDBE_OP, MOST_STEPS),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        db.set_limit(limit, most)?;
    }
    db.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
    )?;
    set_cache_size(db, CacheSize::Examination)?;
    let deadline = deadline.clone();
    db.progress_handler(STEPS, Some(move || deadline.is_over()))
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the signature of an authorizer"
)]
fn authorize(context: AuthContext) -> Authorization {
    let allowed = match context.action {
        AuthAction::Select
        | AuthAction::Recursive
        | AuthAction::Read { .. }
        | AuthAction::Transaction { .. } => true,
        AuthAction::Function { function_name } => FUNCTIONS.contains(&function_name),
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } => {
            PRAGMAS.contains(&pragma_name)
                && (pragma_value.is_none() || pragma_name == "integrity_check")
        }
        _ => false,
    };
    if allowed {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

/// Returns the address of a file for SQLite. Every byte that could mean something in an address is
/// written as a number.
fn immutable_address(file: &Path) -> String {
    use std::fmt::Write as _;
    use std::os::unix::ffi::OsStrExt as _;
    let mut address = String::from("file:");
    for byte in file.as_os_str().as_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                address.push(char::from(*byte));
            }
            other => drop(write!(address, "%{other:02X}")),
        }
    }
    address + "?immutable=1"
}
