//! How a file is to be imported: as a mapping keeps it for files of its sort, and as the command
//! line says.

use encoding_rs::Encoding;

use super::args::{Empty, ImportArgs};
use crate::cli::failure::{CliResult, Failure, shown};
use crate::cli::input;
use crate::domain::policy::Kind;
use crate::domain::value::{DateOrder, Zone};
use crate::i18n::{CliFault, CliTask, MapFault};
use crate::transfer::import::EmptyCells;
use crate::transfer::import::aliases::Aliases;
use crate::transfer::import::columns::constants::Constants;
use crate::transfer::import::columns::mapping::Mapping;
use crate::transfer::import::proposal::ImportProposal;
use crate::transfer::import::read::encoding;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::run::recipe::Recipe;

/// What is said now, beside what the mapping keeps.
pub(in crate::cli) struct ImportOptions {
    /// What a new mapping would keep: what is said now comes before what was kept.
    pub(super) recipe: Recipe,
    pub(super) mappings: Vec<Mapping>,
    pub(super) constants: Constants,
    pub(super) encoding: Option<&'static Encoding>,
    pub(super) separator: Option<char>,
    pub(super) zone: Option<Zone>,
    /// The line of the header, where it was named.
    pub(super) header_line: Option<usize>,
    kept_encoding: Option<&'static Encoding>,
    kept_sheet: Option<String>,
}

impl ImportOptions {
    /// Returns the options of a command line. What is proposed counts where nothing is said.
    pub(in crate::cli) fn of(
        args: &ImportArgs,
        kind: &Kind,
        proposal: Option<&ImportProposal>,
    ) -> CliResult<Self> {
        let doing = || CliTask::Import {
            path: shown(&args.file),
        };
        let said = said(args)?;
        let mut options = match &args.map_file {
            None => {
                let kept = proposal.and_then(|proposal| proposal.recipe.clone());
                Self::kept(kept.unwrap_or_else(|| Recipe::new(&kind.code)), kind, doing)?
            }
            Some(path) => {
                let doing = || CliTask::ReadMap { path: shown(path) };
                let text = String::from_utf8(input::read(path, doing)?);
                let text = text.map_err(|_| Failure::input(doing(), CliFault::NotUtf8))?;
                let recipe = Recipe::read(&text, &kind.code)
                    .map_err(|fault| Failure::input(doing(), fault))?;
                Self::kept(recipe, kind, doing)?
            }
        };
        let mut constants = Constants::read(&args.constants, kind)
            .map_err(|fault| Failure::input(doing(), fault))?;
        if let Some(place) = &args.place {
            constants
                .add("town", place, kind)
                .map_err(|fault| Failure::input(doing(), fault))?;
        }
        options.constants.extend(constants);
        let proposed = proposal.map(ImportProposal::mappings).unwrap_or_default();
        let said = said.into_iter().chain(proposed);
        options.mappings = said.chain(options.mappings).collect();
        let encoding = args.encoding.as_deref().map(encoding::by_name).transpose();
        options.encoding = encoding.map_err(|fault| Failure::input(doing(), fault))?;
        options.separator = said_separator(args)?;
        options.header_line = args.header;
        options.say(args)?;
        let name = options.recipe.zone.as_deref();
        let zone = name.map(|name| Zone::of_name(name).ok_or(name)).transpose();
        options.zone = zone.map_err(|name| {
            let name = name.to_owned();
            Failure::input(doing(), MapFault::NoSuchZone { name })
        })?;
        Ok(options)
    }

    /// Returns the options of a mapping alone.
    fn kept(recipe: Recipe, kind: &Kind, doing: impl Fn() -> CliTask) -> CliResult<Self> {
        let encoding = recipe
            .encoding
            .as_deref()
            .map(encoding::by_name)
            .transpose();
        Ok(Self {
            mappings: recipe
                .mappings(kind)
                .map_err(|fault| Failure::input(doing(), fault))?,
            constants: recipe
                .constants(kind)
                .map_err(|fault| Failure::input(doing(), fault))?,
            encoding: None,
            separator: None,
            zone: None,
            header_line: None,
            kept_encoding: encoding.map_err(|fault| Failure::input(doing(), fault))?,
            kept_sheet: recipe.sheet.clone(),
            recipe,
        })
    }

    /// Returns what the mapping keeps of encoding and sheet.
    pub(super) fn kept_source(&self) -> SourceOptions<'_> {
        SourceOptions {
            encoding: self.kept_encoding,
            separator: self.recipe.separator,
            sheet: self.kept_sheet.as_deref(),
            ..SourceOptions::default()
        }
    }

    /// Adds what the command line says.
    fn say(&mut self, args: &ImportArgs) -> CliResult<()> {
        if let Some(path) = &args.aliases {
            let doing = || CliTask::ReadAliases { path: shown(path) };
            let mut aliases = self.recipe.aliases();
            aliases.extend(
                Aliases::read(
                    &input::read(path, doing)?,
                    self.encoding.or(self.kept_encoding),
                )
                .map_err(|error| Failure::input(doing(), error))?,
            );
            self.recipe.set_aliases(&aliases);
        }
        let recipe = &mut self.recipe;
        recipe.separator = self.separator.or(recipe.separator);
        recipe.no_header |= args.no_header;
        recipe.zone = args.zone.clone().or(recipe.zone.take());
        recipe.encoding = args.encoding.clone().or(recipe.encoding.take());
        recipe.sheet = args.sheet.clone().or(recipe.sheet.take());
        recipe.field = args.field.clone().or(recipe.field.take());
        recipe.level = args.level.clone().or(recipe.level.take());
        recipe.set_constants(&self.constants);
        recipe.missing.extend(args.missing.iter().cloned());
        recipe.dates = args.dates.map(DateOrder::from).or(recipe.dates);
        if let Some(empty) = args.empty {
            recipe.set_empty(if matches!(empty, Empty::Clears) {
                EmptyCells::Clear
            } else {
                EmptyCells::Keep
            });
        }
        Ok(())
    }
}

/// Returns the columns that the command line maps.
///
/// # Errors
/// When one of them maps nothing.
pub(super) fn said(args: &ImportArgs) -> CliResult<Vec<Mapping>> {
    let doing = CliTask::Import {
        path: shown(&args.file),
    };
    let mappings = args.mappings.iter().map(|text| Mapping::read(text));
    let mappings = mappings.collect::<Result<_, _>>();
    mappings.map_err(|fault| Failure::input(doing, fault))
}

/// Returns the sign between cells that the command line names.
///
/// # Errors
/// When it is none that can stand there.
pub(super) fn said_separator(args: &ImportArgs) -> CliResult<Option<char>> {
    let doing = CliTask::Import {
        path: shown(&args.file),
    };
    let separator = args.delimiter.as_deref().map(read_separator).transpose();
    separator.map_err(|fault| Failure::input(doing, fault))
}

/// Returns the sign that was named, which must be one that can stand between cells.
fn read_separator(text: &str) -> Result<char, MapFault> {
    let mut signs = text.chars();
    match (text, signs.next(), signs.next()) {
        ("tab" | "\\t", ..) => Ok('\t'),
        (_, Some(sign), None) if !sign.is_alphanumeric() && !"\"\r\n".contains(sign) => Ok(sign),
        _ => Err(MapFault::BadSeparator {
            text: text.to_owned(),
        }),
    }
}
