//! Checks that the chain of every site is unbroken.

use rusqlite::Connection;

use super::{site, trail};
use crate::domain::record::{ChangeId, Head};
use crate::i18n::InspectMsg;
use crate::store::clock::is_timestamp;
use crate::store::error::Result;

/// Returns the first `most` breaks in the chains of a file. Each begins with number 1, and that of
/// a site in `bases` behind that change.
pub(crate) fn broken_links(
    db: &Connection,
    bases: &[Head],
    most: usize,
) -> Result<Vec<InspectMsg>> {
    let mut found = Vec::new();
    let mut last = Head::default();
    trail::each_written(db, |change, hash| {
        if last.site != change.site {
            let begin = bases.iter().find(|base| base.site == change.site).cloned();
            last = begin.unwrap_or_else(|| Head {
                site: change.site.to_owned(),
                ..Head::default()
            });
        }
        let id = || {
            ChangeId {
                site: change.site.to_owned(),
                seq: change.seq,
            }
            .to_string()
        };
        if found.len() < most {
            if !(site::is_name(change.site) && is_timestamp(change.at)) {
                found.push(InspectMsg::ChangeForm { change: id() });
            } else if change.seq != last.seq + 1 {
                found.push(InspectMsg::Sequence { change: id() });
            } else if change.hash(&last.hash) != hash {
                found.push(InspectMsg::Chain { change: id() });
            }
        }
        last.seq = change.seq;
        hash.clone_into(&mut last.hash);
    })?;
    Ok(found)
}
