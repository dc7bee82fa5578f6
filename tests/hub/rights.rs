//! What a town's login may do: add changes of its own site, and replace the state of its own places.

use crate::world::{HUZHEN, WENXI, World};

/// What each statement is refused with, as a town's login.
#[track_caller]
fn refused(world: &World, login: &str, sql: &str, words: &str) {
    let (is_good, out, err) = world.server.try_sql(login, &world.database, sql);
    assert!(!is_good, "{sql}: {out}");
    assert!(err.contains(words), "{sql}: {err}");
}

#[test]
fn a_town_adds_to_its_own_site_and_nothing_else() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    world.run("push", "a", &a, "").good();
    let other = world.site("taizhang");
    let denied = "permission denied";
    for sql in [
        "UPDATE taizhang.change SET author = 'x'",
        "DELETE FROM taizhang.change",
        "TRUNCATE taizhang.change",
        "UPDATE taizhang.site SET login = session_user",
        "INSERT INTO taizhang.site (site) VALUES (repeat('a', 32))",
        "DELETE FROM taizhang.site",
        "UPDATE taizhang.hub SET ledger = 'x'",
        "INSERT INTO taizhang.access VALUES (session_user, '331121101')",
        "DELETE FROM taizhang.place",
        "DELETE FROM taizhang.pack",
        "ALTER TABLE taizhang.change DISABLE TRIGGER ALL",
        "DROP TABLE taizhang.change",
        "CREATE TABLE taizhang.own (x int)",
        "SET ROLE taizhang_admin",
    ] {
        let words = if sql.starts_with("ALTER") || sql.starts_with("DROP") {
            "must be owner"
        } else {
            denied
        };
        refused(&world, &a, sql, words);
    }
    let add = |site: &str| {
        format!(
            "INSERT INTO taizhang.change SELECT '{site}', 9999, subject, record, at, author, reason, parents, patch, hash
             FROM taizhang.change LIMIT 1"
        )
    };
    refused(&world, &a, &add(&other), "row-level security");
    refused(&world, &a, &add(&"b".repeat(32)), "row-level security");
    // Its own site takes what goes on from its last change, and nothing else.
    refused(&world, &a, &add(&world.site("a")), "does not go on");
    refused(
        &world,
        &a,
        &format!("SELECT taizhang.claim('{other}', true)"),
        "belongs to another login",
    );
    // What is no row of its own place is not there to be changed.
    world.add("taizhang", "乙馆", WENXI, "50");
    world.run("push", "taizhang", "postgres", "").good();
    let gone = "WITH gone AS (DELETE FROM taizhang.record RETURNING place) SELECT DISTINCT place FROM gone";
    let (_, out, _) = world.server.try_sql(&a, &world.database, gone);
    assert_eq!(out, HUZHEN);
    refused(
        &world,
        &a,
        "INSERT INTO taizhang.record VALUES ('331121101', 'x', 'library', NULL, '', '', true, 'draft', '', '{}')",
        "row-level security",
    );
}

#[test]
fn not_even_the_owner_alters_the_trail() {
    let Some(world) = World::new() else {
        return;
    };
    for sql in [
        "UPDATE taizhang.change SET author = 'x'",
        "DELETE FROM taizhang.change",
        "TRUNCATE taizhang.change",
    ] {
        refused(&world, "postgres", sql, "never altered");
    }
}

#[test]
fn a_reader_reads_and_pushes_nothing() {
    let Some(world) = World::new() else {
        return;
    };
    let login = world.login();
    let said = world.run("status", "taizhang", &login, "").failed(2);
    assert!(said.contains("not permitted"), "{said}");
    world.allow(&format!("{login} --reader")).good();
    world.run("status", "taizhang", &login, "").good();
    world.add("taizhang", "示例馆", HUZHEN, "100");
    // The county's site is not this login's.
    let said = world.run("push", "taizhang", &login, "").failed(2);
    assert!(said.contains("belongs to another login"), "{said}");
    let (is_good, _, _) =
        world
            .server
            .try_sql(&login, &world.database, "SELECT * FROM taizhang.shortfall");
    assert!(is_good);
}

#[test]
fn a_site_of_another_login_is_handed_over_by_an_administrator() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    // The county merges the town's file and pushes for it.
    world.folder.run("merge a.db --as 示例管理员").good();
    world.run("push", "taizhang", "postgres", "").good();
    world.add("a", "乙馆", HUZHEN, "50");
    let said = world.run("push", "a", &a, "").failed(2);
    let site = world.site("a");
    let how = format!("taizhang hub allow {a} --site {site}");
    assert!(said.contains(&how), "{said}");
    world.allow(&format!("{a} --site {site}")).good();
    let said = world.run("sync", "a", &a, "").good();
    assert!(said.contains("pushed change 3"), "{said}");
    assert_eq!(world.sql("SELECT count(*) FROM taizhang_kind.library"), "2");
}

#[test]
fn rights_are_granted_by_an_administrator_who_did_not_make_the_hub() {
    let Some(world) = World::new() else {
        return;
    };
    let (admin, town) = (world.login(), world.login());
    world.allow(&format!("{admin} --admin")).good();
    let url = world.url(&admin);
    let allow = |login: &str, more: &str| {
        world
            .folder
            .run(&format!("--lang en hub allow {url} {login} {more}"))
    };
    allow(&town, &format!("--town {HUZHEN}")).good();
    let said = allow("nobody_at_all", &format!("--town {HUZHEN}")).failed(2);
    assert!(said.contains("no login nobody_at_all"), "{said}");
    let said = allow(&town, "").failed(2);
    assert!(said.contains("say what is allowed"), "{said}");
    let url = world.url(&town);
    let said = world
        .folder
        .run(&format!("--lang en hub allow {url} {town} --reader"))
        .failed(2);
    assert!(
        said.contains("administer") || said.contains("not permitted"),
        "{said}"
    );
}
