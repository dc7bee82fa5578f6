//! Finding on the screens: F3 and plain typing on every list, choices of a form, the palette.

use crate::support::{Harness, RECOUNT, groups, lishui, places};
use taizhang::domain::record::Subject;
use taizhang::i18n::Lang;
use taizhang::store::{Save, Store, Writer};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const HUZHEN: &str = "331122101";
const WENXI: &str = "331121101";

fn add(writer: &mut Writer, place: &str, name: &str, code: &str) {
    let fields = [
        ("kind", "library"),
        ("place", place),
        ("name", name),
        ("status", "existing"),
        ("reading_seats", "96"),
        ("facility_code", code),
    ];
    let save = Save {
        record: Uuid::now_v7(),
        subject: Subject::Facility,
        base: &[],
        fields: fields
            .map(|(key, value)| (key.to_owned(), value.into()))
            .into(),
        author: "示例",
        reason: "",
    };
    writer.save(&save).unwrap();
}

/// Three libraries in 壶镇镇 and one in 温溪镇, on the first screen.
fn four_libraries(lang: Lang) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let mut store = Store::create(&path, &places(), &[lishui()], "示例管理员").unwrap();
    store
        .write(|writer: &mut Writer| {
            add(writer, HUZHEN, "示例重庆路图书馆", "T-001");
            add(writer, HUZHEN, "示例中心图书馆", "T-002");
            add(writer, HUZHEN, "示例2号书房", "T-013");
            add(writer, WENXI, "示例温溪图书馆", "W-001");
            Ok::<_, taizhang::store::StoreError>(())
        })
        .unwrap();
    Harness::on(folder, lang, (80, 24))
}

#[track_caller]
fn shows(h: &Harness, words: &str) {
    assert!(
        h.screen().contains(words),
        "no {words:?} in\n{}",
        h.screen()
    );
}

#[track_caller]
fn hides(h: &Harness, words: &str) {
    assert!(!h.screen().contains(words), "{words:?} in\n{}", h.screen());
}

#[track_caller]
fn shot(h: &Harness, name: &str) {
    insta::assert_snapshot!(format!("{name}-{:?}", h.app.lang()), h.screen());
}

/// The empty form of a hospital in 壶镇镇, on the kind of the institution.
fn hospital_type() -> Harness {
    let mut h = Harness::new(Lang::Zh);
    h.keys(&[Code::Enter, Code::F(4)]).text("示例医院");
    h.keys(&[Code::Tab; 3]);
    shows(&h, "机构类别");
    h
}

/// The line of the field in focus.
fn focused(h: &Harness) -> String {
    let screen = h.screen();
    let line = screen.lines().find(|line| line.starts_with('>'));
    line.unwrap_or_default().to_owned()
}

#[test]
fn all_initials_choose_in_a_form_and_in_its_list() {
    let mut h = hospital_type();
    h.text("zhyy");
    shows(&h, "「zhyy」：离开此项即填「综合医院」");
    h.keys(&[Code::Enter, Code::Up]);
    assert!(focused(&h).contains("综合医院"), "{}", h.screen());
    h.key(Code::F(4))
        .text("zhyy")
        .key(Code::Enter)
        .key(Code::Up);
    assert!(focused(&h).contains("综合医院"), "{}", h.screen());
}

#[test]
fn several_choices_that_fit_are_shown_with_their_digits() {
    let mut h = hospital_type();
    h.text("yy");
    hides(&h, "不在选项中");
    shows(&h, "「yy」符合的不止一项，请按前面的数字：");
    shot(&h, "several-choices");
    h.text("2").key(Code::Up);
    assert!(focused(&h).contains("中医医院"), "{}", h.screen());
    let mut h = hospital_type();
    h.text("qq");
    shows(&h, "不在选项中");
    h.ctrl('t');
    shows(&h, "is not one of");
}

#[test]
fn the_grade_is_chosen_by_its_initials() {
    let mut h = hospital_type();
    h.text("1");
    while !focused(&h).contains("等次") {
        let before = h.screen();
        h.key(Code::Down);
        assert_ne!(before, h.screen());
    }
    h.text("jd").key(Code::Enter).key(Code::Up);
    assert!(focused(&h).contains("甲等"), "{}", h.screen());
}

#[test]
fn the_palette_puts_all_initials_first() {
    let mut h = hospital_type();
    h.ctrl('p').text("bc");
    let first = h.screen().lines().nth(3).unwrap_or_default().to_owned();
    assert!(first.starts_with(">  保存"), "{}", h.screen());
    h.key(Code::Enter);
    shows(&h, "已保存：示例医院");
}

#[test]
fn the_first_screen_finds_towns_and_facilities() {
    for lang in LANGS {
        let mut h = four_libraries(lang);
        h.text("wx");
        shot(&h, "home");
        h.key(Code::Enter);
        shows(&h, ">温溪镇");
        h.key(Code::F(3)).text("cql");
        shot(&h, "home-facility");
        h.key(Code::Enter);
        shows(&h, "示例重庆路图书馆");
        shows(&h, "130");
    }
}

#[test]
fn a_town_that_no_policy_covers_leads_to_its_records() {
    let mut h = four_libraries(Lang::Zh);
    h.text("莲都").key(Code::Enter);
    shows(&h, "记录 > 莲都区");
}

#[test]
fn a_digit_takes_its_row_unless_it_goes_on_with_a_name_or_a_code() {
    let mut h = four_libraries(Lang::Zh);
    h.text("示例").text("2");
    shows(&h, "示例2  1 个");
    let mut h = four_libraries(Lang::Zh);
    h.text("33112").text("2");
    shows(&h, "331122  ");
    let mut h = four_libraries(Lang::Zh);
    h.text("tsg");
    let second = h.screen().lines().nth(4).unwrap_or_default().to_owned();
    assert!(second.starts_with("  2 示例中心图书馆"), "{}", h.screen());
    h.text("２");
    shows(&h, "示例中心图书馆");
    hides(&h, "查找");
}

#[test]
fn facilities_are_found_by_code_by_town_and_by_county() {
    let mut h = four_libraries(Lang::Zh);
    h.text("T-00");
    shows(&h, "T-00  2 个");
    h.ctrl('u').text("温溪 图书馆");
    shows(&h, "  1 个");
    shows(&h, "> 1 示例温溪图书馆");
    h.ctrl('u').text("缙云 tsg");
    shows(&h, "  2 个");
    h.ctrl('u').text("没有这样的");
    shows(&h, "未找到");
}

#[test]
fn lists_of_facilities_find_rows_and_the_rest_of_the_ledger() {
    for lang in LANGS {
        let mut h = four_libraries(lang);
        h.keys(&[Code::Right, Code::Enter]).text("tsg");
        shot(&h, "list");
        h.text("2");
        assert!(focused(&h).contains("示例重庆路图书馆"), "{}", h.screen());
        h.text("bh").key(Code::Enter);
        shows(&h, "碧湖镇 > ");
        h.text("温溪 tsg").key(Code::Enter);
        shows(&h, "示例温溪图书馆");
    }
}

#[test]
fn a_space_alone_finds_nothing() {
    let mut h = four_libraries(Lang::Zh);
    let before = h.screen();
    h.text(" ").text("\u{3000}");
    assert_eq!(h.screen(), before);
}

#[test]
fn shortfalls_find_their_rows_by_place() {
    for lang in LANGS {
        let mut h = four_libraries(lang);
        h.key(Code::F(4)).text("hzz");
        shot(&h, "shortfalls");
        h.key(Code::Enter);
        shows(&h, "缙云县/壶镇镇");
        h.text("zxtsg").key(Code::Enter);
        shows(&h, "示例中心图书馆");
    }
}

#[test]
fn records_find_their_rows_and_narrow_to_a_place() {
    for lang in LANGS {
        let clerk = four_libraries(lang);
        let mut h = clerk.review();
        h.key(Code::F(2)).text("tsg");
        shot(&h, "records");
        h.key(Code::Esc).text("wxz").key(Code::Enter);
        shows(&h, "温溪镇");
        shows(&h, "示例温溪图书馆");
        hides(&h, "示例中心图书馆");
        h.text("zxtsg").key(Code::Enter);
        shows(&h, "示例中心图书馆");
    }
}

#[test]
fn drafts_find_their_rows() {
    for lang in LANGS {
        let mut h = four_libraries(lang);
        for name in ["示例新馆", "示例旧馆"] {
            h.keys(&[Code::Right, Code::Enter, Code::F(4)]).text(name);
            h.keys(&[Code::Esc, Code::Esc, Code::Left]);
        }
        h.key(Code::F(9)).text("jg");
        shot(&h, "drafts");
        h.key(Code::Esc)
            .key(Code::F(3))
            .text("sljg")
            .key(Code::Enter);
        let screen = h.screen();
        let here = screen.lines().find(|line| line.starts_with('>'));
        assert!(here.unwrap().contains("示例旧馆"), "{screen}");
    }
}

#[test]
fn the_list_of_a_quarter_finds_its_rows() {
    for lang in LANGS {
        let mut h = four_libraries(lang);
        h.ctrl('u').text("zx");
        shot(&h, "quarter");
        h.key(Code::Enter);
        let screen = h.screen();
        let here = screen.lines().find(|line| line.contains("示例中心图书馆"));
        assert!(here.is_some(), "{screen}");
        h.key(Code::F(3)).text("温溪 tsg").key(Code::Enter);
        shows(&h, "示例温溪图书馆");
    }
}

#[test]
fn groups_and_sheets_find_their_rows() {
    for lang in LANGS {
        let (folder, store) = groups::filled();
        drop(store);
        let mut h = Harness::on(folder, lang, (80, 24));
        h.key(Code::Enter).text("wx");
        shot(&h, "group");
        h.key(Code::Enter);
        shows(&h, ">温溪镇");
        h.key(Code::Esc).text("hzz").key(Code::Enter);
        h.ctrl('e').key(Code::Enter).text("202");
        shot(&h, "sheets");
        h.key(Code::Enter).text("wx").key(Code::Enter);
        shows(&h, "温溪镇 > ");
    }
}

#[test]
fn what_fits_is_shown_on_a_small_screen() {
    let mut h = four_libraries(Lang::Zh);
    h.resize(40, 12).text("tsg");
    shot(&h, "home-40x12");
    h.key(Code::F(1));
    shows(&h, "先列出本表的各行");
}

#[test]
fn of_very_many_facilities_the_others_are_found_by_town_and_by_code() {
    let h = four_libraries(Lang::Zh);
    let path = h.folder.path().join("taizhang.db");
    let db = rusqlite::Connection::open(&path).unwrap();
    db.execute_batch("BEGIN").unwrap();
    let mut insert = db
        .prepare(
            "INSERT INTO record (id, kind, place, name, facility_code, fields, version, complete, seen_at)
             VALUES (?1, 'library', ?2, ?3, ?4, '{}', '[]', 1, '2025-01-01T00:00:00Z')",
        )
        .unwrap();
    let mut add = |place: &str, name: &str, code: &str| {
        let id = Uuid::now_v7().to_string();
        insert.execute((id, place, name, code)).unwrap();
    };
    // Before the place of the cursor in the order of codes, and behind it.
    for at in 0..10_001 {
        add("331102100", &format!("某馆{at}"), &format!("M-{at}"));
    }
    add(WENXI, "示例特别馆", "Z-901");
    drop(insert);
    db.execute_batch(RECOUNT).unwrap();
    db.execute_batch("COMMIT").unwrap();
    let mut h = h.start_again(Lang::Zh);
    h.text("tb");
    shows(&h, "未找到");
    shows(&h, "设施较多，只查找了附近的一部分");
    for typed in ["温溪 tb", "wxz/特别", "温溪镇", "Z-90"] {
        h.ctrl('u').text(typed);
        shows(&h, "示例特别馆");
        hides(&h, "未找到");
    }
    h.ctrl('u').text("cql");
    shows(&h, "> 1 示例重庆路图书馆");
}
