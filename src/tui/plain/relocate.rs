//! Moves a facility to another place or kind, after what the screens show and ask.

use uuid::Uuid;

use super::Plain;
use super::menu::MOST_LISTED;
use super::prompt_io::Stop;
use crate::domain::record::Record;
use crate::i18n::{MoveMsg, PlainMsg, Say as _, ScreenMsg, Text};
use crate::tui::form::relocation::{self, MoveTo, Relocation};
use crate::tui::form::review_threads::Silence;

impl Plain<'_> {
    /// Asks where a facility goes, shows what that does, and moves it; whether it was moved.
    pub(super) fn relocate(&mut self, id: Uuid) -> Result<bool, Stop> {
        let Some(record) = self.store.record(id)? else {
            self.say(&ScreenMsg::Gone)?;
            return Ok(false);
        };
        if self.with(|context| relocation::is_typed(id, context))? {
            self.say(&MoveMsg::SaveFirst)?;
            return Ok(false);
        }
        let lang = self.look.lang;
        let name = record.known_by().get(lang).to_owned();
        self.say(&MoveMsg::How { name })?;
        let ways = [MoveMsg::ToPlace, MoveMsg::ToKind].map(|way| way.say(lang));
        let to = match self.io.choose(&ways, &PlainMsg::Back)? {
            Some(0) => self.place_to_move_to(&record)?,
            Some(_) => self.kind_to_move_to(&record)?,
            None => None,
        };
        let Some(to) = to else { return Ok(false) };
        let planned = self.with(|context| Relocation::of(id, &to, context))??;
        let Some(relocation) = planned else {
            self.say(&ScreenMsg::Gone)?;
            return Ok(false);
        };
        let lines = match self.with(|context| relocation.lines(context))? {
            Ok(lines) => lines,
            Err(error) => {
                self.say_error("move", &error)?;
                return Ok(false);
            }
        };
        let lines: Vec<String> = lines.iter().map(|line| line.say(lang)).collect();
        self.lines(&lines)?;
        let choices = [&MoveMsg::LeaveIt, &MoveMsg::MoveIt];
        if !self.agrees(&relocation.question(lang), choices)? {
            return Ok(false);
        }
        let reason = if self.with(|context| relocation.wants_reason(context))?? {
            let asked = Text::of(&relocation.reason_question(lang));
            self.words(&[asked], Silence::Refused)?
        } else {
            String::new()
        };
        let done = self.with(|context| relocation.carry_out(&reason, context))?;
        match done {
            // Somebody else saved it meanwhile, which was said.
            Ok(false) => Ok(false),
            done => self.is_done("move", done.map(drop), &[id]),
        }
    }

    fn place_to_move_to(&mut self, record: &Record) -> Result<Option<MoveTo>, Stop> {
        let places = self.with(|context| relocation::places(record, context))??;
        if places.is_empty() {
            self.say(&MoveMsg::NoOtherPlace)?;
            return Ok(None);
        }
        let names = places.iter().take(MOST_LISTED);
        let names: Vec<String> = names.map(|place| place.name.clone()).collect();
        self.io.list(&names)?;
        let count = places.len() - names.len();
        if count > 0 {
            self.say(&PlainMsg::More { count })?;
        }
        let back = PlainMsg::Back.say(self.look.lang);
        self.io.line(&format!("0 {back}"))?;
        let found = self.town(&places, names.len())?;
        match found {
            Some(place) if place.code == record.place => {
                self.say(&MoveMsg::SamePlace)?;
                Ok(None)
            }
            found => Ok(found.map(|place| MoveTo::Place(place.code))),
        }
    }

    fn kind_to_move_to(&mut self, record: &Record) -> Result<Option<MoveTo>, Stop> {
        let kinds = self.with(|context| relocation::kinds(record, context))?;
        if kinds.is_empty() {
            self.say(&MoveMsg::NoOtherKind)?;
            return Ok(None);
        }
        let lang = self.look.lang;
        let labels = kinds.iter().map(|kind| kind.label.get(lang).to_owned());
        let labels: Vec<String> = labels.collect();
        let chosen = self.io.choose(&labels, &PlainMsg::Back)?;
        let chosen = chosen.and_then(|at| kinds.get(at));
        Ok(chosen.map(|kind| MoveTo::Kind(kind.code.clone())))
    }
}
