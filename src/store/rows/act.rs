//! Acts that have a table of their own, such as what is said in reviews and second entries. Each row is
//! made by an entry of the trail, which has the same words, so that neither can be altered without
//! the other.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use serde_json::Value as Json;
use uuid::Uuid;

use super::cells::uuid;
use super::chain::{Chain, NewEntry};
use super::values;
use crate::domain::record::{ActSort, Change, Patch, Topic};
use crate::store::error::{Result, damaged};

/// A table of acts.
pub(crate) struct ActTable {
    /// What its entries of the trail are about.
    pub(crate) sort: ActSort,
    /// Its name.
    pub(crate) name: &'static str,
    /// Its columns, the id first.
    pub(crate) columns: &'static [&'static str],
    /// The column that says who.
    author: &'static str,
    /// The columns that hold JSON.
    nested: &'static [&'static str],
}

/// What is said in reviews.
pub(crate) const FINDINGS: ActTable = ActTable {
    sort: ActSort::Finding,
    name: "finding",
    columns: &[
        "id", "record", "thread", "act", "fields", "text", "version", "author", "role", "at",
        "site",
    ],
    author: "author",
    nested: &["fields", "version"],
};

/// Fields that a second person keyed again.
pub(crate) const SECOND_ENTRIES: ActTable = ActTable {
    sort: ActSort::SecondEntry,
    name: "double_entry",
    columns: &[
        "id", "record", "field", "version", "verifier", "at", "outcome", "tries", "site",
    ],
    author: "verifier",
    nested: &["version"],
};

/// Records in which nothing has changed, as somebody found.
pub(crate) const CONFIRMATIONS: ActTable = ActTable {
    sort: ActSort::Confirmation,
    name: "confirmation",
    columns: &["id", "record", "as_of", "version", "author", "at", "site"],
    author: "author",
    nested: &["version"],
};

/// Records that were drawn at random for a review.
pub(crate) const SAMPLES: ActTable = ActTable {
    sort: ActSort::Sample,
    name: "review_sample",
    columns: &[
        "id",
        "seed",
        "every",
        "at_least",
        "places",
        "kinds",
        "state",
        "drawn_from",
        "digest",
        "records",
        "author",
        "at",
        "site",
    ],
    author: "author",
    nested: &["places", "kinds", "records"],
};

/// Visits to facilities on the spot.
pub(crate) const SITE_VISITS: ActTable = ActTable {
    sort: ActSort::SiteVisit,
    name: "site_visit",
    columns: &[
        "id",
        "record",
        "visited_on",
        "persons",
        "photos",
        "result",
        "remark",
        "version",
        "author",
        "at",
        "site",
    ],
    author: "author",
    nested: &["persons", "photos", "version"],
};

/// Quarters that were closed and reopened.
pub(crate) const QUARTER_CLOSES: ActTable = ActTable {
    sort: ActSort::QuarterClose,
    name: "quarter_close",
    columns: &[
        "id",
        "act",
        "quarter",
        "place",
        "reopens",
        "packs",
        "heads",
        "counts",
        "signed_by",
        "reason",
        "author",
        "at",
        "site",
    ],
    author: "author",
    nested: &["packs", "heads", "counts"],
};

/// The standings that closes froze.
pub(crate) const CLOSED_STANDINGS: ActTable = ActTable {
    sort: ActSort::ClosedStanding,
    name: "closed_standing",
    columns: &[
        "id",
        "closed",
        "pack",
        "place",
        "standings",
        "author",
        "at",
        "site",
    ],
    author: "author",
    nested: &["standings"],
};

/// Every table of acts.
pub(crate) const TABLES: [&ActTable; 7] = [
    &FINDINGS,
    &SECOND_ENTRIES,
    &CONFIRMATIONS,
    &SAMPLES,
    &SITE_VISITS,
    &QUARTER_CLOSES,
    &CLOSED_STANDINGS,
];

/// The values of a row, in the order of the columns of its table.
pub(crate) type ActRow = Vec<Sql>;

impl ActTable {
    /// Returns the columns, with commas between.
    pub(crate) fn list(&self) -> String {
        self.columns.join(", ")
    }

    /// Returns the table whose rows are made by entries about this.
    pub(crate) fn for_sort(sort: ActSort) -> Option<&'static Self> {
        TABLES.into_iter().find(|table| table.sort == sort)
    }

    /// Adds an act to the chain and its row to the table. `row` lacks nothing but who, when and
    /// where, which are those of the chain if they are `NULL`.
    pub(crate) fn write(&self, chain: &mut Chain, author: &str, row: &ActRow) -> Result<()> {
        let change = self.append(chain, author, row)?;
        self.insert(chain.db(), &self.row(&change))
    }

    /// Adds the act of a row that is there to the chain, with what it says of who, when and where.
    pub(crate) fn seal(&self, chain: &mut Chain, author: &str, row: &ActRow) -> Result<Change> {
        self.append(chain, author, row)
    }

    fn append(&self, chain: &mut Chain, author: &str, row: &ActRow) -> Result<Change> {
        let mut patch = Patch::new();
        for (column, value) in self.columns.iter().zip(row).skip(1) {
            let own = if *column == self.author {
                Some(author)
            } else if *column == "at" {
                Some(chain.at())
            } else {
                (*column == "site").then(|| chain.site())
            };
            let value = self.json(column, value)?;
            if !value.is_null() && !own.is_some_and(|own| value == own) {
                patch.insert((*column).to_owned(), value);
            }
        }
        let topic = Topic::Act(self.sort);
        chain.append(NewEntry {
            topic,
            record: self.id(row)?,
            author,
            reason: "",
            parents: Vec::new(),
            patch,
        })
    }

    /// Returns the row that an entry of the trail makes.
    pub(crate) fn row(&self, change: &Change) -> ActRow {
        let value = |column: &&str| match (*column, change.patch.get(*column)) {
            ("id", _) => Sql::Text(change.record.to_string()),
            (_, Some(value)) => sql(value),
            ("at", None) => Sql::Text(change.at.clone()),
            ("site", None) => Sql::Text(change.id.site.clone()),
            (column, None) if column == self.author => Sql::Text(change.author.clone()),
            _ => Sql::Null,
        };
        self.columns.iter().map(value).collect()
    }

    /// Adds the row of an entry that was taken in; returns whether it was new. `None` means that
    /// another one of that id is there.
    pub(crate) fn project(&self, db: &Connection, change: &Change) -> Result<Option<bool>> {
        let row = self.row(change);
        match self.get(db, &change.record.to_string())? {
            Some(own) if own == row => Ok(Some(false)),
            Some(_) => Ok(None),
            None => self.insert(db, &row).map(|()| Some(true)),
        }
    }

    /// Returns the row of an id.
    pub(crate) fn get(&self, db: &Connection, id: &str) -> Result<Option<ActRow>> {
        let mut known = db.prepare_cached(&format!(
            "SELECT {} FROM {} WHERE id = ?1",
            self.list(),
            self.name
        ))?;
        Ok(known.query_row([id], values::all).optional()?)
    }

    /// Adds a row.
    pub(crate) fn insert(&self, db: &Connection, row: &ActRow) -> Result<()> {
        let name = self.name;
        let columns = self.list();
        let marks = values::marks(self.columns.len());
        let mut insert =
            db.prepare_cached(&format!("INSERT INTO {name} ({columns}) VALUES ({marks})"))?;
        insert.execute(params_from_iter(row))?;
        Ok(())
    }

    fn id(&self, row: &ActRow) -> Result<Uuid> {
        match row.first() {
            Some(Sql::Text(id)) => uuid(id),
            _ => Err(damaged(&format!("{}.id", self.name))),
        }
    }

    fn json(&self, column: &str, value: &Sql) -> Result<Json> {
        Ok(match value {
            Sql::Text(text) if self.nested.contains(&column) => serde_json::from_str(text)?,
            Sql::Text(text) => text.as_str().into(),
            Sql::Integer(number) => (*number).into(),
            _ => Json::Null,
        })
    }
}

/// Returns a text as a column keeps it.
pub(crate) fn text(text: &str) -> Sql {
    Sql::Text(text.to_owned())
}

/// Returns a value of a patch as a column keeps it.
fn sql(value: &Json) -> Sql {
    match value {
        Json::Null => Sql::Null,
        Json::String(text) => Sql::Text(text.clone()),
        Json::Number(number) => number
            .as_i64()
            .map_or_else(|| Sql::Text(number.to_string()), Sql::Integer),
        other => Sql::Text(other.to_string()),
    }
}
