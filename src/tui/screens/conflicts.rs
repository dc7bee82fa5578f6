//! The conflicts of merging that nobody decided, and the question which value it is to be.

mod settle;

use ratatui::style::Style;

use self::settle::{settle, settle_again};
use super::form::FormScreen;
use crate::domain::policy::form_of;
use crate::domain::record::ChangeId;
use crate::domain::text::{folding, width};
use crate::domain::value::Zone;
use crate::i18n::{Lang, MergeMsg, Say, ScreenMsg, Text};
use crate::store::{OpenConflict, Result, Saved, Side};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::opening::Opening;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::picker::{Item, Picker, name_room};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen, nothing};

/// Rows under the list: the rule and the values of the selected conflict.
const BELOW: usize = 7;

/// The list.
pub struct Conflicts {
    rows: Rows,
    open: Vec<OpenConflict>,
    zone: Zone,
    is_writable: bool,
    /// What was decided last on this screen, and the change that did it.
    decided: Option<(OpenConflict, ChangeId)>,
}

impl Conflicts {
    /// Every open conflict.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open(context: &mut Context) -> Result<Self> {
        let zone = context.store.zone();
        let mut list = Self {
            rows: Rows::default(),
            open: Vec::new(),
            zone,
            is_writable: context.store.is_writable(),
            decided: None,
        };
        list.refresh(context)?;
        Ok(list)
    }

    fn selected(&self) -> Option<&OpenConflict> {
        self.open.get(self.rows.at)
    }

    /// Asks which value it is to be.
    fn ask(&self, conflict: &OpenConflict, again: Option<ChangeId>, context: &Context) -> Nav {
        let item = |at: usize, name: Text, extra: Text, answer: Answer| Item {
            code: (at + 1).to_string(),
            name,
            extra,
            answer,
        };
        let sides = conflict.sides.iter().enumerate();
        let mut items: Vec<Item> = sides
            .map(|(at, side)| {
                item(
                    at,
                    side.words.clone(),
                    Text::of(&Given(side, self.zone)),
                    Answer::At(at),
                )
            })
            .collect();
        if is_typed(conflict, context) {
            let name = Text::of(&MergeMsg::ByHand);
            let extra = Text::of(&MergeMsg::ByHandExtra);
            items.push(item(items.len(), name, extra, Answer::Other));
        }
        let title = Text::of(&MergeMsg::Ask {
            record: Text::of(&conflict.record),
            field: conflict.label.clone(),
        });
        let picker = Picker::new(title, items, 0, context.list_size());
        let picker = picker.above(cut_values(conflict, name_room(context.body.0)));
        let conflict = Box::new(conflict.clone());
        Nav::ask(QuestionTopic::Conflict { conflict, again }, picker)
    }

    /// Takes the value of a digit at once for the selected conflict, or opens the form for the last
    /// one. Returns `None` where the digit stands for nothing.
    fn take(&mut self, digit: usize, context: &mut Context) -> Result<Option<Nav>> {
        let Some(conflict) = self.selected().cloned() else {
            return Ok(None);
        };
        let Some(at) = digit.checked_sub(1) else {
            return Ok(None);
        };
        if at < conflict.sides.len() {
            self.decide(conflict, None, at, context)?;
            return Ok(Some(Nav::Stay));
        }
        if at == conflict.sides.len() && is_typed(&conflict, context) {
            return type_it(&conflict, context).map(Some);
        }
        Ok(None)
    }

    /// Decides for one of the values, for the first time or `again`.
    fn decide(
        &mut self,
        conflict: OpenConflict,
        again: Option<&ChangeId>,
        at: usize,
        context: &mut Context,
    ) -> Result<()> {
        let saved = match again {
            None => settle(&conflict, at, context)?,
            Some(before) => settle_again(&conflict, before, at, context)?,
        };
        let name = Text::of(&conflict.record);
        match saved {
            Some(Saved::Written(change)) => {
                self.decided = Some((conflict, change));
                context.say(MergeMsg::Settled { name });
            }
            Some(Saved::Unchanged) if again.is_some() => context.say(ScreenMsg::Unchanged),
            Some(Saved::Unchanged | Saved::Outdated(_)) => {
                context.say(MergeMsg::ConflictGone { name });
            }
            None => {}
        }
        self.refresh(context)
    }
}

/// The values, whole, if one of them takes more than so many columns: two may differ at their ends
/// only.
fn cut_values(conflict: &OpenConflict, room: usize) -> Vec<Text> {
    let is_cut = |side: &Side| {
        [&side.words.zh, &side.words.en]
            .iter()
            .any(|words| width::width(words) > room)
    };
    let sides = conflict
        .sides
        .iter()
        .enumerate()
        .filter(|_| conflict.sides.iter().any(is_cut));
    let numbered = |at: usize, words: &str| format!("{}  {words}", at + 1);
    sides
        .map(|(at, Side { words, .. })| Text {
            zh: numbered(at, &words.zh),
            en: numbered(at, &words.en),
        })
        .collect()
}

/// The form of the record, at the field.
fn type_it(conflict: &OpenConflict, context: &mut Context) -> Result<Nav> {
    let OpenConflict { record, fields, .. } = conflict;
    let opening = Opening::of_record(record.subject, record.id, fields);
    let Some(mut form) = FormScreen::open(context, opening)? else {
        return Ok(Nav::Stay);
    };
    form.go_to_field(&conflict.field, context);
    Ok(Nav::Push(Box::new(form)))
}

/// Whether the field stands in the form of the record.
fn is_typed(conflict: &OpenConflict, context: &Context) -> bool {
    form_of(
        context.store.packs(),
        conflict.record.subject,
        &conflict.fields,
    )
    .is_some_and(|form| form.field(&conflict.field).is_some())
}

/// Who gave a value, when and where.
struct Given<'a>(&'a Side, Zone);

impl Say for Given<'_> {
    fn say(&self, lang: Lang) -> String {
        let Side {
            author,
            at,
            site,
            is_own,
            is_shown,
            ..
        } = self.0;
        let site = if *is_own {
            MergeMsg::Here
        } else {
            MergeMsg::Elsewhere {
                site: site.chars().take(8).collect(),
            }
        };
        let shown = if *is_shown {
            MergeMsg::Shown.say(lang)
        } else {
            String::new()
        };
        format!("{author}  {}  {}{shown}", self.1.shown(at), site.say(lang))
    }
}

impl Screen for Conflicts {
    fn scope(&self) -> CommandScope {
        CommandScope::Conflicts
    }

    fn title(&self, lang: Lang) -> String {
        MergeMsg::Title.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([
            (Obstacle::NothingSelected, self.open.is_empty()),
            (Obstacle::ReadOnly, !self.is_writable),
        ])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => {
                let selected = self.selected();
                return Ok(selected.map_or(Nav::Stay, |open| self.ask(open, None, context)));
            }
            Command::Undo => match &self.decided {
                Some((decided, change)) => {
                    return Ok(self.ask(decided, Some(change.clone()), context));
                }
                None => context.say(MergeMsg::NothingDecided),
            },
            Command::Find => return self.find("", context),
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    /// Takes a digit for the value beside it, and everything else for a search.
    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let folded = folding::figure(typed);
        if self.is_writable
            && let Ok(digit) = folded.parse::<usize>()
            && let Some(nav) = self.take(digit, context)?
        {
            return Ok(nav);
        }
        if folded.is_empty() {
            return Ok(Nav::Stay);
        }
        self.find(typed, context)
    }

    /// Asks for a row, or for a town or facility of the ledger.
    fn find(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let candidate = |(at, open): (usize, &OpenConflict)| {
            let name = Text::of(&open.record);
            let found = Findable::new(name, ("", ""), open.label.clone(), Answer::At(at));
            found.being(Answer::Id(open.record.id))
        };
        let own = self.open.iter().enumerate().map(candidate).collect();
        Find::ask((own, self.rows.at), Vec::new(), typed, context)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Conflict { conflict, .. }, Answer::Other) => {
                return type_it(&conflict, context);
            }
            (QuestionTopic::Row, Answer::At(at)) => self.rows.go_to(at),
            (QuestionTopic::Row, answer) => return Ok(Nav::Found(answer)),
            (QuestionTopic::Conflict { conflict, again }, Answer::At(at)) => {
                self.decide(*conflict, again.as_ref(), at, context)?;
            }
            _ => {}
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        // The cursor stays on the conflict that was seen, wherever it stands now.
        let seen = self
            .selected()
            .map(|open| (open.record.id, open.field.clone()));
        self.open = context.store.conflicts()?;
        self.rows.page = context.body.1.saturating_sub(BELOW).max(1);
        self.rows.resize(self.open.len());
        let again = self
            .open
            .iter()
            .position(|open| Some((open.record.id, open.field.clone())) == seen);
        self.rows.at = again.unwrap_or(self.rows.at);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        let settle = self.is_writable.then(|| MergeMsg::SettleHelp.say(lang));
        std::iter::once(MergeMsg::Help.say(lang))
            .chain(settle)
            .collect()
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let look = canvas.look;
        let Some(selected) = self.selected() else {
            return nothing(canvas, 0, &MergeMsg::NoneOpen);
        };
        let page = self
            .open
            .iter()
            .enumerate()
            .skip(self.rows.first())
            .take(self.rows.page);
        for (row, (at, open)) in page.enumerate() {
            let here = at == self.rows.at;
            let field = MergeMsg::Field {
                record: Text::of(&open.record),
                field: open.label.clone(),
            }
            .say(lang);
            let words = format!("{}{field}", if here { ">" } else { " " });
            canvas.line(
                row,
                &words,
                if here { look.selected() } else { Style::new() },
            );
            if here {
                canvas.cursor(0, row);
            }
        }
        self.rows.rule(canvas, self.rows.page);
        for (row, side) in selected.sides.iter().enumerate() {
            let given = Given(side, self.zone).say(lang);
            let room = canvas
                .width()
                .saturating_sub(width::width(&given) + 2)
                .max(canvas.width() / 2);
            let numbered = format!("{}  {}", row + 1, side.words.get(lang));
            let words = width::shortened(&numbered, room);
            let column = canvas.put(0, self.rows.page + 1 + row, room, &words, look.heading());
            canvas.put(
                column + 2,
                self.rows.page + 1 + row,
                usize::MAX,
                &given,
                Style::new(),
            );
        }
    }
}
