//! The forms that were not saved, to go on with or to throw away.

use ratatui::style::Style;

use super::form::FormScreen;
use super::grid::Grid;
use super::second_entry::blind::SecondEntryScreen;
use crate::domain::policy::find_form;
use crate::domain::record::facility::shared;
use crate::domain::value::{Period, Zone};
use crate::i18n::{Lang, Say, ScreenMsg, SecondEntryMsg, Text};
use crate::store::Result;
use crate::store::draft::{DraftFile, DraftOf, DraftSearch, FormDraft, WaitingDraft};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::picker::Picker;
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen, nothing};

/// So many drafts are looked into in one go.
const PART: usize = 50;

/// The list.
pub struct Drafts {
    rows: Rows,
    /// The search for them, which goes on between the keys where they are many.
    search: DraftSearch,
    /// Those that are shown: the first that were found, and all in the end.
    waiting: Vec<WaitingDraft>,
    /// The same, as people know them.
    listed: Vec<ListedDraft>,
    unreadable: usize,
    zone: Zone,
}

impl Drafts {
    /// The drafts of this person.
    pub fn open(context: &mut Context) -> Self {
        let mut list = Self {
            rows: Rows::default(),
            search: DraftSearch::default(),
            waiting: Vec::new(),
            listed: Vec::new(),
            unreadable: 0,
            zone: context.store.zone(),
        };
        list.load(context);
        list
    }

    fn load(&mut self, context: &mut Context) {
        self.search = context.store.search_drafts(&context.person.name);
        self.search.step(PART);
        self.show(context);
    }

    /// Shows what was found. The cursor stays on its draft.
    fn show(&mut self, context: &Context) {
        let selected = self.selected().map(|waiting| waiting.path.clone());
        let found = self.search.found();
        self.unreadable = found.unreadable.len();
        self.waiting = found.drafts.clone();
        self.listed = self
            .waiting
            .iter()
            .map(|waiting| ListedDraft::of(&waiting.draft, context))
            .collect();
        self.rows.page = context.body.1.saturating_sub(2).max(1);
        self.rows.resize(self.waiting.len());
        let is_selected = |waiting: &WaitingDraft| Some(&waiting.path) == selected.as_ref();
        self.rows.at = self
            .waiting
            .iter()
            .position(is_selected)
            .unwrap_or(self.rows.at);
    }

    fn selected(&self) -> Option<&WaitingDraft> {
        self.waiting.get(self.rows.at)
    }
}

/// The screen that a draft was typed on; `None` with a note when it cannot be opened.
fn resume(context: &mut Context, waiting: &WaitingDraft) -> Result<Option<Box<dyn Screen>>> {
    Ok(match waiting.draft.of {
        DraftOf::Record => boxed(FormScreen::open(
            context,
            Opening::Draft(waiting.path.clone()),
        )?),
        DraftOf::Column { .. } => boxed(Grid::resume(context, &waiting.path)?),
        DraftOf::SecondEntry { .. } => boxed(SecondEntryScreen::resume(context, &waiting.path)?),
    })
}

fn boxed(screen: Option<impl Screen + 'static>) -> Option<Box<dyn Screen>> {
    screen.map(|screen| -> Box<dyn Screen> { Box::new(screen) })
}

/// What a draft is known by.
pub(in crate::tui) struct ListedDraft {
    pub(in crate::tui) place: String,
    pub(in crate::tui) kind: Text,
    /// What stands in the first field: in every form it names the record. Of a column its field and
    /// how many rows.
    pub(in crate::tui) name: Text,
}

impl ListedDraft {
    pub(in crate::tui) fn of(draft: &FormDraft, context: &Context) -> Self {
        let place = context
            .store
            .place(&draft.place)
            .ok()
            .flatten()
            .map_or(draft.place.clone(), |place| place.name);
        let form = find_form(context.store.packs(), &draft.kind).map(|(_, form)| form);
        let name = match &draft.of {
            DraftOf::Record if draft.texts.contains_key(shared::PERIOD) => {
                let period = draft.texts.get(shared::PERIOD);
                let period = period.and_then(|text| text.parse::<Period>().ok());
                period.map(Period::listed).unwrap_or_default()
            }
            DraftOf::Record => {
                let first = form.and_then(|form| form.fields.first());
                Text::both(
                    first
                        .and_then(|field| draft.texts.get(&field.code).cloned())
                        .unwrap_or_default(),
                )
            }
            DraftOf::SecondEntry { id, fields } => {
                let name = context.store.known_by(*id).unwrap_or_default();
                let name = match name.get(context.look.lang) {
                    "" => id.to_string(),
                    known => known.to_owned(),
                };
                Text::of(&SecondEntryMsg::Draft {
                    name,
                    count: fields.len(),
                })
            }
            DraftOf::Column { cells, .. } => {
                let field = form.and_then(|form| form.field(&draft.focus));
                let label = field.map_or_else(
                    || Text::both(draft.focus.clone()),
                    |field| field.label.clone(),
                );
                let named = |field: String| ScreenMsg::ColumnDraft {
                    field,
                    count: cells.len(),
                };
                Text {
                    zh: named(label.zh).say(Lang::Zh),
                    en: named(label.en).say(Lang::En),
                }
            }
        };
        Self {
            place,
            kind: form.map_or_else(|| Text::both(draft.kind.clone()), |form| form.label.clone()),
            name,
        }
    }
}

impl Screen for Drafts {
    fn scope(&self) -> CommandScope {
        CommandScope::Drafts
    }

    fn title(&self, lang: Lang) -> String {
        ScreenMsg::DraftsTitle.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.waiting.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => {
                let Some(waiting) = self.selected() else {
                    return Ok(Nav::Stay);
                };
                let opened = resume(context, waiting)?;
                return Ok(opened.map_or(Nav::Stay, Nav::Replace));
            }
            Command::Find => return self.find("", context),
            Command::Remove => {
                let listed = self.listed.get(self.rows.at);
                let name = listed
                    .map(|listed| listed.name.say(context.look.lang))
                    .unwrap_or_default();
                let question = ScreenMsg::AskRemove { name };
                let Some(waiting) = self.selected() else {
                    return Ok(Nav::Stay);
                };
                let topic = QuestionTopic::DraftRemoval(waiting.path.clone());
                let picker = Picker::to_confirm(&question, context.look.lang);
                return Ok(Nav::ask(topic, picker));
            }
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, draft): (usize, &ListedDraft)| {
            let (kind, place) = (&draft.kind, &draft.place);
            let extra = Text {
                zh: format!("{}  {place}", kind.zh),
                en: format!("{}  {place}", kind.en),
            };
            Findable::new(draft.name.clone(), ("", place), extra, Answer::At(at))
        };
        let own = self.listed.iter().enumerate().map(candidate).collect();
        Find::ask((own, self.rows.at), Vec::new(), typed, context)
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
            (QuestionTopic::DraftRemoval(path), Answer::Yes) => {
                match DraftFile::resume(&path).and_then(|(file, _)| file.discard()) {
                    Ok(()) => context.say(ScreenMsg::DraftRemoved),
                    Err(fault) => context.say(fault),
                }
            }
            _ => {}
        }
        self.load(context);
        Ok(nav)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.load(context);
        Ok(())
    }

    fn is_at_work(&self) -> bool {
        !self.search.is_over()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.search.step(PART);
        if self.search.is_over() {
            self.show(context);
        }
        Ok(self.search.is_over())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ScreenMsg::FormHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        if self.unreadable > 0 {
            let words = ScreenMsg::DraftUnreadable {
                count: self.unreadable,
            }
            .say(lang);
            canvas.put(0, 0, usize::MAX, &words, look.alarm());
        }
        if self.waiting.is_empty() && self.search.is_over() {
            return nothing(canvas, 1, &ScreenMsg::NoDrafts);
        }
        let page = self
            .waiting
            .iter()
            .zip(&self.listed)
            .enumerate()
            .skip(self.rows.first())
            .take(self.rows.page);
        for (row, (at, (waiting, ListedDraft { place, kind, name }))) in page.enumerate() {
            let here = at == self.rows.at;
            let kind = kind.get(lang);
            let name = name.get(lang);
            let time = self.zone.shown(&waiting.draft.saved_at);
            let words = format!(
                "{}{time}  {place}  {kind}  {name}",
                if here { ">" } else { " " }
            );
            canvas.line(
                row + 1,
                &words,
                if here { look.selected() } else { Style::new() },
            );
            if here {
                canvas.cursor(0, row + 1);
            }
        }
    }
}
