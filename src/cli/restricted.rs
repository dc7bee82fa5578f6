//! The beginning of a session that may come from a forced command of sshd: who it is and what it
//! may do stand in the arguments, and nothing that the other end sent changes that.

use std::env;
use std::ffi::OsString;

use rustix::fs::Mode;
use rustix::process::umask;

use super::failure::{CliResult, Failure};
use crate::i18n::{CliFault, CliTask};

/// Where sshd puts the command that somebody asked for instead of the session.
const ASKED_FOR: &str = "SSH_ORIGINAL_COMMAND";

/// Keeps files that are made from everybody outside the group, and returns the command that was
/// asked for instead of the session.
pub(super) fn begin() -> Option<OsString> {
    umask(Mode::RWXO);
    env::var_os(ASKED_FOR)
}

/// The same for a command that nothing may be sent along with.
pub(super) fn begin_alone() -> CliResult<()> {
    match begin() {
        Some(_) => Err(Failure::input(CliTask::Session, CliFault::NoCommands)),
        None => Ok(()),
    }
}
