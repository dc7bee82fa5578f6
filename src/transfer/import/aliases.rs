//! Other names of places: dead codes and names from before a renaming, and what they are called
//! now.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::domain::place::Gazetteer;
use crate::domain::text::folding;
use crate::i18n::{AliasFault, Lang, Say, TableFault};
use crate::transfer::import::read::fitting;
use crate::transfer::import::read::source_options::SourceOptions;

/// Headers of the two columns, folded.
const OLD: [&str; 7] = ["old", "旧", "旧名", "旧名称", "原名", "原名称", "曾用名"];
const NEW: [&str; 6] = ["new", "新", "新名", "新名称", "现名", "现名称"];

/// Why a file of aliases is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AliasError {
    /// It is no table.
    Table(TableFault),
    /// One of its cells is wrong.
    Fault(AliasFault),
}

impl Say for AliasError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Table(fault) => fault.say(lang),
            Self::Fault(fault) => fault.say(lang),
        }
    }
}

impl From<TableFault> for AliasError {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<AliasFault> for AliasError {
    fn from(fault: AliasFault) -> Self {
        Self::Fault(fault)
    }
}

/// What old codes and names of places stand for, whatever signs stand between the names of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Aliases(BTreeMap<String, String>);

impl Aliases {
    /// Reads a table with the columns `old` and `new`, in any form that an import has. It need not
    /// have the encoding of the file that is imported.
    ///
    /// # Errors
    /// When it is no such table, a cell is empty, or one old name has two new ones.
    pub fn read(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Self, AliasError> {
        let (source, _) = fitting::open(
            bytes,
            &SourceOptions::default(),
            &SourceOptions {
                encoding,
                ..SourceOptions::default()
            },
        )?;
        let mut rows = source.rows()?;
        let header = rows.next().ok_or(TableFault::Empty)?;
        let column = |names: &[&str]| {
            header
                .cells
                .iter()
                .position(|cell| names.contains(&folding::key(cell.text()).as_str()))
        };
        let (Some(old), Some(new)) = (column(&OLD), column(&NEW)) else {
            return Err(AliasFault::Header.into());
        };
        let mut aliases = Self::default();
        for row in rows {
            aliases.add(row.line, row.text(old), row.text(new))?;
        }
        Ok(aliases)
    }

    fn add(&mut self, line: usize, old: &str, new: &str) -> Result<(), AliasFault> {
        let old = folding::name(old);
        let new = folding::name(new);
        if old.is_empty() || new.is_empty() {
            return Err(AliasFault::EmptyCell { line });
        }
        match self.0.insert(Gazetteer::path_key(&old), new.clone()) {
            Some(before) if Gazetteer::path_key(&before) != Gazetteer::path_key(&new) => {
                Err(AliasFault::Twice {
                    line,
                    old,
                    before,
                    new,
                })
            }
            _ => Ok(()),
        }
    }

    /// Adds those of another list; where both speak of one name, the other list is right.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Returns every alias: what it was, what it is.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(old, new)| (old.as_str(), new.as_str()))
    }

    /// Returns how many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Returns what a code or a name stands for now.
    #[must_use]
    pub fn now(&self, text: &str) -> Option<&str> {
        self.0.get(&Gazetteer::path_key(text)).map(String::as_str)
    }
}

impl<'a> FromIterator<(&'a str, &'a str)> for Aliases {
    fn from_iter<T: IntoIterator<Item = (&'a str, &'a str)>>(pairs: T) -> Self {
        Self(
            pairs
                .into_iter()
                .map(|(old, new)| (Gazetteer::path_key(old), folding::name(new)))
                .collect(),
        )
    }
}
