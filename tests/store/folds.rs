//! Whatever is saved in whatever order: the tables are the fold of the trail, and the standings are
//! what judging gives.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use serde_json::Value as Json;
use taizhang::domain::policy::Scope;
use taizhang::domain::record::Facility;
use taizhang::domain::record::{ChangeId, Record};
use taizhang::domain::verdict::Standing;
use taizhang::domain::verdict::judge::judge;
use taizhang::store::{Saved, Store};
use uuid::Uuid;

use crate::as_of;
use crate::support::{BEGUN, Fields, Ledger, TOWNS, column, fields, pack, save};

/// What can be typed: kind, field, texts.
const TYPED: [(&str, &str, &[&str]); 12] = [
    ("library", "reading_seats", &["129", "130", "96座", ""]),
    (
        "library",
        "building_area_m2",
        &["1亩", "0.2公顷", "860.00", ""],
    ),
    ("library", "free_open", &["是", "否", ""]),
    (
        "fitness_center",
        "building_area_m2",
        &["3亩", "2000.01", "2500", ""],
    ),
    ("fitness_center", "sport_item_count", &["8", "8项", ""]),
    ("greenway", "greenway_type", &["城镇型", "郊野型", ""]),
    ("greenway", "length_km", &["999米", "1.000", "27.5", ""]),
    ("hospital", "hospital_type", &["综合医院", "中医医院", ""]),
    ("hospital", "level", &["2", "未定级", ""]),
    ("", "status", &["existing", "在建", "关停"]),
    ("", "name", &["示例 甲", "示例'乙\"", "示例;DROP"]),
    ("", "built_year", &["2008", "1999", ""]),
];

/// One thing that a clerk does; records, towns and texts by number, taken modulo how many there
/// are.
#[derive(Clone, Debug)]
enum Deed {
    Add {
        kind: usize,
        town: usize,
    },
    Type {
        record: usize,
        field: usize,
        text: usize,
    },
    Empty {
        record: usize,
        field: usize,
    },
    Move {
        record: usize,
        town: usize,
    },
    Delete {
        record: usize,
    },
    SaveAsItIs {
        record: usize,
    },
    /// Two clerks read one version; the first saves, then the second.
    Race {
        record: usize,
        first: (usize, usize),
        second: (usize, usize),
    },
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0_usize..60;
    prop_oneof![
        3 => (n.clone(), n.clone()).prop_map(|(kind, town)| Deed::Add { kind, town }),
        6 => (n.clone(), n.clone(), n.clone()).prop_map(|(record, field, text)| Deed::Type { record, field, text }),
        2 => (n.clone(), n.clone()).prop_map(|(record, field)| Deed::Empty { record, field }),
        2 => (n.clone(), n.clone()).prop_map(|(record, town)| Deed::Move { record, town }),
        1 => n.clone().prop_map(|record| Deed::Delete { record }),
        1 => n.clone().prop_map(|record| Deed::SaveAsItIs { record }),
        2 => (n.clone(), (n.clone(), n.clone()), (n.clone(), n))
            .prop_map(|(record, first, second)| Deed::Race { record, first, second }),
    ]
}

/// What the ledger must hold, told apart from it: every record with its fields and the change it
/// is based on.
#[derive(Default)]
struct Expected {
    order: Vec<Uuid>,
    records: BTreeMap<Uuid, (Fields, Vec<ChangeId>)>,
    changes: i64,
}

impl Expected {
    fn pick(&self, record: usize) -> Option<(Uuid, Fields, Vec<ChangeId>)> {
        let id = *self.order.get(record % self.order.len().max(1))?;
        let (fields, base) = self.records[&id].clone();
        Some((id, fields, base))
    }

    /// Saves, and expects a change exactly when something differs.
    fn save(&mut self, store: &mut Store, id: Uuid, base: &[ChangeId], wanted: Fields) {
        let before = self
            .records
            .get(&id)
            .map(|(fields, _)| fields.clone())
            .unwrap_or_default();
        let saved = save(store, id, base, &wanted).unwrap();
        if wanted == before {
            assert_eq!(saved, Saved::Unchanged);
            return;
        }
        let Saved::Written(change) = saved else {
            panic!("{saved:?}")
        };
        self.changes += 1;
        assert_eq!(
            change.seq,
            BEGUN + self.changes,
            "the trail counts without gaps"
        );
        self.records.insert(id, (wanted, vec![change]));
    }

    fn do_it(&mut self, store: &mut Store, deed: &Deed) {
        match *deed {
            Deed::Add { kind, town } => self.add(store, kind, town),
            Deed::Type {
                record,
                field,
                text,
            } => self.change(store, record, |fields| type_one(fields, field, text)),
            Deed::Empty { record, field } => self.change(store, record, |fields| {
                let (_, code, _) = TYPED[field % TYPED.len()];
                fields.remove(code);
            }),
            Deed::Move { record, town } => self.change(store, record, |fields| {
                fields.insert("place".into(), TOWNS[town % TOWNS.len()].into());
            }),
            Deed::Delete { record } => self.change(store, record, |fields| {
                fields.insert("deleted".into(), true.into());
            }),
            Deed::SaveAsItIs { record } => self.change(store, record, |_| {}),
            Deed::Race {
                record,
                first,
                second,
            } => self.race(store, record, first, second),
        }
    }

    fn add(&mut self, store: &mut Store, kind: usize, town: usize) {
        let kinds = &pack().kinds;
        let (kind, town) = (
            kinds[kind % kinds.len()].code.as_str(),
            TOWNS[town % TOWNS.len()],
        );
        let id = Uuid::now_v7();
        self.order.push(id);
        let code = format!("示例-{}", self.order.len());
        let typed = [
            ("name", "示例"),
            ("status", "existing"),
            ("facility_code", code.as_str()),
        ];
        self.save(store, id, &[], fields(kind, town, &typed));
    }

    fn change(&mut self, store: &mut Store, record: usize, change: impl FnOnce(&mut Fields)) {
        let Some((id, mut fields, base)) = self.pick(record) else {
            return;
        };
        change(&mut fields);
        self.save(store, id, &base, fields);
    }

    fn race(
        &mut self,
        store: &mut Store,
        record: usize,
        first: (usize, usize),
        second: (usize, usize),
    ) {
        let Some((id, read, base)) = self.pick(record) else {
            return;
        };
        let mut mine = read.clone();
        type_one(&mut mine, first.0, first.1);
        let wrote = mine != read;
        self.save(store, id, &base, mine);
        let mut theirs = read;
        type_one(&mut theirs, second.0, second.1);
        if !wrote {
            return self.save(store, id, &base, theirs);
        }
        let now = store.record(id).unwrap().map(Box::new);
        assert_eq!(
            save(store, id, &base, &theirs).unwrap(),
            Saved::Outdated(now)
        );
    }
}

/// Types one text into one field of the form of the record's kind.
fn type_one(record: &mut Fields, field: usize, text: usize) {
    let kind = record["kind"].as_str().unwrap().to_owned();
    let fits: Vec<_> = TYPED
        .iter()
        .filter(|(of, ..)| of.is_empty() || *of == kind)
        .collect();
    let (_, code, texts) = fits[field % fits.len()];
    record.remove(*code);
    record
        .extend(fields(&kind, TOWNS[0], &[(code, texts[text % texts.len()])]).remove_entry(*code));
}

/// The trail folded by other means: straight over the rows, change after change. Of one site only,
/// so nothing is concurrent.
fn folded_by_hand(ledger: &Ledger) -> BTreeMap<Uuid, Fields> {
    let mut all: BTreeMap<Uuid, Fields> = BTreeMap::new();
    for row in column::<String>(
        &ledger.raw(),
        "SELECT json_array(record, json(patch)) FROM change WHERE subject = 'facility' ORDER BY seq",
    ) {
        let (record, patch): (String, Fields) = serde_json::from_str(&row).unwrap();
        let fields = all.entry(record.parse().unwrap()).or_default();
        for (code, value) in patch {
            if value.is_null() {
                fields.remove(&code);
            } else {
                fields.insert(code, value);
            }
        }
    }
    all
}

/// The rows of the table as another tool reads them.
fn rows_by_hand(ledger: &Ledger) -> BTreeMap<Uuid, Fields> {
    let sql = "SELECT json_array(id, json(fields)) FROM record_readable";
    let row = |row: &String| serde_json::from_str(row).unwrap();
    column::<String>(&ledger.raw(), sql)
        .iter()
        .map(row)
        .collect()
}

/// Judges everything from the expected records, without the store.
fn assert_standings(store: &Store, records: &BTreeMap<Uuid, Fields>) {
    for requirement in pack().requirements.iter() {
        let kind = pack().kind(&requirement.kind).unwrap();
        let Scope::Places(towns) = &requirement.scope else {
            panic!("the pack names its towns")
        };
        for town in towns {
            let here = |fields: &&Fields| fields["kind"] == kind.code && fields["place"] == *town;
            let facilities: Vec<Facility> = records
                .iter()
                .filter(|(_, fields)| here(fields))
                .map(|(id, fields)| {
                    let text = |code: &str| fields[code].as_str().unwrap().to_owned();
                    let (kind_code, place) = (text("kind"), text("place"));
                    kind.decode(&Record {
                        subject: taizhang::domain::record::Subject::Facility,
                        id: *id,
                        kind: kind_code,
                        place,
                        fields: fields.clone(),
                        heads: vec![],
                    })
                })
                .collect();
            let fresh = judge(requirement, town, &facilities, &[], NaiveDate::default());
            let kept = store
                .standings_of(&pack().code, Some(town), NaiveDate::default())
                .unwrap();
            assert!(kept.contains(&fresh), "{fresh:?}\nis not among\n{kept:#?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn tables_are_the_fold_of_the_trail_and_standings_are_what_judging_gives(
        deeds in prop::collection::vec(deed(), 1..30),
    ) {
        let ledger = Ledger::new();
        let mut store = ledger.open();
        let mut expected = Expected::default();
        for deed in &deeds {
            expected.do_it(&mut store, deed);
        }
        prop_assert_eq!(store.inspect().unwrap(), []);
        let folded = folded_by_hand(&ledger);
        let all: BTreeMap<Uuid, Fields> =
            expected.records.iter().map(|(id, (fields, _))| (*id, fields.clone())).collect();
        prop_assert_eq!(&folded, &all);
        let alive: BTreeMap<Uuid, Fields> =
            all.into_iter().filter(|(_, fields)| fields.get("deleted") != Some(&Json::Bool(true))).collect();
        prop_assert_eq!(&rows_by_hand(&ledger), &alive);
        for (id, (_, heads)) in expected.records.iter().filter(|(id, _)| alive.contains_key(id)) {
            prop_assert_eq!(&store.record(*id).unwrap().unwrap().heads, heads);
        }
        assert_standings(&store, &alive);
    }

    #[test]
    fn the_ledger_as_of_a_day_is_the_fold_of_what_was_saved_until_then(
        before in prop::collection::vec(deed(), 1..15),
        after in prop::collection::vec(deed(), 1..15),
    ) {
        let ledger = Ledger::new();
        let mut store = ledger.open();
        let mut expected = Expected::default();
        for deed in &before {
            expected.do_it(&mut store, deed);
        }
        let then = expected.records.clone();
        let count = expected.changes;
        for deed in &after {
            expected.do_it(&mut store, deed);
        }
        let saves = usize::try_from(expected.changes).unwrap();
        let mut times = vec!["2026-03-31"; usize::try_from(count).unwrap()];
        times.resize(saves, "2026-05-01");
        as_of::date(&ledger, &times);
        let day: NaiveDate = "2026-04-15".parse().unwrap();
        let past = store.as_of(day).unwrap();
        let alive = |(fields, _): &&(Fields, Vec<ChangeId>)| fields.get("deleted") != Some(&Json::Bool(true));
        for id in expected.records.keys() {
            let kept = past.record(*id).unwrap();
            let known = then.get(id).filter(alive);
            prop_assert_eq!(kept.as_ref().map(|record| &record.heads), known.map(|(_, heads)| heads));
            let mut fields = kept.map(|record| record.fields);
            if let Some((fields, (known, _))) = fields.as_mut().zip(known) {
                fields.extend(["kind", "place"].map(|code| (code.to_owned(), known[code].clone())));
                prop_assert_eq!(&*fields, known);
            }
        }
        let alive: BTreeMap<Uuid, Fields> =
            then.iter().filter(|(_, kept)| alive(kept)).map(|(id, (fields, _))| (*id, fields.clone())).collect();
        assert_standings(&past, &alive);
        let kept = past.standings_of(&pack().code, None, day).unwrap();
        let judged = store.standings_as_of(pack(), day, None).unwrap();
        prop_assert_eq!(&kept, &judged);
        for place in store.places().unwrap() {
            let is_below = |one: &&Standing| store.is_within(&one.place, &place.code).unwrap();
            let part: Vec<Standing> = judged.iter().filter(is_below).cloned().collect();
            prop_assert_eq!(store.standings_as_of(pack(), day, Some(&place)).unwrap(), part);
        }
    }
}
