//! What a start and a key above a town cost: the same in a ledger of ten facilities and of many thousand, and
//! of twenty towns and of thousands, counted in steps of SQLite and not in time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use crate::support::walked::walked;
use crate::support::{self, Harness, RECOUNT};
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::review::{ReviewState, Wanting};
use taizhang::domain::verdict::Filter;
use taizhang::i18n::Lang;
use taizhang::store::draft::{DraftFile, DraftOf, FormDraft};
use taizhang::store::{
    FirstInList, Inspector, Limits, Narrowed, Returning, ReviewFilter, Reviewed, Store,
};
use taizhang::transfer::export::{self, ExportFormat, ExportRequest, ExportWatch};
use taizhang::tui::terminal::input::{Code, Input, Key};
use tempfile::TempDir;
use uuid::Uuid;

/// How large a ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Size {
    towns: usize,
    facilities: usize,
    /// How many findings are open.
    findings: usize,
}

const SMALL: Size = Size {
    towns: 20,
    facilities: 10,
    findings: 2,
};
/// The same towns with many facilities.
const LARGE: Size = Size {
    facilities: 20_000,
    findings: 4_000,
    ..SMALL
};
/// What a key may cost more in a larger ledger, in steps: the depth of the indexes, rows that are
/// there to be shown, and the difference between a short list, which is read whole, and a long one.
const SLACK: u64 = 40_000;
const HANZI: [char; 10] = ['壶', '温', '碧', '新', '东', '舒', '大', '石', '双', '黄'];

fn town(at: usize) -> String {
    format!("{}", 100_000 + at)
}

fn places(towns: usize) -> Vec<Place> {
    let place = |code: String, name: String, level: &str, parent: Option<String>| Place {
        code,
        name,
        level: level.to_owned(),
        parent,
    };
    let mut all = vec![place("1".into(), "示例市".into(), "city", None)];
    for at in 0..towns / 20 {
        let name = format!("{}县", HANZI[at % 10]);
        all.push(place(
            format!("{}", 1000 + at),
            name,
            "county",
            Some("1".into()),
        ));
    }
    for at in 0..towns {
        let (first, second) = (HANZI[at % 10], HANZI[at / 10 % 10]);
        let name = format!("{first}{second}{at}镇");
        let county = format!("{}", 1000 + at / 20);
        all.push(place(town(at), name, "town", Some(county)));
    }
    all
}

fn pack() -> Pack {
    let text = include_str!("../packs/minimums.toml");
    let due = r#"target_date = "2025-12-31""#;
    let text = text.replacen(due, &format!("{due}\nstale_after = 4"), 1);
    let scope = r#"places = ["331122101", "331121101", "331102100"]"#;
    Pack::read(&text.replace(scope, r#"level = "town""#)).unwrap()
}

/// A ledger with facilities spread over its towns, of which some were returned.
fn ledger(size: Size) -> TempDir {
    ledger_of("2025-01-01T00:00:00Z", size)
}

/// A file that the first test that wants it makes.
type MadeOnce = Arc<OnceLock<Vec<u8>>>;

/// The same, of facilities that were saved at a time.
fn ledger_of(time: &'static str, size: Size) -> TempDir {
    // Several tests are of a ledger of the same size, and making a large one takes longer than a test.
    static MADE: Mutex<BTreeMap<(&str, Size), MadeOnce>> = Mutex::new(BTreeMap::new());
    let made = Arc::clone(MADE.lock().unwrap().entry((time, size)).or_default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let bytes = made.get_or_init(|| {
        make(&path, time, size);
        fs::read(&path).unwrap()
    });
    fs::write(&path, bytes).unwrap();
    folder
}

/// Makes such a ledger, all of which is in its one file.
fn make(path: &Path, time: &str, size: Size) {
    drop(Store::create(path, &places(size.towns), &[pack()], "示例管理员").unwrap());
    let db = rusqlite::Connection::open(path).unwrap();
    db.execute_batch("PRAGMA foreign_keys = OFF; BEGIN")
        .unwrap();
    let mut insert = db
        .prepare(
            "INSERT INTO record (id, kind, place, name, facility_code, fields, version, complete, seen_at)
             VALUES (?1, 'library', ?2, ?3, ?4, json_object('name', ?3, 'facility_code', ?4), json_array('b:' || ?5), 1,
                 ?6)",
        )
        .unwrap();
    let mut change = db
        .prepare(
            "INSERT INTO change (site, seq, subject, record, at, author, reason, parents, patch, hash)
             VALUES ('b', ?5, 'facility', ?1, ?6, '示例填报人', '', '[]',
                 json_object('kind', 'library', 'place', ?2, 'name', ?3, 'facility_code', ?4), '')",
        )
        .unwrap();
    let mut find = db
        .prepare(
            "INSERT INTO finding (id, record, thread, act, fields, text, version, author, role, at, site)
             VALUES (?1, ?2, ?1, 'return', '[]', 'x', '[]', '示例审核人', 'inspector', '2025-01-01T00:00:00Z', 'a')",
        )
        .unwrap();
    for at in 0..size.facilities {
        let id = Uuid::now_v7().to_string();
        let place = town(at % size.towns);
        let name = format!("示例馆{at}");
        let number = i64::try_from(at + 1).unwrap();
        let row = (&id, place, name, format!("T-{at}"), number, time);
        insert.execute(row.clone()).unwrap();
        change.execute(row).unwrap();
        if at < size.findings {
            find.execute((Uuid::now_v7().to_string(), &id)).unwrap();
        }
    }
    drop((insert, change, find));
    db.execute_batch(RECOUNT).unwrap();
    db.execute_batch("COMMIT").unwrap();
}

/// A session, and the steps that SQLite took for it.
struct Counted {
    h: Harness,
    steps: Arc<AtomicU64>,
    costs: Vec<(String, u64)>,
    /// The session whose ledger an inspector's is on.
    _ledger: Option<Harness>,
}

impl Counted {
    fn of(folder: TempDir, towns: &[String]) -> Self {
        let mut store = store(folder.path());
        if !towns.is_empty() {
            store.restrict_to(towns.to_vec());
        }
        let steps = store.count_steps().unwrap();
        let h = Harness::on(folder, Lang::Zh, (80, 24)).with_store(store);
        Self::begin(h, steps, None)
    }

    /// A session of which the work before the first key is counted by itself, a part of it.
    fn begun(folder: TempDir, towns: &[String]) -> Self {
        let mut store = store(folder.path());
        store.restrict_to(towns.to_vec());
        let steps = store.count_steps().unwrap();
        let h = Harness::on(folder, Lang::Zh, (80, 24));
        let before = steps.load(Ordering::Relaxed);
        let h = h.begun_with_store(store);
        let mut session = Self::begin(h, steps, None);
        session.costs[0].1 -= before;
        session
            .does("start, a part", |h| {
                h.app.work();
            })
            .finish();
        session
    }

    /// An inspector's session. All work of its first screen is done, of which a part is counted.
    fn reviewing(folder: TempDir, limits: &Limits) -> Self {
        let ledger = Harness::on(folder, Lang::Zh, (80, 24));
        let mut store = Store::open_for_review(&ledger.folder.path().join("taizhang.db")).unwrap();
        let steps = store.count_steps().unwrap();
        let h = ledger.review_begun(store, limits);
        let mut session = Self::begin(h, steps, Some(ledger));
        session
            .does("start, a part", |h| {
                h.app.work();
            })
            .finish();
        session
    }

    fn begin(h: Harness, steps: Arc<AtomicU64>, ledger: Option<Harness>) -> Self {
        let start = steps.load(Ordering::Relaxed);
        Self {
            h,
            steps,
            costs: vec![("start".to_owned(), start)],
            _ledger: ledger,
        }
    }

    /// Does what is left of the work between keys.
    fn finish(&mut self) {
        while self.h.app.is_at_work() {
            self.h.app.work();
        }
    }

    fn does(&mut self, what: &str, input: impl FnOnce(&mut Harness)) -> &mut Self {
        let before = self.steps.load(Ordering::Relaxed);
        input(&mut self.h);
        let cost = self.steps.load(Ordering::Relaxed) - before;
        self.costs.push((what.to_owned(), cost));
        self
    }

    fn key(&mut self, what: &str, code: Code) -> &mut Self {
        self.does(what, |h| {
            h.key(code);
        })
    }

    /// Presses a key without the work that it begins, and then does one part of that.
    fn begins(&mut self, what: &str, code: Code) -> &mut Self {
        self.begins_by(what, &Input::Key(Key::plain(code)))
    }

    fn begins_by(&mut self, what: &str, input: &Input) -> &mut Self {
        self.does(what, |h| {
            h.app.update(input);
        })
        .does(&format!("{what}, a part"), |h| {
            h.app.work();
        })
        .finish();
        self
    }

    fn types(&mut self, text: &str) -> &mut Self {
        self.does(&format!("types {text}"), |h| {
            h.text(text);
        })
    }

    fn shows(&mut self, words: &str) -> &mut Self {
        assert!(self.h.screen().contains(words), "{}", self.h.screen());
        self
    }
}

fn store(folder: &Path) -> Store {
    Store::open(&folder.join("taizhang.db")).unwrap()
}

/// Walks over the first screen, its finder, and the records that were returned.
fn walk_home(session: &mut Counted) {
    session
        .key("down", Code::Down)
        .key("page down", Code::PageDown)
        .key("end", Code::End)
        .key("home", Code::Home)
        .key("right", Code::Right)
        .key("find", Code::F(3))
        .types("w")
        .types("b")
        .key("erase", Code::Backspace)
        .types("en")
        .key("leave the finder", Code::Esc)
        .does("find 镇", |h| {
            h.key(Code::F(3)).text("镇").key(Code::Esc);
        })
        .does("find 示例馆", |h| {
            h.key(Code::F(3)).text("示例馆").key(Code::Esc);
        })
        .does("find a code", |h| {
            h.key(Code::F(3)).text("T-3").key(Code::Esc);
        })
        .key("records", Code::F(2))
        .key("end of the records", Code::End)
        .key("page up", Code::PageUp)
        .key("back", Code::Esc);
    walk_shortfalls(session.key("shortfalls", Code::F(4)));
    session.key("back to the first screen", Code::Esc);
}

/// Walks over the list of shortfalls and its finder.
fn walk_shortfalls(session: &mut Counted) {
    session
        .shows("公共图书馆")
        .key("next row", Code::Down)
        .key("page of rows", Code::PageDown)
        .key("last row", Code::End)
        .key("page back", Code::PageUp)
        .key("find a row", Code::F(3))
        .types("w")
        .types("h")
        .key("take a row", Code::Enter);
}

/// Fails unless a key costs in the second session what it costs in the first.
#[track_caller]
fn same(small: &Counted, large: &Counted) {
    assert_eq!(small.costs.len(), large.costs.len());
    let told: Vec<String> = small
        .costs
        .iter()
        .zip(&large.costs)
        .map(|((what, small), (_, large))| format!("{what}: {small} -> {large}"))
        .collect();
    for ((what, small), (_, large)) in small.costs.iter().zip(&large.costs) {
        assert!(*large <= 2 * small + SLACK, "{what}\n{}", told.join("\n"));
    }
}

fn home(size: Size) -> Counted {
    let mut session = Counted::of(ledger(size), &[]);
    walk_home(&mut session);
    session
}

#[test]
fn the_first_screen_costs_the_same_whatever_the_number_of_facilities() {
    same(&home(SMALL), &home(LARGE));
}

#[test]
fn the_first_screen_costs_the_same_whatever_the_number_of_towns() {
    let large = Size {
        towns: 4_000,
        ..SMALL
    };
    same(&home(SMALL), &home(large));
}

#[test]
fn a_clerk_returns_to_the_first_screen_at_the_cost_of_the_own_town() {
    let clerk = |size: Size| {
        let mut session = Counted::of(ledger(size), &[town(3)]);
        session
            .key("open", Code::Enter)
            .key("back", Code::Esc)
            .key("records", Code::F(2))
            .key("back from them", Code::Esc);
        session
    };
    let large = Size {
        towns: 4_000,
        facilities: 20_000,
        findings: 4_000,
    };
    // The own town has five facilities in either.
    let small = Size {
        facilities: 100,
        ..SMALL
    };
    same(&clerk(small), &clerk(large));
}

#[test]
fn a_review_costs_the_same_whatever_the_number_of_facilities() {
    let review = |size: Size, limits: &Limits| {
        let mut session = Counted::reviewing(ledger(size), limits);
        walk_shortfalls(&mut session);
        session
            .key("records", Code::F(2))
            .shows("示例馆")
            .key("page down", Code::PageDown)
            .key("end", Code::End)
            .key("page up", Code::PageUp)
            .key("up", Code::Up)
            .key("find", Code::F(3))
            .types("w")
            .key("leave the finder", Code::Esc)
            .key("open", Code::Enter)
            .key("next", Code::F(8))
            .key("back", Code::Esc)
            .does("clear the filter", |h| {
                h.ctrl('r');
            })
            .key("end of all", Code::End)
            .key("leave", Code::Esc);
        session
    };
    let small = Size {
        facilities: 200,
        findings: 40,
        ..SMALL
    };
    let many_towns = Size {
        towns: 4_000,
        ..LARGE
    };
    let everything = Limits::default();
    let expected = review(small, &everything);
    same(&expected, &review(LARGE, &everything));
    same(&expected, &review(many_towns, &everything));
}

/// Returns how many times this thread has read from a file.
fn reads() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/io").unwrap();
    let line = told.lines().find_map(|line| line.strip_prefix("syscr: "));
    line.unwrap().parse().unwrap()
}

#[test]
fn opening_a_ledger_reads_as_many_pages_whatever_is_in_it() {
    let open = |size: Size| {
        let folder = ledger(size);
        drop(store(folder.path()));
        let before = reads();
        let _store = store(folder.path());
        reads() - before
    };
    assert_opens_alike(open);
}

/// Asserts that opening a large ledger costs about as many reads as a small one.
fn assert_opens_alike(open: impl Fn(Size) -> u64) {
    let large = Size {
        towns: 4_000,
        ..LARGE
    };
    // Of the last changes a certain number is read, of which the smallest ledger has fewer.
    let small = Size {
        facilities: 3_000,
        ..SMALL
    };
    let (small, large) = (open(small), open(large));
    // Each index is deeper by a level or two.
    assert!(large <= small + 40, "{small} -> {large}");
}

#[test]
fn the_session_after_that_of_an_inspector_opens_without_examining_the_ledger() {
    let open = |size: Size| {
        let folder = ledger(size);
        let path = folder.path().join("taizhang.db");
        let review = Store::open_for_review(&path).unwrap();
        let inspector = Inspector::new(&review, "示例审核人", &Limits::default()).unwrap();
        let record = review.records("library", &town(5)).unwrap().remove(0);
        let returning = Returning {
            record: record.id,
            base: &record.heads,
            fields: &[],
            text: "请核对",
        };
        inspector.raise(&returning).unwrap();
        drop(review);
        let before = reads();
        let _store = store(folder.path());
        reads() - before
    };
    assert_opens_alike(open);
}

#[test]
fn pages_of_a_review_are_those_of_the_whole_list_whichever_way_they_are_reached() {
    let size = Size {
        towns: 40,
        facilities: 300,
        findings: 90,
    };
    let folder = ledger(size);
    let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
    db.execute_batch("UPDATE record SET name = NULL WHERE rowid % 7 = 0")
        .unwrap();
    let store = store(folder.path());
    let county = ["1000".to_owned()];
    for (state, place) in [
        (None, None),
        (Some(ReviewState::Submitted), None),
        (Some(ReviewState::Returned), Some("1001")),
        (None, Some("100003")),
    ] {
        let filter = ReviewFilter {
            state,
            place,
            ..ReviewFilter::default()
        };
        for places in [&[][..], &county] {
            let first = FirstInList {
                state: ReviewState::Submitted,
                places: places.to_vec(),
                kinds: Vec::new(),
            };
            let asked = (&filter, &first);
            let length = store.review_length(&filter, &first).unwrap();
            let all = store
                .review_page(asked, length, (0, usize::MAX), (0, &[]))
                .unwrap();
            assert_eq!(all.len(), length.all);
            let mut expected = store.reviewed(&filter, 0, usize::MAX).unwrap();
            assert_eq!(expected.len(), length.all);
            let is_first = |one: &Reviewed| {
                let is_in = |place: &String| store.is_within(&one.place, place).unwrap();
                one.state == first.state && (places.is_empty() || places.iter().any(is_in))
            };
            expected.sort_by_key(|one| !is_first(one));
            assert_eq!(all, expected);
            let firsts = all.iter().filter(|one| is_first(one)).count();
            assert_eq!(firsts, length.first);
            // Wherever the page before was.
            for (at, known) in [(0, 0), (13, 5), (25, 40), (100, 90), (90, 110), (280, 3)] {
                let known_rows = &all[known.min(all.len())..(known + 12).min(all.len())];
                let page = store
                    .review_page(asked, length, (at, 12), (known, known_rows))
                    .unwrap();
                let wanted = &all[at.min(all.len())..(at + 12).min(all.len())];
                assert_eq!(page, wanted, "{state:?} {place:?} {at} {known}");
            }
            for (at, one) in all.iter().enumerate().step_by(17) {
                let mut seek = store
                    .begin_to_seek(asked, length, one.record)
                    .unwrap()
                    .unwrap();
                while seek.found().1.is_none() {
                    store.seek_on(&mut seek).unwrap();
                }
                assert_eq!(seek.found(), (one, Some(at)));
            }
            let mut walks = walked(&store, &filter, &first, 7);
            walks.0.append(&mut walks.1);
            let ids: Vec<Uuid> = all.iter().map(|one| one.record).collect();
            assert_eq!(walks.0, ids);
        }
    }
}

#[test]
fn a_key_that_begins_long_work_costs_a_part_of_it() {
    let search = |size: Size| {
        let folder = ledger(size);
        let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
        db.execute_batch("UPDATE standing SET verdict = 'met'")
            .unwrap();
        drop(db);
        let mut session = Counted::of(folder, &[]);
        session
            .begins("next problem", Code::F(6))
            .begins_by("find a name that few have", &Input::Text("镇q".into()))
            .key("leave the finder", Code::Esc)
            .key("shortfalls", Code::F(4))
            .begins("filter", Code::F(4))
            .begins_by("narrow", &Input::Text("8".into()));
        session
    };
    let many_towns = Size {
        towns: 4_400,
        ..SMALL
    };
    same(&search(SMALL), &search(many_towns));
    let approve = |size: Size| {
        let mut session = Counted::reviewing(ledger(size), &Limits::default());
        session
            .key("records", Code::F(2))
            .begins("approve all", Code::F(2))
            .shows("20")
            .key("leave the preview", Code::Esc)
            .begins("samples", Code::F(6));
        session
    };
    let small = Size {
        facilities: 1_200,
        findings: 40,
        ..SMALL
    };
    same(&approve(small), &approve(LARGE));
}

/// A ledger with a place beside the one that all others are below.
fn with_another_city(size: Size) -> TempDir {
    let folder = ledger(size);
    let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
    db.execute_batch(
        "INSERT INTO place (code, name, level, parent) VALUES ('2', '旁市', 'city', NULL)",
    )
    .unwrap();
    folder
}

/// More towns than a part looks at, with some facilities each.
const MANY_TOWNS: Size = Size {
    towns: 4_400,
    facilities: 12_000,
    findings: 2_000,
};

#[test]
fn the_records_below_a_place_cost_a_page_whatever_is_below_it() {
    let found = |session: &mut Counted| {
        session
            .key("find", Code::F(3))
            .begins_by("type", &Input::Text("示例市".into()))
            .begins("take a place", Code::Enter)
            .shows("示例馆")
            .key("page down", Code::PageDown)
            .key("end", Code::End)
            .begins("open", Code::Enter)
            .begins("back", Code::Esc)
            .key("page up", Code::PageUp)
            .begins("clear the filter", Code::Delete)
            .shows("示例馆")
            .key("up", Code::Up)
            .key("leave", Code::Esc);
    };
    // Of a smaller ledger the finder searches all facilities at once.
    let small = Size {
        facilities: 6_000,
        ..SMALL
    };
    for ledger in [ledger, with_another_city] {
        let clerk = |size: Size| {
            let mut session = Counted::of(ledger(size), &[]);
            found(&mut session);
            session
        };
        let expected = clerk(small);
        same(&expected, &clerk(MANY_TOWNS));
        let review = |size: Size| {
            let limits = Limits {
                places: vec!["1".into()],
                kinds: Vec::new(),
            };
            let mut session = Counted::reviewing(ledger(size), &limits);
            session
                .begins("records", Code::F(2))
                .shows("示例馆")
                .key("page down", Code::PageDown)
                .key("end", Code::End)
                .key("home", Code::Home)
                .begins("back to the shortfalls", Code::Esc)
                .shows("公共图书馆")
                .key("end of the shortfalls", Code::End)
                .begins("narrow them", Code::F(4))
                .begins_by("to what is short", &Input::Text("2".into()));
            session
        };
        // A part looks at more towns than the small ledger has.
        let expected = Size {
            towns: 1_100,
            ..small
        };
        same(&review(expected), &review(MANY_TOWNS));
    }
}

#[test]
fn a_list_with_several_filters_costs_a_part_of_it() {
    let narrow = |size: Size| {
        let mut session = Counted::reviewing(ledger(size), &Limits::default());
        session.key("records", Code::F(2));
        for words in ["图书馆", "无佐证", "未现场核查", "仅未达标"] {
            session
                .key("filter", Code::F(4))
                .types(words)
                .begins(&format!("choose {words}"), Code::Enter)
                .key("end", Code::End)
                .key("home", Code::Home);
        }
        session
            .shows("示例馆")
            .begins("approve", Code::F(2))
            .key("leave the preview", Code::Esc)
            .key("down", Code::Down)
            .begins("clear the filter", Code::Delete)
            .shows("示例馆");
        session
    };
    let small = Size {
        facilities: 1_200,
        ..SMALL
    };
    let expected = narrow(small);
    same(&expected, &narrow(LARGE));
    same(&expected, &narrow(MANY_TOWNS));
}

#[test]
fn the_place_beside_costs_the_same_whatever_the_number_of_towns() {
    let step = |size: Size, own: &[String]| {
        let mut session = Counted::of(ledger(size), own);
        session
            .does("quarter", |h| {
                h.ctrl('u');
            })
            .key("next town", Code::F(8))
            .key("town before", Code::F(7))
            .key("leave the quarter", Code::Esc)
            .key("open", Code::Enter)
            .key("next list", Code::F(8))
            .key("list before", Code::F(7))
            .does("find a town", |h| {
                h.key(Code::F(3)).text("5镇");
            })
            .key("go to it", Code::Enter)
            .does("side by side", |h| {
                h.ctrl('w');
            });
        session
    };
    let many = Size {
        towns: 4_400,
        ..SMALL
    };
    for own in [vec![], vec![town(3), town(7)]] {
        same(&step(SMALL, &own), &step(many, &own));
    }
}

/// A pack that judges some places by one requirement.
fn pack_of(code: &str, scope: &str) -> Pack {
    let text = format!(
        r#"
        format = 2
        code = "{code}"
        time_zone = "Asia/Shanghai"
        [document]
        number = "{code}"
        title = {{ zh = "示例政策", en = "Sample policy" }}
        issuer = {{ zh = "示例机关", en = "Sample office" }}
        issued_on = "2025-01-01"
        [scope]
        {scope}
        [[unit]]
        code = "hall"
        label = {{ zh = "个", en = "hall" }}
        plural = "halls"
        [[kind]]
        code = "{code}_hall"
        label = {{ zh = "文化礼堂", en = "Village hall" }}
        unit = "hall"
        [[requirement]]
        code = "{code}_halls"
        kind = "{code}_hall"
        label = {{ zh = "至少一个", en = "At least one" }}
        form = "exists"
        at_least = 1
        strength = "must"
        clause = "1"
        "#
    );
    Pack::read(&text).unwrap()
}

#[test]
fn the_place_beside_is_found_behind_all_that_a_pack_before_judges_too() {
    const TOWNS: usize = 2_500;
    let folder = tempfile::tempdir().unwrap();
    let towns: Vec<String> = (0..TOWNS).map(town).collect();
    let both_ends = format!(r#"places = ["1000", "{}", "1124"]"#, towns.join(r#"", ""#));
    let packs = [
        pack_of("first", r#"level = "town""#),
        pack_of("second", &both_ends),
    ];
    let path = folder.path().join("taizhang.db");
    let store = Store::create(&path, &places(TOWNS), &packs, "示例管理员").unwrap();
    let steps = store.steps_of_packs().unwrap();
    let last = town(TOWNS - 1);
    for (code, before, after) in [
        (&*last, Some(town(TOWNS - 2)), Some("1000".to_owned())),
        ("1000", Some(last.clone()), Some("1124".to_owned())),
        ("1124", Some("1000".to_owned()), None),
    ] {
        assert_eq!(steps.beside(code, -1).unwrap(), before, "{code}");
        assert_eq!(steps.beside(code, 1).unwrap(), after, "{code}");
    }
}

#[test]
fn a_part_of_the_search_for_places_costs_the_same_wherever_it_is() {
    let search = |size: Size| {
        let mut session = Counted::of(ledger(size), &[]);
        session.key("find", Code::F(3));
        for typed in ["镇q", "无此镇", "zq", "10q", "9999"] {
            session.does(typed, |h| {
                h.app.update(&Input::Text(typed.into()));
            });
            let mut dearest = 0;
            while session.h.app.is_at_work() {
                session.does("a part", |h| {
                    h.app.work();
                });
                dearest = session.costs.pop().unwrap().1.max(dearest);
            }
            session
                .costs
                .push((format!("{typed}, the dearest part"), dearest));
            session.does("clear", |h| {
                h.app.update(&Input::Key(Key::ctrl(Code::Char('u'))));
                while h.app.is_at_work() {
                    h.app.work();
                }
            });
        }
        session
    };
    let towns = |towns| Size { towns, ..SMALL };
    same(&search(towns(1_100)), &search(towns(4_400)));
}

/// A ledger of so many towns, of which forty are in a city of their own.
fn with_a_small_city(towns: usize) -> TempDir {
    let folder = with_another_city(Size { towns, ..SMALL });
    let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
    db.execute_batch("UPDATE place SET parent = '2' WHERE code IN ('1000', '1001')")
        .unwrap();
    folder
}

#[test]
fn a_table_of_one_city_costs_the_same_whatever_the_number_of_others() {
    let narrow = |towns: usize| {
        let mut session = Counted::of(with_a_small_city(towns), &[]);
        session
            .key("filter", Code::Backspace)
            .types("旁市")
            .begins("choose", Code::Enter)
            .shows("旁市")
            .key("end", Code::End)
            .key("page up", Code::PageUp)
            .key("shortfalls", Code::F(4))
            .begins("back", Code::Esc)
            .shows("旁市")
            .key("clear the filter", Code::Delete);
        session
    };
    same(&narrow(4_200), &narrow(8_400));
}

#[test]
fn a_table_of_a_place_above_many_is_counted_once() {
    let narrow = |towns: usize| {
        let mut session = Counted::of(with_a_small_city(towns), &[]);
        session
            .key("filter", Code::Backspace)
            .types("示例市")
            .begins("choose", Code::Enter)
            .shows("示例市");
        session.costs.clear();
        session
            .key("down", Code::Down)
            .key("end", Code::End)
            .key("shortfalls", Code::F(4))
            .begins("back", Code::Esc)
            .shows("示例市")
            .key("find", Code::F(3))
            .begins("leave the finder", Code::Esc)
            .key("filter again", Code::Backspace)
            .begins("leave the filter", Code::Esc);
        let counted = session.h.screen();
        let db = rusqlite::Connection::open(session.h.folder.path().join("taizhang.db")).unwrap();
        db.execute_batch("UPDATE standing SET verdict = 'met' WHERE place = '100043'")
            .unwrap();
        session.h.keys(&[Code::F(4), Code::Esc]);
        let counts = |screen: &str| screen.lines().nth(1).unwrap().to_owned();
        assert_ne!(
            counts(&session.h.screen()),
            counts(&counted),
            "what another program wrote is counted"
        );
        session
    };
    same(&narrow(4_200), &narrow(8_400));
}

#[test]
fn shortfalls_below_a_place_above_many_cost_a_part() {
    let narrow = |towns: usize| {
        let mut session = Counted::of(with_a_small_city(towns), &[]);
        session
            .key("shortfalls", Code::F(4))
            .key("filter", Code::F(4))
            .types("示例市")
            .begins("choose", Code::Enter)
            .shows("示例市")
            .key("end", Code::End);
        session
    };
    let (small, large) = (narrow(4_200), narrow(8_400));
    same(&small, &large);
    let count = |session: &Counted, within| {
        let narrowed = Narrowed {
            within,
            ..Narrowed::default()
        };
        let store = session.h.store();
        let found = store.filtered(&pack(), &Filter::default(), narrowed, support::day());
        found.unwrap().len()
    };
    let [all, one, other] = [None, Some("1"), Some("2")].map(|within| count(&small, within));
    assert_eq!((one + other, other * 105), (all, all));
}

/// Returns the steps that it takes to export one town in a format.
fn export(store: &Store, folder: &Path, steps: &AtomicU64, format: ExportFormat) -> u64 {
    let before = steps.load(Ordering::Relaxed);
    let request = ExportRequest {
        kind: None,
        towns: &[town(5)],
        format,
        day: support::day(),
    };
    let watch = ExportWatch {
        cancel: &AtomicBool::new(false),
        progress: &mut |_| {},
    };
    let done = export::export(store, &request, &folder.join("out"), watch).unwrap();
    assert!(done.records > 0, "{format:?}");
    steps.load(Ordering::Relaxed) - before
}

#[test]
fn an_export_of_a_town_costs_the_same_whatever_the_others_have() {
    let formats = [
        ExportFormat::Json,
        ExportFormat::Xlsx(Lang::Zh),
        ExportFormat::GeoPackage(Lang::Zh),
    ];
    let costs = |facilities| {
        let folder = ledger(Size {
            towns: 2_000,
            facilities,
            ..SMALL
        });
        let mut store = store(folder.path());
        let steps = store.count_steps().unwrap();
        formats.map(|format| export(&store, folder.path(), &steps, format))
    };
    // Of each town one, and ten.
    let (small, large) = (costs(2_000), costs(20_000));
    for (format, (small, large)) in formats.iter().zip(small.iter().zip(large)) {
        assert!(large <= small + SLACK, "{format:?}: {small} -> {large}");
    }
}

/// A ledger all of whose facilities are in one town.
fn in_one_town(facilities: usize) -> TempDir {
    let size = Size {
        facilities,
        ..SMALL
    };
    let folder = ledger_of("2024-06-01T00:00:00.000Z", size);
    let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
    db.execute_batch(&format!("UPDATE record SET place = '100003'; {RECOUNT}"))
        .unwrap();
    folder
}

#[test]
fn what_a_quarter_wants_of_a_town_costs_a_part_whatever_the_town_has() {
    let unchanged = Input::Key(Key::ctrl(Code::Char('u')));
    let confirm = |facilities: usize| {
        let mut session = Counted::begun(in_one_town(facilities), &[town(3)]);
        session
            .begins_by("quarter", &unchanged)
            .shows(&format!("待确认 {facilities}"))
            .key("down", Code::Down)
            .key("end", Code::End)
            .key("all", Code::F(2))
            .shows(&format!("{facilities} 个设施"))
            .begins("leave the question", Code::Esc)
            .begins("next place", Code::F(8))
            .begins("back to the town", Code::F(7))
            .begins_by("one is unchanged", &unchanged)
            .shows(&format!("待确认 {}", facilities - 1))
            .begins("leave the quarter", Code::Esc)
            .shows(&format!("待确认 {}", facilities - 1))
            .key("library", Code::Right)
            .key("open the list", Code::Enter)
            .begins_by("unchanged", &unchanged)
            .shows("此处待确认的全部")
            .shows(&format!("此处共 {facilities} 个设施"))
            .key("leave it", Code::Esc);
        session
    };
    same(&confirm(1_200), &confirm(40_000));
}

#[test]
fn a_long_list_is_confirmed_as_it_was_when_somebody_was_asked() {
    let mut session = Counted::begun(in_one_town(1_200), &[town(3)]);
    session
        .key("library", Code::Right)
        .key("open the list", Code::Enter)
        .begins_by("unchanged", &Input::Key(Key::ctrl(Code::Char('u'))));
    let mut store = session.h.store();
    let record = store.records("library", &town(3)).unwrap().remove(7);
    let values = [
        ("kind", "library"),
        ("place", &town(3)),
        ("name", "示例馆七"),
    ];
    support::save_facility(&mut store, record.id, &values);
    session
        .key("all", Code::Down)
        .key("confirm", Code::Enter)
        .shows("已确认 1199 个设施没有变化")
        .shows("1 个刚被他人修改");
    let place = store.place(&town(3)).unwrap().unwrap();
    let work = store.quarter_work(&place, support::day()).unwrap();
    assert_eq!(work.unconfirmed, 0, "one was saved, the others confirmed");
}

#[test]
fn what_a_quarter_wants_of_a_place_above_many_is_counted_in_parts() {
    let quarter = |towns: usize| {
        let mut session = Counted::begun(with_a_small_city(towns), &["1".into()]);
        session
            .key("find", Code::F(3))
            .types("100003")
            .begins("go there", Code::Enter);
        session.costs.clear();
        // Of the place of another it is that of the own places.
        session
            .begins_by("quarter", &Input::Key(Key::ctrl(Code::Char('u'))))
            .shows("示例市 季度待办")
            .key("end", Code::End)
            .key("all", Code::F(2));
        session
    };
    same(&quarter(4_200), &quarter(8_400));
}

#[test]
fn a_quarter_wants_the_same_however_it_is_counted() {
    let size = Size {
        towns: 40,
        facilities: 700,
        findings: 90,
    };
    let folder = ledger(size);
    let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
    db.execute_batch(
        "UPDATE record SET seen_at = CASE rowid % 7 WHEN 0 THEN '2025-05-01T00:00:00.000Z'
             WHEN 1 THEN '2023-01-01T00:00:00.000Z' ELSE '2024-11-0' || (rowid % 7) || 'T00:00:00.000Z' END;
         UPDATE record SET complete = 0 WHERE rowid % 11 = 0;
         UPDATE place SET parent = '100001' WHERE code = '100002'",
    )
    .unwrap();
    let store = store(folder.path());
    let place = store.place("1000").unwrap().unwrap();
    let count = |condition: &str| -> usize {
        let sql = format!(
            "SELECT count(*) FROM record JOIN place ON place.code = record.place
             WHERE (place.parent = '1000' OR place.code = '100002') AND {condition}"
        );
        let count: i64 = db.query_row(&sql, [], |row| row.get(0)).unwrap();
        usize::try_from(count).unwrap()
    };
    let mut whole = store.begin_quarter(&place, support::day(), 20).unwrap();
    store.walk_quarter(&mut whole, usize::MAX).unwrap();
    let work = whole.work();
    assert_eq!(work.returned, count("state = 'returned'"));
    assert_eq!(work.incomplete, count("complete = 0"));
    assert_eq!(work.unconfirmed, count("seen_at < '2024-12-31'"));
    assert_eq!(work.stale, count("seen_at < '2024-03-31'"));
    assert!(work.stale > 20 && work.returned > 20 && work.unconfirmed > work.stale + 20);
    for rows in [1, 3, 50, 400] {
        let mut walk = store.begin_quarter(&place, support::day(), 20).unwrap();
        while !walk.is_over() {
            store.walk_quarter(&mut walk, rows).unwrap();
        }
        assert_eq!(walk.work(), work, "{rows}");
        assert_eq!(walk.records(), whole.records(), "{rows}");
    }
    let mut seen: Vec<String> = Vec::new();
    for wanted in whole.records() {
        if matches!(wanted.wanting, Wanting::Confirmation) {
            let id = wanted.seen.record.to_string();
            let sql = "SELECT seen_at FROM record WHERE id = ?1";
            seen.push(db.query_row(sql, [id], |row| row.get(0)).unwrap());
        }
    }
    assert!(seen.is_sorted() && !seen.is_empty(), "{seen:?}");
}

#[test]
fn drafts_are_looked_for_in_parts_whatever_their_number() {
    let costs = |count: usize| {
        let folder = ledger(SMALL);
        let draft = FormDraft {
            of: DraftOf::Record,
            author: "示例填报人".into(),
            record: None,
            new_id: Uuid::now_v7(),
            kind: "library".into(),
            place: town(3),
            base: Vec::new(),
            texts: [("name".into(), "示例草稿".into())].into(),
            focus: "name".into(),
            cursor: 0,
            saved_at: String::new(),
        };
        for _ in 0..count {
            let mut file = DraftFile::open_new(&folder.path().join("taizhang.db")).unwrap();
            file.write(&draft).unwrap();
        }
        let mut h = Harness::on(folder, Lang::Zh, (80, 24));
        assert!(h.screen().contains(&format!("{count} ")), "{}", h.screen());
        let before = reads();
        h.app.update(&Input::Key(Key::plain(Code::F(9))));
        let key = reads() - before;
        h.app.work();
        let part = reads() - before - key;
        h.key(Code::End);
        assert!(h.screen().contains("示例草稿"), "{}", h.screen());
        [key, part]
    };
    let (small, large) = (costs(60), costs(240));
    assert!(
        large[0] <= small[0] + 20 && large[1] <= 500,
        "{small:?} {large:?}"
    );
}

#[test]
fn a_record_is_found_by_its_id_without_reading_others_and_by_its_name_in_an_index() {
    let costs = |facilities: usize| {
        let folder = ledger(Size {
            facilities,
            ..SMALL
        });
        let db = rusqlite::Connection::open(folder.path().join("taizhang.db")).unwrap();
        db.execute_batch("UPDATE record SET name_key = name")
            .unwrap();
        let mut store = store(folder.path());
        let record = store.records("library", &town(3)).unwrap().remove(0);
        let name = record.fields["name"].as_str().unwrap().to_owned();
        let id = record.id.to_string();
        let steps = store.count_steps().unwrap();
        let gone = Uuid::now_v7().to_string();
        [(&*id, true), (&gone, false), (&name, true)].map(|(text, is_there)| {
            let before = steps.load(Ordering::Relaxed);
            let found = store.find_record(text);
            let found = found.map(|found| (found.id, found.name));
            let expected = (record.id, name.clone());
            assert_eq!(found.ok(), is_there.then_some(expected), "{text}");
            steps.load(Ordering::Relaxed) - before
        })
    };
    let (small, large) = (costs(100), costs(20_000));
    assert!(large[0] <= small[0] + 100, "{small:?} {large:?}");
    assert!(large[1] <= small[1] + 100, "{small:?} {large:?}");
    // A step or two for the key of each.
    assert!(large[2] <= 20_000 * 4, "{small:?} {large:?}");
}

#[test]
fn a_day_before_everything_was_entered_is_judged_without_reading_records() {
    let folder = ledger(LARGE);
    let mut store = store(folder.path());
    let pack = store.packs().first().unwrap().clone();
    let steps = store.count_steps().unwrap();
    let [first, later] = ["2024-12-30", "2025-12-30"].map(|day| {
        let before = steps.load(Ordering::Relaxed);
        let standings = store.standings_as_of(&pack, day.parse().unwrap(), None);
        assert!(!standings.unwrap().is_empty());
        steps.load(Ordering::Relaxed) - before
    });
    // Every change is looked at once.
    assert!(first < later / 5, "{first} of {later}");
}
