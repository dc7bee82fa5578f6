//! The sites that a ledger file wrote as: a new one for each file, so that what two files save is
//! told apart. Each begins with an act that says what it goes on from.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use serde_json::{Value as Json, json};

use super::cells::patch_of;
use super::trail;
use crate::domain::record::{ActSort, Change, ChangeId, Head, Patch};
use crate::store::clock;
use crate::store::error::{Result, damaged};

/// The author of what the program does by itself: the beginning of a site, and acts of older
/// ledgers that it puts into the chain.
pub(crate) const PROGRAM: &str = "taizhang";

/// The number of the last change of each site.
pub(crate) type SiteBase = BTreeMap<String, i64>;

/// Returns the site that a file writes as.
pub(crate) fn own(db: &Connection) -> rusqlite::Result<String> {
    db.prepare_cached("SELECT site FROM ledger")?
        .query_row([], |row| row.get(0))
}

/// Goes from site to site and to the last change of each by the key of `change`: counting what lies
/// between would read the whole trail.
const HEADS: &str = "WITH RECURSIVE each (site) AS (
        SELECT min(site) FROM change
        UNION ALL
        SELECT (SELECT min(change.site) FROM change WHERE change.site > each.site) FROM each WHERE site IS NOT NULL
    )
    SELECT change.site, change.seq, change.hash FROM each CROSS JOIN change
        ON change.site = each.site AND change.seq = (SELECT max(last.seq) FROM change AS last WHERE last.site = each.site)
    ORDER BY change.site";

/// Returns where the chain of each site ends.
pub(crate) fn heads(db: &Connection) -> Result<Vec<Head>> {
    let mut query = db.prepare_cached(HEADS)?;
    let rows = query.query_map([], |row| {
        Ok(Head {
            site: row.get(0)?,
            seq: row.get(1)?,
            hash: row.get(2)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Returns a name that no other file has.
pub(crate) fn new_name() -> String {
    clock::random_id().simple().to_string()
}

/// Returns whether a text is such a name: 32 small hexadecimal digits.
pub(crate) fn is_name(text: &str) -> bool {
    text.len() == 32
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The key under which the act names the last change that the file made under its site before.
pub(crate) const FOLLOWS: &str = "follows";

/// The part of a site's chain that one file wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) site: String,
    /// The last change of it; `None` where the file still writes it.
    pub(crate) last: Option<i64>,
}

impl Stretch {
    pub(crate) fn has(&self, id: &ChangeId) -> bool {
        self.site == id.site && self.last.is_none_or(|last| id.seq <= last)
    }
}

/// Returns what a file, and those it was restored from, wrote, the oldest first.
pub(crate) fn lineage(db: &Connection) -> Result<Vec<Stretch>> {
    lineage_of(db, own(db)?)
}

/// Returns the same of the file that writes as a site, as far as it is known here.
fn lineage_of(db: &Connection, site: String) -> Result<Vec<Stretch>> {
    let mut starts = BTreeMap::new();
    for act in trail::acts_of_file(db, ActSort::Site)? {
        if let Some(site) = text(&act, "site") {
            starts.entry(site.to_owned()).or_insert(act);
        }
    }
    let mut found = vec![Stretch { site, last: None }];
    let follows = |site: &str| starts.get(site).and_then(|act| text(act, FOLLOWS));
    while let Some(before) = found.last().and_then(|stretch| follows(&stretch.site)) {
        let ChangeId { site, seq } = before.parse().map_err(|error: String| damaged(&error))?;
        if found.iter().any(|stretch| stretch.site == site) {
            return Err(damaged("a site that follows itself"));
        }
        found.push(Stretch {
            site,
            last: Some(seq),
        });
    }
    found.reverse();
    Ok(found)
}

/// Returns every site that a file, or the one it was restored from, wrote as.
pub(crate) fn all(db: &Connection) -> Result<BTreeSet<String>> {
    Ok(lineage(db)?
        .into_iter()
        .map(|stretch| stretch.site)
        .collect())
}

/// Returns the acts of a sort that a file wrote, and those it was restored from, in the order in
/// which they were made.
pub(crate) fn own_acts(db: &Connection, sort: ActSort) -> Result<Vec<Change>> {
    acts_of(db, sort, own(db)?)
}

/// Returns the same of the file that writes as a site, as far as it is known here.
pub(crate) fn acts_of(db: &Connection, sort: ActSort, site: String) -> Result<Vec<Change>> {
    let acts = trail::acts_of_file(db, sort)?;
    let mut found = Vec::new();
    for stretch in lineage_of(db, site)? {
        let mut of_site: Vec<Change> = acts
            .iter()
            .filter(|act| stretch.has(&act.id))
            .cloned()
            .collect();
        of_site.sort_by_key(|act| act.id.seq);
        found.append(&mut of_site);
    }
    Ok(found)
}

/// Returns a text that an act says.
pub(crate) fn text<'a>(act: &'a Change, key: &str) -> Option<&'a str> {
    act.patch.get(key).and_then(Json::as_str)
}

/// Returns when an act was done: an act of an older ledger came into the chain later.
pub(crate) fn done_at(act: &Change) -> &str {
    text(act, "at").unwrap_or(&act.at)
}

/// Returns who did an act, which may be somebody else than who brought it into the chain.
pub(crate) fn done_by(act: &Change) -> &str {
    text(act, "author").unwrap_or(&act.author)
}

/// Reads what was there when a site began, as version 2 of the ledger and version 1 of exchange
/// files keep it.
pub(crate) fn read(base: &str) -> Result<SiteBase> {
    Ok(serde_json::from_str(base)?)
}

/// Returns what the act says by which a file is exported.
pub(crate) fn exported_file(file: &str, site: &str, last: i64) -> Patch {
    patch_of(json!({ "file": file, "site": site, "last": last }))
}

/// Returns what the act says by which a file is merged. The signer is the name in the list and the
/// fingerprint of the key.
pub(crate) fn merged_file(file: &str, heads: &Json, signer: Option<(&str, &str)>) -> Patch {
    let mut said = patch_of(json!({ "file": file, "heads": heads }));
    said.extend(signer.map(|(name, key)| {
        let signer = json!({ "name": name, "key": key });
        ("signer".to_owned(), signer)
    }));
    said
}

/// Returns what the act says by which changes of a hub are merged.
pub(crate) fn merged_hub(hub: &str, heads: &Json) -> Patch {
    patch_of(json!({ "hub": hub, "heads": heads }))
}
