//! Imports of a file that is so long that its changes are gathered in a file of their own. After a
//! cut either all of its rows are in the ledger or none.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use taizhang::store::Store;
use taizhang::transfer::import::aliases::Aliases;
use taizhang::transfer::import::notes::Notes;
use taizhang::transfer::import::{ImportRequest, import};

use crate::scenario::{AUTHOR, Told, Verdict, count, is_told, ledger, tell};
use crate::support::{HUZHEN, Ledger, add, main_file};

/// The rows of the file: what they make is more than is gathered in memory.
const ROWS: usize = 400;
/// How many records there are before.
const BEFORE: usize = 2;
/// What the rows say, import after import.
const STATUSES: [&str; 2] = ["existing", "closed"];

pub(crate) fn prepare(folder: &Path) {
    let made = Ledger::with_records();
    fs::write(ledger(folder), main_file(&made.path)).unwrap();
}

/// Imports a file, the same with other values, and saves once more. Each is told with the number of
/// records, the imports with what their rows say too.
pub(crate) fn run(folder: &Path) {
    let mut store = Store::open(&ledger(folder)).unwrap();
    for status in STATUSES {
        let aliases = Aliases::default();
        let day = store.today();
        let request = ImportRequest::plain("示例.csv", "library", AUTHOR, &aliases, day);
        let text = rows(status);
        import(&mut store, text.as_bytes(), &request, &mut Notes::default()).unwrap();
        tell(&format!("imported {status}"));
        tell(&format!("saved {}", BEFORE + ROWS));
    }
    add(&mut store, "library", HUZHEN, &[]);
    tell(&format!("saved {}", BEFORE + ROWS + 1));
}

fn rows(status: &str) -> String {
    let (evidence, address) = ("据".repeat(500), "址".repeat(200));
    let remarks = "注".repeat(250);
    let mut text = String::from("town,name,status,reading_seats,evidence,address,remarks\n");
    for at in 0..ROWS {
        let _ = writeln!(
            text,
            "{HUZHEN},示例分馆{at},{status},130,{evidence},{address},{remarks}"
        );
    }
    text
}

pub(crate) fn check(folder: &Path, told: &Told) -> Verdict {
    let path = ledger(folder);
    let found = count(&path)?;
    let imported = told.done.iter().rev();
    let imported = imported.filter_map(|mark| mark.strip_prefix("imported "));
    let next = told.next.and_then(|mark| mark.strip_prefix("imported "));
    let last: Vec<&str> = imported.take(1).collect();
    if last.is_empty() && found == BEFORE {
        return Ok(());
    }
    let all = BEFORE + ROWS;
    let may_be: Vec<&str> = last.iter().copied().chain(next).collect();
    let said = statuses(&path).map_err(|error| error.to_string())?;
    match said.as_slice() {
        [(status, ROWS)] if may_be.contains(&status.as_str()) => {
            is_told(found, all, told.next("saved ")).or(is_told(found, told.last("saved "), None))
        }
        _ => Err(format!(
            "{found} records, and the rows say {said:?}, not one of {may_be:?}"
        )),
    }
}

/// Returns what the rows of the file say in the ledger, and how many say so.
fn statuses(path: &Path) -> rusqlite::Result<Vec<(String, usize)>> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut query = db.prepare(
        "SELECT status, count(*) FROM record WHERE name LIKE '示例分馆%' GROUP BY status ORDER BY status",
    )?;
    query
        .query_map([], |row| {
            let count: i64 = row.get(1)?;
            Ok((row.get(0)?, usize::try_from(count).unwrap_or_default()))
        })?
        .collect()
}
