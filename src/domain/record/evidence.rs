//! The files that the figures of a record rest on: listed with the record, kept wherever they are.
//!
//! The list is a field of the record that no form shows, so that every file of it stands in the
//! trail with who added it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::domain::value::date::PartialDate;
use crate::i18n::{EvidenceMsg, Lang, Say, Text};

/// What a file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// The place itself.
    Photo,
    /// A drawing or a plan of the seats.
    Plan,
    /// A licence or a certificate.
    Certificate,
    /// What an authority wrote.
    Approval,
    /// What two parties signed.
    Contract,
    /// Anything else.
    Other,
}

impl EvidenceKind {
    /// Returns what it is called.
    #[must_use]
    pub const fn label(self) -> EvidenceMsg {
        match self {
            Self::Photo => EvidenceMsg::Photo,
            Self::Plan => EvidenceMsg::Plan,
            Self::Certificate => EvidenceMsg::Certificate,
            Self::Approval => EvidenceMsg::Approval,
            Self::Contract => EvidenceMsg::Contract,
            Self::Other => EvidenceMsg::Other,
        }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its name, without the folder it lies in.
    pub name: String,
    /// What it shows.
    pub kind: EvidenceKind,
    /// The day it is of.
    pub date: PartialDate,
    /// The SHA-256 of its content, in small hexadecimal digits: whoever has the file can tell that
    /// it is the same.
    pub sha256: String,
}

/// What became of a file that was to be listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// It is listed now.
    Added,
    /// The very file was listed before.
    Known,
    /// Another file of this name is listed: by their names nobody could tell them apart.
    NameTaken,
}

/// Returns the files of a record; what cannot be read as such a list is none.
#[must_use]
pub fn of_json(json: Option<&Json>) -> Vec<Evidence> {
    json.and_then(|json| serde_json::from_value(json.clone()).ok())
        .unwrap_or_default()
}

/// Returns the files as a record keeps them; none while there are none.
#[must_use]
pub fn to_json(files: &[Evidence]) -> Option<Json> {
    let json = serde_json::to_value(files).ok();
    json.filter(|_| !files.is_empty())
}

/// Lists a file. A file is what it holds: the same content under another name is the same evidence.
pub fn list(files: &mut Vec<Evidence>, file: Evidence) -> Listing {
    if files.iter().any(|known| known.sha256 == file.sha256) {
        return Listing::Known;
    }
    if files.iter().any(|known| known.name == file.name) {
        return Listing::NameTaken;
    }
    files.push(file);
    Listing::Added
}

impl Evidence {
    /// Returns everything about it, in a line.
    #[must_use]
    pub fn line(&self) -> Text {
        self.describe(&self.sha256)
    }

    /// Returns the same with the first digits of its hash only.
    #[must_use]
    pub fn brief(&self) -> Text {
        self.describe(self.sha256.get(..12).unwrap_or(&self.sha256))
    }

    fn describe(&self, sha256: &str) -> Text {
        let line = |lang| EvidenceMsg::Line {
            kind: self.kind.label().say(lang),
            name: self.name.clone(),
            date: self.date.to_string(),
            sha256: sha256.to_owned(),
        };
        Text {
            zh: line(Lang::Zh).say(Lang::Zh),
            en: line(Lang::En).say(Lang::En),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn file(name: &str, sha256: &str) -> Evidence {
        let date = "2025-06".parse().unwrap();
        Evidence {
            name: name.into(),
            kind: EvidenceKind::Photo,
            date,
            sha256: sha256.into(),
        }
    }

    #[test]
    fn a_file_is_listed_once_and_a_name_is_of_one_file() {
        let mut files = Vec::new();
        assert_eq!(list(&mut files, file("a.jpg", "1")), Listing::Added);
        assert_eq!(list(&mut files, file("b.jpg", "1")), Listing::Known);
        assert_eq!(list(&mut files, file("a.jpg", "2")), Listing::NameTaken);
        assert_eq!(files, [file("a.jpg", "1")]);
    }

    #[test]
    fn the_list_is_kept_as_the_ledger_has_it_and_none_is_no_field() {
        let kept = json!([{ "name": "a.jpg", "kind": "photo", "date": "2025-06", "sha256": "1" }]);
        assert_eq!(to_json(&[file("a.jpg", "1")]), Some(kept.clone()));
        assert_eq!(of_json(Some(&kept)), [file("a.jpg", "1")]);
        assert_eq!(
            (to_json(&[]), of_json(None), of_json(Some(&json!("a.jpg")))),
            (None, vec![], vec![])
        );
    }
}
