//! Places: rows, and how people name them.

use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::chain::{Chain, NewEntry};
use super::site;
use super::subject;
use super::{place_key, place_life};
use crate::domain::place::code::{is_same_code, official};
use crate::domain::place::list::admit;
use crate::domain::place::{Admitted, Gazetteer, Place, PlaceLives};
use crate::domain::policy::expression::OtherPlace;
use crate::domain::policy::expression::looks::Where;
use crate::domain::policy::{Pack, Requirement, Scope};
use crate::domain::record::{ActSort, Patch, Subject, Topic};
use crate::domain::text::folding;
use crate::i18n::{LedgerRefusal, PlaceUse, Text};
use crate::store::error::Result;

pub(crate) fn from_row(row: &Row) -> rusqlite::Result<Place> {
    Ok(Place {
        code: row.get(0)?,
        name: row.get(1)?,
        level: row.get(2)?,
        parent: row.get(3)?,
    })
}

pub(crate) fn get(db: &Connection, code: &str) -> Result<Option<Place>> {
    let mut query =
        db.prepare_cached("SELECT code, name, level, parent FROM place WHERE code = ?1")?;
    Ok(query.query_row([code], from_row).optional()?)
}

/// Returns the name of a place, or its code where it is not known.
pub(crate) fn name_or_code(db: &Connection, code: &str) -> Result<String> {
    Ok(get(db, code)?.map_or_else(|| code.to_owned(), |place| place.name))
}

/// See [`crate::store::Store::find_place`]. A code as the ledger has it needs no gazetteer.
pub(crate) fn find(db: &Connection, text: &str) -> Result<Place> {
    let text = folding::name(text);
    if let Some(place) = get(db, &folding::figure(&text))? {
        return Ok(place);
    }
    let gazetteer = gazetteer(db)?;
    match *gazetteer.find(&text) {
        [] => Err(LedgerRefusal::NoSuchPlace { place: text }.into()),
        [only] => Ok(only.clone()),
        ref several => {
            let places = gazetteer.told(several);
            Err(LedgerRefusal::AmbiguousPlace {
                place: text,
                places,
            }
            .into())
        }
    }
}

/// Returns every place, to be found by what people write.
pub(crate) fn gazetteer(db: &Connection) -> Result<Gazetteer> {
    Ok(Gazetteer::new(all(db)?).with_lives(place_life::all(db)?))
}

/// Returns the code that the ledger has for a place, in whatever form it is written.
pub(crate) fn code_of(db: &Connection, code: &str) -> Result<Option<String>> {
    if let Some(place) = get(db, code)? {
        return Ok(Some(place.code));
    }
    Ok(all(db)?
        .into_iter()
        .map(|place| place.code)
        .find(|known| is_same_code(known, code)))
}

/// Returns the codes of places that are one official code in two forms.
pub(crate) fn doubled(db: &Connection) -> Result<Vec<[String; 2]>> {
    let mut first: HashMap<String, String> = HashMap::new();
    let mut found = Vec::new();
    for Place { code, .. } in all(db)? {
        let Some(official) = official(&code) else {
            continue;
        };
        match first.entry(official) {
            Entry::Occupied(other) => found.push([other.get().clone(), code]),
            Entry::Vacant(new) => drop(new.insert(code)),
        }
    }
    Ok(found)
}

/// Returns what a list of places brings, checked whole and together with what the ledger has.
pub(crate) fn admitted(db: &Connection, list: &[Place]) -> Result<Admitted> {
    Ok(admit(list, &all(db)?, &place_life::all(db)?)?)
}

/// Takes a place away that nothing hangs on.
pub(crate) fn remove(db: &Connection, packs: &[Pack], place: &Place) -> Result<()> {
    let uses = uses(db, packs, &place.code)?;
    if !uses.is_empty() {
        let by = Text::list(&uses.iter().map(Text::of).collect::<Vec<_>>());
        return Err(LedgerRefusal::PlaceInUse {
            place: place.name.clone(),
            by,
        }
        .into());
    }
    place_life::forget(db, &place.code)?;
    place_key::replace(db, get(db, &place.code)?.as_ref(), None)?;
    for table in [
        "standing", "looks", "covered", "shown", "stale", "tally", "place",
    ] {
        let column = if table == "place" { "code" } else { "place" };
        db.execute(
            &format!("DELETE FROM {table} WHERE {column} = ?1"),
            [&place.code],
        )?;
    }
    Ok(())
}

/// Returns what hangs on a place.
fn uses(db: &Connection, packs: &[Pack], code: &str) -> Result<Vec<PlaceUse>> {
    let count = |sql: &str| -> Result<usize> {
        let count: i64 = db.query_row(sql, [code], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    };
    let changes = format!(
        "SELECT count(*) FROM change WHERE {} AND json_extract(patch, '$.place') = ?1",
        subject::is_save()
    );
    let mut found = Vec::new();
    for subject in Subject::ALL {
        found.push(subject::use_of_place(db, subject, code)?);
    }
    found.push(PlaceUse::Merged {
        count: count("SELECT count(*) FROM closed_place WHERE successor = ?1")?,
    });
    found.push(PlaceUse::Below {
        count: count("SELECT count(*) FROM place WHERE parent = ?1")?,
    });
    found.push(PlaceUse::Closed {
        count: count("SELECT count(*) FROM closed_standing WHERE place = ?1")?,
    });
    found.push(PlaceUse::Changes {
        count: count(&changes)?,
    });
    found.retain(|of| !of.is_none());
    found.extend(
        packs
            .iter()
            .filter(|pack| names(pack, code))
            .map(|pack| PlaceUse::Covered {
                pack: pack.code.clone(),
            }),
    );
    Ok(found)
}

/// Returns whether a pack names a place; one that covers a level does not.
fn names(pack: &Pack, place: &str) -> bool {
    let own = pack.requirements.iter().map(|own| &own.scope);
    let scopes = std::iter::once(&pack.scope).chain(own);
    let mut looks = pack.requirements.iter().flat_map(Requirement::looks);
    scopes.into_iter().any(|scope| match scope {
        Scope::Places(codes) => codes.iter().any(|code| is_same_code(code, place)),
        Scope::Level(_) => false,
    }) || looks.any(|look| {
        look.path.iter().any(|step| match step {
            Where::Elsewhere(OtherPlace::Named(code)) => is_same_code(code, place),
            _ => false,
        })
    })
}

/// Returns the codes of the places that a scope names, in its order and as the ledger has them.
pub(crate) fn in_scope(db: &Connection, scope: &Scope) -> Result<Vec<String>> {
    let level = match scope {
        Scope::Places(codes) => {
            let known = |code: &String| Ok(code_of(db, code)?.unwrap_or_else(|| code.clone()));
            return codes.iter().map(known).collect();
        }
        Scope::Level(level) => level,
    };
    let mut query = db.prepare_cached("SELECT code FROM place WHERE level = ?1 ORDER BY code")?;
    Ok(query
        .query_map([level], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the codes of the open places that a scope names, as [`in_scope`] does.
pub(crate) fn open_in_scope(db: &Connection, scope: &Scope) -> Result<Vec<String>> {
    let lives = place_life::all(db)?;
    let mut codes = in_scope(db, scope)?;
    codes.retain(|code| lives.ended(code).is_none());
    Ok(codes)
}

/// Returns the open places directly below a place; without one, those at the top.
pub(crate) fn open_below(db: &Connection, code: Option<&str>) -> Result<Vec<Place>> {
    let mut query = db.prepare_cached(
        "SELECT code, name, level, parent FROM place WHERE parent IS ?1
             AND code NOT IN (SELECT place FROM closed_place WHERE ended = 1) ORDER BY code",
    )?;
    Ok(query
        .query_map([code], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns the codes of the places for which some minimum of a kind is judged.
pub(crate) fn judged(db: &Connection, kind: &str) -> Result<HashSet<String>> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT covered.place FROM covered
         JOIN requirement_form ON requirement_form.pack = covered.pack
             AND requirement_form.requirement = covered.requirement
         WHERE requirement_form.form = ?1",
    )?;
    Ok(query
        .query_map([kind], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// See [`crate::store::Store::place_path`].
pub(crate) fn path(db: &Connection, code: &str) -> Result<String> {
    let Some(place) = get(db, code)? else {
        return Ok(code.to_owned());
    };
    let above = place
        .parent
        .as_deref()
        .map(|parent| get(db, parent))
        .transpose()?
        .flatten();
    Ok(above.map_or(place.name.clone(), |above| {
        format!("{}/{}", above.name, place.name)
    }))
}

pub(crate) fn load(db: &Connection, places: &[Place]) -> Result<()> {
    // One statement that does either would keep a journal of every page it touches.
    let insert = "INSERT INTO place (code, name, level, parent) VALUES (?1, ?2, ?3, ?4)";
    let update = "UPDATE place SET name = ?2, level = ?3, parent = ?4 WHERE code = ?1";
    for place in places {
        let before = get(db, &place.code)?;
        place_key::replace(db, before.as_ref(), Some(place))?;
        db.prepare_cached(before.map_or(insert, |_| update))?
            .execute(params![place.code, place.name, place.level, place.parent])?;
    }
    let orphan = db
        .query_row(
            "SELECT name, parent FROM place WHERE parent IS NOT NULL AND parent NOT IN (SELECT code FROM place)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match orphan {
        Some((place, parent)) => Err(LedgerRefusal::ParentUnknown { place, parent }.into()),
        None => Ok(()),
    }
}

/// Records places that are added or changed, with what became of them.
pub(crate) fn note(
    chain: &mut Chain,
    places: &[Place],
    lives: &PlaceLives,
    author: &str,
) -> Result<()> {
    let patch = patch_of(places, lives);
    if patch.is_empty() {
        Ok(())
    } else {
        chain.note(ActSort::Places, author, patch)
    }
}

/// Records that a place was taken out of the list.
pub(crate) fn note_removed(chain: &mut Chain, place: &Place, author: &str) -> Result<()> {
    chain.note(
        ActSort::Places,
        author,
        Patch::from([(place.code.clone(), Json::Null)]),
    )
}

/// Records that places were renamed, merged, closed or reopened. The reason tells such an act from a list
/// that was loaded: a list is how the places always were, as far as anybody knew.
pub(crate) fn note_event(
    chain: &mut Chain,
    places: &[Place],
    author: &str,
    reason: &str,
) -> Result<()> {
    let patch = patch_of(places, &place_life::all(chain.db())?);
    chain
        .append(NewEntry {
            topic: Topic::Act(ActSort::Places),
            record: Uuid::nil(),
            author,
            reason,
            parents: Vec::new(),
            patch,
        })
        .map(drop)
}

fn patch_of(places: &[Place], lives: &PlaceLives) -> Patch {
    places
        .iter()
        .map(|place| (place.code.clone(), patch_value(place, lives)))
        .collect()
}

/// Returns what an act says of a place. What became of it is said only where something did.
pub(crate) fn patch_value(place: &Place, lives: &PlaceLives) -> Json {
    let Some(life) = lives.get(&place.code) else {
        return json!([place.name, place.level, place.parent]);
    };
    json!([
        place.name,
        place.level,
        place.parent,
        place_life::patch_value(life)
    ])
}

/// Returns the places of the ledger, as the acts of this file have them.
pub(crate) fn noted(db: &Connection) -> Result<Patch> {
    let mut places = Patch::new();
    for act in site::own_acts(db, ActSort::Places)? {
        places.extend(act.patch);
    }
    places.retain(|_, place| !place.is_null());
    Ok(places)
}

/// Returns every place.
pub(crate) fn all(db: &Connection) -> Result<Vec<Place>> {
    let mut query =
        db.prepare_cached("SELECT code, name, level, parent FROM place ORDER BY code")?;
    Ok(query
        .query_map([], from_row)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Returns whether a place is one of `places` or below one. Every place is when there is no such
/// list.
pub(crate) fn is_within(db: &Connection, place: &str, places: Option<&[String]>) -> Result<bool> {
    let Some(places) = places else {
        return Ok(true);
    };
    Ok(with_all_above(db, place)?
        .iter()
        .any(|above| places.contains(above)))
}

/// Returns whether some places cannot be reached from the top: then they are above themselves.
pub(crate) fn have_a_circle(db: &Connection) -> Result<bool> {
    let mut query = db.prepare(
        "WITH RECURSIVE reached (code) AS (
             SELECT code FROM place WHERE parent IS NULL
             UNION SELECT place.code FROM place JOIN reached ON place.parent = reached.code)
         SELECT (SELECT count(*) FROM reached) <> (SELECT count(*) FROM place)",
    )?;
    Ok(query.query_row([], |row| row.get(0))?)
}

/// Returns a place and every place above it. What is in a merged place is in the one that it was
/// merged into.
pub(crate) fn with_all_above(db: &Connection, code: &str) -> Result<Vec<String>> {
    let mut query = db.prepare_cached(
        "WITH RECURSIVE above (code, parent) AS (
             SELECT code, coalesce(successor, parent)
                 FROM place LEFT JOIN closed_place ON closed_place.place = code WHERE code = ?1
             UNION SELECT place.code, coalesce(successor, place.parent)
                 FROM place JOIN above ON place.code = above.parent
                 LEFT JOIN closed_place ON closed_place.place = place.code)
         SELECT code FROM above",
    )?;
    Ok(query
        .query_map([code], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}
