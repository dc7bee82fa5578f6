//! The first screen: the places of a pack by its groups of requirements, or by its requirements
//! where it has no groups; and what waits for the person.

mod quarters;
mod view;

use chrono::NaiveDate;

use self::quarters::Quarters;
use super::conflicts::Conflicts;
use super::drafts::Drafts;
use super::figures;
use super::group::GroupScreen;
use super::kinds::Kinds;
use super::list::List;
use super::matrix::{Columns, Matrix};
use super::quarter::QuarterScreen;
use super::records::Records;
use super::shortfalls::Shortfalls;
use crate::domain::policy::Pack;
use crate::i18n::{Lang, Say, ScreenMsg, WhatIfMsg};
use crate::store::draft::DraftSearch;
use crate::store::{ConflictCounter, Result, StandingChange};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::page::Page;
use crate::tui::person::{Role, WorksOn};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// So many drafts are looked into in one go.
const FILES: usize = 50;

/// The first screen.
pub struct Home {
    matrix: Matrix,
    pack_at: usize,
    /// How many forms of this person were not saved.
    waiting: usize,
    /// How many conflicts of merging are open.
    conflicts: usize,
    counter: ConflictCounter,
    /// Whether the drafts are still to be looked for: the screen is drawn first.
    looks_for_drafts: bool,
    /// The search for them.
    drafts: DraftSearch,
    is_admin: bool,
    /// Whether there is anything that the session may change.
    is_writable: bool,
    /// How many records were returned to this person.
    returned: usize,
    /// What is still to be done for the quarter in the places of this person.
    quarters: Quarters,
    day: NaiveDate,
    /// What a trial changes; none outside one.
    trial: Option<Vec<StandingChange>>,
}

impl Home {
    /// The first pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn new(context: &mut Context) -> Result<Self> {
        let pack = context.store.pack(None)?.clone();
        let is_trial = context.person.works_on == WorksOn::Trial;
        let mut home = Self {
            matrix: Matrix::of_pack(pack, context.day),
            pack_at: 0,
            waiting: 0,
            conflicts: 0,
            counter: ConflictCounter::default(),
            looks_for_drafts: true,
            drafts: DraftSearch::default(),
            is_admin: matches!(context.person.role, Role::Admin),
            is_writable: context.store.is_writable(),
            returned: 0,
            quarters: Quarters::default(),
            day: context.day,
            trial: is_trial.then(Vec::new),
        };
        home.refresh(context)?;
        home.go_to_last_place(context)?;
        Ok(home)
    }

    /// Counts more of the open conflicts. What cannot be read is not tried again before the next
    /// change.
    fn count_conflicts(&mut self, context: &Context) -> Result<()> {
        let counted = context.store.count_on(&mut self.counter);
        if counted.is_err() {
            self.counter.give_up();
            return counted;
        }
        if self.counter.is_over() {
            self.conflicts = self.counter.count();
        }
        Ok(())
    }

    /// Looks into more of the drafts.
    fn look_for_drafts(&mut self, context: &Context) {
        if std::mem::take(&mut self.looks_for_drafts) {
            self.drafts = context.store.search_drafts(&context.person.name);
        }
        self.drafts.step(FILES);
        if self.drafts.is_over() {
            self.waiting = self.drafts.found().drafts.len();
        }
    }

    /// Puts the cursor on the place in which this person saved last.
    fn go_to_last_place(&mut self, context: &mut Context) -> Result<()> {
        let place = context.store.place_of_last_save(&context.person.name)?;
        if let Some(place) = place {
            self.matrix.select_place(&place, context)?;
            self.matrix.load(context)?;
        }
        Ok(())
    }

    /// Returns the page of what a trial changes.
    fn moved(&self, context: &Context) -> Page {
        let moved = self.trial.as_deref().unwrap_or_default();
        let store = &context.store;
        Page::new(ScreenMsg::MovedTitle, context.body, |lang| {
            let line =
                |change: &&StandingChange| store.told(change, lang).map(|words| words.say(lang));
            let (verdicts, figures): (Vec<_>, Vec<_>) =
                moved.iter().partition(|change| change.is_of_verdict());
            let mut lines = Vec::new();
            if !verdicts.is_empty() {
                let count = verdicts.len();
                lines.push(WhatIfMsg::Verdicts { count }.say(lang));
                lines.extend(verdicts.iter().filter_map(line));
            }
            if !figures.is_empty() {
                let count = figures.len();
                lines.push(WhatIfMsg::Figures { count }.say(lang));
                lines.extend(figures.iter().filter_map(line));
            }
            if lines.is_empty() {
                lines.push(WhatIfMsg::Nothing.say(lang));
            }
            lines
        })
    }

    fn open(&self, context: &mut Context) -> Result<Nav> {
        let pack = &self.matrix.pack;
        if let Some(place) = self.matrix.place().filter(|_| self.matrix.is_on_unjudged()) {
            return Kinds::push(context, &place.code);
        }
        if let Some(list) = self.open_unjudged(context)? {
            return Ok(Nav::Push(Box::new(list)));
        }
        let Some(place) = self
            .matrix
            .place()
            .filter(|_| self.matrix.leads_on(context))
        else {
            return Ok(Nav::Stay);
        };
        if self.matrix.columns == Columns::Groups {
            let Some(group) = pack.groups.get(self.matrix.column) else {
                return Ok(Nav::Stay);
            };
            let group = GroupScreen::open(context, &self.matrix, &group.code)?;
            return Ok(Nav::Push(Box::new(group)));
        }
        let Some((_, requirement)) = self.matrix.selected() else {
            return Ok(Nav::Stay);
        };
        let (pack, requirement) = (&pack.code, &requirement.code);
        Ok(Nav::Push(figures::open(
            context,
            pack,
            requirement,
            &place.code,
        )?))
    }

    /// Returns the facilities of the kind that a requirement is about, where it is not asked of the
    /// place of the cursor: they can be entered there all the same.
    fn open_unjudged(&self, context: &mut Context) -> Result<Option<List>> {
        let selected = self.matrix.place().zip(self.matrix.selected());
        let Some((place, (_, requirement))) = selected.filter(|_| !self.matrix.is_asked()) else {
            return Ok(None);
        };
        let mut kinds = context.store.kinds_in(place)?.into_iter();
        let is_entered = kinds.any(|kind| kind.code == requirement.kind);
        let covering = context.store.covering(&requirement.kind, &place.code)?;
        if !is_entered || !requirement.is_exists() || !covering.is_empty() {
            return Ok(None);
        }
        List::without_minimum(context, &requirement.kind, &place.code).map(Some)
    }

    /// Begins a table of a pack, narrowed as the one before.
    fn begin_with(&mut self, pack: Pack) {
        let mut matrix = Matrix::of_pack(pack, self.day);
        matrix.narrow_as(&self.matrix);
        self.matrix = matrix;
    }

    /// Returns the place whose quarter is opened: the one that is selected, unless the person has
    /// places of their own and it is none of them.
    fn place_of_quarter(&self, context: &Context) -> Result<Option<String>> {
        let Some(selected) = self.matrix.place().map(|place| place.code.clone()) else {
            return Ok(None);
        };
        if context.store.may_write(&selected)? {
            return Ok(Some(selected));
        }
        let own = context.store.own_places()?.into_iter().next();
        Ok(Some(own.map_or(selected, |place| place.code)))
    }

    fn change_pack(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let count = context.store.packs().len();
        if count < 2 {
            context.say(ScreenMsg::OnePack);
            return Ok(());
        }
        let at = self
            .pack_at
            .checked_add_signed(step)
            .unwrap_or(count.saturating_sub(1))
            % count.max(1);
        if let Some(pack) = context.store.packs().get(at).cloned() {
            self.begin_with(pack);
            self.pack_at = at;
        }
        self.refresh(context)
    }
}

impl Screen for Home {
    fn scope(&self) -> CommandScope {
        match self.trial {
            Some(_) => CommandScope::Trial,
            None => CommandScope::Home,
        }
    }

    fn title(&self, lang: Lang) -> String {
        self.matrix.title(ScreenMsg::HomeTitle.say(lang), lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::NothingSelected, self.matrix.rows.count == 0),
            (Obstacle::NotAdmin, !self.is_admin),
            (Obstacle::ReadOnly, !self.is_writable),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => context.say(match self.trial {
                Some(_) => ScreenMsg::HowToLeaveTrial,
                None => ScreenMsg::HowToLeave,
            }),
            Command::Open => return self.open(context),
            Command::Shortfalls => {
                return Ok(Nav::Push(Box::new(Shortfalls::open(
                    context,
                    &self.matrix.pack.code,
                    None,
                )?)));
            }
            Command::Records => return Ok(Nav::Push(Box::new(Records::waiting(context)?))),
            Command::Moved => return Ok(Nav::Push(Box::new(self.moved(context)))),
            Command::Drafts => return Ok(Nav::Push(Box::new(Drafts::open(context)))),
            Command::Quarter => {
                let Some(place) = self.place_of_quarter(context)? else {
                    return Ok(Nav::Stay);
                };
                let screen = QuarterScreen::open(context, &place)?;
                return Ok(Nav::Push(Box::new(screen)));
            }
            Command::Conflicts => return Ok(Nav::Push(Box::new(Conflicts::open(context)?))),
            Command::NextGroup => self.change_pack(1, context)?,
            Command::PreviousGroup => self.change_pack(-1, context)?,
            other => return self.matrix.command(other, context),
        }
        Ok(Nav::Stay)
    }

    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        self.matrix.find(typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        self.matrix.answer(topic, answer, context)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        if let Some(moved) = &mut self.trial {
            *moved = context.store.moved_in_trial()?;
        }
        let pack = context.store.pack(Some(&self.matrix.pack.code))?.clone();
        if pack.groups.is_empty() == (self.matrix.columns == Columns::Groups) {
            self.begin_with(pack);
        } else {
            self.matrix.pack = pack;
        }
        self.looks_for_drafts = true;
        self.returned = match context.person.review() {
            Some(_) => 0,
            None => context.store.returned_count()?,
        };
        self.quarters.begin(context)?;
        context.store.begin_to_count(&mut self.counter)?;
        self.matrix.refresh(context)
    }

    fn is_at_work(&self) -> bool {
        self.matrix.is_at_work()
            || self.looks_for_drafts
            || !self.drafts.is_over()
            || !self.quarters.is_over()
            || !self.counter.is_over()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        if self.matrix.is_at_work() {
            return self.matrix.work(context);
        }
        if !self.quarters.is_over() {
            self.quarters.count_on(context)?;
            return Ok(self.quarters.is_over());
        }
        let told = (self.waiting, self.conflicts);
        if self.looks_for_drafts || !self.drafts.is_over() {
            self.look_for_drafts(context);
        } else {
            self.count_conflicts(context)?;
        }
        Ok((self.waiting, self.conflicts) != told)
    }

    fn interrupt(&mut self) {
        self.matrix.end_search();
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let help = if self.matrix.columns == Columns::Groups {
            ScreenMsg::GroupsHelp
        } else {
            ScreenMsg::HomeHelp
        };
        let mut lines = vec![help.say(lang), String::new()];
        lines.extend(self.matrix.help(lang));
        lines
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
