//! Which kind a file is of.

use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::columns::header::TableHeader;
use crate::transfer::import::columns::names::HeaderNames;

/// What the name of the kind in a title or in the name of the file speaks for it, and what a column
/// of its own does. What every kind has speaks for none.
const NAMED: usize = 10;
const OWN: usize = 3;

/// How much speaks for a kind.
pub(super) struct KindScore {
    /// Whether a title or the name of the file names it.
    pub(super) is_named: bool,
    own: usize,
}

impl KindScore {
    /// Returns it as one number.
    pub(super) const fn points(&self) -> usize {
        self.own * OWN + if self.is_named { NAMED } else { 0 }
    }
}

/// Returns how much speaks for a kind: its name in `said`, the titles above the table and the name of
/// the file, and the columns that only it and few others have. The sheet of a place and period has a
/// period in every row.
pub(super) fn score<'t>(
    kind: &Kind,
    names: &HeaderNames,
    header: &TableHeader,
    mut said: impl Iterator<Item = &'t str>,
) -> KindScore {
    let known: Vec<ColumnContent> = header
        .names
        .iter()
        .filter_map(|name| names.meaning(name))
        .map(|(holds, _)| holds)
        .collect();
    if kind.is_sheet() && !known.contains(&ColumnContent::Period) {
        return KindScore {
            is_named: false,
            own: 0,
        };
    }
    let own = known.iter().filter(|holds| {
        let field = holds.field(kind);
        field.is_some_and(|field| !field.shared)
    });
    let labels = [&kind.label.zh, &kind.label.en].map(|label| folding::key(label));
    let is_named = said.any(|text| {
        let text = folding::key(text);
        labels.iter().any(|label| text.contains(label.as_str()))
    });
    KindScore {
        is_named,
        own: own.count(),
    }
}
