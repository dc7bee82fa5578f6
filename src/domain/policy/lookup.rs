//! The look-up of kinds in the packs of a ledger.

use super::kind::Kind;
use super::pack::Pack;
use crate::domain::text::folding;
use crate::i18n::LedgerRefusal;

/// Returns the kinds of all packs.
pub fn kinds(packs: &[Pack]) -> impl Iterator<Item = &Kind> {
    packs.iter().flat_map(|pack| &pack.kinds)
}

/// Returns the kind of a code.
#[must_use]
pub fn find_kind<'a>(packs: &'a [Pack], code: &str) -> Option<&'a Kind> {
    packs.iter().find_map(|pack| pack.kind(code))
}

/// Returns the kind of a code.
///
/// # Errors
/// When no pack has it; the refusal lists the codes there are.
pub fn require_kind<'a>(packs: &'a [Pack], code: &str) -> Result<&'a Kind, LedgerRefusal> {
    find_kind(packs, code).ok_or_else(|| no_such_kind(packs, code))
}

/// Returns the kind that a text names by its code or one of its labels.
///
/// # Errors
/// When there is none; the refusal lists the codes there are.
pub fn require_named_kind<'a>(packs: &'a [Pack], text: &str) -> Result<&'a Kind, LedgerRefusal> {
    let is_named = |kind: &&Kind| {
        [&kind.code, &kind.label.zh, &kind.label.en]
            .into_iter()
            .any(|name| folding::key(name) == folding::key(text))
    };
    find_kind(packs, text)
        .or_else(|| kinds(packs).find(is_named))
        .ok_or_else(|| no_such_kind(packs, text))
}

/// Returns the codes of all kinds, as one list for people.
#[must_use]
pub fn known_kinds(packs: &[Pack]) -> String {
    kinds(packs)
        .map(|kind| kind.code.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn no_such_kind(packs: &[Pack], kind: &str) -> LedgerRefusal {
    LedgerRefusal::NoSuchKind {
        kind: kind.to_owned(),
        known: known_kinds(packs),
    }
}
