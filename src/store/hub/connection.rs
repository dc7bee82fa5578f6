//! A connection to a hub, and which hub that is.

use postgres::{Client, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::HubAddress;
use super::error::Result;
use super::tls;
use crate::i18n::HubFault;

/// The version of `hub.sql`.
pub(super) const VERSION: i64 = 1;

/// The oldest server that has all that `hub.sql` needs, as it counts its versions.
const OLDEST_SERVER: i32 = 130_000;

/// A connection to a hub.
pub(super) struct HubConnection {
    pub(super) client: Client,
    /// The id of the hub.
    pub(super) id: String,
    /// The ledger that it is of.
    pub(super) ledger: String,
    /// Who is logged in.
    pub(super) login: String,
    /// Whether that is an administrator of the hub.
    pub(super) is_admin: bool,
}

impl HubConnection {
    /// Connects to a hub of a ledger.
    pub(super) fn open(address: &HubAddress, ledger: &str) -> Result<Self> {
        let mut client = connect(address)?;
        let (id, theirs) = identity(&mut client)?.ok_or(HubFault::NotAHub)?;
        if theirs != ledger {
            let ours = ledger.to_owned();
            return Err(HubFault::OtherLedger { theirs, ours }.into());
        }
        let row = client.query_one("SELECT session_user::text, taizhang.is_admin()", &[])?;
        Ok(Self {
            login: row.get(0),
            is_admin: row.get(1),
            client,
            id,
            ledger: theirs,
        })
    }
}

/// Connects to a server that is new enough.
pub(super) fn connect(address: &HubAddress) -> Result<Client> {
    let mut client = if address.is_encrypted {
        let config = tls::config(address.root_certificate.as_deref())?;
        address.config.connect(MakeRustlsConnect::new(config))?
    } else {
        address.config.connect(NoTls)?
    };
    let row = client.query_one(
        "SELECT current_setting('server_version_num')::int, current_setting('server_version')",
        &[],
    )?;
    refuse_old(row.get(0), row.get(1))?;
    client.batch_execute(
        "SET client_min_messages = warning; SET default_transaction_isolation = 'read committed'",
    )?;
    Ok(client)
}

fn refuse_old(number: i32, found: &str) -> Result<(), HubFault> {
    if number >= OLDEST_SERVER {
        return Ok(());
    }
    Err(HubFault::OldServer {
        found: found.to_owned(),
        oldest: (OLDEST_SERVER / 10_000).to_string(),
    })
}

/// Returns the id and the ledger of a hub; `None` where the database has no schema of that name. A
/// hub of another version is refused.
pub(super) fn identity(client: &mut Client) -> Result<Option<(String, String)>> {
    let sql = "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = 'taizhang')";
    if !client.query_one(sql, &[])?.get::<_, bool>(0) {
        return Ok(None);
    }
    let columns = "SELECT count(*) FROM pg_attribute
         WHERE attrelid = to_regclass('taizhang.hub') AND attname IN ('id', 'ledger', 'version')";
    let is_ours = match client.query_one(columns, &[]) {
        Err(error) => return Err(error.into()),
        Ok(row) => row.get::<_, i64>(0) == 3,
    };
    if !is_ours {
        return Err(HubFault::SchemaTaken.into());
    }
    let row = client.query_opt("SELECT id, ledger, version FROM taizhang.hub", &[])?;
    let row = row.ok_or(HubFault::SchemaTaken)?;
    let found = i64::from(row.get::<_, i32>(2));
    if found > VERSION {
        let known = VERSION;
        return Err(HubFault::NewerHub { found, known }.into());
    }
    Ok(Some((row.get(0), row.get(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_too_old_is_named() {
        assert_eq!(refuse_old(130_000, "13.0"), Ok(()));
        assert_eq!(refuse_old(150_018, "15.18"), Ok(()));
        assert_eq!(
            refuse_old(120_022, "12.22 (Debian)"),
            Err(HubFault::OldServer {
                found: "12.22 (Debian)".to_owned(),
                oldest: "13".to_owned()
            })
        );
    }
}
