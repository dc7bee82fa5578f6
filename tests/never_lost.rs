//! The promise: kill -9, a hang-up and a full disk lose nothing that was saved, and nothing that
//! the screen had shown. The real program in a real pseudo-terminal, ended at moments of chance.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

#[path = "never_lost/clerk.rs"]
mod clerk;
#[path = "never_lost/full_disk.rs"]
mod full_disk;
#[path = "never_lost/library.rs"]
mod library;
#[path = "never_lost/random.rs"]
mod random;
#[path = "terminal/rig.rs"]
mod rig;

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;
use std::time::Duration;

use rustix::process::Signal;
use taizhang::store::Store;

use clerk::{Clerk, HOME, INIT, NEW, SAVE, TO_THE_LIST, TOWN, program, taizhang};
use library::Library;
use rig::{Answers, Rig};

/// How many records each of two clerks saves.
const RECORDS: usize = 12;

/// Ends a clerk's program again and again and looks what is left.
fn end_sessions(rounds: usize) {
    let folder = tempfile::tempdir().unwrap();
    let mut clerk = Clerk::new(folder.path());
    for round in 1..=rounds {
        clerk.session(match round % 10 {
            3 => Signal::TERM,
            7 => Signal::HUP,
            _ => Signal::KILL,
        });
        if round % 4 == 0 || round == rounds {
            clerk.check_records();
        }
        if round % 25 == 0 {
            clerk.inspect();
        }
    }
    let (code, said) = taizhang(folder.path(), "doctor");
    assert_eq!(code, 0, "{said}");
    eprintln!(
        "{rounds} ends, {} records saved: {:?}",
        clerk.saved(),
        clerk.tally
    );
    assert!(
        clerk.tally.typing > rounds / 10 && clerk.saved() > rounds / 10,
        "the ends fell outside of the work"
    );
}

#[test]
fn sixty_ends_at_moments_of_chance_lose_nothing_saved_and_nothing_shown() {
    end_sessions(60);
}

#[test]
fn the_clerk_of_these_tests_goes_on_with_a_draft_by_keys_that_only_add() {
    let library = Library::new("示例第1号馆".into());
    let there: Vec<String> = ["示例第", "在用", "2018-0"].map(str::to_owned).into();
    let keys = library.keys(&there);
    let is_safe = |key: &str| !key.starts_with(char::is_control) || key == "\t" || key == "\x1b[F";
    assert!(keys.iter().all(|(key, _)| is_safe(key)), "{keys:?}");
    for (at, text) in keys.iter().filter_map(|(_, changes)| changes.as_ref()) {
        assert!(
            there.get(*at).is_none_or(|there| text.starts_with(there)),
            "field {at} would hold {text:?}"
        );
    }
}

#[test]
#[ignore = "takes minutes: cargo test --test never_lost -- --ignored --nocapture"]
fn four_hundred_ends_at_moments_of_chance_lose_nothing_saved_and_nothing_shown() {
    end_sessions(400);
}

/// Types and saves records, numbered from one on, as fast as the screen acknowledges them.
fn type_and_save(folder: &Path, user: &str, from: usize) -> Vec<String> {
    let rig = Rig::run(Answers::Truly, program(folder, user));
    rig.await_screen(HOME);
    assert!(
        !rig.screen().contains("未保存的表"),
        "the draft of an open form is offered:\n{}",
        rig.screen()
    );
    rig.send(TO_THE_LIST);
    rig.await_screen("> 公共图书馆");
    rig.send(NEW);
    rig.await_screen("第 1/29 项");
    let one = |at: usize| {
        let library = Library::new(format!("示例{user}第{at}号馆"));
        rig.send(
            library
                .keys(&[])
                .iter()
                .map(|(key, _)| key.as_str())
                .collect::<String>(),
        );
        rig.await_screen("32000");
        rig.send(SAVE);
        rig.await_screen(&format!("已保存：{}", library.name));
        library.name
    };
    let saved = (from..from + RECORDS).map(one).collect();
    assert_eq!(rig.leave(), 0);
    for error in ["正在使用", "出错", "未能留存", "他人刚保存过"] {
        assert!(!rig.shown().contains(error), "{user} was told {error:?}");
    }
    saved
}

#[test]
fn two_sessions_at_once_save_everything_and_meet_no_error() {
    // Two numbers tell the records of the two apart, or they would be asked about as likely the
    // same.
    for users in [[("甲", 0), ("乙", RECORDS)], [("丙", 0), ("丙丙", RECORDS)]] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(taizhang(folder.path(), INIT).0, 0);
        let path = folder.path();
        let saved: BTreeSet<String> = thread::scope(|scope| {
            let sessions =
                users.map(|(user, from)| scope.spawn(move || type_and_save(path, user, from)));
            sessions
                .into_iter()
                .flat_map(|session| session.join().unwrap())
                .collect()
        });
        let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
        let kept: Vec<String> = library::names(&store, TOWN);
        assert_eq!(kept.len(), 2 * RECORDS);
        assert_eq!(kept.into_iter().collect::<BTreeSet<_>>(), saved);
        assert_eq!(store.inspect(), Ok(vec![]));
        drop(store);
        assert_eq!(taizhang(folder.path(), "doctor").0, 0);
        let left = std::fs::read_dir(taizhang::store::draft::folder(
            &folder.path().join("taizhang.db"),
        ))
        .unwrap()
        .count();
        assert_eq!(left, 0, "drafts of saved records are left");
    }
}

#[test]
fn a_draft_that_is_open_in_one_session_is_not_offered_in_another() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(taizhang(folder.path(), INIT).0, 0);
    let start = || {
        let rig = Rig::run(Answers::Truly, program(folder.path(), "示例填报人"));
        rig.await_screen(HOME);
        rig
    };
    let first = start();
    first.send(TO_THE_LIST);
    first.await_screen("> 公共图书馆");
    first.send(NEW);
    first.await_screen("第 1/29 项");
    first.send("示例馆");
    first.await_screen("示例馆");
    let second = start();
    assert!(
        !second.screen().contains("未保存的表"),
        "{}",
        second.screen()
    );
    first.signal(Signal::KILL);
    first.await_exit(Duration::from_secs(5));
    start().await_screen("有 1 份未保存的表");
    assert_eq!(second.leave(), 0);
}
