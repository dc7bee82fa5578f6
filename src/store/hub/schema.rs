//! Making a hub, and renewing what it describes: packs, kinds, requirements, places and the view of
//! each kind.

use postgres::types::ToSql;
use postgres::{Client, Transaction};
use rusqlite::Connection;

use super::address::HubAddress;
use super::connection::{connect, identity};
use super::error::{HubError, Result};
use super::views;
use crate::domain::policy::Pack;
use crate::domain::policy::lookup::kinds;
use crate::i18n::HubFault;
use crate::store::clock;
use crate::store::ledger::Store;
use crate::store::rows::{manifest, site};

/// The tables, functions, roles and views.
const SCHEMA: &str = include_str!("../../../hub.sql");

/// What became of a hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubMade {
    /// Its id.
    pub hub: String,
    /// Whether it was made; otherwise it was there, and what it describes is renewed.
    pub is_new: bool,
}

impl Store {
    /// Makes a hub of this ledger in a database, or renews the packs, the places and the views of
    /// one that is there. Everything is done or nothing.
    ///
    /// # Errors
    /// When the server cannot be used, the database is taken, or the login may not.
    pub fn hub_init(&mut self, address: &HubAddress) -> Result<HubMade> {
        self.writable()?;
        self.reload_packs()?;
        let mut client = connect(address)?;
        refuse_encoding(&mut client)?;
        let ours = manifest::ledger(&self.db)?;
        let made = match identity(&mut client)? {
            Some((_, theirs)) if theirs != ours => {
                return Err(HubFault::OtherLedger { theirs, ours }.into());
            }
            Some((hub, _)) => HubMade { hub, is_new: false },
            None => HubMade {
                hub: clock::random_id().to_string(),
                is_new: true,
            },
        };
        let mut tx = client.transaction()?;
        self.describe(&mut tx, &made, &ours)
            .map_err(needs_an_administrator)?;
        tx.commit()?;
        Ok(made)
    }

    fn describe(&self, tx: &mut Transaction, made: &HubMade, ledger: &str) -> Result<()> {
        if made.is_new {
            tx.batch_execute(SCHEMA)?;
            tx.execute(
                "INSERT INTO taizhang.hub (id, ledger, version, program) VALUES ($1, $2, 1, $3)",
                &[&made.hub, &ledger, &env!("CARGO_PKG_VERSION")],
            )?;
            // What towns go on from is not theirs to push.
            for site in site::all(&self.db)? {
                tx.execute("SELECT taizhang.claim($1, true)", &[&site])?;
            }
        }
        tx.batch_execute("SET LOCAL search_path = taizhang")?;
        for table in &DESCRIPTIONS {
            table.replace(&self.db, tx)?;
        }
        make_views(tx, &self.packs)
    }
}

/// What a login that may read and push may not do.
fn needs_an_administrator(error: HubError) -> HubError {
    match error {
        HubError::Hub(HubFault::NoPermission, cause) => {
            HubError::Hub(HubFault::NoInitPermission, cause)
        }
        error => error,
    }
}

fn refuse_encoding(client: &mut Client) -> Result<()> {
    let row = client.query_one("SELECT current_setting('server_encoding')", &[])?;
    let found: String = row.get(0);
    if found == "UTF8" {
        Ok(())
    } else {
        Err(HubFault::Encoding { found }.into())
    }
}

/// A table of a hub that is a copy of what a query of the ledger gives.
struct Description {
    table: &'static str,
    /// Columns of texts, in their order.
    columns: &'static str,
    /// Whether a column of whole numbers comes before them: the position.
    is_ordered: bool,
    query: &'static str,
}

const DESCRIPTIONS: [Description; 4] = [
    Description {
        table: "pack",
        columns: "code, number, title_zh, title_en, target_date, text, sha256, loaded_at",
        is_ordered: true,
        query: "SELECT position, code, number, title_zh, title_en, target_date, text, sha256, loaded_at FROM pack",
    },
    Description {
        table: "kind",
        columns: "code, pack, label_zh, label_en, cycle",
        is_ordered: false,
        query: "SELECT code, pack, label_zh, label_en, cycle FROM kind",
    },
    Description {
        table: "requirement",
        columns: "pack, code, kind, label_zh, label_en, strength, clause, target_date, group_code, group_zh, group_en",
        is_ordered: true,
        query: "SELECT requirement.position, requirement.pack, requirement.code, kind, requirement.label_zh,
                    requirement.label_en, strength, clause, target_date, group_code, pack_group.label_zh, pack_group.label_en
                FROM requirement LEFT JOIN pack_group
                    ON pack_group.pack = requirement.pack AND pack_group.code = requirement.group_code",
    },
    Description {
        table: "place",
        columns: "code, name, level, parent",
        is_ordered: false,
        query: "SELECT code, name, level, parent FROM place",
    },
];

impl Description {
    fn replace(&self, db: &Connection, tx: &mut Transaction) -> Result<()> {
        let mut query = db.prepare(self.query)?;
        let mut rows = query.query([])?;
        let mut positions: Vec<i64> = Vec::new();
        let mut columns: Vec<Vec<Option<String>>> =
            vec![Vec::new(); self.columns.split(", ").count()];
        let first = usize::from(self.is_ordered);
        while let Some(row) = rows.next()? {
            if self.is_ordered {
                positions.push(row.get(0)?);
            }
            for (at, column) in columns.iter_mut().enumerate() {
                column.push(row.get(first + at)?);
            }
        }
        let mut names = self.columns.to_owned();
        let mut values: Vec<&(dyn ToSql + Sync)> = columns
            .iter()
            .map(|column| column as &(dyn ToSql + Sync))
            .collect();
        let mut marks: Vec<String> = (1..=values.len())
            .map(|at| format!("${at}::text[]"))
            .collect();
        if self.is_ordered {
            names.push_str(", position");
            values.push(&positions);
            marks.push(format!("${}::bigint[]", values.len()));
        }
        let table = self.table;
        tx.execute(&format!("DELETE FROM {table}"), &[])?;
        let marks = marks.join(", ");
        tx.execute(
            &format!("INSERT INTO {table} ({names}) SELECT * FROM unnest({marks})"),
            &values,
        )?;
        Ok(())
    }
}

/// Makes the view of every kind anew.
fn make_views(tx: &mut Transaction, packs: &[Pack]) -> Result<()> {
    let sql = "SELECT format('DROP VIEW taizhang_kind.%I', viewname) FROM pg_views WHERE schemaname = 'taizhang_kind'";
    for row in tx.query(sql, &[])? {
        tx.batch_execute(row.get(0))?;
    }
    for kind in kinds(packs) {
        tx.batch_execute(&views::definition(kind))?;
    }
    tx.batch_execute(
        "GRANT SELECT ON ALL TABLES IN SCHEMA taizhang_kind TO taizhang_clerk, taizhang_reader, taizhang_admin",
    )?;
    Ok(())
}
