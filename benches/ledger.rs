//! What grows with the ledger and what does not: times on a large ledger as ratios to the same on a
//! small one, in the same run. `cargo bench --bench ledger`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use support::{Harness, lishui, places};
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::domain::value::{Cycle, Period};
use taizhang::i18n::Lang;
use taizhang::store::{QuarterClosing, Save, Store, StoreError, Writer};
use taizhang::transfer::report::{Moment, Report};
use taizhang::tui::terminal::input::Code;
use tempfile::TempDir;
use uuid::Uuid;

const HERE: &str = "331122101";
const ELSEWHERE: [&str; 2] = ["331121101", "331102100"];
/// The towns and town-like divisions of the whole country.
const ALL_TOWNS: usize = 41_352;
/// Enough towns for several pages.
const PAGES: usize = 42;
const SIZE: (u16, u16) = (80, 24);

/// The median time of something done many times.
fn median(times: usize, mut act: impl FnMut()) -> Duration {
    let one = |_| {
        let start = Instant::now();
        act();
        start.elapsed()
    };
    let mut all: Vec<Duration> = (0..times).map(one).collect();
    all.sort_unstable();
    all[times / 2]
}

/// Prints a time beside the one it is to be compared with.
fn compare(what: &str, small: Duration, large: Duration) {
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!("{what:46} {small:>12.1?} {large:>12.1?} {ratio:>9.2}");
}

fn add(writer: &mut Writer, town: &str, count: usize) -> Result<(), StoreError> {
    for at in 0..count {
        let name = format!("示例馆{town}-{at}");
        let fields: BTreeMap<String, Json> = [
            ("kind", Json::from("library")),
            ("place", town.into()),
            ("name", name.into()),
            ("status", "existing".into()),
            ("reading_seats", "96".into()),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into();
        let save = Save {
            record: Uuid::now_v7(),
            subject: Subject::Facility,
            base: &[],
            fields,
            author: "示例",
            reason: "",
        };
        writer.save(&save)?;
    }
    Ok(())
}

/// A ledger with ten records here and the others in other towns.
fn with_records(count: usize) -> Harness {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(
        &folder.path().join("taizhang.db"),
        &places(),
        &[lishui()],
        "示例管理员",
    )
    .unwrap();
    let elsewhere = (count - 10) / ELSEWHERE.len();
    let fill = |writer: &mut Writer| {
        add(writer, HERE, 10)?;
        ELSEWHERE
            .iter()
            .try_for_each(|town| add(writer, town, elsewhere))
    };
    store.write(fill).unwrap();
    drop(store);
    Harness::on(folder, Lang::Zh, SIZE)
}

/// A ledger whose policy covers so many towns.
fn with_towns(count: usize) -> TempDir {
    // The four minimums, which name no place but the towns that they judge.
    let text = include_str!("../tests/packs/minimums.toml");
    let scope = r#"places = ["331122101", "331121101", "331102100"]"#;
    assert!(text.contains(scope));
    let pack = Pack::read(&text.replace(scope, r#"level = "town""#)).unwrap();
    let root = Place {
        code: "100000".into(),
        name: "示例国".into(),
        level: "country".into(),
        parent: None,
    };
    let town = |at: usize| Place {
        code: format!("{}", 200_000_000 + at),
        name: format!("示例第{at}镇"),
        level: "town".into(),
        parent: Some(root.code.clone()),
    };
    let places: Vec<Place> = (0..count).map(town).chain([root.clone()]).collect();
    let folder = tempfile::tempdir().unwrap();
    let start = Instant::now();
    drop(
        Store::create(
            &folder.path().join("taizhang.db"),
            &places,
            &[pack],
            "示例管理员",
        )
        .unwrap(),
    );
    println!(
        "making the ledger of {count} towns took {:.1?}",
        start.elapsed()
    );
    folder
}

/// Opens the list and measures how a new form opens there.
fn opening(harness: &mut Harness) -> Duration {
    harness.keys(&[Code::Right, Code::Enter]);
    median(40, || {
        harness.key(Code::F(4));
        harness.screen();
        harness.key(Code::Esc);
    })
}

/// Goes to the figure that decides.
fn to_the_figure(harness: &mut Harness) {
    harness.key(Code::F(4)).text("示例新馆");
    harness
        .keys(&[Code::Tab; 3])
        .text("2")
        .key(Code::Tab)
        .text("1");
}

/// A key in the figure that decides, and another one that takes it back.
fn keys(harness: &mut Harness) {
    harness.text("2");
    harness.screen();
    harness.key(Code::Backspace);
}

/// A ledger with ten records, judged by a pack.
fn judged_by(pack: Pack) -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let mut store = Store::create(&path, &places(), &[pack], "示例管理员").unwrap();
    store.write(|writer| add(writer, HERE, 10)).unwrap();
    (folder, store)
}

/// What a save costs under the four minimums of facilities and under the whole policy, which asks
/// ten times as much.
fn policies() {
    let whole = Pack::read(include_str!("../seeds/lishui-2022-72.toml")).unwrap();
    let [mut minimums, mut whole] = [lishui(), whole].map(judged_by);
    let save = |store: &mut Store| store.write(|writer| add(writer, HERE, 1)).unwrap();
    // In turns, because the disk is not always equally busy.
    let (mut few, mut all): (Vec<_>, Vec<_>) = (0..200)
        .map(|_| {
            (
                median(1, || save(&mut minimums.1)),
                median(1, || save(&mut whole.1)),
            )
        })
        .unzip();
    few.sort_unstable();
    all.sort_unstable();
    println!(
        "{:46} {:>12} {:>12} {:>9}",
        "", "4 minimums", "whole policy", "ratio"
    );
    compare("saving a library", few[few.len() / 2], all[all.len() / 2]);
}

/// What a report of a closed quarter takes beside one of today, which folds the trail.
fn reports() {
    let harness = with_records(10_000);
    let mut store = harness.store();
    let quarter = Period::over_before(Cycle::Quarter, store.today());
    let closing = QuarterClosing {
        quarter,
        place: None,
        signed_by: "",
        author: "示例管理员",
    };
    let judged = store.rehearse_close(&closing).unwrap();
    store.close_quarter(&closing, &judged).unwrap();
    let pack = store.pack(None).unwrap();
    let built = |moment| {
        median(5, || {
            drop(Report::build(&store, pack, None, moment).unwrap());
        })
    };
    let day = store.today();
    let today = built(Moment::Now(day));
    println!(
        "{:46} {:>12} {:>12} {:>9}",
        "10000 records", "today", "", "ratio"
    );
    compare(
        "report of a closed quarter",
        today,
        built(Moment::Closed(quarter)),
    );
    compare(
        "report of a day, from the trail",
        today,
        built(Moment::EndOf(day)),
    );
}

/// Adds a facility on the screen, from the list to the list, so many times.
fn saving(harness: &mut Harness) -> Duration {
    const TIMES: usize = 40;
    harness.key(Code::Esc);
    let before = libraries(harness);
    let mut number = 0;
    let time = median(TIMES, || {
        number += 1;
        harness.key(Code::F(4)).text(&format!("示例又一馆{number}"));
        harness
            .key(Code::Enter)
            .text("1")
            .key(Code::F(2))
            .key(Code::Esc);
    });
    assert_eq!(libraries(harness), before + TIMES, "{}", harness.screen());
    time
}

/// How many libraries stand here.
fn libraries(harness: &Harness) -> usize {
    let store = harness.store();
    let kind = store.kind("library").unwrap();
    store.facilities(kind, HERE).unwrap().len()
}

fn records() {
    let [mut small, mut large] = [10, 10_000].map(with_records);
    println!(
        "{:46} {:>12} {:>12} {:>9}",
        "", "10 records", "10000", "ratio"
    );
    compare(
        "opening an empty form",
        opening(&mut small),
        opening(&mut large),
    );
    to_the_figure(&mut small);
    to_the_figure(&mut large);
    // In turns, because the disk that keeps the drafts is not always equally busy.
    let mut turns = (0..40)
        .map(|_| {
            (
                median(20, || keys(&mut small)),
                median(20, || keys(&mut large)),
            )
        })
        .collect::<Vec<_>>();
    turns.sort_unstable_by_key(|turn| turn.0);
    let few = turns[turns.len() / 2].0;
    turns.sort_unstable_by_key(|turn| turn.1);
    compare(
        "two keys, the verdict drawn once",
        few,
        turns[turns.len() / 2].1,
    );
    compare("saving a record", saving(&mut small), saving(&mut large));
}

fn first_screen(folder: TempDir) -> (Duration, Duration, Duration) {
    let path = folder.path().join("taizhang.db");
    let open = median(9, || drop(Store::open(&path).unwrap()));
    let mut kept = Some(folder);
    let mut harness = None;
    let screen = median(9, || {
        let folder = kept.take().unwrap_or_else(|| {
            let Harness { folder, app, .. } = harness.take().unwrap();
            drop(app);
            folder
        });
        let started = Harness::on(folder, Lang::Zh, SIZE);
        started.screen();
        harness = Some(started);
    });
    let mut harness = harness.unwrap();
    // There and back, so that a page is read each time however few there are.
    let mut turns = [Code::PageDown, Code::PageUp].into_iter().cycle();
    let turn = median(100, || {
        harness.key(turns.next().unwrap());
        harness.screen();
    });
    (open, screen, turn)
}

fn towns() {
    let three = tempfile::tempdir().unwrap();
    drop(
        Store::create(
            &three.path().join("taizhang.db"),
            &places(),
            &[lishui()],
            "示例管理员",
        )
        .unwrap(),
    );
    let (few, pages, many) = (
        first_screen(three),
        first_screen(with_towns(PAGES)),
        first_screen(with_towns(ALL_TOWNS)),
    );
    println!("{:46} {:>12} {:>12} {:>9}", "", "3 towns", "41352", "ratio");
    compare("opening the file", few.0, many.0);
    compare(
        "opening the file and the first screen, drawn",
        few.1,
        many.1,
    );
    println!(
        "{:46} {:>12} {:>12} {:>9}",
        "", "42 towns", "41352", "ratio"
    );
    compare(
        "opening the file and the first screen, drawn",
        pages.1,
        many.1,
    );
    compare("turning a page, drawn", pages.2, many.2);
}

fn main() {
    policies();
    reports();
    records();
    towns();
}
