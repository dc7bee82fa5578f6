//! Compares the schema of a file with the text of `schema.sql` itself. SQLite keeps a definition as
//! it was written, so a file whose definitions are those texts needs no ledger in memory to be
//! compared with: making one takes longer than all else of opening a small ledger.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// How the index begins that SQLite makes for a key of a table.
const OF_A_KEY: &str = "sqlite_autoindex_";

/// A definition in the text of a schema.
struct Definition<'a> {
    sort: &'static str,
    table: &'a str,
    /// The text from there on; its end is not looked for.
    from: &'a str,
}

/// Returns whether every definition of a text stands in a file exactly so, and the file has nothing
/// else but views. `false` means that it must be looked at more closely.
pub(super) fn is_as_written(db: &Connection, text: &str) -> rusqlite::Result<bool> {
    let mut missing = definitions(text);
    let tables: Vec<&str> = missing
        .iter()
        .filter(|(_, definition)| definition.sort == "table")
        .map(|(name, _)| *name)
        .collect();
    let mut query = db.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let word = |at| {
            row.get_ref(at)
                .map(|value| value.as_str().unwrap_or_default())
        };
        let (sort, name, table) = (word(0)?, word(1)?, word(2)?);
        let sql = row.get_ref(3)?;
        let is_fine = match missing.remove(name) {
            Some(definition) => definition.is(sort, table, word(3)?),
            None if sql == ValueRef::Null => name.starts_with(OF_A_KEY) && tables.contains(&table),
            None => sort == "view",
        };
        if !is_fine {
            return Ok(false);
        }
    }
    Ok(missing.is_empty())
}

impl Definition<'_> {
    fn is(&self, sort: &str, table: &str, sql: &str) -> bool {
        let rest = self.from.strip_prefix(sql);
        sort == self.sort
            && table == self.table
            && !sql.is_empty()
            && rest.is_some_and(|rest| rest.starts_with(';'))
    }
}

/// Returns the definitions of a text by name. Each begins a line.
fn definitions(text: &str) -> HashMap<&str, Definition<'_>> {
    let lines = text
        .match_indices("CREATE ")
        .filter(|(at, _)| *at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'));
    lines
        .filter_map(|(at, _)| definition(text.get(at..)?))
        .collect()
}

fn definition(from: &str) -> Option<(&str, Definition<'_>)> {
    let mut words = from.split([' ', '\n', '(']).filter(|word| !word.is_empty());
    words.next()?;
    let mut sort = words.next()?;
    if sort == "UNIQUE" {
        sort = words.next()?;
    }
    let name = words.next()?;
    let mut on = || words.by_ref().skip_while(|word| *word != "ON").nth(1);
    let (sort, table) = match sort {
        "TABLE" => ("table", name),
        "VIEW" => ("view", name),
        "INDEX" => ("index", on()?),
        "TRIGGER" => ("trigger", on()?),
        _ => return None,
    };
    Some((name, Definition { sort, table, from }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file::schema::{self, VERSION};

    const TEXT: &str = "CREATE TABLE a (  -- one
  id TEXT PRIMARY KEY
) STRICT;
CREATE UNIQUE INDEX b ON a (id);
-- CREATE TABLE none (x);
CREATE TRIGGER c BEFORE UPDATE ON a
BEGIN SELECT RAISE(ABORT, 'never'); END;
CREATE VIEW d AS SELECT id FROM a;
";

    fn of(text: &str) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(text).unwrap();
        db
    }

    #[test]
    fn a_file_of_the_text_is_as_written_whatever_views_it_has_besides() {
        assert!(is_as_written(&of(TEXT), TEXT).unwrap());
        let more = format!("{TEXT}CREATE VIEW f AS SELECT 1;");
        assert!(is_as_written(&of(&more), TEXT).unwrap());
    }

    #[test]
    fn what_is_altered_missing_or_of_others_is_not() {
        for (written, other) in [
            ("'never'", "'ever'"),
            ("id TEXT", "id BLOB"),
            ("CREATE VIEW d AS SELECT id FROM a;", ""),
            ("CREATE UNIQUE INDEX b ON a (id);", ""),
            ("CREATE UNIQUE INDEX b", "CREATE INDEX b"),
            ("SELECT id FROM a;", "SELECT id FROM a WHERE 0;"),
        ] {
            assert!(TEXT.contains(written));
            let altered = of(&TEXT.replace(written, other));
            assert!(!is_as_written(&altered, TEXT).unwrap(), "{written}");
        }
        for more in [
            "CREATE TRIGGER e AFTER INSERT ON a BEGIN DELETE FROM a; END;",
            "CREATE TABLE e (x);",
            "CREATE INDEX e ON a (id, id);",
        ] {
            assert!(!is_as_written(&of(&format!("{TEXT}{more}")), TEXT).unwrap());
        }
    }

    #[test]
    fn a_name_that_was_given_to_another_object_is_not() {
        for change in [
            "UPDATE sqlite_schema SET tbl_name = 'd' WHERE name = 'b'",
            "UPDATE sqlite_schema SET type = 'view' WHERE name = 'a'",
            "UPDATE sqlite_schema SET sql = '' WHERE name = 'd'",
            "UPDATE sqlite_schema SET sql = NULL WHERE name = 'd'",
            "UPDATE sqlite_schema SET name = 'x' WHERE name = 'd'",
            "UPDATE sqlite_schema SET tbl_name = 'x' WHERE sql IS NULL",
        ] {
            let db = of(TEXT);
            db.execute_batch("PRAGMA writable_schema = ON").unwrap();
            db.execute(change, []).unwrap();
            assert!(!is_as_written(&db, TEXT).unwrap(), "{change}");
        }
    }

    #[test]
    fn a_ledger_of_every_version_is_as_its_text() {
        for version in 1..=VERSION {
            let db = Connection::open_in_memory().unwrap();
            schema::create_as(&db, version).unwrap();
            assert!(is_as_written(&db, schema::text(version)).unwrap());
        }
    }
}
