//! The same session on other terminals, and from far away.

use std::process::Command;
use std::time::Duration;

use portable_pty::CommandBuilder;

use crate::rig::{Answers, Rig};
use crate::server::{Server, settle_in};
use crate::{F2, F10, SHORTFALLS, TAB, TOWNS, add_library, open_form, open_record};

/// What sets a colour among the sequences that were received.
fn colours(rig: &Rig) -> Vec<String> {
    let shown = rig.shown();
    let sequences = shown.split("\x1b[").skip(1);
    let codes = sequences.filter_map(|rest| rest.split_once('m').map(|(codes, _)| codes));
    let pens = codes.filter(|codes| codes.chars().all(|c| c.is_ascii_digit() || c == ';'));
    let is_colour = |codes: &&str| {
        codes
            .split(';')
            .any(|code| code.parse::<u32>().is_ok_and(|code| code >= 30))
    };
    pens.filter(is_colour).map(str::to_owned).collect()
}

fn set_no_color(command: &mut CommandBuilder, value: Option<&str>) {
    if let Some(value) = value {
        command.env("NO_COLOR", value);
    }
}

/// Walks a review and looks for the cursor's row, which is to be seen without colours.
fn walk(rig: &Rig) {
    rig.await_screen(SHORTFALLS);
    assert!(
        rig.reversed().iter().any(|row| row.contains("综合医院")),
        "{:?}",
        rig.reversed()
    );
    open_record(rig);
    rig.await_screen("（空） -> 示例图书馆");
    assert!(
        rig.reversed()
            .iter()
            .any(|row| row.contains("示例图书馆") || row.contains("阅览座席"))
    );
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn a_terminal_without_colours_gets_none_and_shows_what_is_selected() {
    let server = Server::start();
    add_library(&server, TOWNS[0], "示例图书馆", "96");
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let colourful = inspector.session(|_| {});
    walk(&colourful);
    assert_ne!(
        colours(&colourful),
        Vec::<String>::new(),
        "the test itself does not work"
    );
    for (term, no_color) in [
        ("vt100", Some("1")),
        ("vt100", None),
        ("xterm-256color", Some("1")),
    ] {
        let rig = inspector.session(|command| {
            command.env("TERM", term);
            set_no_color(command, no_color);
        });
        walk(&rig);
        assert_eq!(colours(&rig), Vec::<String>::new(), "{term} {no_color:?}");
        rig.send(F10);
        assert_eq!(rig.await_exit(Duration::from_secs(10)), 0);
    }
}

/// A tmux of the test's own.
struct Tmux(String);

impl Drop for Tmux {
    fn drop(&mut self) {
        let _ = Command::new("tmux")
            .args(["-S", &self.0, "kill-server"])
            .output();
    }
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn the_same_session_runs_inside_tmux() {
    let server = Server::start();
    add_library(&server, TOWNS[0], "示例图书馆", "96");
    let inspector = server.admit("inspector", "示例审核人", &[]);
    let tmux = Tmux(server.folder.path("tmux").display().to_string());
    for no_color in [None, Some("1")] {
        let mut command = CommandBuilder::new("tmux");
        command.args(["-u", "-S", &tmux.0, "-f", "/dev/null", "new-session", "--"]);
        command.args(inspector.words());
        settle_in(&mut command);
        set_no_color(&mut command, no_color);
        let rig = Rig::run(Answers::Truly, command);
        walk(&rig);
        rig.send(F10);
        assert_eq!(rig.await_exit(Duration::from_secs(10)), 0);
    }
}

#[test]
#[ignore = "needs a real sshd; run by .ci/run"]
fn a_whole_form_is_typed_ahead_of_a_link_of_fifty_milliseconds_each_way() {
    let server = Server::start();
    let clerk = server
        .admit("clerk", "示例甲", &["--town", TOWNS[0]])
        .far(Duration::from_millis(50));
    let rig = clerk.session(|_| {});
    open_form(&rig);
    // Key by key, and never waiting for the screen.
    let keys = format!("示例图书馆{}21000{TAB}129", TAB.repeat(3));
    keys.chars().for_each(|key| rig.send(key.to_string()));
    rig.await_screen("未达标 129/130 还差 1座");
    rig.send(F2);
    rig.await_screen("已保存：示例图书馆");
    assert_eq!(rig.leave(), 0);
    let db = rusqlite::Connection::open(server.ledger()).unwrap();
    let row = "SELECT format('%s %g %g', name, building_area_m2, reading_seats) FROM library";
    assert_eq!(
        db.query_row(row, [], |row| row.get::<_, String>(0))
            .unwrap(),
        "示例图书馆 1000 129"
    );
}
