//! Standings one by one, those that are not met unless a filter says otherwise, and the reasons of
//! the selected one. It is the first screen of an inspector.

mod filter;
mod layout;
mod view;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use self::filter::StandingFilter;
use super::figures;
use super::own_findings::OwnFindings;
use super::records::Records;
use super::records::filter::Wanted;
use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::record::{Evidence, evidence};
use crate::domain::review::Reasons;
use crate::domain::verdict::Standing;
use crate::i18n::{InspectorMsg, Lang, Say, ScreenMsg, Text};
use crate::store::{Result, StandingKey};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::filter::Chosen;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// The most rows of the list that are found; the towns beyond them are found in the ledger.
const MOST_FOUND: usize = 20_000;

/// The list.
pub struct Shortfalls {
    pack: Pack,
    filter: StandingFilter,
    /// Every standing that passes, by name; of a whole country they are many.
    keys: Vec<StandingKey>,
    /// Those that look at a record which waits for this inspector, where others wait for somebody
    /// else.
    mine: HashSet<StandingKey>,
    rows: Rows,
    /// The page of the cursor: where, and the standing.
    page: Vec<(String, Standing)>,
    loaded: usize,
    /// What the record that decides says for itself.
    beside: Vec<Text>,
    /// Whether it is an inspector who looks.
    is_reviewing: bool,
    /// Nothing is below this screen.
    is_first: bool,
    day: NaiveDate,
}

impl Shortfalls {
    /// The shortfalls of a pack, or of one of its groups.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open(context: &mut Context, pack: &str, group: Option<String>) -> Result<Self> {
        let pack = context.store.pack(Some(pack))?.clone();
        let mut list = Self {
            pack,
            filter: StandingFilter::of_group(group),
            keys: Vec::new(),
            mine: HashSet::new(),
            rows: Rows::default(),
            page: Vec::new(),
            loaded: 0,
            beside: Vec::new(),
            is_reviewing: context.person.review().is_some(),
            is_first: false,
            day: context.day,
        };
        list.refresh(context)?;
        Ok(list)
    }

    /// The first screen of an inspector: the shortfalls of the first pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn first(context: &mut Context) -> Result<Self> {
        let pack = context.store.pack(None)?.code.clone();
        Ok(Self {
            is_first: true,
            ..Self::open(context, &pack, None)?
        })
    }

    /// Loads the page of the cursor if another one is loaded, and what the selected standing rests
    /// on.
    fn load(&mut self, context: &mut Context) -> Result<()> {
        let first = self.rows.first();
        if first != self.loaded || self.page.is_empty() {
            let mut page = Vec::new();
            for key in self.keys.iter().skip(first).take(self.rows.page.max(1)) {
                if let Some(standing) = context.store.standing(&self.pack.code, key, self.day)? {
                    page.push((self.filter.places.told(context.store, &key.1)?, standing));
                }
            }
            (self.page, self.loaded) = (page, first);
        }
        self.beside = self.told_beside(context)?;
        Ok(())
    }

    /// State, evidence and reasons of the record that decides.
    fn told_beside(&self, context: &Context) -> Result<Vec<Text>> {
        let nearest = self
            .selected()
            .and_then(|standing| standing.nearest.as_ref());
        let Some(nearest) = nearest else {
            return Ok(Vec::new());
        };
        let Some((record, review)) = context
            .store
            .record(nearest.id)?
            .zip(context.store.review_of(nearest.id)?)
        else {
            return Ok(Vec::new());
        };
        let state = |lang| {
            InspectorMsg::RecordState {
                state: review.state.label().say(lang),
            }
            .say(lang)
        };
        let mut lines = vec![Text {
            zh: state(Lang::Zh),
            en: state(Lang::En),
        }];
        lines.extend(review.own.then(|| Text::of(&InspectorMsg::OwnApproval)));
        let told = record
            .fields
            .get(shared::EVIDENCE)
            .and_then(serde_json::Value::as_str);
        let files = evidence::of_json(record.fields.get(shared::EVIDENCE_FILES));
        match told {
            Some(files) => lines.push(Text::of(&InspectorMsg::Evidence {
                files: files.to_owned(),
            })),
            None if files.is_empty() => lines.push(Text::of(&InspectorMsg::NoEvidence)),
            None => {}
        }
        lines.extend(files.iter().map(Evidence::brief));
        let reasons = Reasons::of_json(record.fields.get(shared::REASONS));
        let kind = self.pack.kind(&record.kind);
        let told = reasons
            .lines(kind, Lang::Zh)
            .into_iter()
            .zip(reasons.lines(kind, Lang::En));
        lines.extend(told.map(|(zh, en)| Text { zh, en }));
        Ok(lines)
    }

    /// Puts what waits for an inspector with limits before the rest.
    fn put_mine_first(&mut self, context: &Context) -> Result<()> {
        let review = context.person.review();
        let limited = review.filter(|review| review.inspector.limits().is_limited());
        if let Some(review) = limited {
            let inspector = &review.inspector;
            self.mine = inspector.waiting_standings(context.store, &self.pack.code)?;
            self.keys.sort_by_key(|key| !self.mine.contains(key));
        }
        Ok(())
    }

    fn selected(&self) -> Option<&Standing> {
        // A page that could not be read leaves the one before.
        self.page
            .get(self.rows.at.checked_sub(self.loaded)?)
            .map(|(_, standing)| standing)
    }

    fn ask_filter(&mut self, context: &mut Context) -> Result<Nav> {
        let packs = [self.pack.code.clone()];
        self.filter.places.read(context.store, &packs)?;
        Ok(self.filter.choices(&self.pack).ask(context))
    }

    /// A clerk goes to the facilities or figures, an inspector to the records and their states.
    fn enter(&self, context: &mut Context) -> Result<Nav> {
        let Some(standing) = self.selected() else {
            return Ok(Nav::Stay);
        };
        let Some(requirement) = self.pack.requirement(&standing.requirement) else {
            return Ok(Nav::Stay);
        };
        if context.person.review().is_none() || !requirement.is_exists() {
            let (pack, code) = (&self.pack.code, &standing.requirement);
            let page = figures::open(context, pack, code, &standing.place)?;
            return Ok(Nav::Push(page));
        }
        let kind = Some(requirement.kind.clone());
        let place = Some(standing.place.clone());
        let wanted = Wanted {
            place,
            kind,
            ..Wanted::default()
        };
        Ok(Nav::Push(Box::new(Records::open(context, wanted)?)))
    }

    fn change_pack(&mut self, step: isize, context: &mut Context) -> Result<()> {
        let packs = context.store.packs();
        let at = packs
            .iter()
            .position(|pack| pack.code == self.pack.code)
            .unwrap_or_default();
        let other = (at.cast_signed() + step)
            .rem_euclid(packs.len().max(1).cast_signed())
            .cast_unsigned();
        let Some(pack) = packs
            .get(other)
            .filter(|pack| pack.code != self.pack.code)
            .cloned()
        else {
            context.say(ScreenMsg::OnePack);
            return Ok(());
        };
        self.pack = pack;
        self.filter.leave_pack();
        self.rows.at = 0;
        self.refresh(context)
    }
}

impl Screen for Shortfalls {
    fn scope(&self) -> CommandScope {
        CommandScope::Shortfalls
    }

    fn title(&self, lang: Lang) -> String {
        let choices = self.filter.choices(&self.pack);
        choices.title(&ScreenMsg::ShortfallsTitle, lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::NothingSelected, self.rows.count == 0),
            (Obstacle::NotReviewing, !self.is_reviewing),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back if self.is_first => context.say(ScreenMsg::HowToLeave),
            Command::Back => return Ok(Nav::Pop),
            Command::Find => return self.find("", context),
            Command::Filter => return self.ask_filter(context),
            Command::Findings => return Ok(Nav::Push(Box::new(OwnFindings::open(context)?))),
            Command::ClearFilter => {
                self.filter = StandingFilter::default();
                self.rows.at = 0;
                return self.refresh(context).map(|()| Nav::Stay);
            }
            Command::Records => return Ok(Nav::Push(Box::new(Records::waiting(context)?))),
            Command::Open => return self.enter(context),
            Command::NextGroup => self.change_pack(1, context)?,
            Command::PreviousGroup => self.change_pack(-1, context)?,
            other => {
                self.rows.command(other);
            }
        }
        self.load(context)?;
        Ok(Nav::Stay)
    }

    /// Asks for a row by its place, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let mut places: HashMap<&str, (String, String)> = HashMap::new();
        let mut own = Vec::new();
        for (at, (requirement, code)) in self.keys.iter().enumerate().take(MOST_FOUND) {
            if !places.contains_key(code.as_str()) {
                let name = context.store.place_name(code)?;
                places.insert(code, (name, context.store.place_path(code)?));
            }
            let Some((name, path)) = places.get(code.as_str()) else {
                continue;
            };
            let asked = self.pack.requirement(requirement);
            let extra = asked.map(|asked| asked.label.clone()).unwrap_or_default();
            let name = Text::both(name.clone());
            own.push(Findable::new(name, (code, path), extra, Answer::At(at)));
        }
        let near = self.selected().map(|standing| standing.place.clone());
        let near = near.into_iter().collect();
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
            (QuestionTopic::Filter, answer) => {
                match self.filter.choices(&self.pack).chosen(&answer) {
                    Some(Chosen::Change(change)) => self.filter.change(change),
                    Some(Chosen::Clear) => self.filter = StandingFilter::default(),
                    None => {}
                }
                self.rows.at = 0;
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(nav)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.pack = context.store.pack(Some(&self.pack.code))?.clone();
        self.rows.page = layout::page(context.body.1);
        let since = context
            .person
            .review()
            .map(|review| review.since.as_str())
            .unwrap_or_default();
        let narrowed = self.filter.narrowed(since);
        self.keys = context
            .store
            .filtered(&self.pack, &self.filter.of, narrowed, self.day)?;
        if !self.pack.document.is_in_force(self.day) {
            self.keys.clear();
        }
        self.put_mine_first(context)?;
        self.rows.resize(self.keys.len());
        self.page.clear();
        self.load(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![
            ScreenMsg::ShortfallsHelp.say(lang),
            InspectorMsg::ShortfallsFilterHelp.say(lang),
        ]
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
