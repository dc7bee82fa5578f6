//! How a file is to be imported.

use std::path::PathBuf;

use chrono::NaiveDate;

use super::aliases::Aliases;
use super::columns::constants::Constants;
use super::columns::mapping::Mapping;
use super::read::source_options::SourceOptions;
use crate::domain::value::{DateOrder, Zone};
use crate::i18n::Lang;

/// What happens to rows that are refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRows {
    /// One of them refuses the file.
    Refuse,
    /// They are left out and written to this file.
    Skip(PathBuf),
}

/// Whether the rows stay in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// They do.
    Import,
    /// Everything is done and taken back.
    Rehearse,
}

/// Whether an import goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// It does.
    On,
    /// It ends, and the ledger is as it was.
    Stop,
}

/// How a file is to be imported.
#[derive(Clone)]
pub struct ImportRequest<'a> {
    /// What the file is called; every change says it.
    pub file: &'a str,
    /// The kind of its facilities, by code or label.
    pub kind: &'a str,
    /// Who imports it; every change carries the name.
    pub author: &'a str,
    /// What somebody said of encoding and sheet.
    pub said: SourceOptions<'a>,
    /// What a mapping keeps of them for files like this one.
    pub kept: SourceOptions<'a>,
    /// Whether the first row is a row like the others: columns are then named by their numbers.
    pub no_header: bool,
    /// The line of the header, where somebody named it.
    pub header_line: Option<usize>,
    /// Columns that do not name their field.
    pub mappings: &'a [Mapping],
    /// What the figures are in a table with a column a period whose rows are places: a field, by code
    /// or label.
    pub field: Option<&'a str>,
    /// The same as a mapping keeps it for files like this one.
    pub kept_field: Option<&'a str>,
    /// Values that no cell says.
    pub constants: &'a Constants,
    /// Other names of places.
    pub aliases: &'a Aliases,
    /// The level of the places in the place column, where names alone do not tell.
    pub level: Option<&'a str>,
    /// What stands for a value that is missing.
    pub missing: &'a [String],
    /// The order of dates whose year does not stand first.
    pub dates: Option<DateOrder>,
    /// The zone in which a time that says its own zone is a day.
    pub zone: Option<Zone>,
    /// What an empty cell does to a known record.
    pub empty: EmptyCells,
    /// What happens to rows that are refused.
    pub bad_rows: BadRows,
    /// Whether the rows stay.
    pub mode: ImportMode,
    /// The day that checks against the calendar are made for.
    pub day: NaiveDate,
    /// The language of the rejects file.
    pub lang: Lang,
    /// Asked with the count of rows so far, now and then.
    pub watch: &'a dyn Fn(usize) -> Go,
    /// Asked before the rows stay: whether the file is still what was read of it.
    pub is_unchanged: &'a dyn Fn() -> bool,
}

/// What a file is imported with where nobody set a value.
static NO_CONSTANTS: Constants = Constants::none();

impl<'a> ImportRequest<'a> {
    /// Returns the import of a file whose columns name their fields, with everything as it is by
    /// default.
    #[must_use]
    pub fn plain(
        file: &'a str,
        kind: &'a str,
        author: &'a str,
        aliases: &'a Aliases,
        day: NaiveDate,
    ) -> Self {
        Self {
            file,
            kind,
            author,
            said: SourceOptions::default(),
            kept: SourceOptions::default(),
            no_header: false,
            header_line: None,
            mappings: &[],
            field: None,
            kept_field: None,
            constants: &NO_CONSTANTS,
            aliases,
            level: None,
            missing: &[],
            dates: None,
            zone: None,
            empty: EmptyCells::Keep,
            bad_rows: BadRows::Refuse,
            mode: ImportMode::Import,
            day,
            lang: Lang::Zh,
            watch: &|_| Go::On,
            is_unchanged: &|| true,
        }
    }

    /// Returns the field of the figures of a table with a column a period, said or kept.
    pub(crate) fn field_of_figures(&self) -> Option<&'a str> {
        self.field.or(self.kept_field)
    }
}

/// What an empty cell does to a record that has a value there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyCells {
    /// Nothing.
    #[default]
    Keep,
    /// It takes the value away.
    Clear,
}
