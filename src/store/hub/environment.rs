//! What the variables of PostgreSQL's own programs say, and where their files are.

use std::env;
use std::path::{Path, PathBuf};

/// What the session gives beside the address.
#[derive(Clone, Debug, Default)]
pub(super) struct HubEnvironment {
    pub(super) password: Option<String>,
    pub(super) pass_file: Option<PathBuf>,
    pub(super) service: Option<String>,
    pub(super) service_files: Vec<PathBuf>,
}

impl HubEnvironment {
    /// Returns that of the process.
    pub(super) fn of_process() -> Self {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty());
        let text = |name: &str| set(name).and_then(|value| value.into_string().ok());
        let home = set("HOME").map(PathBuf::from);
        let at_home = |name: &str| home.as_ref().map(|home| home.join(name));
        let own = set("PGSERVICEFILE").map(PathBuf::from);
        let system = set("PGSYSCONFDIR").map(|folder| Path::new(&folder).join("pg_service.conf"));
        Self {
            password: text("PGPASSWORD"),
            pass_file: set("PGPASSFILE")
                .map(PathBuf::from)
                .or_else(|| at_home(".pgpass")),
            service: text("PGSERVICE"),
            service_files: own
                .or_else(|| at_home(".pg_service.conf"))
                .into_iter()
                .chain(system)
                .collect(),
        }
    }
}
