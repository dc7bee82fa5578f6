//! The database that the hub of one history is, as the superuser of its server sees it.

use std::collections::BTreeMap;

use postgres::{Client, NoTls, Row};
use taizhang::domain::record::NewChanges;
use taizhang::store::hub::HubAddress;
use uuid::Uuid;

use crate::hub_losses::LastChanges;
use crate::machine::{Trail, Wrong, broken};
use crate::server::Server;
use crate::servers::{self, MADE};

pub(crate) struct HubDatabase {
    /// Given back in the end.
    server: Option<Server>,
    name: String,
}

impl Drop for HubDatabase {
    fn drop(&mut self) {
        // A server that does not answer is not used again.
        let drop =
            |name: &str| self.on_server(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        if drop(&self.name).is_ok() && drop(&self.copy_name()).is_ok() {
            servers::give_back(self.server.take().unwrap());
        }
    }
}

impl HubDatabase {
    /// That of a seed, on a server that nobody else uses meanwhile.
    pub(crate) fn new(seed: u64) -> Self {
        let database = Self {
            server: Some(servers::take().unwrap()),
            name: format!("seed{seed}"),
        };
        let sql = format!("CREATE DATABASE {} TEMPLATE {MADE}", database.name);
        database.on_server(&sql).unwrap();
        let id = Uuid::from_u64_pair(0, seed);
        let sql = format!("UPDATE taizhang.hub SET id = '{id}'");
        database.client().unwrap().batch_execute(&sql).unwrap();
        database
    }

    fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    fn copy_name(&self) -> String {
        format!("{}_copy", self.name)
    }

    pub(crate) fn address(&self, login: &str) -> HubAddress {
        HubAddress::read(&self.server().url(login, &self.name)).unwrap()
    }

    pub(crate) fn client(&self) -> Result<Client, Wrong> {
        let url = self.server().url("postgres", &self.name);
        Client::connect(&url, NoTls).map_err(broken)
    }

    /// Does something in another database of the server.
    fn on_server(&self, sql: &str) -> Result<(), Wrong> {
        let url = self.server().url("postgres", "postgres");
        let mut client = Client::connect(&url, NoTls).map_err(broken)?;
        client.batch_execute(sql).map_err(broken)
    }

    /// Ends the server at once, and starts it again.
    pub(crate) fn restart_server(&self) -> Result<(), Wrong> {
        self.server().control("restart").map_err(broken)
    }

    /// Ends every connection, and waits until they are gone.
    pub(crate) fn end_connections(&self) -> Result<(), Wrong> {
        let name = &self.name;
        self.on_server(&format!(
            "DO $$ BEGIN
               WHILE EXISTS (SELECT 1 FROM pg_stat_activity
                   WHERE datname = '{name}' AND backend_type = 'client backend') LOOP
                 PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}';
                 PERFORM pg_sleep(0.001);
                 PERFORM pg_stat_clear_snapshot();
               END LOOP;
             END $$"
        ))
    }

    /// Sets the clock by which the hub judges the times of changes: milliseconds since 1970.
    pub(crate) fn set_clock(&self, now: u64) -> Result<(), Wrong> {
        let sql = format!("UPDATE public.simulated_clock SET at = to_timestamp({now} / 1000.0)");
        self.client()?.batch_execute(&sql).map_err(broken)
    }

    /// Keeps a copy as it is now, in the place of an older one.
    pub(crate) fn copy(&self) -> Result<(), Wrong> {
        let (name, copy) = (&self.name, self.copy_name());
        self.end_connections()?;
        self.on_server(&format!("DROP DATABASE IF EXISTS {copy}"))?;
        self.on_server(&format!("CREATE DATABASE {copy} TEMPLATE {name}"))
    }

    /// Puts the copy in its place.
    pub(crate) fn restore_copy(&self) -> Result<(), Wrong> {
        let (name, copy) = (&self.name, self.copy_name());
        self.on_server(&format!("DROP DATABASE {name} WITH (FORCE)"))?;
        self.on_server(&format!("ALTER DATABASE {copy} RENAME TO {name}"))
    }

    /// Every change that is there, none of which may have been altered.
    pub(crate) fn trail(&self) -> Result<Trail, Wrong> {
        let mut client = self.client()?;
        let sql = "SELECT site, seq FROM taizhang.altered()";
        if let Some(row) = client.query_opt(sql, &[]).map_err(broken)? {
            let (site, seq): (String, i64) = (row.get(0), row.get(1));
            return Err(Wrong(format!("{site}:{seq} was altered on the hub")));
        }
        let sql = "SELECT site, seq, hash FROM taizhang.change";
        let rows = client.query(sql, &[]).map_err(broken)?;
        let change = |row: &Row| ((row.get(0), row.get(1)), row.get(2));
        Ok(rows.iter().map(change).collect())
    }

    /// What was known as the state of each place was made: the number of the last change of each site.
    pub(crate) fn states(&self) -> Result<BTreeMap<String, LastChanges>, Wrong> {
        let sql = "SELECT place, heads::text FROM taizhang.place_state";
        let rows = self.client()?.query(sql, &[]).map_err(broken)?;
        let state = |row: &Row| {
            let heads = serde_json::from_str(row.get(1)).map_err(broken)?;
            Ok((row.get(0), heads))
        };
        rows.iter().map(state).collect()
    }

    /// Deletes the last change that was sent, as if it had never come.
    pub(crate) fn forget(&self, sent: &[NewChanges]) -> Result<(), Wrong> {
        let Some(NewChanges { site, last, .. }) = sent.last() else {
            return Ok(());
        };
        let sql = format!(
            "ALTER TABLE taizhang.change DISABLE TRIGGER USER;
             DELETE FROM taizhang.change WHERE site = '{site}' AND seq = {last};
             ALTER TABLE taizhang.change ENABLE TRIGGER USER;
             UPDATE taizhang.site SET last_seq = {last} - 1, last_hash = coalesce((
                 SELECT hash FROM taizhang.change WHERE site = '{site}' AND seq = {last} - 1), '')
             WHERE site = '{site}'"
        );
        self.client()?.batch_execute(&sql).map_err(broken)
    }
}
