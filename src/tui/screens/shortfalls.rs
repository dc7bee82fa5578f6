//! Standings one by one, those that are not met unless a filter says otherwise, and the reasons of
//! the selected one. It is the first screen of an inspector.

mod filter;
mod find;
mod layout;
mod passing;
mod view;

use chrono::NaiveDate;

use self::filter::StandingFilter;
use self::find::{StandingList, labels};
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
use crate::store::{FilterWalk, Result, StandingKey, StandingRows, WaitingStandings};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::filter::Chosen;
use crate::tui::part::find::Find;
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};

/// The list.
pub struct Shortfalls {
    pack: Pack,
    filter: StandingFilter,
    /// The standings that pass; of a whole country they are many.
    passing: StandingRows,
    /// The search for those that pass, while it goes on. Until it is over the rows stay as they are.
    in_work: Option<PassingInWork>,
    /// The state of the ledger at which what passes was found by a search that is over.
    known: Option<(i64, u64)>,
    /// How many of the first rows look at a record which waits for this inspector, where others wait
    /// for somebody else.
    mine: usize,
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

/// A search for the standings that pass.
struct PassingInWork {
    /// The state of the ledger at its beginning.
    mark: (i64, u64),
    /// The standings that look at what waits for this inspector, which are found first, where others
    /// wait for somebody else.
    waiting: Option<WaitingStandings>,
    walk: FilterWalk,
    /// Those that pass and are of these, and the others.
    mine: Vec<StandingKey>,
    found: Vec<StandingKey>,
    /// Whether the ledger was changed since it began.
    is_old: bool,
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
            passing: StandingRows::default(),
            in_work: None,
            known: None,
            mine: 0,
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
            let known = self.page.first().map(|(_, standing)| key_of(standing));
            let known = known.as_ref().map(|key| (self.loaded, key));
            let wanted = (first, self.rows.page.max(1));
            for key in context.store.standing_page(&self.passing, wanted, known)? {
                if let Some(standing) = context.store.standing(&self.pack.code, &key, self.day)? {
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
        self.passing = StandingRows::default();
        (self.rows.at, self.in_work, self.known) = (0, None, None);
        self.refresh(context)
    }
}

/// Names a standing.
fn key_of(standing: &Standing) -> StandingKey {
    (standing.requirement.clone(), standing.place.clone())
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
                (self.rows.at, self.in_work, self.known) = (0, None, None);
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
        let own = StandingList {
            rows: self.passing.clone(),
            labels: labels(&self.pack),
        };
        let near = self.selected().map(|standing| standing.place.clone());
        let near = near.into_iter().collect();
        Find::ask_long((own, self.rows.at), near, typed, context)
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
            (QuestionTopic::Row, Answer::Standing(requirement, place)) => {
                let key = (requirement, place);
                let at = context.store.standing_row_of(&self.passing, &key)?;
                self.rows.at = at.unwrap_or(self.rows.at);
            }
            (QuestionTopic::Row, answer) => nav = Nav::Found(answer),
            (QuestionTopic::Filter, answer) => {
                match self.filter.choices(&self.pack).chosen(&answer) {
                    Some(Chosen::Change(change)) => self.filter.change(change),
                    Some(Chosen::Clear) => self.filter = StandingFilter::default(),
                    None => {}
                }
                (self.rows.at, self.in_work, self.known) = (0, None, None);
            }
            _ => {}
        }
        self.refresh(context)?;
        Ok(nav)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.pack = context.store.pack(Some(&self.pack.code))?.clone();
        self.rows.page = layout::page(context.body.1);
        self.read_passing(context)?;
        self.show_passing(context)
    }

    fn is_at_work(&self) -> bool {
        self.in_work.is_some()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.search_passing_on(context)
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
