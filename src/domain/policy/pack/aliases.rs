//! Other names of fields, by which imports know their columns.

use super::file::FieldEntry;
use super::source::PackSource;
use crate::domain::text::folding;
use crate::i18n::PackFault;

/// Refuses another name that says nothing, or that another field of the form has: a column of that
/// name would be either.
pub(super) fn refuse_unclear(source: &mut PackSource, entries: &[FieldEntry]) {
    for (at, entry) in entries.iter().enumerate() {
        for alias in &entry.aliases {
            let key = folding::key(alias.as_ref());
            let others = entries.iter().enumerate().filter(|(other, _)| *other != at);
            let is_other = others
                .flat_map(|(_, other)| names(other))
                .any(|name| folding::key(name) == key);
            if key.is_empty() || is_other {
                let code = alias.as_ref().clone();
                source.fault(alias.span(), PackFault::Twice { code });
            }
        }
    }
}

/// Returns everything that a header may call the field of an entry.
fn names(entry: &FieldEntry) -> impl Iterator<Item = &str> {
    let label = entry.label.as_ref();
    let own = [entry.code.as_ref().as_str(), &label.zh, &label.en];
    let aliases = entry.aliases.iter().map(|alias| alias.as_ref().as_str());
    own.into_iter().chain(aliases)
}
