//! `places update`: what became of places, as a list tells it.

use std::path::Path;

use chrono::NaiveDate;

use super::change::{ChangeArgs, done, preview};
use crate::cli::context::CliContext;
use crate::cli::failure::{CliResult, Exit, Failure, shown};
use crate::cli::ledger::ListForm;
use crate::cli::{author, input, ledger, loading, output};
use crate::domain::place::Place;
use crate::domain::text::folding;
use crate::i18n::{CliFault, CliTask, LoadMsg, PlacesMsg, Say};
use crate::store::{PlaceChange, PlaceStep, RehearsedPlaces, Store, StoreError};
use crate::transfer::places::{self as lists, PlaceUpdate, PlaceUpdateStep};

/// A row of a list of changes, with the places it names.
struct FoundUpdate {
    update: PlaceUpdate,
    place: Place,
    into: Option<Place>,
}

impl FoundUpdate {
    fn of(update: PlaceUpdate, store: &Store) -> Result<Self, StoreError> {
        let place = store.find_place(&update.place)?;
        let into = match &update.step {
            PlaceUpdateStep::Merge(into) => Some(store.find_place(into)?),
            PlaceUpdateStep::Rename(_) | PlaceUpdateStep::Close => None,
        };
        Ok(Self {
            update,
            place,
            into,
        })
    }

    fn change<'a>(&'a self, on: NaiveDate, author: &'a str) -> PlaceChange<'a> {
        PlaceChange {
            place: &self.place,
            step: match (&self.update.step, &self.into) {
                (PlaceUpdateStep::Rename(name), _) => PlaceStep::Rename(name),
                (_, Some(into)) => PlaceStep::Merge(into),
                (_, None) => PlaceStep::Close,
            },
            on: self.update.on.unwrap_or(on),
            author,
        }
    }
}

/// Lists what a list of changes brings about, has somebody agree, and records all of it or nothing.
pub(super) fn run(
    file: &Path,
    form: &ListForm,
    how: &ChangeArgs,
    context: &CliContext,
) -> CliResult<Exit> {
    let reading = || CliTask::ReadPlaces { path: shown(file) };
    let doing = || CliTask::ChangePlace {
        path: shown(&context.db),
    };
    let failed = |error| Failure::store(doing(), error);
    let author = author::author(how.name.as_deref())?;
    let bytes = input::read(file, reading)?;
    let options = form.options(reading)?;
    let updates =
        lists::read_updates(&bytes, &options).map_err(|error| Failure::input(reading(), error))?;
    let mut store = ledger::open(context)?;
    let found = not_recorded(updates, &store).map_err(failed)?;
    let on = how.on.unwrap_or_else(|| store.today());
    let changes: Vec<PlaceChange> = found.iter().map(|it| it.change(on, &author)).collect();
    if changes.is_empty() {
        output::print_line(&PlacesMsg::NothingToUpdate.say(context.lang))?;
        return Ok(Exit::Done);
    }
    let RehearsedPlaces { changed, moves } = store.rehearse_places(&changes).map_err(failed)?;
    let told = changes.iter().zip(&changed);
    let mut told: Vec<String> = told
        .flat_map(|(change, changed)| preview(change, changed, context.lang))
        .collect();
    told.extend(loading::move_lines(&moves, context.lang));
    told.iter().try_for_each(|line| output::print_line(line))?;
    let question = LoadMsg::AskChange.say(context.lang);
    loading::confirm(how.yes, &question, CliFault::NeedsYesForPlace, doing())?;
    store
        .write(|writer| {
            changes
                .iter()
                .try_for_each(|change| writer.change_place(change).map(|_| ()))
        })
        .map_err(failed)?;
    changes.iter().try_for_each(|change| {
        output::print_line(&done(change, shown(&context.db)).say(context.lang))
    })?;
    Ok(Exit::Done)
}

/// Returns the rows that say something new: what is as the list says already is no change, and a
/// list may be read twice.
fn not_recorded(updates: Vec<PlaceUpdate>, store: &Store) -> Result<Vec<FoundUpdate>, StoreError> {
    let lives = store.place_lives()?;
    let is_new = |it: &FoundUpdate| match &it.update.step {
        PlaceUpdateStep::Rename(name) => folding::name(name) != it.place.name,
        PlaceUpdateStep::Merge(_) => {
            let into = lives.successor(&it.place.code);
            into.is_none() || into != it.into.as_ref().map(|place| place.code.as_str())
        }
        PlaceUpdateStep::Close => {
            let life = lives.get(&it.place.code);
            life.is_none_or(|life| life.closing.is_none())
        }
    };
    let mut found = Vec::new();
    for update in updates {
        found.push(FoundUpdate::of(update, store)?);
    }
    found.retain(is_new);
    Ok(found)
}
