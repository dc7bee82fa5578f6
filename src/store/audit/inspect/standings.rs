//! The standings that a ledger keeps, held against what its records come to.

use std::cell::Cell;

use chrono::NaiveDate;
use rusqlite::{Connection, params};
use serde_json::json;

use crate::domain::policy::Pack;
use crate::domain::verdict::Standing;
use crate::i18n::InspectMsg;
use crate::store::audit::finding::{Flaw, MOST, serious};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::names;
use crate::store::rows::part::KeptParts;
use crate::store::rows::standing::{self, COLUMNS};
use crate::store::write::judging::{self, Judge};

/// A standing as its row has it.
struct KeptStanding {
    pack: String,
    standing: Standing,
    holds_until: Option<String>,
    judged_at: String,
}

impl Store {
    pub(super) fn inspect_standings(&self, packs: &[Pack]) -> Result<Vec<Flaw>> {
        let day = self.today();
        let mut query = self
            .db
            .prepare("SELECT DISTINCT place FROM covered ORDER BY place")?;
        let places = query
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        let mut found = Vec::new();
        let differs = Cell::new(false);
        let mut judge = Judge::new(&self.db, KeptParts::Compared(&differs));
        for place in places {
            let kept = self.kept_standings(&place)?;
            for (pack, judged) in judge.judge_place(packs, &place, day)? {
                let is_kept = self.is_kept((packs, pack), &judged, &kept, day)?;
                if !is_kept && found.len() < MOST {
                    let requirement = judged.requirement;
                    let place = self.place_path(&place)?;
                    found.push(serious(InspectMsg::Standing { requirement, place }));
                }
            }
        }
        let kept = [
            ("tally", !differs.get()),
            ("record.name_key", names::are_keyed(&self.db)?),
        ];
        let differing = kept.into_iter().filter(|(_, fits)| !fits);
        found.extend(differing.map(|(table, _)| {
            let table = table.to_owned();
            serious(InspectMsg::Derived { table })
        }));
        found.extend(
            differing_measures(&self.db, packs)?
                .into_iter()
                .take(MOST)
                .map(serious_measure),
        );
        Ok(found)
    }

    /// Returns the standings of a place as they are kept, each with its pack.
    fn kept_standings(&self, place: &str) -> Result<Vec<KeptStanding>> {
        let mut query = self.db.prepare_cached(&format!(
            "SELECT {COLUMNS}, standing.pack, judged_at
             FROM covered CROSS JOIN standing ON standing.pack = covered.pack
                 AND standing.requirement = covered.requirement AND standing.place = covered.place
             WHERE covered.place = ?1"
        ))?;
        let rows = query.query_and_then([place], |row| {
            Ok(KeptStanding {
                pack: row.get("pack")?,
                standing: standing::from_row(row)?,
                holds_until: row.get("holds_until")?,
                judged_at: row.get("judged_at")?,
            })
        })?;
        rows.collect()
    }

    /// Returns whether a standing is kept as it is judged. One that a day has made old since is
    /// held against the day on which it was judged.
    fn is_kept(
        &self,
        (packs, pack): (&[Pack], &Pack),
        judged: &Standing,
        kept: &[KeptStanding],
        day: NaiveDate,
    ) -> Result<bool> {
        let named = kept
            .iter()
            .find(|kept| kept.pack == pack.code && kept.standing.requirement == judged.requirement);
        let Some((kept, requirement)) = named.zip(pack.requirement(&judged.requirement)) else {
            return Ok(false);
        };
        let is_same = |judged: &Standing, day: NaiveDate| {
            let until = judged.holds_until(requirement, day);
            *judged == kept.standing && until.map(|day| day.to_string()) == kept.holds_until
        };
        let is_old = kept
            .holds_until
            .as_ref()
            .is_some_and(|until| *until < day.to_string());
        if !is_old {
            return Ok(is_same(judged, day));
        }
        let then = judging::day_of(packs, &kept.judged_at);
        let covering = vec![(pack, requirement)];
        let judged = Judge::new(&self.db, KeptParts::Read).judge(covering, &judged.place, then)?;
        Ok(judged
            .first()
            .is_some_and(|(_, judged)| is_same(judged, then)))
    }
}

/// Returns requirement and place of the standings whose operator or unit is not that of the
/// requirement, or whose position is not that of the place.
fn differing_measures(db: &Connection, packs: &[Pack]) -> Result<Vec<(String, String)>> {
    let mut query = db.prepare(
        "SELECT requirement, place FROM standing
         WHERE pack = ?1 AND requirement = ?2 AND (operator NOT IN (SELECT value FROM json_each(?3)) OR unit <> ?4) ORDER BY place",
    )?;
    let mut found = Vec::new();
    let mut misplaced = db.prepare(
        "SELECT requirement, standing.place FROM standing
         WHERE position <> (SELECT position FROM shown WHERE shown.place = standing.place AND shown.pack = standing.pack)
         ORDER BY standing.place",
    )?;
    let rows = misplaced.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    for (pack, requirement) in packs
        .iter()
        .flat_map(|pack| pack.requirements.iter().map(move |r| (pack, r)))
    {
        let (operators, unit) = judging::measures(requirement);
        let rows = query.query_map(
            params![
                pack.code,
                requirement.code,
                json!(operators).to_string(),
                unit
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        found.extend(rows.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(found)
}

fn serious_measure((requirement, place): (String, String)) -> Flaw {
    serious(InspectMsg::Standing { requirement, place })
}
