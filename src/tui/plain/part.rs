//! Which requirements the menu lists together.

use crate::domain::policy::{Pack, Requirement};
use crate::i18n::{Lang, PlainMsg, Say as _};

/// A part of what is asked of a town.
pub(super) enum Part {
    /// Everything.
    All,
    /// Sheets that nothing is judged by.
    Unjudged,
    /// A whole pack.
    Pack(String),
    /// A group of a pack.
    Group(String, String),
}

impl Part {
    /// Returns the groups of all packs with their labels, and what belongs to none. A pack without
    /// groups is one.
    pub(super) fn all(packs: &[Pack], lang: Lang) -> Vec<(Self, String)> {
        let mut parts = Vec::new();
        for pack in packs {
            if pack.groups.is_empty() {
                let title = pack.document.title.get(lang).to_owned();
                parts.push((Self::Pack(pack.code.clone()), title));
            }
            for group in &pack.groups {
                let part = Self::Group(pack.code.clone(), group.code.clone());
                parts.push((part, group.label.get(lang).to_owned()));
            }
        }
        parts.push((Self::Unjudged, PlainMsg::OtherSheets.say(lang)));
        parts
    }

    /// Returns whether a requirement of a pack is of this part.
    pub(super) fn holds(&self, pack: &Pack, requirement: &Requirement) -> bool {
        match self {
            Self::All => true,
            Self::Unjudged => false,
            Self::Pack(code) => pack.code == *code,
            Self::Group(code, group) => {
                pack.code == *code && requirement.group.as_ref() == Some(group)
            }
        }
    }
}
