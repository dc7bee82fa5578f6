//! The act by which a site begins.

use rusqlite::{Connection, Row};
use serde_json::json;
use uuid::Uuid;

use super::cells::patch_of;
use super::chain::{Chain, NewEntry};
use super::site::{FOLLOWS, PROGRAM, SiteBase, heads, new_name, own};
use super::trail;
use crate::domain::record::{ActSort, Change, ChangeId, Patch, Topic};
use crate::store::error::Result;

/// Lets a file go on as a new site.
pub(crate) fn begin(chain: &mut Chain) -> Result<()> {
    let site = new_name();
    let follows = chain.last();
    chain.db().execute("UPDATE ledger SET site = ?1", [&site])?;
    chain.change_site(site.clone());
    note(chain, &site, follows)
}

/// Adds the act by which a site begins now. It follows the last change of the file so far if it has
/// one.
pub(crate) fn note(chain: &mut Chain, site: &str, follows: Option<ChangeId>) -> Result<()> {
    let base: SiteBase = heads(chain.db())?
        .into_iter()
        .map(|head| (head.site, head.seq))
        .collect();
    note_as(chain, base, start_patch(chain.db(), site, follows)?)
}

/// Returns the patch of the act by which a site begins. It has the ledger's id, when and by which
/// version of the program that was made, and the last change of the file so far.
pub(crate) fn start_patch(db: &Connection, site: &str, follows: Option<ChangeId>) -> Result<Patch> {
    let made = |row: &Row| {
        Ok(json!({ "site": site, "ledger": row.get::<_, String>(0)?,
        "created_at": row.get::<_, String>(1)?, "program": row.get::<_, String>(2)? }))
    };
    let mut start_patch =
        patch_of(db.query_row("SELECT id, created_at, program FROM ledger", [], made)?);
    start_patch.extend(follows.map(|last| (FOLLOWS.to_owned(), last.to_string().into())));
    Ok(start_patch)
}

/// Returns whether the own site of a file has its first act, unaltered.
pub(crate) fn has_start(db: &Connection) -> Result<bool> {
    let expected = start_patch(db, &own(db)?, None)?;
    let says_it = |act: &Change| {
        expected
            .iter()
            .all(|(key, value)| act.patch.get(key) == Some(value))
    };
    Ok(trail::acts_of_file(db, ActSort::Site)?.iter().any(says_it))
}

/// Adds the act by which a site begins. What was there by then are its parents: whoever takes in
/// changes of the new site without having all of that would never notice what is missing.
pub(crate) fn note_as(chain: &mut Chain, base: SiteBase, patch: Patch) -> Result<()> {
    let parents = base
        .into_iter()
        .map(|(site, seq)| ChangeId { site, seq })
        .collect();
    let topic = Topic::Act(ActSort::Site);
    let record = Uuid::nil();
    chain
        .append(NewEntry {
            topic,
            record,
            author: PROGRAM,
            reason: "",
            parents,
            patch,
        })
        .map(drop)
}
