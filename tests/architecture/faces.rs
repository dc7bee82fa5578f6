//! A `mod.rs` is the face of a room: documentation, modules and re-exports, nothing else.

use crate::source::{Source, tree};
use crate::uses::spans;

/// Describes the first line of a `mod.rs` that is more than a face.
fn broken(source: &Source) -> Option<String> {
    let mut rest = source.code.clone();
    for (from, to, _) in spans(&source.code) {
        let line = source.code[..from].rfind('\n').map_or(0, |end| end + 1);
        let end = (to + 1).min(rest.len());
        let blank: String = rest[line..end]
            .chars()
            .map(|c| if c == '\n' { '\n' } else { ' ' })
            .collect();
        rest.replace_range(line..end, &blank);
    }
    let is_module = |line: &str| {
        let line = line.trim();
        let declared = line.split_once("mod ").map(|(before, _)| before.trim());
        let is_visible = |before: &str| before.is_empty() || before.starts_with("pub");
        line.ends_with(';') && declared.is_some_and(is_visible)
    };
    let is_allowed =
        |line: &str| line.trim().is_empty() || line.trim().starts_with('#') || is_module(line);
    let at = rest.lines().position(|line| !is_allowed(line))?;
    Some(format!("{}:{} is code", source.path, at + 1))
}

#[test]
fn a_mod_file_holds_modules_and_re_exports_only() {
    let sources = tree();
    let faces: Vec<&Source> = sources
        .iter()
        .filter(|source| source.path.ends_with("/mod.rs"))
        .collect();
    assert!(faces.len() > 10, "faces are seen");
    crate::none("a mod.rs is a face", faces.into_iter().filter_map(broken));
}

#[test]
fn code_in_a_mod_file_is_seen() {
    let face = "//! Rooms.\n\nmod a;\npub(crate) mod b;\n\npub use a::{\n    A,\n    B,\n};\n";
    assert_eq!(broken(&Source::new("src/x/mod.rs", face)), None);
    let code = format!("{face}\npub const C: u8 = 1;\n");
    assert_eq!(
        broken(&Source::new("src/x/mod.rs", &code)).as_deref(),
        Some("src/x/mod.rs:11 is code")
    );
}
