//! Work that goes on while the screens are used: a snapshot under F7 on the first screen.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver};

use crate::support::Harness;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::store::audit::verify;
use taizhang::tui::JobEvent;
use taizhang::tui::terminal::input::Code;

/// An application, and the news of its jobs before it has heard them. A job waits until its news
/// are taken.
fn started(lang: Lang) -> (Harness, Receiver<JobEvent>) {
    let mut harness = Harness::new(lang);
    let (sender, receiver) = mpsc::sync_channel(0);
    harness
        .app
        .set_job_sender(move |news| drop(sender.send(news)));
    (harness, receiver)
}

fn message(harness: &Harness) -> String {
    let screen = harness.screen();
    screen.lines().rev().nth(1).unwrap().to_owned()
}

/// Hears everything to the end of the job.
fn hear_all(harness: &mut Harness, news: &Receiver<JobEvent>) {
    loop {
        let told = news.recv().unwrap();
        let is_done = matches!(told, JobEvent::Done(_));
        harness.app.job_event(told);
        if is_done {
            return;
        }
    }
}

fn snapshots(harness: &Harness) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(harness.folder.path().join("snapshots")) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn f7_on_the_first_screen_makes_a_snapshot_beside_the_ledger_and_tells_its_receipt() {
    let (mut harness, news) = started(Lang::En);
    harness.key(Code::F(7));
    harness.app.job_event(news.recv().unwrap());
    assert!(
        message(&harness).contains("making a snapshot: copying "),
        "{}",
        harness.screen()
    );
    // It goes on under whatever is done meanwhile.
    harness.key(Code::Enter);
    hear_all(&mut harness, &news);
    let paths = snapshots(&harness);
    assert_eq!(paths.len(), 2, "{paths:?}");
    let found = verify(&paths[0], None).unwrap();
    assert!(found.passed());
    let said = message(&harness);
    assert!(
        said.starts_with(&format!(
            "receipt {}, snapshot taizhang-",
            found.ledger().unwrap().receipt
        )),
        "{said}"
    );
}

#[test]
fn esc_cancels_a_snapshot_and_nothing_is_left() {
    let (mut harness, news) = started(Lang::Zh);
    harness.ctrl('r').key(Code::Esc);
    assert!(
        message(&harness).starts_with("正在取消快照"),
        "{}",
        harness.screen()
    );
    hear_all(&mut harness, &news);
    assert!(
        message(&harness).starts_with("已取消，未生成文件"),
        "{}",
        harness.screen()
    );
    assert_eq!(snapshots(&harness), Vec::<PathBuf>::new());
    harness.key(Code::Esc);
    assert!(
        message(&harness).starts_with("按 F10 退出"),
        "{}",
        harness.screen()
    );
}

#[test]
fn one_snapshot_is_made_at_a_time_and_leaving_ends_it() {
    let (mut harness, news) = started(Lang::En);
    harness.key(Code::F(7)).key(Code::F(7));
    assert!(
        message(&harness).starts_with("a snapshot is still being made"),
        "{}",
        harness.screen()
    );
    let folder = harness.folder;
    drop(news);
    drop(harness.app);
    let left = fs::read_dir(folder.path().join("snapshots"))
        .into_iter()
        .flatten();
    let left: Vec<String> = left
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        left.iter().all(|name| !name.starts_with('.')),
        "a half-made one is left: {left:?}"
    );
}

#[test]
fn a_clerk_makes_no_snapshot() {
    let mut harness = Harness::new(Lang::En).of_a_clerk();
    harness.key(Code::F(7));
    assert!(
        message(&harness).starts_with("only taizhang started without a command"),
        "{}",
        harness.screen()
    );
    assert_eq!(snapshots(&harness), Vec::<PathBuf>::new());
}

#[test]
fn a_snapshot_is_looked_at_in_the_same_screens_and_nothing_in_it_can_be_changed() {
    let (mut harness, news) = started(Lang::En);
    harness.key(Code::F(7));
    hear_all(&mut harness, &news);
    let snapshot = snapshots(&harness).remove(0);
    let before = fs::read(&snapshot).unwrap();
    let mut harness = harness.with_store(Store::open(&snapshot).unwrap());
    harness.key(Code::Right).key(Code::Enter).key(Code::F(4));
    assert!(
        message(&harness).starts_with("this can be read here, not changed"),
        "{}",
        harness.screen()
    );
    harness.key(Code::F(9));
    assert!(
        message(&harness).starts_with("this can be read here, not changed"),
        "{}",
        harness.screen()
    );
    assert!(fs::read(&snapshot).unwrap() == before);
    assert_eq!(snapshots(&harness).len(), 2);
}
