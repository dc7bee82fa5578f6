//! The private key with which a file is signed, as `--sign` names it.

mod passphrase;

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use self::passphrase::NoPassphrase;
use super::context::CliContext;
use super::failure::{CliResult, Failure, shown};
use super::input;
use super::progress::Signals;
use crate::domain::signing::SigningKey;
use crate::i18n::{CliTask, KeyFault, Say as _, SigningMsg};

/// Reads a private key, and asks for its passphrase where it has one.
pub(super) fn read(path: &Path, context: &CliContext) -> CliResult<SigningKey> {
    let doing = || CliTask::ReadPrivateKey { path: shown(path) };
    let refused = |fault: KeyFault| Failure::input(doing(), fault);
    let facts = input::regular(path, doing)?;
    let key = SigningKey::read(&input::read(path, doing)?).map_err(refused)?;
    // As ssh does: whose file it is may let others read it only where that is not oneself.
    let is_own = facts.uid() == rustix::process::getuid().as_raw();
    if is_own && facts.mode() & 0o077 != 0 {
        let mode = format!("{:04o}", facts.mode() & 0o7777);
        return Err(refused(KeyFault::TooOpen { mode }));
    }
    if !key.is_encrypted() {
        return Ok(key);
    }
    let question = SigningMsg::AskPassphrase { path: shown(path) }.say(context.lang);
    // A signal must not end the program while the terminal is silent.
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let passphrase = passphrase::ask(&question, &signals.cancel);
    let passphrase = passphrase.map_err(|why| match why {
        NoPassphrase::NoTerminal => refused(KeyFault::NoTerminal),
        NoPassphrase::Cancelled => signals.told(Failure::interrupted(doing(), KeyFault::Cancelled)),
    })?;
    key.unlocked(&passphrase).map_err(refused)
}
