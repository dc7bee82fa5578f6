//! Known faults of the crates that are built in. `advisories.toml` has what the database of
//! `RustSec` said of them on a day, and the names that were looked up; no network is needed. A crate
//! that is not among these names fails the test. With a newer copy of the database
//! (`https://github.com/rustsec/advisory-db`) the list is written anew and checked:
//! `ADVISORY_DB=FOLDER ADVISORY_DAY=YYYY-MM-DD UPDATE_DOCS=1 cargo test --test advisories`, with the
//! day of its last commit.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure of a test is a panic"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use chrono::NaiveDate;
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};

/// Advisories that apply and do no harm here, with the reason.
const ACCEPTED: [(&str, &str); 1] = [(
    "RUSTSEC-2023-0071",
    "rsa: whoever can time many operations with a private key can work out the key; the program signs with one only for whoever runs it, and answers nobody",
)];

/// The program's own name in the lock file.
const OWN: &str = env!("CARGO_PKG_NAME");

/// What is known of crates.
#[derive(Deserialize, Serialize)]
struct Known {
    /// The day of the database.
    day: String,
    /// The names that were looked up in it, also those of which it has nothing.
    looked_up: BTreeSet<String>,
    #[serde(default, rename = "advisory")]
    advisories: Vec<Advisory>,
}

impl Known {
    /// Returns the crates that were never looked up.
    fn unknown<'a>(&self, packages: &'a BTreeSet<(String, Version)>) -> BTreeSet<&'a str> {
        let names = packages.iter().map(|(name, _)| name.as_str());
        names
            .filter(|name| *name != OWN && !self.looked_up.contains(*name))
            .collect()
    }
}

#[derive(Deserialize, Serialize)]
struct Advisory {
    id: String,
    package: String,
    patched: Vec<String>,
    unaffected: Vec<String>,
}

impl Advisory {
    fn applies_to(&self, package: &str, version: &Version) -> bool {
        let is_good = |req: &String| VersionReq::parse(req).unwrap().matches(version);
        self.package == package && !self.patched.iter().chain(&self.unaffected).any(is_good)
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The crates of the lock file.
fn packages() -> BTreeSet<(String, Version)> {
    let lock: toml::Table =
        toml::from_str(&fs::read_to_string(root().join("Cargo.lock")).unwrap()).unwrap();
    let packages = lock["package"].as_array().unwrap().iter();
    let text = |package: &toml::Value, key: &str| package[key].as_str().unwrap().to_owned();
    packages
        .map(|package| {
            (
                text(package, "name"),
                text(package, "version").parse().unwrap(),
            )
        })
        .collect()
}

/// What a copy of the database says of a crate.
fn of_database(folder: &Path, package: &str) -> Vec<Advisory> {
    let files = fs::read_dir(folder.join("crates").join(package))
        .into_iter()
        .flatten();
    let mut found: Vec<Advisory> = files
        .filter_map(|file| read(&fs::read_to_string(file.unwrap().path()).unwrap()))
        .collect();
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found
}

/// Reads a file of the database; `None` where it was withdrawn.
fn read(text: &str) -> Option<Advisory> {
    let (_, text) = text.split_once("```toml\n").unwrap();
    let (table, _) = text.split_once("\n```").unwrap();
    let table: toml::Table = toml::from_str(table).unwrap();
    let about = &table["advisory"];
    let versions = |key: &str| {
        let list = table["versions"].get(key).and_then(toml::Value::as_array);
        let list = list.into_iter().flatten();
        list.map(|req| req.as_str().unwrap().to_owned()).collect()
    };
    let is_withdrawn = about.get("withdrawn").is_some();
    (!is_withdrawn).then(|| Advisory {
        id: about["id"].as_str().unwrap().to_owned(),
        package: about["package"].as_str().unwrap().to_owned(),
        patched: versions("patched"),
        unaffected: versions("unaffected"),
    })
}

fn known() -> Known {
    let list = root().join("tests/advisories.toml");
    let Some(database) = env::var_os("ADVISORY_DB").map(PathBuf::from) else {
        return toml::from_str(&fs::read_to_string(list).unwrap()).unwrap();
    };
    assert!(
        database.join("crates").is_dir(),
        "not a copy of the database: {}",
        database.display()
    );
    let day = env::var("ADVISORY_DAY").unwrap();
    let names = packages().into_iter().map(|(name, _)| name);
    let looked_up: BTreeSet<String> = names.filter(|name| name != OWN).collect();
    let advisories = looked_up
        .iter()
        .flat_map(|name| of_database(&database, name))
        .collect();
    let known = Known {
        day,
        looked_up,
        advisories,
    };
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(list, toml::to_string_pretty(&known).unwrap()).unwrap();
    }
    known
}

#[test]
fn no_known_fault_of_a_crate_is_built_in() {
    let known = known();
    assert!(!known.advisories.is_empty());
    let packages = packages();
    let unknown = known.unknown(&packages);
    assert!(
        unknown.is_empty(),
        "not looked up in the database of {}: {unknown:?}",
        known.day
    );
    let is_accepted = |id: &str| ACCEPTED.iter().any(|(accepted, _)| *accepted == id);
    let mut found = Vec::new();
    let mut accepted = BTreeSet::new();
    for (name, version) in packages {
        for advisory in &known.advisories {
            if advisory.applies_to(&name, &version) {
                if is_accepted(&advisory.id) {
                    accepted.insert(advisory.id.clone());
                } else {
                    found.push(format!("{name} {version}: {}", advisory.id));
                }
            }
        }
    }
    assert!(found.is_empty(), "{found:?}");
    for (id, reason) in ACCEPTED {
        assert!(accepted.contains(id), "{id} no longer applies: {reason}");
    }
}

#[test]
fn a_crate_that_was_not_looked_up_is_found() {
    let known = Known {
        day: "2026-08-21".to_owned(),
        looked_up: BTreeSet::from(["a".to_owned()]),
        advisories: Vec::new(),
    };
    let lock = ["a", "b", OWN].map(|name| (name.to_owned(), Version::new(1, 0, 0)));
    let lock = BTreeSet::from(lock);
    assert_eq!(known.unknown(&lock), BTreeSet::from(["b"]));
}

#[test]
fn the_documents_name_the_day_of_the_list() {
    let day = NaiveDate::parse_from_str(&known().day, "%Y-%m-%d").unwrap();
    for (file, format) in [
        ("docs/install.md", "%-d %B %Y"),
        ("docs/install.zh.md", "%Y 年 %-m 月 %-d 日"),
    ] {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let day = day.format(format).to_string();
        assert!(text.contains(&day), "{file} does not say {day}");
    }
}

#[test]
fn a_version_before_the_patched_one_is_found() {
    let advisory = read(
        "```toml\n[advisory]\nid = \"RUSTSEC-1\"\npackage = \"a\"\n[versions]\npatched = [\">= 1.2.3\", \"^0.9.7\"]\nunaffected = [\"< 0.5\"]\n```\ntext",
    )
    .unwrap();
    for (version, applies) in [
        ("1.2.2", true),
        ("1.2.3", false),
        ("0.9.7", false),
        ("0.9.6", true),
        ("0.4.0", false),
    ] {
        assert_eq!(
            advisory.applies_to("a", &version.parse().unwrap()),
            applies,
            "{version}"
        );
    }
    assert!(!advisory.applies_to("b", &Version::new(1, 0, 0)));
}
