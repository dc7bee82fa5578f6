//! A place in which no pack judges anything: the kinds of facilities that can be entered there all
//! the same, and the sheets that it fills in.

use super::list::List;
use super::sheets::Sheets;
use crate::domain::place::Place;
use crate::i18n::{Lang, Say, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::rows::Rows;
use crate::tui::screen::{Nav, Screen, nothing};

/// The line that says that there is no minimum, and the line of heads.
const HEAD: usize = 2;

/// A kind or a sheet.
struct ListedForm {
    code: String,
    label: Text,
    is_sheet: bool,
    /// How many facilities of the kind there are.
    count: usize,
}

/// The list.
pub(super) struct Kinds {
    place: Place,
    forms: Vec<ListedForm>,
    rows: Rows,
}

impl Kinds {
    /// Opens what can be entered in a place; says why where nothing can.
    ///
    /// # Errors
    /// When there is no such place, or the ledger cannot be read.
    pub(crate) fn push(context: &mut Context, place: &str) -> Result<Nav> {
        let place = context.store.find_place(place)?;
        let mut list = Self {
            place,
            forms: Vec::new(),
            rows: Rows::default(),
        };
        list.refresh(context)?;
        if list.forms.is_empty() {
            let place = list.place.name;
            context.say(ScreenMsg::NothingToEnter { place });
            return Ok(Nav::Stay);
        }
        Ok(Nav::Push(Box::new(list)))
    }

    fn open(&self, context: &mut Context) -> Result<Nav> {
        let Some(form) = self.forms.get(self.rows.at) else {
            return Ok(Nav::Stay);
        };
        let place = &self.place.code;
        Ok(Nav::Push(if form.is_sheet {
            Box::new(Sheets::open(context, &form.code, place)?)
        } else {
            Box::new(List::without_minimum(context, &form.code, place)?)
        }))
    }
}

impl Screen for Kinds {
    fn scope(&self) -> CommandScope {
        CommandScope::Kinds
    }

    fn title(&self, _lang: Lang) -> String {
        self.place.name.clone()
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.forms.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.open(context),
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        let store = &context.store;
        let kinds = store.kinds_in(&self.place)?;
        let sheets = store.sheets_of(&self.place)?;
        self.forms.clear();
        for form in kinds.into_iter().chain(sheets) {
            let is_sheet = form.is_sheet();
            let count = if is_sheet {
                0
            } else {
                store.list_count(form, &self.place.code)?
            };
            self.forms.push(ListedForm {
                code: form.code.clone(),
                label: form.label.clone(),
                is_sheet,
                count,
            });
        }
        self.rows.page = context.body.1.saturating_sub(HEAD).max(1);
        self.rows.resize(self.forms.len());
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ScreenMsg::KindsHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        canvas.line(0, &ScreenMsg::NoMinimum.say(lang), canvas.look.heading());
        if self.forms.is_empty() {
            let place = self.place.name.clone();
            return nothing(canvas, HEAD, &ScreenMsg::NothingToEnter { place });
        }
        let page = self.forms.iter().enumerate();
        let page = page.skip(self.rows.first()).take(self.rows.page);
        let room = canvas.width() / 2;
        for (at, form) in page {
            let line = HEAD + at - self.rows.first();
            let style = canvas.begin_row(line, at == self.rows.at);
            let count = form.count;
            let what = if form.is_sheet {
                ScreenMsg::SheetOfPlace
            } else {
                ScreenMsg::EnteredHere { count }
            };
            canvas.put(1, line, room, form.label.get(lang), style);
            canvas.put(room + 2, line, usize::MAX, &what.say(lang), style);
        }
    }
}
