use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use proptest::prelude::*;
use tempfile::TempDir;
use uuid::Uuid;

use super::disk::{LockKind, open_locked};
use super::slots::{ALL, SLOT};
use super::*;
use crate::domain::record::ChangeId;
use crate::i18n::DraftFault;

const AUTHOR: &str = "示例填报人";

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("台账.db");
    fs::write(&ledger, "").unwrap();
    (folder, ledger)
}

fn draft(name: &str) -> FormDraft {
    FormDraft {
        of: DraftOf::Record,
        author: AUTHOR.into(),
        record: Some(Uuid::from_u128(7)),
        new_id: Uuid::from_u128(8),
        kind: "playground".into(),
        place: "331122101".into(),
        base: vec![ChangeId {
            site: "a".into(),
            seq: 3,
        }],
        texts: BTreeMap::from([
            ("name".into(), name.into()),
            ("swings".into(), "一百三 ?".into()),
        ]),
        focus: "swings".into(),
        cursor: 3,
        saved_at: String::new(),
    }
}

fn name_of(draft: &FormDraft) -> &str {
    &draft.texts["name"]
}

/// Returns a file with these drafts written one after the other, and nobody holding it.
fn kept(ledger: &Path, names: &[&str]) -> PathBuf {
    let mut file = DraftFile::open_new(ledger).unwrap();
    for name in names {
        file.write(&draft(name)).unwrap();
    }
    file.path().to_owned()
}

fn names(ledger: &Path) -> Vec<String> {
    waiting(ledger, AUTHOR)
        .drafts
        .iter()
        .map(|found| name_of(&found.draft).to_owned())
        .collect()
}

#[test]
fn a_draft_comes_back_as_it_was_typed() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["示例馆"]);
    let (_file, mut back) = DraftFile::resume(&path).unwrap();
    assert!(back.saved_at.ends_with('Z'), "{}", back.saved_at);
    back.saved_at.clear();
    assert_eq!(back, draft("示例馆"));
}

#[test]
fn the_newest_of_any_number_of_writes_wins() {
    let (_folder, ledger) = place();
    for count in 1..6 {
        let all: Vec<String> = (1..=count).map(|n| format!("{n}")).collect();
        let path = kept(&ledger, &all.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(
            name_of(&DraftFile::resume(&path).unwrap().1),
            all.last().unwrap()
        );
    }
}

#[test]
fn a_resumed_draft_goes_on_behind_what_it_held() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["一", "二", "三"]);
    let (mut file, _) = DraftFile::resume(&path).unwrap();
    file.write(&draft("四")).unwrap();
    drop(file);
    assert_eq!(names(&ledger), ["四"]);
}

#[test]
fn a_write_torn_anywhere_leaves_the_draft_before_it() {
    let (_folder, ledger) = place();
    for writes in 1..4_u64 {
        let all: Vec<String> = (0..=writes).map(|n| format!("第{n}次")).collect();
        let path = kept(
            &ledger,
            &all[..all.len() - 1]
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        );
        let before = fs::read(&path).unwrap();
        let (mut file, _) = DraftFile::resume(&path).unwrap();
        file.write(&draft(all.last().unwrap())).unwrap();
        drop(file);
        let after = fs::read(&path).unwrap();
        let end = after
            .iter()
            .zip(&before)
            .rposition(|(a, b)| a != b)
            .unwrap();
        let start = after.iter().zip(&before).position(|(a, b)| a != b).unwrap();
        for cut in start..=end {
            let torn = [&after[..cut], &before[cut..]].concat();
            fs::write(&path, torn).unwrap();
            assert_eq!(
                name_of(&DraftFile::resume(&path).unwrap().1),
                all[all.len() - 2],
                "torn at {cut}"
            );
        }
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_file_takes_all_its_room_at_once_and_never_more() {
    let (_folder, ledger) = place();
    let mut file = DraftFile::open_new(&ledger).unwrap();
    let size = |file: &DraftFile| {
        let about = fs::metadata(file.path()).unwrap();
        (about.len(), std::os::unix::fs::MetadataExt::blocks(&about))
    };
    let at_first = size(&file);
    assert_eq!(at_first.0, ALL as u64);
    for length in [0, 10_000, 30_000] {
        file.write(&draft(&"馆".repeat(length / 3))).unwrap();
        assert_eq!(size(&file), at_first);
    }
}

#[test]
fn a_draft_too_long_for_its_slot_is_refused_and_the_one_before_kept() {
    let (_folder, ledger) = place();
    let mut file = DraftFile::open_new(&ledger).unwrap();
    file.write(&draft("示例")).unwrap();
    let refused = file.write(&draft(&"x".repeat(SLOT)));
    assert!(
        matches!(
            refused,
            Err(DraftFault::TooLong {
                limit: MOST_BYTES,
                ..
            })
        ),
        "{refused:?}"
    );
    drop(file);
    assert_eq!(names(&ledger), ["示例"]);
}

#[test]
fn a_form_nothing_was_typed_into_leaves_no_file() {
    let (_folder, ledger) = place();
    let path = DraftFile::open_new(&ledger).unwrap().path().to_owned();
    assert!(!path.exists());
    assert_eq!(waiting(&ledger, AUTHOR), Waiting::default());
}

#[test]
fn a_discarded_draft_is_gone() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["示例"]);
    DraftFile::resume(&path).unwrap().0.discard().unwrap();
    assert_eq!(waiting(&ledger, AUTHOR), Waiting::default());
    assert!(matches!(DraftFile::resume(&path), Err(DraftFault::Gone)));
}

#[test]
fn an_open_form_is_offered_to_nobody_until_it_closes() {
    let (_folder, ledger) = place();
    let mut file = DraftFile::open_new(&ledger).unwrap();
    file.write(&draft("示例")).unwrap();
    assert_eq!(waiting(&ledger, AUTHOR), Waiting::default());
    assert!(matches!(
        DraftFile::resume(file.path()),
        Err(DraftFault::OpenElsewhere)
    ));
    drop(file);
    assert_eq!(names(&ledger), ["示例"]);
}

#[test]
fn who_takes_up_a_draft_waits_for_who_only_looks() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["示例"]);
    let looking = open_locked(&path, LockKind::Look).unwrap();
    assert_eq!(names(&ledger), ["示例"]);
    let opening = std::thread::spawn(move || DraftFile::resume(&path).map(drop));
    std::thread::sleep(std::time::Duration::from_millis(10));
    drop(looking);
    assert_eq!(opening.join().unwrap(), Ok(()));
}

#[test]
fn a_copy_of_the_file_in_a_child_does_not_keep_a_lock() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["示例"]);
    for kind in [LockKind::Look, LockKind::Fill] {
        let file = open_locked(&path, kind).unwrap();
        let _in_a_child = file.try_clone().unwrap();
        drop(file);
        assert!(DraftFile::resume(&path).is_ok());
    }
}

#[test]
fn drafts_wait_newest_first_and_only_for_their_author() {
    let (_folder, ledger) = place();
    for name in ["一", "二"] {
        kept(&ledger, &[name]);
        std::thread::sleep(std::time::Duration::from_millis(3));
    }
    assert_eq!(names(&ledger), ["二", "一"]);
    assert_eq!(waiting(&ledger, "别人"), Waiting::default());
}

#[test]
fn drafts_are_found_through_a_link_to_the_ledger() {
    let (temp, ledger) = place();
    kept(&ledger, &["示例"]);
    let link = temp.path().join("link.db");
    std::os::unix::fs::symlink(&ledger, &link).unwrap();
    assert_eq!(names(&link), ["示例"]);
}

#[test]
fn a_search_in_parts_finds_what_one_in_one_go_finds() {
    let (_folder, ledger) = place();
    let long = "馆".repeat(3_000);
    for count in 0..7 {
        // Of one that was written more than once the newest counts, whichever slot has it.
        let names: Vec<String> = (0..=count).map(|n| format!("{count}-{n}{long}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        kept(&ledger, &names);
    }
    let unreadable = kept(&ledger, &["示例"]);
    fs::write(&unreadable, "TZDRAFT1").unwrap();
    let whole = waiting(&ledger, AUTHOR);
    assert_eq!((whole.drafts.len(), whole.unreadable.len()), (7, 1));
    let found: BTreeSet<String> = names(&ledger).into_iter().collect();
    let expected = (0..7).map(|count| format!("{count}-{count}{long}"));
    assert_eq!(found, expected.collect());
    for most in [1, 3, 50] {
        let mut search = DraftSearch::begin(&ledger, AUTHOR);
        while !search.is_over() {
            search.step(most);
        }
        assert_eq!(search.found(), &whole);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_reported_and_left_as_it_is() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["示例"]);
    for bytes in [
        &b""[..],
        b"TZDRAFT1",
        b"TZDRAFT1 and then something else entirely, longer than the head of a slot ...",
    ] {
        fs::write(&path, bytes).unwrap();
        let found = waiting(&ledger, AUTHOR);
        assert_eq!(found.drafts, []);
        assert_eq!(found.unreadable, [(path.clone(), DraftFault::Unreadable)]);
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn what_a_killed_program_left_without_a_word_in_it_is_tidied_up() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["示例"]);
    fs::write(&path, vec![0; ALL]).unwrap();
    assert_eq!(waiting(&ledger, AUTHOR), Waiting::default());
    assert!(!path.exists());
}

#[test]
fn only_the_account_that_types_can_read_its_drafts() {
    let (temp, ledger) = place();
    let path = kept(&ledger, &["示例"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&folder(&temp.path().join("台账.db"))), mode(&path)),
        (0o700, 0o600)
    );
}

#[test]
fn a_link_in_the_place_of_the_folder_is_not_followed() {
    let (temp, ledger) = place();
    let elsewhere = temp.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, folder(&temp.path().join("台账.db"))).unwrap();
    assert!(DraftFile::open_new(&ledger).is_err());
    assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
}

#[test]
fn the_writer_keeps_the_last_draft_handed_to_it() {
    let (_folder, ledger) = place();
    let mut writer = DraftWriter::start(DraftFile::open_new(&ledger).unwrap(), |_| {}).unwrap();
    for count in 0..500 {
        writer.save(&draft(&format!("{count}")));
    }
    assert_eq!(waiting(&ledger, AUTHOR), Waiting::default());
    drop(writer);
    assert_eq!(names(&ledger), ["499"]);
}

#[test]
fn what_was_handed_over_outlives_the_process_though_the_disk_never_had_it() {
    let (_folder, ledger) = place();
    let mut file = DraftFile::open_new(&ledger).unwrap();
    let path = file.path().to_owned();
    let mut quick = file.buffered_writer().unwrap();
    for name in ["一", "二", "三"] {
        quick.keep(&draft(name)).unwrap();
        let bytes = fs::read(&path).unwrap();
        let back: FormDraft = serde_json::from_slice(slots::decode(&bytes)[0].body).unwrap();
        assert_eq!(name_of(&back), name);
    }
}

#[test]
fn quick_slots_torn_by_a_power_cut_leave_the_settled_draft() {
    let (_folder, ledger) = place();
    let path = kept(&ledger, &["一", "二"]);
    let (mut file, _) = DraftFile::resume(&path).unwrap();
    let mut quick = file.buffered_writer().unwrap();
    quick.keep(&draft("三")).unwrap();
    quick.keep(&draft("四")).unwrap();
    drop((quick, file));
    assert_eq!(names(&ledger), ["四"]);
    let mut bytes = fs::read(&path).unwrap();
    for at in [2 * SLOT + 60, 3 * SLOT + 60] {
        bytes[at] ^= 1;
    }
    fs::write(&path, bytes).unwrap();
    assert_eq!(names(&ledger), ["二"]);
}

#[test]
fn what_was_flushed_is_in_the_file_while_the_form_is_open() {
    let (_folder, ledger) = place();
    let file = DraftFile::open_new(&ledger).unwrap();
    let path = file.path().to_owned();
    let mut writer = DraftWriter::start(file, |_| {}).unwrap();
    writer.save(&draft("示例"));
    writer.flush().unwrap();
    let bytes = fs::read(&path).unwrap();
    let back: FormDraft = serde_json::from_slice(slots::decode(&bytes)[0].body).unwrap();
    assert_eq!(name_of(&back), "示例");
}

#[test]
fn a_discarded_writer_leaves_nothing() {
    let (_folder, ledger) = place();
    let mut writer = DraftWriter::start(DraftFile::open_new(&ledger).unwrap(), |_| {}).unwrap();
    writer.save(&draft("一"));
    writer.flush().unwrap();
    writer.save(&draft("二"));
    writer.discard().unwrap();
    assert_eq!(fs::read_dir(folder(&ledger)).unwrap().count(), 0);
}

#[test]
fn a_failing_write_is_told_once_and_its_end_too() {
    let (_folder, ledger) = place();
    let (send, told) = mpsc::channel();
    let file = DraftFile::open_new(&ledger).unwrap();
    let mut writer = DraftWriter::start(file, move |outcome| send.send(outcome).unwrap()).unwrap();
    let long = "x".repeat(SLOT);
    for name in ["示例", &long, &long, "示例"] {
        writer.save(&draft(name));
        assert_eq!(writer.flush().is_err(), name == long);
        assert_eq!(writer.outcome(), writer.flush());
    }
    drop(writer);
    let told: Vec<_> = told.iter().collect();
    assert!(
        matches!(told[..], [Err(DraftFault::TooLong { .. }), Ok(())]),
        "{told:?}"
    );
}

proptest! {
    #[test]
    fn whatever_happens_to_the_bytes_only_a_draft_that_was_written_comes_out(
        writes in 1_usize..4,
        flips in prop::collection::vec((0..ALL, 0..8_u8), 0..6),
        // The heads and bodies of all slots, where a flip hurts most.
        near in prop::collection::vec((0..4_usize, 0..600_usize, 0..8_u8), 0..3),
        cut in prop::option::of(0..=ALL),
    ) {
        let (_folder, ledger) = place();
        let written: Vec<String> = (0..writes).map(|n| format!("第{n}次")).collect();
        let path = kept(&ledger, &written.iter().map(String::as_str).collect::<Vec<_>>());
        let near = near.into_iter().map(|(slot, at, bit)| (slot * SLOT + at, bit));
        let file = OpenOptions::new().read(true).write(true).open(&path).unwrap();
        for (at, bit) in flips.into_iter().chain(near) {
            let mut byte = [0];
            file.read_exact_at(&mut byte, at as u64).unwrap();
            file.write_all_at(&[byte[0] ^ (1 << bit)], at as u64).unwrap();
        }
        if let Some(cut) = cut {
            file.set_len(cut as u64).unwrap();
        }
        let offered = names(&ledger);
        prop_assert!(offered.iter().all(|name| written.contains(name)), "{offered:?}");
        if let Ok((_, draft)) = DraftFile::resume(&path) {
            prop_assert_eq!(offered, [name_of(&draft).to_owned()]);
        }
    }
}

#[test]
fn a_column_is_kept_and_a_draft_of_an_older_program_is_of_a_record() {
    let cell = DraftCell {
        text: "12x".into(),
        saved: "96".into(),
    };
    let cells = BTreeMap::from([(Uuid::from_u128(9), cell)]);
    let column = FormDraft {
        of: DraftOf::Column {
            row: Some(Uuid::from_u128(9)),
            cells,
        },
        ..draft("")
    };
    let json = serde_json::to_string(&column).unwrap();
    assert_eq!(serde_json::from_str::<FormDraft>(&json).unwrap(), column);
    let mut old: serde_json::Value = serde_json::to_value(draft("示例")).unwrap();
    old.as_object_mut().unwrap().remove("of").unwrap();
    assert_eq!(
        serde_json::from_value::<FormDraft>(old).unwrap(),
        draft("示例")
    );
}

#[test]
fn what_a_second_person_keyed_is_kept() {
    let keyed = |differing: Option<&str>, outcome: Option<&str>| DraftKeyed {
        tries: 2,
        differing: differing.map(str::to_owned),
        outcome: outcome.map(str::to_owned),
    };
    let fields = [
        ("a", keyed(Some(""), None)),
        ("b", keyed(None, Some("agreed"))),
    ];
    let fields = fields.map(|(code, keyed)| (code.to_owned(), keyed)).into();
    let second = FormDraft {
        of: DraftOf::SecondEntry {
            id: Uuid::from_u128(9),
            fields,
        },
        ..draft("")
    };
    let json = serde_json::to_string(&second).unwrap();
    assert_eq!(serde_json::from_str::<FormDraft>(&json).unwrap(), second);
}
