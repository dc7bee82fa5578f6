//! The findings that an inspector raised and that are not closed, with what the clerk answered.

use chrono::NaiveDate;
use ratatui::style::Style;

use super::records::opening::open_record;
use crate::domain::review::Thread;
use crate::domain::value::Zone;
use crate::i18n::{InspectorMsg, Lang, Say, ScreenMsg, Text};
use crate::store::{OwnFinding, Result};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::finding::{act_line, marked_fields};
use crate::tui::part::columns::divided;
use crate::tui::part::find::{Find, Findable, Found};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen, nothing};
use crate::tui::text;

/// The heads of the columns.
const HEAD: usize = 1;

/// How many rows a page has.
fn page(height: usize) -> usize {
    let below = if height >= 16 { 7 } else { 3 };
    height.saturating_sub(HEAD + 1 + below).max(1)
}

/// A row of the list.
struct Listed {
    finding: OwnFinding,
    place: String,
    name: Text,
    /// Days since it was raised.
    days: String,
    /// The fields it marks, and everything that was said.
    said: Vec<Text>,
    /// The words of the last act.
    last: Text,
}

impl Listed {
    fn of(finding: OwnFinding, zone: Zone, context: &Context) -> Result<Self> {
        let store = &context.store;
        let marked = store.kind(&finding.kind);
        let marked = marked.map(|kind| marked_fields(&finding.thread, kind));
        let acts = finding.thread.acts.iter().map(|act| act_line(act, zone));
        let last = finding.thread.acts.last();
        let last = last.map(|act| match act.text.as_str() {
            "" => Text::of(&act.kind.label()),
            words => Text::both(words.to_owned()),
        });
        Ok(Self {
            place: store.place_path(&finding.place)?,
            name: store.known_by(finding.record)?,
            days: age(&finding.thread, zone, context.day),
            said: marked.into_iter().chain(acts).collect(),
            last: last.unwrap_or_default(),
            finding,
        })
    }
}

/// Returns how many days ago a finding was raised.
fn age(thread: &Thread, zone: Zone, today: NaiveDate) -> String {
    let raised = thread.acts.first();
    let raised = raised.and_then(|act| zone.day_of(&act.at));
    let days = raised.map(|day| (today - day).num_days().max(0));
    days.map(|days| days.to_string()).unwrap_or_default()
}

/// The list.
pub(in crate::tui) struct OwnFindings {
    listed: Vec<Listed>,
    rows: Rows,
}

impl OwnFindings {
    /// Lists the findings of the inspector who sits there.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(in crate::tui) fn open(context: &mut Context) -> Result<Self> {
        let mut screen = Self {
            listed: Vec::new(),
            rows: Rows::default(),
        };
        screen.refresh(context)?;
        Ok(screen)
    }

    fn enter(&self, context: &mut Context) -> Result<Nav> {
        let Some(listed) = self.listed.get(self.rows.at) else {
            return Ok(Nav::Stay);
        };
        let mut ids = Vec::new();
        for Listed { finding, .. } in &self.listed {
            if !ids.contains(&finding.record) {
                ids.push(finding.record);
            }
        }
        open_record(listed.finding.record, Neighbours { ids }, context)
    }

    fn row(&self, canvas: &mut Canvas, at: usize, listed: &Listed) {
        let lang = canvas.look.lang;
        let row = HEAD + at - self.rows.first();
        let here = at == self.rows.at;
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        canvas.fill(0, row, canvas.width(), style);
        let state = listed.finding.thread.state.label().say(lang);
        let cells = [
            state.as_str(),
            &listed.days,
            &listed.place,
            listed.name.get(lang),
            listed.last.get(lang),
        ];
        for (words, (column, room)) in cells.into_iter().zip(columns(canvas.width())) {
            canvas.put(column, row, room, words, style);
        }
        if here {
            canvas.cursor(0, row);
        }
    }
}

/// Where state, age, place, name and last words begin, and their room.
fn columns(width: usize) -> [(usize, usize); 5] {
    divided([12, 7, 19, 24, 34], width)
}

impl Screen for OwnFindings {
    fn scope(&self) -> CommandScope {
        CommandScope::OwnFindings
    }

    fn title(&self, lang: Lang) -> String {
        InspectorMsg::OwnTitle.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.listed.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.enter(context),
            Command::Find => return self.find("", context),
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, listed): (usize, &Listed)| {
            let place = ("", listed.place.as_str());
            let extra = Text::both(listed.place.clone());
            Findable::new(listed.name.clone(), place, extra, Answer::At(at))
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
        match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => self.rows.at = at,
            (QuestionTopic::Row, answer) if Found::of_answer(&answer).is_some() => {
                return Ok(Nav::Found(answer));
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        let zone = context.store.zone();
        let own = context.store.own_findings(&context.person.name)?;
        let listed = own.into_iter().map(|own| Listed::of(own, zone, context));
        self.listed = listed.collect::<Result<_>>()?;
        self.rows.page = page(context.body.1);
        self.rows.resize(self.listed.len());
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![InspectorMsg::OwnHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        if self.listed.is_empty() {
            return nothing(canvas, HEAD, &InspectorMsg::NoOwn);
        }
        let lang = canvas.look.lang;
        let heads = [
            InspectorMsg::StateHead.say(lang),
            InspectorMsg::AgeHead.say(lang),
            ScreenMsg::PlaceHead.say(lang),
            ScreenMsg::NameHead.say(lang),
            InspectorMsg::LastSaidHead.say(lang),
        ];
        for (head, (column, room)) in heads.iter().zip(columns(canvas.width())) {
            canvas.put(column, 0, room, head, canvas.look.heading());
        }
        let shown = self.listed.iter().enumerate().skip(self.rows.first());
        for (at, listed) in shown.take(self.rows.page.max(1)) {
            self.row(canvas, at, listed);
        }
        let below = HEAD + self.rows.page;
        self.rows.rule(canvas, below);
        let said = self.listed.get(self.rows.at);
        let said = said.into_iter().flat_map(|listed| &listed.said);
        let width = canvas.width();
        let lines = said.flat_map(|line| text::wrap(&canvas.safe(line.get(lang)), width));
        for (n, line) in lines.collect::<Vec<_>>().iter().enumerate() {
            canvas.put(0, below + 1 + n, usize::MAX, line, Style::new());
        }
    }
}
