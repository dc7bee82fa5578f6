//! Words on standard output.

use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use super::failure::{Failure, Outcome, shown};
use crate::i18n::{CliFault, Doing};
use crate::transfer;
use crate::tui::text;

/// Prints a text that may have many lines.
pub(super) fn print(text: &str) -> Outcome<()> {
    print_bytes(text.as_bytes())
}

/// Prints a file. Whoever closed the pipe has read enough.
pub(super) fn print_bytes(bytes: &[u8]) -> Outcome<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::io(Doing::Print, &error)),
        _ => Ok(()),
    }
}

/// Prints one line of words that may hold what somebody typed.
pub(super) fn print_line(line: &str) -> Outcome<()> {
    print(&format!("{}\n", text::clean(line)))
}

/// Writes a file whole or not at all, and never over `kept`.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Outcome<()> {
    let doing = || Doing::Write { path: shown(path) };
    transfer::replace(path, bytes).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Failure::input(doing(), CliFault::NoSuchFolder),
        _ => Failure::io(doing(), &error),
    })
}

/// Refuses an output that is one of the files a command works on.
pub(super) fn refuse_overwriting(output: &Path, kept: &Path, what: CliFault) -> Outcome<()> {
    let same = matches!((fs::canonicalize(output), fs::canonicalize(kept)), (Ok(a), Ok(b)) if a == b);
    if same { Err(Failure::input(Doing::Write { path: shown(output) }, what)) } else { Ok(()) }
}
