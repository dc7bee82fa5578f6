//! Which places are the rows of a matrix, and in which order.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension as _, Row, params};
use serde_json::Value as Json;

use crate::domain::place::Place;
use crate::store::error::Result;
use crate::store::ledger::{Access, Store};
use crate::store::rows::place;
use crate::store::rows::place_life::{self, BELOW_THESE};

/// A row of a matrix that was not read yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPlace {
    /// The code of its place.
    pub code: String,
    /// The code of the place above, by which rows are grouped.
    pub parent: Option<String>,
}

/// Which rows of a matrix are asked for; all where nothing is named.
#[derive(Clone, Copy, Debug, Default)]
pub struct MatrixRows<'a> {
    /// The group of requirements that judges them.
    pub group: Option<&'a str>,
    /// A place that they are, or are below.
    pub within: Option<&'a str>,
}

/// The rows of a matrix. Places that the session may change come first, where it may change some
/// only, then the others. Among these, places with the same place above stand together, in the
/// order of the pack.
#[derive(Clone, Debug, Default)]
pub struct MatrixPlaces {
    /// Those that come first, which are few.
    pub first: Vec<ListedPlace>,
    /// The lines of these in the matrix of the pack, in order.
    lines: Vec<i64>,
    others: Others,
}

/// The rows that do not come first.
#[derive(Clone, Debug)]
enum Others {
    /// Every other line of the matrix of a pack.
    Lines(OtherLines),
    /// These.
    Listed(Vec<ListedPlace>),
}

/// The lines of the matrix of a pack that do not come first.
#[derive(Clone, Debug)]
struct OtherLines {
    pack: String,
    count: usize,
    /// How many places are above them.
    bands: usize,
    /// The first of them.
    begin: Option<ListedPlace>,
}

impl Default for Others {
    fn default() -> Self {
        Self::Listed(Vec::new())
    }
}

impl MatrixPlaces {
    /// Returns how many there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.first.len()
            + match &self.others {
                Others::Lines(lines) => lines.count,
                Others::Listed(rows) => rows.len(),
            }
    }

    /// Returns whether the rows are of several places above, and some of one: then grouping says
    /// something.
    #[must_use]
    pub fn are_grouped(&self) -> bool {
        let (begin, bands) = match &self.others {
            Others::Lines(lines) => (lines.begin.as_ref(), lines.bands),
            Others::Listed(rows) => (rows.first(), groups(rows)),
        };
        let last = self.first.last().map(|row| &row.parent);
        let joins = last.is_some() && last == begin.map(|row| &row.parent);
        let count = groups(&self.first) + bands - usize::from(joins);
        (2..self.count()).contains(&count)
    }
}

/// A line of the matrix of a pack.
struct Line {
    number: i64,
    position: i64,
    row: ListedPlace,
}

impl Store {
    /// Returns the rows of the matrix of a pack that are asked for. All lines of it are counted and
    /// not read.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn matrix_places(&self, pack: &str, asked: MatrixRows) -> Result<MatrixPlaces> {
        let own: &[String] = match &self.access {
            Access::Places(own) => own,
            _ => &[],
        };
        if asked.within.is_none() && self.is_of_every_line(pack, asked.group)? {
            let first = self.lines_below(pack, own)?;
            let mut lines: Vec<i64> = first.iter().map(|line| line.number).collect();
            lines.sort_unstable();
            let (count, bands) = self.line_counts(pack)?;
            let others = OtherLines {
                pack: pack.to_owned(),
                count: count.saturating_sub(first.len()),
                bands,
                begin: None,
            };
            let mut places = MatrixPlaces {
                others: Others::Lines(others),
                first: grouped(first),
                lines,
            };
            let begin = self.lines(pack, &places, (0, 1))?.pop();
            if let Others::Lines(others) = &mut places.others {
                others.begin = begin;
            }
            return Ok(places);
        }
        let mut rows = match asked.within {
            Some(within) => self.lines_below(pack, &[within.to_owned()])?,
            None => self.every_line(pack)?,
        };
        if let Some(group) = asked.group {
            let judged = self.places_of_group(pack, group)?;
            rows.retain(|line| judged.contains(&line.row.code));
        }
        let own = match own {
            [] => HashSet::new(),
            own => place_life::below(&self.db, own)?,
        };
        let (first, others): (Vec<Line>, Vec<Line>) = rows
            .into_iter()
            .partition(|line| own.contains(&line.row.code));
        Ok(MatrixPlaces {
            first: grouped(first),
            lines: Vec::new(),
            others: Others::Listed(grouped(others)),
        })
    }

    /// Returns some rows of a matrix.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn matrix_page(
        &self,
        places: &MatrixPlaces,
        at: usize,
        count: usize,
    ) -> Result<Vec<ListedPlace>> {
        let first = places.first.iter().skip(at).take(count);
        let mut page: Vec<ListedPlace> = first.cloned().collect();
        let at = at.saturating_sub(places.first.len());
        let left = count - page.len();
        match &places.others {
            Others::Listed(rows) => page.extend(rows.iter().skip(at).take(left).cloned()),
            Others::Lines(lines) => {
                page.append(&mut self.lines(&lines.pack, places, (at, left))?);
            }
        }
        Ok(page)
    }

    /// Returns which row of a matrix a place is.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn matrix_row_of(&self, places: &MatrixPlaces, code: &str) -> Result<Option<usize>> {
        let at = places.first.iter().position(|row| row.code == code);
        if at.is_some() {
            return Ok(at);
        }
        let begin = places.first.len();
        match &places.others {
            Others::Listed(rows) => {
                let at = rows.iter().position(|row| row.code == code);
                Ok(at.map(|at| begin + at))
            }
            Others::Lines(OtherLines { pack, .. }) => {
                let mut query = self.db.prepare_cached(
                    "SELECT line FROM shown INDEXED BY shown_place WHERE place = ?1 AND pack = ?2",
                )?;
                let line: Option<i64> =
                    query.query_row([code, pack], |row| row.get(0)).optional()?;
                Ok(line.map(|line| {
                    let before = places.lines.partition_point(|first| *first < line);
                    begin + usize::try_from(line).unwrap_or_default() - before
                }))
            }
        }
    }

    /// Reads lines that do not come first.
    fn lines(
        &self,
        pack: &str,
        places: &MatrixPlaces,
        (at, count): (usize, usize),
    ) -> Result<Vec<ListedPlace>> {
        let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let mut line = number(at);
        for first in &places.lines {
            if *first > line {
                break;
            }
            line += 1;
        }
        let mut query = self.db.prepare_cached(
            "SELECT shown.place, place.parent, line FROM shown INDEXED BY shown_line
             JOIN place ON place.code = shown.place
             WHERE shown.pack = ?1 AND line >= ?2 ORDER BY line",
        )?;
        let mut rows = query.query(params![pack, line])?;
        let mut page = Vec::new();
        while page.len() < count
            && let Some(row) = rows.next()?
        {
            if places.lines.binary_search(&row.get(2)?).is_err() {
                page.push(ListedPlace {
                    code: row.get(0)?,
                    parent: row.get(1)?,
                });
            }
        }
        Ok(page)
    }

    /// Returns how many lines the matrix of a pack has, and how many places are above them.
    fn line_counts(&self, pack: &str) -> Result<(usize, usize)> {
        let mut query = self.db.prepare_cached(
            "SELECT line + 1, band + 1 FROM shown INDEXED BY shown_line
             WHERE pack = ?1 ORDER BY line DESC LIMIT 1",
        )?;
        let number = |number: i64| usize::try_from(number).unwrap_or_default();
        let counts = query.query_row([pack], |row| Ok((row.get(0)?, row.get(1)?)));
        let (lines, bands) = counts.optional()?.unwrap_or_default();
        Ok((number(lines), number(bands)))
    }

    /// Returns whether some requirement of a group judges every line of the matrix; always where no
    /// group is named.
    fn is_of_every_line(&self, pack: &str, group: Option<&str>) -> Result<bool> {
        let mut query = self.db.prepare_cached(
            "SELECT 1 FROM requirement WHERE pack = ?1 AND group_code = ?2
                 AND (SELECT sum(standings) FROM standing_count WHERE standing_count.pack = requirement.pack
                     AND standing_count.requirement = requirement.code) = ?3",
        )?;
        let (count, _) = self.line_counts(pack)?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let Some(group) = group else { return Ok(true) };
        Ok(query.exists(params![pack, group, count])?)
    }

    /// Returns the lines of some places and of those below them.
    fn lines_below(&self, pack: &str, places: &[String]) -> Result<Vec<Line>> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = self.db.prepare_cached(&format!(
            "SELECT shown.place, place.parent, line, position FROM ({BELOW_THESE}) AS below
             CROSS JOIN shown INDEXED BY shown_place ON shown.place = below.code AND shown.pack = ?2
             JOIN place ON place.code = shown.place"
        ))?;
        let places = Json::from(places).to_string();
        let rows = query.query_map(params![places, pack], line_from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn every_line(&self, pack: &str) -> Result<Vec<Line>> {
        let mut query = self.db.prepare_cached(
            "SELECT shown.place, place.parent, line, position FROM shown
             JOIN place ON place.code = shown.place WHERE shown.pack = ?1",
        )?;
        let rows = query.query_map([pack], line_from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn places_of_group(&self, pack: &str, group: &str) -> Result<HashSet<String>> {
        let mut query = self.db.prepare_cached(
            "SELECT DISTINCT covered.place FROM requirement JOIN covered
                 ON covered.pack = requirement.pack AND covered.requirement = requirement.code
             WHERE requirement.pack = ?1 AND requirement.group_code = ?2",
        )?;
        let rows = query.query_map([pack, group], |row| row.get(0))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns how many places are above those that a pack judges.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn count_above(&self, pack: &str) -> Result<usize> {
        Ok(self.line_counts(pack)?.1)
    }

    /// Returns the places that a pack judges which are a place or below it, in the order of its matrix,
    /// those that are the session's own first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn covered_below(&self, pack: &str, above: &str) -> Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT place.code, place.name, place.level, place.parent FROM ({BELOW_THESE}) AS below
             CROSS JOIN shown INDEXED BY shown_place ON shown.place = below.code AND shown.pack = ?2
             JOIN place ON place.code = shown.place ORDER BY shown.position"
        ))?;
        let rows = query.query_map(params![place_life::just(above), pack], place::from_row)?;
        let mut places = rows.collect::<rusqlite::Result<Vec<Place>>>()?;
        if let Access::Places(own) = &self.access {
            let own = place_life::below(&self.db, own)?;
            places.sort_by_key(|place| !own.contains(&place.code));
        }
        Ok(places)
    }

    /// Returns the places above those that a pack judges, each once, in the order of its matrix.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn places_above(&self, pack: &str) -> Result<Vec<Place>> {
        let mut query = self.db.prepare_cached(
            "SELECT above.code, above.name, above.level, above.parent FROM shown
             JOIN place ON place.code = shown.place JOIN place AS above ON above.code = place.parent
             WHERE shown.pack = ?1 GROUP BY above.code ORDER BY min(shown.position)",
        )?;
        let rows = query.query_map([pack], place::from_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

fn line_from_row(row: &Row) -> rusqlite::Result<Line> {
    Ok(Line {
        row: ListedPlace {
            code: row.get(0)?,
            parent: row.get(1)?,
        },
        number: row.get(2)?,
        position: row.get(3)?,
    })
}

/// Returns how many times the place above is another one than that of the row before.
fn groups(rows: &[ListedPlace]) -> usize {
    rows.chunk_by(|a, b| a.parent == b.parent).count()
}

/// Puts rows together that have the same place above, in the order of the first of each.
fn grouped(mut lines: Vec<Line>) -> Vec<ListedPlace> {
    lines.sort_by_key(|line| line.position);
    let mut rows: Vec<ListedPlace> = lines.into_iter().map(|line| line.row).collect();
    let mut first: HashMap<Option<String>, usize> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        first.entry(row.parent.clone()).or_insert(at);
    }
    rows.sort_by_key(|row| first.get(&row.parent).copied());
    rows
}
