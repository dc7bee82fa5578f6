//! The trail in the hands of another tool.

use std::fmt::Write as _;

use rusqlite::Connection;
use taizhang::domain::record::WrittenChange;
use taizhang::i18n::InspectMsg;
use taizhang::store::{Flaw, Store};

use crate::support::{HUZHEN, Ledger, WENXI, add, column, edit, except, pack};

fn with_a_trail() -> (Ledger, Store) {
    let ledger = Ledger::new();
    let mut store = ledger.open();
    let id = add(&mut store, "library", HUZHEN, &[("reading_seats", "96")]);
    edit(&mut store, id, |fields| {
        drop(fields.insert("reading_seats".into(), "130".into()));
    })
    .unwrap();
    add(&mut store, "greenway", WENXI, &[("length_km", "999米")]);
    edit(&mut store, id, |fields| {
        drop(fields.remove("reading_seats"));
    })
    .unwrap();
    assert_eq!(store.inspect(), Ok(vec![]));
    (ledger, store)
}

/// Runs statements past the triggers that guard the trail, and puts the triggers back as they were.
fn past_the_guards(db: &Connection, sql: &str) -> usize {
    let guards: Vec<String> = column(
        db,
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'change'",
    );
    db.execute_batch("DROP TRIGGER change_is_never_altered; DROP TRIGGER change_is_never_removed")
        .unwrap();
    let before = db.total_changes();
    db.execute_batch(sql).unwrap();
    let altered = db.total_changes() - before;
    for guard in guards {
        db.execute_batch(&guard).unwrap();
    }
    usize::try_from(altered).unwrap()
}

const KEEP: &str = "CREATE TEMP TABLE kept AS SELECT * FROM change";
const PUT_BACK: &str = "DELETE FROM change; INSERT INTO change SELECT * FROM kept; DROP TABLE kept";

/// An examination that cannot even read the trail has found something too.
fn is_found(store: &Store) -> bool {
    store.inspect().is_ok_and(|found| !found.is_empty()) || store.inspect().is_err()
}

#[test]
fn other_tools_cannot_alter_or_remove_a_change() {
    let (ledger, _store) = with_a_trail();
    let before = ledger.rows();
    for sql in [
        "UPDATE change SET author = 'x' WHERE seq = 2",
        "DELETE FROM change WHERE seq = 4",
        "DELETE FROM change",
    ] {
        let refused = ledger.raw().execute(sql, []).unwrap_err().to_string();
        assert!(
            refused.contains("the trail is never altered"),
            "{sql}: {refused}"
        );
    }
    assert_eq!(ledger.rows(), before);
}

#[test]
fn altering_any_part_of_any_change_is_found() {
    let (ledger, store) = with_a_trail();
    let db = ledger.raw();
    let alterations = [
        "site = 'x' || site",
        "seq = seq + 100",
        "subject = 'exception'",
        "record = '01900000-0000-7000-8000-000000000000'",
        "record = CASE record WHEN upper(record) THEN 'X' ELSE upper(record) END",
        "record = 'nothing'",
        "at = '2020-01-01T00:00:00.000Z'",
        "at = lower(at)",
        "author = author || ' '",
        "reason = 'x'",
        "parents = CASE parents WHEN '[]' THEN '[\"x:1\"]' ELSE '[]' END",
        "parents = CASE parents WHEN '[]' THEN '[ ]' ELSE replace(parents, ':', ':0') END",
        "patch = json_set(patch, '$.name', 'x')",
        "patch = json_set(patch, '$.reading_seats', '129')",
        "patch = '{}'",
        "patch = ' ' || patch",
        "patch = '{\"name\":\"x\",' || substr(patch, 2)",
        "hash = upper(hash)",
        "hash = ''",
    ];
    for seq in 1..=7 {
        for alteration in alterations {
            db.execute_batch(KEEP).unwrap();
            let sql = format!("UPDATE change SET {alteration} WHERE seq = {seq}");
            assert_eq!(past_the_guards(&db, &sql), 1);
            assert!(is_found(&store), "{alteration} of change {seq}");
            past_the_guards(&db, PUT_BACK);
        }
        assert_eq!(store.inspect(), Ok(vec![]));
    }
}

/// The hash of every change, made anew over the texts as they now stand.
fn chained_anew(db: &Connection) -> String {
    let columns = "site, seq, subject, record, at, author, reason, parents, patch";
    let mut query = db
        .prepare(&format!("SELECT {columns} FROM change ORDER BY seq"))
        .unwrap();
    let (mut rows, mut before, mut statements) =
        (query.query([]).unwrap(), String::new(), String::new());
    while let Some(row) = rows.next().unwrap() {
        let text = |at: usize| row.get_ref(at).unwrap().as_str().unwrap();
        let (site, seq, subject, record) = (text(0), row.get(1).unwrap(), text(2), text(3).into());
        let (at, author, reason, parents, patch) =
            (text(4), text(5), text(6), text(7).into(), text(8).into());
        before = WrittenChange {
            site,
            seq,
            subject,
            record,
            at,
            author,
            reason,
            parents,
            patch,
        }
        .hash(&before);
        writeln!(
            statements,
            "UPDATE change SET hash = '{before}' WHERE seq = {seq};"
        )
        .unwrap();
    }
    statements
}

#[test]
fn texts_in_other_letters_are_found_though_every_hash_fits() {
    let (ledger, store) = with_a_trail();
    let db = ledger.raw();
    past_the_guards(&db, &chained_anew(&db));
    assert_eq!(
        store.inspect(),
        Ok(vec![]),
        "the hashes are those that were there"
    );
    for alteration in [
        "patch = ' ' || patch",
        "patch = replace(patch, '{', '{\"reading_seats\":\"1\",')",
        "parents = replace(parents, ':', ':0')",
    ] {
        db.execute_batch(KEEP).unwrap();
        assert_eq!(
            past_the_guards(
                &db,
                &format!("UPDATE change SET {alteration} WHERE seq = 5")
            ),
            1
        );
        past_the_guards(&db, &chained_anew(&db));
        let found = store.inspect().unwrap();
        assert!(
            matches!(&found[0].what, InspectMsg::Chain { change } if change.ends_with(":5")),
            "{alteration}"
        );
        past_the_guards(&db, PUT_BACK);
    }
}

#[test]
fn removing_any_change_is_found() {
    let (ledger, store) = with_a_trail();
    let db = ledger.raw();
    for seq in 1..=7 {
        db.execute_batch(KEEP).unwrap();
        past_the_guards(&db, &format!("DELETE FROM change WHERE seq = {seq}"));
        // The last one is missed by nothing in the trail; its record is.
        assert!(is_found(&store), "change {seq}");
        past_the_guards(&db, PUT_BACK);
        assert_eq!(store.inspect(), Ok(vec![]));
    }
}

#[test]
fn altering_a_record_behind_the_back_of_the_trail_is_found() {
    for sql in [
        "UPDATE record SET name = 'x' WHERE kind = 'library'",
        "UPDATE record SET fields = '{\"name\":\"x\"}' WHERE kind = 'greenway'",
        "UPDATE record SET fields = (SELECT json_set(fields, '$.name', 'x') FROM record_readable AS r WHERE r.id = record.id)",
        "UPDATE record SET fields = (SELECT json_set(fields, '$.status', 'closed') FROM record_readable AS r WHERE r.id = record.id)",
        "UPDATE record SET fields = (SELECT json_set(fields, '$.kind', 'hospital') FROM record_readable AS r WHERE r.id = record.id)",
        "UPDATE record SET fields = (SELECT json_remove(fields, '$.place') FROM record_readable AS r WHERE r.id = record.id)",
        "UPDATE record SET status = NULL WHERE kind = 'library'",
        "UPDATE record SET place = '331102100' WHERE kind = 'library'",
        "UPDATE record SET version = '[]'",
        "DELETE FROM record WHERE kind = 'library'",
        "UPDATE record SET complete = 1 - complete",
        "UPDATE record SET seen_at = '2020-01-01T00:00:00.000Z'",
        "UPDATE record SET state = 'verified' WHERE kind = 'library'",
        "UPDATE record_count SET records = records + 1",
        "DELETE FROM record_count WHERE place = ''",
        "UPDATE standing_count SET standings = standings + 1",
        "UPDATE standing SET position = position + 1",
        "DELETE FROM place_key WHERE inside = 0",
        "UPDATE shown SET band = 0",
        "UPDATE record SET name_key = 'x'",
        "UPDATE record SET name_back = 'x'",
        "INSERT INTO record (id, kind, place, fields, version, complete, seen_at, name_key, name_back)
         VALUES ('01900000-0000-7000-8000-000000000000', 'library', '331122101', '{}', '[]', 0, '', '', '')",
    ] {
        let (ledger, store) = with_a_trail();
        assert!(ledger.raw().execute(sql, []).unwrap() > 0);
        assert!(is_found(&store), "{sql}");
        let found = store.inspect();
        ledger.enlarge();
        assert_eq!(store.inspect(), found, "{sql}, on several threads");
    }
}

#[test]
fn an_act_of_a_review_about_nothing_is_found() {
    let act =
        "INSERT INTO finding VALUES ('01900000-0000-7000-8000-000000000000', %, '[]', 'x', '[]', 'x', 'inspector',
        '2026-01-01T00:00:00.000Z', (SELECT site FROM ledger))";
    let record = "(SELECT record FROM change WHERE subject = 'facility')";
    let lost = "'01900000-0000-7000-8000-000000000001'";
    for what in [
        format!("{record}, {lost}, 'close'"),
        format!("{lost}, NULL, 'verify'"),
    ] {
        let (ledger, store) = with_a_trail();
        ledger.raw().execute(&act.replace('%', &what), []).unwrap();
        assert!(is_found(&store), "{what}");
    }
}

#[test]
fn an_act_that_is_in_no_chain_is_found_and_so_is_one_at_no_time_or_of_no_site() {
    let acts = [
        "INSERT INTO finding SELECT %, id, NULL, 'verify', '[]', '', version, 'x', 'inspector', ?1, ?2 FROM record LIMIT 1",
        "INSERT INTO double_entry SELECT %, id, 'name', version, 'x', ?1, 'agreed', 1, ?2 FROM record LIMIT 1",
    ];
    let (time, site) = (
        "2026-01-01T00:00:00.000Z",
        "0123456789abcdef0123456789abcdef",
    );
    for act in acts {
        let told = |at: &str, site: &str| {
            let (ledger, store) = with_a_trail();
            let act = act.replace('%', "'01900000-0000-7000-8000-000000000000'");
            assert_eq!(ledger.raw().execute(&act, [at, site]), Ok(1));
            let is_unreadable = |flaw: &Flaw| matches!(flaw.what, InspectMsg::UnreadableAct { .. });
            let is_unchained = |flaw: &Flaw| matches!(flaw.what, InspectMsg::ActRow { .. });
            let found = store.inspect().unwrap();
            (
                found.iter().any(is_unreadable),
                found.iter().any(is_unchained),
            )
        };
        assert_eq!(told(time, site), (false, true), "{act}");
        for (at, site) in [
            ("", site),
            ("昨天", site),
            ("2026", site),
            (time, "x"),
            (time, "\u{1b}[2J"),
        ] {
            assert_eq!(told(at, site), (true, true), "{act} {at} {site}");
        }
    }
}

#[test]
fn altering_places_packs_or_the_file_itself_is_found() {
    for sql in [
        "UPDATE place SET name = '改过' WHERE code = '331122101'",
        "UPDATE place SET parent = '331121' WHERE code = '331122101'",
        "INSERT INTO place VALUES ('331122999', 'x', 'town', '331122')",
        "UPDATE pack SET loaded_at = '2020-01-01T00:00:00.000Z'",
        "UPDATE pack SET position = 5",
        "UPDATE ledger SET id = 'x'",
        "UPDATE ledger SET site = 'x'",
        "UPDATE ledger SET created_at = '2020-01-01T00:00:00.000Z'",
        "UPDATE ledger SET program = '9.9.9'",
    ] {
        let (ledger, store) = with_a_trail();
        assert_eq!(ledger.raw().execute(sql, []).unwrap(), 1);
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn altering_an_exception_behind_the_back_of_the_trail_is_found() {
    for sql in [
        "UPDATE exception SET document = 'x'",
        "UPDATE exception SET valid_until = NULL",
        "UPDATE exception SET version = '[]'",
        "UPDATE exception SET id = upper(id)",
        "DELETE FROM exception",
        "INSERT INTO exception SELECT '01900000-0000-7000-8000-000000000000', place, pack, requirement, document,
         reason, valid_until, version FROM exception",
    ] {
        let (ledger, mut store) = with_a_trail();
        except(&mut store, "library", HUZHEN);
        assert_eq!(store.exceptions(&pack().code, HUZHEN).unwrap().len(), 1);
        assert_eq!(store.inspect(), Ok(vec![]));
        assert_eq!(ledger.raw().execute(sql, []).unwrap(), 1);
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn altering_a_standing_is_found() {
    for sql in [
        "UPDATE standing SET verdict = 'met' WHERE requirement = 'library' AND place = '331122101'",
        "UPDATE standing SET gap = '1' WHERE requirement = 'greenway' AND place = '331121101'",
        "DELETE FROM standing WHERE requirement = 'hospital' AND place = '331102100'",
    ] {
        let (ledger, store) = with_a_trail();
        assert_eq!(ledger.raw().execute(sql, []).unwrap(), 1);
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn hiding_a_shortfall_by_no_longer_judging_it_is_found() {
    for sql in [
        "DELETE FROM standing WHERE requirement = 'library' AND place = '331122101';
         DELETE FROM covered WHERE requirement = 'library' AND place = '331122101'",
        "DELETE FROM shown WHERE place = '331122101'",
        "UPDATE requirement SET strength = 'encouraged'",
        "UPDATE kind SET label_zh = 'x' WHERE code = 'library'",
        "UPDATE pack SET sha256 = 'x'",
        "UPDATE pack SET number = 'x'",
        "UPDATE readme SET zh = 'x' WHERE name = 'library'",
        "DELETE FROM readme WHERE name = 'standing'",
        "INSERT INTO readme VALUES ('x', 'x', 'x')",
        "UPDATE standing SET operator = '>' WHERE requirement = 'library'",
        "UPDATE standing SET unit = 'x' WHERE requirement = 'library'",
        "INSERT INTO stale VALUES ('lishui-2022-72', 'library', '331122101')",
    ] {
        let (ledger, store) = with_a_trail();
        ledger.raw().execute_batch(sql).unwrap();
        assert!(is_found(&store), "{sql}");
    }
}

#[test]
fn taking_the_guards_of_the_trail_away_is_found_and_a_view_of_another_tool_is_harmless() {
    let (ledger, store) = with_a_trail();
    ledger
        .raw()
        .execute_batch("CREATE VIEW x AS SELECT 1; CREATE INDEX y ON place (name, level)")
        .unwrap();
    let found = store.inspect().unwrap();
    assert!(
        found.len() == 2 && found.iter().all(|finding| finding.harmless),
        "{found:?}"
    );
    for sql in [
        "DROP TRIGGER change_is_never_removed",
        "DROP INDEX place_name",
        "DROP VIEW library; CREATE VIEW library AS SELECT 1 AS name",
        "CREATE TRIGGER x AFTER INSERT ON change BEGIN DELETE FROM stale; END",
        "ALTER TABLE place ADD COLUMN x TEXT",
    ] {
        let (ledger, store) = with_a_trail();
        ledger.raw().execute_batch(sql).unwrap();
        assert!(
            store
                .inspect()
                .unwrap()
                .iter()
                .any(|finding| !finding.harmless),
            "{sql}"
        );
    }
}

#[test]
fn the_chain_of_a_new_ledger_begins_at_one() {
    let (ledger, _store) = with_a_trail();
    assert_eq!(
        column::<i64>(&ledger.raw(), "SELECT seq FROM change ORDER BY seq"),
        [1, 2, 3, 4, 5, 6, 7]
    );
    let sites: Vec<String> = column(
        &ledger.raw(),
        "SELECT DISTINCT change.site FROM change JOIN ledger USING (site)",
    );
    assert_eq!(sites.len(), 1);
}
