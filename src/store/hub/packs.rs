//! The packs of a hub, compared with those of a file.

use std::collections::BTreeMap;

use postgres::Client;
use rusqlite::Connection;

use super::error::Result;
use crate::domain::value::zone::utc;
use crate::i18n::HubFault;

/// The SHA-256 of a pack's text, and when it was loaded.
type Loaded = BTreeMap<String, (String, String)>;

/// How a pack differs between a hub and a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PackDifference {
    MissingThere,
    MissingHere,
    NewerThere { theirs: String, ours: String },
    NewerHere { theirs: String, ours: String },
}

/// Returns the packs that differ.
pub(super) fn differences(
    client: &mut Client,
    db: &Connection,
) -> Result<BTreeMap<String, PackDifference>> {
    let sql = "SELECT code, sha256, loaded_at FROM";
    let mut query = db.prepare(&format!("{sql} pack"))?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
    let ours: Loaded = rows.collect::<rusqlite::Result<_>>()?;
    let rows = client.query(&format!("{sql} taizhang.pack"), &[])?;
    let theirs: Loaded = rows
        .iter()
        .map(|row| (row.get(0), (row.get(1), row.get(2))))
        .collect();
    let mut found = BTreeMap::new();
    for (code, (sha256, at)) in &ours {
        let difference = match theirs.get(code) {
            None => PackDifference::MissingThere,
            Some((there, _)) if there == sha256 => continue,
            Some((_, there)) => {
                let (is_newer_there, theirs, ours) = (there > at, utc(there), utc(at));
                if is_newer_there {
                    PackDifference::NewerThere { theirs, ours }
                } else {
                    PackDifference::NewerHere { theirs, ours }
                }
            }
        };
        found.insert(code.clone(), difference);
    }
    for code in theirs.into_keys().filter(|code| !ours.contains_key(code)) {
        found.insert(code, PackDifference::MissingHere);
    }
    Ok(found)
}

/// Refuses to send what was judged by other packs than those of the hub. What its readers see would
/// not follow from what they are told.
pub(super) fn refuse_other(client: &mut Client, db: &Connection) -> Result<()> {
    for (pack, difference) in differences(client, db)? {
        return Err(match difference {
            PackDifference::MissingHere => continue,
            PackDifference::MissingThere => HubFault::PackMissingThere { pack },
            PackDifference::NewerThere { theirs, ours } => {
                HubFault::PackNewerThere { pack, theirs, ours }
            }
            PackDifference::NewerHere { theirs, ours } => {
                HubFault::PackNewerHere { pack, theirs, ours }
            }
        }
        .into());
    }
    Ok(())
}
