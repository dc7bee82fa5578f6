//! A table of places, of which those in view are read: by requirements, verdict and figure in each
//! cell; or by the groups of a pack, with the counts of each. Rows are grouped by the place above.

mod ask;
mod find;
mod layout;
mod load;
mod progress;
mod seek;
mod view;

use chrono::NaiveDate;

use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::verdict::{Counts, Standing, explain};
use crate::i18n::{Lang, Say as _, ScreenMsg, Text, named};
use crate::store::{GroupCounts, GroupRow, MatrixPlaces, MatrixRow, PlaceProgress, Result};
use crate::tui::command::Command;
use crate::tui::context::Context;
use crate::tui::part::filter::PlaceChoices;
use crate::tui::part::rows::Rows;
use crate::tui::screen::Nav;

/// What the columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Columns {
    /// Every requirement of the pack.
    Requirements,
    /// The requirements of this group.
    OfGroup(String),
    /// The groups of the pack.
    Groups,
}

/// The rows of the page that is shown.
enum MatrixPage {
    Standings(Vec<MatrixRow>),
    Counts(Vec<GroupRow>),
}

/// What the rows and their standings were counted of.
#[derive(Debug, PartialEq, Eq)]
struct CountedRows {
    pack: String,
    columns: Columns,
    within: Option<String>,
    /// The state of the ledger, and the day: some standings hold until one.
    mark: (i64, u64),
    day: NaiveDate,
}

/// Where the search for the next problem is.
#[derive(Clone, Copy, Debug)]
struct ProblemSearch {
    /// The row and the column that it began behind.
    from: (usize, usize),
    /// How many rows were looked at, the first one too.
    looked: usize,
}

/// The table.
pub(super) struct Matrix {
    pub(super) pack: Pack,
    pub(super) columns: Columns,
    pub(super) rows: Rows,
    pub(super) column: usize,
    page: MatrixPage,
    /// The names of the places above those of the page, and how far their records are.
    beside: Vec<(String, PlaceProgress)>,
    loaded: usize,
    /// The rows, of which those in view are read.
    places: MatrixPlaces,
    /// What the rows are narrowed to.
    within: PlaceChoices,
    /// How many of the first rows are of places that the session may change, where it may change
    /// some only.
    own: usize,
    /// How many standings of these rows there are of each verdict.
    counts: Counts,
    /// How many of these are of places in which facilities can be entered and no pack judges
    /// anything; they are the last of them.
    unjudged: usize,
    /// What these counts and the rows are of.
    counted: Option<CountedRows>,
    /// The search for the next problem, while it goes on.
    search: Option<ProblemSearch>,
    day: NaiveDate,
}

impl Matrix {
    /// A table of nothing read yet.
    pub(super) fn new(pack: Pack, columns: Columns, day: NaiveDate) -> Self {
        Self {
            pack,
            columns,
            rows: Rows::default(),
            column: 0,
            page: MatrixPage::Standings(Vec::new()),
            beside: Vec::new(),
            loaded: 0,
            places: MatrixPlaces::default(),
            within: PlaceChoices::default(),
            own: 0,
            counts: Counts::default(),
            unjudged: 0,
            counted: None,
            search: None,
            day,
        }
    }

    /// The table that a pack is opened with: its groups, or its requirements where it has none.
    pub(super) fn of_pack(pack: Pack, day: NaiveDate) -> Self {
        let columns = if pack.groups.is_empty() {
            Columns::Requirements
        } else {
            Columns::Groups
        };
        Self::new(pack, columns, day)
    }

    /// The code of the group whose requirements are shown.
    pub(super) fn group(&self) -> Option<&str> {
        match &self.columns {
            Columns::OfGroup(group) => Some(group),
            Columns::Requirements | Columns::Groups => None,
        }
    }

    /// The requirements that are columns; none where the groups are.
    pub(super) fn requirements(&self) -> impl Iterator<Item = &Requirement> {
        let is_shown = |requirement: &&Requirement| match &self.columns {
            Columns::Requirements => true,
            Columns::OfGroup(group) => requirement.group.as_ref() == Some(group),
            Columns::Groups => false,
        };
        self.pack.requirements.iter().filter(is_shown)
    }

    fn labels(&self) -> Vec<&Text> {
        match &self.columns {
            Columns::Groups => self.pack.groups.iter().map(|group| &group.label).collect(),
            _ => self.requirements().map(|asked| &asked.label).collect(),
        }
    }

    fn width(&self) -> usize {
        match &self.columns {
            Columns::Groups => self.pack.groups.len(),
            _ => self.requirements().count(),
        }
    }

    /// Returns whether a row of the page is of a place in which no pack judges anything.
    fn is_unjudged(&self, row: usize) -> bool {
        let at = self.loaded + row;
        (self.own - self.unjudged..self.own).contains(&at)
    }

    /// Returns whether the cursor is on such a place.
    pub(super) fn is_on_unjudged(&self) -> bool {
        let row = self.rows.at.checked_sub(self.loaded);
        row.is_some_and(|row| self.is_unjudged(row))
    }

    fn page_len(&self) -> usize {
        match &self.page {
            MatrixPage::Standings(rows) => rows.len(),
            MatrixPage::Counts(rows) => rows.len(),
        }
    }

    /// The places of the page.
    fn places(&self) -> Box<dyn Iterator<Item = &Place> + '_> {
        match &self.page {
            MatrixPage::Standings(rows) => Box::new(rows.iter().map(|row| &row.place)),
            MatrixPage::Counts(rows) => Box::new(rows.iter().map(|row| &row.place)),
        }
    }

    /// The row of the cursor among those in view.
    const fn row_of_cursor(&self) -> usize {
        self.rows.at.saturating_sub(self.loaded)
    }

    /// The place of the cursor. A page that could not be read leaves the one before.
    pub(super) fn place(&self) -> Option<&Place> {
        self.places().nth(self.rows.at.checked_sub(self.loaded)?)
    }

    /// Whether the pack is in force: nothing is judged by one that is not.
    fn is_in_force(&self) -> bool {
        self.pack.document.is_in_force(self.day)
    }

    /// Whether what the cursor is on is asked of its place, be the pack in force or not.
    pub(super) fn is_asked(&self) -> bool {
        let Some(row) = self.rows.at.checked_sub(self.loaded) else {
            return false;
        };
        let asked = match &self.page {
            MatrixPage::Standings(rows) => rows
                .get(row)
                .and_then(|row| row.standings.get(self.column))
                .map(Option::is_some),
            MatrixPage::Counts(rows) => rows
                .get(row)
                .and_then(|row| row.counts.get(self.column))
                .map(Option::is_some),
        };
        asked.unwrap_or_default()
    }

    fn standing(&self, row: usize, column: usize) -> Option<&Standing> {
        match &self.page {
            MatrixPage::Standings(rows) if self.is_in_force() => {
                rows.get(row)?.standings.get(column)?.as_ref()
            }
            _ => None,
        }
    }

    fn counts(&self, row: usize, column: usize) -> Option<GroupCounts> {
        match &self.page {
            MatrixPage::Counts(rows) if self.is_in_force() => *rows.get(row)?.counts.get(column)?,
            _ => None,
        }
    }

    /// The standing of the cursor with its requirement.
    pub(super) fn selected(&self) -> Option<(Option<&Standing>, &Requirement)> {
        let row = self.rows.at.checked_sub(self.loaded)?;
        let requirement = self.requirements().nth(self.column)?;
        Some((self.standing(row, self.column), requirement))
    }

    /// The counts of the cursor.
    pub(super) fn selected_counts(&self) -> Option<GroupCounts> {
        self.counts(self.rows.at.checked_sub(self.loaded)?, self.column)
    }

    /// Carries out a command that every table has.
    pub(super) fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Find => return self.find("", context),
            Command::Sheets => return self.sheets(context),
            Command::Trend => return self.trend(context),
            Command::Filter => return self.ask_filter(context),
            Command::ClearFilter => {
                self.within.current = None;
                self.refresh_on_its_place(context)?;
            }
            Command::NextProblem => self.next_problem(context)?,
            Command::Left => self.column = self.column.saturating_sub(1),
            Command::Right => {
                self.column = (self.column + 1).min(self.width().saturating_sub(1));
            }
            other => {
                self.rows.command(other);
            }
        }
        self.load(context)?;
        Ok(Nav::Stay)
    }

    /// Puts the cursor on a place, where it is one of the rows.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn select_place(&mut self, code: &str, context: &Context) -> Result<()> {
        let at = context.store.matrix_row_of(&self.places, code)?;
        self.rows.go_to(at.unwrap_or_default());
        Ok(())
    }

    /// Returns whether a row is of another place than those that the session may change.
    fn is_of_others(&self, row: usize) -> bool {
        self.own > 0 && self.loaded + row >= self.own
    }

    /// What is asked for in each column, a line each.
    pub(super) fn help(&self, lang: Lang) -> Vec<String> {
        let mut lines = vec![ScreenMsg::MatrixLegend.say(lang), String::new()];
        lines.extend(self.help_of_columns(lang));
        lines
    }

    fn help_of_columns(&self, lang: Lang) -> Vec<String> {
        let Columns::Groups = self.columns else {
            return self
                .requirements()
                .filter_map(|requirement| asked(&self.pack, requirement, lang))
                .collect();
        };
        let group = |group: &crate::domain::policy::Group| {
            let asked = self.pack.requirements.iter();
            let asked = asked.filter(|asked| asked.group.as_ref() == Some(&group.code));
            let labels: Vec<&str> = asked.map(|asked| asked.label.get(lang)).collect();
            named(
                group.label.get(lang),
                &labels.join(explain::separator(lang)),
                lang,
            )
        };
        self.pack.groups.iter().map(group).collect()
    }
}

/// What a requirement asks for: the conditions that each facility must meet, or how it is read.
fn asked(pack: &Pack, requirement: &Requirement, lang: Lang) -> Option<String> {
    let kind = pack.kind(&requirement.kind)?;
    let words = explain::conditions_of(requirement, kind, lang);
    let words = words.unwrap_or_else(|| requirement.reading.get(lang).to_owned());
    Some(named(requirement.label.get(lang), &words, lang))
}
