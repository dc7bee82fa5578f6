//! What each column is taken for, and how sure that is.

use super::values::{self, ByValues};
use crate::domain::place::Gazetteer;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Cycle, Field, Period};
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::columns::header::TableHeader;
use crate::transfer::import::columns::mapping::{Mapping, Origin};
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::read::table::TableRow;

/// How many values of a column are shown.
const SHOWN: usize = 3;

/// What speaks for what a column is taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// Somebody mapped it.
    Said,
    /// Somebody mapped it in a file of the same header before.
    Kept,
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
    /// It may be one of several entries, or is only like one: it is left out until somebody says.
    Asked,
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
    /// What it may be, where that is asked.
    pub perhaps: Vec<String>,
    /// Its first values.
    pub samples: Vec<String>,
}

impl ProposedColumn {
    /// Returns whether a mapping is needed for it: the header alone says nothing, or nothing of the
    /// form.
    pub(super) const fn is_mapped(&self) -> bool {
        !matches!(
            self.sureness,
            Sureness::Said | Sureness::ByName | Sureness::ByAlias
        )
    }
}

/// What is known of a table whose columns are proposed.
pub(super) struct ProposedTable<'a> {
    pub(super) kind: &'a Kind,
    pub(super) names: &'a HeaderNames<'a>,
    pub(super) header: &'a TableHeader,
    pub(super) rows: &'a [TableRow],
    pub(super) gazetteer: &'a Gazetteer,
}

/// What a column is taken for so far.
struct Guess {
    holds: ColumnContent,
    sureness: Sureness,
    perhaps: Vec<ColumnContent>,
}

impl Guess {
    const fn sure(holds: ColumnContent, sureness: Sureness) -> Self {
        Self {
            holds,
            sureness,
            perhaps: Vec::new(),
        }
    }

    const fn left_out() -> Self {
        Self::sure(ColumnContent::Ignored, Sureness::LeftOut)
    }

    /// A column that may be something else than left out.
    fn asked(perhaps: Vec<ColumnContent>) -> Self {
        Self {
            perhaps,
            ..Self::sure(ColumnContent::Ignored, Sureness::Asked)
        }
    }

    const fn is_open(&self) -> bool {
        matches!(self.sureness, Sureness::LeftOut | Sureness::Asked)
    }
}

/// Returns the columns of a table that have a name, with what each is taken for. An entry is taken
/// once: by the surest column, and of those by the first.
pub(super) fn proposed(table: &ProposedTable) -> Vec<ProposedColumn> {
    let ProposedTable { kind, names, .. } = *table;
    let values_of = |at: usize| {
        let texts = table.rows.iter().map(|row| folding::name(row.text(at)));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let headers = table.header.names.iter().enumerate();
    let headers = headers.filter(|(_, name)| !name.is_empty() && !is_period(kind, names, name));
    let columns: Vec<(&String, Vec<String>)> =
        headers.map(|(at, name)| (name, values_of(at))).collect();
    let meanings = columns.iter().map(|(name, _)| names.meaning(name));
    let meanings: Vec<_> = meanings.map(|meaning| Some(meaning?.0)).collect();
    let mut taken: Vec<ColumnContent> = meanings
        .iter()
        .flatten()
        .flat_map(|holds| holds.parts())
        .collect();
    let mut guesses = Vec::new();
    for ((name, values), meaning) in columns.iter().zip(&meanings) {
        guesses.push(match meaning {
            Some(holds) => Guess::sure(*holds, by_header(kind, names, name, *holds)),
            None => guess(kind, names, name, values, &mut taken),
        });
    }
    guess_by_values(table, &taken, &columns, &mut guesses);
    let column = |((name, values), guess): (&(&String, Vec<String>), Guess)| ProposedColumn {
        header: (*name).clone(),
        entry: guess.holds.spec(kind),
        unit: names.meaning(name).and_then(|(_, unit)| unit),
        sureness: guess.sureness,
        perhaps: guess.perhaps.iter().map(|holds| holds.spec(kind)).collect(),
        samples: values.iter().take(SHOWN).cloned().collect(),
    };
    columns.iter().zip(guesses).map(column).collect()
}

/// Returns whether a header is a period of a table with a column a period, which is read by other
/// means.
fn is_period(kind: &Kind, names: &HeaderNames, name: &str) -> bool {
    let cycle = kind.cycle().filter(|cycle| *cycle != Cycle::Once);
    cycle.is_some_and(|cycle| Period::typed(name, cycle).is_ok()) && names.meaning(name).is_none()
}

/// Lets the values say what the columns are that are left.
fn guess_by_values(
    table: &ProposedTable,
    taken: &[ColumnContent],
    columns: &[(&String, Vec<String>)],
    guesses: &mut [Guess],
) {
    let is_left = |(at, (name, values)): (usize, &(&String, Vec<String>))| {
        let is_open = guesses.get(at).is_some_and(Guess::is_open);
        let is_unnamed = table.names.meaning(name).is_none();
        (is_open && is_unnamed).then(|| (at, values.clone()))
    };
    let left: Vec<_> = columns.iter().enumerate().filter_map(is_left).collect();
    for (at, found) in values::by_values(table.kind, taken, &left, table.gazetteer) {
        let Some(guess) = guesses.get_mut(at) else {
            continue;
        };
        match found {
            ByValues::One(holds, (fit, of)) => {
                *guess = Guess::sure(holds, Sureness::ByValues { fit, of });
            }
            ByValues::Several(perhaps) => {
                let mut all = std::mem::take(&mut guess.perhaps);
                all.extend(
                    perhaps
                        .into_iter()
                        .filter(|one| !all.contains(one))
                        .collect::<Vec<_>>(),
                );
                *guess = Guess::asked(all);
            }
        }
    }
    let is_placed = guesses.iter().any(|guess| guess.holds.says_place());
    let mut addresses = columns.iter().zip(guesses).filter(|(_, guess)| {
        matches!(guess.sureness, Sureness::ByName | Sureness::ByAlias) && !is_placed
    });
    // Where no column has the place, an address may begin with it.
    let address = addresses.find_map(|((_, values), guess)| {
        let ColumnContent::Field(at) = guess.holds else {
            return None;
        };
        let is_text = guess.holds.field(table.kind).is_some_and(Field::is_text);
        let begins = |value: &&String| table.gazetteer.at_beginning(value, "").is_some();
        let fit = values.iter().filter(begins).count();
        let fits = is_text && values::are_nearly_all(fit, values.len());
        fits.then_some((guess, at, (fit, values.len())))
    });
    if let Some((guess, at, (fit, of))) = address {
        *guess = Guess::sure(
            ColumnContent::PlaceAndField(at),
            Sureness::ByValues { fit, of },
        );
    }
}

/// Returns what speaks for a column whose header names its entry.
fn by_header(kind: &Kind, names: &HeaderNames, name: &str, holds: ColumnContent) -> Sureness {
    let key = folding::key(name);
    let is_of = |mapping: &&Mapping| folding::key(&mapping.column) == key;
    match names
        .mappings
        .iter()
        .find(is_of)
        .map(|mapping| mapping.origin)
    {
        Some(Origin::Said) => return Sureness::Said,
        Some(Origin::Kept) => return Sureness::Kept,
        None => {}
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
) -> Guess {
    let likely = names.likely(name);
    if likely.iter().all(|holds| taken.contains(holds)) {
        return Guess::left_out();
    }
    let [holds] = *likely.as_slice() else {
        let free = likely.into_iter().filter(|holds| !taken.contains(holds));
        return Guess::asked(free.collect());
    };
    let Some(field) = holds.field(kind).filter(|field| !field.is_date()) else {
        // Of what a day is of, a part of a name says too little.
        return Guess::asked(vec![holds]);
    };
    let fit = values
        .iter()
        .filter(|value| matches!(field.parse(value), Ok(Some(_))))
        .count();
    // Words fit any field of words; a name that is like another proves nothing then.
    let proves = !field.is_text() || field.code == shared::NAME;
    if !proves || !values::are_nearly_all(fit, values.len()) {
        return Guess::asked(vec![holds]);
    }
    taken.push(holds);
    let of = values.len();
    Guess::sure(holds, Sureness::BySimilarName { fit, of })
}
