//! What a list, a form and a save of one town cost: as much with 10,000 records of a kind as with
//! ten. Steps of SQLite are counted, which grow with every row that is read; no time is.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::params;
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::domain::place::Place;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::record::Subject;
use crate::domain::review::ReviewState;
use crate::domain::text::Surroundings;
use crate::domain::text::likeness::{are_alike, name_back, name_key};
use crate::domain::verdict::Tally;
use crate::domain::verdict::judge::judge;
use crate::i18n::InspectMsg;
use crate::store::rows::review_state;
use crate::store::{GivenName, Save, Saved, Writer};

const TOWN: &str = "331122101";
const KIND: &str = "library";

fn place_list() -> Vec<Place> {
    let csv = include_str!("../../../../seeds/places.csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// A ledger whose town has so many libraries.
fn ledger(count: usize) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("示例.db");
    let pack = Pack::read(include_str!("../../../../tests/packs/minimums.toml")).unwrap();
    let mut store = Store::create(&path, &place_list(), &[pack], "示例管理员").unwrap();
    save(&mut store, Uuid::now_v7(), "示例00000号图书馆", "95");
    let copy = "INSERT INTO record (id, kind, place, name, status, facility_code, fields, version, complete, state,
            seen_at, name_key, name_back)
        SELECT ?1, kind, place, ?2, status, ?1,
            json_set(fields, '$.name', ?2, '$.facility_code', ?1, '$.reading_seats', ?3), version, complete, state,
            seen_at, ?4, ?5 FROM record_readable LIMIT 1";
    for n in 1..count {
        let name = format!("示例{n:05}号图书馆");
        let seats = (n % 120).to_string();
        let id = Uuid::from_u128(u128::try_from(n).unwrap() * 0x9E37_79B9_7F4A_7C15).to_string();
        let (key, back) = keys(&name);
        store
            .db
            .prepare_cached(copy)
            .unwrap()
            .execute(params![id, name, seats, key, back])
            .unwrap();
    }
    review_state::recount_records(&store.db).unwrap();
    save(&mut store, Uuid::now_v7(), "示例99999号图书馆", "95");
    (folder, store)
}

fn keys(name: &str) -> (String, String) {
    (name_key(name), name_back(name))
}

fn save(store: &mut Store, id: Uuid, name: &str, seats: &str) {
    save_in(store, id, (name, TOWN), seats);
}

fn save_in(store: &mut Store, id: Uuid, (name, place): (&str, &str), seats: &str) {
    let base = store
        .record(id)
        .unwrap()
        .map(|record| record.heads)
        .unwrap_or_default();
    let fields = [
        ("kind", KIND),
        ("place", place),
        ("name", name),
        ("status", "existing"),
        ("reading_seats", seats),
    ];
    let fields: BTreeMap<_, _> = fields
        .map(|(code, value)| (code.to_owned(), value.into()))
        .into();
    let save = Save {
        record: id,
        subject: Subject::Facility,
        base: &base,
        fields,
        author: "示例",
        reason: "",
    };
    let saved = store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    assert!(matches!(saved, Saved::Written(_)));
}

/// How many steps SQLite makes for something.
fn steps(store: &mut Store, act: impl FnOnce(&mut Store)) -> usize {
    let counted = Arc::new(AtomicUsize::new(0));
    let step = Arc::clone(&counted);
    let count = move || {
        step.fetch_add(1, Ordering::Relaxed);
        false
    };
    store.db.progress_handler(1, Some(count)).unwrap();
    act(store);
    store.db.progress_handler(1, None::<fn() -> bool>).unwrap();
    counted.load(Ordering::Relaxed)
}

/// What a key press costs in each of the ways that a town is looked at.
fn costs(store: &mut Store) -> Vec<(&'static str, usize)> {
    let kind = store.require_kind(KIND).unwrap().clone();
    let first = store.list_part(&kind, TOWN, ListPart::First, 1).unwrap();
    let last = store.list_part(&kind, TOWN, ListPart::Last, 1).unwrap();
    let (first, last) = (first[0].0.clone(), last[0].0.clone());
    let mut costs = Vec::new();
    let mut note = |store: &mut Store, what, act: &dyn Fn(&mut Store)| {
        costs.push((what, steps(store, |store| act(store))));
    };
    note(store, "count", &|store| {
        assert!(store.list_count(&kind, TOWN).unwrap() > 0);
    });
    note(store, "Home", &|store| {
        drop(store.list_part(&kind, TOWN, ListPart::First, 8).unwrap());
    });
    note(store, "End", &|store| {
        drop(store.list_part(&kind, TOWN, ListPart::Last, 8).unwrap());
    });
    note(store, "Page Down", &|store| {
        drop(
            store
                .list_part(&kind, TOWN, ListPart::After(&first), 8)
                .unwrap(),
        );
    });
    note(store, "Page Up", &|store| {
        drop(
            store
                .list_part(&kind, TOWN, ListPart::Before(&last), 8)
                .unwrap(),
        );
    });
    note(store, "returning", &|store| {
        drop(store.list_key(&kind, TOWN, last.id).unwrap());
    });
    note(store, "next record", &|store| {
        assert!(
            store
                .list_neighbour(&kind, TOWN, &first, 1)
                .unwrap()
                .is_some()
        );
    });
    note(store, "a letter", &|store| {
        drop(store.listed_by_text(&kind, TOWN, "示例", 5).unwrap());
    });
    note(store, "a step of a walk", &|store| {
        let codes = ["name", "reading_seats"].into();
        let mut walk = store.walk_list(&kind, TOWN).unwrap();
        let narrowed = (Some(ReviewState::Draft), Some("existing"));
        let mut found = 0;
        store
            .walk_facilities((&mut walk, 5), &kind, &codes, narrowed, |_| found += 1)
            .unwrap();
        assert_eq!(found, 5);
    });
    note(store, "a form", &|store| {
        let (pack, requirement) = requirement(store);
        let all = [(&pack, &requirement)];
        drop(store.tallies_without(last.id, &kind, &all, TOWN).unwrap());
    });
    note(store, "a name", &|store| {
        let places = ["壶镇镇", "缙云县", "丽水市"].map(str::to_owned);
        let around = Surroundings {
            places: &places,
            kind: "公共图书馆",
        };
        let given = GivenName {
            record: last.id,
            name: "壶镇镇文化图书馆",
            before: "",
            around,
        };
        drop(store.likely_same(&kind, TOWN, &given).unwrap());
    });
    note(store, "saving", &|store| {
        save(
            store,
            last.id,
            "示例99999号图书馆",
            &Uuid::now_v7().as_u128().rem_euclid(90).to_string(),
        );
    });
    costs
}

fn requirement(store: &Store) -> (Pack, Requirement) {
    let pack = store.packs()[0].clone();
    let found = pack
        .requirements
        .iter()
        .find(|one| one.kind == KIND)
        .unwrap();
    let found = found.clone();
    (pack, found)
}

#[test]
fn a_list_a_form_and_a_save_cost_as_much_with_many_records_as_with_few() {
    let (_folder, mut few) = ledger(10);
    let (_other, mut many) = ledger(10_000);
    let (few, many) = (costs(&mut few), costs(&mut many));
    for ((what, few), (_, many)) in few.iter().zip(&many) {
        // With many records a form and a save read the kept parts beside one part of the records, which
        // takes some thousand steps at any size. One row of 10,000 takes three steps at least.
        let most = match *what {
            "a form" | "a name" | "saving" => 12_000,
            _ => few * 2 + 200,
        };
        assert!(
            *many <= most,
            "{what}: {few} steps with ten records, {many} with 10,000"
        );
    }
}

#[test]
fn a_walk_in_steps_of_any_length_visits_every_record_once_and_in_order() {
    let (_folder, mut store) = ledger(23);
    for n in 0..4 {
        // A name that others have too, and a place of its own.
        let place = if n % 2 == 0 { TOWN } else { "331121101" };
        let name = "示例00007号图书馆";
        save_in(&mut store, Uuid::now_v7(), (name, place), "95");
    }
    let kind = store.require_kind(KIND).unwrap().clone();
    let county = "331100";
    let expected = store.listed_ids(&kind, county).unwrap();
    assert_eq!(expected.len(), 28);
    let codes = BTreeSet::from(["name"]);
    for most in [1, 2, 5, 11, 27, 28, 100] {
        let mut walk = store.walk_list(&kind, county).unwrap();
        let mut visited = Vec::new();
        let (mut steps, mut percent) = (0, 0);
        while !walk.is_over() {
            let visit = |facility: &Facility| visited.push(facility.id);
            let step = (&mut walk, most);
            store
                .walk_facilities(step, &kind, &codes, (None, None), visit)
                .unwrap();
            steps += 1;
            assert!(steps <= 60 && percent <= walk.percent(), "{most}");
            percent = walk.percent();
        }
        assert_eq!(visited, expected, "{most}");
    }
    let narrowed = |state, status| {
        let mut walk = store.walk_list(&kind, county).unwrap();
        let mut found = 0;
        while !walk.is_over() {
            let step = (&mut walk, 7);
            store
                .walk_facilities(step, &kind, &codes, (state, status), |_| found += 1)
                .unwrap();
        }
        found
    };
    let states = ReviewState::ALL.map(|state| narrowed(Some(state), None));
    assert_eq!(states.iter().sum::<usize>(), 28);
    assert_eq!(narrowed(None, Some("existing")), 28);
    assert_eq!(narrowed(None, Some("closed")), 0);
}

#[test]
fn a_part_that_is_kept_says_what_its_records_come_to() {
    let (_folder, mut store) = ledger(1);
    for n in 0..120_usize {
        let seats = (n % 7 * 20).to_string();
        save(
            &mut store,
            Uuid::now_v7(),
            &format!("示例{n}号图书馆"),
            &seats,
        );
    }
    let kind = store.require_kind(KIND).unwrap().clone();
    let kept = |store: &Store| -> i64 {
        let count = "SELECT count(*) FROM tally";
        store.db.query_row(count, [], |row| row.get(0)).unwrap()
    };
    let parts = kept(&store);
    assert!(parts > 0 && parts < 10, "{parts}");
    let day = store.today();
    let (pack, requirement) = requirement(&store);
    let judged = |store: &Store| {
        let all = store.facilities(&kind, TOWN).unwrap();
        judge(&requirement, TOWN, &all, &[], day)
    };
    let standing = |store: &Store| {
        let key = (requirement.code.clone(), TOWN.to_owned());
        store.standing(&pack.code, &key, day).unwrap().unwrap()
    };
    for n in 0..20_usize {
        let listed = store.list_part(&kind, TOWN, ListPart::First, 300).unwrap();
        let (key, facility) = &listed[n * 13 % listed.len()];
        let seats = if n % 3 == 0 { "701" } else { "11" };
        let all = [(&pack, &requirement)];
        let others = store.tallies_without(key.id, &kind, &all, TOWN).unwrap();
        let facilities = store.facilities(&kind, TOWN).unwrap();
        let others_judged = facilities.iter().filter(|other| other.id != key.id);
        let without = Tally::of(&requirement, others_judged);
        let said = |tally: &Tally| tally.standing(&requirement, TOWN, &[], day);
        assert_eq!(said(&others[0]), said(&without));
        save(&mut store, key.id, facility.name(), seats);
        assert_eq!(standing(&store), judged(&store));
        assert_eq!(kept(&store), parts, "what was forgotten is kept again");
    }
    let flaws = |store: &Store| store.inspect().unwrap();
    let is_told = |store: &Store, table: &str| {
        let told = InspectMsg::Derived {
            table: table.to_owned(),
        };
        flaws(store).iter().any(|flaw| flaw.what == told)
    };
    assert!(!is_told(&store, "tally"));
    let forge = "UPDATE tally SET value = json_set(value, '$.qualifying', 119) WHERE part = (SELECT max(part) FROM tally)";
    store.db.execute(forge, []).unwrap();
    assert!(is_told(&store, "tally"));
}

#[test]
fn names_are_found_by_keys_among_many_as_they_are_found_one_by_one() {
    let (_folder, store) = ledger(FEW_LIKE);
    let kind = store.require_kind(KIND).unwrap().clone();
    let places = ["壶镇镇", "缙云县", "丽水市"].map(str::to_owned);
    let around = Surroundings {
        places: &places,
        kind: "公共图书馆",
    };
    for (there, given) in [
        ("示例溪滨书房", "示例 溪滨书房"),
        ("缙云县壶镇镇溪滨书房", "溪滨书房"),
        ("溪滨书房", "丽水市缙云县壶镇溪滨书房"),
        ("溪滨书房（新馆）", "溪滨书房"),
        ("溪滨书房", "溪滨书房（新馆）"),
        ("示例（一期）书房", "示例一期书房"),
        ("溪滨书房服务有限公司", "溪滨书房服务"),
        ("溪滨书房城西分馆", "溪滨书房"),
        ("溪滨书房", "溪滨书房城西分馆"),
        ("老街溪滨书房", "溪滨书房"),
        ("溪滨书房", "老街溪滨书房城西分馆"),
        ("溪滨城市书房", "溪宾城市书房"),
        ("溪滨城市书房", "溪滨程市书房"),
        ("溪滨城市书房", "溪滨城市书方"),
        ("溪滨书书房", "溪滨书房"),
        ("李家村文化礼堂", "李村文化礼堂"),
        ("李村文化礼堂", "李家村文化礼堂"),
        ("Mokowe Dispensary", "Mokowe Dispensry"),
        ("Mokowe Dispensary", "Mokowe Dispensery"),
    ] {
        assert!(are_alike(there, given, &around), "{there} {given}");
        let (key, back) = keys(there);
        let rename = "UPDATE record SET name = ?1, name_key = ?2, name_back = ?3,
                fields = (SELECT json_set(fields, '$.name', ?1) FROM record_readable WHERE id = record.id)
            WHERE id = (SELECT max(id) FROM record WHERE kind = 'library')";
        store.db.execute(rename, [there, &key, &back]).unwrap();
        let given = GivenName {
            record: Uuid::nil(),
            name: given,
            before: "",
            around,
        };
        let found = store.likely_same(&kind, TOWN, &given).unwrap();
        assert_eq!(
            found.map(|found| found.name().to_owned()).as_deref(),
            Some(there),
            "{}",
            given.name
        );
    }
}

/// More names than are looked at one by one.
const FEW_LIKE: usize = 260;
