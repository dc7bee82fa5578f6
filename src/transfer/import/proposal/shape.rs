//! Files of one header, and how they were imported before.

use sha2::{Digest as _, Sha256};

use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::i18n::Lang;
use crate::store::{ImportShape, Store};
use crate::transfer::import::columns::header::{self, TableHeader};
use crate::transfer::import::columns::mapping::Mapping;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::notes::TakenColumn;
use crate::transfer::import::read::encoding;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::read::table::{MergedRange, TableRow};
use crate::transfer::import::run::recipe::Recipe;

/// Who imported a file of the same header, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBy {
    /// Who.
    pub author: String,
    /// When, in UTC.
    pub at: String,
}

/// How files of one header were imported before.
#[derive(Clone, Debug)]
pub(super) struct KeptShape<'a> {
    pub(super) kind: &'a Kind,
    pub(super) recipe: Recipe,
    pub(super) mappings: Vec<Mapping>,
    pub(super) by: KeptBy,
    header: String,
}

/// Returns what tells files of one header from others: the names of its columns, in their order.
#[must_use]
pub fn digest<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let mut digest = Sha256::new();
    let names = names.into_iter().map(folding::key);
    for name in names.filter(|name| !name.is_empty()) {
        digest.update(name.len().to_be_bytes());
        digest.update(name.as_bytes());
    }
    format!("{:x}", digest.finalize())
}

/// Returns the same of the columns that an import found.
#[must_use]
pub fn digest_of(columns: &[TakenColumn]) -> String {
    digest(columns.iter().map(|column| column.header.as_str()))
}

/// Returns how files were imported before, the latest first. What no longer fits its kind is passed
/// over.
pub(super) fn kept(store: &Store) -> crate::store::Result<Vec<KeptShape<'_>>> {
    let of = |shape: ImportShape| {
        let kind = store.kind(&shape.kind)?;
        let recipe = Recipe::read(&shape.recipe, &shape.kind).ok()?;
        let mappings = recipe.mappings(kind).ok()?;
        recipe.constants(kind).ok()?;
        Some(KeptShape {
            kind,
            recipe,
            mappings,
            by: KeptBy {
                author: shape.author,
                at: shape.at,
            },
            header: shape.header,
        })
    };
    Ok(store.import_shapes()?.into_iter().filter_map(of).collect())
}

impl KeptShape<'_> {
    /// Returns how its file was opened, where nothing else was said.
    pub(super) fn source<'s>(&'s self, said: &SourceOptions<'s>) -> SourceOptions<'s> {
        let named = self.recipe.encoding.as_deref();
        let named = named.and_then(|name| encoding::by_name(name).ok());
        SourceOptions {
            encoding: said.encoding.or(named),
            separator: said.separator.or(self.recipe.separator),
            sheet: said.sheet.or(self.recipe.sheet.as_deref()),
            kind: said.kind,
        }
    }

    /// Returns what was said of its file, without how that was opened where another one needs none of
    /// it.
    pub(super) fn recipe_of(&self, is_as_said: bool) -> Recipe {
        let recipe = self.recipe.clone();
        if is_as_said {
            recipe.without_source()
        } else {
            recipe
        }
    }

    /// Returns the header of a file that is of this shape.
    pub(super) fn header(
        &self,
        first: &[TableRow],
        merges: &[MergedRange],
        lang: Lang,
    ) -> Option<TableHeader> {
        let names = HeaderNames::new(self.kind, &self.mappings);
        let found = header::find(first, merges, &names, lang);
        let rows = header::each(first);
        let is_same =
            |header: &TableHeader| digest(header.names.iter().map(String::as_str)) == self.header;
        found.into_iter().chain(rows).find(is_same)
    }
}
