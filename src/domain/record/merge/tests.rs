use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::*;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::subject::Subject;
use crate::domain::record::trail::{conflicts, fold};

const LATEST: &str = "2026-06-02";

/// A file of a ledger: everything it knows, and the site it writes as.
#[derive(Clone, Debug, Default)]
struct Site {
    name: String,
    links: BTreeMap<ChangeId, Link>,
}

impl Log<MergeFault> for Site {
    fn heads(&self) -> Result<Vec<Head>, MergeFault> {
        let mut heads: BTreeMap<&str, Head> = BTreeMap::new();
        for (id, link) in &self.links {
            heads.insert(
                &id.site,
                Head {
                    site: id.site.clone(),
                    seq: id.seq,
                    hash: link.hash.clone(),
                },
            );
        }
        Ok(heads.into_values().collect())
    }

    fn hash(&self, id: &ChangeId) -> Result<Option<String>, MergeFault> {
        Ok(self.links.get(id).map(|link| link.hash.clone()))
    }

    fn after(
        &self,
        site: &str,
        seq: i64,
        visit: &mut dyn FnMut(Link) -> Result<(), MergeFault>,
    ) -> Result<(), MergeFault> {
        let later = self
            .links
            .values()
            .filter(|link| link.change.id.site == site && link.change.id.seq > seq);
        later.cloned().try_for_each(visit)
    }
}

impl Site {
    fn new(name: &str) -> Self {
        Self {
            name: name.into(),
            links: BTreeMap::new(),
        }
    }

    fn changes_of(&self, record: Uuid) -> Vec<&Change> {
        self.links
            .values()
            .map(|link| &link.change)
            .filter(|change| change.record == record)
            .collect()
    }

    fn records(&self) -> BTreeSet<Uuid> {
        self.links.values().map(|link| link.change.record).collect()
    }

    /// Saves on everything it knows of the record.
    fn save(&mut self, record: u128, at: &str, field: &str, value: Json) {
        let record = Uuid::from_u128(record);
        let parents = fold(self.changes_of(record)).heads;
        let last = self
            .links
            .values()
            .rfind(|link| link.change.id.site == self.name);
        let (seq, before) =
            last.map_or((1, ""), |link| (link.change.id.seq + 1, link.hash.as_str()));
        let change = Change {
            id: ChangeId {
                site: self.name.clone(),
                seq,
            },
            topic: Subject::Facility.into(),
            record,
            at: at.into(),
            author: "示例".into(),
            reason: String::new(),
            parents,
            patch: [(field.to_owned(), value)].into(),
        };
        let hash = change.hash(before);
        self.links.insert(change.id.clone(), Link { change, hash });
    }

    fn pull(&mut self, from: &Self) -> Result<Vec<NewChanges>, MergeFault> {
        let mut taken = Vec::new();
        let news = union(self, from, LATEST, |link| {
            taken.push(link);
            Ok::<_, MergeFault>(())
        })?;
        self.links
            .extend(taken.into_iter().map(|link| (link.change.id.clone(), link)));
        Ok(news)
    }

    /// Returns what its records come to, with every conflict and its sides.
    fn told(&self) -> Vec<String> {
        let told = |record| {
            let changes = self.changes_of(record);
            format!(
                "{record} {:?} {:?}",
                fold(changes.iter().copied()),
                conflicts(changes)
            )
        };
        self.records().into_iter().map(told).collect()
    }
}

/// What happens somewhere: a save there, or taking in what another site has.
#[derive(Clone, Debug)]
enum Event {
    Save {
        site: usize,
        record: u128,
        hour: u8,
        field: usize,
        value: u8,
    },
    Pull {
        to: usize,
        from: usize,
    },
    /// Taking in the changes that a site itself made behind some number, as an exchange file has
    /// them.
    Exchange {
        to: usize,
        from: usize,
        after: i64,
    },
}

const FIELDS: [&str; 4] = ["x", "y", "z", shared::DELETED];

fn events() -> impl Strategy<Value = Vec<Event>> {
    let save = (0..4_usize, 1..4_u128, any::<u8>(), 0..FIELDS.len(), 0..4_u8).prop_map(
        |(site, record, hour, field, value)| Event::Save {
            site,
            record,
            hour,
            field,
            value,
        },
    );
    let pull = (0..4_usize, 0..4_usize).prop_map(|(to, from)| Event::Pull { to, from });
    let exchange = (0..4_usize, 0..4_usize, 0..8_i64)
        .prop_map(|(to, from, after)| Event::Exchange { to, from, after });
    prop::collection::vec(prop_oneof![4 => save, 1 => pull, 2 => exchange], 1..60)
}

/// Returns the four sites after everything happened. Each has a clock of its own, which says
/// whatever it likes.
fn lived(events: &[Event]) -> Vec<Site> {
    let mut sites: Vec<Site> = ["a", "b", "c", "d"].map(Site::new).into();
    for event in events {
        match *event {
            Event::Save {
                site,
                record,
                hour,
                field,
                value,
            } => {
                let value = if value == 0 { Json::Null } else { json!(value) };
                sites[site].save(
                    record,
                    &format!("2026-06-01T{:02}", hour % 24),
                    FIELDS[field],
                    value,
                );
            }
            Event::Pull { to, from } => {
                let other = sites[from].clone();
                sites[to].pull(&other).unwrap();
            }
            Event::Exchange { to, from, after } => {
                let mut tail = sites[from].clone();
                tail.links
                    .retain(|id, _| id.site == tail.name && id.seq > after);
                let before = sites[to].links.clone();
                match sites[to].pull(&tail) {
                    Ok(_) => assert!(tail.links.keys().all(|id| sites[to].links.contains_key(id))),
                    Err(MergeFault::Gap { .. } | MergeFault::ParentMissing { .. }) => {
                        assert_eq!(sites[to].links, before);
                    }
                    Err(fault) => panic!("{fault:?}"),
                }
            }
        }
    }
    sites
}

proptest! {
    #[test]
    fn sites_that_exchanged_everything_in_any_order_have_the_same_ledger(
        events in events(),
        order in prop::collection::vec((0..4_usize, 0..4_usize), 0..12),
    ) {
        let mut sites = lived(&events);
        // Whoever meets whom, and how often; then a round in which everybody has met everybody.
        let round = (0..4).flat_map(|to| (0..4).map(move |from| (to, from)));
        for (to, from) in order.into_iter().chain(round.clone()).chain(round) {
            let other = sites[from].clone();
            sites[to].pull(&other).unwrap();
        }
        let all = sites[0].links.len();
        prop_assert_eq!(all, events.iter().filter(|event| matches!(event, Event::Save { .. })).count());
        for site in &sites {
            prop_assert_eq!(&site.links, &sites[0].links);
            prop_assert_eq!(site.told(), sites[0].told());
        }
        let other = sites[1].clone();
        prop_assert_eq!(sites[0].pull(&other), Ok(vec![]));
    }

    #[test]
    fn a_conflict_is_open_until_a_change_based_on_all_heads_decides_it(events in events()) {
        let mut sites = lived(&events);
        for from in 1..4 {
            let other = sites[from].clone();
            sites[0].pull(&other).unwrap();
        }
        let mut site = sites.swap_remove(0);
        for record in site.records() {
            while let Some((field, value)) = conflicts(site.changes_of(record))
                .first()
                .map(|found| (found.field.clone(), found.value(found.sides[found.sides.len() - 1])))
            {
                let before = conflicts(site.changes_of(record)).len();
                site.save(record.as_u128(), "2026-01-01", &field, value.clone());
                let folded = fold(site.changes_of(record));
                prop_assert_eq!(folded.fields.get(&field).cloned().unwrap_or_default(), value);
                prop_assert_eq!(folded.conflicts.len(), before - 1);
            }
        }
    }
}

fn two_sites() -> (Site, Site) {
    let mut a = Site::new("a");
    let mut b = Site::new("b");
    a.save(1, "2026-01-01", "x", json!("1"));
    b.pull(&a).unwrap();
    b.save(1, "2026-01-02", "x", json!("2"));
    b.save(1, "2026-01-03", "x", json!("3"));
    (a, b)
}

#[test]
fn what_is_new_is_told_by_site_and_only_once() {
    let (mut a, b) = two_sites();
    assert_eq!(
        a.pull(&b),
        Ok(vec![NewChanges {
            site: "b".into(),
            first: 1,
            last: 2
        }])
    );
    assert_eq!(a.pull(&b), Ok(vec![]));
    assert_eq!(a.links, b.links);
}

#[test]
fn a_gap_is_refused_and_says_which_changes_are_missing() {
    let (mut a, mut b) = two_sites();
    b.links.remove(&ChangeId {
        site: "b".into(),
        seq: 1,
    });
    assert_eq!(a.pull(&b), Err(MergeFault::gap("b".into(), 1, 1)));
}

#[test]
fn a_copy_that_went_on_is_refused_at_the_first_change_that_differs() {
    let mut a = Site::new("a");
    (1..6).for_each(|day| a.save(1, &format!("2026-01-0{day}"), "x", json!(day)));
    let mut copy = a.clone();
    (6..9).for_each(|day| a.save(1, &format!("2026-01-0{day}"), "x", json!(day)));
    copy.save(1, "2026-01-06", "x", json!("other"));
    let forked = |change: &str| {
        Err(MergeFault::Forked {
            change: change.into(),
        })
    };
    assert_eq!(a.pull(&copy), forked("a:6"));
    assert_eq!(copy.clone().pull(&a), forked("a:6"));
    (7..12).for_each(|_| copy.save(1, "2026-01-07", "x", json!("more")));
    assert_eq!(a.pull(&copy), forked("a:6"));
    assert_eq!(copy.pull(&a), forked("a:6"));
}

#[test]
fn altered_changes_wrong_clocks_and_changes_without_their_parents_are_refused() {
    let (a, b) = two_sites();
    let id = ChangeId {
        site: "b".into(),
        seq: 2,
    };
    let mut altered = b.clone();
    altered.links.get_mut(&id).unwrap().change.author = "示例2".into();
    assert_eq!(
        a.clone().pull(&altered),
        Err(MergeFault::BrokenChain {
            change: "b:2".into()
        })
    );
    let mut ahead = b.clone();
    ahead.save(1, "2026-06-03", "x", json!("4"));
    let fault = MergeFault::ClockAhead {
        change: "b:3".into(),
        at: "2026-06-03".into(),
    };
    assert_eq!(a.clone().pull(&ahead), Err(fault));
    let mut without_parents = b;
    without_parents.links.retain(|id, _| id.site == "b");
    assert!(
        a.clone().pull(&without_parents).is_ok(),
        "its parents are here"
    );
    let fault = MergeFault::ParentMissing {
        change: "b:1".into(),
        parent: "a:1".into(),
        from: "a:1".into(),
    };
    assert_eq!(Site::new("c").pull(&without_parents), Err(fault));
}

#[test]
fn a_tail_of_a_log_is_taken_where_it_fits() {
    let (mut a, mut b) = two_sites();
    a.pull(&b).unwrap();
    let known = b.links.clone();
    b.save(2, "2026-01-04", "x", json!("4"));
    let mut tail = b.clone();
    tail.links.retain(|id, _| !known.contains_key(id));
    assert_eq!(
        a.pull(&tail),
        Ok(vec![NewChanges {
            site: "b".into(),
            first: 3,
            last: 3
        }])
    );
    let mut other = Site::new("c");
    assert_eq!(other.pull(&tail), Err(MergeFault::gap("b".into(), 1, 2)));
}
