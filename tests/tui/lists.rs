//! Lists answer: where the cursor is among how many, in what order, and whether the selected
//! facility counts.

use crate::support::groups::HUZHEN;
use crate::support::towns::{
    self, CLOSED_TOWN, COMPLETE_TOWN, INCOMPLETE_TOWN, MET_TOWN, county, town,
};
use crate::support::{self, Harness, day};
use taizhang::domain::record::Subject;
use taizhang::domain::review::ReviewState;
use taizhang::domain::text::likeness::{name_back, name_key};
use taizhang::domain::verdict::{Filter, Verdict};
use taizhang::i18n::Lang;
use taizhang::store::{Narrowed, ReviewFilter, Save, Store};
use taizhang::tui::terminal::input::{Code, Input, Key};
use uuid::Uuid;

/// A ledger of the four minimums with libraries of 壶镇镇: one that counts, one that is too small,
/// one whose seats nobody knows and one that is closed.
fn screens(lang: Lang, size: (u16, u16)) -> Harness {
    let h = Harness::on(tempfile::tempdir().unwrap(), lang, size);
    let mut store: Store = h.store();
    for (name, status, seats) in [
        ("示例甲馆", "existing", "96"),
        ("示例乙馆", "closed", "200"),
        ("示例丙馆", "existing", ""),
        ("示例丁馆", "existing", "140"),
    ] {
        let mut fields = vec![
            ("kind", "library"),
            ("place", HUZHEN),
            ("name", name),
            ("status", status),
        ];
        if !seats.is_empty() {
            fields.push(("reading_seats", seats));
        }
        let fields = fields
            .into_iter()
            .map(|(code, value)| (code.to_owned(), value.into()));
        let save = Save {
            record: Uuid::now_v7(),
            subject: Subject::Facility,
            base: &[],
            fields: fields.collect(),
            author: "示例同事",
            reason: "",
        };
        store.write(|writer| writer.save(&save)).unwrap();
    }
    drop(store);
    let mut h = h.start_again(lang);
    h.keys(&[Code::Right, Code::Enter]);
    h
}

/// The names in the order of the screen.
fn names(h: &Harness) -> Vec<char> {
    let screen = h.screen();
    let rows = screen.lines().filter_map(|line| {
        let line = line.trim_start_matches(['>', ' ']);
        line.strip_prefix("示例")?.chars().next()
    });
    rows.take(4).collect()
}

#[test]
fn the_selected_facility_says_whether_it_counts() {
    for (lang, size, name) in [
        (Lang::Zh, (80, 24), "zh 80"),
        (Lang::En, (80, 24), "en 80"),
        (Lang::Zh, (40, 12), "zh 40"),
    ] {
        let mut h = screens(lang, size);
        for at in 0..4 {
            insta::assert_snapshot!(format!("{at} {name}"), h.screen());
            h.key(Code::Down);
        }
    }
}

#[test]
fn right_and_left_sort_by_the_columns_and_the_cursor_stays_on_its_facility() {
    let mut h = screens(Lang::Zh, (80, 24));
    let by_name = names(&h);
    h.keys(&[Code::End]);
    let selected = |h: &Harness| {
        let screen = h.screen();
        screen
            .lines()
            .find(|line| line.starts_with('>'))
            .unwrap()
            .to_owned()
    };
    let before = selected(&h);
    h.key(Code::Right);
    assert!(
        h.screen().contains("按状态排序") && h.screen().contains("^状态"),
        "{}",
        h.screen()
    );
    assert_eq!(selected(&h), before);
    h.key(Code::Right);
    assert!(h.screen().contains("按阅览座席数排序"), "{}", h.screen());
    assert_eq!(
        names(&h),
        ['乙', '丁', '甲', '丙'],
        "largest first, unknown last"
    );
    h.key(Code::Right);
    assert_eq!(names(&h), by_name);
    h.key(Code::Left);
    assert_eq!(names(&h), ['乙', '丁', '甲', '丙']);
    assert_eq!(selected(&h), before);
}

#[test]
fn figures_of_a_column_are_in_one_unit_however_they_were_typed() {
    let (folder, mut store) = towns::ledger();
    for (name, area) in [
        ("示例甲中心", "3亩"),
        ("示例乙中心", "2500"),
        ("示例丙中心", "0.25公顷"),
    ] {
        let place = town(0);
        let kind = ("fitness_center", place.as_str());
        towns::add(
            &mut store,
            kind,
            (name, "existing"),
            &[("building_area_m2", area)],
        );
    }
    drop(store);
    for (lang, size) in [
        (Lang::Zh, (80, 24)),
        (Lang::En, (80, 24)),
        (Lang::Zh, (40, 12)),
        (Lang::Zh, (132, 43)),
    ] {
        let folder = copy(&folder);
        let mut h = Harness::on(folder, lang, size);
        h.keys(&[Code::Home, Code::Right, Code::Right, Code::Enter]);
        let screen = h.screen();
        let rows: Vec<&str> = screen
            .lines()
            .filter(|line| line.contains("中心 "))
            .collect();
        for (name, area) in [("甲", "2000"), ("乙", "2500"), ("丙", "2500")] {
            let row = rows.iter().find(|row| row.contains(name)).unwrap();
            assert!(row.contains(area) && !row.contains('='), "{screen}");
        }
    }
}

/// A copy of a ledger.
fn copy(folder: &tempfile::TempDir) -> tempfile::TempDir {
    let other = tempfile::tempdir().unwrap();
    let name = "taizhang.db";
    std::fs::copy(folder.path().join(name), other.path().join(name)).unwrap();
    other
}

#[test]
fn records_pass_every_filter_together() {
    let folder = towns::filled();
    let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
    let first = county(0);
    let all = ReviewFilter::default();
    let of = |filter: &ReviewFilter| -> Vec<String> {
        let found = store.reviewed(filter, 0, 99).unwrap();
        found.into_iter().map(|one| one.place).collect()
    };
    let towns = |at: &[usize]| at.iter().map(|at| town(*at)).collect::<Vec<_>>();
    let (whole, incomplete, closed) = (COMPLETE_TOWN, INCOMPLETE_TOWN, CLOSED_TOWN);
    let in_first = ReviewFilter {
        place: Some(&first),
        ..all
    };
    let existing = Some("existing");
    for (filter, expected) in [
        (all, towns(&[whole, MET_TOWN, incomplete, closed])),
        (in_first, towns(&[whole, incomplete, closed])),
        (
            ReviewFilter {
                status: existing,
                ..in_first
            },
            towns(&[whole, incomplete]),
        ),
        (
            ReviewFilter {
                status: existing,
                state: Some(ReviewState::Approved),
                ..in_first
            },
            towns(&[whole]),
        ),
        (
            ReviewFilter {
                verdict: Some(Verdict::Met),
                ..all
            },
            towns(&[MET_TOWN]),
        ),
        (
            ReviewFilter {
                verdict: Some(Verdict::Met),
                ..in_first
            },
            towns(&[]),
        ),
        (
            ReviewFilter {
                verdict: Some(Verdict::Short),
                ..all
            },
            towns(&[whole, closed]),
        ),
        (
            ReviewFilter {
                verdict: Some(Verdict::Short),
                status: Some("closed"),
                ..in_first
            },
            towns(&[closed]),
        ),
        (
            ReviewFilter {
                verdict: Some(Verdict::Unknown),
                ..all
            },
            towns(&[incomplete]),
        ),
    ] {
        assert_eq!(of(&filter), expected, "{filter:?}");
        support::walked::assert_walked(&store, &filter);
    }
}

#[test]
fn standings_pass_every_filter_together() {
    let folder = towns::filled();
    let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
    let filter = Filter::default();
    let (first, second, one) = (county(0), county(1), town(COMPLETE_TOWN));
    let of = |narrowed: Narrowed| {
        let found = store.filtered(&towns::pack(), &filter, narrowed, day());
        found.unwrap()
    };
    let all = Narrowed::default();
    let within = |place| Narrowed {
        within: Some(place),
        ..all
    };
    assert_eq!(of(all).len(), 4 * towns::TOWNS - 1);
    assert_eq!(of(within(&first)).len(), 4 * 20);
    assert_eq!(of(within(&second)).len(), 4 * 20 - 1);
    assert_eq!(of(within(&one)).len(), 4);
    let library = |at: usize| ("library".to_owned(), town(at));
    let existing = Narrowed {
        status: Some("existing"),
        ..all
    };
    assert_eq!(
        of(existing),
        [library(COMPLETE_TOWN), library(INCOMPLETE_TOWN)]
    );
    let approved = Narrowed {
        state: Some(ReviewState::Approved),
        ..existing
    };
    assert_eq!(of(approved), [library(COMPLETE_TOWN)]);
    let elsewhere = Narrowed {
        within: Some(&second),
        ..approved
    };
    assert_eq!(of(elsewhere), []);
}

#[test]
fn the_filters_of_records_are_told_together_and_cleared_by_one_key() {
    let h = towns::screens(Lang::Zh, (80, 24));
    let mut h = h.review();
    h.key(Code::F(2));
    // An inspector begins with what was submitted.
    assert!(h.screen().contains("记录 > 待审核"), "{}", h.screen());
    h.key(Code::F(4)).text("示例一县").key(Code::Enter);
    h.key(Code::F(4)).text("关停").key(Code::Enter);
    h.key(Code::F(4)).text("仅未达标").key(Code::Enter);
    let screen = h.screen();
    let title = screen.lines().next().unwrap();
    for word in ["待审核", "示例一县", "关停", "仅未达标"] {
        assert!(title.contains(word), "{screen}");
    }
    assert!(
        screen.contains("第 1/1") && screen.contains("示例丙馆"),
        "{screen}"
    );
    h.key(Code::Delete);
    let screen = h.screen();
    // The cursor stays on its record; what was submitted comes first.
    assert!(screen.contains("第 2/4"), "{screen}");
    assert!(!screen.contains("记录 >"), "{screen}");
}

#[test]
fn a_list_is_approved_once_all_of_it_is_filtered() {
    for (lang, only_short, said, title) in [
        (Lang::Zh, "仅未达标", "筛选完成后再按 F2", "审核通过前预览"),
        (
            Lang::En,
            "short only",
            "press F2 again once filtering is done",
            "Before approving",
        ),
    ] {
        let mut h = towns::screens(lang, (80, 24)).review();
        h.key(Code::F(2)).key(Code::F(4)).text(only_short);
        h.app.update(&Input::Key(Key::plain(Code::Enter)));
        assert!(h.app.is_at_work());
        h.app.update(&Input::Key(Key::plain(Code::F(2))));
        let screen = h.screen();
        assert!(screen.contains(said) && screen.contains('%'), "{screen}");
        assert!(!screen.contains(title), "{screen}");
        while h.app.is_at_work() {
            h.app.work();
        }
        h.key(Code::F(2));
        assert!(h.screen().contains(title), "{}", h.screen());
    }
}

#[test]
fn the_filters_of_shortfalls_are_told_together_and_cleared_by_one_key() {
    for (lang, size) in [
        (Lang::Zh, (80, 24)),
        (Lang::En, (80, 24)),
        (Lang::Zh, (40, 12)),
        (Lang::En, (132, 43)),
    ] {
        let mut h = towns::screens(lang, size);
        h.key(Code::F(4));
        h.key(Code::F(4)).text("示例一县").key(Code::Enter);
        let kind = if lang == Lang::Zh {
            "公共图书馆"
        } else {
            "Public library"
        };
        h.key(Code::F(4)).text(kind).key(Code::Enter);
        let name = format!("narrowed {lang:?} {}x{}", size.0, size.1);
        insta::assert_snapshot!(name, h.screen());
        h.key(Code::F(4)).text("0");
        let screen = h.screen();
        assert!(screen.contains("691"), "{screen}");
        h.key(Code::F(4)).text("2").key(Code::Delete);
        assert!(h.screen().contains("691"), "{}", h.screen());
    }
}

#[test]
fn the_list_of_a_kind_is_narrowed_by_what_counts_status_and_state_together() {
    let mut h = screens(Lang::Zh, (80, 24));
    let shown = |h: &Harness| -> String {
        let screen = h.screen();
        let rows = screen.lines().take_while(|line| !line.starts_with("- 第"));
        let names = rows.filter_map(|line| {
            let line = line.trim_start_matches(['>', ' ']);
            line.strip_prefix("示例")?.chars().next()
        });
        names.collect()
    };
    h.key(Code::Backspace).text("2");
    assert!(
        h.screen().contains("公共图书馆 > 仅不计入的"),
        "{}",
        h.screen()
    );
    let both = shown(&h);
    assert!(
        both.contains('甲') && both.contains('乙') && both.chars().count() == 2,
        "{}",
        h.screen()
    );
    h.key(Code::Backspace).text("关停").key(Code::Enter);
    assert!(h.screen().contains("仅不计入的、关停"), "{}", h.screen());
    assert_eq!(shown(&h), "乙");
    h.key(Code::Backspace).text("审核通过").key(Code::Enter);
    assert!(
        h.screen().contains("没有符合筛选条件的设施"),
        "{}",
        h.screen()
    );
    h.key(Code::Backspace).text("0");
    assert_eq!(shown(&h).chars().count(), 4);
}

#[test]
fn saving_a_renamed_facility_goes_on_to_the_one_after_where_it_stood() {
    let mut h = screens(Lang::Zh, (80, 24));
    let order = names(&h);
    assert_eq!(order, ['丁', '丙', '乙', '甲']);
    h.key(Code::Enter).text("新").key(Code::F(2));
    assert!(h.screen().contains("示例丙馆"), "{}", h.screen());
    h.ctrl('u').text("示例癸馆").key(Code::F(2));
    assert!(h.screen().contains("示例乙馆"), "{}", h.screen());
    h.key(Code::Esc);
    assert_eq!(names(&h), ['丁', '乙', '甲', '癸']);
}

/// The numbers of the rows in view, that of the selected row, and what stands in the rule below.
fn rows_in_view(h: &Harness) -> (Vec<usize>, usize, String) {
    let screen = h.screen();
    let mut selected = 0;
    let mut rows = Vec::new();
    let mut rule = String::new();
    for line in screen.lines() {
        let name = line.trim_start_matches(['>', ' ']).strip_prefix("示例第");
        if let Some(number) = name.and_then(|name| name.split_once('馆')) {
            let number = number.0.parse().unwrap();
            rows.push(number);
            if line.starts_with('>') {
                selected = number;
            }
        } else if line.starts_with("- 第") && rule.is_empty() {
            line.clone_into(&mut rule);
        }
    }
    (rows, selected, rule)
}

#[test]
fn a_long_list_shows_the_rows_of_its_position_whatever_is_pressed() {
    let h = screens(Lang::Zh, (80, 24));
    let mut store: Store = h.store();
    for n in 100..700 {
        let fields = [
            ("kind", "library".to_owned()),
            ("place", HUZHEN.to_owned()),
            ("name", format!("示例第{n}馆")),
            ("status", "existing".to_owned()),
        ];
        let save = Save {
            record: Uuid::now_v7(),
            subject: Subject::Facility,
            base: &[],
            fields: fields
                .map(|(code, value)| (code.to_owned(), value.into()))
                .into(),
            author: "示例同事",
            reason: "",
        };
        store.write(|writer| writer.save(&save)).unwrap();
    }
    drop(store);
    let mut h = h.start_again(Lang::Zh);
    h.keys(&[Code::Right, Code::Enter]);
    // Four others stand before them.
    let first = h.screen();
    assert!(first.contains("第 1/604"), "{first}");
    let keys = [
        Code::PageDown,
        Code::Down,
        Code::PageUp,
        Code::Up,
        Code::End,
        Code::Home,
    ];
    for step in 0..80_usize {
        let key = keys[[0, 0, 1, 0, 2, 3, 0, 4, 2, 2, 3, 5, 0][step % 13]];
        h.key(key);
        let (rows, selected, rule) = rows_in_view(&h);
        assert!(
            rows.windows(2).all(|two| two[1] == two[0] + 1),
            "{}",
            h.screen()
        );
        if selected > 0 {
            let told = rule.split(' ').nth(2).unwrap().split('/').next().unwrap();
            let told: usize = told.parse().unwrap();
            assert_eq!(told, selected - 100 + 5, "{key:?}\n{}", h.screen());
        }
    }
    // Found by its end, its beginning and its number, and gone to.
    h.text("第650馆").key(Code::Enter);
    assert_eq!(rows_in_view(&h).1, 650, "{}", h.screen());
    // It stays there after a save.
    h.keys(&[Code::Enter])
        .ctrl('u')
        .text("示例第6501馆")
        .keys(&[Code::F(2), Code::Esc]);
    assert_eq!(rows_in_view(&h).1, 6501, "{}", h.screen());
}

/// A ledger whose town has so many libraries besides, written without their changes.
fn large_town(lang: Lang, count: usize) -> Harness {
    let h = screens(lang, (80, 24));
    let db = rusqlite::Connection::open(h.folder.path().join("taizhang.db")).unwrap();
    db.execute_batch("BEGIN").unwrap();
    let columns: Vec<String> = db
        .prepare("SELECT name FROM pragma_table_info('record')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let values: Vec<&str> = columns
        .iter()
        .map(|column| match column.as_str() {
            "id" => "?1",
            "name" => "?2",
            "name_key" => "?3",
            "name_back" => "?4",
            "status" => "CASE ?5 % 50 WHEN 7 THEN 'closed' ELSE 'existing' END",
            "state" => "CASE ?5 % 100 WHEN 3 THEN 'verified' ELSE 'draft' END",
            "fields" => {
                "(SELECT json_set(fields, '$.name', ?2, '$.reading_seats', '' || ?5,
                      '$.status', CASE ?5 % 50 WHEN 7 THEN 'closed' ELSE 'existing' END)
                  FROM record_readable WHERE record_readable.id = record.id)"
            }
            other => other,
        })
        .collect();
    let insert = format!(
        "INSERT INTO record ({}) SELECT {} FROM record WHERE name = '示例甲馆'",
        columns.join(", "),
        values.join(", ")
    );
    let mut insert = db.prepare(&insert).unwrap();
    for n in 0..count {
        let id = Uuid::from_u128(u128::try_from(n + 1).unwrap() * 0x9E37_79B9_7F4A_7C15);
        let name = format!("示例东岸第{}图书馆", 10_000 + n);
        let key = (name_key(&name), name_back(&name));
        let row = (
            id.to_string(),
            &name,
            &key.0,
            &key.1,
            i64::try_from(n).unwrap(),
        );
        insert.execute(row).unwrap();
    }
    drop(insert);
    db.execute_batch(support::RECOUNT).unwrap();
    db.execute_batch("COMMIT").unwrap();
    drop(db);
    let mut h = h.start_again(lang);
    h.keys(&[Code::Right, Code::Enter]);
    h
}

/// Presses a key and does none of the work that follows it.
fn press(h: &mut Harness, code: Code) {
    h.app.update(&Input::Key(Key::plain(code)));
}

/// Does the work between keys up to its end. Returns how many parts that took.
fn finish(h: &mut Harness) -> usize {
    let mut parts = 0;
    while h.app.is_at_work() {
        h.app.work();
        parts += 1;
    }
    parts
}

#[test]
fn a_long_list_is_sorted_between_the_keys_and_stays_as_it_is_until_then() {
    for lang in [Lang::Zh, Lang::En] {
        let mut h = large_town(lang, 4_500);
        h.key(Code::End);
        let before = h.screen();
        press(&mut h, Code::Left);
        let meanwhile = h.screen();
        assert!(h.app.is_at_work());
        let words = if lang == Lang::Zh {
            "正在排序"
        } else {
            "sorting: "
        };
        assert!(meanwhile.contains(words), "{meanwhile}");
        let rows = |screen: &str| {
            screen
                .lines()
                .take(13)
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&meanwhile), rows(&before));
        // Other keys work meanwhile.
        press(&mut h, Code::Up);
        press(&mut h, Code::Down);
        let parts = finish(&mut h);
        assert!((2..10).contains(&parts), "{parts}");
        let sorted = h.screen();
        assert!(!sorted.contains(words), "{sorted}");
        // The cursor is on the facility on which it was, wherever that is now.
        let on_cursor = |screen: &str| {
            let row = screen.lines().find(|line| line.starts_with('>')).unwrap();
            row.split_whitespace().next().unwrap().to_owned()
        };
        assert_eq!(on_cursor(&sorted), on_cursor(&before));
        h.key(Code::Home);
        let first = h.screen();
        let seats: Vec<&str> = first.lines().skip(2).take(9).collect();
        let is_next = |two: &[&str], n: usize| two[0].contains(&(4_499 - n).to_string());
        assert!(
            seats.windows(2).enumerate().all(|(n, two)| is_next(two, n)),
            "{first}"
        );
        // Nothing was changed: coming back does not sort again.
        h.keys(&[Code::Enter]);
        press(&mut h, Code::Esc);
        assert!(!h.app.is_at_work(), "{}", h.screen());
        assert_eq!(rows(&h.screen()), rows(&first));
    }
}

#[test]
fn a_long_list_is_narrowed_between_the_keys_and_what_it_shows_is_what_its_title_says() {
    let mut h = large_town(Lang::Zh, 4_500);
    h.key(Code::Backspace).text("关停");
    press(&mut h, Code::Enter);
    let meanwhile = h.screen();
    assert!(meanwhile.contains("正在筛选"), "{meanwhile}");
    assert!(
        !meanwhile.contains("> 关停") && meanwhile.contains("/4504"),
        "{meanwhile}"
    );
    finish(&mut h);
    let narrowed = h.screen();
    assert!(
        narrowed.contains("> 关停") && narrowed.contains("/91"),
        "{narrowed}"
    );
    h.key(Code::Backspace).text("审核通过").key(Code::Enter);
    assert!(
        h.screen().contains("没有符合筛选条件的设施"),
        "{}",
        h.screen()
    );
    h.key(Code::Backspace).text("关停").key(Code::Enter);
    h.key(Code::Backspace).text("全部设施状态").key(Code::Enter);
    let screen = h.screen();
    assert!(screen.contains("审核通过"), "{screen}");
}

#[test]
fn of_a_long_list_any_part_of_a_name_and_pinyin_is_found_between_the_keys() {
    for (lang, words) in [(Lang::Zh, "正在查找"), (Lang::En, "searching")] {
        let mut h = large_town(lang, 4_000);
        h.app.update(&Input::Text("岸第13".into()));
        let meanwhile = h.screen();
        assert!(meanwhile.contains(words), "{meanwhile}");
        // A digit goes on with what is typed as long as it may.
        h.app.update(&Input::Text("7".into()));
        let parts = finish(&mut h);
        assert!((2..8).contains(&parts), "{parts}");
        let found = h.screen();
        assert!(found.contains("示例东岸第13700图书馆"), "{found}");
        let count = if lang == Lang::Zh {
            "100 个"
        } else {
            "100 found"
        };
        assert!(found.contains(count), "{found}");
        // It goes on with names of the list, so it is typed.
        h.text("5");
        assert!(
            h.screen().contains("示例东岸第13759图书馆"),
            "{}",
            h.screen()
        );
        h.text("3").key(Code::Enter);
        let row = h.screen();
        let row = row.lines().find(|line| line.starts_with('>')).unwrap();
        assert!(row.contains("示例东岸第13753图书馆"), "{row}");
        h.text("dongan").key(Code::Enter);
        assert!(h.screen().contains("示例东岸第"), "{}", h.screen());
        h.text("没有这样的");
        let nothing = if lang == Lang::Zh {
            "未找到"
        } else {
            "nothing found"
        };
        assert!(h.screen().contains(nothing), "{}", h.screen());
    }
}

/// The name in the row of the cursor.
fn on_cursor(h: &Harness) -> String {
    let screen = h.screen();
    let row = screen.lines().find(|line| line.starts_with('>')).unwrap();
    let row = row.trim_start_matches('>');
    row.split_whitespace().next().unwrap().to_owned()
}

/// What a colleague does to the ledger meanwhile.
fn meanwhile(h: &Harness, sql: &str) {
    let db = rusqlite::Connection::open(h.folder.path().join("taizhang.db")).unwrap();
    db.execute_batch(sql).unwrap();
}

#[test]
fn the_cursor_keeps_its_facility_while_a_long_list_is_sorted_anew() {
    let gone = "（已不在本清单中）";
    let mut h = large_town(Lang::Zh, 4_500);
    h.keys(&[Code::Left, Code::Home]);
    let mut rows = Vec::new();
    for _ in 0..5 {
        rows.push(on_cursor(&h));
        h.key(Code::Down);
    }
    h.key(Code::Up);
    assert_eq!(on_cursor(&h), rows[4]);
    // A colleague deletes a facility above it and one below.
    let name = &rows[1];
    meanwhile(&h, &format!("DELETE FROM record WHERE name = '{name}'"));
    press(&mut h, Code::Up);
    assert!(
        h.app.is_at_work() && h.screen().contains(gone),
        "{}",
        h.screen()
    );
    assert_eq!(on_cursor(&h), rows[3]);
    press(&mut h, Code::Down);
    assert_eq!(on_cursor(&h), rows[4]);
    // Nothing is done to a facility that is gone.
    press(&mut h, Code::Home);
    press(&mut h, Code::Down);
    assert_eq!(on_cursor(&h), gone);
    press(&mut h, Code::Enter);
    assert_eq!(on_cursor(&h), gone);
    press(&mut h, Code::Down);
    finish(&mut h);
    assert_eq!(on_cursor(&h), rows[2]);
    assert!(!h.screen().contains(gone), "{}", h.screen());
    assert!(h.screen().contains("第 2/4503"), "{}", h.screen());
}

#[test]
fn an_order_that_was_finished_on_an_older_ledger_is_made_once_more() {
    let change = |seats: usize| {
        format!(
            "UPDATE record SET fields = json_set(fields, '$.reading_seats', '{seats}')
             WHERE name = '示例东岸第10007图书馆'"
        )
    };
    let mut h = large_town(Lang::Zh, 4_500);
    h.key(Code::Home);
    press(&mut h, Code::Left);
    meanwhile(&h, &change(99_999));
    press(&mut h, Code::Down);
    assert!(h.app.is_at_work());
    finish(&mut h);
    press(&mut h, Code::Home);
    assert!(!h.app.is_at_work());
    assert_eq!(on_cursor(&h), "示例东岸第10007图书馆");
    // Where others save all the time it ends all the same.
    press(&mut h, Code::Left);
    let mut parts = 0;
    while h.app.is_at_work() {
        parts += 1;
        meanwhile(&h, &change(parts));
        h.app.work();
    }
    assert!((4..10).contains(&parts), "{parts}");
}

#[test]
fn enter_says_that_the_rows_of_a_long_list_are_still_searched() {
    for (lang, words) in [
        (Lang::Zh, "其余各行查完后再按 Enter"),
        (
            Lang::En,
            "press Enter again once the other rows are searched",
        ),
    ] {
        // In a ledger of this size not every name is searched with each key.
        let mut h = large_town(lang, 5_100);
        let rename = "UPDATE record SET name = '示例东岸西山图书馆',
            fields = json_set(fields, '$.name', '示例东岸西山图书馆')
            WHERE name = '示例东岸第14750图书馆'";
        meanwhile(&h, rename);
        h.app.update(&Input::Text("西山".into()));
        assert!(h.app.is_at_work());
        press(&mut h, Code::Enter);
        assert!(h.screen().contains(words), "{}", h.screen());
        finish(&mut h);
        h.key(Code::Enter);
        assert_eq!(on_cursor(&h), "示例东岸西山图书馆");
    }
}

/// A ledger whose town has so many libraries that are submitted and lack nothing.
fn submitted(lang: Lang, count: usize) -> Harness {
    let h = large_town(lang, count);
    let submit = "UPDATE record SET state = 'submitted', complete = 1";
    meanwhile(&h, submit);
    h
}

/// The line of the cursor, where its row has no mark.
fn line_of_cursor(h: &Harness) -> String {
    let row = usize::from(h.cursor().unwrap().y);
    h.screen().lines().nth(row).unwrap().to_owned()
}

#[test]
fn the_preview_of_a_long_list_says_what_stands_behind_it_and_begins_at_the_cursor() {
    for lang in [Lang::Zh, Lang::En] {
        let mut h = submitted(lang, 1_100).review();
        h.keys(&[Code::F(2), Code::F(2)]);
        insta::assert_snapshot!(format!("long preview {lang:?}"), h.screen());
        h.keys(&[Code::Esc, Code::End]);
        let last = line_of_cursor(&h);
        let name = last
            .split_whitespace()
            .find(|word| word.starts_with("示例"));
        h.key(Code::F(2));
        let screen = h.screen();
        assert!(line_of_cursor(&h).contains(name.unwrap()), "{screen}");
        insta::assert_snapshot!(format!("preview of the last {lang:?}"), screen);
    }
}

#[test]
fn what_could_not_be_looked_at_is_not_said_to_be_approved() {
    for lang in [Lang::Zh, Lang::En] {
        let ledger = submitted(lang, 300);
        let mut h = ledger.review();
        h.key(Code::F(2));
        press(&mut h, Code::F(2));
        assert!(h.app.is_at_work());
        meanwhile(
            &ledger,
            "PRAGMA legacy_alter_table = ON; ALTER TABLE record RENAME TO elsewhere",
        );
        finish(&mut h);
        insta::assert_snapshot!(format!("preview that failed {lang:?}"), h.screen());
    }
}

#[test]
fn the_cursor_of_a_preview_keeps_its_record_when_it_is_sorted() {
    let ledger = submitted(Lang::Zh, 300);
    let mut h = ledger.review();
    h.key(Code::F(2));
    press(&mut h, Code::F(2));
    for _ in 0..3 {
        press(&mut h, Code::Down);
    }
    assert!(h.app.is_at_work());
    let before = line_of_cursor(&h);
    finish(&mut h);
    let after = line_of_cursor(&h);
    // It is left out, and stands behind the others now.
    assert!(before.contains("示例东岸第10001图书馆"), "{before}");
    assert_eq!(after, before);
    press(&mut h, Code::Home);
    assert!(!line_of_cursor(&h).contains("存疑"), "{}", h.screen());
}
