//! What each column is taken for, and how sure that is.

use super::values;
use crate::domain::place::Gazetteer;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::columns::header::TableHeader;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::read::table::TableRow;

/// How many values of a column are shown.
const SHOWN: usize = 3;

/// What speaks for what a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// Somebody mapped it.
    Said,
    /// Its header is the code or a label of the entry.
    ByName,
    /// Its header is another name of the entry.
    ByAlias,
    /// Its header is like a name of the entry, and so many of so many values fit.
    BySimilarName {
        /// The values that fit.
        fit: usize,
        /// All values that were looked at.
        of: usize,
    },
    /// So many of so many values are what only this entry holds.
    ByValues {
        /// The values that fit.
        fit: usize,
        /// All values that were looked at.
        of: usize,
    },
    /// Nothing does: it is left out.
    LeftOut,
}

/// A column with what it is taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedColumn {
    /// Its header.
    pub header: String,
    /// What a mapping calls the entry: the code of a field, `town`, `county`, `id`; empty where it is
    /// left out.
    pub entry: String,
    /// The unit of its plain figures, where the header says one.
    pub unit: Option<String>,
    /// What speaks for it.
    pub sureness: Sureness,
    /// Its first values.
    pub samples: Vec<String>,
}

impl ProposedColumn {
    /// Returns whether a mapping is needed for it: the header alone says nothing, or nothing of the
    /// form.
    pub(super) const fn is_mapped(&self) -> bool {
        matches!(
            self.sureness,
            Sureness::BySimilarName { .. } | Sureness::ByValues { .. } | Sureness::LeftOut
        )
    }
}

/// Returns the columns of a table that have a name, with what each is taken for. An entry is taken
/// once: by the surest column, and of those by the first.
pub(super) fn proposed(
    kind: &Kind,
    names: &HeaderNames,
    header: &TableHeader,
    rows: &[TableRow],
    gazetteer: &Gazetteer,
) -> Vec<ProposedColumn> {
    let values_of = |at: usize| {
        let texts = rows.iter().map(|row| folding::name(row.text(at)));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let meanings: Vec<Option<ColumnContent>> = header
        .names
        .iter()
        .map(|name| names.meaning(name).map(|(holds, _)| holds))
        .collect();
    let mut taken: Vec<ColumnContent> = meanings.iter().flatten().copied().collect();
    let mut columns: Vec<(usize, ProposedColumn)> = Vec::new();
    let headers = header.names.iter().enumerate();
    for (at, name) in headers.filter(|(_, name)| !name.is_empty()) {
        let values = values_of(at);
        let (holds, sureness) = match meanings.get(at).copied().flatten() {
            Some(holds) => (holds, by_header(kind, names, name, holds)),
            None => guess(kind, names, name, &values, &mut taken),
        };
        let unit = names.meaning(name).and_then(|(_, unit)| unit);
        let column = ProposedColumn {
            header: name.clone(),
            entry: holds.entry(kind).to_owned(),
            unit,
            sureness,
            samples: values.into_iter().take(SHOWN).collect(),
        };
        columns.push((at, column));
    }
    let left = |columns: &[(usize, ProposedColumn)]| {
        let left = columns.iter().enumerate();
        let left = left.filter(|(_, (_, column))| column.sureness == Sureness::LeftOut);
        let left = left.filter(|(_, (_, column))| names.meaning(&column.header).is_none());
        left.map(|(number, (at, _))| (number, values_of(*at)))
            .collect::<Vec<_>>()
    };
    for (number, holds, (fit, of)) in values::by_values(kind, &taken, &left(&columns), gazetteer) {
        if let Some((_, column)) = columns.get_mut(number) {
            holds.entry(kind).clone_into(&mut column.entry);
            column.sureness = Sureness::ByValues { fit, of };
        }
    }
    columns.into_iter().map(|(_, column)| column).collect()
}

/// Returns what speaks for a column whose header names its entry.
fn by_header(kind: &Kind, names: &HeaderNames, name: &str, holds: ColumnContent) -> Sureness {
    let key = folding::key(name);
    if names
        .mappings
        .iter()
        .any(|mapping| folding::key(&mapping.column) == key)
    {
        return Sureness::Said;
    }
    let is_alias = holds.field(kind).is_some_and(|field| {
        let aliases = field.aliases.iter().map(|alias| folding::key(alias));
        aliases.into_iter().any(|alias| key.starts_with(&alias))
            && ![&field.code, &field.label.zh, &field.label.en]
                .into_iter()
                .any(|own| key.starts_with(&folding::key(own)))
    });
    if is_alias {
        Sureness::ByAlias
    } else {
        Sureness::ByName
    }
}

/// Returns what a header that names nothing is like, where the values fit as well.
fn guess(
    kind: &Kind,
    names: &HeaderNames,
    name: &str,
    values: &[String],
    taken: &mut Vec<ColumnContent>,
) -> (ColumnContent, Sureness) {
    let out = (ColumnContent::Ignored, Sureness::LeftOut);
    let Some(holds) = names.likely(name).filter(|holds| !taken.contains(holds)) else {
        return out;
    };
    // Words fit any field of words; a name that is like another proves nothing then.
    let Some(field) = holds
        .field(kind)
        .filter(|field| !field.is_text() || field.code == shared::NAME)
    else {
        return out;
    };
    let fit = values
        .iter()
        .filter(|value| matches!(field.parse(value), Ok(Some(_))))
        .count();
    if !values::are_nearly_all(fit, values.len()) {
        return out;
    }
    taken.push(holds);
    (
        holds,
        Sureness::BySimilarName {
            fit,
            of: values.len(),
        },
    )
}
