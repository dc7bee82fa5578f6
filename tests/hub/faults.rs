//! What goes wrong: a hub restored from an old backup, altered or cut off, and files that forked.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::server::Server;
use crate::world::{HUZHEN, World};

/// Puts a copy of the hub, made before, in its place.
fn restore(world: &World, backup: &str) {
    let database = &world.database;
    world.server.sql(
        "postgres",
        &format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'"
        ),
    );
    world
        .server
        .sql("postgres", &format!("DROP DATABASE {database}"));
    world.server.sql(
        "postgres",
        &format!("ALTER DATABASE {backup} RENAME TO {database}"),
    );
}

fn back_up(world: &World) -> String {
    let backup = format!("{}_old", world.database);
    let sql = format!("CREATE DATABASE {backup} TEMPLATE {}", world.database);
    for _ in 0..50 {
        // The connections of commands that have ended may not be gone yet.
        if world.server.try_sql("postgres", "postgres", &sql).0 {
            return backup;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("the hub cannot be copied");
}

#[test]
fn a_hub_of_an_old_backup_says_what_it_lost_and_takes_it_again() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    world.run("push", "a", &a, "").good();
    let backup = back_up(&world);
    world.add("a", "乙馆", HUZHEN, "50");
    world.run("push", "a", &a, "").good();
    let before = world.hub_heads();
    let had = world.sql("SELECT last_seq FROM taizhang.site WHERE login <> 'postgres'");
    restore(&world, &backup);
    let lost = format!("the hub lost change {had} of {}", world.site("a"));
    for command in ["status", "pull"] {
        let said = world.run(command, "a", &a, "").good();
        assert!(said.contains(&lost), "{said}");
    }
    let said = world.run("push", "a", &a, "").good();
    assert!(
        said.contains(&lost) && said.contains("was pushed again"),
        "{said}"
    );
    assert_eq!(world.hub_heads(), before);
    assert_eq!(world.sql("SELECT count(*) FROM taizhang_kind.library"), "2");
    let said = world.run("status", "a", &a, "").good();
    assert!(!said.contains("lost"), "{said}");
}

#[test]
fn a_change_that_an_administrator_altered_is_noticed_by_the_next_pull() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    let b = world.town("b", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    world.add("a", "乙馆", HUZHEN, "50");
    world.run("push", "a", &a, "").good();
    let site = world.site("a");
    let last = world.sql(&format!(
        "SELECT last_seq FROM taizhang.site WHERE site = '{site}'"
    ));
    let before = fs::read(world.path("b")).unwrap();
    let guarded = |sql: &str| {
        world.sql(&format!(
            "ALTER TABLE taizhang.change DISABLE TRIGGER ALL; {sql}; ALTER TABLE taizhang.change ENABLE TRIGGER ALL"
        ))
    };
    let altering = format!(
        "UPDATE taizhang.change SET patch = replace(patch, '50', '500') WHERE site = '{site}' AND seq = {last}"
    );
    guarded(&altering);
    // Both who has it already and who has not.
    for (file, login) in [("a", &a), ("b", &b)] {
        let said = world.run("pull", file, login, "").failed(2);
        assert!(said.contains(&format!("breaks at {site}:{last}")), "{said}");
        let said = world.run("status", file, login, "").good();
        assert!(
            said.contains(&format!("{site}:{last} is not the same")),
            "{said}"
        );
    }
    assert_eq!(fs::read(world.path("b")).unwrap(), before);
    // With a chain that was made good again it is another story of the site.
    guarded(&format!(
        "UPDATE taizhang.change SET hash = taizhang.chain_hash((SELECT hash FROM taizhang.change WHERE site = '{site}' AND seq = {last} - 1), change)
         WHERE site = '{site}' AND seq = {last};
         UPDATE taizhang.site SET last_hash = (SELECT hash FROM taizhang.change WHERE site = '{site}' AND seq = {last}) WHERE site = '{site}'"
    ));
    for command in ["pull", "push"] {
        let said = world.run(command, "a", &a, "").failed(2);
        assert!(
            said.contains(&format!("{site}:{last} is not the same change")),
            "{said}"
        );
    }
    // One that is taken out.
    guarded(&format!(
        "DELETE FROM taizhang.change WHERE site = '{site}' AND seq = {last}"
    ));
    let said = world.run("pull", "b", &b, "").failed(2);
    assert!(said.contains(&format!("breaks at {site}:{last}")), "{said}");
}

#[test]
fn a_copy_that_went_on_is_refused_with_the_first_change_that_differs() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    fs::copy(world.path("a"), world.path("copy")).unwrap();
    let first = world.heads("a").len();
    assert!(first >= 2);
    for file in ["a", "copy"] {
        world.add(file, file, HUZHEN, "50");
        world.add(file, "丙馆", HUZHEN, "60");
    }
    world.run("push", "a", &a, "").good();
    let site = world.site("a");
    let last = world.sql(&format!(
        "SELECT last_seq - 1 FROM taizhang.site WHERE site = '{site}'"
    ));
    for command in ["push", "pull"] {
        let said = world.run(command, "copy", &a, "").failed(2);
        assert!(
            said.contains(&format!("{site}:{last} is not the same change")),
            "{said}"
        );
    }
}

#[test]
fn two_pushes_at_once_wait_for_each_other() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    let libraries = (0..300).map(|number| (format!("馆{number}"), "40".to_owned()));
    world.add_many("a", HUZHEN, libraries);
    thread::scope(|scope| {
        let pushes: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| world.run("push", "a", &a, "")))
            .collect();
        for push in pushes {
            push.join().unwrap().good();
        }
    });
    assert_eq!(world.heads("a"), world.hub_heads());
    assert_eq!(
        world.sql("SELECT count(*) FROM taizhang_kind.library"),
        "300"
    );
    assert_eq!(world.sql("SELECT * FROM taizhang.altered()"), "");
}

#[test]
fn a_connection_that_is_cut_loses_nothing() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    let libraries = (0..2000).map(|number| (format!("馆{number}"), "40".to_owned()));
    world.add_many("a", HUZHEN, libraries);
    // A lock keeps the push waiting until it is cut.
    let lock = thread::scope(|scope| {
        let push = scope.spawn(|| world.run("push", "a", &a, ""));
        let sql = format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{a}' AND application_name = 'taizhang'"
        );
        for _ in 0..3000 {
            if world.sql(&sql).contains('t') {
                break;
            }
        }
        push.join().unwrap()
    });
    if lock.code != 0 {
        let said = lock.failed(2);
        assert!(
            said.contains("cut") || said.contains("no connection"),
            "{said}"
        );
    }
    world.run("push", "a", &a, "").good();
    assert_eq!(world.heads("a"), world.hub_heads());
    assert_eq!(
        world.sql("SELECT count(*) FROM taizhang_kind.library"),
        "2000"
    );
}

#[test]
fn a_server_that_is_restarted_meanwhile_loses_nothing() {
    let Some(server) = Server::own("restarted") else {
        return;
    };
    let world = World::on(server);
    let (a, b) = (world.town("a", HUZHEN), world.town("b", HUZHEN));
    for round in 0..4 {
        let libraries = (0..500).map(|number| (format!("馆{round}-{number}"), "40".to_owned()));
        world.add_many("a", HUZHEN, libraries);
        for (command, file, login) in [("push", "a", &a), ("pull", "b", &b)] {
            let ran = thread::scope(|scope| {
                let run = scope.spawn(|| world.run(command, file, login, ""));
                thread::sleep(Duration::from_millis(40 + 60 * round));
                server.control("restart").unwrap();
                run.join().unwrap()
            });
            assert!(ran.code == 0 || ran.code == 2, "{}", ran.err);
            world.run(command, file, login, "").good();
        }
    }
    assert_eq!(
        world.sql("SELECT count(*) FROM taizhang_kind.library"),
        "2000"
    );
    assert_eq!(world.sql("SELECT * FROM taizhang.altered()"), "");
    world.run("sync", "b", &b, "").good();
    assert_eq!(world.heads("b"), world.hub_heads());
}

#[test]
fn what_rests_on_changes_that_the_hub_does_not_have_waits_for_them() {
    let Some(world) = World::new() else {
        return;
    };
    world.add("taizhang", "示例馆", HUZHEN, "100");
    // The town's file has what the county did not push yet.
    let a = world.town("a", HUZHEN);
    world.set("a", "示例馆", "reading_seats", "132");
    let before = world.hub_heads();
    let said = world.run("push", "a", &a, "").failed(2);
    let county = world.site("taizhang");
    assert!(
        said.contains(&format!("have the file of the site {county} pushed first")),
        "{said}"
    );
    assert_eq!(world.hub_heads(), before);
    world.run("push", "taizhang", "postgres", "").good();
    world.run("push", "a", &a, "").good();
    world.run("pull", "taizhang", "postgres", "").good();
}

#[test]
fn a_change_from_a_day_that_has_not_come_stays_where_it_is() {
    let Some(world) = World::new() else {
        return;
    };
    let sql = "INSERT INTO taizhang.change SELECT site, seq + 1, subject, record, '2099-01-01T00:00:00.000Z', author, reason, parents, patch,
            taizhang.chain_hash(hash, ROW(site, seq + 1, subject, record, '2099-01-01T00:00:00.000Z', author, reason, parents, patch, '')::taizhang.change)
        FROM taizhang.change JOIN taizhang.site USING (site) WHERE seq = last_seq";
    let (is_good, _, err) = world.server.try_sql("postgres", &world.database, sql);
    assert!(!is_good && err.contains("more than a day ahead"), "{err}");
}

#[test]
fn another_pack_there_or_here_is_told_before_anything_is_sent() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    let before = world.hub_heads();
    world.sql("UPDATE taizhang.pack SET sha256 = 'x', loaded_at = '2099-01-01T00:00:00.000Z'");
    let said = world.run("push", "a", &a, "").failed(2);
    assert!(
        said.contains("is not that of the hub, which is newer"),
        "{said}"
    );
    let said = world.run("status", "a", &a, "").good();
    assert!(said.contains("differs"), "{said}");
    assert_eq!(world.hub_heads(), before);
    world.run("init", "taizhang", "postgres", "").good();
    world.run("push", "a", &a, "").good();
}
