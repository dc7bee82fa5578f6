//! What approving a list would do, a line a record, before anything is approved. The records are
//! looked at one part after the other, between the keys.

use chrono::NaiveDate;
use ratatui::style::Style;
use uuid::Uuid;

use super::layout::{HEAD, page};
use super::listed::ListedRecord;
use super::opening::open_record;
use crate::domain::record::ChangeId;
use crate::domain::review::LeftOut;
use crate::i18n::{InspectorMsg, Lang, Say, ScreenMsg, WorkMsg, word_list};
use crate::store::{BulkApproval, Result, Reviewed};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::part::columns::divided;
use crate::tui::part::filter::PlaceChoices;
use crate::tui::part::picker::Picker;
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Neighbours, Screen};

/// How many of those that were left out meanwhile a message names.
const MOST_NAMED: usize = 2;
/// The most records of one preview.
pub(super) const MOST_AT_ONCE: usize = 1_000;
/// So many records are looked at between two keys.
const PART: usize = 40;

/// The screen.
pub(super) struct Approvals {
    /// The records of the list, those that will be approved first.
    outcomes: Vec<(Reviewed, Option<LeftOut>)>,
    /// How many were looked at.
    judged: usize,
    /// How many will be approved; none as long as not all were looked at.
    fine: usize,
    /// Whether they could not all be looked at, because the ledger could not be read. Then none is
    /// approved.
    has_failed: bool,
    /// How many more stand behind them in the list.
    further: usize,
    rows: Rows,
    /// The page of the cursor.
    page: Vec<ListedRecord>,
    loaded: usize,
    places: PlaceChoices,
    day: NaiveDate,
}

impl Approvals {
    /// Judges records of a list, behind which `further` ones stand.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn open(list: Vec<Reviewed>, further: usize, context: &mut Context) -> Result<Self> {
        let mut screen = Self {
            outcomes: list.into_iter().map(|one| (one, None)).collect(),
            judged: 0,
            fine: 0,
            has_failed: false,
            further,
            rows: Rows::default(),
            page: Vec::new(),
            loaded: 0,
            places: PlaceChoices::default(),
            day: context.day,
        };
        screen.refresh(context)?;
        // What was judged before it is shown the first time is seen from its top.
        screen.rows.command(Command::First);
        screen.load(context)?;
        Ok(screen)
    }

    /// Reads the next records again and says of each whether it will be approved. Once all are done,
    /// those that will be stand first.
    fn judge(&mut self, context: &Context) -> Result<()> {
        let Some(review) = context.person.review() else {
            self.judged = self.outcomes.len();
            return Ok(());
        };
        for (reviewed, why) in self.outcomes.iter_mut().skip(self.judged).take(PART) {
            let now = context.store.reviewed_now(reviewed.record)?;
            *why = match now {
                None => Some(LeftOut::Gone),
                Some(now) => {
                    *reviewed = now;
                    let store = &*context.store;
                    review.inspector.why_left_out(store, reviewed, self.day)?
                }
            };
            self.judged += 1;
        }
        if self.judged < self.outcomes.len() {
            return Ok(());
        }
        self.sort();
        self.page.clear();
        self.load(context)
    }

    /// Puts those that will be approved first. The cursor stays on its record.
    fn sort(&mut self) {
        let record_at = |screen: &Self| screen.outcomes.get(screen.rows.at).map(|one| one.0.record);
        let selected = record_at(self);
        self.outcomes.sort_by_key(|(_, why)| *why);
        let fine = self.outcomes.iter().take_while(|(_, why)| why.is_none());
        self.fine = fine.count();
        let is_selected = |one: &(Reviewed, Option<LeftOut>)| Some(one.0.record) == selected;
        if let Some(at) = self.outcomes.iter().position(is_selected) {
            self.rows.go_to(at);
        }
    }

    fn load(&mut self, context: &Context) -> Result<()> {
        let first = self.rows.first();
        if first != self.loaded || self.page.is_empty() {
            let shown = self.outcomes.iter().skip(first).take(self.rows.page.max(1));
            self.page = shown
                .map(|(reviewed, _)| ListedRecord::of(reviewed, &self.places, context))
                .collect::<Result<_>>()?;
            self.loaded = first;
        }
        Ok(())
    }

    fn enter(&self, context: &mut Context) -> Result<Nav> {
        let Some((reviewed, _)) = self.outcomes.get(self.rows.at) else {
            return Ok(Nav::Stay);
        };
        let ids = self.outcomes.iter().map(|(one, _)| one.record).collect();
        open_record(reviewed.record, Neighbours { ids }, context)
    }

    /// Asks whether those that are shown so are approved, in the versions that were seen.
    fn ask(&self, context: &mut Context) -> Nav {
        if self.is_at_work() {
            context.say(self.progress());
            return Nav::Stay;
        }
        if self.has_failed {
            context.say(self.failure());
            return Nav::Stay;
        }
        if self.fine == 0 {
            context.say(InspectorMsg::NothingToApprove);
            return Nav::Stay;
        }
        let fine = self.outcomes.iter().take(self.fine);
        let fine = fine.map(|(one, _)| (one.record, one.version.clone()));
        let question = InspectorMsg::AskApproveAll { count: self.fine };
        let choices = [&InspectorMsg::LeaveIt, &InspectorMsg::ApproveThem];
        let picker = Picker::to_ask(&question, choices, context.look.lang);
        Nav::ask(QuestionTopic::Approval(fine.collect()), picker)
    }

    /// Approves them. Where something changed meanwhile the screen stays and says what.
    fn approve(&mut self, seen: &[(Uuid, Vec<ChangeId>)], context: &mut Context) -> Result<Nav> {
        let Some(review) = context.person.review() else {
            return Ok(Nav::Stay);
        };
        let seen = seen.iter().map(|(record, base)| (*record, base.as_slice()));
        let done = review.inspector.approve_list(seen, self.day)?;
        let count = done.approved;
        if done.left_out.is_empty() {
            context.say(InspectorMsg::ApprovedMany { count });
            return Ok(Nav::Pop);
        }
        let left = done.left_out.len();
        let names = names(&done, context)?;
        context.say(InspectorMsg::ApprovedSome { count, left, names });
        self.refresh(context)?;
        Ok(Nav::Stay)
    }

    /// Returns how many will be approved, or how far that is known.
    fn head(&self, lang: Lang) -> String {
        if self.is_at_work() {
            return self.progress().say(lang);
        }
        if self.has_failed {
            return self.failure().say(lang);
        }
        let (count, further) = (self.fine, self.further);
        let left = self.outcomes.len() - count;
        if further > 0 {
            InspectorMsg::ApprovalsHeadOf {
                count,
                left,
                further,
            }
            .say(lang)
        } else {
            InspectorMsg::ApprovalsHead { count, left }.say(lang)
        }
    }

    /// Says how many of the records were looked at before the ledger could not be read.
    const fn failure(&self) -> InspectorMsg {
        InspectorMsg::ApprovalsFailed {
            judged: self.judged,
            of: self.outcomes.len(),
        }
    }

    /// Says how many of the records were looked at.
    const fn progress(&self) -> WorkMsg {
        WorkMsg::Judging {
            judged: self.judged,
            of: self.outcomes.len(),
        }
    }

    fn row(&self, canvas: &mut Canvas, n: usize, listed: &ListedRecord) {
        let (lang, look) = (canvas.look.lang, canvas.look);
        let Some((_, why)) = self.outcomes.get(self.loaded + n) else {
            return;
        };
        let here = self.loaded + n == self.rows.at;
        let style = if here { look.selected() } else { Style::new() };
        canvas.fill(0, HEAD + n, canvas.width(), style);
        let (mark, words) = match why {
            None if self.judged <= self.loaded + n => (" ", String::new()),
            None => ("+", InspectorMsg::WillBeApproved.say(lang)),
            Some(why) => ("-", why.say(lang)),
        };
        let place = format!("{mark} {}", listed.place);
        let cells = [
            &place,
            listed.kind.get(lang),
            listed.name.get(lang),
            words.as_str(),
        ];
        for (words, (column, room)) in cells.into_iter().zip(columns(canvas.width())) {
            canvas.put(column, HEAD + n, room, words, style);
        }
        if here {
            canvas.cursor(0, HEAD + n);
        }
    }
}

/// Names the first of those that were left out, each with why.
fn names(done: &BulkApproval, context: &Context) -> Result<String> {
    let lang = context.look.lang;
    let mut named = Vec::new();
    for (record, why) in done.left_out.iter().take(MOST_NAMED) {
        let name = context.store.known_by(*record)?;
        let name = name.get(lang).to_owned();
        let why = why.say(lang);
        named.push(InspectorMsg::LeftOutNamed { name, why }.say(lang));
    }
    Ok(word_list(named, lang))
}

/// Where place, kind, name and outcome begin, and their room.
fn columns(width: usize) -> [(usize, usize); 4] {
    divided([22, 18, 29, 27], width)
}

impl Screen for Approvals {
    fn scope(&self) -> CommandScope {
        CommandScope::Approvals
    }

    fn title(&self, lang: Lang) -> String {
        InspectorMsg::ApprovalsTitle.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.outcomes.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.enter(context),
            Command::ApproveAll => return Ok(self.ask(context)),
            other => {
                self.rows.command(other);
            }
        }
        self.load(context)?;
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Approval(seen), Answer::Yes) => self.approve(&seen, context),
            _ => Ok(Nav::Stay),
        }
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.rows.page = page(context.body.1);
        self.rows.resize(self.outcomes.len());
        self.page.clear();
        (self.judged, self.fine, self.has_failed) = (0, 0, false);
        self.judge(context)?;
        self.load(context)
    }

    fn is_at_work(&self) -> bool {
        self.judged < self.outcomes.len() && !self.has_failed
    }

    fn work(&mut self, context: &mut Context) -> Result<bool> {
        let told = self.judged * 10 / self.outcomes.len().max(1);
        let done = self.judge(context);
        self.has_failed = done.is_err();
        done?;
        Ok(self.judged * 10 / self.outcomes.len().max(1) != told)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![InspectorMsg::ApprovalsHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        canvas.put(0, 0, usize::MAX, &self.head(lang), Style::new());
        let heads = [
            ScreenMsg::PlaceHead.say(lang),
            InspectorMsg::KindHead.say(lang),
            ScreenMsg::NameHead.say(lang),
            InspectorMsg::OutcomeHead.say(lang),
        ];
        for (head, (column, room)) in heads.iter().zip(columns(canvas.width())) {
            canvas.put(column, 1, room, head, canvas.look.heading());
        }
        for (n, listed) in self.page.iter().enumerate() {
            self.row(canvas, n, listed);
        }
    }
}
