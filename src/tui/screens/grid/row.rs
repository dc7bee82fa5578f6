//! A row of the grid: a record and the one field of it that is typed.

use serde_json::Value as Json;

use super::preview::PasteRow;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Record};
use crate::domain::review::ReasonKind;
use crate::domain::value::Field;
use crate::i18n::Lang;
use crate::tui::form::entry::{EditState, Entry};
use crate::tui::form::steps::State;

/// What became of a row since the grid was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowMark {
    /// Nothing.
    Untouched,
    /// Looked at and found right.
    Confirmed,
    /// Typed over.
    Changed,
}

/// A record and its field.
pub(super) struct GridRow {
    pub(super) record: Record,
    pub(super) facility: Facility,
    pub(super) place: String,
    pub(super) entry: Entry,
    /// What was saved here when it was typed, if somebody else saved something else since: the
    /// draft keeps that until it is decided, or taken up again it would take theirs for what it was
    /// typed on.
    pub(super) typed_over: Option<String>,
    pub(super) mark: RowMark,
}

/// What stands in a row, to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct CellState {
    edit: EditState,
    is_touched: bool,
    theirs: Option<String>,
    typed_over: Option<String>,
}

impl State for CellState {
    fn is_same(&self, other: &Self) -> bool {
        let all = |of: &Self| (of.is_touched, of.theirs.clone(), of.typed_over.clone());
        self.edit.is_same(&other.edit) && all(self) == all(other)
    }
}

impl GridRow {
    /// What stands in it now.
    pub(super) fn state(&self) -> CellState {
        CellState {
            edit: self.entry.edit_state(),
            is_touched: self.is_touched(),
            theirs: self.entry.theirs.clone(),
            typed_over: self.typed_over.clone(),
        }
    }

    /// The row as a pasted block may name it.
    pub(super) fn to_paste(&self, kind: &Kind) -> PasteRow {
        let known_by = self.record.known_by();
        let own = [Lang::Zh, Lang::En].map(|lang| known_by.get(lang).to_owned());
        let within = own.clone().map(|name| format!("{}/{name}", self.place));
        let code = self.record.fields.get(shared::FACILITY_CODE);
        let code = code.and_then(Json::as_str).map(str::to_owned);
        // The figures of a place and period are named by the place too.
        let place = kind.is_sheet().then(|| self.place.clone());
        let names = own.into_iter().chain(within).chain(code).chain(place);
        PasteRow {
            record: self.record.id,
            heads: self.record.heads.clone(),
            names: names.collect(),
            places: vec![self.place.clone(), self.record.place.clone()],
            place: self.place.clone(),
            known_by,
            now: (self.entry.text().to_owned(), self.entry.value.clone()),
        }
    }

    /// Goes back to what stood in it once, perhaps in the other language.
    pub(super) fn go_back_to(&mut self, field: &Field, state: &CellState, lang: Lang) {
        self.entry.go_back_to(field, &state.edit, lang);
        self.entry.theirs.clone_from(&state.theirs);
        self.typed_over.clone_from(&state.typed_over);
        if state.is_touched {
            self.touch();
        } else {
            self.mark = RowMark::Untouched;
        }
    }

    pub(super) const fn is_touched(&self) -> bool {
        !matches!(self.mark, RowMark::Untouched)
    }

    /// Whether nothing of it is in the ledger yet: a sheet that is due, be it that it was begun and
    /// deleted before.
    pub(super) fn is_new(&self) -> bool {
        let identity = self.record.subject.identifying();
        let mut fields = self.record.fields.keys();
        fields.all(|code| identity.contains(&code.as_str()))
    }

    /// Somebody did something here: it is changed, or still what was saved.
    pub(super) fn touch(&mut self) {
        self.mark = if self.entry.is_changed() {
            RowMark::Changed
        } else {
            RowMark::Confirmed
        };
    }
}

/// A reason as it was given: which, and the words.
pub(super) type GivenReason = (ReasonKind, String);

/// What was said since saving began.
#[derive(Default)]
pub(super) struct ColumnReasons {
    /// Why doubtful values stand.
    pub(super) why: Option<GivenReason>,
    /// Why locked values change.
    pub(super) amends: String,
    /// That rows which are given the name of another record are two.
    pub(super) told_apart: bool,
}
