//! The licences of what is built into the program: `THIRD-PARTY.md` lists them, and all are among
//! those that let the program be handed on. `UPDATE_DOCS=1 cargo test --test licences` writes the
//! list anew.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use serde_json::Value as Json;

const ALLOWED: [&str; 12] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

const HEAD: &str = "# What is built into the program

Each crate with its version and its licence; where there are several, any of them. SQLite, which
`libsqlite3-sys` brings along, is in the public domain. Generated: `UPDATE_DOCS=1 cargo test --test
licences`.

| crate | version | licence |
| --- | --- | --- |
";

fn text<'a>(json: &'a Json, key: &str) -> &'a str {
    json[key].as_str().unwrap_or_default()
}

/// The packages that are linked into the program, and their licences.
fn packages() -> BTreeMap<(String, String), String> {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&metadata.stderr);
    assert!(metadata.status.success(), "{said}");
    let metadata: Json = serde_json::from_slice(&metadata.stdout).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let by_id: BTreeMap<&str, &Json> = nodes.iter().map(|node| (text(node, "id"), node)).collect();
    let root = text(&metadata["resolve"], "root");
    let mut reached = BTreeSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if !reached.insert(id) {
            continue;
        }
        for dependency in by_id[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                open.push(text(dependency, "pkg"));
            }
        }
    }
    let packages = metadata["packages"].as_array().unwrap();
    let linked = |package: &&Json| {
        let id = text(package, "id");
        id != root && reached.contains(id)
    };
    let described = |package: &Json| {
        let of = |key| text(package, key).to_owned();
        ((of("name"), of("version")), of("license"))
    };
    packages.iter().filter(linked).map(described).collect()
}

/// Whether one of the choices of a licence expression is allowed in all its parts.
fn is_allowed(licence: &str) -> bool {
    let is_known = |part: &str| {
        let name = part.trim_matches(['(', ')', ' ']);
        ALLOWED.contains(&name.split(" WITH ").next().unwrap())
    };
    let licence = licence.replace('/', " OR ");
    let mut choices = licence.split(" OR ");
    choices.any(|choice| choice.split(" AND ").all(is_known))
}

#[test]
fn every_licence_is_listed_and_lets_the_program_be_handed_on() {
    let packages = packages();
    let refused: Vec<_> = packages
        .iter()
        .filter(|(_, licence)| !is_allowed(licence))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    let mut list = HEAD.to_owned();
    for ((name, version), licence) in &packages {
        writeln!(list, "| {name} | {version} | {licence} |").unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("THIRD-PARTY.md");
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, list).unwrap();
        return;
    }
    let listed = fs::read_to_string(path).unwrap();
    assert!(
        listed == list,
        "THIRD-PARTY.md is not of these crates; UPDATE_DOCS=1 cargo test --test licences writes it"
    );
}

#[test]
fn a_licence_is_allowed_by_one_of_its_choices_in_all_its_parts() {
    for licence in [
        "MIT",
        "MIT OR GPL-3.0",
        "MIT/Apache-2.0",
        "(MIT OR GPL-2.0) AND ISC",
    ] {
        assert!(is_allowed(licence), "{licence}");
    }
    for licence in ["", "GPL-3.0", "MIT AND GPL-3.0"] {
        assert!(!is_allowed(licence), "{licence}");
    }
}
