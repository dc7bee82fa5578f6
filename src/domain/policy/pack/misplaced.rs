//! Refuses keys that the form or the operator of a requirement does not use: whoever wrote one meant
//! something by it.

use std::ops::Range;

use toml::Spanned;

use super::file::{ClaimEntry, RequirementEntry, Word};
use super::source::PackSource;
use crate::i18n::PackFault;

/// A key that some forms have: where it stands, if it does.
type Key = (&'static str, Option<Range<usize>>);

/// Refuses the keys of a requirement that its form does not have.
pub(super) fn refuse_of_requirement(source: &mut PackSource, entry: &RequirementEntry) {
    let word = |word: &Option<Word>| word.as_ref().map(Spanned::span);
    let conditions = entry.conditions.first();
    let keys: [Key; 14] = [
        ("kind", word(&entry.kind)),
        ("at_least", entry.at_least.as_ref().map(Spanned::span)),
        ("where", conditions.map(|condition| condition.field.span())),
        ("measure", word(&entry.measure)),
        ("quantity", word(&entry.quantity)),
        ("op", word(&entry.op)),
        ("need", entry.need.as_ref().map(Spanned::span)),
        ("unit", word(&entry.unit)),
        ("fails", word(&entry.fails)),
        ("tolerance", entry.tolerance.as_ref().map(Spanned::span)),
        (
            "each_of_last",
            entry.each_of_last.as_ref().map(Spanned::span),
        ),
        ("of", entry.of.first().map(Spanned::span)),
        ("act", word(&entry.act)),
        ("since", word(&entry.since)),
    ];
    let form = entry.form.as_ref();
    let used: &[&str] = match form.as_str() {
        "exists" => &["kind", "at_least", "where", "measure"],
        "compare" => &[
            "quantity",
            "op",
            "need",
            "unit",
            "fails",
            "tolerance",
            "each_of_last",
        ],
        "any_of" | "all_of" => &["of"],
        "duty" => &["act", "since"],
        "information" => &["quantity", "unit"],
        _ => return,
    };
    refuse(source, &keys, used, &format!("form = \"{form}\""));
}

/// Refuses the keys of a claim that its operator does not use, and a comparison beside other claims.
pub(super) fn refuse_of_claim(source: &mut PackSource, entry: &ClaimEntry) {
    let word = |word: &Option<Word>| word.as_ref().map(Spanned::span);
    let several = |of: &[Spanned<ClaimEntry>]| of.first().map(Spanned::span);
    let keys: [Key; 8] = [
        ("any_of", several(&entry.any_of)),
        ("all_of", several(&entry.all_of)),
        ("quantity", word(&entry.quantity)),
        ("op", word(&entry.op)),
        ("need", entry.need.as_ref().map(Spanned::span)),
        ("unit", word(&entry.unit)),
        ("fails", word(&entry.fails)),
        ("tolerance", entry.tolerance.as_ref().map(Spanned::span)),
    ];
    for several in ["any_of", "all_of"] {
        if keys.iter().any(|(key, at)| *key == several && at.is_some()) {
            refuse(source, &keys, &[several], several);
            return;
        }
    }
    let Some(op) = &entry.op else {
        return;
    };
    let used: &[&str] = match op.as_ref().as_str() {
        "within" => &["quantity", "op", "need", "unit", "fails"],
        "about" => &["quantity", "op", "need", "unit", "tolerance"],
        "covers" | "in" => &["quantity", "op", "need"],
        _ => &["quantity", "op", "need", "unit"],
    };
    refuse(source, &keys, used, &format!("op = \"{}\"", op.as_ref()));
}

fn refuse(source: &mut PackSource, keys: &[Key], used: &[&str], with: &str) {
    for (key, at) in keys {
        if let Some(at) = at.clone().filter(|_| !used.contains(key)) {
            let (key, with) = ((*key).to_owned(), with.to_owned());
            source.fault(at, PackFault::NotUsedWith { key, with });
        }
    }
}
