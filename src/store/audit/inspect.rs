//! The examination of a ledger: file, chain of changes, fold of the trail against the tables,
//! standings.

mod acts;
mod parts;
mod records;
mod standings;

use rusqlite::{Connection, OptionalExtension as _};

use self::acts::unreadable_acts;
pub(in crate::store) use self::acts::{acts_of_trail, unreadable_rows};
use self::parts::FlawGroup;
pub(in crate::store) use self::parts::more_threads;
use self::records::RecordExamination;
pub(in crate::store) use self::records::undecodable;
use super::finding::{Flaw, MOST, serious};
use crate::domain::policy::Pack;
use crate::domain::record::Head;
use crate::domain::review::QuarterClose;
use crate::i18n::{InspectMsg, LedgerFault, Text};
use crate::store::clock::latest;
use crate::store::error::{Result, StoreError, damaged};
use crate::store::file::untrusted::ActStorage;
use crate::store::ledger::Store;
use crate::store::open::reference::{ForeignObject, ForeignObjectKind, Reference};
use crate::store::rows::conflict::{self, OpenConflict};
use crate::store::rows::{
    chain_check, double_entry, finding, pack, place, quarter_close, record, review_sample,
    review_state, site_visit,
};

impl Store {
    /// Examines the whole ledger.
    ///
    /// # Errors
    /// When it cannot be read at all.
    pub fn inspect(&self) -> Result<Vec<Flaw>> {
        // One snapshot for all of it: otherwise a save in between would look like an alteration.
        let _snapshot = self.db.unchecked_transaction()?;
        let more = parts::more_threads(&self.db, PARTS)?;
        let others = parts::at_the_same_moment(self, more);
        self.inspect_with(self.acts(), others)
    }

    /// Examines a ledger that stores its acts in this way; those of an older one can be compared with
    /// nothing. The other stores have the same file open, as it is at the same moment.
    pub(crate) fn inspect_with(&self, kept: ActStorage, others: Vec<Self>) -> Result<Vec<Flaw>> {
        // One snapshot for all of it: otherwise a save in between would look like an alteration.
        let _snapshot = self
            .db
            .is_autocommit()
            .then(|| self.db.unchecked_transaction())
            .transpose()?;
        let all: [parts::Part; PARTS] = [
            &|store| Ok(vec![(FlawGroup::File, file(&store.db)?)]),
            &|store| {
                let packs = pack::current(&store.db, store.packs())?;
                let found = RecordExamination::examine(&store.db, &packs)?;
                let folds = found.folds.into_values().flatten().collect();
                Ok(vec![
                    (FlawGroup::Reworded, found.reworded),
                    (FlawGroup::Folds, folds),
                    (FlawGroup::Values, found.values),
                    (FlawGroup::Completeness, found.completeness),
                    (FlawGroup::Behind, found.behind),
                ])
            },
            &|store| Ok(vec![(FlawGroup::Chain, chain(&store.db, &[])?)]),
            &|store| {
                let packs = pack::current(&store.db, store.packs())?;
                let standings = store.inspect_standings(&packs)?;
                Ok(vec![(FlawGroup::Standings, standings)])
            },
            &|store| store.inspect_others(kept),
        ];
        let mut found = parts::run(self, others, &all).into_iter();
        let not_run = || Err(damaged("a part of the examination"));
        let mut next = || found.next().flatten().unwrap_or_else(not_run);
        let mut groups = next()?;
        if groups.iter().all(|(_, flaws)| flaws.is_empty()) {
            for _ in 1..PARTS {
                groups.extend(next()?);
            }
        }
        groups.sort_by_key(|(group, _)| *group);
        Ok(groups.into_iter().flat_map(|(_, flaws)| flaws).collect())
    }

    /// Examines what takes little: acts, what follows from places and packs, closes, reviews.
    fn inspect_others(&self, kept: ActStorage) -> parts::Found {
        let packs = pack::current(&self.db, self.packs())?;
        let mut acts = unreadable_acts(&self.db)?;
        if kept == ActStorage::Chained {
            acts.extend(acts::examine(&self.db)?);
        }
        let mut derived: Vec<Flaw> = self.inspect_second_entries()?.into_iter().collect();
        derived.extend(self.inspect_derived(&packs)?);
        let mut reviews = self.inspect_reviews()?;
        reviews.extend(self.inspect_conflicts()?);
        reviews.extend(self.inspect_codes()?);
        reviews.extend(self.inspect_places()?);
        let clock = self.inspect_clock()?.into_iter().collect();
        Ok(vec![
            (FlawGroup::Acts, acts),
            (FlawGroup::Derived, derived),
            (FlawGroup::Closes, self.inspect_closes()?),
            (FlawGroup::Reviews, reviews),
            (FlawGroup::Clock, clock),
        ])
    }

    /// Compares the schema and derived tables with those of a new ledger. The new one has the same
    /// places and packs.
    fn inspect_derived(&self, packs: &[Pack]) -> Result<Vec<Flaw>> {
        let pragma = |name| {
            self.db
                .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
        };
        // The reference is the smaller part of the ledger; one that grows beyond it is not the
        // reference of this one.
        let most_pages = pragma("page_count")? * pragma("page_size")? / 4096 * 2 + 1000;
        let derived = |table: &str| {
            serious(InspectMsg::Derived {
                table: table.to_owned(),
            })
        };
        let reference = match Reference::build(&self.db, packs, most_pages) {
            Err(StoreError::Refused(_) | StoreError::Ledger(LedgerFault::Full, _)) => {
                return Ok(vec![derived("pack")]);
            }
            made => made?,
        };
        let differences = reference.whole_schema(&self.db)?;
        let mut found: Vec<Flaw> = differences
            .altered
            .into_iter()
            .map(|object| serious(InspectMsg::Definition { object }))
            .collect();
        found.extend(differences.foreign.into_iter().map(
            |ForeignObject { sort, name: object }| match sort {
                ForeignObjectKind::Harmless => Flaw {
                    what: InspectMsg::LeftOut { object },
                    harmless: true,
                },
                ForeignObjectKind::Table => Flaw {
                    what: InspectMsg::Extra { object },
                    harmless: true,
                },
                ForeignObjectKind::Trigger => serious(InspectMsg::Extra { object }),
            },
        ));
        found.extend(
            reference
                .differing_tables(&self.db)?
                .into_iter()
                .map(derived),
        );
        found.extend(place::have_a_circle(&self.db)?.then(|| serious(InspectMsg::Circle)));
        Ok(found)
    }

    fn inspect_second_entries(&self) -> Result<Option<Flaw>> {
        let count = double_entry::without_version(&self.db)?;
        Ok((count > 0).then(|| {
            serious(InspectMsg::Reference {
                table: "double_entry".to_owned(),
                count,
            })
        }))
    }

    /// Judges every close again by what the trail had then, finds records that are not kept with
    /// the time at which they were last seen or with their state, counts that are wrong, and quarters
    /// that two files closed.
    fn inspect_closes(&self) -> Result<Vec<Flaw>> {
        let mut found = Vec::new();
        for close in self.quarter_closes()? {
            let quarter = close.quarter.name();
            let check = self.check_close(&close)?;
            for one in check.differing.into_iter().take(MOST) {
                let place = self.place_path(&one.place)?;
                let requirement = one.requirement;
                let quarter = quarter.clone();
                found.push(serious(InspectMsg::ClosedStanding {
                    requirement,
                    place,
                    quarter,
                }));
            }
            if check.froze_nothing {
                let quarter = quarter.clone();
                found.push(serious(InspectMsg::CloseWithoutStandings { quarter }));
            }
            let unknown = check.unknown_texts.into_iter().map(|pack| Flaw {
                what: InspectMsg::ClosedByUnknownText {
                    quarter: quarter.clone(),
                    pack,
                },
                harmless: true,
            });
            found.extend(unknown);
        }
        let loose = quarter_close::loose(&self.db)?.into_iter().take(MOST);
        found.extend(loose.map(|act| serious(InspectMsg::LooseAct { act })));
        let twice = |(first, second): (QuarterClose, QuarterClose)| Flaw {
            what: first.closed_again(&second),
            harmless: true,
        };
        found.extend(self.closed_twice()?.into_iter().take(MOST).map(twice));
        let kept = [
            ("record.seen_at", record::are_seen(&self.db)?),
            ("record.state", review_state::are_states_kept(&self.db)?),
            ("record_count", review_state::are_records_counted(&self.db)?),
            (
                "standing_count",
                review_state::are_standings_counted(&self.db)?,
            ),
        ];
        let wrong = kept.into_iter().filter(|(_, is_kept)| !is_kept);
        found.extend(wrong.map(|(table, _)| {
            serious(InspectMsg::Derived {
                table: table.to_owned(),
            })
        }));
        Ok(found)
    }

    /// Returns whether every act of a review is about something.
    fn inspect_reviews(&self) -> Result<Vec<Flaw>> {
        let mut loose = finding::loose(&self.db)?;
        loose.extend(review_sample::loose(&self.db)?);
        loose.extend(site_visit::loose(&self.db)?);
        let loose = loose.into_iter().take(MOST);
        Ok(loose
            .map(|act| serious(InspectMsg::LooseAct { act }))
            .collect())
    }

    /// Returns conflicts of merging that nobody decided yet.
    fn inspect_conflicts(&self) -> Result<Vec<Flaw>> {
        let open = |conflict: OpenConflict| {
            let record = Text::of(&conflict.record);
            let field = conflict.label;
            Flaw {
                what: InspectMsg::Conflict { record, field },
                harmless: true,
            }
        };
        Ok(self.conflicts()?.into_iter().take(MOST).map(open).collect())
    }

    /// Returns facility codes that files which merged both gave out.
    fn inspect_codes(&self) -> Result<Vec<Flaw>> {
        let flaw = |(code, names)| Flaw {
            what: InspectMsg::doubled_code(code, names),
            harmless: true,
        };
        Ok(conflict::codes_twice(&self.db, MOST)?
            .into_iter()
            .map(flaw)
            .collect())
    }

    /// Returns official codes that stand twice in the list of places, in two forms.
    fn inspect_places(&self) -> Result<Vec<Flaw>> {
        let doubled = place::doubled(&self.db)?.into_iter().take(MOST);
        let flaw = |[place, other]: [String; 2]| Flaw {
            what: InspectMsg::DoubledPlace { place, other },
            harmless: true,
        };
        Ok(doubled.map(flaw).collect())
    }

    /// Returns the change that is furthest ahead of the clock, if another ledger would not take it
    /// in.
    fn inspect_clock(&self) -> Result<Option<Flaw>> {
        let sql =
            "SELECT site || ':' || seq, at FROM change WHERE at > ?1 ORDER BY at DESC LIMIT 1";
        let flaw = |row: &rusqlite::Row| {
            let change = row.get(0)?;
            let at = self.zone().shown(&row.get::<_, String>(1)?);
            Ok(Flaw {
                what: InspectMsg::Ahead { change, at },
                harmless: true,
            })
        };
        Ok(self.db.query_row(sql, [latest()], flaw).optional()?)
    }
}

/// How many parts an examination has.
pub(in crate::store) const PARTS: usize = 5;

/// Returns what SQLite itself finds wrong with a file.
pub(crate) fn file(db: &Connection) -> Result<Vec<Flaw>> {
    let mut query = db.prepare("PRAGMA integrity_check(20)")?;
    let lines = query
        .query_map([], |row| row.get::<_, String>(0))?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut found: Vec<Flaw> = lines
        .into_iter()
        .filter(|line| line != "ok")
        .map(|detail| serious(InspectMsg::Integrity { detail }))
        .collect();
    let mut query =
        db.prepare("SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY \"table\"")?;
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?)))?;
    for row in rows {
        let (table, count) = row?;
        let count = usize::try_from(count).unwrap_or_default();
        found.push(serious(InspectMsg::Reference { table, count }));
    }
    Ok(found)
}

/// Checks the chain of every site. Each begins with number 1, and that of a site in `bases` behind
/// that change.
pub(crate) fn chain(db: &Connection, bases: &[Head]) -> Result<Vec<Flaw>> {
    let broken = chain_check::broken_links(db, bases, MOST)?;
    Ok(broken.into_iter().map(serious).collect())
}
