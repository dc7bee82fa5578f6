//! A source file as the rules look at it: without comments and tests, literals apart from code.

use std::fs;
use std::path::{Path, PathBuf};

/// A file under `src`.
pub(crate) struct Source {
    /// Its path in the project.
    pub(crate) path: String,
    /// Its text with comments, the contents of literals and tests blanked; every line stays where
    /// it is.
    pub(crate) code: String,
    /// Where each string literal outside of tests begins, and what it says.
    pub(crate) literals: Vec<(usize, String)>,
    /// How many lines belong to tests.
    test_lines: usize,
}

/// Every file of the program; files of tests alone are left out.
pub(crate) fn tree() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files);
    files.sort();
    let is_test = |path: &Path| {
        path.components()
            .any(|part| ["tests", "tests.rs"].iter().any(|t| part.as_os_str() == *t))
    };
    let named = files
        .iter()
        .filter_map(|path| Some((path, path.strip_prefix(root).ok()?)));
    let sources: Vec<Source> = named
        .filter(|(_, short)| !is_test(short))
        .map(|(path, short)| {
            Source::new(
                &short.to_string_lossy().replace('\\', "/"),
                &fs::read_to_string(path).unwrap(),
            )
        })
        .collect();
    assert!(sources.len() > 20, "the tree was found");
    sources
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let (mut code, mut literals) = split(text);
        let mut test_lines = 0;
        while let Some((from, to)) = test_item(&code) {
            test_lines += code[from..to].matches('\n').count() + 1;
            let blank: String = code[from..to].chars().map(blanked).collect();
            code.replace_range(from..to, &blank);
            literals.retain(|(at, _)| !(from..to).contains(at));
        }
        Self {
            path: path.to_owned(),
            code,
            literals,
            test_lines,
        }
    }

    /// The first folder or file under `src`.
    pub(crate) fn layer(&self) -> &str {
        let rest = self.path.trim_start_matches("src/");
        rest.split('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".rs")
    }

    /// File and line of a position.
    pub(crate) fn place(&self, at: usize) -> String {
        format!(
            "{}:{}",
            self.path,
            self.code[..at].matches('\n').count() + 1
        )
    }

    /// Where a word stands in the code.
    pub(crate) fn places_of(&self, word: &str) -> Vec<String> {
        let is_whole = |at: &usize| {
            let (before, after) = (&self.code[..*at], &self.code[at + word.len()..]);
            !(is_name(word.chars().next()) && is_name(before.chars().next_back())
                || is_name(word.chars().next_back()) && is_name(after.chars().next()))
        };
        let found = self
            .code
            .match_indices(word)
            .map(|(at, _)| at)
            .filter(is_whole);
        found
            .map(|at| format!("{} says {word}", self.place(at)))
            .collect()
    }

    pub(crate) fn lines_without_tests(&self) -> usize {
        self.code.lines().count() - self.test_lines
    }
}

pub(crate) fn is_name(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// A character that keeps lines and byte positions where they are, and says nothing.
fn blanked(c: char) -> String {
    if c == '\n' {
        "\n".to_owned()
    } else {
        " ".repeat(c.len_utf8())
    }
}

/// The names that stand right behind `root::`, also in braces: `root::a`, `root::{a, b::c}` give a
/// and b.
pub(crate) fn named(code: &str, root: &str) -> Vec<(usize, String)> {
    let start = format!("{root}::");
    let mut found = Vec::new();
    for (at, _) in code
        .match_indices(&start)
        .filter(|(at, _)| !is_name(code[..*at].chars().next_back()))
    {
        let from = at + start.len();
        let Some(inside) = code[from..].strip_prefix('{') else {
            found.push((at, first_name(&code[from..])));
            continue;
        };
        let (mut depth, mut begins) = (1, true);
        for (offset, c) in inside.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => begins = true,
                c if begins && depth == 1 && is_name(Some(c)) => {
                    found.push((from + 1 + offset, first_name(&inside[offset..])));
                    begins = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn first_name(code: &str) -> String {
    code.chars().take_while(|c| is_name(Some(*c))).collect()
}

/// Where the next item under `#[cfg(test)]` begins and ends.
fn test_item(code: &str) -> Option<(usize, usize)> {
    let from = code.find("#[cfg(test)]")?;
    let mut depth = 0;
    for (offset, c) in code[from..].char_indices().skip("#[cfg(test)]".len()) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(c, '}' | ';') {
            return Some((from, from + offset + 1));
        }
    }
    Some((from, code.len()))
}

/// The code with comments and the contents of literals blanked, and the string literals with their
/// positions.
fn split(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut code, mut literals, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let in_name = is_name(code.chars().next_back());
        let length = match c {
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => block_comment(rest),
            '"' => string(rest, &mut literals, at),
            'r' if !in_name && rest[1..].trim_start_matches('#').starts_with('"') => {
                raw_string(rest, &mut literals, at)
            }
            '\'' => character(rest),
            _ => 0,
        };
        if length == 0 {
            code.push(c);
            at += c.len_utf8();
        } else {
            code.extend(rest[..length].chars().map(blanked));
            at += length;
        }
    }
    (code, literals)
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    for (at, _) in rest.char_indices() {
        if rest[at..].starts_with("/*") {
            depth += 1;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at + 2;
            }
        }
    }
    rest.len()
}

fn string(rest: &str, literals: &mut Vec<(usize, String)>, at: usize) -> usize {
    let mut escaped = false;
    for (end, c) in rest.char_indices().skip(1) {
        if c == '"' && !escaped {
            literals.push((at, rest[1..end].to_owned()));
            return end + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

fn raw_string(rest: &str, literals: &mut Vec<(usize, String)>, at: usize) -> usize {
    let signs = rest[1..].chars().take_while(|c| *c == '#').count();
    let (from, close) = (signs + 2, format!("\"{}", "#".repeat(signs)));
    let Some(length) = rest[from..].find(&close) else {
        return rest.len();
    };
    literals.push((at, rest[from..from + length].to_owned()));
    from + length + close.len()
}

/// The length of a character literal; 0 for a lifetime, which looks like the beginning of one.
fn character(rest: &str) -> usize {
    let mut inside = rest.char_indices().skip(1);
    match inside.next() {
        Some((_, '\\')) => rest[3..].find('\'').map_or(rest.len(), |end| end + 4),
        Some(_) => inside
            .next()
            .filter(|(_, c)| *c == '\'')
            .map_or(0, |(end, _)| end + 1),
        None => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = r##"//! panic! in words
use crate::{domain::x, tui};
fn a<'a>(c: char) -> bool { c == '"' || c == '\'' || c == '\\' } // crate::cli
const B: &str = "crate::store \" //"; /* panic! /* */ panic! */
const C: &str = r#"greenway " "#;
#[cfg(test)]
mod tests {
    const D: &str = "library }";
    fn d() { panic!() }
}
#[cfg(test)]
mod more;
fn e() { f.unwrap() }
"##;

    #[test]
    fn comments_literals_and_tests_are_no_code() {
        let source = Source::new("src/store/sample.rs", SAMPLE);
        assert_eq!(source.layer(), "store");
        assert_eq!(source.code.len(), SAMPLE.len());
        assert_eq!(source.places_of("panic!"), Vec::<String>::new());
        assert_eq!(
            source.places_of(".unwrap()"),
            ["src/store/sample.rs:13 says .unwrap()"]
        );
        assert_eq!(source.places_of("rate"), Vec::<String>::new());
        let said: Vec<&str> = source
            .literals
            .iter()
            .map(|(_, text)| text.as_str())
            .collect();
        assert_eq!(said, ["crate::store \\\" //", "greenway \" "]);
        assert_eq!(source.lines_without_tests(), 6);
    }

    #[test]
    fn names_behind_a_root_are_found_in_braces_too() {
        let names: Vec<String> = named(&Source::new("", SAMPLE).code, "crate")
            .into_iter()
            .map(|(_, name)| name)
            .collect();
        assert_eq!(names, ["domain", "tui"]);
    }
}
