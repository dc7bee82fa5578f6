//! The shape of the source: which layer may know which, and what stands nowhere. Every failure
//! names file and line.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod circle;
mod faces;
mod functions;
mod imports;
mod names;
mod rooms;
mod source;
mod uses;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use taizhang::domain::policy::Pack;
use taizhang::domain::policy::pack::shared_fields;

use source::{Source, named, tree};

/// The layers from the bottom up; those of one rank do not know each other.
const LAYERS: [(&str, u8); 6] = [
    ("i18n", 0),
    ("domain", 1),
    ("store", 2),
    ("transfer", 3),
    ("tui", 3),
    ("cli", 4),
];

/// Where a word that a pack took for a field means something else: the file and the word.
const OTHER_MEANINGS: [(&str, &str); 3] = [
    ("src/domain/policy/pack/expression/calls.rs", "level"), // of places
    ("src/transfer/places.rs", "level"),                     // a column of the list of places
    ("src/domain/policy/pack/format.rs", "level"),           // a key of the format
];

/// The most lines of a file, its tests not counted.
const MOST_LINES: usize = 400;

fn rank(layer: &str) -> Option<u8> {
    LAYERS
        .iter()
        .find(|(name, _)| *name == layer)
        .map(|(_, rank)| *rank)
}

/// Fails with every place where a rule is broken.
fn none(rule: &str, broken: impl IntoIterator<Item = String>) {
    let broken: Vec<String> = broken.into_iter().collect();
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

/// Every place outside `layer` where one of `words` occurs.
fn outside(layer: &str, words: &[&str]) -> Vec<String> {
    let elsewhere = tree().into_iter().filter(|source| source.layer() != layer);
    elsewhere
        .flat_map(|source| {
            words
                .iter()
                .flat_map(|word| source.places_of(word))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn sql_stands_only_in_the_store() {
    none(
        "rusqlite only under src/store",
        outside("store", &["rusqlite"]),
    );
}

#[test]
fn the_terminal_stands_only_in_the_screens() {
    none(
        "ratatui and crossterm only under src/tui",
        outside("tui", &["ratatui", "crossterm"]),
    );
}

#[test]
fn arrows_between_the_layers_point_down_only() {
    let upward = |source: &Source| {
        let Some(own) = rank(source.layer()) else {
            return Vec::new();
        };
        let is_upward = |(_, layer): &(usize, String)| {
            layer != source.layer() && rank(layer).is_some_and(|other| other >= own)
        };
        let uses = ["crate", "super"]
            .into_iter()
            .flat_map(|root| named(&source.code, root));
        uses.filter(is_upward)
            .map(|(at, layer)| format!("{} uses {layer}", source.place(at)))
            .collect()
    };
    none(
        "i18n ← domain ← store ← transfer, tui ← cli",
        tree().iter().flat_map(upward),
    );
}

#[test]
fn the_domain_reads_no_file_no_clock_and_no_environment() {
    let impure = [
        "SystemTime",
        "Instant",
        "Utc::now",
        "Local::now",
        "Local::today",
        "now_v7",
        "new_v4",
    ];
    let modules = ["fs", "env", "io", "net", "os", "process", "thread"];
    let broken = |source: &Source| {
        let from_std = named(&source.code, "std")
            .into_iter()
            .filter(|(_, name)| modules.contains(&name.as_str()));
        let from_std = from_std.map(|(at, name)| format!("{} uses std::{name}", source.place(at)));
        impure
            .iter()
            .flat_map(|word| source.places_of(word))
            .chain(from_std)
            .collect::<Vec<_>>()
    };
    none(
        "the domain is pure",
        tree()
            .iter()
            .filter(|source| source.layer() == "domain")
            .flat_map(broken),
    );
}

#[test]
fn the_clock_is_read_in_one_place() {
    let words = [
        "SystemTime::now",
        "Utc::now",
        "Local::",
        "chrono::Local",
        "now_v7",
    ];
    let elsewhere = tree()
        .into_iter()
        .filter(|source| source.path != "src/store/clock.rs");
    none(
        "any clock is taken in src/store/clock.rs",
        elsewhere.flat_map(|source| {
            words
                .iter()
                .flat_map(|word| source.places_of(word))
                .collect::<Vec<_>>()
        }),
    );
}

#[test]
fn no_code_of_a_pack_is_written_into_the_program() {
    let shared: BTreeSet<String> = shared_fields()
        .iter()
        .map(|field| field.code.clone())
        .collect();
    let seeds = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).unwrap();
    let texts = seeds.filter_map(|entry| fs::read_to_string(entry.unwrap().path()).ok());
    let packs: Vec<Pack> = texts.filter_map(|text| Pack::read(&text).ok()).collect();
    assert!(!packs.is_empty(), "seeds/ holds packs");
    let kinds = packs.iter().flat_map(|pack| pack.kinds.iter());
    let codes: BTreeSet<&str> = kinds
        .flat_map(|kind| {
            kind.own_fields()
                .map(|field| field.code.as_str())
                .chain([kind.code.as_str()])
        })
        .filter(|code| !shared.contains(*code))
        .collect();
    let broken = |source: &Source| {
        let is_meant = |text: &str| {
            codes.contains(text) && !OTHER_MEANINGS.contains(&(source.path.as_str(), text))
        };
        let said = source.literals.iter().filter(|(_, text)| is_meant(text));
        said.map(|(at, text)| format!("{} says \"{text}\"", source.place(*at)))
            .collect::<Vec<_>>()
    };
    none("what a pack names is data", tree().iter().flat_map(broken));
}

/// Messages of line commands and of a question at a prompt, where no screen and no table is: the
/// file, and the keys that it may name.
const KEYS_OF_LINES: [(&str, &[&str]); 2] = [
    ("src/i18n/loading.rs", &["Enter", "Esc", "Ctrl-C"]),
    ("src/i18n/merge.rs", &["Ctrl-C"]),
];

/// The keys that a text names: `F2`, `Ctrl-K`, `Enter`.
fn keys_in(text: &str) -> Vec<&str> {
    let is_key = |word: &&str| {
        let number = word
            .strip_prefix('F')
            .and_then(|number| number.parse::<u8>().ok());
        number.is_some()
            || word.starts_with("Ctrl-")
            || ["Enter", "Esc", "Insert", "PgUp", "PgDn"].contains(word)
    };
    let is_apart = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '{' | '}'));
    text.split(is_apart).filter(is_key).collect()
}

#[test]
fn no_message_names_a_key_by_itself() {
    let broken = |source: &Source| {
        let known = KEYS_OF_LINES.iter().find(|(path, _)| *path == source.path);
        let known = known.map_or(&[][..], |(_, keys)| keys);
        let mut found = Vec::new();
        for (at, text) in &source.literals {
            let keys = keys_in(text).into_iter().filter(|key| !known.contains(key));
            // "Enter the later changes again" is no key.
            let keys = keys.filter(|key| *key != "Enter" || !text.contains("Enter the "));
            found.extend(keys.map(|key| format!("{} says {key}", source.place(*at))));
        }
        found
    };
    let catalogues = tree().into_iter().filter(|source| source.layer() == "i18n");
    let found: Vec<String> = catalogues.flat_map(|source| broken(&source)).collect();
    none("keys come from the table of commands", found);
}

#[test]
fn a_key_in_a_text_is_seen() {
    assert_eq!(
        keys_in("按 F2 保存，Ctrl-K 取消；Enter"),
        ["F2", "Ctrl-K", "Enter"]
    );
    assert_eq!(keys_in("{Save} saves; Fe2 and Entered"), Vec::<&str>::new());
}

#[test]
fn the_program_never_panics_on_purpose() {
    let words = [
        ".unwrap()",
        ".unwrap_err()",
        ".expect(",
        ".expect_err(",
        "panic!",
        "todo!",
        "unimplemented!",
        "dbg!",
    ];
    let broken = |source: &Source| {
        words
            .iter()
            .flat_map(|word| source.places_of(word))
            .collect::<Vec<_>>()
    };
    none("errors are values", tree().iter().flat_map(broken));
}

/// Where the password file of a hub is looked for. No restricted session has the command.
const READER_AT_HOME: &str = "src/store/hub/environment.rs";

/// Where something of the environment is read: the language, the terminal, the name of a user who
/// gives none, the ledger where none is named, a command sent along, which is refused, and how a hub
/// is logged in to.
const READERS_OF_THE_ENVIRONMENT: [&str; 8] = [
    "src/cli/doctor.rs",
    "src/cli/ledger.rs",
    "src/cli/author.rs",
    "src/cli/restricted.rs",
    "src/i18n/lang.rs",
    READER_AT_HOME,
    "src/tui/look.rs",
    "src/tui/terminal.rs",
];

#[test]
fn no_other_program_is_started_and_little_is_read_of_the_environment() {
    let started = ["Command::new", "process::Command", "home_dir", "set_var"];
    let read = ["env::var", "env::var_os", "env::vars"];
    let broken = |source: &Source| {
        let mut places: Vec<String> = started
            .iter()
            .flat_map(|word| source.places_of(word))
            .collect();
        if !READERS_OF_THE_ENVIRONMENT.contains(&source.path.as_str()) {
            places.extend(read.iter().flat_map(|word| source.places_of(word)));
        }
        let personal = |text: &str| {
            text == "HOME" && source.path != READER_AT_HOME
                || text.starts_with("XDG_")
                || text == "PAGER"
                || text == "EDITOR"
        };
        let said = source.literals.iter().filter(|(_, text)| personal(text));
        places.extend(said.map(|(at, text)| format!("{} says \"{text}\"", source.place(*at))));
        places
    };
    none(
        "a restricted session stays one",
        tree().iter().flat_map(broken),
    );
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    let broken = |source: &Source| {
        let lines = source.lines_without_tests();
        (lines > MOST_LINES).then(|| format!("{}:{MOST_LINES} of {lines} lines", source.path))
    };
    none(
        &format!("at most {MOST_LINES} lines without tests"),
        tree().iter().filter_map(broken),
    );
}
