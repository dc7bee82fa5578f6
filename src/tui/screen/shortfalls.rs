//! The shortfall list: everything short or unknown, one line each, and the reasons of the selected one.

use chrono::NaiveDate;
use ratatui::style::Style;

use super::list::List;
use super::picker::{Item, Picker};
use super::rows::Rows;
use super::{Answer, Context, Nav, Screen, nothing, reasons};
use crate::domain::explain;
use crate::domain::number::Number;
use crate::domain::pack::Pack;
use crate::domain::standing::Standing;
use crate::i18n::{Lang, Say, ScreenMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, Obstacle, Scope};

const HEAD: usize = 1;

/// The list.
pub struct Shortfalls {
    pack: Pack,
    rows: Rows,
    page: Vec<(String, Standing)>,
    loaded: usize,
    day: NaiveDate,
}

impl Shortfalls {
    /// The shortfalls of a pack.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn open(context: &mut Context, pack: &str) -> Result<Self> {
        let pack = context.store.pack(Some(pack))?.clone();
        let mut list = Self { pack, rows: Rows::default(), page: Vec::new(), loaded: 0, day: context.day };
        list.refresh(context)?;
        Ok(list)
    }

    fn load(&mut self, context: &mut Context) -> Result<()> {
        let first = self.rows.first();
        if first != self.loaded || self.page.is_empty() {
            let found = context.store.shortfalls(&self.pack.code, first, self.rows.page.max(1), self.day)?;
            self.page.clear();
            for standing in found {
                let place = context.store.place(&standing.place)?;
                self.page.push((place.map_or_else(|| standing.place.clone(), |place| place.name), standing));
            }
            self.loaded = first;
        }
        Ok(())
    }

    fn selected(&self) -> Option<&Standing> {
        // A page that could not be read leaves the one before.
        self.page.get(self.rows.at.checked_sub(self.loaded)?).map(|(_, standing)| standing)
    }

    fn find(&self, context: &mut Context) -> Result<Nav> {
        let all = context.store.shortfalls(&self.pack.code, 0, usize::MAX, self.day)?;
        let mut items = Vec::new();
        for (at, standing) in all.iter().enumerate() {
            let place = context.store.place(&standing.place)?;
            let label = self.pack.requirement(&standing.requirement).map(|requirement| requirement.label.clone());
            items.push(Item {
                code: standing.place.clone(),
                name: Text::both(place.map(|place| place.name).unwrap_or_default()),
                extra: label.unwrap_or_default(),
                answer: Answer::Picked(at.to_string()),
            });
        }
        let size = (context.look.lang, context.body.1);
        Ok(Nav::Push(Box::new(Picker::new(Text::of(&ScreenMsg::FindTitle), items, self.rows.at, size))))
    }
}

impl Screen for Shortfalls {
    fn scope(&self) -> Scope {
        Scope::Shortfalls
    }

    fn title(&self, lang: Lang) -> String {
        ScreenMsg::ShortfallsTitle.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        if self.rows.count == 0 { vec![Obstacle::NothingSelected] } else { Vec::new() }
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Find => return self.find(context),
            Command::Open => {
                let Some(standing) = self.selected() else { return Ok(Nav::Stay) };
                let list = List::open(context, &self.pack.code, &standing.requirement, &standing.place)?;
                return Ok(Nav::Push(Box::new(list)));
            }
            other => {
                self.rows.command(other);
            }
        }
        self.load(context)?;
        Ok(Nav::Stay)
    }

    fn answer(&mut self, answer: Answer, context: &mut Context) -> Result<Nav> {
        if let Answer::Picked(at) = answer {
            self.rows.at = at.parse().unwrap_or_default();
        }
        self.refresh(context)?;
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        let reasons = if context.body.1 >= 16 { 7 } else { 3 };
        self.rows.page = context.body.1.saturating_sub(HEAD + 1 + reasons).max(1);
        let counts = context.store.counts(&self.pack.code)?;
        self.rows.resize(counts.short + counts.unknown);
        self.page.clear();
        self.load(context)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![ScreenMsg::ShortfallsHelp.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        if self.rows.count == 0 {
            return nothing(canvas, HEAD, &ScreenMsg::NoShortfalls);
        }
        let (lang, look) = (canvas.look.lang, canvas.look);
        let columns = columns(canvas.width());
        let heads = [
            ScreenMsg::PlaceHead,
            ScreenMsg::RequirementHead,
            ScreenMsg::VerdictHead,
            ScreenMsg::GapHead,
            ScreenMsg::NearestHead,
            ScreenMsg::ClauseHead,
        ];
        for (head, (column, room)) in heads.iter().zip(columns) {
            canvas.put(column, 0, room, &head.say(lang), look.heading());
        }
        for (n, (place, standing)) in self.page.iter().enumerate() {
            let here = self.loaded + n == self.rows.at;
            self.row(canvas, n + HEAD, &columns, (place, standing), if here { look.selected() } else { Style::new() });
            if here {
                canvas.cursor(0, n + HEAD);
            }
        }
        let below = HEAD + self.rows.page;
        canvas.rule(below);
        let height = canvas.height().saturating_sub(below + 1);
        let requirement = self.selected().and_then(|standing| self.pack.requirement(&standing.requirement));
        if let Some((standing, requirement)) = self.selected().zip(requirement) {
            reasons::draw(&mut canvas.rows(below + 1, height), standing, requirement, &self.pack, self.day);
        }
    }
}

impl Shortfalls {
    fn row(
        &self,
        canvas: &mut Canvas,
        row: usize,
        columns: &[(usize, usize); 6],
        (place, standing): (&str, &Standing),
        style: Style,
    ) {
        let Some(requirement) = self.pack.requirement(&standing.requirement) else { return };
        let lang = canvas.look.lang;
        let gap = standing.gap.map(|gap| {
            // Exactly on a limit that must be passed nothing is missing but the passing.
            if gap == Number::ZERO {
                explain::limit(requirement.measure.operator, &standing.need.cut(6), lang)
            } else {
                explain::amount(gap, requirement, lang)
            }
        });
        let cells = [
            place.to_owned(),
            requirement.label.get(lang).to_owned(),
            reasons::verdict_in(canvas, standing, requirement, columns[2].1),
            gap.unwrap_or_default(),
            standing.nearest.as_ref().map(|nearest| nearest.name.clone()).unwrap_or_default(),
            requirement.clause.clone(),
        ];
        let width = canvas.width();
        canvas.fill(0, row, width, style);
        for (words, (column, room)) in cells.iter().zip(columns) {
            canvas.put(*column, row, *room, words, style);
        }
    }
}

/// Where each column begins and how much room it has: the last ones go first where the window is narrow.
fn columns(width: usize) -> [(usize, usize); 6] {
    let shares = [12, 20, 18, 10, 17, 8];
    let mut begin = 0;
    shares.map(|share| {
        let room = (share * width.max(60) / 85).max(4);
        let column = (begin, room - 1);
        begin += room;
        column
    })
}
