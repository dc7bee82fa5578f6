//! The table of places where there are many: grouped by county, narrowed to one, what is not entered
//! apart from what is short, how far each town is, and no blank rows.

use std::collections::BTreeSet;
use std::path::Path;

use crate::support::towns::{
    CLOSED_TOWN, COMPLETE_TOWN, COUNTIES, INCOMPLETE_TOWN, MET_TOWN, TOWNS, county, filled,
    grouped, ledger, pack, screens, town,
};
use crate::support::{Harness, day};
use taizhang::i18n::Lang;
use taizhang::store::{ListedPlace, MatrixRows, PlaceProgress, Store};
use taizhang::tui::terminal::input::{Code, Input, Key};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];
const SIZES: [(u16, u16); 3] = [(80, 24), (40, 12), (132, 43)];

/// The lines of the screen that are rows of the table.
fn rows(h: &Harness) -> Vec<String> {
    let screen = h.screen();
    let lines = screen.lines().skip(3);
    lines
        .take_while(|line| !line.starts_with('-'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_table_of_a_city_looks_as_it_did() {
    for lang in LANGS {
        for size in SIZES {
            let mut h = screens(lang, size);
            let name = format!("{lang:?} {}x{}", size.0, size.1);
            h.key(Code::Right);
            insta::assert_snapshot!(format!("first {name}"), h.screen());
            h.key(Code::End);
            insta::assert_snapshot!(format!("last {name}"), h.screen());
            h.key(Code::Home).key(Code::Backspace).text("2");
            insta::assert_snapshot!(format!("county {name}"), h.screen());
        }
    }
}

/// Every row of the matrix of a pack, and how many come first. Any page of it is that of the whole.
fn every_row(store: &Store, pack: &str, asked: MatrixRows) -> (Vec<ListedPlace>, usize) {
    let places = store.matrix_places(pack, asked).unwrap();
    let all = store.matrix_page(&places, 0, usize::MAX).unwrap();
    assert_eq!(all.len(), places.count());
    for at in [0, 1, 7, 19, 20, 21, 60, 170, 400] {
        let page = store.matrix_page(&places, at, 9).unwrap();
        let rest = all.iter().skip(at).take(9);
        assert_eq!(page, rest.cloned().collect::<Vec<_>>());
    }
    for (at, row) in all.iter().enumerate() {
        let found = store.matrix_row_of(&places, &row.code).unwrap();
        assert_eq!(found, Some(at));
    }
    (all, places.first.len())
}

#[test]
fn rows_are_grouped_by_the_place_above_and_none_is_lost() {
    let (_folder, store) = ledger();
    let (all, own) = every_row(&store, &pack().code, MatrixRows::default());
    assert_eq!((all.len(), own), (TOWNS, 0));
    let groups: Vec<_> = all.chunk_by(|a, b| a.parent == b.parent).collect();
    assert_eq!(groups.len(), COUNTIES);
    for (at, group) in groups.iter().enumerate() {
        assert_eq!(group[0].parent, Some(county(at)));
        assert!(
            group.is_sorted_by_key(|row| &row.code),
            "as the pack has it"
        );
    }
    let codes: BTreeSet<&String> = all.iter().map(|row| &row.code).collect();
    assert_eq!(codes.len(), TOWNS);
    // What a session may change comes first, grouped like the rest.
    let mut restricted = store;
    restricted.restrict_to(vec![county(3), town(10)]);
    let (seen, own) = every_row(&restricted, &pack().code, MatrixRows::default());
    assert_eq!((seen.len(), own), (TOWNS, 20));
    assert_eq!(seen[0].code, town(3), "the first own place of the pack");
    assert_eq!(seen[own - 1].code, town(10));
}

#[test]
fn rows_are_narrowed_to_a_county_or_a_town() {
    let (_folder, store) = ledger();
    let narrowed = |within: &str| {
        let asked = MatrixRows {
            within: Some(within),
            ..MatrixRows::default()
        };
        let (rows, _) = every_row(&store, &pack().code, asked);
        rows.into_iter().map(|row| row.code).collect::<Vec<_>>()
    };
    let of_second: Vec<String> = (1..TOWNS).step_by(COUNTIES).map(town).collect();
    assert_eq!(narrowed(&county(1)), of_second);
    assert_eq!(narrowed(&town(7)), [town(7)]);
    assert_eq!(narrowed("1").len(), TOWNS);
}

#[test]
fn every_row_of_the_screen_is_used_wherever_the_cursor_is() {
    for size in SIZES {
        let mut h = screens(Lang::Zh, size);
        let full = rows(&h).len();
        for keys in [
            vec![Code::Down; 30],
            vec![Code::PageDown; 3],
            vec![Code::End],
            vec![Code::Up; 7],
            vec![Code::PageUp],
        ] {
            h.keys(&keys);
            let shown = rows(&h);
            assert_eq!(shown.len(), full, "{size:?}");
            let blank = shown.iter().filter(|row| row.trim().is_empty()).count();
            assert_eq!(blank, 0, "{}", h.screen());
            let cursors = shown.iter().filter(|row| row.contains(">示例第")).count();
            assert_eq!(cursors, 1, "{}", h.screen());
        }
    }
}

#[test]
fn what_is_not_entered_is_told_apart_from_what_is_short_and_unknown() {
    let mut h = screens(Lang::Zh, (132, 43));
    let has = |at: usize, cell: &str| {
        let rows = rows(&h);
        let name = format!("示例第{at}镇 ");
        let row = rows.iter().find(|row| row.contains(&name)).unwrap();
        assert!(row.contains(cell), "{row}");
        // What nothing is on record of is told apart in the same row.
        assert!(row.contains("[ ]未填报 0/1 "), "{row}");
    };
    has(COMPLETE_TOWN, "[!]未达标 96/130");
    has(INCOMPLETE_TOWN, "[?]无法判定 ?/130");
    // One that is closed is on record: the town reported, and has none in use.
    has(CLOSED_TOWN, "[!]未达标 0/130");
    has(27, "[ ]未填报 0/130");
    has(MET_TOWN, "[OK]达标 140/130");
    // The mark is explained where it is, and in the help.
    h.keys(&[Code::Right, Code::Down, Code::Down, Code::Down]);
    assert!(
        h.screen().contains("未填报：尚无任何记录"),
        "{}",
        h.screen()
    );
    h.key(Code::Up);
    assert!(!h.screen().contains("尚无任何记录"), "{}", h.screen());
    h.key(Code::F(1));
    assert!(h.screen().contains("[ ] 未填报"), "{}", h.screen());
}

fn progress(store: &Store, at: usize) -> PlaceProgress {
    let found = store.progress(&pack(), None, &[town(at)]).unwrap();
    found.into_iter().next().unwrap()
}

#[test]
fn progress_counts_kinds_entered_and_records_complete_and_approved() {
    let folder = filled();
    let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
    let of = |at: usize| {
        let found = progress(&store, at);
        assert_eq!(found.asked, 4);
        let nothing = found.nothing_entered.len();
        (
            found.entered,
            found.records,
            found.complete,
            found.approved,
            nothing,
        )
    };
    assert_eq!(of(COMPLETE_TOWN), (1, 1, 1, 1, 3));
    assert_eq!(of(INCOMPLETE_TOWN), (1, 1, 0, 0, 3));
    assert_eq!(of(CLOSED_TOWN), (1, 1, 1, 0, 3));
    assert_eq!(of(27), (0, 0, 0, 0, 4));
}

#[test]
fn the_progress_of_the_selected_town_is_below_the_table_at_every_size() {
    for (lang, size, words) in [
        (
            Lang::Zh,
            (80, 24),
            "示例一县 > 示例第0镇  已填报 1/4 类  完整 1/1 条  审核通过 1/1 条",
        ),
        (Lang::Zh, (40, 12), "示例一县 填报 1/4 完整 1/1 通过 1/1"),
        (
            Lang::En,
            (80, 24),
            "kinds entered 1/4  complete 1/1  approved 1/1",
        ),
        (Lang::En, (40, 12), "entered 1/4 compl. 1/1 appr. 1/1"),
    ] {
        let h = screens(lang, size);
        assert!(h.screen().contains(words), "{}", h.screen());
    }
}

#[test]
fn the_filter_is_chosen_told_and_cleared() {
    let mut h = screens(Lang::Zh, (80, 24));
    assert!(h.screen().contains("第 1/173"), "{}", h.screen());
    h.keys(&[Code::Down, Code::Backspace]).text("示例一县");
    h.key(Code::Enter);
    assert!(h.screen().contains("达标情况 > 示例一县"), "{}", h.screen());
    // The counts above are those of the county: four minimums in twenty towns.
    assert!(
        h.screen().contains("达标 0  未达标 79  无法判定 1"),
        "{}",
        h.screen()
    );
    // The cursor stays on its place, and the county has twenty.
    assert!(h.screen().contains("第 2/20"), "{}", h.screen());
    // Now its towns are offered as well.
    h.key(Code::Backspace).text("示例第18镇").key(Code::Enter);
    assert!(h.screen().contains("> 示例第18镇"), "{}", h.screen());
    assert!(h.screen().contains("第 1/1"), "{}", h.screen());
    h.key(Code::Delete);
    assert!(h.screen().contains("第 3/173"), "{}", h.screen());
    assert!(!h.screen().contains("达标情况 >"), "{}", h.screen());
    // The digit of the list clears as well.
    h.key(Code::Backspace)
        .text("2")
        .key(Code::Backspace)
        .text("0");
    assert!(h.screen().contains("/173"), "{}", h.screen());
}

#[test]
fn finding_a_town_goes_to_its_row_whatever_the_order_is() {
    let mut h = screens(Lang::Zh, (80, 24));
    for at in [0, 1, 100, 172] {
        h.text(&town(at)).key(Code::Enter);
        assert!(
            rows(&h)
                .iter()
                .any(|row| row.contains(&format!(">示例第{at}镇"))),
            "{}",
            h.screen()
        );
    }
}

#[test]
fn rows_and_their_progress_are_those_of_their_place() {
    let folder = filled();
    let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
    let (all, _) = every_row(&store, &pack().code, MatrixRows::default());
    let codes: Vec<String> = all.into_iter().map(|row| row.code).collect();
    let rows = store.matrix(&pack(), &codes, day()).unwrap();
    let read: Vec<&String> = rows.iter().map(|row| &row.place.code).collect();
    assert_eq!(read, codes.iter().collect::<Vec<_>>());
    let together = store.progress(&pack(), None, &codes).unwrap();
    for at in [COMPLETE_TOWN, INCOMPLETE_TOWN, MET_TOWN, 50] {
        let row = codes.iter().position(|code| *code == town(at)).unwrap();
        assert_eq!(together[row], progress(&store, at));
    }
}

/// Makes everything met but what is asked of some town, if any is named.
fn meet_all_but(folder: &Path, town: Option<&str>) {
    let db = rusqlite::Connection::open(folder.join("taizhang.db")).unwrap();
    db.execute("UPDATE standing SET verdict = 'met'", [])
        .unwrap();
    let short = "UPDATE standing SET verdict = 'short' WHERE place = ?1";
    db.execute(short, [town.unwrap_or_default()]).unwrap();
}

/// Presses F6 in the first row; the search goes on behind the rows that it looked at first.
fn begin_search(h: &mut Harness) {
    h.key(Code::Home);
    h.app.update(&Input::Key(Key::plain(Code::F(6))));
    assert!(h.app.is_at_work() && is_searching(h), "{}", h.screen());
}

fn is_searching(h: &Harness) -> bool {
    let screen = h.screen();
    screen.contains("正在找下一个问题") || screen.contains("looking for the next problem")
}

fn finish(h: &mut Harness) {
    while h.app.is_at_work() {
        h.app.work();
    }
}

#[test]
fn the_search_for_the_next_problem_is_told_until_it_ends_and_no_longer() {
    let last = TOWNS - 3;
    for lang in LANGS {
        for size in SIZES {
            let folder = filled();
            meet_all_but(folder.path(), Some(&town(last)));
            let mut h = Harness::on(folder, lang, size);
            let on_last = |h: &Harness| {
                let row = format!(">示例第{last}镇");
                rows(h).iter().any(|shown| shown.contains(&row))
            };
            begin_search(&mut h);
            finish(&mut h);
            assert!(on_last(&h) && !is_searching(&h), "{}", h.screen());
            // A new size of the window goes on with it.
            begin_search(&mut h);
            h.app.update(&Input::Resize(90, 30));
            h.size = (90, 30);
            assert!(h.app.is_at_work() && is_searching(&h), "{}", h.screen());
            finish(&mut h);
            assert!(on_last(&h) && !is_searching(&h), "{}", h.screen());
            // Another program that writes does not end it.
            begin_search(&mut h);
            meet_all_but(h.folder.path(), None);
            h.app.update(&Input::Resize(size.0, size.1));
            h.size = size;
            finish(&mut h);
            assert!(!is_searching(&h), "{}", h.screen());
            let none = if lang == Lang::Zh {
                "没有未达标或无法判定的要求"
            } else {
                "nothing is short or unknown"
            };
            assert!(h.screen().contains(none), "{}", h.screen());
        }
    }
}

/// Inputs of which no screen of a table makes anything, or that the application takes for itself.
fn idle_inputs() -> [Input; 5] {
    [
        Input::Key(Key::ctrl(Code::Char('t'))),
        Input::Key(Key::ctrl(Code::Char('l'))),
        Input::Key(Key::plain(Code::F(12))),
        Input::Text(" ".into()),
        Input::Paste(" ".into()),
    ]
}

/// Begins to search a table that keys open, and ends that by each idle input.
fn ends_by_any_input(make: fn() -> tempfile::TempDir, open: &[Code]) {
    for input in idle_inputs() {
        let folder = make();
        meet_all_but(folder.path(), None);
        let mut h = Harness::on(folder, Lang::Zh, (80, 24));
        h.keys(open);
        begin_search(&mut h);
        h.app.update(&input);
        assert!(
            !h.app.is_at_work() && !is_searching(&h),
            "{input:?}\n{}",
            h.screen()
        );
    }
}

#[test]
fn any_key_or_text_ends_the_search_for_the_next_problem() {
    ends_by_any_input(filled, &[]);
}

#[test]
fn any_key_or_text_ends_the_search_of_a_group() {
    ends_by_any_input(grouped, &[Code::Enter]);
}
