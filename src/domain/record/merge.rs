//! The union of two logs of one ledger: what the other one has that this one has not, or why it is
//! not taken.
//!
//! Every site counts its changes without gaps and chains them by hashes. Two logs that agree on the
//! hash of a change agree on everything the site did before, so what is new is the tail behind the
//! last change that both have. Taking tails in is commutative, associative and idempotent; what the
//! records then come to is [`super::trail::fold`].

use std::collections::BTreeMap;

use super::receipt::Head;
use super::trail::{Change, ChangeId};
use crate::i18n::{ChangeNumbers, MergeFault};

/// A change with the hash that chains it to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The change.
    pub change: Change,
    /// Its hash.
    pub hash: String,
}

/// Changes by site and number.
pub trait Log<E> {
    /// Returns the last change of every site.
    ///
    /// # Errors
    /// When the log cannot be read; so of the others.
    fn heads(&self) -> Result<Vec<Head>, E>;

    /// Returns the hash of a change; `None` where the log does not have it.
    ///
    /// # Errors
    /// When the log cannot be read.
    fn hash(&self, id: &ChangeId) -> Result<Option<String>, E>;

    /// Passes on the changes of a site that come after a number, in their order.
    ///
    /// # Errors
    /// When the log cannot be read, and those of `visit`.
    fn after(
        &self,
        site: &str,
        seq: i64,
        visit: &mut dyn FnMut(Link) -> Result<(), E>,
    ) -> Result<(), E>;

    /// Returns what a site began from, where the log does not have all of it. That is the site's
    /// first change, and the last change of every site that was there by then.
    fn site_base(&self) -> Option<(ChangeId, Vec<ChangeId>)> {
        None
    }
}

/// The changes of a site that are new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChanges {
    /// The site.
    pub site: String,
    /// The first new change.
    pub first: i64,
    /// The last one.
    pub last: i64,
}

impl NewChanges {
    /// Returns their numbers, to be said.
    #[must_use]
    pub const fn numbers(&self) -> ChangeNumbers {
        ChangeNumbers {
            first: self.first,
            last: self.last,
        }
    }
}

/// Hands every change of `theirs` that `ours` has not to `take`, site by site and in order. What
/// was exported must be thrown away again when an error comes after it.
///
/// # Errors
/// When a site has a gap, was forked or has a broken chain, a change was made after `latest` (a
/// time as the ledger keeps it) or on one that neither log has, a site began on one that neither
/// has, a log cannot be read, or `take` fails.
pub fn union<E: From<MergeFault>>(
    ours: &impl Log<E>,
    theirs: &impl Log<E>,
    latest: &str,
    mut take: impl FnMut(Link) -> Result<(), E>,
) -> Result<Vec<NewChanges>, E> {
    let mut known: BTreeMap<String, Head> = ours
        .heads()?
        .into_iter()
        .map(|head| (head.site.clone(), head))
        .collect();
    let mut needed = Needed::default();
    if let Some((first, parents)) = theirs.site_base() {
        for parent in &parents {
            needed.add(parent, &first);
        }
    }
    let mut news = Vec::new();
    for theirs_last in theirs.heads()? {
        let site = theirs_last.site.clone();
        let nothing = Head {
            site: site.clone(),
            ..Head::default()
        };
        let own = known.remove(&site).unwrap_or(nothing);
        refuse_fork(ours, theirs, &own, &theirs_last)?;
        let mut last = own.clone();
        theirs.after(&site, own.seq, &mut |link| {
            refuse_strange(&link, &last, latest)?;
            last = Head {
                site: site.clone(),
                seq: link.change.id.seq,
                hash: link.hash.clone(),
            };
            for parent in &link.change.parents {
                needed.add(parent, &link.change.id);
            }
            take(link)
        })?;
        if last.seq < theirs_last.seq {
            // A log that knows only where a site stands is missing what is in between.
            return Err(MergeFault::gap(site, last.seq + 1, theirs_last.seq).into());
        }
        if last.seq > own.seq {
            news.push(NewChanges {
                site: site.clone(),
                first: own.seq + 1,
                last: last.seq,
            });
        }
        known.insert(site, last);
    }
    needed.refuse_missing(&known)?;
    Ok(news)
}

/// The last change of each site that something was based on, and what that is.
#[derive(Default)]
struct Needed(BTreeMap<String, (i64, ChangeId)>);

impl Needed {
    fn add(&mut self, parent: &ChangeId, change: &ChangeId) {
        let most = self
            .0
            .entry(parent.site.clone())
            .or_insert_with(|| (0, change.clone()));
        if parent.seq > most.0 {
            *most = (parent.seq, change.clone());
        }
    }

    /// Without gaps, a site that came so far has every change before.
    fn refuse_missing(self, known: &BTreeMap<String, Head>) -> Result<(), MergeFault> {
        for (site, (seq, change)) in self.0 {
            let last = known.get(&site).map_or(0, |head| head.seq);
            if last < seq {
                let [parent, from] = [seq, last + 1].map(|seq| {
                    ChangeId {
                        site: site.clone(),
                        seq,
                    }
                    .to_string()
                });
                return Err(MergeFault::ParentMissing {
                    change: change.to_string(),
                    parent,
                    from,
                });
            }
        }
        Ok(())
    }
}

/// Refuses a site of which the two logs tell different stories, naming the first change that
/// differs.
fn refuse_fork<E: From<MergeFault>>(
    ours: &impl Log<E>,
    theirs: &impl Log<E>,
    own: &Head,
    other: &Head,
) -> Result<(), E> {
    let at = |seq| ChangeId {
        site: own.site.clone(),
        seq,
    };
    let differ = |seq| -> Result<bool, E> {
        // A log that begins later cannot speak of what was before; the chain of its first change
        // does.
        Ok(matches!((ours.hash(&at(seq))?, theirs.hash(&at(seq))?), (Some(a), Some(b)) if a != b))
    };
    match first_difference(own.seq.min(other.seq), differ)? {
        Some(differing) => Err(MergeFault::Forked {
            change: at(differing).to_string(),
        }
        .into()),
        None => Ok(()),
    }
}

/// Returns the number of the first change of a site that differs between two logs, which both have
/// it up to `last`. Every later one differs too, for a hash covers what was before.
///
/// # Errors
/// Those of `differ`.
pub fn first_difference<E>(
    last: i64,
    mut differ: impl FnMut(i64) -> Result<bool, E>,
) -> Result<Option<i64>, E> {
    let mut same = 0;
    let mut differing = last;
    if differing == 0 || !differ(differing)? {
        return Ok(None);
    }
    while differing - same > 1 {
        let middle = same + (differing - same) / 2;
        if differ(middle)? {
            differing = middle;
        } else {
            same = middle;
        }
    }
    Ok(Some(differing))
}

/// Refuses a change that does not follow on the last one, or that nobody can have made yet.
fn refuse_strange(link: &Link, last: &Head, latest: &str) -> Result<(), MergeFault> {
    let change = &link.change;
    if change.id.seq != last.seq + 1 {
        return Err(MergeFault::gap(
            last.site.clone(),
            last.seq + 1,
            change.id.seq - 1,
        ));
    }
    if change.hash(&last.hash) != link.hash {
        return Err(MergeFault::BrokenChain {
            change: change.id.to_string(),
        });
    }
    if change.at.as_str() > latest {
        return Err(MergeFault::ClockAhead {
            change: change.id.to_string(),
            at: change.at.clone(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
