//! What a table of places asks and where its cells lead.

use super::find::MatrixList;
use super::{Columns, Matrix};
use crate::domain::place::Place;
use crate::i18n::{Lang, ScreenMsg, SheetMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::part::filter::{Chosen, FilterChoices};
use crate::tui::part::find::Find;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;
use crate::tui::screens::sheets::Sheets;
use crate::tui::screens::trend::TrendScreen;

impl Matrix {
    /// That what the cursor is on is not asked of its place; `None` where it is.
    pub(super) fn not_asked(&self) -> Option<ScreenMsg> {
        let place = self.place()?.name.clone();
        if self.is_on_unjudged() {
            return Some(ScreenMsg::NoMinimumIn { place });
        }
        (!self.is_asked()).then_some(ScreenMsg::NotAsked { place })
    }

    /// Whether the cell of the cursor leads anywhere; says so where it does not.
    pub(in crate::tui::screens) fn leads_on(&self, context: &mut Context) -> bool {
        match self.not_asked() {
            Some(why) => {
                context.say(why);
                false
            }
            None => true,
        }
    }

    /// Opens the towns side by side for what the cursor is on; of a group for the first requirement
    /// that is asked of the place.
    pub(super) fn trend(&self, context: &mut Context) -> Result<Nav> {
        let Some(place) = self.place().filter(|_| self.leads_on(context)) else {
            return Ok(Nav::Stay);
        };
        let asked = if self.columns == Columns::Groups {
            self.first_of_group(&place.code, context)?
        } else {
            self.selected().map(|(_, asked)| asked.code.clone())
        };
        let Some(asked) = asked else {
            return Ok(Nav::Stay);
        };
        TrendScreen::push(context, &self.pack.code, &asked, &place.code)
    }

    fn first_of_group(&self, place: &str, context: &Context) -> Result<Option<String>> {
        let Some(group) = self.pack.groups.get(self.column) else {
            return Ok(None);
        };
        let places = [place.to_owned()];
        let rows = context
            .store
            .group_matrix(&self.pack, &group.code, &places, self.day)?;
        let mut standings = rows.into_iter().flat_map(|row| row.standings).flatten();
        Ok(standings.next().map(|standing| standing.requirement))
    }

    /// Takes the answer to a question of the table, and returns where it leads.
    pub(in crate::tui::screens) fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match (topic, answer) {
            (QuestionTopic::Row, Answer::At(at)) => {
                self.rows.go_to(at);
                self.load(context)?;
            }
            (QuestionTopic::Filter, answer) => self.narrow(&answer, context)?,
            (QuestionTopic::Sheet, Answer::Sheet { sheet, place }) => {
                let sheets = Sheets::open(context, &sheet, &place)?;
                return Ok(Nav::Push(Box::new(sheets)));
            }
            (QuestionTopic::Row, answer) => return Ok(Nav::Found(answer)),
            _ => {}
        }
        Ok(Nav::Stay)
    }

    /// Asks for a row by its place, or for a town or facility of the ledger.
    pub(in crate::tui::screens) fn find(&self, typed: &str, context: &mut Context) -> Result<Nav> {
        let own = MatrixList {
            places: self.places.clone(),
        };
        let near = self.place().map(|place| place.code.clone());
        let near = near.into_iter().collect();
        Find::ask_long((own, self.rows.at), near, typed, context)
    }

    fn filter(&self) -> FilterChoices<Option<Place>> {
        FilterChoices::new().places(&self.within, |place| place)
    }

    /// Asks for the place above whose places are shown, or for one of them.
    pub(super) fn ask_filter(&mut self, context: &mut Context) -> Result<Nav> {
        let packs = [self.pack.code.clone()];
        self.within.read(context.store, &packs)?;
        Ok(self.filter().ask(context))
    }

    fn narrow(&mut self, answer: &Answer, context: &mut Context) -> Result<()> {
        match self.filter().chosen(answer) {
            Some(Chosen::Change(place)) => self.within.current = place,
            Some(Chosen::Clear) => self.within.current = None,
            None => return Ok(()),
        }
        self.refresh_on_its_place(context)
    }

    /// Shows only the places of another table.
    pub(in crate::tui::screens) fn narrow_as(&mut self, other: &Self) {
        self.within.current.clone_from(&other.within.current);
    }

    /// A title, with the place that the rows are narrowed to.
    pub(in crate::tui::screens) fn title(&self, title: String, lang: Lang) -> String {
        self.filter().behind(title, lang)
    }

    /// Lists the sheets that the place of the cursor and those above it fill in.
    pub(in crate::tui::screens) fn sheets(&self, context: &mut Context) -> Result<Nav> {
        let Some(here) = self.place() else {
            return Ok(Nav::Stay);
        };
        let mut items = Vec::new();
        for code in context.store.codes_above(&here.code)? {
            let Some(place) = context.store.place(&code)? else {
                continue;
            };
            let sheets = context.store.sheets_of(&place)?.into_iter();
            items.extend(sheets.map(|sheet| Item {
                code: sheet.code.clone(),
                name: sheet.label.clone(),
                extra: Text::both(place.name.clone()),
                answer: Answer::Sheet {
                    sheet: sheet.code.clone(),
                    place: code.clone(),
                },
            }));
        }
        if items.is_empty() {
            context.say(SheetMsg::NoSheets {
                place: here.name.clone(),
            });
            return Ok(Nav::Stay);
        }
        let picker = Picker::new(Text::of(&SheetMsg::Title), items, 0, context.list_size());
        Ok(Nav::ask(QuestionTopic::Sheet, picker))
    }
}
