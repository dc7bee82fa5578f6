//! A list to choose from: by arrows and Enter, by a digit, or by typing a part of the name, a code
//! or pinyin initials.

mod columns;
mod item;

use ratatui::style::Style;
use tui_input::{Input, InputRequest};

use self::columns::Columns;
pub(crate) use self::columns::name_room;
pub(crate) use self::item::Item;
use super::rows::Rows;
use crate::domain::text::folding;
use crate::domain::text::search::{NameMatch, Query, SearchKey};
use crate::i18n::{Lang, Say, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{self, Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::typing::{self, LONGEST_SEARCH};
use crate::tui::look::Look;
use crate::tui::question::Answer;
use crate::tui::screen::{Nav, Screen};
use crate::tui::text;

/// The list.
pub(crate) struct Picker {
    title: Text,
    items: Vec<Item>,
    /// The language that names are searched in.
    lang: Lang,
    /// Positions of the items that fit what was typed, the best first.
    fitting: Vec<usize>,
    typed: Input,
    rows: Rows,
    /// What there is to know before choosing, under the list.
    below: Vec<Text>,
    /// How many of its lines are passed over, where there is no room for all.
    passed: usize,
    /// Whether a space before any search picks, as it ticks a box.
    ticks: bool,
}

/// Rows above the list: the prompt and what was typed, and a blank one.
const HEAD: usize = 2;

impl Picker {
    /// A list over `items`, with the cursor on the one at `at`.
    #[must_use]
    pub(crate) fn new(
        title: Text,
        items: Vec<Item>,
        at: usize,
        (lang, height): (Lang, usize),
    ) -> Self {
        let fitting: Vec<usize> = (0..items.len()).collect();
        let mut rows = Rows::new(items.len(), height.saturating_sub(HEAD));
        rows.at = at.min(items.len().saturating_sub(1));
        Self {
            title,
            items,
            lang,
            fitting,
            typed: Input::default(),
            rows,
            below: Vec::new(),
            passed: 0,
            ticks: false,
        }
    }

    /// The commands of a screen; one that is not possible now says why.
    #[must_use]
    pub(crate) fn of_commands(
        scope: CommandScope,
        there: &[Obstacle],
        lang: Lang,
        height: usize,
    ) -> Self {
        let items = command::offered(scope, there)
            .filter(|d| d.command != Command::Palette)
            .map(|definition| {
                let keys = definition
                    .keys
                    .iter()
                    .map(|key| command::key_name(*key))
                    .collect::<Vec<_>>()
                    .join(" ");
                let extra = |lang| {
                    let why = definition
                        .obstacle(there)
                        .map(|obstacle| format!("({})", obstacle.why().say(lang)));
                    format!(
                        "{keys}  {}",
                        why.unwrap_or_else(|| definition.help.say(lang))
                    )
                };
                Item {
                    code: String::new(),
                    name: Text::of(&definition.label),
                    extra: Text {
                        zh: extra(Lang::Zh),
                        en: extra(Lang::En),
                    },
                    answer: Answer::Run(definition.command),
                }
            });
        Self::new(
            Text::of(&ScreenMsg::PaletteTitle),
            items.collect(),
            0,
            (lang, height),
        )
    }

    /// Asks before something is taken away; keeping it stands first.
    #[must_use]
    pub(crate) fn to_confirm(question: &ScreenMsg, lang: Lang) -> Self {
        Self::to_ask(question, [&ScreenMsg::Keep, &ScreenMsg::RemoveIt], lang)
    }

    /// Asks before something is done that the second choice names; the first leaves everything as
    /// it is.
    #[must_use]
    pub(crate) fn to_ask<M: Say>(question: &M, [leave, act]: [&M; 2], lang: Lang) -> Self {
        let item = |code: &str, words: &M, answer| Item {
            code: code.to_owned(),
            name: Text::of(words),
            extra: Text::default(),
            answer,
        };
        let items = vec![item("1", leave, Answer::No), item("2", act, Answer::Yes)];
        Self::new(Text::of(question), items, 0, (lang, HEAD + 2))
    }

    /// The same, with a space that picks, as it ticks a box.
    #[must_use]
    pub(crate) fn ticking(self) -> Self {
        Self {
            ticks: true,
            ..self
        }
    }

    /// The same, with lines under the list.
    #[must_use]
    pub(crate) fn above(self, below: Vec<Text>) -> Self {
        Self { below, ..self }
    }

    fn selected(&self) -> Option<&Item> {
        self.items.get(*self.fitting.get(self.rows.at)?)
    }

    /// Keeps the items whose code or name fits what was typed, the best first.
    fn filter(&mut self) {
        let query = Query::new(self.typed.value());
        let fit = |item: &Item| {
            let key = SearchKey::new(item.name.get(self.lang), &item.code, "");
            query.fit(&key)
        };
        let items = self.items.iter().enumerate();
        let mut fits: Vec<(NameMatch, usize)> = items
            .filter_map(|(at, item)| Some((fit(item)?, at)))
            .collect();
        if !query.is_empty() {
            fits.sort_unstable();
        }
        self.fitting = fits.into_iter().map(|(_, at)| at).collect();
        self.rows = Rows::new(self.fitting.len(), self.rows.page);
    }

    /// Draws the page of items that fit.
    fn items_on(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let height = canvas.height().saturating_sub(HEAD);
        let shown = self.fitting.iter().enumerate();
        let shown = shown.skip(self.rows.first()).take(height);
        let shown: Vec<(usize, &Item)> = shown
            .filter_map(|(at, item)| Some((at, self.items.get(*item)?)))
            .collect();
        let columns = Columns::of(&shown, canvas);
        for (row, (at, item)) in shown.into_iter().enumerate() {
            let here = at == self.rows.at;
            let (mark, style) = if here {
                (">", canvas.look.selected())
            } else {
                (" ", Style::new())
            };
            let row = row + HEAD;
            let key = Columns::key_of(&item.code);
            let name = text::fit(&canvas.safe(item.name.get(lang)), columns.name - 1);
            let bar = format!("{mark} {}{name}", text::pad(key, columns.key - 2));
            let extra = columns.key + columns.name;
            canvas.put(0, row, extra - 1, &text::pad(&bar, extra - 1), style);
            let room = columns.extra.saturating_sub(1);
            canvas.put(extra, row, room, item.extra.get(lang), Style::new());
            let code = Columns::code_of(&item.code);
            canvas.put(columns.code, row, usize::MAX, code, Style::new());
        }
    }

    /// The lines under the list, and how many of them have room.
    fn below_lines(&self, (width, height): (usize, usize), look: Look) -> (Vec<String>, usize) {
        let safe = |line: &Text| {
            let clean = text::clean(line.get(look.lang));
            text::safe(&clean, look.ambiguous).into_owned()
        };
        let lines = self.below.iter().map(safe);
        let lines = lines.flat_map(|line| text::wrap(&line, width)).collect();
        (lines, height.saturating_sub(self.top()))
    }

    /// The row of the first line under the list.
    fn top(&self) -> usize {
        HEAD + self.fitting.len().max(1) + 1
    }

    /// Turns the lines under the list, where they have no room and the list has; whether it did.
    fn turn_below(&mut self, command: Command, context: &Context) -> bool {
        let (lines, room) = self.below_lines(context.body, context.look);
        let page = room.saturating_sub(1).max(1);
        if lines.len() <= room || self.rows.count > self.rows.page {
            return false;
        }
        self.passed = if command == Command::PageUp {
            self.passed.saturating_sub(page)
        } else if self.passed + page < lines.len() {
            self.passed + page
        } else {
            self.passed
        };
        true
    }

    fn draw_below(&self, canvas: &mut Canvas) {
        let look = canvas.look;
        let size = (canvas.width(), canvas.height());
        let (lines, room) = self.below_lines(size, look);
        let passed = if lines.len() > room { self.passed } else { 0 };
        let left = lines.len().saturating_sub(passed);
        // A single row is for the words themselves.
        let is_marked = left > room && room > 1;
        let shown = if is_marked { room - 1 } else { left.min(room) };
        let top = self.top();
        for (row, line) in lines.iter().skip(passed).take(shown).enumerate() {
            canvas.put(0, top + row, usize::MAX, line, Style::new());
        }
        if is_marked {
            let count = left - shown;
            let more = ScreenMsg::MoreBelow { count }.say(look.lang);
            canvas.put(0, top + shown, usize::MAX, &more, look.heading());
        }
    }

    fn edit(&mut self, request: InputRequest) {
        self.typed.handle(request);
        self.filter();
    }
}

fn is_digit(code: &str) -> bool {
    code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_digit())
}

impl Screen for Picker {
    fn scope(&self) -> CommandScope {
        CommandScope::Picker
    }

    fn title(&self, lang: Lang) -> String {
        self.title.say(lang)
    }

    fn language_switched(&mut self, lang: Lang) {
        self.lang = lang;
        if !self.typed.value().is_empty() {
            self.filter();
        }
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        if self.fitting.is_empty() {
            vec![Obstacle::NothingSelected]
        } else {
            Vec::new()
        }
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Take => {
                return Ok(self
                    .selected()
                    .map_or(Nav::Stay, |item| Nav::Answer(item.answer.clone())));
            }
            Command::Left => {
                self.typed.handle(InputRequest::GoToPrevChar);
            }
            Command::Right => {
                self.typed.handle(InputRequest::GoToNextChar);
            }
            Command::EraseBack => self.edit(InputRequest::DeletePrevChar),
            Command::EraseForward => self.edit(InputRequest::DeleteNextChar),
            Command::ClearField => self.edit(InputRequest::DeleteLine),
            Command::PageDown | Command::PageUp if self.turn_below(command, context) => {}
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    fn text(&mut self, typed: &str, context: &mut Context) -> Result<Nav> {
        let folded = folding::figure(typed);
        if self.ticks && self.typed.value().is_empty() && folded.is_empty() {
            return Ok(self
                .selected()
                .map_or(Nav::Stay, |item| Nav::Answer(item.answer.clone())));
        }
        if self.typed.value().is_empty() && is_digit(&folded) {
            // A digit that begins no other code needs no Enter.
            let mut begun = self
                .items
                .iter()
                .filter(|item| item.code.starts_with(&folded));
            if let (Some(item), None) = (begun.next(), begun.next())
                && item.code == folded
            {
                return Ok(Nav::Answer(item.answer.clone()));
            }
        }
        typing::insert(
            &mut self.typed,
            &typed.replace(char::is_control, ""),
            LONGEST_SEARCH,
        )
        .say(context);
        self.filter();
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.rows.page = context.body.1.saturating_sub(HEAD);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ScreenMsg::FindPrompt.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let prompt = ScreenMsg::FindPrompt.say(lang);
        let column = canvas.put(0, 0, usize::MAX, &prompt, Style::new());
        let typed = self.typed.value();
        let end = canvas.put(column, 0, usize::MAX, typed, canvas.look.heading());
        let count = self.fitting.len();
        let matches = ScreenMsg::Matches { count }.say(lang);
        canvas.put(end + 2, 0, usize::MAX, &matches, Style::new());
        self.items_on(canvas);
        if count == 0 {
            let nothing = ScreenMsg::NothingFound.say(lang);
            canvas.put(0, HEAD, usize::MAX, &nothing, Style::new());
        }
        self.draw_below(canvas);
        let before: String = typed.chars().take(self.typed.cursor()).collect();
        canvas.cursor(column + text::width(&canvas.safe(&before)), 0);
    }
}
