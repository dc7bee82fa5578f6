//! The facilities of a kind in a place, and beside them why the verdict is what it is.

mod filter;
mod find;
mod load;
mod narrow;
mod order;
mod paging;
mod places;
mod shown;
mod sort;
mod view;

use chrono::NaiveDate;

use self::order::{Arrangement, OrderInWork};
use self::shown::Shown;
use super::form::{Around, FormScreen};
use super::grid::Grid;
use super::history;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Requirement, require_kind, require_requirement};
use crate::domain::record::Facility;
use crate::domain::review::{SeenRecord, WaitingFacilities};
use crate::domain::verdict::{Standing, Verdict};
use crate::i18n::{HelpMsg, Lang, Say, ScreenMsg};
use crate::store::Result;
use crate::tui::act::confirm::{ask_which, confirm, confirm_all};
use crate::tui::act::relocate;
use crate::tui::act::remove::{ask_to_remove, remove_or_ask};
use crate::tui::act::restore::{ask_to_restore, list_deleted};
use crate::tui::act::revert::ask_to_revert;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::form::removal;
use crate::tui::form::words::asked;
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen};

const HEAD: usize = 2;

/// The list.
pub struct List {
    /// The requirement whose facilities these are, with its pack; none where there is no minimum.
    asked: Option<(Pack, Requirement)>,
    kind: Kind,
    place: Place,
    shown: Shown,
    standing: Option<Standing>,
    rows: Rows,
    /// The order that is asked for; of a long list it is shown later.
    wanted: Arrangement,
    /// The order that is being made.
    in_work: Option<OrderInWork>,
    /// Whether the order is to be told once it is shown.
    says_order: bool,
    /// How many fields are shown beyond those that are shown in any window.
    more: usize,
    writable: bool,
    day: NaiveDate,
}

impl List {
    /// The facilities that a requirement looks at in a place.
    ///
    /// # Errors
    /// When the pack, requirement or place is gone, or the ledger cannot be read.
    pub fn open(context: &mut Context, pack: &str, requirement: &str, place: &str) -> Result<Self> {
        Self::of_kind(context, pack, requirement, "", place)
    }

    /// The facilities of one of the kinds that a requirement looks at, in a place; of its first
    /// where none is named.
    ///
    /// # Errors
    /// When the pack, requirement, kind or place is gone, or the ledger cannot be read.
    pub(super) fn of_kind(
        context: &mut Context,
        pack: &str,
        requirement: &str,
        kind: &str,
        place: &str,
    ) -> Result<Self> {
        let pack = context.store.pack(Some(pack))?.clone();
        let requirement = require_requirement(&pack, requirement)?.clone();
        let kind = if kind.is_empty() {
            &requirement.kind
        } else {
            kind
        };
        let kind = require_kind(std::slice::from_ref(&pack), kind)?.clone();
        Self::of(context, Some((pack, requirement)), kind, place)
    }

    /// The facilities of a kind in a place where no minimum is asked of it.
    ///
    /// # Errors
    /// When the kind or place is gone, or the ledger cannot be read.
    pub(super) fn without_minimum(context: &mut Context, kind: &str, place: &str) -> Result<Self> {
        let kind = context.store.require_kind(kind)?.clone();
        Self::of(context, None, kind, place)
    }

    fn of(
        context: &mut Context,
        asked: Option<(Pack, Requirement)>,
        kind: Kind,
        place: &str,
    ) -> Result<Self> {
        let place = context.store.find_place(place)?;
        let writable = context.store.may_write(&place.code)?;
        let mut list = Self {
            asked,
            kind,
            place,
            shown: Shown::default(),
            standing: None,
            rows: Rows::default(),
            wanted: Arrangement::default(),
            in_work: None,
            says_order: false,
            more: 0,
            writable,
            day: context.day,
        };
        list.refresh(context)?;
        Ok(list)
    }

    fn selected(&self) -> Option<&Facility> {
        self.shown.facility(self.rows.at)
    }

    fn edit(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        let around = match self.shown.order() {
            Some(ids) => Around::Listed(Neighbours { ids: ids.to_vec() }),
            None => Around::of_kind(&self.kind, &self.place.code),
        };
        FormScreen::push_among(context, Opening::Existing { id: facility.id }, around)
    }

    fn add(&self, context: &mut Context) -> Result<Nav> {
        let opening = Opening::New {
            kind: self.kind.code.clone(),
            place: self.place.code.clone(),
        };
        FormScreen::push(context, opening)
    }

    fn duplicate(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        FormScreen::push(context, Opening::Copy { of: facility.id })
    }

    /// The figure that the requirement is told in, of all records; where it only counts them, the
    /// first own field.
    fn grid(&self, context: &mut Context) -> Result<Nav> {
        let first_own = || {
            self.kind
                .own_fields()
                .next()
                .map(|field| field.code.clone())
        };
        let measured = || self.requirement()?.measure.field.clone();
        let field = measured().or_else(first_own).unwrap_or_default();
        let grid = Grid::open(context, &self.kind, &self.place, &field)?;
        Ok(Nav::Push(Box::new(grid)))
    }

    fn ask_to_undo(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        ask_to_revert(facility.id, &self.kind, context)
    }

    /// Asks which facilities are confirmed: the one that is selected, or all here that wait.
    fn ask_to_confirm(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        let Some(record) = context.store.record(facility.id)? else {
            return Ok(Nav::Stay);
        };
        let seen = SeenRecord {
            record: record.id,
            version: record.heads,
        };
        let walk = context.store.begin_quarter(&self.place, context.day, 0)?;
        let work = walk.work();
        let all = WaitingFacilities {
            kind: Some(self.kind.code.clone()),
            only: self.shown.order().map(<[_]>::to_vec),
            ..context
                .store
                .waiting_facilities(&self.place.code, &work.since)?
        };
        let one = (seen, facility.name());
        ask_which(one, (all, self.rows.count), work, context)
    }

    fn except(&self, context: &mut Context) -> Result<Nav> {
        let Some((pack, requirement)) = &self.asked else {
            return Ok(Nav::Stay);
        };
        let opening = Opening::exception(&pack.code, &requirement.code, &self.place.code);
        FormScreen::push(context, opening)
    }

    fn history(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        history::history(facility.id, &self.kind, context)
    }

    fn ask_to_move(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        relocate::ask_how(facility.id, context)
    }

    fn ask_to_remove(&self, context: &mut Context) -> Result<Nav> {
        let Some(facility) = self.selected() else {
            return Ok(Nav::Stay);
        };
        ask_to_remove(facility.id, facility.name().to_owned(), context)
    }

    /// Returns the requirement whose facilities these are.
    fn requirement(&self) -> Option<&Requirement> {
        self.asked.as_ref().map(|(_, requirement)| requirement)
    }

    /// Goes to a facility of the list or to its place elsewhere; opens what is of another kind.
    fn go_to(&mut self, found: Answer, context: &mut Context) -> Result<Nav> {
        match found {
            Answer::Id(id) if self.select(id, context)? => Ok(Nav::Stay),
            Answer::Place(code) if self.judges(&code, context)? => {
                self.show_place(&code, context)?;
                Ok(Nav::Stay)
            }
            other => Ok(Nav::Found(other)),
        }
    }
}

impl Screen for List {
    fn scope(&self) -> CommandScope {
        CommandScope::List
    }

    fn title(&self, lang: Lang) -> String {
        let title = format!("{} > {}", self.place.name, self.kind.label.get(lang));
        let filter = &self.shown.arrangement().filter;
        self.filter_choices(filter).behind(title, lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let verdict = self.standing.as_ref().map(|standing| standing.verdict);
        Obstacle::among([
            (Obstacle::ReadOnly, !self.writable),
            (Obstacle::NothingSelected, self.rows.count == 0),
            (
                Obstacle::NotJudged,
                verdict.is_none_or(|verdict| verdict == Verdict::Information),
            ),
            (Obstacle::Met, verdict == Some(Verdict::Met)),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.edit(context),
            Command::New => return self.add(context),
            Command::Exception => return self.except(context),
            Command::History => return self.history(context),
            Command::Find => return self.find("", context),
            Command::Deleted => return list_deleted(&self.kind, &self.place, context),
            Command::Remove => return self.ask_to_remove(context),
            Command::Relocate => return self.ask_to_move(context),
            Command::Grid => return self.grid(context),
            Command::Duplicate => return self.duplicate(context),
            Command::Undo => return self.ask_to_undo(context),
            Command::Unchanged => return self.ask_to_confirm(context),
            Command::Filter => return Ok(self.filter_choices(&self.wanted.filter).ask(context)),
            Command::Trend => return self.trend(context),
            Command::NextGroup => self.other_place(1, context)?,
            Command::PreviousGroup => self.other_place(-1, context)?,
            Command::Right => self.sort_by_next(1, context)?,
            Command::Left => self.sort_by_next(-1, context)?,
            other => {
                self.rows.command(other);
                self.read_rows(context)?;
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        self.find_row(typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        let mut nav = Nav::Stay;
        match (topic, answer) {
            (QuestionTopic::Row, answer) => nav = self.go_to(answer, context)?,
            (QuestionTopic::Filter, answer) => self.narrow(&answer),
            (QuestionTopic::Revert(revert), Answer::Yes) => revert.carry_out(context)?,
            (QuestionTopic::UnchangedOf { one, all, as_of }, Answer::At(at)) => match at {
                0 => {
                    confirm(&[one], as_of, context)?;
                }
                _ => confirm_all(&all, as_of, context)?,
            },
            (QuestionTopic::Deleted, Answer::Id(id)) => nav = ask_to_restore(id, context)?,
            (QuestionTopic::Restoration(restoration), Answer::Yes) => {
                restoration.carry_out(context)?;
                self.refresh(context)?;
                self.select(restoration.record().id, context)?;
            }
            (QuestionTopic::Move(topic), answer) => {
                nav = relocate::go_on(topic, answer, context)?.unwrap_or(Nav::Stay);
            }
            (QuestionTopic::Removal(id), Answer::Yes) => nav = remove_or_ask(id, context)?,
            (QuestionTopic::RemovalReason(id), Answer::Words(reason)) => {
                removal::remove_by_id(id, &reason, context)?;
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(nav)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.take_up_pack(context);
        self.load(context)
    }

    fn is_at_work(&self) -> bool {
        self.in_work.is_some()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.arrange_between_keys(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![ScreenMsg::ListHelp.say(lang)];
        lines.extend(self.writable.then(|| HelpMsg::ListChangeHelp.say(lang)));
        lines.push(self.kind.help.get(lang).to_owned());
        match self.requirement() {
            Some(requirement) => lines.extend(asked(requirement, &self.kind, lang)),
            None => lines.push(ScreenMsg::NoMinimum.say(lang)),
        }
        lines
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
