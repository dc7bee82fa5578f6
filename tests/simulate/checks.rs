//! What must hold after every step, and at the end of a history.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use taizhang::store::Store;

use crate::fold::{Order, fold_all};
use crate::machine::{Machine, Trail, Wrong, broken};

/// Everything that any machine ever acknowledged.
#[derive(Default)]
pub(crate) struct Truth(Trail);

impl Truth {
    /// Takes in what a machine knows; no two machines may know two changes of one name.
    pub(crate) fn take(&mut self, machine: &Machine) -> Result<(), Wrong> {
        for (id, hash) in &machine.acknowledged {
            let known = self.0.entry(id.clone()).or_insert_with(|| hash.clone());
            if known != hash {
                let (site, seq) = id;
                return Err(Wrong(format!("{site}:{seq} is two changes")));
            }
        }
        Ok(())
    }
}

/// Whether everything is in a trail that must be, and nothing that cannot.
pub(crate) fn is_between(least: &Trail, found: &Trail, most: &Trail) -> Result<(), Wrong> {
    let is_in = |id: &(String, i64), hash: &String, of: &Trail| of.get(id) == Some(hash);
    if let Some(((site, seq), _)) = least.iter().find(|(id, hash)| !is_in(id, hash, found)) {
        return Err(Wrong(format!("{site}:{seq} was acknowledged and is lost")));
    }
    if let Some(((site, seq), _)) = found.iter().find(|(id, hash)| !is_in(id, hash, most)) {
        return Err(Wrong(format!("nobody wrote {site}:{seq}")));
    }
    Ok(())
}

/// Compares the tables of records with the fold of the trail.
pub(crate) fn tables_are_the_fold(machine: &mut Machine, order: Order) -> Result<(), Wrong> {
    machine.store()?;
    let folds = fold_all(machine.reader(), order);
    let store = machine.store()?;
    for (id, (mut fields, heads)) in folds {
        let found = store.record(id.parse().unwrap()).map_err(broken)?;
        if fields.contains_key("deleted") {
            if found.is_some() {
                return Err(Wrong(format!("the deleted record {id} is there")));
            }
            continue;
        }
        let Some(found) = found else {
            return Err(Wrong(format!("the record {id} is not there")));
        };
        let found_heads = found.heads.iter().map(ToString::to_string).collect();
        let mut kept = found.fields;
        kept.insert("kind".into(), found.kind.into());
        kept.insert("place".into(), found.place.into());
        fields.remove("period");
        kept.remove("period");
        if kept != fields || heads != found_heads {
            return Err(Wrong(format!(
                "the record {id} is {kept:?} {found_heads:?} and not {fields:?} {heads:?}"
            )));
        }
    }
    Ok(())
}

/// Examines the whole file: chains, folds, standings, counts, states, closes.
pub(crate) fn is_sound(machine: &mut Machine) -> Result<(), Wrong> {
    let found = machine.store()?.inspect().map_err(broken)?;
    let Some(flaw) = found.iter().find(|flaw| !flaw.harmless) else {
        return Ok(());
    };
    let mut said = format!("{flaw:?}");
    for kept in machine.records()? {
        let review = machine.store()?.review_of(kept.record).map_err(broken)?;
        if review.as_ref().map(|review| review.state) != Some(kept.state) {
            let _ = write!(said, "\nkept as {kept:?}, and is {review:?}");
        }
    }
    Err(Wrong(said))
}

/// What a file holds that follows from what it knows, in words that are the same in every file.
pub(crate) fn contents(store: &Store) -> Result<BTreeMap<String, String>, Wrong> {
    let mut all = BTreeMap::new();
    let filter = taizhang::store::ReviewFilter::default();
    for reviewed in store.reviewed(&filter, 0, usize::MAX).map_err(broken)? {
        let id = reviewed.record;
        let mut said = format!("{:?}", store.record(id).map_err(broken)?);
        let _ = write!(said, "\n{:?}", store.review_of(id).map_err(broken)?);
        let _ = write!(said, "\n{:?}", store.second_entries(id).map_err(broken)?);
        let _ = write!(said, "\n{:?}", store.site_visits(id).map_err(broken)?);
        let _ = write!(said, "\n{:?}", store.confirmations(id).map_err(broken)?);
        all.insert(format!("record {id}"), said);
    }
    let samples = store.samples().map_err(broken)?;
    all.insert("samples".into(), format!("{samples:?}"));
    for close in store.quarter_closes().map_err(broken)? {
        let counts = store.closed_counts(&close).map_err(broken)?;
        all.insert(
            format!("close {}", close.id),
            format!("{close:?} {counts:?}"),
        );
    }
    for conflict in store.conflicts().map_err(broken)? {
        let mut sides: Vec<String> = conflict
            .sides
            .iter()
            .map(|side| format!("{:?} {} {}", side.value, side.at, side.is_shown))
            .collect();
        sides.sort();
        let name = format!("conflict {} {}", conflict.record.id, conflict.field);
        all.insert(name, format!("{sides:?}"));
    }
    Ok(all)
}

/// The standings of a file on its day.
pub(crate) fn standings(store: &Store) -> Result<BTreeMap<String, String>, Wrong> {
    let pack = &store.packs()[0].code;
    let all = store
        .standings_of(pack, None, store.today())
        .map_err(broken)?;
    Ok(all
        .into_iter()
        .map(|one| {
            (
                format!("{} {}", one.place, one.requirement),
                format!("{one:?}"),
            )
        })
        .collect())
}

/// Refuses two files that differ where they must not.
pub(crate) fn are_same(
    (one, other): (&str, &str),
    of_one: &BTreeMap<String, String>,
    of_other: &BTreeMap<String, String>,
) -> Result<(), Wrong> {
    let keys = of_one.keys().chain(of_other.keys());
    for key in keys {
        if of_one.get(key) != of_other.get(key) {
            return Err(Wrong(format!(
                "{key} differs:\n{one}: {:?}\n{other}: {:?}",
                of_one.get(key),
                of_other.get(key)
            )));
        }
    }
    Ok(())
}
