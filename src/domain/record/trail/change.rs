//! One entry of the trail, and the hash that chains it to the one before.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::topic::Topic;

/// What a change sets: field code → new value, `null` where a field was emptied.
pub type Patch = BTreeMap<String, Json>;

/// The name of a change: the site it was made at and its number there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeId {
    /// The ledger file it was made in.
    pub site: String,
    /// Counted from 1 without gaps.
    pub seq: i64,
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.site, self.seq)
    }
}

impl FromStr for ChangeId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (site, seq) = text
            .rsplit_once(':')
            .ok_or_else(|| format!("`{text}` names no change"))?;
        let seq = seq
            .parse()
            .map_err(|_| format!("`{text}` names no change"))?;
        Ok(Self {
            site: site.to_owned(),
            seq,
        })
    }
}

/// One entry of the trail: a save, or an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name.
    pub id: ChangeId,
    /// What it is about.
    pub topic: Topic,
    /// The record; of an act its own id, and nil where it is about the whole file.
    pub record: Uuid,
    /// When, in UTC, as `2026-11-23T08:00:00.000Z`.
    pub at: String,
    /// Who.
    pub author: String,
    /// Why, where somebody said so.
    pub reason: String,
    /// The heads of the record that it was based on.
    pub parents: Vec<ChangeId>,
    /// What it sets.
    pub patch: Patch,
}

impl Change {
    /// Returns the texts that the ledger keeps of it.
    #[must_use]
    pub fn written(&self) -> WrittenChange<'_> {
        WrittenChange {
            site: &self.id.site,
            seq: self.id.seq,
            subject: self.topic.word(),
            record: self.record.to_string().into(),
            at: &self.at,
            author: &self.author,
            reason: &self.reason,
            parents: self.parents_json().into(),
            patch: self.patch_json().into(),
        }
    }

    /// Returns the SHA-256 that chains this change to the one before it; see
    /// [`WrittenChange::hash`].
    #[must_use]
    pub fn hash(&self, previous: &str) -> String {
        self.written().hash(previous)
    }

    /// Returns the parents as the ledger keeps them.
    #[must_use]
    pub fn parents_json(&self) -> String {
        Json::from(
            self.parents
                .iter()
                .map(ChangeId::to_string)
                .collect::<Vec<_>>(),
        )
        .to_string()
    }

    /// Returns the patch as the ledger keeps it. Its keys are in order, so that one patch has one
    /// text.
    #[must_use]
    pub fn patch_json(&self) -> String {
        serde_json::to_string(&self.patch).unwrap_or_default()
    }
}

/// A change as the ledger keeps it: the texts that its hash covers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the column of its name")]
pub struct WrittenChange<'a> {
    pub site: &'a str,
    pub seq: i64,
    pub subject: &'a str,
    pub record: Cow<'a, str>,
    pub at: &'a str,
    pub author: &'a str,
    pub reason: &'a str,
    pub parents: Cow<'a, str>,
    pub patch: Cow<'a, str>,
}

impl WrittenChange<'_> {
    /// Returns the SHA-256 that chains a change to the previous one of its site. `previous` is
    /// empty for the first. Every part goes in with its length, so that nothing can be moved from
    /// one part into the next.
    #[must_use]
    pub fn hash(&self, previous: &str) -> String {
        let mut digest = Sha256::new();
        let seq = self.seq.to_string();
        let parts = [
            previous,
            self.site,
            &seq,
            self.subject,
            &self.record,
            self.at,
            self.author,
            self.reason,
            &self.parents,
            &self.patch,
        ];
        for part in parts {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
        format!("{:x}", digest.finalize())
    }
}
