//! The `use` declarations of a file and the paths written in its code.

use crate::source::{Source, is_name};

/// A name that a file takes from elsewhere, by the path as it is written.
pub(crate) struct Use {
    /// Where it stands in the code.
    pub(crate) at: usize,
    /// The segments of the path; the last one is the item, `self` stripped.
    pub(crate) path: Vec<String>,
    /// The name under which it is known here; `*` for all.
    pub(crate) name: String,
    /// Whether others can take it from here.
    pub(crate) is_public: bool,
}

/// Returns the names of every `use` declaration.
pub(crate) fn declarations(source: &Source) -> Vec<Use> {
    let mut found = Vec::new();
    for (from, to, is_public) in spans(&source.code) {
        let tree = &source.code[from + "use ".len()..to];
        let mut leaves = Vec::new();
        add_leaves(tree, &[], &mut leaves);
        found.extend(leaves.into_iter().map(|(path, name)| Use {
            at: from,
            path,
            name,
            is_public,
        }));
    }
    found
}

/// Returns where each `use` declaration begins and ends, and whether it is public.
pub(crate) fn spans(code: &str) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = code[line..at].trim();
        let is_public = before == "pub" || before.starts_with("pub(") && before.ends_with(')');
        if before.is_empty() || is_public {
            let end = code[at..].find(';').map_or(code.len(), |end| at + end);
            found.push((at, end, is_public));
        }
    }
    found
}

/// Adds the path and the local name of every leaf of a use tree.
fn add_leaves(tree: &str, prefix: &[String], leaves: &mut Vec<(Vec<String>, String)>) {
    let tree = tree.trim();
    let Some((outer, inner)) = tree.split_once('{') else {
        add_leaf(tree, prefix, leaves);
        return;
    };
    let mut path = prefix.to_vec();
    path.extend(segments(outer));
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    for branch in branches(inner) {
        add_leaves(branch, &path, leaves);
    }
}

fn add_leaf(leaf: &str, prefix: &[String], leaves: &mut Vec<(Vec<String>, String)>) {
    if leaf.is_empty() {
        return;
    }
    let (written, alias) = match leaf.split_once(" as ") {
        Some((written, alias)) => (written, Some(alias.trim().to_owned())),
        None => (leaf, None),
    };
    let mut path = prefix.to_vec();
    path.extend(segments(written));
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let name = alias.or_else(|| path.last().cloned()).unwrap_or_default();
    leaves.push((path, name));
}

/// Returns the branches between the braces of a use tree.
fn branches(inner: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut depth = 0;
    let mut from = 0;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&inner[from..]);
    found
}

fn segments(path: &str) -> Vec<String> {
    let named = path.split("::").map(str::trim);
    named
        .filter(|segment| !segment.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Returns the paths of two and more segments that stand outside of `use` declarations.
pub(crate) fn paths_in_code(source: &Source) -> Vec<(usize, Vec<String>)> {
    let code = &source.code;
    let spans = spans(code);
    let mut found = Vec::new();
    let mut end = 0;
    for (at, _) in code.match_indices("::") {
        if at < end || spans.iter().any(|(from, to, _)| (*from..*to).contains(&at)) {
            continue;
        }
        let from = start_of_name(code, at);
        if from == at || code[..from].ends_with("::") {
            continue;
        }
        end = end_of_path(code, at);
        found.push((from, segments(&code[from..end])));
    }
    found
}

/// Returns where the name begins that ends at a position.
fn start_of_name(code: &str, end: usize) -> usize {
    let names = code[..end].char_indices().rev();
    names
        .take_while(|(_, c)| is_name(Some(*c)))
        .last()
        .map_or(end, |(at, _)| at)
}

/// Returns where a path ends that goes on with `::` at a position.
fn end_of_path(code: &str, mut at: usize) -> usize {
    while let Some(rest) = code[at..].strip_prefix("::") {
        let length = rest.chars().take_while(|c| is_name(Some(*c))).count();
        if length == 0 {
            break;
        }
        let bytes: usize = rest.chars().take(length).map(char::len_utf8).sum();
        at += "::".len() + bytes;
    }
    at
}

#[test]
fn a_use_tree_is_taken_apart() {
    let source = Source::new(
        "src/a/b.rs",
        "use super::{c::{self, D}, e::F as G};\npub use self::h::*;\nfn f() { crate::i::j() }\n",
    );
    let seen: Vec<_> = declarations(&source)
        .iter()
        .map(|found| {
            format!(
                "{} {} {}",
                found.path.join("::"),
                found.name,
                found.is_public
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            "super::c c false",
            "super::c::D D false",
            "super::e::F G false",
            "self::h::* * true",
        ]
    );
    let paths: Vec<_> = paths_in_code(&source)
        .into_iter()
        .map(|(_, path)| path.join("::"))
        .collect();
    assert_eq!(paths, ["crate::i::j"]);
}
