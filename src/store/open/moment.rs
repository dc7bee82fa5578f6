//! The moment at which a transaction begins: what other programs changed until then.

use std::borrow::Cow;

use rusqlite::Connection;

use super::own_schema;
use crate::domain::policy::Pack;
use crate::store::error::Result;
use crate::store::file::schema::VERSION;
use crate::store::file::settings;
use crate::store::rows::pack;

/// Takes up what other programs changed of the schema and the packs since the last transaction.
pub(crate) fn take_up(
    tx: &Connection,
    known: &mut Option<i64>,
    packs: &mut Vec<Pack>,
) -> Result<()> {
    settings::check_identity(tx)?;
    let schema = own_schema::cookie(tx)?;
    let is_new = *known != Some(schema);
    if is_new {
        own_schema::check(tx, VERSION)?;
    }
    if let Cow::Owned(newer) = pack::current(tx, packs)? {
        *packs = newer;
    }
    if is_new {
        own_schema::check_views(tx, packs)?;
        *known = Some(schema);
    }
    Ok(())
}
