//! What lies under an error, for whoever looks into it: kinds and codes, never data.

use std::fmt::{self, Debug, Display};
use std::io;

use super::sqlite_code;

/// How a message of `SQLite` begins that names only columns of tables.
const NAMING_COLUMNS: [&str; 2] = ["UNIQUE constraint failed: ", "NOT NULL constraint failed: "];

/// The source of an error without any data: a code, a kind, a line.
///
/// Equal to every other cause, so that errors are compared by what people are told.
#[derive(Clone, Default)]
pub struct Cause(Option<Box<str>>);

impl Cause {
    /// The cause of an error that has no source.
    pub const NONE: Self = Self(None);

    fn new(what: impl Into<Box<str>>) -> Self {
        Self(Some(what.into()))
    }

    /// Returns the result code of `SQLite`, and the columns that a constraint names.
    pub(crate) fn of_sqlite(error: &rusqlite::Error) -> Self {
        let (code, message) = match error {
            rusqlite::Error::SqliteFailure(error, message) => {
                (error.extended_code, message.as_deref())
            }
            rusqlite::Error::SqlInputError { error, .. } => (error.extended_code, None),
            other => return Self::of_variant(other),
        };
        let code = sqlite_code::described(code);
        match message.filter(|message| names_columns_only(message)) {
            Some(message) => Self::new(format!("{code}: {message}")),
            None => Self::new(code),
        }
    }

    /// Returns the kind and the number of an error of the system.
    #[must_use]
    pub fn of_io(error: &io::Error) -> Self {
        let kind = error.kind();
        match error.raw_os_error() {
            Some(number) => Self::new(format!("io {kind:?}, errno {number}")),
            None => Self::new(format!("io {kind:?}")),
        }
    }

    /// Returns the code that a PostgreSQL server gives an error; one of the connection has none.
    pub(crate) fn of_postgres(code: Option<&str>) -> Self {
        match code {
            Some(code) => Self::new(format!("PostgreSQL {code}")),
            None => Self::new("the connection to PostgreSQL"),
        }
    }

    /// Returns the category and the place of an error in JSON.
    #[must_use]
    pub fn of_json(error: &serde_json::Error) -> Self {
        let category = error.classify();
        let line = error.line();
        let column = error.column();
        Self::new(format!("JSON {category:?}, line {line}, column {column}"))
    }

    /// Returns the line of a file at which something is wrong.
    #[must_use]
    pub fn at_line(format: &'static str, line: usize) -> Self {
        Self::new(format!("{format}, line {line}"))
    }

    /// Returns where the program failed, and the fixed words it failed with, if any.
    #[must_use]
    pub fn of_panic(place: &str, words: Option<&'static str>) -> Self {
        match words {
            Some(words) => Self::new(format!("{place}: {words}")),
            None => Self::new(place),
        }
    }

    /// Returns the name of a variant in words: `CodeTaken { … }` is `code taken`.
    #[must_use]
    pub fn of_variant(value: &impl Debug) -> Self {
        let name = variant_in_words(value);
        Self((!name.is_empty()).then(|| name.into()))
    }

    /// Returns this cause behind the name of what it led to.
    #[must_use]
    pub fn under(&self, variant: &impl Debug) -> Self {
        let above = Self::of_variant(variant);
        match (&above.0, &self.0) {
            (Some(above), Some(own)) => Self::new(format!("{above}; {own}")),
            (None, Some(_)) => self.clone(),
            (_, None) => above,
        }
    }
}

impl Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_deref().unwrap_or("unknown"))
    }
}

impl Debug for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, formatter)
    }
}

impl PartialEq for Cause {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Cause {}

/// Returns the name of a variant in words, taken from the beginning of its derived `Debug`.
#[must_use]
pub fn variant_in_words(value: &impl Debug) -> String {
    let debug = format!("{value:?}");
    let mut words = String::new();
    for letter in debug.chars().take_while(char::is_ascii_alphabetic) {
        if letter.is_ascii_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

/// Returns whether a message holds nothing but names of tables and columns as ours are.
fn names_columns_only(message: &str) -> bool {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_lowercase())
            && name
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
    };
    let is_column = |text: &str| {
        text.split_once('.')
            .is_some_and(|(table, column)| is_name(table) && is_name(column))
    };
    NAMING_COLUMNS
        .iter()
        .find_map(|start| message.strip_prefix(start))
        .is_some_and(|columns| columns.split(", ").all(is_column))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;
    use crate::i18n::{LedgerFault, LedgerRefusal};

    fn failing(sql: &str) -> String {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(
            "CREATE TABLE t (code TEXT UNIQUE, seats INTEGER CHECK (seats < 100));
             CREATE TRIGGER no_bad BEFORE INSERT ON t WHEN NEW.code = '坏'
             BEGIN SELECT RAISE(ABORT, '示例馆 4711'); END;
             INSERT INTO t VALUES ('示例馆', 1);",
        )
        .unwrap();
        let error = db.execute_batch(sql).unwrap_err();
        Cause::of_sqlite(&error).to_string()
    }

    #[test]
    fn a_failing_statement_leaves_code_and_columns_and_none_of_its_values() {
        assert_eq!(
            failing("INSERT INTO t VALUES ('示例馆', 4711 % 10)"),
            "SQLITE_CONSTRAINT_UNIQUE (2067): UNIQUE constraint failed: t.code"
        );
        for (sql, code) in [
            (
                "INSERT INTO t VALUES ('示例馆二', 4711)",
                "SQLITE_CONSTRAINT_CHECK (275)",
            ),
            (
                "INSERT INTO t VALUES ('坏', 1)",
                "SQLITE_CONSTRAINT_TRIGGER (1811)",
            ),
            ("SELECT '示例馆' FROM 示例馆", "SQLITE_ERROR (1)"),
            ("SELECT '示例馆", "SQLITE_ERROR (1)"),
            ("SELECT json('示例馆 4711')", "SQLITE_ERROR (1)"),
        ] {
            assert_eq!(failing(sql), code, "{sql}");
        }
    }

    #[test]
    fn a_name_of_a_column_that_is_none_of_ours_is_left_out() {
        for message in [
            "UNIQUE constraint failed: t.示例馆",
            "UNIQUE constraint failed: index '示例馆'",
            "UNIQUE constraint failed: t.code, 4711",
            "no such table: facility",
            "",
        ] {
            assert!(!names_columns_only(message), "{message}");
        }
        assert!(names_columns_only(
            "NOT NULL constraint failed: change.at, change.site"
        ));
    }

    #[test]
    fn other_sources_leave_their_kind_and_place() {
        let denied = io::Error::from_raw_os_error(13);
        assert_eq!(
            Cause::of_io(&denied).to_string(),
            "io PermissionDenied, errno 13"
        );
        let worded = io::Error::other("示例馆 4711");
        assert_eq!(Cause::of_io(&worded).to_string(), "io Other");
        let json = serde_json::from_str::<bool>("\n\"示例馆\"").unwrap_err();
        let cause = Cause::of_json(&json).to_string();
        assert!(cause.starts_with("JSON Data, line 2"), "{cause}");
        let column = rusqlite::Error::InvalidColumnName("示例馆".to_owned());
        assert_eq!(Cause::of_sqlite(&column).to_string(), "invalid column name");
    }

    #[test]
    fn a_refusal_leaves_its_name_only() {
        let refusal = LedgerRefusal::CodeTaken {
            code: "4711".to_owned(),
            name: "示例馆".to_owned(),
        };
        assert_eq!(Cause::of_variant(&refusal).to_string(), "code taken");
        assert_eq!(Cause::of_variant(&"示例馆").to_string(), "unknown");
        let busy = Cause::new("SQLITE_BUSY (5)").under(&LedgerFault::Busy);
        assert_eq!(busy.to_string(), "busy; SQLITE_BUSY (5)");
    }
}
