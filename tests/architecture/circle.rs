//! No two files import each other, directly or in a circle.

use crate::imports::{Import, circles, imports};
use crate::source::{Source, tree};

/// Describes every circle by the imports that close it.
fn broken(sources: &[Source]) -> Vec<String> {
    let imports = imports(sources);
    let mut lines = Vec::new();
    for circle in circles(&imports) {
        let inside = |import: &&Import| {
            circle.contains(import.from.as_str()) && circle.contains(import.to.as_str())
        };
        lines.push(format!("{} files in a circle:", circle.len()));
        lines.extend(
            imports
                .iter()
                .filter(inside)
                .map(|import| format!("  {} imports {}", import.place, import.to)),
        );
    }
    lines
}

#[test]
fn no_file_imports_a_file_that_imports_it_back() {
    let sources = tree();
    assert!(imports(&sources).len() > 500, "imports are seen");
    crate::none("imports have no circle", broken(&sources));
}

#[test]
fn a_circle_is_seen_through_a_re_export() {
    let sources = [
        Source::new("src/a/mod.rs", "mod b;\nmod c;\npub use b::B;\n"),
        Source::new("src/a/b.rs", "pub struct B;\nfn f() { super::c::g() }\n"),
        Source::new("src/a/c.rs", "use crate::a::B;\n"),
    ];
    assert_eq!(
        broken(&sources),
        [
            "2 files in a circle:",
            "  src/a/b.rs:2 imports src/a/c.rs",
            "  src/a/c.rs:1 imports src/a/b.rs",
        ]
    );
}

#[test]
fn a_circle_of_parent_and_child_is_seen() {
    let sources = [
        Source::new("src/a.rs", "mod b;\nuse self::b::f;\npub struct A;\n"),
        Source::new("src/a/b.rs", "use super::A;\npub fn f() {}\n"),
    ];
    assert_eq!(broken(&sources).len(), 3);
    let untied = [
        Source::new("src/a.rs", "mod b;\npub use self::b::f;\npub struct A;\n"),
        Source::new("src/a/b.rs", "use super::A;\npub fn f() {}\n"),
    ];
    assert_eq!(broken(&untied), [""; 0]);
}

#[test]
fn a_circle_of_tests_is_none() {
    let sources = [
        Source::new(
            "src/a.rs",
            "#[cfg(test)]\nmod tests {\n    use crate::b::B;\n}\n",
        ),
        Source::new("src/b.rs", "use crate::a::A;\n"),
    ];
    assert_eq!(broken(&sources), [""; 0]);
}
