//! Words on standard output.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::failure::{CliResult, Failure, shown};
use crate::i18n::{CliFault, CliTask, DoneMsg, Lang, Say as _};
use crate::store::Cause;
use crate::transfer::{self, SeekableFile, target};
use crate::tui::text;

/// Prints a text that may have many lines.
pub(super) fn print(text: &str) -> CliResult<()> {
    print_bytes(text.as_bytes())
}

/// Prints a file. Whoever closed the pipe has read enough.
pub(super) fn print_bytes(bytes: &[u8]) -> CliResult<()> {
    print_with(|out| out.write_all(bytes))
}

/// The same of a file that is written piece by piece.
pub(super) fn print_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> CliResult<()> {
    let mut out = io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::io(CliTask::Print, &error))
        }
        _ => Ok(()),
    }
}

/// Prints one line of words that may hold what somebody typed.
pub(super) fn print_line(line: &str) -> CliResult<()> {
    print(&format!("{}\n", text::clean(line)))
}

/// Writes a file whole or not at all.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> CliResult<()> {
    write_file_with(path, |file| file.write_all(bytes))
}

/// The same of a file that is written piece by piece.
fn write_file_with(
    path: &Path,
    write: impl FnOnce(&mut dyn SeekableFile) -> io::Result<()>,
) -> CliResult<()> {
    let doing = || CliTask::Write { path: shown(path) };
    transfer::replace_by(path, write).map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            Failure::input(doing(), CliFault::NoSuchFolder).caused_by(Cause::of_io(&error))
        }
        _ => Failure::io(doing(), &error),
    })
}

/// Prints a file, or writes it where it was asked for and says so.
pub(super) fn deliver(out: Option<&Path>, bytes: &[u8], lang: Lang) -> CliResult<()> {
    match out {
        Some(path) => deliver_with(path, |file| file.write_all(bytes), lang),
        None => print_bytes(bytes),
    }
}

/// Writes a file piece by piece where it was asked for, and says so.
pub(super) fn deliver_with(
    path: &Path,
    write: impl FnOnce(&mut dyn SeekableFile) -> io::Result<()>,
    lang: Lang,
) -> CliResult<()> {
    write_file_with(path, write)?;
    print_line(&DoneMsg::Written { path: shown(path) }.say(lang))
}

/// Refuses an output that is one of the files a command works on, anything else that must not be
/// replaced, or in a folder that there is not. Asked before the work begins.
pub(super) fn protect<'a>(
    output: &Path,
    kept: impl IntoIterator<Item = (&'a Path, CliFault)>,
) -> CliResult<()> {
    let doing = || CliTask::Write {
        path: shown(output),
    };
    for (file, what) in kept {
        if is_same(output, file) {
            return Err(Failure::input(doing(), what));
        }
    }
    if !has_folder(output) {
        return Err(Failure::input(doing(), CliFault::NoSuchFolder));
    }
    target::check(output).map_err(|fault| Failure::input(doing(), fault))
}

/// Returns whether the folder is there in which a file is to stand.
pub(super) fn has_folder(file: &Path) -> bool {
    file.parent()
        .is_none_or(|folder| folder.as_os_str().is_empty() || folder.is_dir())
}

/// Returns whether two paths name one file, be it there or not.
fn is_same(a: &Path, b: &Path) -> bool {
    let resolved = |path: &Path| {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        fs::canonicalize(path).or_else(|_| {
            Ok::<_, io::Error>(fs::canonicalize(folder)?.join(path.file_name().unwrap_or_default()))
        })
    };
    matches!((resolved(a), resolved(b)), (Ok(a), Ok(b)) if a == b)
}
