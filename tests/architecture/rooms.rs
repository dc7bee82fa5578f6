//! The rooms of every layer have an order, and imports point down only.

use crate::imports::imports;
use crate::source::{Source, tree};

/// A folder with its rooms from the bottom up; those of one rank do not know each other.
struct Order {
    folder: &'static str,
    ranks: &'static [&'static [&'static str]],
}

const ORDERS: [Order; 8] = [
    Order {
        folder: "src/i18n/",
        ranks: &[
            &["key", "lang"],
            &["say"],
            &["numbers", "quarter", "signing"],
            &[
                "access",
                "ahead",
                "cli",
                "clock",
                "command",
                "draft",
                "evidence",
                "exchange",
                "export",
                "fault",
                "form_page",
                "helping",
                "history",
                "hub",
                "inspect",
                "ledger",
                "loading",
                "moving",
                "pasting",
                "plain",
                "preview",
                "proposal",
                "readme",
                "reason",
                "refusal",
                "report",
                "review",
                "reviewing",
                "sample",
                "screen",
                "second_entry",
                "sheet",
                "table",
                "target",
                "task",
                "trend",
                "verdict",
                "visit",
                "working",
                "xlsform",
            ],
            &[
                "import", "mapping", "matching", "merge", "places", "snapshot",
            ],
        ],
    },
    Order {
        folder: "src/domain/",
        ranks: &[
            &["text"],
            &["value", "place", "signing"],
            &["record"],
            &["policy"],
            &["verdict", "review"],
        ],
    },
    Order {
        folder: "src/store/",
        ranks: &[
            &["sqlite_code"],
            &["cause"],
            &["error"],
            &["clock"],
            &["file", "geopackage"],
            &["problem_log"],
            &["draft", "rows"],
            &["write"],
            &["open"],
            &["ledger"],
            &["ask", "audit", "inspector"],
            &["share"],
            &["hub"],
        ],
    },
    Order {
        folder: "src/transfer/",
        ranks: &[
            &[
                "cells",
                "evidence",
                "output",
                "paper",
                "sheet_rows",
                "target",
            ],
            &["import", "report"],
            &["export", "form_page", "places", "xlsform"],
        ],
    },
    Order {
        folder: "src/transfer/import/",
        ranks: &[
            &["lines", "fault"],
            &["notes"],
            &["error"],
            &["read"],
            &["columns"],
            &["aliases"],
            &["options"],
            &["rows"],
            &["matching"],
            &["run"],
            &["proposal"],
        ],
    },
    Order {
        folder: "src/transfer/report/",
        ranks: &[
            &[
                "area",
                "baseline",
                "closed",
                "entry_list",
                "error",
                "held",
                "layout",
                "moment",
                "paper",
                "places",
                "reporting",
            ],
            &["gathered"],
            &["model"],
            &["by_area", "movement", "since"],
            &["entry"],
            &["acting", "head", "side_by_side"],
            &["area_page"],
            &["page"],
            &["column", "comparison", "matrix"],
            &["sections"],
            &["html", "json", "markdown", "table", "text", "xlsx"],
            &["compare"],
        ],
    },
    Order {
        folder: "src/tui/",
        ranks: &[
            &["terminal"],
            &["text"],
            &["look", "job"],
            &["canvas", "carried", "command", "selection", "task"],
            &["person"],
            &["context"],
            &["form"],
            &["question"],
            &["screen"],
            &["part", "stack"],
            &["act"],
            &["screens"],
            &["app"],
            &["plain", "run"],
        ],
    },
    Order {
        folder: "src/cli/",
        ranks: &[
            &["context", "failure", "lang_arg", "quarter_arg"],
            &[
                "author",
                "examples",
                "input",
                "output",
                "progress",
                "restricted",
                "usage",
            ],
            &["ledger", "panics", "public_key", "signing_key"],
            &["limits", "loading"],
            &[
                "access",
                "ahead",
                "compare",
                "completions",
                "evidence",
                "exchange",
                "export",
                "form",
                "history",
                "import",
                "man",
                "pack",
                "places",
                "quarter",
                "report",
                "restore",
                "sample",
                "signers",
                "snapshot",
                "verify",
            ],
            &["doctor", "init", "merge", "visit"],
            &["hub"],
            &["desk", "sent"],
            &["open"],
            &["demo", "enter", "import_screen", "review", "what_if"],
            &["command_line"],
        ],
    },
];

impl Order {
    /// Returns the room of a file; `None` for one of another folder and for the face of this one.
    fn room<'a>(&self, path: &'a str) -> Option<&'a str> {
        let inside = path.strip_prefix(self.folder)?;
        let room = inside.split('/').next()?.trim_end_matches(".rs");
        (room != "mod").then_some(room)
    }

    fn rank(&self, room: &str) -> Option<usize> {
        self.ranks.iter().position(|rooms| rooms.contains(&room))
    }

    /// Describes every room without a rank and every import that does not point down.
    fn broken(&self, sources: &[Source]) -> Vec<String> {
        let nowhere = |source: &&Source| {
            self.room(&source.path)
                .is_some_and(|room| self.rank(room).is_none())
        };
        let mut lines: Vec<String> = sources
            .iter()
            .filter(nowhere)
            .map(|source| format!("{} is in no room of {}", source.path, self.folder))
            .collect();
        for import in imports(sources) {
            let (Some(own), Some(other)) = (self.room(&import.from), self.room(&import.to)) else {
                continue;
            };
            if own != other && self.rank(other) >= self.rank(own) {
                lines.push(format!("{} imports {}", import.place, import.to));
            }
        }
        lines
    }
}

/// Returns the order of a folder.
fn order_of(folder: &str) -> &'static Order {
    ORDERS.iter().find(|order| order.folder == folder).unwrap()
}

fn check(folder: &str) {
    let order = order_of(folder);
    let sources = tree();
    let rooms = sources
        .iter()
        .filter(|source| order.room(&source.path).is_some());
    assert!(rooms.count() > 5, "the rooms of {folder} are seen");
    crate::none(&format!("rooms of {folder}"), order.broken(&sources));
}

#[test]
fn catalogues_of_words_have_an_order() {
    check("src/i18n/");
}

#[test]
fn rooms_of_the_domain_have_an_order() {
    check("src/domain/");
}

#[test]
fn rooms_of_the_store_have_an_order() {
    check("src/store/");
}

#[test]
fn rooms_of_transfer_have_an_order() {
    check("src/transfer/");
}

#[test]
fn rooms_of_the_import_have_an_order() {
    check("src/transfer/import/");
}

#[test]
fn rooms_of_the_report_have_an_order() {
    check("src/transfer/report/");
}

#[test]
fn rooms_of_the_screens_have_an_order() {
    check("src/tui/");
}

#[test]
fn commands_have_an_order() {
    check("src/cli/");
}

#[test]
fn an_import_that_points_up_is_seen() {
    let order = order_of("src/domain/");
    let sources = [
        Source::new("src/domain/text/a.rs", "use crate::domain::policy::B;\n"),
        Source::new("src/domain/policy/mod.rs", "mod b;\npub use b::B;\n"),
        Source::new("src/domain/policy/b.rs", "pub struct B;\n"),
    ];
    assert_eq!(
        order.broken(&sources),
        ["src/domain/text/a.rs:1 imports src/domain/policy/b.rs"]
    );
}

#[test]
fn rooms_of_one_rank_do_not_know_each_other() {
    let order = order_of("src/domain/");
    let sources = [
        Source::new(
            "src/domain/value/a.rs",
            "fn f() { crate::domain::place::b::g() }\n",
        ),
        Source::new("src/domain/place/b.rs", "pub fn g() {}\n"),
    ];
    assert_eq!(order.broken(&sources).len(), 1);
}

#[test]
fn a_room_without_a_rank_is_seen() {
    let sources = [Source::new("src/domain/attic/a.rs", "")];
    assert_eq!(order_of("src/domain/").broken(&sources).len(), 1);
}
