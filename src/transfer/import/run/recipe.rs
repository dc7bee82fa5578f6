//! How a file of some sort is imported, kept as a file of its own: made once, used for every file
//! like it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::policy::Kind;
use crate::domain::text::folding::key;
use crate::domain::text::width;
use crate::domain::value::DateOrder;
use crate::i18n::{MapFault, RecipeFault};
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::columns::constants::Constants;
use crate::transfer::import::columns::mapping::Mapping;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::notes::TakenColumn;
use crate::transfer::import::options::EmptyCells;

/// The form of these files that this program writes and reads.
const FORMAT: i64 = 1;
/// What stands above every one.
const HEAD: &str = "# 一类文件怎样导入 / how files of one sort are imported: taizhang import FILE --map-file THIS\n";

/// How files of one sort are imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    format: i64,
    /// The code of the kind.
    pub kind: String,
    /// The encoding, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The sheet, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The sign between the cells of a text, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub separator: Option<char>,
    /// Whether there is no header, and columns are named by their numbers.
    #[serde(default, skip_serializing_if = "is_false")]
    pub no_header: bool,
    /// The level of the places in the place column, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// What the figures are where periods are columns and rows are places, where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// What stands for a value that is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The order of dates whose year does not stand first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dates: Option<DateOrder>,
    /// The zone in which a time that says its own zone is a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Whether an empty cell takes a value away.
    #[serde(default, skip_serializing_if = "is_false")]
    pub empty_clears: bool,
    /// Field to the value that all rows have and no cell says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    set: BTreeMap<String, String>,
    /// Header to field; an empty field leaves the column out, `*` stands for all that are not
    /// named.
    #[serde(default)]
    columns: BTreeMap<String, String>,
    /// Old code or name of a place to the present one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    aliases: BTreeMap<String, String>,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
const fn is_false(value: &bool) -> bool {
    !*value
}

impl Recipe {
    /// Returns the recipe of a kind, with nothing said.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        Self {
            format: FORMAT,
            kind: kind.to_owned(),
            encoding: None,
            sheet: None,
            separator: None,
            no_header: false,
            level: None,
            field: None,
            missing: Vec::new(),
            dates: None,
            zone: None,
            empty_clears: false,
            set: BTreeMap::new(),
            columns: BTreeMap::new(),
            aliases: BTreeMap::new(),
        }
    }

    /// Reads a recipe for a kind.
    ///
    /// # Errors
    /// When it is no TOML of this form, was written by a newer program, or is for another kind.
    pub fn read(text: &str, kind: &str) -> Result<Self, RecipeFault> {
        let detail = |error: toml::de::Error| {
            error
                .to_string()
                .lines()
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let recipe: Self = toml::from_str(text).map_err(|error| RecipeFault::NotToml {
            detail: detail(error),
        })?;
        if recipe.format > FORMAT {
            return Err(RecipeFault::Newer {
                format: recipe.format,
            });
        }
        let same = key(&recipe.kind) == key(kind);
        if same {
            Ok(recipe)
        } else {
            Err(RecipeFault::OtherKind {
                kind: recipe.kind,
                wanted: kind.to_owned(),
            })
        }
    }

    /// Returns the same without how the file is opened.
    #[must_use]
    pub fn without_source(self) -> Self {
        Self {
            encoding: None,
            sheet: None,
            separator: None,
            ..self
        }
    }

    /// Returns what an empty cell does.
    #[must_use]
    pub const fn empty(&self) -> EmptyCells {
        if self.empty_clears {
            EmptyCells::Clear
        } else {
            EmptyCells::Keep
        }
    }

    /// Its columns, as a person would map them.
    ///
    /// # Errors
    /// When one of them maps nothing, or its field is none of the kind.
    pub fn mappings(&self, kind: &Kind) -> Result<Vec<Mapping>, MapFault> {
        let names = HeaderNames::new(kind, &[]);
        self.columns
            .iter()
            .map(|(column, field)| Mapping::kept(column, field, &names))
            .collect()
    }

    /// Its values that no cell says.
    ///
    /// # Errors
    /// When one of them is none of its field.
    pub fn constants(&self, kind: &Kind) -> Result<Constants, MapFault> {
        let mut constants = Constants::default();
        self.set
            .iter()
            .try_for_each(|(field, typed)| constants.add(field, typed, kind))?;
        Ok(constants)
    }

    /// Returns what was typed for the values that no cell says, by the code of the field.
    #[must_use]
    pub const fn set(&self) -> &BTreeMap<String, String> {
        &self.set
    }

    /// Keeps values that no cell says.
    pub fn set_constants(&mut self, constants: &Constants) {
        self.set.clone_from(constants.typed());
    }

    /// Its aliases of places.
    #[must_use]
    pub fn aliases(&self) -> Aliases {
        self.aliases
            .iter()
            .map(|(old, new)| (old.as_str(), new.as_str()))
            .collect()
    }

    /// Says what an empty cell does.
    pub fn set_empty(&mut self, empty: EmptyCells) {
        self.empty_clears = empty == EmptyCells::Clear;
    }

    /// Returns the same with the columns as an import took them, and those that this file did not
    /// have. Those that were left out without being named are not named here either: the next file
    /// may have others.
    #[must_use]
    pub fn with_columns(mut self, columns: &[TakenColumn], mappings: &[Mapping]) -> Self {
        let others = mappings.iter().find(|mapping| mapping.is_others());
        let named = columns
            .iter()
            .filter(|column| others.is_none() || !column.entry.is_empty());
        self.columns.retain(|absent, _| {
            !columns
                .iter()
                .any(|column| key(&column.header) == key(absent))
        });
        self.columns
            .extend(named.map(|column| (column.header.clone(), column.entry.clone())));
        self.columns
            .extend(others.map(|mapping| (mapping.column.clone(), mapping.field.clone())));
        // What was left out by name would be taken again by its own name.
        let out = mappings.iter().filter(|mapping| mapping.field.is_empty());
        self.columns
            .extend(out.map(|mapping| (mapping.column.clone(), String::new())));
        self
    }

    /// Keeps aliases of places.
    pub fn set_aliases(&mut self, aliases: &Aliases) {
        self.aliases = aliases
            .iter()
            .map(|(old, new)| (old.to_owned(), new.to_owned()))
            .collect();
    }

    /// Its text.
    ///
    /// # Errors
    /// None that is known: every part of it can be written.
    pub fn text(&self) -> Result<String, toml::ser::Error> {
        Ok(width::clean_lines(&format!(
            "{HEAD}{}",
            toml::to_string(self)?
        )))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipe_reads_back_as_it_was_written() {
        let mut recipe = Recipe::new("library");
        recipe.encoding = Some("gb18030".to_owned());
        recipe.dates = Some(DateOrder::Mdy);
        recipe.level = Some("sub_county".to_owned());
        recipe.field = Some("gdp".to_owned());
        recipe.missing = vec!["-9".to_owned(), "NA".to_owned()];
        recipe.columns = [
            ("所属 镇=\"甲\"".to_owned(), "town".to_owned()),
            ("序号".to_owned(), String::new()),
        ]
        .into();
        recipe.aliases = [("老镇".to_owned(), "331122101".to_owned())].into();
        let text = recipe.text().unwrap();
        assert!(
            text.starts_with("# ") && text.contains("encoding = \"gb18030\""),
            "{text}"
        );
        assert!(text.contains("dates = \"mdy\""), "{text}");
        assert!(text.contains("level = \"sub_county\""), "{text}");
        assert!(text.contains("field = \"gdp\""), "{text}");
        assert_eq!(Recipe::read(&text, "Library"), Ok(recipe));
        assert!(matches!(
            Recipe::read(&text, "hospital"),
            Err(RecipeFault::OtherKind { .. })
        ));
        assert!(matches!(
            Recipe::read("format = 2\nkind = \"x\"\n", "x"),
            Err(RecipeFault::Newer { format: 2 })
        ));
        assert!(matches!(
            Recipe::read("format = 1\nkind = \"x\"\nmap = 1\n", "x"),
            Err(RecipeFault::NotToml { .. })
        ));
    }
}
