//! A push and a pull that are killed at any moment: nothing is lost and nothing is there twice.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::world::{HUZHEN, World};

/// How many libraries there are to send or fetch at every kill.
const LIBRARIES: usize = 400;

/// Kills a command after a while.
fn kill(world: &World, command: &str, file: &str, login: &str, after: Duration) {
    let url = world.url(login);
    let db = format!("{file}.db");
    let mut child = world
        .folder
        .command(&["--db", &db, "hub", command, &url])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}

fn killed(times: u32) {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    let b = world.town("b", HUZHEN);
    let libraries = |from: usize| {
        (0..LIBRARIES).map(move |number| (format!("馆{from}-{number}"), "40".to_owned()))
    };
    world.add_many("a", HUZHEN, libraries(usize::MAX));
    let begin = Instant::now();
    world.run("push", "a", &a, "").good();
    world.run("pull", "b", &b, "").good();
    let whole = begin.elapsed();
    for time in 0..times {
        world.add_many("a", HUZHEN, libraries(time as usize));
        // From the first moment to the last, in another order each time.
        let part = whole / 2 * (time * 37 % 100) / 100;
        kill(&world, "push", "a", &a, part);
        assert_eq!(world.sql("SELECT * FROM taizhang.altered()"), "");
        world.run("push", "a", &a, "").good();
        kill(&world, "pull", "b", &b, part);
        world.run("pull", "b", &b, "").good();
        let own = world.site("a");
        let of_a = |heads: Vec<String>| {
            heads
                .into_iter()
                .filter(|head| head.starts_with(&own))
                .collect::<Vec<_>>()
        };
        assert_eq!(of_a(world.heads("a")), of_a(world.hub_heads()));
        assert_eq!(of_a(world.heads("b")), of_a(world.hub_heads()));
    }
    let count = (LIBRARIES * (times as usize + 1)).to_string();
    assert_eq!(
        world.sql("SELECT count(*) FROM taizhang_kind.library"),
        count
    );
    world.run("sync", "b", &b, "").good();
    world.run("sync", "a", &a, "").good();
    assert_eq!(world.heads("a"), world.hub_heads());
    for file in ["a", "b"] {
        let doctor = world
            .folder
            .run(&format!("--lang en --db {file}.db doctor"));
        assert_eq!(doctor.code, 0, "{}{}", doctor.out, doctor.err);
    }
}

#[test]
fn a_push_and_a_pull_that_are_killed_at_any_moment_lose_nothing() {
    killed(10);
}

#[test]
#[ignore = "it takes minutes"]
fn a_push_and_a_pull_that_are_killed_a_hundred_times_lose_nothing() {
    killed(100);
}
