//! Public types have one meaning over the whole program: no two share a name.

use std::collections::BTreeMap;

use crate::source::{Source, is_name, tree};

/// Names that several modules may have: each its own alias of the result.
const SHARED: [&str; 1] = ["Result"];

/// Returns the public types of a file with their places.
fn types(source: &Source) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in source.code.split_inclusive('\n') {
        if let Some(name) = declared(line) {
            found.push((name, source.place(at)));
        }
        at += line.len();
    }
    // The catalogues of messages are types that a macro declares.
    for (at, opening) in source.code.match_indices("messages! {") {
        let name = first_name(source.code[at + opening.len()..].trim_start());
        found.push((name, source.place(at)));
    }
    found.retain(|(name, _)| !name.is_empty() && !SHARED.contains(&name.as_str()));
    found
}

/// Returns the name of a type that a line declares for other modules.
fn declared(line: &str) -> Option<String> {
    let line = line.trim_start();
    let rest = ["pub ", "pub(crate) "]
        .into_iter()
        .find_map(|visible| line.strip_prefix(visible))?;
    let name = ["struct ", "enum ", "trait ", "type "]
        .into_iter()
        .find_map(|sort| rest.strip_prefix(sort))?;
    Some(first_name(name))
}

fn first_name(code: &str) -> String {
    code.chars().take_while(|c| is_name(Some(*c))).collect()
}

fn broken(sources: &[Source]) -> Vec<String> {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, place) in sources.iter().flat_map(types) {
        places.entry(name).or_default().push(place);
    }
    places
        .into_iter()
        .filter(|(_, places)| places.len() > 1)
        .map(|(name, places)| format!("{name}: {}", places.join(", ")))
        .collect()
}

#[test]
fn no_two_public_types_share_a_name() {
    let sources = tree();
    let count = sources.iter().flat_map(types).count();
    assert!(count > 300, "types are seen, {count} of them");
    crate::none("one word for one thing", broken(&sources));
}

#[test]
fn two_types_of_one_name_are_seen() {
    let sources = [
        Source::new(
            "src/a.rs",
            "pub struct Row;\npub type Result<T> = T;\nstruct Own;\n",
        ),
        Source::new(
            "src/b.rs",
            "    pub(crate) enum Row { A }\npub type Result<T> = T;\n",
        ),
        Source::new(
            "src/c.rs",
            "messages! {\n    /// Words.\n    Own {\n    }\n}\n",
        ),
        Source::new("src/d.rs", "pub(crate) trait Own {}\n"),
    ];
    assert_eq!(
        broken(&sources),
        ["Own: src/c.rs:1, src/d.rs:1", "Row: src/a.rs:1, src/b.rs:1"]
    );
}
