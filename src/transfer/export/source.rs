//! What an export reads: records with their places, the ones that were asked for.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::atomic::Ordering;

use uuid::Uuid;

use super::error::ExportError;
use super::request::{ExportProgress, ExportRequest, ExportSummary, ExportWatch};
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::text::folding::is_invisible;
use crate::domain::text::width;
use crate::store::{Store, StoreError};
use crate::transfer::report::{Report, WantedStandings};

/// Records between two looks at whether to go on.
const STRIDE: usize = 500;

/// A place of records.
#[derive(Debug)]
pub(super) struct ExportPlace {
    pub(super) name: String,
    /// Its code and those of all above it.
    pub(super) codes: Vec<String>,
}

/// What is exported.
pub(super) struct ExportSource<'a> {
    pub(super) store: &'a Store,
    pub(super) kinds: Vec<&'a Kind>,
    request: &'a ExportRequest<'a>,
    /// The codes of the places that were asked for, and of those below them; all where none were.
    within: Option<Rc<HashSet<String>>>,
    places: HashMap<String, Rc<ExportPlace>>,
    /// The records that stand verified by somebody who entered them.
    pub(super) own: Rc<HashSet<Uuid>>,
    watch: ExportWatch<'a>,
    progress: ExportProgress,
    pub(super) summary: ExportSummary,
}

impl<'a> ExportSource<'a> {
    pub(super) fn new(
        store: &'a Store,
        kinds: &[&'a Kind],
        request: &'a ExportRequest,
        watch: ExportWatch<'a>,
    ) -> Result<Self, StoreError> {
        let within = within(store, request.towns)?;
        let counts = kinds.iter();
        let counts = counts.map(|kind| store.count_of_kind(&kind.code, within.as_deref()));
        let of = counts.sum::<Result<usize, _>>()?;
        let progress = ExportProgress { done: 0, of };
        let own = Rc::new(
            store
                .own_approvals(within.as_deref())?
                .into_iter()
                .map(|own| own.record)
                .collect(),
        );
        let kinds = kinds.to_vec();
        let summary = ExportSummary::default();
        Ok(Self {
            store,
            kinds,
            request,
            within,
            places: HashMap::new(),
            own,
            watch,
            progress,
            summary,
        })
    }

    /// Calls `visit` with every record of a kind that was asked for, and with its place.
    pub(super) fn each(
        &mut self,
        kind: &Kind,
        mut visit: impl FnMut(&mut ExportSummary, &Record, &ExportPlace) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let within = self.within.clone();
        self.store
            .each_record(&kind.code, within.as_deref(), |mut record| {
                self.step()?;
                let place = self.place(&record.place)?;
                self.summary.records += 1;
                clean(&mut record);
                self.summary.self_approved += usize::from(self.own.contains(&record.id));
                visit(&mut self.summary, &record, &place)
            })
    }

    /// Returns how many records of a kind there are of those that were asked for.
    pub(super) fn count(&self, kind: &Kind) -> Result<usize, StoreError> {
        self.store.count_of_kind(&kind.code, self.within.as_deref())
    }

    fn step(&mut self) -> Result<(), ExportError> {
        if self.progress.done.is_multiple_of(STRIDE) {
            (self.watch.progress)(self.progress);
            if self.watch.cancel.load(Ordering::Relaxed) {
                return Err(ExportError::Cancelled);
            }
        }
        self.progress.done += 1;
        Ok(())
    }

    fn place(&mut self, code: &str) -> Result<Rc<ExportPlace>, StoreError> {
        if let Some(known) = self.places.get(code) {
            return Ok(Rc::clone(known));
        }
        let mut name = self
            .store
            .place(code)?
            .map_or_else(String::new, |place| place.name);
        width::clean_in_place(&mut name);
        let place = Rc::new(ExportPlace {
            name,
            codes: self.store.codes_above(code)?,
        });
        self.places.insert(code.to_owned(), Rc::clone(&place));
        Ok(place)
    }

    /// Returns the name of a place in which facilities can be entered and no pack judges anything.
    pub(super) fn without_minimum(&mut self, code: &str) -> Result<Option<String>, ExportError> {
        if !self.store.is_without_minimum(code)? {
            return Ok(None);
        }
        let Some(place) = self.store.place(code)? else {
            return Ok(None);
        };
        let is_entered = !self.store.kinds_in(&place)?.is_empty();
        Ok(is_entered.then_some(self.place(code)?.name.clone()))
    }

    /// Returns the report of each policy on the kinds and places that were asked for.
    pub(super) fn reports(&self) -> Result<Vec<Report<'a>>, ExportError> {
        let (store, day) = (self.store, self.request.day);
        let wanted = WantedStandings {
            within: self.within.as_deref(),
            kinds: &self.kinds,
        };
        let packs = store.packs().iter();
        let reports = packs.map(|pack| Report::of_some(store, pack, day, wanted));
        Ok(reports.collect::<Result<_, _>>()?)
    }
}

/// Returns the codes of places and of those below them; `None` of none, which is all.
fn within(store: &Store, towns: &[String]) -> Result<Option<Rc<HashSet<String>>>, StoreError> {
    if towns.is_empty() {
        return Ok(None);
    }
    let codes = towns.iter().map(|town| Ok(store.find_place(town)?.code));
    let codes = codes.collect::<Result<Vec<_>, StoreError>>()?;
    Ok(Some(Rc::new(store.codes_below_all(&codes)?)))
}

/// Takes out of a record what no form takes: another file may have brought it, and whoever opens
/// the export must not meet it.
fn clean(record: &mut Record) {
    width::clean_in_place(&mut record.place);
    if record.fields.keys().any(|code| code.contains(is_invisible)) {
        let fields = std::mem::take(&mut record.fields).into_iter();
        record.fields = fields
            .map(|(code, value)| (width::clean(&code).into_owned(), value))
            .collect();
    }
    record.fields.values_mut().for_each(width::clean_json);
}
