//! What a pasted block would do to a grid, a line a row, before any of it is put in.

use std::collections::BTreeMap;

use ratatui::style::Style;
use uuid::Uuid;

use super::paste::NamedLine;
use crate::domain::record::ChangeId;
use crate::domain::text::folding;
use crate::domain::value::{Field, Value};
use crate::i18n::{Lang, PasteMsg, Say as _, Text, named};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::entry::Entry;
use crate::tui::form::typing;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, PastedCell, QuestionTopic};
use crate::tui::screen::{Nav, Screen};
use crate::tui::text;

/// Rows above the lines: how many are put in, and the heads of the columns.
const HEAD: usize = 2;
/// Rows under them: a rule, and what there is to say of the line of the cursor.
const FOOT: usize = 3;

/// A row of the grid that a line may mean.
pub(super) struct PasteRow {
    pub(super) record: Uuid,
    /// The version that is shown.
    pub(super) heads: Vec<ChangeId>,
    /// What a line may call it, and its place.
    pub(super) names: Vec<String>,
    pub(super) places: Vec<String>,
    pub(super) place: String,
    pub(super) known_by: Text,
    /// What stands in it now: as text, and its value where it has one.
    pub(super) now: (String, Option<Value>),
}

/// Which row a line is of.
enum RowMatch {
    /// None has its name.
    None,
    One(usize),
    /// Several have it, and nobody said yet which is meant.
    Several(Vec<usize>),
    /// Several have it, and it is none of them.
    Skipped,
}

/// What becomes of a line.
struct Outcome {
    mark: &'static str,
    words: Text,
    is_put: bool,
}

/// The screen.
pub(super) struct PastePreview {
    field: Field,
    table: Vec<PasteRow>,
    lines: Vec<(NamedLine, RowMatch)>,
    outcomes: Vec<Outcome>,
    rows: Rows,
}

impl PastePreview {
    /// Finds the row of every line.
    ///
    /// # Errors
    /// When no line names a row.
    pub(super) fn of(
        lines: Vec<NamedLine>,
        table: Vec<PasteRow>,
        field: &Field,
        context: &Context,
    ) -> Result<Self, PasteMsg> {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, row) in table.iter().enumerate() {
            let keys: std::collections::BTreeSet<String> =
                row.names.iter().map(|name| folding::key(name)).collect();
            for key in keys.into_iter().filter(|key| !key.is_empty()) {
                by_name.entry(key).or_default().push(at);
            }
        }
        let is_there = |at: &usize, place: &Option<String>| {
            let key = place.as_deref().map(folding::key);
            let row = table.get(*at);
            key.is_none_or(|key| {
                row.is_some_and(|row| row.places.iter().any(|name| folding::key(name) == key))
            })
        };
        let found = |line: &NamedLine| {
            let called = by_name.get(&folding::key(&line.name)).into_iter().flatten();
            let rows: Vec<usize> = called
                .copied()
                .filter(|at| is_there(at, &line.place))
                .collect();
            match rows.as_slice() {
                [] => RowMatch::None,
                [one] => RowMatch::One(*one),
                _ => RowMatch::Several(rows),
            }
        };
        let lines = lines.into_iter().map(|line| {
            let row = found(&line);
            (line, row)
        });
        let lines: Vec<(NamedLine, RowMatch)> = lines.collect();
        if lines.iter().all(|(_, row)| matches!(row, RowMatch::None)) {
            return Err(PasteMsg::NoNames);
        }
        let mut preview = Self {
            field: field.clone(),
            rows: Rows::new(lines.len(), page(context.body.1)),
            table,
            lines,
            outcomes: Vec::new(),
        };
        preview.judge(context.look.lang);
        Ok(preview)
    }

    /// Says of every line what becomes of it.
    fn judge(&mut self, lang: Lang) {
        let mut meant: BTreeMap<usize, usize> = BTreeMap::new();
        for (line, row) in &self.lines {
            if let RowMatch::One(at) = row
                && !line.text.is_empty()
            {
                *meant.entry(*at).or_default() += 1;
            }
        }
        let outcomes = self.lines.iter().map(|(line, row)| match row {
            RowMatch::None => left_out(Text::of(&PasteMsg::NotFound)),
            RowMatch::Skipped => left_out(Text::of(&PasteMsg::Skipped)),
            _ if line.text.is_empty() => left_out(Text::of(&PasteMsg::NoValue)),
            RowMatch::Several(rows) => Outcome {
                mark: "?",
                words: Text::of(&PasteMsg::Several { count: rows.len() }),
                is_put: false,
            },
            RowMatch::One(at) if meant.get(at).is_some_and(|count| *count > 1) => {
                left_out(Text::of(&PasteMsg::Twice))
            }
            RowMatch::One(at) => match self.table.get(*at) {
                Some(row) => put(&self.field, &line.text, row, lang),
                None => left_out(Text::of(&PasteMsg::NotFound)),
            },
        });
        self.outcomes = outcomes.collect();
    }

    fn put_count(&self) -> usize {
        self.outcomes
            .iter()
            .filter(|outcome| outcome.is_put)
            .count()
    }

    /// Asks which row a line means that fits several.
    fn ask_row(&mut self, at: usize, context: &Context) -> Nav {
        let Some((line, RowMatch::Several(rows))) = self.lines.get(at) else {
            return Nav::Stay;
        };
        let rows = rows
            .iter()
            .filter_map(|at| Some((*at, self.table.get(*at)?)));
        let items = rows.enumerate().map(|(n, (row, found))| Item {
            code: (n + 1).to_string(),
            name: found.shown(),
            extra: Text::both(found.now.0.clone()),
            answer: Answer::At(row),
        });
        let none = Item {
            code: "0".to_owned(),
            name: Text::of(&PasteMsg::LeaveOut),
            extra: Text::default(),
            answer: Answer::NoChoice,
        };
        let name = line.name.clone();
        let title = Text::of(&PasteMsg::WhichRow { name });
        let picker = Picker::new(title, items.chain([none]).collect(), 0, context.list_size());
        self.rows.at = at;
        Nav::ask(QuestionTopic::PastedRow(at), picker)
    }

    /// Takes what can be put in; what is not clear is asked first.
    fn take(&mut self, context: &mut Context) -> Nav {
        let open = |(_, row): &(NamedLine, RowMatch)| matches!(row, RowMatch::Several(_));
        let is_asked = |at: &usize| {
            let line = self.lines.get(*at);
            line.is_some_and(|line| open(line) && !line.0.text.is_empty())
        };
        if let Some(at) = (0..self.lines.len()).find(is_asked) {
            return self.ask_row(at, context);
        }
        let lines = self.lines.iter().zip(&self.outcomes);
        let cells = lines.filter_map(|((line, row), outcome)| {
            let RowMatch::One(at) = row else { return None };
            let row = self.table.get(*at).filter(|_| outcome.is_put)?;
            Some(PastedCell {
                record: row.record,
                heads: row.heads.clone(),
                text: line.text.clone(),
            })
        });
        let cells: Vec<PastedCell> = cells.collect();
        if cells.is_empty() {
            context.say(PasteMsg::NothingToPut);
            return Nav::Stay;
        }
        Nav::Answer(Answer::Cells {
            left_out: self.lines.len() - cells.len(),
            cells,
        })
    }

    /// What there is to say of the line of the cursor: which row it is of, and what becomes of it.
    fn told(&self, lang: Lang) -> String {
        let Some(((line, row), outcome)) = self
            .lines
            .get(self.rows.at)
            .zip(self.outcomes.get(self.rows.at))
        else {
            return String::new();
        };
        let words = outcome.words.get(lang);
        let found = match row {
            RowMatch::One(at) => self.table.get(*at),
            _ => None,
        };
        let name = found.map_or_else(|| line.name.clone(), |row| row.shown().say(lang));
        named(&name, words, lang)
    }
}

impl PasteRow {
    /// Its place and what it is known by.
    fn shown(&self) -> Text {
        let place = &self.place;
        let shown = |lang| format!("{place} {}", self.known_by.get(lang));
        Text {
            zh: shown(Lang::Zh),
            en: shown(Lang::En),
        }
    }
}

const fn left_out(words: Text) -> Outcome {
    Outcome {
        mark: "!",
        words,
        is_put: false,
    }
}

/// What becomes of a text that is put into a row.
fn put(field: &Field, typed: &str, row: &PasteRow, lang: Lang) -> Outcome {
    let limit = field.most_typed();
    if typing::fitting(typed, limit).1 > 0 {
        return left_out(Text::of(&PasteMsg::TooLong { limit }));
    }
    let mut entry = Entry::of_value(field, None, lang);
    entry.put(field, typed.to_owned());
    entry.settle(field, lang);
    let after = match (&entry.refusal, &entry.value) {
        (None, Some(value)) => value.clone(),
        (refusal, _) => {
            let why = refusal.as_ref().map(Text::of).unwrap_or_default();
            let refused = |lang| PasteMsg::Refused {
                why: why.get(lang).to_owned(),
            };
            return left_out(Text {
                zh: refused(Lang::Zh).say(Lang::Zh),
                en: refused(Lang::En).say(Lang::En),
            });
        }
    };
    let (text, before) = &row.now;
    let is_same = before.as_ref().is_some_and(|before| before.is_same(&after));
    let words = |lang: Lang| {
        let value = field.edit_text(&after, lang);
        if is_same {
            return PasteMsg::Same { value }.say(lang);
        }
        let before = before.as_ref();
        let before = before.map_or_else(|| text.clone(), |before| field.edit_text(before, lang));
        let after = value;
        PasteMsg::Change { before, after }.say(lang)
    };
    Outcome {
        mark: if is_same { "=" } else { "*" },
        words: Text {
            zh: words(Lang::Zh),
            en: words(Lang::En),
        },
        is_put: true,
    }
}

fn page(height: usize) -> usize {
    height.saturating_sub(HEAD + FOOT).max(1)
}

impl Screen for PastePreview {
    fn scope(&self) -> CommandScope {
        CommandScope::Paste
    }

    fn title(&self, lang: Lang) -> String {
        let field = self.field.label.clone();
        PasteMsg::Title { field }.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        let here = self.lines.get(self.rows.at);
        let is_open = here.is_some_and(|(_, row)| matches!(row, RowMatch::Several(_)));
        Obstacle::among([(Obstacle::NoChoices, !is_open)])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Take => return Ok(self.take(context)),
            Command::Choose => return Ok(self.ask_row(self.rows.at, context)),
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        if let QuestionTopic::PastedRow(at) = topic
            && let Some((_, row)) = self.lines.get_mut(at)
        {
            *row = match answer {
                Answer::At(meant) => RowMatch::One(meant),
                _ => RowMatch::Skipped,
            };
            self.judge(context.look.lang);
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.rows.page = page(context.body.1);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![PasteMsg::Help.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let heading = canvas.look.heading();
        let put = self.put_count();
        let left_out = self.lines.len() - put;
        let progress = PasteMsg::Progress { put, left_out }.say(lang);
        canvas.put(0, 0, usize::MAX, &progress, Style::new());
        let change = canvas.width() * 2 / 5;
        canvas.put(2, 1, change - 3, &PasteMsg::PastedHead.say(lang), heading);
        canvas.put(
            change,
            1,
            usize::MAX,
            &PasteMsg::ChangeHead.say(lang),
            heading,
        );
        let shown = self.lines.iter().zip(&self.outcomes).enumerate();
        let shown = shown.skip(self.rows.first()).take(self.rows.page);
        for (n, (at, ((line, _), outcome))) in shown.enumerate() {
            let style = canvas.begin_row(HEAD + n, at == self.rows.at);
            canvas.put(1, HEAD + n, 1, outcome.mark, style);
            let place = line.place.iter().map(|place| format!("{place} "));
            let name: String = place.chain([line.name.clone()]).collect();
            canvas.put(2, HEAD + n, change - 3, &name, style);
            let words = outcome.words.get(lang);
            canvas.put(change, HEAD + n, usize::MAX, words, style);
        }
        let below = HEAD + self.rows.page;
        self.rows.rule(canvas, below);
        let told = text::wrap(&canvas.safe(&self.told(lang)), canvas.width());
        for (n, line) in told.iter().take(FOOT - 1).enumerate() {
            canvas.put(0, below + 1 + n, usize::MAX, line, Style::new());
        }
    }
}
