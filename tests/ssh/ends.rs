//! Links that end, and links that hang.

use std::fs;
use std::time::Duration;

use rustix::process::Signal;
use taizhang::store::draft;

use crate::server::{Client, Server};
use crate::{
    F2, SHORTFALLS, TOWNS, add_library, is_free, open_form, open_record, until, until_gone,
};

/// In which the process behind a lost link is to be gone.
const GONE: Duration = Duration::from_secs(2);
const REDRAW: &str = "\x0c";

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn a_client_killed_in_a_form_leaves_no_process_no_lock_and_the_draft() {
    let server = Server::start();
    let clerk = server.admit("clerk", "示例甲", &["--town", TOWNS[0]]);
    let rig = clerk.session(|_| {});
    open_form(&rig);
    rig.send("示例图书馆");
    rig.await_screen("示例图书馆");
    assert_eq!(clerk.processes().len(), 1);
    rig.signal(Signal::KILL);
    let took = until_gone(&clerk);
    assert!(is_free(&server));
    assert!(took < GONE, "{took:?}");
    let waiting = draft::waiting(&server.ledger(), "示例甲").drafts;
    let names: Vec<&str> = waiting
        .iter()
        .map(|waiting| waiting.draft.texts["name"].as_str())
        .collect();
    assert_eq!(names, ["示例图书馆"]);
    eprintln!("gone after {took:?}");
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn a_client_killed_in_a_review_leaves_no_process_and_no_lock() {
    let server = Server::start();
    add_library(&server, TOWNS[0], "示例图书馆", "96");
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let rig = inspector.session(|_| {});
    open_record(&rig);
    rig.send(F2);
    rig.await_screen("退回");
    rig.send("与现场不符");
    rig.await_screen("与现场不符");
    assert_eq!(inspector.processes().len(), 1);
    rig.signal(Signal::KILL);
    let took = until_gone(&inspector);
    assert!(is_free(&server));
    assert!(took < GONE, "{took:?}");
    let db = rusqlite::Connection::open(server.ledger()).unwrap();
    let returned = "SELECT count(*) FROM finding WHERE act = 'return'";
    assert_eq!(
        db.query_row(returned, [], |row| row.get::<_, i64>(0)),
        Ok(0),
        "what was not sent was not said"
    );
}

/// Has the program draw until nobody takes what it sends and it waits.
fn draw_until_it_waits(rig: &crate::rig::Rig, client: &Client) {
    let [pid] = client.processes()[..] else {
        unreachable!("not one process")
    };
    let sent = || {
        let io = fs::read_to_string(format!("/proc/{pid}/io")).unwrap();
        io.lines()
            .find_map(|line| line.strip_prefix("wchar: ")?.parse::<u64>().ok())
            .unwrap()
    };
    rig.freeze();
    let (mut last, mut still) = (sent(), 0);
    until("the program waits for the terminal", || {
        rig.send(REDRAW);
        let now = sent();
        still = if now == last { still + 1 } else { 0 };
        last = now;
        still > 100
    });
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn a_frozen_client_holds_no_write_transaction_and_leaves_no_process() {
    let server = Server::start();
    let clerk = server.admit("clerk", "示例甲", &["--town", TOWNS[0]]);
    let rig = clerk.session(|_| {});
    open_form(&rig);
    rig.send("示例图书馆");
    rig.await_screen("示例图书馆");
    draw_until_it_waits(&rig, &clerk);
    // Saved whenever it gets that far, perhaps never.
    rig.send(F2);
    rig.signal(Signal::STOP);
    assert!(is_free(&server));
    add_library(&server, TOWNS[1], "示例别馆", "130");
    let inspector = server.admit("inspector", "示例审核人", &[]);
    inspector.session(|_| {}).await_screen(SHORTFALLS);
    assert_eq!(clerk.processes().len(), 1, "it is still there");
    rig.signal(Signal::KILL);
    let took = until_gone(&clerk);
    assert!(is_free(&server));
    eprintln!("gone after {took:?}");
}
