//! Known faults of the crates that are built in. `advisories.toml` has what the database of
//! `RustSec` said of them on a day; no network is needed. With a newer copy of the database
//! (`https://github.com/rustsec/advisory-db`) the list is written anew and checked:
//! `ADVISORY_DB=FOLDER UPDATE_DOCS=1 cargo test --test advisories`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a failure of a test is a panic"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};

/// Advisories that apply and do no harm here, with the reason.
const ACCEPTED: [(&str, &str); 1] = [(
    "RUSTSEC-2023-0071",
    "rsa: whoever can time many operations with a private key learns of it; the program signs with one only for whoever runs it, and answers nobody",
)];

/// What is known of crates.
#[derive(Default, Deserialize, Serialize)]
struct Known {
    #[serde(default, rename = "advisory")]
    advisories: Vec<Advisory>,
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
    let names: BTreeSet<String> = packages().into_iter().map(|(name, _)| name).collect();
    let advisories = names
        .iter()
        .flat_map(|name| of_database(&database, name))
        .collect();
    let known = Known { advisories };
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(list, toml::to_string(&known).unwrap()).unwrap();
    }
    known
}

#[test]
fn no_known_fault_of_a_crate_is_built_in() {
    let known = known();
    assert!(!known.advisories.is_empty());
    let is_accepted = |id: &str| ACCEPTED.iter().any(|(accepted, _)| *accepted == id);
    let mut found = Vec::new();
    let mut accepted = BTreeSet::new();
    for (name, version) in packages() {
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
