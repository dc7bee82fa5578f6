//! Merging as an admin does it: what the commands print, and the screen on which conflicts are
//! settled.

use std::collections::BTreeMap;
use std::fs;

use crate::program::{Folder, INIT};
use crate::support::Harness;
use serde_json::Value as Json;
use taizhang::domain::record::{ChangeId, Subject};
use taizhang::i18n::Lang;
use taizhang::store::{ConflictCounter, Save, Saved, Store, StoreError, Writer};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const TOWN: &str = "331122101";

fn save(
    store: &mut Store,
    record: Uuid,
    base: &[ChangeId],
    fields: BTreeMap<String, Json>,
    author: &str,
) {
    let save = Save {
        record,
        subject: Subject::Facility,
        base,
        fields,
        author,
        reason: "",
    };
    let done: Result<Saved, StoreError> = store.write(|writer: &mut Writer| writer.save(&save));
    assert!(matches!(done, Ok(Saved::Written(_))), "{done:?}");
}

fn set(folder: &Folder, ledger: &str, name: &str, changes: &[(&str, &str)], author: &str) {
    let mut store = Store::open(&folder.path(ledger)).unwrap();
    let record = store
        .record(store.find_record(name).unwrap().id)
        .unwrap()
        .unwrap();
    let mut fields = record.fields;
    fields.insert("kind".into(), record.kind.into());
    fields.insert("place".into(), record.place.into());
    fields.extend(
        changes
            .iter()
            .map(|(code, value)| ((*code).to_owned(), Json::from(*value))),
    );
    save(&mut store, record.id, &record.heads, fields, author);
}

/// A county and a town that set the seats of a library differently; the town wrote an address too.
fn apart() -> Folder {
    let folder = Folder::with_ledger();
    let mut store = Store::open(&folder.path("taizhang.db")).unwrap();
    let fields = [
        ("kind", "library"),
        ("place", TOWN),
        ("name", "示例馆"),
        ("status", "existing"),
    ];
    let fields = fields
        .into_iter()
        .map(|(code, value)| (code.to_owned(), value.into()))
        .collect();
    save(&mut store, Uuid::now_v7(), &[], fields, "示例县员");
    drop(store);
    folder.run("snapshot out.db").good();
    folder.run("--db town.db restore out.db").good();
    set(
        &folder,
        "town.db",
        "示例馆",
        &[("reading_seats", "132"), ("address", "示例路1号")],
        "示例镇员",
    );
    set(
        &folder,
        "taizhang.db",
        "示例馆",
        &[("reading_seats", "90")],
        "示例县员",
    );
    folder
}

#[test]
fn a_merge_says_what_it_took_in_and_what_is_to_be_decided() {
    let folder = apart();
    let said = folder
        .run("--lang en merge town.db --as 示例管理员 --dry-run")
        .good();
    assert!(
        said.starts_with("dry run of town.db; nothing was written. A merge would do this:\n"),
        "{said}"
    );
    assert!(
        said.contains(
            "\n  records: 0 new, 1 changed, 0 removed\n  * 壶镇镇 Public library 示例馆\n"
        ),
        "{said}"
    );
    assert!(
        folder
            .run("conflicts")
            .good()
            .contains("没有未处理的合并冲突")
    );
    let said = folder.run("merge town.db --as 示例管理员").good();
    assert!(said.starts_with("已合并 town.db\n"), "{said}");
    assert!(
        said.contains("[!] 壶镇镇 公共图书馆 示例馆：阅览座席数\n    90座（示例县员，"),
        "{said}"
    );
    assert!(
        said.contains("，本台账），现在显示\n    132座（示例镇员，"),
        "{said}"
    );
    assert!(
        said.contains("尚有 1 处合并冲突未处理\n用 taizhang 打开台账，按 Insert 逐处处理"),
        "{said}"
    );
    let listed = folder.run("--lang en conflicts");
    assert_eq!(listed.code, 1);
    assert!(
        listed.out.contains("1 open merge conflict"),
        "{}",
        listed.out
    );
    let doctor = folder.run("doctor").good();
    assert!(
        doctor.contains("[i] 合并冲突未处理：壶镇镇 公共图书馆 示例馆，阅览座席数"),
        "{doctor}"
    );
    assert!(
        folder
            .run("--lang en merge town.db --as 示例管理员")
            .good()
            .starts_with("town.db has nothing new\n")
    );
    assert!(folder.run("history 示例馆").good().contains("示例路1号"));
}

#[test]
fn one_value_in_two_units_is_no_conflict() {
    let folder = Folder::new();
    let file = |area: &str| {
        let head = "facility_code,town,name,status,building_area_m2,opened_on";
        format!("{head}\nC5,{TOWN},五馆,在用,{area},2021年6月\n")
    };
    folder.run(&format!("--db a.db {INIT}")).good();
    for (name, area) in [
        ("0.csv", "2000"),
        ("a.csv", "3000 m²"),
        ("b.csv", "0.3公顷"),
        ("c.csv", "4.5亩"),
    ] {
        folder.write(
            name,
            file(area).replace(
                "2021年6月",
                if name == "b.csv" {
                    "2021-06"
                } else {
                    "2021年6月"
                },
            ),
        );
    }
    let import = |ledger: &str, name: &str| {
        folder.run(&format!(
            "--db {ledger} import {name} --kind library --as 甲"
        ))
    };
    import("a.db", "0.csv").good();
    folder.run("--db a.db snapshot s.db").good();
    folder.run("--db b.db restore s.db").good();
    import("a.db", "a.csv").good();
    import("b.db", "b.csv").good();
    folder.run("--db b.db exchange x.db").good();
    let said = folder.run("--db a.db --lang en merge x.db --as 乙").good();
    assert!(
        said.contains("1 changed") && !said.contains("[!]"),
        "{said}"
    );
    folder.run("--db a.db conflicts").good();
    folder.run("--db a.db doctor").good();
    // The later spelling stays, and the file with the other one changes nothing.
    assert!(
        folder
            .run("--db a.db history 五馆")
            .good()
            .contains("0.3公顷 = 3000")
    );
    for name in ["a.csv", "b.csv", "c.csv"] {
        let before = folder.bytes("a.db");
        import("a.db", name).good();
        assert!(folder.bytes("a.db") == before, "{name}");
    }
}

#[test]
fn a_ledger_made_with_init_is_merged_in_the_name_of_the_system_user_and_told_to_be_another_one() {
    let folder = Folder::with_ledger();
    folder.run(&format!("--db other.db {INIT}")).good();
    for ledger in ["taizhang.db", "other.db"] {
        folder.write("rows.csv", "town,name,status\n壶镇镇,示例馆,existing\n");
        folder
            .run(&format!("--db {ledger} import rows.csv --kind library"))
            .good();
    }
    let said = folder.run("--lang en merge other.db").good();
    assert!(said.contains("\n  this is another ledger (id "), "{said}");
    assert!(
        said.contains("  same name: there is more than one 壶镇镇 Public library 示例馆"),
        "{said}"
    );
    assert!(
        said.contains("  the facility code 331122101-library-001 is used twice"),
        "{said}"
    );
    let db = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    let author: String = db
        .query_row(
            "SELECT author FROM change WHERE subject = 'merge'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(author, "测试员");
}

#[test]
fn a_town_hands_on_what_is_new_and_the_county_takes_it_in() {
    let folder = apart();
    let said = folder
        .run("--lang en --db town.db exchange out.tzx --as 示例镇员")
        .good();
    assert!(
        said.starts_with(
            "made and checked the exchange file out.tzx; the other side merges it with taizhang merge\n  "
        ),
        "{said}"
    );
    assert!(said.contains(": changes 1 to 2\nSHA-256 "), "{said}");
    let told = folder.run("verify out.tzx").good();
    assert!(
        told.contains("交换文件，示例镇员 生成于 ")
            && told.contains("\n1 次修改，审核意见 0 条，复录 0 项\n"),
        "{told}"
    );
    assert!(told.ends_with("[OK] 通过检查\n"), "{told}");
    let merged = folder.run("--lang en merge out.tzx").good();
    assert!(
        merged
            .lines()
            .nth(1)
            .unwrap()
            .contains(" by 示例镇员 with taizhang "),
        "{merged}"
    );
    assert!(
        merged.contains("\n  records: 0 new, 1 changed, 0 removed\n"),
        "{merged}"
    );
    let said = folder.run("--lang en --db town.db exchange .").good();
    assert!(
        said.starts_with("nothing new since ") && said.ends_with(":3; no file was made\n"),
        "{said}"
    );
    assert!(
        folder
            .run("--db town.db exchange .")
            .good()
            .contains(":3 之后没有新的修改和审核意见，未生成交换文件")
    );
    set(
        &folder,
        "town.db",
        "示例馆",
        &[("remarks", "后来")],
        "示例镇员",
    );
    let doctor = folder.run("--lang en --db town.db doctor").good();
    assert!(
        doctor
            .contains(" by 示例镇员; since then 1 change, 0 acts of reviews and second entries\n"),
        "{doctor}"
    );
    assert!(
        folder
            .run("doctor")
            .good()
            .contains("，测试员，文件 sha256:")
    );
    let said = folder.run("--db town.db exchange .").good();
    assert!(
        said.contains("./exchange-") && said.contains("：修改 3 至 4 号"),
        "{said}"
    );
    folder.run(&format!("--db new.db {INIT}")).good();
    assert!(
        folder
            .run("--db new.db exchange .")
            .good()
            .starts_with("此文件新建或恢复以来没有保存过修改")
    );
    for (from, says) in [
        ("x", "is not valid for --from"),
        ("9", "there is no change "),
        ("a:1", "there is no site a, or several names begin with it"),
    ] {
        let refused = folder
            .run(&format!(
                "--lang en --db town.db exchange again.tzx --from {from}"
            ))
            .failed(2);
        assert!(refused.contains(says), "{refused}");
    }
    assert!(
        folder
            .run("--lang en --db out.tzx report")
            .failed(3)
            .contains("an exchange file, not a ledger")
    );
}

#[test]
fn what_cannot_be_merged_is_refused_in_one_line() {
    let folder = apart();
    let run = |line: &str| folder.run(&format!("--lang en {line}"));
    assert!(
        run("merge taizhang.db --as x")
            .failed(2)
            .contains("it is the ledger itself")
    );
    assert!(
        run("merge nothing.db --as x")
            .failed(2)
            .contains("there is no such file")
    );
    assert!(
        folder
            .run_all(&["merge", "town.db", "--as", " "])
            .failed(2)
            .contains("--as")
    );
    let whole = folder.bytes("town.db");
    fs::write(folder.path("part.db"), &whole[..whole.len() / 2]).unwrap();
    assert!(
        run("merge part.db --as x")
            .failed(3)
            .contains("the file is incomplete")
    );
    fs::copy(folder.path("taizhang.db"), folder.path("copy.db")).unwrap();
    set(
        &folder,
        "copy.db",
        "示例馆",
        &[("remarks", "复制件")],
        "示例",
    );
    set(
        &folder,
        "taizhang.db",
        "示例馆",
        &[("remarks", "原件")],
        "示例",
    );
    assert!(
        run("merge copy.db --as x")
            .failed(2)
            .contains("both stayed in use")
    );
}

/// The screens on a county's ledger with the conflict of [`apart`].
fn screens(lang: Lang) -> Harness {
    screens_of(&apart(), lang)
}

fn screens_of(folder: &Folder, lang: Lang) -> Harness {
    folder.run("merge town.db --as 示例管理员").good();
    let own = tempfile::tempdir().unwrap();
    fs::copy(folder.path("taizhang.db"), own.path().join("taizhang.db")).unwrap();
    Harness::on(own, lang, (80, 24))
}

/// Counts the open conflicts as the first screen does.
fn counted(store: &Store, counter: &mut ConflictCounter) -> usize {
    store.begin_to_count(counter).unwrap();
    while !counter.is_over() {
        store.count_on(counter).unwrap();
    }
    counter.count()
}

#[test]
fn conflicts_that_come_and_go_are_counted_and_acts_about_the_file_are_none() {
    let folder = apart();
    let mut counter = ConflictCounter::default();
    let store = Store::open(&folder.path("taizhang.db")).unwrap();
    let mut count = || counted(&store, &mut counter);
    assert_eq!(count(), 0);
    folder.run("merge town.db --as 示例管理员").good();
    assert_eq!(count(), 1);
    set(&folder, "town.db", "示例馆", &[("remarks", "又改")], "示例");
    folder.run("merge town.db --as 示例管理员").good();
    assert_eq!(count(), 1);
    set(
        &folder,
        "taizhang.db",
        "示例馆",
        &[("reading_seats", "99")],
        "示例",
    );
    assert_eq!(count(), 0);
}

fn seats(h: &Harness) -> (String, usize) {
    let store = h.store();
    let record = store
        .record(store.find_record("示例馆").unwrap().id)
        .unwrap()
        .unwrap();
    let count = store.conflict_count().unwrap();
    assert_eq!(counted(&store, &mut ConflictCounter::default()), count);
    (
        record.fields["reading_seats"].as_str().unwrap().to_owned(),
        count,
    )
}

#[test]
fn the_first_screen_tells_of_open_conflicts_and_leads_to_them() {
    for (lang, line, title) in [
        (
            Lang::Zh,
            "有 1 处合并冲突未处理，按 Insert 处理",
            "合并冲突",
        ),
        (
            Lang::En,
            "1 open merge conflict; Insert settles it",
            "Merge conflicts",
        ),
    ] {
        let mut h = screens(lang);
        assert!(h.screen().contains(line), "{}", h.screen());
        h.key(Code::Insert);
        assert!(
            h.screen().contains(title) && h.screen().contains("示例镇员"),
            "{}",
            h.screen()
        );
        assert!(
            h.screen().contains("132") && h.screen().contains("90"),
            "{}",
            h.screen()
        );
        // Typing finds the row, and what is no row of the list is opened.
        h.text("示例馆").key(Code::Enter);
        assert!(h.screen().contains(title), "{}", h.screen());
        // Leaving leaves it open.
        h.keys(&[Code::Enter, Code::Esc, Code::Esc]);
        assert!(h.screen().contains(line), "{}", h.screen());
    }
}

#[test]
fn either_value_is_taken_by_its_digit() {
    for (digit, value) in [("1", "90"), ("2", "132")] {
        let mut h = screens(Lang::Zh);
        h.ctrl('k').key(Code::Enter).text(digit);
        assert!(
            h.screen()
                .contains("已处理，Ctrl-Z 重选：壶镇镇 公共图书馆 示例馆"),
            "{}",
            h.screen()
        );
        assert!(
            h.screen().contains("没有未处理的合并冲突"),
            "{}",
            h.screen()
        );
        assert_eq!(seats(&h), (value.to_owned(), 0));
        h.key(Code::Esc);
        assert!(!h.screen().contains("合并冲突未处理"), "{}", h.screen());
        let store = h.store();
        let last = store
            .history(store.find_record("示例馆").unwrap().id)
            .unwrap()
            .pop()
            .unwrap()
            .change;
        assert_eq!(
            (last.author.as_str(), last.parents.len()),
            ("示例填报人", 2)
        );
        assert_eq!(last.reason, format!("处理合并冲突：采用 {value}座"));
    }
}

#[test]
fn a_digit_on_the_list_takes_the_value_beside_it_at_once_and_it_can_be_chosen_again() {
    let mut h = screens(Lang::Zh);
    h.key(Code::Insert);
    assert!(
        h.screen().contains("\n1  90座  示例县员") && h.screen().contains("\n2  132座  示例镇员"),
        "{}",
        h.screen()
    );
    h.ctrl('z');
    assert!(h.screen().contains("尚未在此处理过冲突"), "{}", h.screen());
    h.text("２");
    assert_eq!(seats(&h), ("132".to_owned(), 0));
    h.ctrl('z').text("1");
    assert_eq!(seats(&h), ("90".to_owned(), 0), "{}", h.screen());
    h.ctrl('z').key(Code::Esc);
    assert_eq!(seats(&h), ("90".to_owned(), 0), "{}", h.screen());
    // A save of somebody else in between is not written over.
    let mut store = h.store();
    let id = store.find_record("示例馆").unwrap().id;
    let record = store.record(id).unwrap().unwrap();
    let mut fields = record.fields.clone();
    fields.insert("kind".into(), "library".into());
    fields.insert("place".into(), TOWN.into());
    fields.insert("reading_seats".into(), "99".into());
    save(&mut store, record.id, &record.heads, fields, "示例他人");
    h.ctrl('z').text("2");
    assert!(
        h.screen().contains("的此处冲突已有人处理"),
        "{}",
        h.screen()
    );
    assert_eq!(seats(&h), ("99".to_owned(), 0));
    assert!(store.inspect().unwrap().is_empty());
}

#[test]
fn the_digit_behind_the_values_opens_the_form_and_a_further_one_searches() {
    let mut h = screens(Lang::Zh);
    h.key(Code::Insert).text("3");
    assert!(h.screen().contains("第 7/29 项"), "{}", h.screen());
    h.key(Code::Esc).text("4");
    assert!(h.screen().contains('4'), "{}", h.screen());
    assert_eq!(seats(&h).1, 1);
}

#[test]
fn another_value_is_typed_in_the_form_at_the_field() {
    let mut h = screens(Lang::Zh);
    h.key(Code::Insert).key(Code::Enter).text("3");
    assert!(
        h.screen().contains('>') && h.screen().contains("阅览座席数"),
        "{}",
        h.screen()
    );
    h.ctrl('u').text("141").key(Code::F(2));
    // Far from the value before: the form asks why, as always.
    h.text("1");
    if seats(&h).1 > 0 {
        h.key(Code::F(2));
    }
    assert_eq!(seats(&h), ("141".to_owned(), 0), "{}", h.screen());
}

#[test]
fn long_values_that_differ_at_their_ends_are_told_apart() {
    let folder = apart();
    let begin = "城西文化路东侧三楼".repeat(9);
    for (ledger, end, author) in [
        ("town.db", "END1", "示例镇员"),
        ("taizhang.db", "END2", "示例县员"),
    ] {
        set(
            &folder,
            ledger,
            "示例馆",
            &[("remarks", &format!("{begin}{end}"))],
            author,
        );
    }
    let mut h = screens_of(&folder, Lang::Zh);
    h.key(Code::Insert).key(Code::Down);
    assert!(
        h.screen().contains("END1  示例镇员  ") && h.screen().contains("END2  示例县员  "),
        "{}",
        h.screen()
    );
    h.key(Code::Enter);
    assert!(
        h.screen().contains("END1") && h.screen().contains("END2"),
        "{}",
        h.screen()
    );
}

#[test]
fn a_conflict_that_somebody_else_settled_is_not_settled_again() {
    let mut h = screens(Lang::En);
    h.key(Code::Insert).key(Code::Enter);
    let mut store = h.store();
    let record = store
        .record(store.find_record("示例馆").unwrap().id)
        .unwrap()
        .unwrap();
    let mut fields = record.fields;
    fields.extend(
        [
            ("kind", "library"),
            ("place", TOWN),
            ("reading_seats", "150"),
        ]
        .map(|(c, v)| (c.into(), v.into())),
    );
    save(&mut store, record.id, &record.heads, fields, "示例另一人");
    h.text("2");
    assert!(h.screen().contains("was already settled"), "{}", h.screen());
    assert_eq!(seats(&h), ("150".to_owned(), 0));
}

#[test]
fn an_import_that_decides_a_conflict_says_so_before_and_after() {
    let folder = apart();
    folder.run("merge town.db --as 示例管理员").good();
    folder.write(
        "same.csv",
        "town,name,address\n331122101,示例馆,示例路2号\n",
    );
    assert!(
        !folder
            .run("import same.csv --kind library")
            .good()
            .contains("合并冲突"),
        "it is about another field"
    );
    assert_eq!(folder.run("conflicts").code, 1);
    folder.write("in.csv", "town,name,reading_seats\n331122101,示例馆,132\n");
    for line in [
        "import in.csv --kind library --dry-run",
        "import in.csv --kind library",
    ] {
        let said = folder.run(line).good();
        assert!(
            said.contains("本文件处理了 1 处未决的合并冲突：\n"),
            "{said}"
        );
        let row = "第 2 行 壶镇镇 公共图书馆 示例馆，阅览座席数：原有 90座（示例县员）、132座（示例镇员）；确定为 132座";
        assert!(said.contains(row), "{said}");
    }
    assert!(
        folder
            .run("conflicts")
            .good()
            .contains("没有未处理的合并冲突")
    );
    let said = folder.run("--lang en import in.csv --kind library").good();
    assert!(!said.contains("conflict"), "{said}");
}
