//! Who may do what on a hub.

use postgres::Transaction;
use postgres::error::SqlState;

use super::connection::HubConnection;
use super::error::{HubError, Result};
use super::request::HubRequest;
use crate::i18n::HubFault;
use crate::store::ledger::Store;
use crate::store::rows::manifest;

/// What a login is allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubGrant {
    /// Places whose current state it may replace, with all below them; then it may also push.
    pub places: Vec<String>,
    /// A site that it may add to.
    pub site: Option<String>,
    /// Whether it may read.
    pub reads: bool,
    /// Whether it administers the hub.
    pub administers: bool,
}

impl Store {
    /// Allows a login to do something on a hub. What it was allowed before stays.
    ///
    /// # Errors
    /// When the hub cannot be used, whoever is logged in may not, or there is no such login.
    pub fn hub_allow(&self, request: &HubRequest, login: &str, grant: &HubGrant) -> Result<()> {
        let mut hub = HubConnection::open(request.address, &manifest::ledger(&self.db)?)?;
        if !hub.is_admin {
            return Err(HubFault::NoInitPermission.into());
        }
        let mut tx = hub.client.transaction()?;
        if !grant.places.is_empty() || grant.site.is_some() {
            join(&mut tx, "taizhang_clerk", login, "")?;
        }
        for place in &grant.places {
            tx.execute(
                "INSERT INTO taizhang.access (login, place) VALUES ($1::text::name, $2) ON CONFLICT DO NOTHING",
                &[&login, place],
            )?;
        }
        if let Some(site) = &grant.site {
            tx.execute(
                "INSERT INTO taizhang.site (site, login) VALUES ($1, $2::text::name)
                 ON CONFLICT (site) DO UPDATE SET login = excluded.login",
                &[site, &login],
            )?;
        }
        if grant.reads {
            join(&mut tx, "taizhang_reader", login, "")?;
        }
        if grant.administers {
            // Who administers lets others do so.
            join(&mut tx, "taizhang_admin", login, "WITH ADMIN OPTION")?;
        }
        tx.commit()?;
        Ok(())
    }
}

/// Makes a login a member of a role.
fn join(tx: &mut Transaction, role: &str, login: &str, option: &str) -> Result<()> {
    let row = tx.query_one(
        "SELECT format('GRANT %I TO %I %s', $1::text, $2::text, $3::text)",
        &[&role, &login, &option],
    )?;
    tx.batch_execute(row.get(0))
        .map_err(|error| match error.code() {
            Some(code) if *code == SqlState::UNDEFINED_OBJECT => {
                let login = login.to_owned();
                HubFault::NoSuchLogin { login }.into()
            }
            Some(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE => {
                HubFault::NoInitPermission.into()
            }
            _ => HubError::from(error),
        })
}
