//! Opening and making ledgers, and the files they are made of.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::context::{CliContext, LedgerUse};
use super::failure::{CliResult, Failure, shown};
use super::{input, output, usage};
use crate::domain::place::PlaceList;
use crate::domain::policy::{Fault, Pack};
use crate::i18n::{CliFault, CliTask, Lang, Say};
use crate::store::{Cause, Load, Store, StoreError};
use crate::transfer::import::read::encoding;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::places;

/// The policy and the places of a new ledger when nobody names others.
const PACK: (&str, &str) = (
    "seeds/lishui-2022-72.toml",
    include_str!("../../seeds/lishui-2022-72.toml"),
);
const PLACES: (&str, &str) = ("seeds/places.csv", include_str!("../../seeds/places.csv"));

/// Returns the task of reading the ledger, for whoever says that it failed.
pub(super) fn reading(context: &CliContext) -> CliTask {
    CliTask::ReadLedger {
        path: shown(&context.db),
    }
}

/// Opens the ledger, which is there, as a command may use it.
pub(super) fn open(context: &CliContext) -> CliResult<Store> {
    match context.ledger_use {
        LedgerUse::Any => with_clock(Store::open(&context.db), context),
        LedgerUse::Reading => open_for_review(context),
    }
}

/// Opens the ledger; where a day is named, as it was at the end of that day and for reading only.
pub(super) fn open_as_of(context: &CliContext, day: Option<NaiveDate>) -> CliResult<Store> {
    let store = open(context)?;
    let Some(day) = day else {
        return Ok(store);
    };
    let failed = |error| Failure::store(reading(context), error);
    store.as_of(day).map_err(failed)
}

/// Opens the ledger for reading only.
pub(super) fn open_for_review(context: &CliContext) -> CliResult<Store> {
    with_clock(Store::open_for_review(&context.db), context)
}

/// Returns an opened ledger; a clock that cannot be right beside it is told at once.
fn with_clock(opened: Result<Store, StoreError>, context: &CliContext) -> CliResult<Store> {
    let path = shown(&context.db);
    let store = opened.map_err(|error| Failure::store(CliTask::OpenLedger { path }, error))?;
    if let Some(doubt) = store.clock_doubt() {
        usage::complain(&format!("taizhang: {}", doubt.say(context.lang)));
    }
    Ok(store)
}

/// Makes a ledger of the pack and the places that come with the program.
pub(super) fn make_of_seeds(path: &Path, author: &str) -> CliResult<Store> {
    let PlaceList { places, closings } = seed_places()?;
    let packs = [seed_pack()?];
    make(
        path,
        &Load {
            places: &places,
            closings: &closings,
            packs: &packs,
            author,
        },
    )
}

/// Makes a ledger of packs and places in somebody's name.
pub(super) fn make(path: &Path, load: &Load) -> CliResult<Store> {
    let doing = || CliTask::MakeLedger { path: shown(path) };
    if !output::has_folder(path) {
        return Err(Failure::input(doing(), CliFault::NoSuchFolder));
    }
    Store::create_of(path, load).map_err(|error| Failure::store(doing(), error))
}

/// Returns the places that come with the program.
pub(super) fn seed_places() -> CliResult<PlaceList> {
    places_of(PLACES.0, PLACES.1.as_bytes(), &SourceOptions::default())
}

/// Returns the pack that comes with the program.
pub(super) fn seed_pack() -> CliResult<Pack> {
    pack_of(PACK.0, PACK.1)
}

/// What a file of places does not say of itself.
#[derive(clap::Args)]
pub(super) struct ListForm {
    /// 地名表的编码，如 gb18030 / the encoding of the list of places
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    /// 地名表所在的工作表 / the sheet of the list of places
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
}

impl ListForm {
    /// Returns it as the reader of tables takes it.
    pub(super) fn options(&self, doing: impl Fn() -> CliTask) -> CliResult<SourceOptions<'_>> {
        let encoding = self.encoding.as_deref().map(encoding::by_name).transpose();
        Ok(SourceOptions {
            encoding: encoding.map_err(|fault| Failure::input(doing(), fault))?,
            sheet: self.sheet.as_deref(),
            ..SourceOptions::default()
        })
    }
}

/// Returns the places of a file.
pub(super) fn read_places(path: &Path, form: &ListForm) -> CliResult<PlaceList> {
    let doing = || CliTask::ReadPlaces { path: shown(path) };
    let bytes = input::read(path, doing)?;
    places_of(&shown(path), &bytes, &form.options(doing)?)
}

/// Returns the pack of a file.
pub(super) fn read_pack(path: &Path) -> CliResult<Pack> {
    pack_of(&shown(path), &read_pack_text(path)?)
}

/// Returns the text of a pack, not yet read.
pub(super) fn read_pack_text(path: &Path) -> CliResult<String> {
    let doing = || CliTask::ReadPack { path: shown(path) };
    let bytes = input::read(path, doing)?;
    String::from_utf8(bytes).map_err(|_| Failure::input(doing(), CliFault::NotUtf8))
}

fn places_of(path: &str, bytes: &[u8], said: &SourceOptions) -> CliResult<PlaceList> {
    places::read(bytes, said).map_err(|error| {
        Failure::input(
            CliTask::ReadPlaces {
                path: path.to_owned(),
            },
            error,
        )
    })
}

/// Returns the pack of a text that stands in a file.
pub(super) fn pack_of(path: &str, text: &str) -> CliResult<Pack> {
    Pack::read(text).map_err(|faults| {
        let cause = Cause::at_line("pack", faults.first().map_or(0, |fault| fault.line));
        let doing = CliTask::ReadPack {
            path: path.to_owned(),
        };
        Failure::input(doing, FirstFault { faults }).caused_by(cause)
    })
}

/// The first fault of a pack, and how many others there are.
#[derive(Debug)]
struct FirstFault {
    faults: Vec<Fault>,
}

impl Say for FirstFault {
    fn say(&self, lang: Lang) -> String {
        let fault = self
            .faults
            .first()
            .map(|fault| fault.say(lang))
            .unwrap_or_default();
        match self.faults.len() {
            0 | 1 => fault,
            count => CliFault::BadPack {
                fault,
                more: count - 1,
            }
            .say(lang),
        }
    }
}

/// Returns the ledger when none is named.
pub(super) fn default_path() -> PathBuf {
    std::env::var_os("TAIZHANG_DB")
        .filter(|path| !path.is_empty())
        .map_or_else(|| "taizhang.db".into(), PathBuf::from)
}
