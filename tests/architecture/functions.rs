//! A function is read at one glance.

use crate::source::{Source, is_name, tree};

/// The most lines of a function, from its first to its last.
const MOST_LINES: usize = 60;

/// Returns every function with its place and its lines.
fn functions(source: &Source) -> Vec<(String, usize)> {
    let code = &source.code;
    let mut found = Vec::new();
    for (at, _) in code.match_indices("fn ") {
        let is_word = !is_name(code[..at].chars().next_back());
        let is_named = is_name(code[at + "fn ".len()..].chars().next());
        if let Some(end) = end_of_body(&code[at..]).filter(|_| is_word && is_named) {
            let lines = code[at..at + end].matches('\n').count() + 1;
            found.push((source.place(at), lines));
        }
    }
    found
}

/// Returns where the body of a function ends; `None` where it has none.
fn end_of_body(code: &str) -> Option<usize> {
    let mut braces = 0;
    let mut others = 0;
    for (at, c) in code.char_indices() {
        match c {
            '(' | '[' => others += 1,
            ')' | ']' => others -= 1,
            ';' if braces == 0 && others == 0 => return None,
            '{' => braces += 1,
            '}' => {
                braces -= 1;
                if braces == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn broken(source: &Source) -> Vec<String> {
    let long = functions(source)
        .into_iter()
        .filter(|(_, lines)| *lines > MOST_LINES);
    long.map(|(place, lines)| format!("{place} has {lines} lines"))
        .collect()
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let sources = tree();
    let count = sources.iter().flat_map(functions).count();
    assert!(count > 1000, "functions are seen, {count} of them");
    crate::none(
        &format!("at most {MOST_LINES} lines in a function"),
        sources.iter().flat_map(broken),
    );
}

#[test]
fn a_long_function_is_seen() {
    let body = "    let _ = [0; 2];\n".repeat(MOST_LINES - 2);
    let code = |body: &str| format!("trait A {{ fn none(); }}\nfn a(b: [u8; 2]) {{\n{body}}}\n");
    assert!(broken(&Source::new("src/a.rs", &code(&body))).is_empty());
    let body = body + "    call();\n";
    assert_eq!(
        broken(&Source::new("src/a.rs", &code(&body))),
        ["src/a.rs:2 has 61 lines"]
    );
}
