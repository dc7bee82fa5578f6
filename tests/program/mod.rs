//! Runs the real program in a directory of its own.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "shared by tests; a failure is a panic"
)]

pub(crate) mod sheet;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use taizhang::store::Store;
use tempfile::TempDir;

/// What a run came to.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            code: output.status.code().unwrap(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// The output of a run that went well.
    #[track_caller]
    pub(crate) fn good(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        self.out
    }

    /// The one line of a run that failed with `code`.
    #[track_caller]
    pub(crate) fn failed(self, code: i32) -> String {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(
            self.err.matches('\n').count(),
            1,
            "not one line: {:?}",
            self.err
        );
        assert!(
            self.err.starts_with("taizhang: ") && self.err.ends_with('\n'),
            "{:?}",
            self.err
        );
        self.err
    }
}

/// Makes a ledger of the four minimums.
pub(crate) const INIT: &str = concat!(
    "init --pack ",
    env!("CARGO_MANIFEST_DIR"),
    "/tests/packs/minimums.toml"
);

/// A directory with a ledger.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A directory with a fresh ledger of the Lishui pack.
    /// A ledger of the four minimums, the pack of format 1 that most tests are written for.
    pub(crate) fn with_ledger() -> Self {
        let folder = Self::new();
        folder.run(INIT).good();
        folder
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn bytes(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    /// The names of its files, sorted, the log of what went wrong left out.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("")).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with("-log"))
            .collect();
        names.sort();
        names
    }

    /// The command in the directory, with nothing of the tester's own environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang"));
        command
            .args(args)
            .current_dir(self.0.path())
            .stdin(Stdio::null());
        for name in ["TAIZHANG_DB", "LC_ALL", "LC_MESSAGES", "TERM"] {
            command.env_remove(name);
        }
        command.env("LANG", "C.UTF-8").env("USER", "测试员");
        command
    }

    pub(crate) fn run_all(&self, args: &[&str]) -> Ran {
        Ran::of(&self.command(args).output().unwrap())
    }

    /// Runs with the words of a line.
    pub(crate) fn run(&self, line: &str) -> Ran {
        self.run_all(&line.split_whitespace().collect::<Vec<_>>())
    }

    /// A field of the facility of a name, as the ledger keeps it.
    #[track_caller]
    pub(crate) fn kept(&self, name: &str, field: &str) -> Json {
        let store = Store::open(&self.path("taizhang.db")).unwrap();
        let found = store.find_record(name).unwrap();
        store
            .record(found.id)
            .unwrap()
            .unwrap()
            .fields
            .get(field)
            .cloned()
            .unwrap_or_default()
    }

    pub(crate) fn json(&self, line: &str) -> Json {
        serde_json::from_str(&self.run(&format!("report --format json {line}")).good()).unwrap()
    }
}

/// The places of a verdict in a report.
pub(crate) fn places(report: &Json, requirement: &str, verdict: &str) -> Vec<String> {
    let of =
        |standing: &&Json| standing["requirement"] == requirement && standing["verdict"] == verdict;
    let standings = report["standings"].as_array().unwrap();
    standings
        .iter()
        .filter(of)
        .map(|standing| standing["place"].as_str().unwrap().to_owned())
        .collect()
}
