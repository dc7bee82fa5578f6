//! Adding rows to a table. A statement that adds many opens the table and each of its indexes once,
//! and finds the end of an index where it left it with the row before.

use rusqlite::{Connection, Statement, ToSql};

use crate::store::error::Result;

/// How many rows a statement adds where there are so many. With more it takes as long a row.
const ROWS: usize = 64;

/// The statements that add rows to a table.
pub(crate) struct RowInsert {
    columns: usize,
    one: String,
    many: String,
}

impl RowInsert {
    /// Makes the statements for columns of a table, which commas part.
    pub(crate) fn new(table: &str, columns: &str) -> Self {
        let row: Vec<&str> = columns.split(',').map(|_| "?").collect();
        let values = format!("({})", row.join(", "));
        let into = format!("INSERT INTO {table} ({columns}) VALUES ");
        Self {
            columns: row.len(),
            many: into.clone() + &vec![values.as_str(); ROWS].join(", "),
            one: into + &values,
        }
    }

    /// Adds rows in their order. `bind` hands over the cells of one.
    pub(crate) fn add<R>(
        &self,
        db: &Connection,
        mut rows: impl ExactSizeIterator<Item = R>,
        bind: impl Fn(R, &mut RowCells) -> Result<()>,
    ) -> Result<()> {
        let few = rows.len() % ROWS;
        for (sql, size, count) in [(&self.many, ROWS, rows.len() - few), (&self.one, 1, few)] {
            if count == 0 {
                continue;
            }
            let mut insert = db.prepare_cached(sql)?;
            for (at, row) in rows.by_ref().take(count).enumerate() {
                let mut cells = RowCells {
                    insert: &mut insert,
                    next: 1 + at % size * self.columns,
                };
                bind(row, &mut cells)?;
                if (at + 1) % size == 0 {
                    insert.raw_execute()?;
                }
            }
        }
        Ok(())
    }
}

/// The cells of a row that is to be added.
pub(crate) struct RowCells<'s, 'c> {
    insert: &'s mut Statement<'c>,
    next: usize,
}

impl RowCells<'_, '_> {
    /// Hands over the next cell.
    pub(crate) fn add(&mut self, cell: impl ToSql) -> Result<()> {
        self.insert.raw_bind_parameter(self.next, cell)?;
        self.next += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_added_in_their_order_however_many_there_are() {
        let insert = RowInsert::new("t", "a, b");
        for count in [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS + 2] {
            let db = Connection::open_in_memory().unwrap();
            db.execute_batch("CREATE TABLE t (a INTEGER, b TEXT)")
                .unwrap();
            let rows: Vec<String> = (0..count).map(|at| format!("row {at}")).collect();
            insert
                .add(&db, rows.iter().enumerate(), |(at, row), cells| {
                    cells.add(i64::try_from(at).unwrap())?;
                    cells.add(row)
                })
                .unwrap();
            let mut query = db.prepare("SELECT a, b FROM t ORDER BY rowid").unwrap();
            let kept = query
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .collect::<rusqlite::Result<Vec<(i64, String)>>>()
                .unwrap();
            assert_eq!(kept, (0..).zip(rows).collect::<Vec<_>>());
        }
    }
}
