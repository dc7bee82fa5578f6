//! What is wrong with a command line, in one line and in the language that is asked for.

use std::io::ErrorKind::BrokenPipe;
use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Error, ValueEnum as _};

use super::failure::{Exit, Failure};
use super::lang_arg::LangArg;
use crate::domain::text::width;
use crate::i18n::{CliTask, Lang, UsageFault, code_list};

/// Prints help where that was asked for, and otherwise the one line that says what is wrong.
pub(super) fn explain(error: &Error) -> Exit {
    let failure = if error.use_stderr() {
        Failure::input(CliTask::Usage, fault(error))
    } else {
        match error.print() {
            Err(error) if error.kind() != BrokenPipe => Failure::io(CliTask::Print, &error),
            _ => return Exit::Done,
        }
    };
    complain(&failure.line(lang()));
    if std::env::args().any(|word| word == "--debug") {
        complain(&failure.cause_line(lang()));
    }
    failure.exit
}

/// Prints a line on standard error. When even that is closed there is nobody to tell.
pub(super) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "{}", width::clean(line));
}

/// Returns what is wrong with a command line.
pub(super) fn fault(error: &Error) -> UsageFault {
    let said = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => code_list(texts),
        _ => String::new(),
    };
    match error.kind() {
        ErrorKind::UnknownArgument => UsageFault::UnknownArgument {
            arg: said(ContextKind::InvalidArg),
        },
        ErrorKind::InvalidSubcommand => UsageFault::UnknownCommand {
            word: said(ContextKind::InvalidSubcommand),
        },
        ErrorKind::MissingRequiredArgument => UsageFault::Missing {
            args: said(ContextKind::InvalidArg),
        },
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            UsageFault::Missing {
                args: "COMMAND".to_owned(),
            }
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let arg = said(ContextKind::InvalidArg);
            let value = said(ContextKind::InvalidValue);
            let known = said(ContextKind::ValidValue);
            if value.is_empty() {
                UsageFault::Missing { args: arg }
            } else if known.is_empty() {
                UsageFault::BadValue { arg, value }
            } else {
                UsageFault::BadValueOf { arg, value, known }
            }
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            UsageFault::Other {
                detail: first.trim_start_matches("error: ").to_owned(),
            }
        }
    }
}

/// Returns the language of a command line that could not be read.
fn lang() -> Lang {
    let words: Vec<String> = std::env::args().collect();
    let after = |at: usize| words.get(at + 1).map(String::as_str);
    let asked = words
        .iter()
        .enumerate()
        .find_map(|(at, word)| match word.as_str() {
            "--lang" => after(at),
            word => word.strip_prefix("--lang="),
        });
    asked
        .and_then(|word| LangArg::from_str(word, false).ok())
        .map_or_else(Lang::of_environment, Lang::from)
}
