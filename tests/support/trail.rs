//! Alters a trail behind the back of the program.

use rusqlite::Connection;

/// Does something with the changes of a ledger that the ledger does not let anybody do.
pub(crate) fn unguarded(db: &Connection, work: impl FnOnce(&Connection)) {
    let guard: String = db
        .query_row(
            "SELECT sql FROM sqlite_schema WHERE name = 'change_is_never_altered'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    db.execute_batch("DROP TRIGGER change_is_never_altered")
        .unwrap();
    work(db);
    db.execute_batch(&guard).unwrap();
}
