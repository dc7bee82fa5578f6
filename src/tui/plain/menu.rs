//! The ways to a form: a draft, or town, kind and record.

use std::collections::BTreeSet;

use super::Plain;
use super::fault::PromptFault;
use super::part::Part;
use super::prompt_io::{Stop, number};
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack};
use crate::domain::record::facility::shared;
use crate::domain::verdict::explain;
use crate::i18n::{AnswerMsg, PlainMsg, Say, ScreenMsg};
use crate::store::draft::DraftOf;
use crate::store::{Counts, Result as StoreResult, WaitingFinding};
use crate::tui::form::opening::Opening;
use crate::tui::screens::drafts::ListedDraft;

/// The most towns that are listed: a longer list is asked for by name, or nobody would hear its
/// end.
const MOST_LISTED: usize = 40;

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
                let kind = self
                    .store
                    .kind(kind)
                    .map_or(kind.as_str(), |kind| kind.label.get(self.look.lang));
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

    /// The towns that this session may change, in the order of the packs.
    fn writable_towns(&self) -> StoreResult<Vec<Place>> {
        let mut towns = Vec::new();
        let mut seen = BTreeSet::new();
        for pack in self.store.packs() {
            for place in self.store.covered_places(&pack.code)? {
                if self.store.may_write(&place.code)? && seen.insert(place.code.clone()) {
                    towns.push(place);
                }
            }
        }
        Ok(towns)
    }

    /// How many minimums a town meets, in words.
    fn counts(&self, town: &Place, part: &Part) -> StoreResult<String> {
        let mut counts = Counts::default();
        let is_in_force = |pack: &&Pack| pack.document.is_in_force(self.day);
        for pack in self.store.packs().iter().filter(is_in_force) {
            let standings = self
                .store
                .standings_of(&pack.code, Some(&town.code), self.day)?;
            for standing in standings {
                let requirement = pack.requirement(&standing.requirement);
                // In a pack with groups only what binds is counted, as on the screens.
                let is_counted = requirement.is_some_and(|requirement| {
                    part.holds(pack, requirement)
                        && (pack.groups.is_empty() || requirement.strength.binds())
                });
                if is_counted {
                    counts.add(standing.verdict, 1);
                }
            }
        }
        let Counts {
            met,
            short,
            unknown,
        } = counts;
        Ok(ScreenMsg::Counts {
            met,
            short,
            unknown,
        }
        .say(self.look.lang))
    }

    /// Asks for towns until the person leaves.
    pub(super) fn towns(&mut self) -> Result<(), Stop> {
        loop {
            self.store.reload_packs()?;
            let towns = self.writable_towns()?;
            if towns.is_empty() {
                return Err(Stop::PromptFault(PromptFault::NothingToChange));
            }
            let line =
                |town: &Place| Ok(format!("{}  {}", town.name, self.counts(town, &Part::All)?));
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
    fn town(&mut self, towns: &[Place], listed: usize) -> Result<Option<Place>, Stop> {
        loop {
            let answer = self.io.ask(&PlainMsg::TownPrompt.say(self.look.lang))?;
            match number(&answer) {
                Some(0) => return Ok(None),
                Some(at) if at <= listed => return Ok(towns.get(at - 1).cloned()),
                _ if answer.is_empty() => self.io.not_listed(answer, 0, listed)?,
                _ => match self.store.find_open_place(&answer) {
                    Ok(place) if !self.store.may_write(&place.code)? => {
                        self.say(&ScreenMsg::ReadOnlyPlace)?;
                    }
                    Ok(place) => return Ok(Some(place)),
                    Err(error) => self.say_error("find place", &error)?,
                },
            }
        }
    }

    /// Every kind that a part of what is asked of the town asks for, with the verdicts, and every
    /// sheet that it fills in.
    fn kinds_of(&self, town: &Place, part: &Part) -> StoreResult<Vec<(Kind, String)>> {
        let lang = self.look.lang;
        let mut kinds: Vec<(Kind, String)> = Vec::new();
        for pack in self.store.packs() {
            let standings = self
                .store
                .standings_of(&pack.code, Some(&town.code), self.day)?;
            let requirements = pack.requirements.iter();
            for requirement in requirements.filter(|asked| part.holds(pack, asked)) {
                let standing = standings
                    .iter()
                    .find(|standing| standing.requirement == requirement.code);
                let Some((standing, kind)) = standing.zip(pack.kind(&requirement.kind)) else {
                    continue;
                };
                let words = match pack.document.not_in_force(self.day) {
                    Some(why) => format!("{} {}", requirement.label.get(lang), why.say(lang)),
                    None => explain::verdict(standing, requirement, lang),
                };
                match kinds.iter_mut().find(|(known, _)| known.code == kind.code) {
                    Some((_, line)) => *line = format!("{line}  {words}"),
                    None => {
                        kinds.push((kind.clone(), format!("{}  {words}", kind.label.get(lang))));
                    }
                }
            }
        }
        // What is told of a group is told also where others fill the sheet in.
        if !matches!(part, Part::All | Part::Unjudged) {
            return Ok(kinds);
        }
        // A town may fill in a sheet that nothing is judged by, and none that others fill in.
        let mut sheets = self.store.sheets_of(town)?;
        if matches!(part, Part::Unjudged) {
            let packs = self.store.packs().iter();
            let judged = packs.flat_map(|pack| &pack.requirements);
            let judged: BTreeSet<&str> = judged.map(|asked| asked.kind.as_str()).collect();
            sheets.retain(|sheet| !judged.contains(sheet.code.as_str()));
        }
        kinds.retain(|(kind, _)| {
            !kind.is_sheet() || sheets.iter().any(|sheet| sheet.code == kind.code)
        });
        for sheet in sheets {
            if kinds.iter().all(|(known, _)| known.code != sheet.code) {
                kinds.push((sheet.clone(), sheet.label.get(lang).to_owned()));
            }
        }
        Ok(kinds)
    }

    /// Returns whether a pack has groups.
    fn has_groups(&self) -> bool {
        let mut packs = self.store.packs().iter();
        packs.any(|pack| !pack.groups.is_empty())
    }

    /// Asks for a group of requirements; a pack without groups is one.
    fn groups(&mut self, town: &Place) -> Result<(), Stop> {
        loop {
            let mut parts = Vec::new();
            let mut lines = Vec::new();
            for (part, label) in Part::all(self.store.packs(), self.look.lang) {
                if !self.kinds_of(town, &part)?.is_empty() {
                    lines.push(if matches!(part, Part::Unjudged) {
                        label
                    } else {
                        format!("{label}  {}", self.counts(town, &part)?)
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

    /// Says why each requirement of a part stands as it does whose figure is entered in a sheet.
    fn figures(&mut self, town: &Place, part: &Part, sheet: &Kind) -> Result<(), Stop> {
        let lang = self.look.lang;
        let mut lines = Vec::new();
        for pack in self.store.packs() {
            let standings = self
                .store
                .standings_of(&pack.code, Some(&town.code), self.day)?;
            for standing in &standings {
                let requirement = pack.requirement(&standing.requirement);
                let Some(requirement) =
                    requirement.filter(|asked| asked.kind == sheet.code && part.holds(pack, asked))
                else {
                    continue;
                };
                let verdict = explain::verdict(standing, requirement, lang);
                lines.push(format!("{}  {verdict}", requirement.label.get(lang)));
                lines.extend(explain::reasons(
                    standing,
                    requirement,
                    sheet,
                    self.day,
                    lang,
                ));
            }
        }
        lines.iter().try_for_each(|line| self.io.line(line))
    }

    fn kinds(&mut self, town: &Place, part: &Part) -> Result<(), Stop> {
        loop {
            let found = self.kinds_of(town, part)?;
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
                        self.figures(town, part, kind)?;
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
            let label = kind.label.get(lang).to_owned();
            self.say(&PlainMsg::Records {
                place: town.name.clone(),
                kind: label,
            })?;
            let Some(at) = self.io.choose(&lines, &PlainMsg::Back)? else {
                return Ok(());
            };
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
