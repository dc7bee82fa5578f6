//! What the program says when it fails itself.

use std::panic::{self, Location, PanicHookInfo};
use std::path::{Component, Path};

use super::failure::Exit;
use super::usage;
use crate::i18n::{Lang, PanicMsg, Say as _};
use crate::store::{Cause, ProblemLog};
use crate::tui::terminal;

/// How many of the last parts of a path tell a source file.
const TOLD_PARTS: usize = 4;

/// Has a panic in any thread give the terminal back, print one line in both languages, and write an
/// entry to the log. While a session has the terminal it also ends the process: the drawing thread
/// would go on, over the message. Elsewhere a panic unwinds, so that unfinished files go away.
///
/// What was panicked with is told only where it is fixed in the program: it may hold what was
/// typed.
pub fn report_panics(log: Option<ProblemLog>) {
    panic::set_hook(Box::new(move |info| {
        let had_session = terminal::give_back();
        let place = place(info.location());
        let words = fixed_words(info);
        let is_logged = log.as_ref().filter(|log| {
            log.try_add("panic", &Cause::of_panic(&place, words))
                .is_ok()
        });
        let log = is_logged.map(|log| log.path().display().to_string());
        usage::complain(&line(place, log));
        if had_session {
            signal_hook::low_level::exit(Exit::PANIC);
        }
    }));
}

/// Returns what is said, in both languages.
fn line(place: String, log: Option<String>) -> String {
    let message = match log {
        Some(log) => PanicMsg::Logged { place, log },
        None => PanicMsg::Line { place },
    };
    let zh = message.say(Lang::Zh);
    let en = message.say(Lang::En);
    format!("taizhang: {zh} / {en}")
}

/// Returns the words of a panic that are fixed in the program.
fn fixed_words(info: &PanicHookInfo<'_>) -> Option<&'static str> {
    info.payload().downcast_ref::<&'static str>().copied()
}

/// Returns file and line, without the folders of whoever built the program.
fn place(location: Option<&Location<'_>>) -> String {
    let Some(location) = location else {
        return "?".to_owned();
    };
    format!("{}:{}", told_part(location.file()), location.line())
}

/// Returns what tells a source file: the end of a path that begins at the root.
fn told_part(file: &str) -> String {
    let path = Path::new(file);
    if path.is_relative() {
        return file.to_owned();
    }
    let parts: Vec<_> = path
        .components()
        .filter_map(|part| match part {
            Component::Normal(part) => part.to_str(),
            _ => None,
        })
        .collect();
    let from = parts.iter().rposition(|part| *part == "src");
    let from = from.map_or(parts.len().saturating_sub(TOLD_PARTS), |at| {
        at.saturating_sub(1)
    });
    parts.get(from..).unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_tells_no_folder_of_whoever_built_the_program() {
        for (file, told) in [
            ("src/tui/app.rs", "src/tui/app.rs"),
            (
                "/home/a/.cargo/registry/src/index-1/csv-1.4.0/src/reader.rs",
                "csv-1.4.0/src/reader.rs",
            ),
            (
                "/rustc/0a1b/library/core/src/slice/mod.rs",
                "core/src/slice/mod.rs",
            ),
            ("/a/b/c/d/e/f.rs", "c/d/e/f.rs"),
        ] {
            assert_eq!(told_part(file), told);
        }
        let here = place(Some(Location::caller()));
        assert!(here.starts_with("src/cli/panics.rs:"), "{here}");
        assert_eq!(place(None), "?");
    }

    #[test]
    fn the_line_is_one_in_both_languages_and_names_the_log() {
        let said = line("src/a.rs:7".to_owned(), Some("/x/a.db-log".to_owned()));
        assert!(
            said.contains("程序出错（src/a.rs:7）") && said.contains("internal error (src/a.rs:7)")
        );
        assert_eq!(said.matches("/x/a.db-log").count(), 2);
        assert!(!said.contains('\n'));
        assert!(!line("src/a.rs:7".to_owned(), None).contains("log"));
    }
}
