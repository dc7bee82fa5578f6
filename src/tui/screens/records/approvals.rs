//! What approving a list would do, a line a record, before anything is approved.

use chrono::NaiveDate;
use ratatui::style::Style;
use uuid::Uuid;

use super::layout::{HEAD, page};
use super::listed::ListedRecord;
use super::opening::open_record;
use crate::domain::record::ChangeId;
use crate::domain::review::LeftOut;
use crate::i18n::{InspectorMsg, Lang, Say, ScreenMsg, word_list};
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

/// The screen.
pub(super) struct Approvals {
    /// The records of the list, those that will be approved first.
    outcomes: Vec<(Reviewed, Option<LeftOut>)>,
    /// How many will be approved.
    fine: usize,
    rows: Rows,
    /// The page of the cursor.
    page: Vec<ListedRecord>,
    loaded: usize,
    places: PlaceChoices,
    day: NaiveDate,
}

impl Approvals {
    /// Judges every record of a list.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn open(list: &[Reviewed], context: &mut Context) -> Result<Self> {
        let mut screen = Self {
            outcomes: list.iter().map(|one| (one.clone(), None)).collect(),
            fine: 0,
            rows: Rows::default(),
            page: Vec::new(),
            loaded: 0,
            places: PlaceChoices::default(),
            day: context.day,
        };
        screen.refresh(context)?;
        Ok(screen)
    }

    /// Reads the records again and says of each whether it will be approved.
    fn judge(&mut self, context: &Context) -> Result<()> {
        let Some(review) = context.person.review() else {
            return Ok(());
        };
        for (reviewed, why) in &mut self.outcomes {
            let now = context.store.reviewed_now(reviewed.record)?;
            *why = match now {
                None => Some(LeftOut::Gone),
                Some(now) => {
                    *reviewed = now;
                    let store = &*context.store;
                    review.inspector.why_left_out(store, reviewed, self.day)?
                }
            };
        }
        self.outcomes.sort_by_key(|(_, why)| *why);
        self.fine = self
            .outcomes
            .iter()
            .take_while(|(_, why)| why.is_none())
            .count();
        Ok(())
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

    fn row(&self, canvas: &mut Canvas, n: usize, listed: &ListedRecord) {
        let (lang, look) = (canvas.look.lang, canvas.look);
        let Some((_, why)) = self.outcomes.get(self.loaded + n) else {
            return;
        };
        let here = self.loaded + n == self.rows.at;
        let style = if here { look.selected() } else { Style::new() };
        canvas.fill(0, HEAD + n, canvas.width(), style);
        let (mark, words) = match why {
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
        self.judge(context)?;
        self.rows.page = page(context.body.1);
        self.rows.resize(self.outcomes.len());
        self.page.clear();
        self.load(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![InspectorMsg::ApprovalsHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let head = InspectorMsg::ApprovalsHead {
            count: self.fine,
            left: self.outcomes.len() - self.fine,
        };
        canvas.put(0, 0, usize::MAX, &head.say(lang), Style::new());
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
