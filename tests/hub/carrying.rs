//! What is carried: all files come to the same through a hub, and other programs read it there.

use crate::world::{HUZHEN, WENXI, World};

#[test]
fn three_files_come_to_the_same_through_a_hub_with_a_conflict_settled() {
    let Some(world) = World::new() else {
        return;
    };
    world.add("taizhang", "示例馆", HUZHEN, "100");
    world.run("push", "taizhang", "postgres", "").good();
    let a = world.town("a", HUZHEN);
    let b = world.town("b", WENXI);
    // Both change one field of one record, and each adds a record of its own.
    world.set("a", "示例馆", "reading_seats", "132");
    world.set("b", "示例馆", "reading_seats", "90");
    world.add("a", "甲馆", HUZHEN, "40");
    world.add("b", "乙馆", WENXI, "50");
    let said = world.run("sync", "a", &a, "").good();
    assert!(said.contains("has nothing new"), "{said}");
    assert!(
        said.contains(&format!("{}: pushed changes 1 to ", world.site("a"))),
        "{said}"
    );
    let said = world.run("sync", "b", &b, "--as 示例镇员").good();
    assert!(
        said.contains("records: 1 new, 1 changed, 0 removed"),
        "{said}"
    );
    assert!(said.contains("1 open merge conflict"), "{said}");
    world.run("pull", "taizhang", "postgres", "").good();
    // The county decides.
    world.set("taizhang", "示例馆", "reading_seats", "132");
    for round in 0..2 {
        world.run("sync", "taizhang", "postgres", "").good();
        world.run("sync", "a", &a, "").good();
        world.run("sync", "b", &b, "").good();
        assert!(round == 0 || world.heads("a") == world.heads("b"));
    }
    world.run("sync", "taizhang", "postgres", "").good();
    for file in ["a", "b", "taizhang"] {
        assert_eq!(world.heads(file), world.hub_heads(), "{file}");
        let conflicts = world
            .folder
            .run(&format!("--lang en --db {file}.db conflicts"));
        assert!(conflicts.good().starts_with("no open merge conflict"));
    }
    let said = world.run("status", "b", &b, "").good();
    assert!(said.contains("both sides have the same changes"), "{said}");
    assert!(said.contains("the packs are the same"), "{said}");
    // Nothing more to do, on either side.
    let said = world.run("sync", "b", &b, "").good();
    assert!(
        said.contains("has nothing new") && said.contains("no change to push"),
        "{said}"
    );
}

#[test]
fn another_program_reads_kinds_standings_and_shortfalls() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    let said = world.run("push", "a", &a, "").good();
    assert!(said.contains("current state of 1 place updated"), "{said}");
    let seen = world.sql(
        "SELECT name, reading_seats + 1, status, status_zh, status_en, place_name, above_name, review
         FROM taizhang_kind.library",
    );
    assert_eq!(seen, "甲馆|41|existing|在用|In use|壶镇镇|缙云县|draft");
    let short = world.sql(
        "SELECT county_name, place_name, requirement_zh, have, need, gap FROM taizhang.shortfall
         WHERE place = '331122101' AND requirement = 'library'",
    );
    assert_eq!(short, "缙云县|壶镇镇|公共图书馆|40|130|90");
    let verdict = "SELECT verdict_zh, verdict_en, have_exact FROM taizhang.standing_readable
         WHERE place = '331122101' AND requirement = 'library'";
    assert_eq!(world.sql(verdict), "未达标|short|40");
    let comment = world.sql(
        "SELECT col_description('taizhang_kind.library'::regclass, attnum) FROM pg_attribute
         WHERE attrelid = 'taizhang_kind.library'::regclass AND attname = 'reading_seats'",
    );
    assert!(comment.contains(" / "), "{comment}");
    // A record that moves away is gone there, and a deleted one everywhere.
    let count = "SELECT place, count(*) FROM taizhang.record GROUP BY place";
    assert_eq!(world.sql(count), "331122101|1");
}

#[test]
fn the_state_of_a_place_is_left_where_the_hub_knows_more() {
    let Some(world) = World::new() else {
        return;
    };
    world.add("taizhang", "示例馆", HUZHEN, "100");
    world.run("push", "taizhang", "postgres", "").good();
    let a = world.town("a", HUZHEN);
    world.set("taizhang", "示例馆", "address", "示例路1号");
    world.run("push", "taizhang", "postgres", "").good();
    world.set("a", "示例馆", "reading_seats", "132");
    let said = world.run("push", "a", &a, "").good();
    assert!(said.contains("1 place not updated"), "{said}");
    let seats = "SELECT reading_seats, address FROM taizhang_kind.library";
    assert_eq!(world.sql(seats), "100|示例路1号");
    let said = world.run("status", "a", &a, "").good();
    assert!(said.contains("1 place not updated"), "{said}");
    world.run("sync", "a", &a, "").good();
    assert_eq!(world.sql(seats), "132|示例路1号");
    // A place that is closed for a quarter, and a deleted record, go the same way.
    let said = world.run("status", "a", &a, "").good();
    assert!(!said.contains("not updated"), "{said}");
}

#[test]
fn changes_that_the_hub_does_not_have_keep_nobody_from_renewing_a_state() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.town("b", WENXI);
    world.add("b", "乙馆", HUZHEN, "50");
    world.add("a", "甲馆", HUZHEN, "40");
    world.folder.run("--db a.db merge b.db").good();
    let said = world.run("push", "a", &a, "").good();
    let unsent = format!("{}: changes 1 to ", world.site("b"));
    assert!(said.contains(&unsent), "{said}");
    let count = "SELECT count(*) FROM taizhang_kind.library";
    assert_eq!(world.sql(count), "2");
    world.run("sync", "taizhang", "postgres", "").good();
    world.add("taizhang", "丙馆", HUZHEN, "60");
    let said = world.run("push", "taizhang", "postgres", "").good();
    assert!(said.contains("1 place updated"), "{said}");
}

#[test]
fn a_second_init_renews_and_keeps() {
    let Some(world) = World::new() else {
        return;
    };
    let before = world.hub_heads();
    let said = world.run("init", "taizhang", "postgres", "").good();
    assert!(said.contains("was there already"), "{said}");
    assert_eq!(world.hub_heads(), before);
    assert_eq!(world.sql("SELECT count(*) FROM taizhang.hub"), "1");
}

#[test]
fn every_key_contains_the_column_by_which_its_table_is_distributed() {
    let Some(world) = World::new() else {
        return;
    };
    for (table, column) in [
        ("change", "site"),
        ("site", "site"),
        ("record", "place"),
        ("standing", "place"),
        ("closed_standing", "place"),
        ("place_state", "place"),
    ] {
        let without = world.sql(&format!(
            "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'taizhang.{table}'::regclass AND indisunique
             AND NOT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey) AND attname = '{column}')"
        ));
        assert_eq!(without, "", "{table}");
        let references = world.sql(&format!(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = 'taizhang.{table}'::regclass"
        ));
        assert_eq!(references, "", "{table}");
    }
}
