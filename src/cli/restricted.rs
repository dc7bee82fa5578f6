//! The beginning of a session that may come from a forced command of sshd: who it is and what it
//! may do stand in the arguments, and nothing that the other end sent changes that.

use std::env;

use rustix::fs::Mode;
use rustix::process::umask;

use super::failure::{CliResult, Failure};
use crate::i18n::{CliFault, CliTask};

/// Where sshd puts the command that somebody asked for instead of the session.
const ASKED_FOR: &str = "SSH_ORIGINAL_COMMAND";

/// Refuses a command sent along, and keeps files that are made from everybody outside the group.
pub(super) fn begin() -> CliResult<()> {
    if env::var_os(ASKED_FOR).is_some() {
        return Err(Failure::input(CliTask::Session, CliFault::NoCommands));
    }
    umask(Mode::RWXO);
    Ok(())
}
