//! What the connections of an inspector's session may do. SQLite asks before it prepares a
//! statement; whatever is not named here is refused. Opening a file for reading only is not enough:
//! such a connection still copies the whole ledger to any path with `VACUUM INTO`.

use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

/// The tables that a review may add rows to: each act is an entry of the trail and a row of its own
/// table.
const OF_REVIEWS: [&str; 4] = ["change", "finding", "review_sample", "site_visit"];

/// Refuses entries of the trail that are no acts of a review.
pub(crate) const ONLY_FINDINGS: &str =
    "CREATE TEMP TRIGGER only_findings BEFORE INSERT ON main.change
    WHEN NEW.subject NOT IN ('finding', 'sample', 'site_visit')
    BEGIN SELECT RAISE(ABORT, 'a review adds acts of a review only'); END";

/// The trigger that moves the state of a record once something is said of it.
const MOVING: &str = "finding_moves_a_record";
/// The trigger that counts a record again whose state was moved.
const COUNTING: &str = "record_is_of_another_state";

/// Pragmas that tell something when they are given no value.
const TELLING: [&str; 10] = [
    "application_id",
    "user_version",
    "schema_version",
    "data_version",
    "journal_mode",
    "page_count",
    "page_size",
    "query_only",
    "foreign_key_check",
    "integrity_check",
];

/// The pragma whose value says only how much it tells.
const TELLING_MUCH: &str = "integrity_check";

/// Functions that compute and do nothing else. An extension, a shell or a newer SQLite may bring
/// others.
const COMPUTING: [&str; 47] = [
    "->",
    "->>",
    "abs",
    "avg",
    "ceil",
    "coalesce",
    "concat",
    "count",
    "date",
    "dense_rank",
    "first_value",
    "floor",
    "glob",
    "group_concat",
    "hex",
    "ifnull",
    "iif",
    "instr",
    "json",
    "json_array",
    "json_array_length",
    "json_extract",
    "json_group_array",
    "json_object",
    "json_type",
    "json_valid",
    "julianday",
    "lag",
    "last_value",
    "lead",
    "length",
    "like",
    "lower",
    "ltrim",
    "max",
    "min",
    "nullif",
    "rank",
    "replace",
    "round",
    "row_number",
    "rtrim",
    "substr",
    "sum",
    "total",
    "trim",
    "upper",
];

/// Returns the reading connection.
pub(crate) fn for_reading(asked: AuthContext<'_>) -> Authorization {
    if only_reads(asked.action) {
        Authorization::Allow
    } else {
        Authorization::Deny
    }
}

/// Returns the connection for findings: it reads, and adds rows to the trail and to their table.
pub(crate) fn for_remarks(asked: AuthContext<'_>) -> Authorization {
    match asked.action {
        AuthAction::Insert { table_name } if OF_REVIEWS.contains(&table_name) => {
            Authorization::Allow
        }
        action if only_reads(action) || keeps_count(action, asked.accessor) => Authorization::Allow,
        _ => Authorization::Deny,
    }
}

/// Returns whether it is a trigger of the schema that keeps the state of a record and the counts
/// once something is said of it.
fn keeps_count(action: AuthAction<'_>, accessor: Option<&str>) -> bool {
    match action {
        AuthAction::Update {
            table_name: "record",
            column_name: "state",
        } => accessor == Some(MOVING),
        AuthAction::Update {
            table_name: "record_count",
            column_name: "records",
        }
        | AuthAction::Insert {
            table_name: "record_count",
        } => accessor == Some(COUNTING),
        _ => false,
    }
}

fn only_reads(action: AuthAction<'_>) -> bool {
    match action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Recursive
        | AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. } => true,
        AuthAction::Function { function_name } => {
            COMPUTING.contains(&function_name.to_ascii_lowercase().as_str())
        }
        AuthAction::Pragma {
            pragma_name,
            pragma_value,
        } => {
            let name = pragma_name.to_ascii_lowercase();
            TELLING.contains(&name.as_str()) && (pragma_value.is_none() || name == TELLING_MUCH)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
