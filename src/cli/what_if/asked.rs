//! What is supposed, as a table that an import reads.

use std::borrow::Cow;

use super::args::WhatIfArgs;
use crate::cli::failure::{CliResult, Failure};
use crate::cli::input::InputFile;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{CliTask, Lang, Say, WhatIfFault, WhatIfMsg};
use crate::store::{FoundRecord, Store};
use crate::transfer::import::columns::constants::Constants;

/// What the place is called in a table, and the id of a record.
const PLACE: &str = "town";
const ID: &str = "id";

/// What is supposed.
pub(super) struct AskedChange {
    /// A table: the rows that change.
    pub(super) bytes: Vec<u8>,
    /// What all of them are to have.
    pub(super) constants: Constants,
    /// The period of a sheet that was named, or that is the latest.
    pub(super) period: Option<Period>,
}

impl AskedChange {
    pub(super) fn of(
        args: &WhatIfArgs,
        store: &Store,
        kind: &Kind,
        input: Option<&InputFile>,
        doing: impl Fn() -> CliTask,
        lang: Lang,
    ) -> CliResult<Self> {
        let constants = Constants::read(&args.sets, kind);
        let mut constants = constants.map_err(|fault| Failure::input(doing(), fault))?;
        if let Some(input) = input {
            if let Some(town) = &args.town {
                constants
                    .add(PLACE, town, kind)
                    .map_err(|fault| Failure::input(doing(), fault))?;
            }
            let bytes = input.bytes().map(Cow::into_owned);
            return Ok(Self {
                bytes: bytes.map_err(|unread| unread.failure(doing()))?,
                constants,
                period: None,
            });
        }
        let town = args.town.as_deref().unwrap_or_default();
        let town = store
            .find_open_place(town)
            .map_err(|error| Failure::store(doing(), error))?;
        if kind.is_sheet() {
            Self::of_sheet(args, store, (kind, &town), constants, doing)
        } else {
            Self::of_facility(args, store, (kind, &town), constants, doing, lang)
        }
    }

    fn of_sheet(
        args: &WhatIfArgs,
        store: &Store,
        (kind, town): (&Kind, &Place),
        mut constants: Constants,
        doing: impl Fn() -> CliTask,
    ) -> CliResult<Self> {
        if args.record.is_some() {
            let sheet = kind.label.clone();
            return Err(Failure::input(
                doing(),
                WhatIfFault::NoRecordOfSheet { sheet },
            ));
        }
        let cycle = kind.cycle().unwrap_or(Cycle::Once);
        let period = if let Some(typed) = &args.period {
            constants
                .add(shared::PERIOD, typed, kind)
                .map_err(|fault| Failure::input(doing(), fault))?;
            Period::typed(typed, cycle).ok()
        } else {
            let known = store.sheets_in(&kind.code, &town.code);
            let known = known.map_err(|error| Failure::store(doing(), error))?;
            let latest = known.first().map(|(period, _)| *period);
            Some(latest.unwrap_or_else(|| Period::over_before(cycle, store.today())))
        };
        let row = [
            (PLACE, town.code.clone()),
            (
                shared::PERIOD,
                period.map(|period| period.to_string()).unwrap_or_default(),
            ),
        ];
        let timed = cycle != Cycle::Once;
        let row = row.get(..if timed { 2 } else { 1 }).unwrap_or_default();
        Ok(Self {
            bytes: table(row).map_err(|error| Failure::io(doing(), &error))?,
            constants,
            period,
        })
    }

    fn of_facility(
        args: &WhatIfArgs,
        store: &Store,
        (kind, town): (&Kind, &Place),
        constants: Constants,
        doing: impl Fn() -> CliTask,
        lang: Lang,
    ) -> CliResult<Self> {
        if args.period.is_some() {
            let kind = kind.label.clone();
            return Err(Failure::input(doing(), WhatIfFault::NotASheet { kind }));
        }
        let row = match &args.record {
            None => {
                let named = constants.typed().get(shared::NAME).cloned();
                let name = named.unwrap_or_else(|| WhatIfMsg::NewName.say(lang));
                [(PLACE, town.code.clone()), (shared::NAME, name)]
            }
            Some(text) => {
                let found = store.find_record(text);
                let found = found.map_err(|error| Failure::store(doing(), error))?;
                if let Some(fault) = refused(&found, kind, town) {
                    return Err(Failure::input(doing(), fault));
                }
                [(PLACE, found.place), (ID, found.id.to_string())]
            }
        };
        Ok(Self {
            bytes: table(&row).map_err(|error| Failure::io(doing(), &error))?,
            constants,
            period: None,
        })
    }
}

/// Returns why a record is not the one that was meant.
fn refused(found: &FoundRecord, kind: &Kind, town: &Place) -> Option<WhatIfFault> {
    let name = found.name.clone();
    if found.kind != kind.code {
        let kind = kind.label.clone();
        return Some(WhatIfFault::OtherKind { name, kind });
    }
    (found.place != town.code).then(|| WhatIfFault::OtherTown {
        name,
        town: town.name.clone(),
    })
}

/// Returns a table of one row.
fn table(row: &[(&str, String)]) -> std::io::Result<Vec<u8>> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(row.iter().map(|(column, _)| *column))?;
    table.write_record(row.iter().map(|(_, cell)| cell))?;
    table
        .into_inner()
        .map_err(|error| std::io::Error::other(error.to_string()))
}
