//! What a snapshot costs, as ratios to a plain copy and to `sqlite3 .backup` in the same run: the
//! copy itself, and the copy with its examination. `cargo bench --bench snapshot`;
//! `FACILITIES=1000000` for a large one.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value as Json;
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::store::audit::verify;
use taizhang::store::share::snapshot;
use taizhang::store::share::snapshot::SnapshotProgress;
use taizhang::store::{Save, Store, StoreError};
use uuid::Uuid;

const TOWNS: [&str; 3] = ["331122101", "331121101", "331102100"];
const ROUNDS: usize = 5;

fn fill(ledger: &Path, count: usize) {
    let pack = Pack::read(include_str!("../seeds/lishui-2022-72.toml")).unwrap();
    let mut places = csv::Reader::from_reader(include_str!("../seeds/places.csv").as_bytes());
    let places: Vec<Place> = places.deserialize().map(Result::unwrap).collect();
    let mut store = Store::create(ledger, &places, &[pack], "示例管理员").unwrap();
    let field = |key: &str, value: &str| (key.to_owned(), Json::from(value));
    let add = |at: usize| {
        let name = format!("示例馆{at}");
        let fields = [
            ("kind", "library"),
            ("place", TOWNS[at % TOWNS.len()]),
            ("name", &name),
            ("status", "existing"),
        ];
        fields
            .into_iter()
            .map(|(key, value)| field(key, value))
            .collect::<BTreeMap<_, _>>()
    };
    let all = store.write(|writer| {
        (0..count).try_for_each(|at| {
            let (record, subject, fields) = (Uuid::now_v7(), Subject::Facility, add(at));
            writer
                .save(&Save {
                    record,
                    subject,
                    base: &[],
                    fields,
                    author: "示例",
                    reason: "",
                })
                .map(drop)
        })
    });
    all.map_err(|error: StoreError| format!("{error:?}"))
        .unwrap();
}

/// The median of several rounds; each leaves `out`, which is removed.
fn median(out: &Path, mut act: impl FnMut() -> Duration) -> Duration {
    let one = |_| {
        let took = act();
        let _ = fs::remove_file(out);
        took
    };
    let mut all: Vec<Duration> = (0..ROUNDS).map(one).collect();
    all.sort_unstable();
    all[ROUNDS / 2]
}

fn timed(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}

fn main() {
    let count = std::env::var("FACILITIES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let folder = tempfile::tempdir().unwrap();
    let (ledger, out) = (
        folder.path().join("taizhang.db"),
        folder.path().join("out.db"),
    );
    let filling = timed(|| fill(&ledger, count));
    let megabytes = fs::metadata(&ledger).unwrap().len() / 1_000_000;
    println!(
        "{count} facilities, {megabytes} MB, filled in {filling:.1?}; medians of {ROUNDS} rounds"
    );
    let plain = median(&out, || {
        timed(|| {
            fs::copy(&ledger, &out).unwrap();
            File::open(&out).unwrap().sync_all().unwrap();
        })
    });
    let compare = |what: &str, took: Duration| {
        println!(
            "{what:44} {took:>10.1?} {:>7.2}",
            took.as_secs_f64() / plain.as_secs_f64()
        );
    };
    compare("cp and fsync", plain);
    let order = format!(".backup '{}'", out.display());
    if Command::new("sqlite3").arg("-version").output().is_ok() {
        let backup = median(&out, || {
            timed(|| {
                assert!(
                    Command::new("sqlite3")
                        .arg(&ledger)
                        .arg(&order)
                        .status()
                        .unwrap()
                        .success()
                );
            })
        });
        compare("sqlite3 .backup", backup);
    }
    let mut copied = Vec::new();
    let whole = median(&out, || {
        let start = Instant::now();
        let made = snapshot::make(&ledger, &out, &Arc::default(), |progress| {
            if progress == SnapshotProgress::Checking {
                copied.push(start.elapsed());
            }
        });
        made.unwrap();
        start.elapsed()
    });
    copied.sort_unstable();
    compare("taizhang snapshot, until it is copied", copied[ROUNDS / 2]);
    compare("taizhang snapshot, examined and synced", whole);
    snapshot::make(&ledger, &out, &Arc::default(), |_| {}).unwrap();
    compare(
        "taizhang verify",
        median(Path::new(""), || {
            timed(|| assert!(verify(&out, None).unwrap().passed()))
        }),
    );
}
