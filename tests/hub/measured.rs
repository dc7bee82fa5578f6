//! How fast it is, beside `COPY` of the same rows into the same table without its trigger. These
//! print what they found and are run by hand: `cargo test --release --test hub measured -- --ignored --nocapture`.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::world::{HUZHEN, World};

/// How many changes are carried.
fn changes() -> usize {
    let asked = std::env::var("TAIZHANG_HUB_CHANGES").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(20_000)
}

fn per_second(count: usize, took: Duration) -> String {
    #[allow(clippy::cast_precision_loss, reason = "a figure to be read")]
    let rate = count as f64 / took.as_secs_f64();
    format!("{rate:.0} a second")
}

#[test]
#[ignore = "it measures"]
fn changes_a_second_beside_copy() {
    let Some(world) = World::new() else {
        return;
    };
    let (a, b) = (world.town("a", HUZHEN), world.town("b", HUZHEN));
    let count = changes();
    world.add_many(
        "a",
        HUZHEN,
        (0..count).map(|n| (format!("馆{n}"), "40".to_owned())),
    );
    let timed = |work: &dyn Fn()| {
        let begin = Instant::now();
        work();
        begin.elapsed()
    };
    let push = timed(&|| drop(world.run("push", "a", &a, "").good()));
    let pull = timed(&|| drop(world.run("pull", "b", &b, "").good()));
    let again = timed(&|| drop(world.run("push", "a", &a, "").good()));
    let check = timed(&|| drop(world.sql("SELECT * FROM taizhang.altered()")));
    let file = format!("/tmp/taizhang-hub-{}/rows", std::process::id());
    world.sql(&format!("COPY taizhang.change TO '{file}'"));
    world.sql("CREATE TABLE plain (LIKE taizhang.change INCLUDING ALL)");
    let copy = timed(&|| drop(world.sql(&format!("COPY plain FROM '{file}'"))));
    let insert = timed(&|| {
        drop(world.sql(
            "CREATE TABLE chained (LIKE taizhang.change INCLUDING ALL);
             INSERT INTO chained SELECT * FROM taizhang.change",
        ));
    });
    println!("{count} changes of records, with their current state and standings:");
    for (name, took) in [
        ("COPY of the rows", copy),
        ("INSERT of the rows", insert),
        ("push", push),
        ("pull", pull),
        ("push of nothing", again),
        ("check of the whole chain", check),
    ] {
        let ratio = took.as_secs_f64() / copy.as_secs_f64();
        println!(
            "  {name}: {took:.2?}, {}, {ratio:.1} times COPY",
            per_second(count, took)
        );
    }
}

#[test]
#[ignore = "it measures"]
fn ten_sites_push_while_two_read() {
    let Some(world) = World::new() else {
        return;
    };
    let towns: Vec<(String, String)> = (0..10)
        .map(|number| {
            let file = format!("town{number}");
            let login = world.town(&file, HUZHEN);
            let libraries = (0..500).map(|n| (format!("馆{number}-{n}"), "40".to_owned()));
            world.add_many(&file, HUZHEN, libraries);
            (file, login)
        })
        .collect();
    let is_over = AtomicBool::new(false);
    let reads = AtomicUsize::new(0);
    let begin = Instant::now();
    let took = thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    world.sql("SELECT county, count(*) FROM taizhang.shortfall GROUP BY county");
                    world.sql("SELECT sum(reading_seats) FROM taizhang_kind.library");
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let pushes: Vec<_> = towns
            .iter()
            .map(|(file, login)| scope.spawn(|| drop(world.run("push", file, login, "").good())))
            .collect();
        for push in pushes {
            push.join().unwrap();
        }
        let took = begin.elapsed();
        is_over.store(true, Ordering::Relaxed);
        took
    });
    println!(
        "10 sites pushed 500 changes each in {took:.2?}, {}, while 2 read {} times",
        per_second(5000, took),
        reads.load(Ordering::Relaxed)
    );
    assert_eq!(world.sql("SELECT * FROM taizhang.altered()"), "");
}
