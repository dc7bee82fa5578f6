//! Sessions over a real OpenSSH server on loopback, each behind a key that `access line` admits.
//! They need sshd, ssh and tmux and are run by `.ci/run`: `cargo test --test ssh -- --ignored`.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail")]

mod crowd;
mod ends;
mod limits;
mod looks;
#[path = "../program/mod.rs"]
mod program;
#[path = "../terminal/rig.rs"]
mod rig;
mod server;

use std::time::{Duration, Instant};

use serde_json::Value as Json;
use taizhang::domain::record::Subject;
use taizhang::store::{Save, Saved, Store, Writer};
use uuid::Uuid;

use server::{Client, Server};

const TOWNS: [&str; 2] = ["331122101", "331121101"];
/// The first screens of the roles.
const SHORTFALLS: &str = "缺口清单";
const MATRIX: &str = "达标情况";
const ENTER: &str = "\r";
/// To the next field, be it optional or not.
const TAB: &str = "\t";
const RIGHT: &str = "\x1b[C";
const DOWN: &str = "\x1b[B";
const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
const CTRL_Z: &str = "\x1a";
const ESC: &str = "\x1b";
const F10: &str = "\x1b[21~";

/// Saves a library in a town, as another program on the server would.
fn add_library(server: &Server, town: &str, name: &str, seats: &str) -> Uuid {
    add_library_to(&mut server.store(), town, name, seats)
}

/// Saves a library in a town of a ledger.
fn add_library_to(store: &mut Store, town: &str, name: &str, seats: &str) -> Uuid {
    let fields = [
        ("kind", "library"),
        ("place", town),
        ("name", name),
        ("status", "existing"),
        ("library_type", "branch"),
        ("reading_seats", seats),
    ];
    let fields = fields
        .map(|(code, value)| (code.to_owned(), Json::from(value)))
        .into();
    let record = Uuid::now_v7();
    let save = Save {
        record,
        subject: Subject::Facility,
        base: &[],
        fields,
        author: "示例别人",
        reason: "",
    };
    let saved = store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    assert!(matches!(saved, Saved::Written(_)));
    record
}

/// From the matrix to a new form of a library of the first town.
fn open_form(rig: &rig::Rig) {
    rig.await_screen(MATRIX);
    rig.send(format!("{RIGHT}{ENTER}"));
    rig.await_screen("> 公共图书馆");
    rig.send(F4);
    rig.await_screen("第 1/29 项");
}

/// From the shortfalls to the record of the library of the first town.
fn open_record(rig: &rig::Rig) {
    rig.await_screen(SHORTFALLS);
    rig.send(format!("{DOWN}{ENTER}"));
    rig.await_screen("记录 > 壶镇镇、公共图书馆");
    rig.send(ENTER);
    rig.await_screen("/29 项");
}

/// Waits until something holds and says how long that took.
fn until(what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let begin = Instant::now();
    while !holds() {
        assert!(begin.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
    begin.elapsed()
}

/// Whether somebody could write to the ledger at once.
fn is_free(server: &Server) -> bool {
    let db = rusqlite::Connection::open(server.ledger()).unwrap();
    db.busy_timeout(Duration::ZERO).unwrap();
    db.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok()
}

/// Waits until nobody serves a person any more.
fn until_gone(client: &Client) -> Duration {
    until("the program ends", || client.processes().is_empty())
}
