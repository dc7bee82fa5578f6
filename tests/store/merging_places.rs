//! Files that do not have the same beginning or the same list of places, and become one all the
//! same.

use taizhang::domain::place::Place;
use taizhang::store::share::merge::{Fate, MergeMode, MergeRequest, PlaceDiffers};
use taizhang::store::{Store, StoreError};

use crate::merging::{merge, set, shared_rows, sound, the_library, town};
use crate::support::{HUZHEN, Ledger, WENXI, add, pack, places, verdict};

/// A ledger that a town made for itself.
pub(crate) fn made_anew() -> Ledger {
    let ledger = Ledger::of_bytes(&[]);
    std::fs::remove_file(&ledger.path).unwrap();
    drop(
        Store::create(
            &ledger.path,
            &places(),
            std::slice::from_ref(pack()),
            "示例管理员",
        )
        .unwrap(),
    );
    ledger
}

/// Loads the places with one of them changed.
fn change_place(ledger: &Ledger, code: &str, change: impl FnOnce(&mut Place)) -> Place {
    let mut list = places();
    let place = list.iter_mut().find(|place| place.code == code).unwrap();
    change(place);
    let changed = place.clone();
    let done: Result<_, StoreError> = ledger
        .open()
        .write(|writer| writer.load_places(&list, "示例管理员"));
    done.unwrap();
    changed
}

#[test]
fn a_ledger_that_a_town_made_for_itself_is_taken_in_and_told() {
    let (county, one) = (Ledger::with_records(), made_anew());
    add(
        &mut one.open(),
        "library",
        HUZHEN,
        &[("name", "镇里的馆"), ("reading_seats", "200")],
    );
    let merged = merge(&county, &one.path).unwrap();
    assert!(merged.other_ledger.is_some());
    assert_eq!(
        (merged.count(Fate::New), merged.doubled_names.len()),
        (1, 0)
    );
    assert_eq!(sound(&county), 0);
    assert!(merge(&county, &one.path).unwrap().is_nothing());
    // The other way round both hold the same, each with the pack that it loaded itself.
    merge(&one, &county.path).unwrap();
    let without_pack = |ledger| -> Vec<String> {
        shared_rows(ledger)
            .into_iter()
            .filter(|row| !row.starts_with("[Text(\"pack"))
            .collect()
    };
    assert!(without_pack(&one) == without_pack(&county), "they differ");
    // A file that was restored from the county's snapshot is of the same ledger.
    assert_eq!(
        merge(&county, &town(&county).path).unwrap().other_ledger,
        None
    );
}

#[test]
fn a_facility_that_both_sides_entered_is_told_by_its_name() {
    let (county, one) = (Ledger::new(), made_anew());
    for (ledger, name) in [
        (&county, "示例 图书馆"),
        (&one, "示例图书馆"),
        (&one, "只有一个"),
    ] {
        add(&mut ledger.open(), "library", HUZHEN, &[("name", name)]);
    }
    // Another kind and another place are other facilities.
    add(
        &mut county.open(),
        "library",
        WENXI,
        &[("name", "只有一个")],
    );
    add(
        &mut county.open(),
        "greenway",
        HUZHEN,
        &[("name", "只有一个")],
    );
    let merged = merge(&county, &one.path).unwrap();
    assert_eq!(
        merged
            .doubled_names
            .iter()
            .map(|named| named.name.as_str())
            .collect::<Vec<_>>(),
        ["示例图书馆"]
    );
    assert_eq!(sound(&county), 0);
}

#[test]
fn a_place_that_was_renamed_here_keeps_its_name_and_takes_the_records() {
    let county = Ledger::with_records();
    let one = town(&county);
    let ours = change_place(&county, HUZHEN, |place| place.name = "新壶镇".into());
    add(
        &mut one.open(),
        "library",
        HUZHEN,
        &[("reading_seats", "200")],
    );
    let mut store = county.open();
    let rehearsal = MergeRequest::unwatched(&one.path, "示例", MergeMode::Rehearse);
    let rehearsed = store.merge(&rehearsal).unwrap();
    assert_eq!(rehearsed.records[0].1.place, "新壶镇");
    drop(store);
    let merged = merge(&county, &one.path).unwrap();
    assert!(merged.records.is_empty());
    let theirs = places()
        .into_iter()
        .find(|place| place.code == HUZHEN)
        .unwrap();
    assert_eq!(
        merged.places,
        [PlaceDiffers {
            ours: Some(ours.clone()),
            theirs
        }]
    );
    assert_eq!(county.open().place(HUZHEN), Ok(Some(ours)));
    assert_eq!(sound(&county), 0);
}

#[test]
fn records_of_a_place_that_became_part_of_another_one_count_there() {
    let county = Ledger::with_records();
    let one = town(&county);
    set(&county, the_library(&county), "reading_seats", "100");
    // 温溪镇 was merged into 壶镇镇 while its own file went on: here it is a part of it.
    change_place(&county, WENXI, |place| {
        (place.level, place.parent) = ("former_town".into(), Some(HUZHEN.into()));
    });
    add(
        &mut one.open(),
        "library",
        WENXI,
        &[("reading_seats", "200")],
    );
    assert!(verdict(&county.open(), "library", HUZHEN).starts_with("short"));
    let merged = merge(&county, &one.path).unwrap();
    assert_eq!(merged.places.len(), 1);
    assert_eq!(
        merged.places[0].ours.as_ref().unwrap().parent.as_deref(),
        Some(HUZHEN)
    );
    assert!(verdict(&county.open(), "library", HUZHEN).starts_with("met"));
    assert_eq!(sound(&county), 0);
}
