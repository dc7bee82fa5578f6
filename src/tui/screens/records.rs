//! Records with their states, over all places or some: what waits for an inspector, and what was
//! returned to a clerk.

mod approvals;
pub(super) mod filter;
mod find;
mod layout;
mod listed;
mod listing;
pub(super) mod opening;
mod showing;
mod view;

use self::approvals::{Approvals, MOST_AT_ONCE};
use self::filter::{RecordFilter, Wanted};
use self::find::RecordList;
use self::listed::ListedRecord;
use self::listing::Listing;
use self::opening::open_record;
use super::own_findings::OwnFindings;
use super::samples::Samples;
use crate::domain::policy::lookup;
use crate::domain::review::ReviewState;
use crate::i18n::{InspectorMsg, Lang, Say};
use crate::store::{FirstInList, ListLength, Result, Reviewed};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::filter::{Chosen, PlaceChoices, statuses};
use crate::tui::part::find::{Find, Found};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen};

/// How many records before and behind one are walked through from it.
const MOST_NEIGHBOURS: usize = 500;

/// The list.
pub struct Records {
    filter: RecordFilter,
    /// What comes first: what waits for whoever sits there.
    first: FirstInList,
    listing: Listing,
    length: ListLength,
    /// Whether those that come first are marked: they wait for this inspector, others for somebody
    /// else.
    is_marked: bool,
    /// Whether they are of a place in which no pack judges anything.
    no_minimum: bool,
    rows: Rows,
    /// The page of the cursor.
    page: Vec<ListedRecord>,
    /// The records of the page.
    read: Vec<Reviewed>,
    loaded: usize,
}

impl Records {
    /// The records that are wanted.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open(context: &mut Context, wanted: Wanted) -> Result<Self> {
        let kinds = lookup::kinds(context.store.packs());
        let names = kinds.map(|kind| (kind.code.clone(), kind.label.clone()));
        let filter = RecordFilter {
            wanted,
            kinds: names.collect(),
            statuses: statuses(lookup::kinds(context.store.packs())),
            places: PlaceChoices::default(),
            since: context.person.review().map(|review| review.since.clone()),
            sample_at: None,
        };
        let mut list = Self {
            filter,
            first: first(context),
            listing: Listing::new(),
            length: ListLength::default(),
            is_marked: false,
            no_minimum: false,
            rows: Rows::default(),
            page: Vec::new(),
            read: Vec::new(),
            loaded: 0,
        };
        list.refresh(context)?;
        Ok(list)
    }

    /// What waits for whoever sits there: an inspector is handed what was submitted, a clerk what
    /// was returned.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn waiting(context: &mut Context) -> Result<Self> {
        let Some(review) = context.person.review() else {
            return Self::open(
                context,
                Wanted {
                    state: Some(ReviewState::Returned),
                    ..Wanted::default()
                },
            );
        };
        let only = |limits: &[String]| {
            if let [one] = limits {
                Some(one.clone())
            } else {
                None
            }
        };
        let limits = review.inspector.limits();
        let place = only(&limits.places);
        let kind = only(&limits.kinds);
        Self::open(
            context,
            Wanted {
                place,
                kind,
                state: Some(ReviewState::Submitted),
                ..Wanted::default()
            },
        )
    }

    fn selected(&self) -> Option<&Reviewed> {
        self.read.get(self.rows.at.checked_sub(self.loaded)?)
    }

    fn enter(&self, context: &mut Context) -> Result<Nav> {
        let Some(reviewed) = self.selected() else {
            return Ok(Nav::Stay);
        };
        let begin = self.rows.at.saturating_sub(MOST_NEIGHBOURS);
        let around = self.read_rows((begin, 2 * MOST_NEIGHBOURS), context)?;
        let neighbours = Neighbours {
            ids: around.iter().map(|reviewed| reviewed.record).collect(),
        };
        open_record(reviewed.record, neighbours, context)
    }

    /// Shows what approving the list would do. Of a list that is too long for one preview it begins
    /// at the cursor, so that what is left out at the head of the list holds up nothing behind it.
    fn preview(&self, context: &mut Context) -> Result<Nav> {
        let all = self.length.all;
        let begin = if all > MOST_AT_ONCE { self.rows.at } else { 0 };
        let looked_at = self.read_rows((begin, MOST_AT_ONCE), context)?;
        let further = all.saturating_sub(begin + looked_at.len());
        let preview = Approvals::open(looked_at, further, context)?;
        Ok(Nav::Push(Box::new(preview)))
    }

    fn ask_filter(&mut self, context: &mut Context) -> Result<Nav> {
        let packs = context.store.packs().iter();
        let packs: Vec<String> = packs.map(|pack| pack.code.clone()).collect();
        self.filter.places.read(context.store, &packs)?;
        Ok(self.filter.choices().ask(context))
    }

    /// Goes to a record of the list, or lists all those of a place; opens any other record.
    fn go_to(&mut self, found: Found, context: &mut Context) -> Result<Nav> {
        match found {
            Found::Place(code) => {
                self.filter.wanted = Wanted {
                    place: Some(code),
                    ..Wanted::default()
                };
                self.rows.at = 0;
            }
            Found::Record(id) => {
                if !self.go_to_record(id, context)? {
                    return open_record(id, Neighbours::default(), context);
                }
            }
        }
        Ok(Nav::Stay)
    }
}

/// What comes first in a list: submitted records for an inspector, returned ones for a clerk.
fn first(context: &Context) -> FirstInList {
    match context.person.review() {
        Some(review) => review.inspector.first_in_list(),
        None => context.store.returned_first(),
    }
}

impl Screen for Records {
    fn scope(&self) -> CommandScope {
        CommandScope::Records
    }

    fn title(&self, lang: Lang) -> String {
        let title = InspectorMsg::RecordsTitle;
        self.filter.choices().title(&title, lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::NothingSelected, self.rows.count == 0),
            (Obstacle::NotReviewing, self.filter.since.is_none()),
            (Obstacle::StillFiltering, self.listing.percent().is_some()),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.enter(context),
            Command::Find => return self.find("", context),
            Command::ApproveAll => return self.preview(context),
            Command::Filter => return self.ask_filter(context),
            Command::Samples => {
                let samples = Samples::open(context, self.filter.frame())?;
                return Ok(Nav::ask(QuestionTopic::Sample, samples));
            }
            Command::Findings => return Ok(Nav::Push(Box::new(OwnFindings::open(context)?))),
            Command::ClearFilter => {
                self.filter.wanted = Wanted::default();
                self.rows.at = 0;
                self.refresh(context)?;
            }
            other => {
                self.rows.command(other);
            }
        }
        self.load(context)?;
        Ok(Nav::Stay)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let own = RecordList {
            wanted: self.filter.wanted.clone(),
            first: self.first.clone(),
            rows: self.listing.rows.clone(),
        };
        let near = self.filter.wanted.place.clone().into_iter().collect();
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
            (QuestionTopic::Row, answer) => {
                if let Some(found) = Found::of_answer(&answer) {
                    nav = self.go_to(found, context)?;
                }
            }
            (QuestionTopic::Sample, Answer::Id(sample)) => {
                self.filter.wanted = Wanted {
                    sample: Some(sample),
                    ..Wanted::default()
                };
                self.rows.at = 0;
            }
            (QuestionTopic::Filter, answer) => {
                match self.filter.choices().chosen(&answer) {
                    Some(Chosen::Change(change)) => self.filter.change(change),
                    Some(Chosen::Clear) => self.filter.wanted = Wanted::default(),
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
        let selected = self.selected().map(|reviewed| reviewed.record);
        self.rows.page = layout::page(context.body.1);
        let place = self.filter.wanted.place.as_deref();
        let place = place.map(|code| context.store.find_place(code));
        self.filter.places.current = place.transpose()?;
        let sample = self.filter.wanted.sample;
        let sample = sample.map(|sample| context.store.sample_time(sample));
        self.filter.sample_at = sample.transpose()?.flatten();
        let without = |code: &String| context.store.is_without_minimum(code);
        let of_place = self.filter.wanted.place.as_ref().map(without);
        self.no_minimum = of_place.transpose()?.unwrap_or_default();
        self.first = first(context);
        let (wanted, first) = (&self.filter.wanted, &self.first);
        let refreshed = self.listing.refresh(wanted, first, context.store)?;
        if !refreshed.is_same {
            self.read.clear();
        }
        let review = context.person.review();
        self.is_marked = review.is_some_and(|review| review.inspector.limits().is_limited());
        self.show(selected, refreshed.is_changed, context)
    }

    fn is_at_work(&self) -> bool {
        self.listing.is_in_work()
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        self.find_rows(context)
    }

    fn interrupt(&mut self) {
        self.listing.end_seek();
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let is_review = self.filter.since.is_some();
        let approve = is_review.then(|| InspectorMsg::RecordsApproveHelp.say(lang));
        std::iter::once(InspectorMsg::RecordsHelp.say(lang))
            .chain(approve)
            .collect()
    }

    fn view(&self, canvas: &mut Canvas) {
        self.draw(canvas);
    }
}
