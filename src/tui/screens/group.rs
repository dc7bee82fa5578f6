//! A group of a pack: its places by its requirements.

use super::figures;
use super::matrix::{Columns, Matrix};
use super::shortfalls::Shortfalls;
use crate::domain::policy::Group;
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen, neighbour};

/// The matrix of a group.
pub struct GroupScreen {
    matrix: Matrix,
}

impl GroupScreen {
    /// The matrix of a group of the pack of another matrix, narrowed as that one is, the cursor on
    /// the same place.
    ///
    /// # Errors
    /// When the pack is gone or the ledger cannot be read.
    pub(super) fn open(context: &mut Context, from: &Matrix, group: &str) -> Result<Self> {
        let pack = context.store.pack(Some(&from.pack.code))?.clone();
        let columns = Columns::OfGroup(group.to_owned());
        let mut matrix = Matrix::new(pack, columns, context.day);
        matrix.narrow_as(from);
        let mut screen = Self { matrix };
        screen.refresh(context)?;
        let place = from.place().map(|place| place.code.as_str());
        screen.go_to(place.unwrap_or_default(), context)?;
        Ok(screen)
    }

    fn go_to(&mut self, place: &str, context: &mut Context) -> Result<()> {
        self.matrix.select_place(place, context)?;
        self.matrix.load(context)
    }

    fn group(&self) -> Option<&Group> {
        let code = self.matrix.group();
        let mut groups = self.matrix.pack.groups.iter();
        groups.find(|group| Some(group.code.as_str()) == code)
    }

    fn enter(&self, context: &mut Context) -> Result<Nav> {
        let Some((place, (_, requirement))) = self.matrix.place().zip(self.matrix.selected())
        else {
            return Ok(Nav::Stay);
        };
        if !self.matrix.leads_on(context) {
            return Ok(Nav::Stay);
        }
        let pack = &self.matrix.pack.code;
        let page = figures::open(context, pack, &requirement.code, &place.code)?;
        Ok(Nav::Push(page))
    }

    /// Goes to another group of the pack, and stays at the place where that group judges it.
    fn other_group(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let here = self.matrix.group();
        let is_here = |group: &Group| Some(group.code.as_str()) == here;
        let other = neighbour(&self.matrix.pack.groups, is_here, step);
        let Some(code) = other.map(|group| group.code.clone()) else {
            return Ok(());
        };
        let place = self.matrix.place().map(|place| place.code.clone());
        self.matrix.columns = Columns::OfGroup(code);
        self.matrix.column = 0;
        self.refresh(context)?;
        self.go_to(&place.unwrap_or_default(), context)
    }
}

impl Screen for GroupScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Group
    }

    fn title(&self, lang: Lang) -> String {
        let group = self.group().map(|group| group.label.get(lang));
        let title = group.unwrap_or_default().to_owned();
        self.matrix.title(title, lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.matrix.rows.count == 0)])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.enter(context),
            Command::Shortfalls => {
                let group = self.matrix.group().map(str::to_owned);
                let list = Shortfalls::open(context, &self.matrix.pack.code, group)?;
                return Ok(Nav::Push(Box::new(list)));
            }
            Command::NextGroup => self.other_group(1, context)?,
            Command::PreviousGroup => self.other_group(-1, context)?,
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
        self.matrix.pack = context.store.pack(Some(&self.matrix.pack.code))?.clone();
        self.matrix.refresh(context)
    }

    fn is_at_work(&self) -> bool {
        self.matrix.is_at_work()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.matrix.work(context)
    }

    fn interrupt(&mut self) {
        self.matrix.end_search();
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![ScreenMsg::GroupHelp.say(lang), String::new()];
        lines.extend(self.matrix.help(lang));
        lines
    }

    fn view(&self, canvas: &mut Canvas) {
        self.matrix.draw_head(canvas);
        self.matrix.draw(canvas);
    }
}
