//! The forms that were not saved, to go on with or to throw away.

use ratatui::style::Style;

use super::form::{Form, Opening};
use super::picker::Picker;
use super::rows::Rows;
use super::{Answer, Context, Nav, Screen, nothing};
use crate::domain::facility::shared;
use crate::domain::pack::exception_form;
use crate::domain::trail::Subject;
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::draft::{DraftFile, WaitingDraft, waiting};
use crate::store::{Result, local_time};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Obstacle, Scope};

/// The list.
pub struct Drafts {
    rows: Rows,
    waiting: Vec<WaitingDraft>,
    /// Kind and place of each as people read them.
    names: Vec<[(String, String); 2]>,
    unreadable: usize,
}

impl Drafts {
    /// The drafts of this person.
    pub fn open(context: &mut Context) -> Self {
        let mut list = Self { rows: Rows::default(), waiting: Vec::new(), names: Vec::new(), unreadable: 0 };
        list.load(context);
        list
    }

    fn load(&mut self, context: &mut Context) {
        let found = waiting(context.store.path(), &context.person.name);
        self.unreadable = found.unreadable.len();
        self.waiting = found.drafts;
        self.names = self.waiting.iter().map(|waiting| names(waiting, context)).collect();
        self.rows.page = context.body.1.saturating_sub(2).max(1);
        self.rows.resize(self.waiting.len());
    }

    fn selected(&self) -> Option<&WaitingDraft> {
        self.waiting.get(self.rows.at)
    }
}

/// Place and kind of a draft, in both languages.
fn names(waiting: &WaitingDraft, context: &mut Context) -> [(String, String); 2] {
    let draft = &waiting.draft;
    let place = context.store.place(&draft.place).ok().flatten().map_or(draft.place.clone(), |place| place.name);
    let is_exception = draft.kind == Subject::Exception.word();
    let known = context.store.kind(&draft.kind).map(|(_, kind)| kind.label.clone());
    let kind = if is_exception { Some(exception_form().label) } else { known };
    let label = |lang| kind.as_ref().map_or(draft.kind.clone(), |kind| kind.get(lang).to_owned());
    [(place.clone(), label(Lang::Zh)), (place, label(Lang::En))]
}

impl Screen for Drafts {
    fn scope(&self) -> Scope {
        Scope::Drafts
    }

    fn title(&self, lang: Lang) -> String {
        ScreenMsg::DraftsTitle.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        if self.waiting.is_empty() { vec![Obstacle::NothingSelected] } else { Vec::new() }
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => {
                let Some(waiting) = self.selected() else { return Ok(Nav::Stay) };
                return match Form::open(context, Opening::Draft(waiting.path.clone()))? {
                    Some(form) => Ok(Nav::Replace(Box::new(form))),
                    None => Ok(Nav::Stay),
                };
            }
            Command::Remove => {
                let name = self.selected().and_then(|waiting| waiting.draft.texts.get(shared::NAME).cloned());
                let question = ScreenMsg::AskRemove { name: name.unwrap_or_default() };
                let picker = Picker::to_confirm(&question, self.rows.at.to_string(), context.look.lang);
                return Ok(Nav::Push(Box::new(picker)));
            }
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Result<Nav> {
        if let Answer::Picked(at) = answer
            && let Some(waiting) = at.parse::<usize>().ok().and_then(|at| self.waiting.get(at))
        {
            match DraftFile::resume(&waiting.path).and_then(|(file, _)| file.discard()) {
                Ok(()) => context.say(ScreenMsg::DraftRemoved),
                Err(fault) => context.say(fault),
            }
        }
        self.load(context);
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.load(context);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ScreenMsg::FormHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let (lang, look) = (canvas.look.lang, canvas.look);
        if self.unreadable > 0 {
            let words = ScreenMsg::DraftUnreadable { count: self.unreadable }.say(lang);
            canvas.put(0, 0, usize::MAX, &words, look.alarm());
        }
        if self.waiting.is_empty() {
            return nothing(canvas, 1, &ScreenMsg::NoDrafts);
        }
        let page = self.waiting.iter().zip(&self.names).enumerate().skip(self.rows.first()).take(self.rows.page);
        for (row, (at, (waiting, names))) in page.enumerate() {
            let here = at == self.rows.at;
            let [zh, en] = names;
            let (place, kind) = if lang == Lang::Zh { zh } else { en };
            let name = waiting.draft.texts.get(shared::NAME).map(String::as_str).unwrap_or_default();
            let time = local_time(&waiting.draft.saved_at);
            let words = format!("{}{time}  {place}  {kind}  {name}", if here { ">" } else { " " });
            canvas.line(row + 1, &words, if here { look.selected() } else { Style::new() });
            if here {
                canvas.cursor(0, row + 1);
            }
        }
    }
}
