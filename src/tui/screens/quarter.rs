//! What is still to be done for the quarter in a place: what was returned or is incomplete, sheets
//! that are due, and facilities to confirm.

use super::form::FormScreen;
use crate::domain::place::Place;
use crate::domain::review::{DueSheet, QuarterWork, WantedRecord, Wanting};
use crate::i18n::{Lang, LedgerRefusal, QuarterMsg, Say, Text};
use crate::store::{QuarterWalk, Result};
use crate::tui::act::confirm::{ask_to_confirm_all, confirm, confirm_all};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen, nothing};

/// The line that counts what is wanted, and an empty one.
const HEAD: usize = 2;
/// The most records that are listed for each reason. The line above counts them all.
const MOST: usize = 200;
/// So many rows are counted in one go.
const PART: usize = 1_000;
/// Columns of the reason and of the form.
const COLUMNS: [usize; 2] = [12, 20];

/// Something that the quarter wants, as the list shows it.
struct Task {
    what: TaskOf,
    reason: Text,
    form: Text,
    name: Text,
}

enum TaskOf {
    Record(WantedRecord),
    Sheet(DueSheet),
}

impl TaskOf {
    /// Returns whether both are of the same record, or the same sheet that is due.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Record(one), Self::Record(other)) => one.seen.record == other.seen.record,
            (Self::Sheet(one), Self::Sheet(other)) => one == other,
            _ => false,
        }
    }
}

/// The list.
pub struct QuarterScreen {
    place: Place,
    /// What the quarter wants; none until it was counted once.
    work: Option<QuarterWork>,
    /// The count that is shown next, as far as it is.
    walk: QuarterWalk,
    tasks: Vec<Task>,
    rows: Rows,
    writable: bool,
}

impl QuarterScreen {
    /// What the quarter wants of a place and those below it.
    ///
    /// # Errors
    /// When there is no such place, or the ledger cannot be read.
    pub fn open(context: &mut Context, place: &str) -> Result<Self> {
        let place = context.store.find_place(place)?;
        let mut screen = Self {
            work: None,
            walk: context.store.begin_quarter(&place, context.day, MOST)?,
            writable: context.store.may_write(&place.code)?,
            place,
            tasks: Vec::new(),
            rows: Rows::default(),
        };
        screen.count_on(context)?;
        screen.show(context)?;
        Ok(screen)
    }

    fn selected(&self) -> Option<&Task> {
        self.tasks.get(self.rows.at)
    }

    fn enter(&self, context: &mut Context) -> Result<Nav> {
        match self.selected().map(|task| &task.what) {
            Some(TaskOf::Sheet(due)) => {
                let opening = Opening::sheet(&due.sheet, &due.place, due.period);
                FormScreen::push(context, opening)
            }
            Some(TaskOf::Record(wanted)) => {
                let record = |task: &Task| match &task.what {
                    TaskOf::Record(wanted) => Some(wanted.seen.record),
                    TaskOf::Sheet(_) => None,
                };
                let neighbours = Neighbours {
                    ids: self.tasks.iter().filter_map(record).collect(),
                };
                FormScreen::push_among(
                    context,
                    Opening::Existing {
                        id: wanted.seen.record,
                    },
                    neighbours,
                )
            }
            None => Ok(Nav::Stay),
        }
    }

    /// Confirms the facility that is selected, and selects what stands behind it: that facility is no
    /// longer in the list, or at the end of those that are incomplete.
    fn confirm_selected(&mut self, context: &mut Context) -> Result<()> {
        let Some(TaskOf::Record(wanted)) = self.selected().map(|task| &task.what) else {
            context.say(LedgerRefusal::OnlyFacilitiesConfirmed);
            return Ok(());
        };
        let as_of = self.walk.work().as_of(context.day);
        let done = confirm(std::slice::from_ref(&wanted.seen), as_of, context)?;
        self.rows.at += done.confirmed;
        Ok(())
    }

    fn ask_for_all(&self, context: &mut Context) -> Result<Nav> {
        let counted = self.work.as_ref().filter(|_| self.walk.is_over());
        let Some(work) = counted else {
            context.say(QuarterMsg::StillCounting);
            return Ok(Nav::Stay);
        };
        ask_to_confirm_all(&self.place.code, work, context)
    }

    /// Goes to the place before or after this one of those that packs judge.
    fn other_place(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let steps = context.store.steps_of_packs()?;
        if let Some(code) = steps.beside(&self.place.code, step)? {
            self.place = context.store.find_place(&code)?;
            self.writable = context.store.may_write(&self.place.code)?;
            self.work = None;
            self.rows.at = 0;
        }
        self.refresh(context)
    }

    /// Counts a part of what a quarter wants. What was counted before is shown until all is.
    fn count_on(&mut self, context: &Context) -> Result<()> {
        let counted = context.store.walk_quarter(&mut self.walk, PART);
        if counted.is_err() {
            self.walk.give_up();
            self.work = None;
        } else if self.walk.is_over() {
            self.work = Some(self.walk.work().clone());
        }
        counted
    }

    /// Lists what a quarter wants. The cursor stays on what it was on, or else where it was.
    fn show(&mut self, context: &Context) -> Result<()> {
        let (first, last): (Vec<_>, Vec<_>) =
            self.walk.records().into_iter().partition(|wanted| {
                matches!(wanted.wanting, Wanting::Answer | Wanting::Completion)
            });
        let due = self.walk.work().due.iter().take(MOST).cloned();
        let due = due.map(TaskOf::Sheet);
        let all = first.into_iter().map(TaskOf::Record).chain(due);
        let all = all.chain(last.into_iter().map(TaskOf::Record));
        let tasks = all.map(|what| self.task(what, context));
        let tasks = tasks.collect::<Result<Vec<Task>>>()?;
        let selected = self.selected();
        let is_selected = |task: &Task| selected.is_some_and(|one| one.what.is(&task.what));
        let at = tasks.iter().position(is_selected);
        self.rows.at = at.unwrap_or(self.rows.at);
        self.tasks = tasks;
        self.rows.page = context.body.1.saturating_sub(HEAD).max(1);
        self.rows.resize(self.tasks.len());
        Ok(())
    }

    fn task(&self, what: TaskOf, context: &Context) -> Result<Task> {
        let (reason, form, place, name) = match &what {
            TaskOf::Record(wanted) => {
                let reason = Text::of(&wanted.wanting.words());
                let name = wanted.known_by.clone();
                (reason, &wanted.kind, &wanted.place, name)
            }
            TaskOf::Sheet(due) => {
                let reason = Text::of(&QuarterMsg::WantsSheet);
                (reason, &due.sheet, &due.place, due.period.listed())
            }
        };
        Ok(Task {
            reason,
            form: context.store.kind_label(form),
            name: self.named(name, place, context)?,
            what,
        })
    }

    /// Returns a name with the place where that is another one than this screen's.
    fn named(&self, name: Text, place: &str, context: &Context) -> Result<Text> {
        if place == self.place.code {
            return Ok(name);
        }
        let place = context.store.place_name(place)?;
        Ok(Text {
            zh: format!("{}  {place}", name.zh),
            en: format!("{}  {place}", name.en),
        })
    }
}

impl Screen for QuarterScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Quarter
    }

    fn title(&self, lang: Lang) -> String {
        let place = self.place.name.clone();
        QuarterMsg::Title { place }.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::ReadOnly, !self.writable),
            (Obstacle::NothingSelected, self.tasks.is_empty()),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.enter(context),
            Command::Find => return self.find("", context),
            Command::ConfirmAll => return self.ask_for_all(context),
            Command::Unchanged => {
                self.confirm_selected(context)?;
                self.refresh(context)?;
            }
            Command::NextGroup => self.other_place(1, context)?,
            Command::PreviousGroup => self.other_place(-1, context)?,
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, task): (usize, &Task)| {
            let extra = |lang| {
                let (form, reason) = (task.form.get(lang), task.reason.get(lang));
                format!("{form}  {reason}")
            };
            let extra = Text {
                zh: extra(Lang::Zh),
                en: extra(Lang::En),
            };
            let name = task.name.clone();
            let found = Findable::new(name, ("", &self.place.name), extra, Answer::At(at));
            match &task.what {
                TaskOf::Record(wanted) => found.being(Answer::Id(wanted.seen.record)),
                TaskOf::Sheet(_) => found,
            }
        };
        let own = self.tasks.iter().enumerate().map(candidate).collect();
        let near = vec![self.place.code.clone()];
        Find::ask((own, self.rows.at), near, typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        let mut nav = Nav::Stay;
        match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => self.rows.at = at,
            (QuestionTopic::Row, answer) => nav = Nav::Found(answer),
            (QuestionTopic::Unchanged { all, as_of }, Answer::Yes) => {
                confirm_all(&all, as_of, context)?;
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(nav)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.walk = context
            .store
            .begin_quarter(&self.place, context.day, MOST)?;
        self.count_on(context)?;
        self.show(context)
    }

    fn is_at_work(&self) -> bool {
        !self.walk.is_over()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.count_on(context)?;
        if self.walk.is_over() {
            self.show(context)?;
        }
        Ok(self.walk.is_over())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![QuarterMsg::ScreenHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let quarter = self.walk.work().quarter.name();
        let counted = self.work.as_ref().map(QuarterWork::words);
        let wants = counted
            .unwrap_or(QuarterMsg::Counting { quarter })
            .say(lang);
        canvas.line(0, &wants, canvas.look.heading());
        if self.tasks.is_empty() && self.walk.is_over() {
            return nothing(canvas, HEAD, &QuarterMsg::AllDone);
        }
        let page = self.tasks.iter().enumerate();
        let page = page.skip(self.rows.first()).take(self.rows.page);
        for (at, task) in page {
            let line = HEAD + at - self.rows.first();
            draw_task(canvas, line, task, at == self.rows.at);
        }
    }
}

fn draw_task(canvas: &mut Canvas, line: usize, task: &Task, here: bool) {
    let lang = canvas.look.lang;
    let style = canvas.begin_row(line, here);
    // A narrow screen has no room for the form of what is named.
    let form = COLUMNS[1].min(canvas.width() / 3);
    canvas.put(1, line, COLUMNS[0] - 1, task.reason.get(lang), style);
    canvas.put(COLUMNS[0], line, form - 1, task.form.get(lang), style);
    canvas.put(
        COLUMNS[0] + form,
        line,
        usize::MAX,
        task.name.get(lang),
        style,
    );
}
