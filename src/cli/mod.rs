//! The command line: reads arguments, runs one command, prints at most one line on standard error,
//! and ends with 0 (done), 1 (a check found something), 2 (bad usage or input, nothing written), 3
//! (the ledger cannot be used) or 101 (the program itself failed).

mod access;
mod ahead;
mod author;
mod command_line;
mod compare;
mod completions;
mod context;
mod demo;
mod desk;
mod doctor;
mod enter;
mod evidence;
mod examples;
mod exchange;
mod export;
mod failure;
mod form;
mod history;
mod hub;
mod import;
mod import_screen;
mod init;
mod input;
mod lang_arg;
mod ledger;
mod limits;
mod loading;
mod man;
mod merge;
mod open;
mod output;
mod pack;
mod panics;
mod places;
mod progress;
mod public_key;
mod quarter;
mod quarter_arg;
mod report;
mod restore;
mod restricted;
mod review;
mod sample;
mod sent;
mod signers;
mod signing_key;
mod snapshot;
mod usage;
mod verify;
mod visit;
mod what_if;

pub use self::command_line::{command_line, run};
pub use self::desk::desk;
pub use self::panics::report_panics;
