//! The ways to a form: a draft, or town, kind and record.

use std::collections::BTreeSet;

use super::Plain;
use super::asked::Asked;
use super::fault::PromptFault;
use super::part::Part;
use super::prompt_io::{Stop, number};
use crate::domain::place::Place;
use crate::domain::policy::{Kind, lookup};
use crate::domain::record::facility::shared;
use crate::domain::verdict::Counts;
use crate::i18n::{AnswerMsg, Lang, PlainMsg, Say, ScreenMsg};
use crate::store::draft::DraftOf;
use crate::store::{Result as StoreResult, WaitingFinding};
use crate::tui::form::opening::Opening;
use crate::tui::screens::drafts::ListedDraft;

/// The most towns that are listed: a longer list is asked for by name, or nobody would hear its
/// end.
pub(super) const MOST_LISTED: usize = 40;

/// What is offered behind the records of a kind.
enum More {
    /// To confirm that nothing has changed in those that wait.
    Confirm,
    /// To record an exception.
    Except,
}

/// How many minimums are met, in words.
fn counted(counts: Counts, lang: Lang) -> String {
    let Counts {
        met,
        short,
        unknown,
    } = counts;
    ScreenMsg::Counts {
        met,
        short,
        unknown,
    }
    .say(lang)
}

impl Plain<'_> {
    /// Offers what was not saved, as long as there is any.
    pub(super) fn drafts(&mut self) -> Result<(), Stop> {
        loop {
            let mut found = self.store.waiting_drafts(&self.person.name);
            // A column of a grid is gone on with on the screens.
            found
                .drafts
                .retain(|waiting| waiting.draft.of == DraftOf::Record);
            if !found.unreadable.is_empty() {
                self.say(&ScreenMsg::DraftUnreadable {
                    count: found.unreadable.len(),
                })?;
            }
            if found.drafts.is_empty() {
                return Ok(());
            }
            let lang = self.look.lang;
            let lines = self.with(|context| {
                let zone = context.store.zone();
                let line = |waiting: &crate::store::draft::WaitingDraft| {
                    let ListedDraft { place, kind, name } =
                        ListedDraft::of(&waiting.draft, context);
                    let time = zone.shown(&waiting.draft.saved_at);
                    format!("{time}  {place}  {}  {}", kind.get(lang), name.get(lang))
                };
                found.drafts.iter().map(line).collect::<Vec<_>>()
            })?;
            self.say(&PlainMsg::Drafts)?;
            let chosen = self.io.choose(&lines, &PlainMsg::Later)?;
            let Some(waiting) = chosen.and_then(|at| found.drafts.get(at)) else {
                return Ok(());
            };
            self.form(Opening::Draft(waiting.path.clone()))?;
        }
    }

    /// Offers the records that were returned, as long as there are any.
    pub(super) fn returned(&mut self) -> Result<(), Stop> {
        loop {
            let mut waiting = self.store.waiting_findings()?;
            let mut seen = BTreeSet::new();
            waiting.retain(|finding| seen.insert(finding.record));
            if waiting.is_empty() {
                return Ok(());
            }
            let mut lines = Vec::new();
            for WaitingFinding {
                record,
                kind,
                place,
                text,
                ..
            } in &waiting
            {
                let name = self.store.known_by(*record)?;
                let name = name.get(self.look.lang);
                let place = self.store.place_path(place)?;
                let kind = self.store.kind_label(kind);
                let kind = kind.get(self.look.lang);
                lines.push(format!("{place}  {kind}  {name}  {text}"));
            }
            self.say(&AnswerMsg::WaitingHead)?;
            let chosen = self.io.choose(&lines, &PlainMsg::Later)?;
            let Some(finding) = chosen.and_then(|at| waiting.get(at)) else {
                return Ok(());
            };
            self.form(Opening::Existing { id: finding.record })?;
        }
    }

    /// The places that this session may change: those that are judged, in the order of the packs,
    /// those that only fill in a sheet by which others are judged, and those of a session for some
    /// places in which nothing is judged and facilities can be entered.
    fn writable_places(&self) -> StoreResult<Vec<Place>> {
        let mut places = self.store.places_of_packs()?;
        let codes = places.iter().map(|place| place.code.clone());
        let mut seen: BTreeSet<String> = codes.collect();
        for kind in lookup::kinds(self.store.packs()) {
            for code in self.store.places_of_sheet(kind)? {
                if !seen.contains(&code) {
                    places.extend(self.store.place(&code)?);
                    seen.insert(code);
                }
            }
        }
        for place in self.store.own_without_minimum()? {
            if seen.insert(place.code.clone()) {
                places.push(place);
            }
        }
        let mut writable = Vec::new();
        for place in places {
            if self.store.may_write(&place.code)? {
                writable.push(place);
            }
        }
        Ok(writable)
    }

    /// Asks for towns until the person leaves.
    pub(super) fn towns(&mut self) -> Result<(), Stop> {
        loop {
            self.store.reload_packs()?;
            let towns = self.writable_places()?;
            if self.store.is_only_to_read() {
                return Err(Stop::PromptFault(PromptFault::OnlyToRead));
            }
            if towns.is_empty() {
                return Err(Stop::PromptFault(PromptFault::NothingToChange));
            }
            let line = |town: &Place| {
                let asked = Asked::of(&self.store, town, self.day)?;
                let said = if asked.is_without_minimum() {
                    ScreenMsg::NoMinimum.say(self.look.lang)
                } else {
                    counted(asked.counts(&Part::All), self.look.lang)
                };
                Ok(format!("{}  {said}", town.name))
            };
            let lines = towns
                .iter()
                .take(MOST_LISTED)
                .map(line)
                .collect::<StoreResult<Vec<_>>>()?;
            self.say(&PlainMsg::Towns)?;
            self.io.list(&lines)?;
            if towns.len() > lines.len() {
                self.say(&PlainMsg::More {
                    count: towns.len() - lines.len(),
                })?;
            }
            self.io
                .line(&format!("0 {}", PlainMsg::Leave.say(self.look.lang)))?;
            match self.town(&towns, lines.len())? {
                Some(town) if self.has_groups() => self.groups(&town)?,
                Some(town) => self.kinds(&town, &Part::All)?,
                None => return Ok(()),
            }
        }
    }

    /// Asks for a town by number, code or name; `None` is 0.
    pub(super) fn town(&mut self, towns: &[Place], listed: usize) -> Result<Option<Place>, Stop> {
        loop {
            let answer = self.io.ask(&PlainMsg::TownPrompt.say(self.look.lang))?;
            match number(&answer) {
                Some(0) => return Ok(None),
                Some(at) if at <= listed => return Ok(towns.get(at - 1).cloned()),
                _ if answer.is_empty() => self.io.not_listed(answer, 0, listed)?,
                _ => match self.store.find_open_place(&answer) {
                    Ok(place) if !self.store.may_write(&place.code)? => {
                        let place = place.name;
                        self.say(&ScreenMsg::NotYourTown { place })?;
                    }
                    Ok(place) if !self.takes_entries(&place)? => {
                        let place = place.name;
                        self.say(&ScreenMsg::NothingToEnter { place })?;
                    }
                    Ok(place) => return Ok(Some(place)),
                    Err(error) => self.say_error("find place", &error)?,
                },
            }
        }
    }

    /// Returns whether something can be entered in a place itself.
    fn takes_entries(&self, place: &Place) -> StoreResult<bool> {
        let kinds = self.store.kinds_in(place)?;
        Ok(!kinds.is_empty()
            || !self.store.sheets_of(place)?.is_empty()
            || !self.store.is_without_minimum(&place.code)?)
    }

    /// Returns whether a pack has groups.
    fn has_groups(&self) -> bool {
        let mut packs = self.store.packs().iter();
        packs.any(|pack| !pack.groups.is_empty())
    }

    /// Asks for a group of requirements. A pack without groups counts as one group.
    fn groups(&mut self, town: &Place) -> Result<(), Stop> {
        loop {
            let lang = self.look.lang;
            let asked = Asked::of(&self.store, town, self.day)?;
            let mut parts = Vec::new();
            let mut lines = Vec::new();
            for (part, label) in Part::all(self.store.packs(), lang) {
                if !asked.kinds(&part, lang).is_empty() {
                    lines.push(if matches!(part, Part::Unjudged) {
                        label
                    } else {
                        format!("{label}  {}", counted(asked.counts(&part), lang))
                    });
                    parts.push(part);
                }
            }
            self.say(&PlainMsg::Groups {
                place: town.name.clone(),
            })?;
            let chosen = self.io.choose(&lines, &PlainMsg::Back)?;
            match chosen.and_then(|at| parts.get(at)) {
                Some(part) => self.kinds(town, part)?,
                None => return Ok(()),
            }
        }
    }

    /// Asks for a kind or a sheet of a part of what is asked of a place.
    fn kinds(&mut self, town: &Place, part: &Part) -> Result<(), Stop> {
        loop {
            let lang = self.look.lang;
            let asked = Asked::of(&self.store, town, self.day)?;
            let found = asked.kinds(part, lang);
            let (kinds, lines): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            self.say(&PlainMsg::Kinds {
                place: town.name.clone(),
            })?;
            match self
                .io
                .choose(&lines, &PlainMsg::Back)?
                .and_then(|at| kinds.get(at))
            {
                Some(kind) if kind.is_sheet() => {
                    if !matches!(part, Part::All) {
                        let asked = Asked::of(&self.store, town, self.day)?;
                        let lines = asked.figures(part, kind, lang);
                        lines.iter().try_for_each(|line| self.io.line(line))?;
                    }
                    if self.store.fills_in(town, kind)? {
                        self.sheets(town, kind)?;
                    }
                }
                Some(kind) => self.records(town, kind)?,
                None => return Ok(()),
            }
        }
    }

    /// The records of a kind in a town, and behind them a new one.
    fn records(&mut self, town: &Place, kind: &Kind) -> Result<(), Stop> {
        let lang = self.look.lang;
        loop {
            let facilities = self.store.facilities(kind, &town.code)?;
            let mut lines = Vec::new();
            for facility in &facilities {
                let status = kind.show(shared::STATUS, facility.values.get(shared::STATUS), lang);
                lines.push(format!("{}  {status}", facility.name()));
            }
            lines.push(ScreenMsg::NewRecord.say(lang));
            let mut more = Vec::new();
            let count = self.waiting(town, kind)?.len();
            if count > 0 {
                lines.push(PlainMsg::ConfirmWaiting { count }.say(lang));
                more.push(More::Confirm);
            }
            if !self.open_requirements(town, kind)?.is_empty() {
                lines.push(PlainMsg::ExceptionOf.say(lang));
                more.push(More::Except);
            }
            let label = kind.label.get(lang).to_owned();
            self.say(&PlainMsg::Records {
                place: town.name.clone(),
                kind: label,
            })?;
            let Some(at) = self.io.choose(&lines, &PlainMsg::Back)? else {
                return Ok(());
            };
            let act = at.checked_sub(facilities.len() + 1);
            match act.and_then(|at| more.get(at)) {
                Some(More::Confirm) => {
                    self.confirm_some(town, kind, None)?;
                    continue;
                }
                Some(More::Except) => {
                    self.except(town, kind)?;
                    continue;
                }
                None => {}
            }
            let existing = facilities.get(at).map(|facility| facility.id);
            let new = || Opening::New {
                kind: kind.code.clone(),
                place: town.code.clone(),
            };
            let open = |id| Opening::Existing { id };
            self.form(existing.map_or_else(new, open))?;
        }
    }
}
