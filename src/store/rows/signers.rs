//! Who may sign files for a ledger, and whether it takes unsigned ones: what its own acts come to.

use rusqlite::Connection;
use serde_json::{Value as Json, json};

use super::cells::patch_of;
use super::chain::Chain;
use super::site;
use crate::domain::record::{ActSort, Change};
use crate::domain::signing::SignerKey;
use crate::store::error::{Result, damaged};

/// Somebody whose signature a ledger knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerSigner {
    /// Who.
    pub name: String,
    /// The key.
    pub key: SignerKey,
    /// The places that the key may sign for, and all below them; none means every place.
    pub places: Vec<String>,
}

/// Everybody whose signature a ledger knows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LedgerSigners {
    /// They, in the order in which they were added.
    pub signers: Vec<LedgerSigner>,
    /// Whether the ledger takes files only from them.
    pub required: bool,
}

impl LedgerSigners {
    /// Returns the one whose key it is.
    #[must_use]
    pub fn whose(&self, key: &SignerKey) -> Option<&LedgerSigner> {
        self.signers.iter().find(|signer| signer.key == *key)
    }

    fn take(&mut self, act: &Change) -> Result<()> {
        let wrong = || damaged("an act about signers");
        let text = |key| site::text(act, key).ok_or_else(wrong);
        let key = || SignerKey::of_line(text("key")?).ok_or_else(wrong);
        match text("act")? {
            "add" => {
                let places = act.patch.get("places").cloned();
                let places = places.map(serde_json::from_value).transpose()?;
                self.signers.push(LedgerSigner {
                    name: text("name")?.to_owned(),
                    key: key()?,
                    places: places.unwrap_or_default(),
                });
            }
            "remove" => {
                let key = key()?;
                self.signers.retain(|signer| signer.key != key);
            }
            "require" => {
                let required = act.patch.get("required").and_then(Json::as_bool);
                self.required = required.ok_or_else(wrong)?;
            }
            _ => return Err(wrong()),
        }
        Ok(())
    }
}

/// Returns the signers that a ledger knows.
pub(crate) fn current(db: &Connection) -> Result<LedgerSigners> {
    let mut known = LedgerSigners::default();
    for act in site::own_acts(db, ActSort::Signers)? {
        known.take(&act)?;
    }
    Ok(known)
}

/// Adds the act by which somebody comes into the list.
pub(crate) fn note_added(chain: &mut Chain, signer: &LedgerSigner, author: &str) -> Result<()> {
    let mut said = json!({ "act": "add", "name": signer.name, "key": signer.key.to_string() });
    if !signer.places.is_empty() {
        said["places"] = json!(signer.places);
    }
    chain.note(ActSort::Signers, author, patch_of(said))
}

/// Adds the act by which a key leaves the list.
pub(crate) fn note_removed(chain: &mut Chain, key: &SignerKey, author: &str) -> Result<()> {
    let said = json!({ "act": "remove", "key": key.to_string() });
    chain.note(ActSort::Signers, author, patch_of(said))
}

/// Adds the act by which unsigned files are refused from now on, or taken again.
pub(crate) fn note_required(chain: &mut Chain, required: bool, author: &str) -> Result<()> {
    let said = json!({ "act": "require", "required": required });
    chain.note(ActSort::Signers, author, patch_of(said))
}
