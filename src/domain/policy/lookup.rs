//! The look-up of forms: kinds in the packs of a ledger, and the forms of the program itself.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::kind::Kind;
use super::pack::{Pack, exception_form};
use super::requirement::Requirement;
use crate::domain::record::Subject;
use crate::domain::text::folding;
use crate::i18n::{LedgerRefusal, code_list};

/// Returns the kinds of all packs, each once, however many packs ask for it.
pub fn kinds(packs: &[Pack]) -> impl Iterator<Item = &Kind> {
    packs.iter().enumerate().flat_map(|(at, pack)| {
        let before = packs.get(..at).unwrap_or_default();
        let is_new = |kind: &&Kind| find_kind(before, &kind.code).is_none();
        pack.kinds.iter().filter(is_new)
    })
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

/// Returns the requirement of a code.
///
/// # Errors
/// When the pack has none; the refusal lists the codes there are.
pub fn require_requirement<'a>(
    pack: &'a Pack,
    code: &str,
) -> Result<&'a Requirement, LedgerRefusal> {
    pack.requirement(code)
        .ok_or_else(|| LedgerRefusal::NoSuchRequirement {
            requirement: code.to_owned(),
            known: code_list(pack.requirements.iter().map(|one| &one.code)),
        })
}

/// Returns the requirement of a pack by their codes.
#[must_use]
pub fn find_requirement<'a>(
    packs: &'a [Pack],
    pack: &str,
    requirement: &str,
) -> Option<(&'a Pack, &'a Requirement)> {
    let pack = packs.iter().find(|known| known.code == pack)?;
    Some((pack, pack.requirement(requirement)?))
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

/// Returns the form of a code, and what sort of records are filled in it.
#[must_use]
pub fn find_form<'a>(packs: &'a [Pack], code: &str) -> Option<(Subject, &'a Kind)> {
    let exception = exception_form();
    if exception.code == code {
        return Some((Subject::Exception, exception));
    }
    let kind = find_kind(packs, code)?;
    let subject = if kind.is_sheet() {
        Subject::Sheet
    } else {
        Subject::Facility
    };
    Some((subject, kind))
}

/// Returns the form that a record of these fields is filled in.
#[must_use]
pub fn form_of<'a>(
    packs: &'a [Pack],
    subject: Subject,
    fields: &BTreeMap<String, Json>,
) -> Option<&'a Kind> {
    let (of, form) = find_form(packs, subject.form_code(fields)?)?;
    (of == subject).then_some(form)
}

/// Returns the form that a record of these fields is filled in.
///
/// # Errors
/// When there is none; the refusal lists the codes of kinds.
pub fn require_form<'a>(
    packs: &'a [Pack],
    subject: Subject,
    fields: &BTreeMap<String, Json>,
) -> Result<&'a Kind, LedgerRefusal> {
    let code = || subject.form_code(fields).unwrap_or_default();
    form_of(packs, subject, fields).ok_or_else(|| no_such_kind(packs, code()))
}

/// Returns the codes of all kinds, as one list for people.
#[must_use]
pub fn known_kinds(packs: &[Pack]) -> String {
    code_list(kinds(packs).map(|kind| &kind.code))
}

fn no_such_kind(packs: &[Pack], kind: &str) -> LedgerRefusal {
    LedgerRefusal::NoSuchKind {
        kind: kind.to_owned(),
        known: known_kinds(packs),
    }
}
