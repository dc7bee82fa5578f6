//! The records that wait for a second person, those first whose verdict hangs on a digit. No value
//! is shown.

use std::collections::{BTreeSet, HashMap};

use ratatui::style::Style;
use uuid::Uuid;

use super::blind::SecondEntryScreen;
use crate::domain::policy::{Kind, Requirement, lookup};
use crate::domain::review::double_entry::outstanding;
use crate::domain::review::{Risk, risk};
use crate::i18n::{Lang, Say, ScreenMsg, SecondEntryMsg, Text};
use crate::store::draft::{self, DraftOf};
use crate::store::{Entered, Result, SecondEntries, stamp};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::columns::divided;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen, nothing};
use crate::tui::selection::Selection;

/// Rows above the records: what there is, this session, the heads of the columns.
const HEAD: usize = 3;

/// The screen.
pub(crate) struct Queue {
    selection: Selection,
    items: Vec<Item>,
    /// Records of which nothing is left but what this person entered.
    own: usize,
    /// When the session began, as the ledger writes times.
    since: String,
    session: SecondEntries,
    rows: Rows,
}

/// A record that waits.
struct Item {
    id: Uuid,
    kind: Text,
    name: Text,
    place: String,
    fields: usize,
    risk: Risk,
    is_begun: bool,
}

/// What a queue is made of, read once for many records.
struct Reader<'a, 'b> {
    context: &'a Context<'b>,
    begun: BTreeSet<Uuid>,
    /// The requirements of a kind in a place, and the place's name.
    places: HashMap<(String, String), (Vec<Requirement>, String)>,
}

impl Queue {
    /// The records of a selection that this person may key again; the cursor stands on one that was
    /// begun.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn open(context: &mut Context, selection: Selection) -> Result<Self> {
        let since = stamp();
        let items = Vec::new();
        let session = SecondEntries::default();
        let mut queue = Self {
            selection,
            items,
            own: 0,
            since,
            session,
            rows: Rows::default(),
        };
        queue.refresh(context)?;
        queue.rows.at = queue
            .items
            .iter()
            .position(|item| item.is_begun)
            .unwrap_or_default();
        Ok(queue)
    }

    fn load(&mut self, context: &Context) -> Result<()> {
        let wanted = |kind: &&Kind| {
            self.selection
                .kind
                .as_ref()
                .is_none_or(|code| *code == kind.code)
        };
        let kinds = lookup::kinds(context.store.packs()).filter(wanted);
        let mut reader = Reader {
            context,
            begun: begun(context),
            places: HashMap::new(),
        };
        let mut items = Vec::new();
        let mut own = 0;
        for kind in kinds {
            for entered in context.store.entered_of_kind(&kind.code)? {
                match reader.item(kind, &entered)? {
                    Some(item) if self.is_offered(&item, &entered) => items.push(item),
                    Some(_) => {}
                    None => own += usize::from(is_own(kind, &entered, &context.person.name)),
                }
            }
        }
        items.sort_by_key(|item: &Item| item.risk);
        (self.items, self.own) = (items, own);
        Ok(())
    }

    /// What is begun is offered whatever the sample says: it may have been begun in another one.
    fn is_offered(&self, item: &Item, entered: &Entered) -> bool {
        let is_sampled = |percent| risk::is_sampled(&entered.record, percent);
        item.risk != Risk::Other || item.is_begun || self.selection.sample.is_none_or(is_sampled)
    }

    fn selected(&self) -> Option<&Item> {
        self.items.get(self.rows.at)
    }

    fn enter(&mut self, context: &mut Context) -> Result<Nav> {
        let Some(id) = self.selected().map(|item| item.id) else {
            return Ok(Nav::Stay);
        };
        let neighbours = Neighbours {
            ids: self.items.iter().map(|item| item.id).collect(),
        };
        if let Some(keying) = SecondEntryScreen::open(context, id, neighbours)? {
            return Ok(Nav::Push(Box::new(keying)));
        }
        context.say(SecondEntryMsg::SettledMeanwhile);
        self.refresh(context)?;
        Ok(Nav::Stay)
    }

    fn summary(&self, lang: Lang) -> String {
        let mut words = vec![
            SecondEntryMsg::Waiting {
                count: self.items.len(),
            }
            .say(lang),
        ];
        if self.own > 0 {
            words.push(SecondEntryMsg::Own { count: self.own }.say(lang));
        }
        words.join("    ")
    }

    fn session(&self, lang: Lang) -> String {
        let SecondEntries {
            records,
            fields,
            first_wrong: first,
            second_wrong: second,
        } = self.session;
        SecondEntryMsg::Session {
            records,
            fields,
            differences: first + second,
            first,
            second,
        }
        .say(lang)
    }
}

impl Item {
    const fn why(&self) -> SecondEntryMsg {
        match self.risk {
            _ if self.is_begun => SecondEntryMsg::Begun,
            Risk::Near(_) => SecondEntryMsg::Near,
            Risk::Jumped => SecondEntryMsg::Jumped,
            Risk::Other => SecondEntryMsg::NotYet,
        }
    }

    fn draw(&self, canvas: &mut Canvas, row: usize, here: bool) {
        let lang = canvas.look.lang;
        let width = canvas.width();
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        canvas.fill(0, row, width, style);
        let kind = format!("{}{}", if here { ">" } else { " " }, self.kind.get(lang));
        let cells = [
            kind,
            self.name.get(lang).to_owned(),
            self.place.clone(),
            self.fields.to_string(),
            self.why().say(lang),
        ];
        for (words, (column, room)) in cells.iter().zip(columns(width)) {
            canvas.put(column, row, room, words, style);
        }
        if here {
            canvas.cursor(0, row);
        }
    }
}

impl Reader<'_, '_> {
    /// The record as the queue lists it; `None` where this person has nothing to key in it.
    fn item(&mut self, kind: &Kind, entered: &Entered) -> Result<Option<Item>> {
        let pending = outstanding(
            kind,
            &entered.changes,
            &entered.done,
            &self.context.person.name,
        )
        .pending;
        if pending.is_empty() {
            return Ok(None);
        }
        let facility = kind.decode(&entered.record);
        let key = (kind.code.clone(), facility.place.clone());
        if !self.places.contains_key(&key) {
            let covering = self.context.store.covering(&kind.code, &facility.place)?;
            let requirements = covering
                .into_iter()
                .map(|(_, requirement, _)| requirement.clone())
                .collect();
            let name = self.context.store.place_name(&facility.place)?;
            self.places.insert(key.clone(), (requirements, name));
        }
        let Some((requirements, place)) = self.places.get(&key) else {
            return Ok(None);
        };
        Ok(Some(Item {
            id: facility.id,
            kind: kind.label.clone(),
            name: entered.record.known_by(),
            place: place.clone(),
            fields: pending.len(),
            risk: risk::of(&facility, &pending, requirements),
            is_begun: self.begun.contains(&facility.id),
        }))
    }
}

/// Whether all that is left of a record is what this person entered.
fn is_own(kind: &Kind, entered: &Entered, person: &str) -> bool {
    outstanding(kind, &entered.changes, &entered.done, person).own > 0
}

/// The records that this person has begun and not saved.
fn begun(context: &Context) -> BTreeSet<Uuid> {
    let drafts = draft::waiting(context.store.path(), &context.person.name).drafts;
    let record = |of: DraftOf| match of {
        DraftOf::SecondEntry { id, .. } => Some(id),
        _ => None,
    };
    drafts
        .into_iter()
        .filter_map(|waiting| record(waiting.draft.of))
        .collect()
}

/// Where kind, name, place, number of fields and reason begin, and their room.
fn columns(width: usize) -> [(usize, usize); 5] {
    divided([19, 31, 14, 9, 27], width)
}

impl Screen for Queue {
    fn scope(&self) -> CommandScope {
        CommandScope::Queue
    }

    fn title(&self, lang: Lang) -> String {
        SecondEntryMsg::Title.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.items.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Open => return self.enter(context),
            Command::Find => return self.find("", context),
            Command::Back => context.say(ScreenMsg::HowToLeave),
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row. Nothing else of the ledger is offered: it would show what was entered first.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, item): (usize, &Item)| {
            let extra = Text {
                zh: format!("{}  {}", item.kind.zh, item.place),
                en: format!("{}  {}", item.kind.en, item.place),
            };
            Findable::new(item.name.clone(), ("", &item.place), extra, Answer::At(at))
        };
        let own = self.items.iter().enumerate().map(candidate).collect();
        Find::among((own, self.rows.at), typed, context)
    }

    fn answer(&mut self, topic: QuestionTopic, answer: Answer, _: &mut Context) -> Result<Nav> {
        if let (QuestionTopic::Row, Answer::At(at)) = (topic, answer) {
            self.rows.go_to(at);
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        let at = self.selected().map(|item| item.id);
        self.load(context)?;
        self.session = context
            .store
            .second_entries_since(&context.person.name, &self.since)?;
        self.rows.page = context.body.1.saturating_sub(HEAD).max(1);
        self.rows.resize(self.items.len());
        self.rows.at = self
            .items
            .iter()
            .position(|item| Some(item.id) == at)
            .unwrap_or(self.rows.at);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![SecondEntryMsg::QueueHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        canvas.put(0, 0, usize::MAX, &self.summary(lang), Style::new());
        if self.session.fields > 0 {
            canvas.put(0, 1, usize::MAX, &self.session(lang), Style::new());
        }
        if self.items.is_empty() {
            return nothing(canvas, HEAD, &SecondEntryMsg::Nothing);
        }
        let heads: [&dyn Say; 5] = [
            &SecondEntryMsg::KindHead,
            &ScreenMsg::NameHead,
            &ScreenMsg::PlaceHead,
            &SecondEntryMsg::FieldsHead,
            &SecondEntryMsg::WhyHead,
        ];
        for (n, (head, (column, room))) in heads.iter().zip(columns(canvas.width())).enumerate() {
            let indent = usize::from(n == 0);
            canvas.put(
                column + indent,
                HEAD - 1,
                room.saturating_sub(indent),
                &head.say(lang),
                look.heading(),
            );
        }
        let page = self
            .items
            .iter()
            .enumerate()
            .skip(self.rows.first())
            .take(self.rows.page);
        for (row, (at, item)) in page.enumerate() {
            item.draw(canvas, HEAD + row, at == self.rows.at);
        }
    }
}
