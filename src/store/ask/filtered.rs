//! Lists of standings that a filter lets through.

use std::collections::{BTreeSet, HashSet};

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde_json::Value as Json;

use crate::domain::policy::Pack;
use crate::domain::record::facility::shared;
use crate::domain::review::ReviewState;
use crate::domain::verdict::{Filter, NarrowBy, Standing};
use crate::store::ask::standings::Asked;
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::place_life::{self, BELOW_SECOND};
use crate::store::rows::{cells, looking, record, stale, standing, subject, trail};

/// So many changes are read in the time in which the standings of a place are.
const CHANGES: usize = 8;

/// A standing by its name: the requirement and the place.
pub type StandingKey = (String, String);

/// What a list of standings is narrowed to beside its filter: where they are, and what decides
/// them. Whatever is not named lets everything through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Narrowed<'a> {
    /// What "changed" means: a time in UTC, as changes have it.
    pub since: &'a str,
    /// A place that they are in or below.
    pub within: Option<&'a str>,
    /// The status of the facility that decides.
    pub status: Option<&'a str>,
    /// The state of that facility between clerk and inspector.
    pub state: Option<ReviewState>,
}

impl Narrowed<'_> {
    /// Returns whether it lets everything through.
    #[must_use]
    pub const fn is_everywhere(&self) -> bool {
        self.within.is_none() && self.status.is_none() && self.state.is_none()
    }
}

/// A walk through the standings of a pack, so many places at a time, that comes upon those that a
/// filter lets through. Where it is narrowed to few places, these are passed in one go.
#[derive(Clone, Debug)]
pub struct FilterWalk {
    /// The positions of the next place and behind the last one.
    next: i64,
    end: i64,
    /// Whether the places that it is narrowed to are few.
    is_few: bool,
    /// The standings that look at what was changed, where only these pass.
    changed: Option<ChangedStandings>,
    /// Whether a standing is read whole to know whether it passes.
    by_figures: bool,
}

/// The standings that look at what was saved at a time or later, found a part at a time: first what
/// was saved, then what looks at that.
#[derive(Clone, Debug)]
struct ChangedStandings {
    since: String,
    /// The number of the last row of the trail that was read, and that of the last one.
    read: i64,
    last: i64,
    /// The places and kinds in which something was saved and that were not looked up yet.
    saved: BTreeSet<(String, String)>,
    found: HashSet<StandingKey>,
}

impl ChangedStandings {
    /// Nothing read yet.
    fn since(db: &Connection, since: &str) -> Result<Self> {
        let mut query = db.prepare_cached("SELECT coalesce(max(rowid), 0) FROM change")?;
        Ok(Self {
            since: since.to_owned(),
            read: 0,
            last: query.query_row([], |row| row.get(0))?,
            saved: BTreeSet::new(),
            found: HashSet::new(),
        })
    }

    /// Whether every one is found.
    fn is_known(&self) -> bool {
        self.read >= self.last && self.saved.is_empty()
    }

    /// Looks up the next `most` places and kinds, or reads some changes more than that.
    fn step(&mut self, db: &Connection, pack: &str, most: usize) -> Result<()> {
        if self.read < self.last {
            let most = i64::try_from(most.saturating_mul(CHANGES)).unwrap_or(i64::MAX);
            let to = self.read.saturating_add(most).min(self.last);
            saved_between(db, &self.since, (self.read, to), &mut self.saved)?;
            self.read = to;
            return Ok(());
        }
        for _ in 0..most {
            let Some((place, kind)) = self.saved.pop_first() else {
                break;
            };
            let looking = looking::looking_at(db, &place, &kind)?.into_iter();
            let of_pack = looking.filter(|(of, ..)| of == pack);
            let found = of_pack.map(|(_, requirement, place)| (requirement, place));
            self.found.extend(found);
        }
        Ok(())
    }
}

impl FilterWalk {
    /// Returns whether every place was passed.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.next >= self.end
    }

    /// Returns how much was passed, in percent.
    #[must_use]
    pub fn percent(&self) -> usize {
        let percent = (self.next * 100).checked_div(self.end).unwrap_or(100);
        usize::try_from(percent.clamp(0, 100)).unwrap_or_default()
    }
}

impl Store {
    /// Returns the names of the standings that a filter lets through. They are in the order of
    /// places and requirements.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn filtered(
        &self,
        pack: &Pack,
        filter: &Filter,
        narrowed: Narrowed,
        day: NaiveDate,
    ) -> Result<Vec<StandingKey>> {
        let mut walk = self.begin_to_filter(pack, filter, narrowed, day)?;
        let mut keys = Vec::new();
        while !walk.is_over() {
            let part = (&mut walk, usize::MAX);
            keys.append(&mut self.filter_on(part, pack, filter, narrowed, day)?);
        }
        Ok(keys)
    }

    /// Begins a walk to the standings that a filter lets through.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn begin_to_filter(
        &self,
        pack: &Pack,
        filter: &Filter,
        narrowed: Narrowed,
        day: NaiveDate,
    ) -> Result<FilterWalk> {
        let changed = if filter.only.contains(&NarrowBy::Changed) {
            Some(ChangedStandings::since(&self.db, narrowed.since)?)
        } else {
            None
        };
        // Most of a country's standings are read for their names only.
        let by_figures = filter
            .only
            .iter()
            .any(|only| matches!(only, NarrowBy::Overdue | NarrowBy::Near))
            || stale::is_past(&self.db, Some(&pack.code), &day.to_string())?;
        let end = i64::try_from(self.covered_count(&pack.code)?).unwrap_or(i64::MAX);
        let is_few = match narrowed.within {
            Some(within) => place_life::named_below(&self.db, &[within.to_owned()])?.is_some(),
            None => false,
        };
        Ok(FilterWalk {
            next: 0,
            end,
            is_few,
            changed,
            by_figures,
        })
    }

    /// Walks on by so many places and returns the standings that pass, in the order of places and
    /// requirements. Where only those pass that look at what was changed, these are found first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn filter_on(
        &self,
        (walk, places): (&mut FilterWalk, usize),
        pack: &Pack,
        filter: &Filter,
        narrowed: Narrowed,
        day: NaiveDate,
    ) -> Result<Vec<StandingKey>> {
        if let Some(changed) = &mut walk.changed
            && !changed.is_known()
        {
            changed.step(&self.db, &pack.code, places)?;
            return Ok(Vec::new());
        }
        let begin = walk.next;
        let places = i64::try_from(places).unwrap_or(i64::MAX);
        walk.next = if walk.is_few {
            walk.end
        } else {
            begin.saturating_add(places).min(walk.end)
        };
        let sql = standings_sql(filter, walk.by_figures, walk.is_few);
        let mut query = self.db.prepare_cached(&sql)?;
        let verdicts = filter.verdicts.iter().map(|verdict| verdict.word());
        let mut rows = query.query(params![
            pack.code,
            narrowed.within.filter(|_| walk.is_few),
            Json::from(verdicts.collect::<Vec<_>>()).to_string(),
            filter.kind,
            filter.group,
            day.to_string(),
            narrowed.status,
            narrowed.state.map(ReviewState::word),
            begin,
            walk.next,
        ])?;
        let within = narrowed.within.filter(|_| !walk.is_few);
        // Rows of one place stand together.
        let mut place_is_in: Option<(String, bool)> = None;
        let mut keys = Vec::new();
        while let Some(row) = rows.next()? {
            let key: StandingKey = (row.get(0)?, row.get(1)?);
            if !self.is_still_in(&mut place_is_in, &key.1, within)? {
                continue;
            }
            let Some(requirement) = pack.requirement(&key.0) else {
                continue;
            };
            let passes = !walk.by_figures
                || filter.passes(&self.of_day(&pack.code, row, day)?, requirement, day);
            let changed = walk.changed.as_ref();
            if passes && changed.is_none_or(|changed| changed.found.contains(&key)) {
                keys.push(key);
            }
        }
        Ok(keys)
    }

    /// Returns whether a place is in another one or below it; always where none is named. What was
    /// found of the place before is known.
    fn is_still_in(
        &self,
        known: &mut Option<(String, bool)>,
        place: &str,
        within: Option<&str>,
    ) -> Result<bool> {
        let Some(within) = within else {
            return Ok(true);
        };
        if let Some((_, is_in)) = known.as_ref().filter(|(code, _)| code == place) {
            return Ok(*is_in);
        }
        let is_in = self.is_within(place, within)?;
        *known = Some((place.to_owned(), is_in));
        Ok(is_in)
    }

    /// Returns one standing.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn standing(
        &self,
        pack: &str,
        (requirement, place): &StandingKey,
        day: NaiveDate,
    ) -> Result<Option<Standing>> {
        let asked = Asked {
            place: Some(place),
            requirement: Some(requirement),
            ..Asked::default()
        };
        Ok(self.asked(pack, asked, day)?.into_iter().next())
    }
}

/// Returns the query for the standings that a filter may let through: pack `?1`, place `?2`, verdicts
/// `?3`, kind `?4`, group `?5`, the day `?6`, which may have made others of them, status `?7` and
/// state `?8` of what decides, and the positions of places from `?9` to before `?10`.
fn standings_sql(filter: &Filter, by_figures: bool, is_within: bool) -> String {
    let evidence = if filter.only.contains(&NarrowBy::WithoutEvidence) {
        record::is_without_evidence("standing.nearest")
    } else {
        "true".to_owned()
    };
    let columns = if by_figures {
        standing::COLUMNS
    } else {
        "standing.requirement, standing.place"
    };
    // Of a place only those below it are looked at.
    let below = if is_within {
        format!("({BELOW_SECOND}) AS below CROSS JOIN ")
    } else {
        String::new()
    };
    let is_asked = if is_within {
        "shown.place = below.code AND ?9 <= ?10"
    } else {
        "?2 IS NULL AND shown.position >= ?9 AND shown.position < ?10"
    };
    format!(
        "SELECT {columns} FROM {below}{}
         WHERE shown.pack = ?1 AND (verdict IN (SELECT value FROM json_each(?3)) OR holds_until < ?6)
             AND {is_asked}
             AND (?4 IS NULL OR requirement.kind = ?4)
             AND (?5 IS NULL OR requirement.group_code = ?5)
             AND (?7 IS NULL OR EXISTS (
                 SELECT 1 FROM record WHERE record.id = standing.nearest AND record.status = ?7))
             AND (?8 IS NULL OR EXISTS (
                 SELECT 1 FROM review WHERE review.record = standing.nearest AND review.state = ?8))
             AND {evidence}
         ORDER BY shown.position, requirement.position",
        standing::IN_ORDER_OF_PLACES
    )
}

/// Adds the places and kinds in which something was saved at a time or later, by the rows of the trail
/// behind one up to another.
fn saved_between(
    db: &Connection,
    since: &str,
    (after, to): (i64, i64),
    saved: &mut BTreeSet<(String, String)>,
) -> Result<()> {
    let mut query = db.prepare_cached(&format!(
        "SELECT DISTINCT change.record, record.kind, record.place
         FROM change LEFT JOIN record ON record.id = change.record
         WHERE change.rowid > ?2 AND change.rowid <= ?3 AND change.at >= ?1 AND {}",
        subject::is_reviewed_save()
    ))?;
    let mut rows = query.query(params![since, after, to])?;
    while let Some(row) = rows.next()? {
        let known: Option<String> = row.get(1)?;
        // A record that was deleted since changed its town too; only its trail still knows which
        // one that was.
        let found = match known.zip(row.get(2)?) {
            Some((kind, place)) => Some((kind, place)),
            None => was(db, &row.get::<_, String>(0)?)?,
        };
        saved.extend(found.map(|(kind, place)| (place, kind)));
    }
    Ok(())
}

/// Returns the kind and place of a record that was deleted.
fn was(db: &Connection, record: &str) -> Result<Option<StandingKey>> {
    let Some(folded) = trail::current(db, cells::uuid(record)?)? else {
        return Ok(None);
    };
    let text = |code: &str| {
        folded
            .fields
            .get(code)
            .and_then(Json::as_str)
            .map(str::to_owned)
    };
    Ok(text(shared::KIND).zip(text(shared::PLACE)))
}
