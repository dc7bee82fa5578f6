//! A passphrase, asked at the terminal without showing it.

use std::io::{IsTerminal as _, Stdin, Write as _, stderr, stdin};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// How long it takes at most until a signal is noticed.
const WAIT: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 100_000_000,
};

const INTERRUPT: u8 = 0x03;
const END: u8 = 0x04;
const BACKSPACE: [u8; 2] = [0x08, 0x7f];
const CLEAR: u8 = 0x15;

/// Why there is no passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoPassphrase {
    NoTerminal,
    Cancelled,
}

/// The terminal, as it is to be left.
struct Silent {
    terminal: Stdin,
    before: Termios,
}

impl Silent {
    /// Has the terminal show nothing that is typed, and pass on every key.
    fn begin() -> rustix::io::Result<Self> {
        let terminal = stdin();
        let before = tcgetattr(&terminal)?;
        let mut modes = before.clone();
        modes.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        tcsetattr(&terminal, OptionalActions::Flush, &modes)?;
        Ok(Self { terminal, before })
    }
}

impl Silent {
    /// Waits for a key; `None` where the terminal is gone or somebody cancels.
    fn key(&self, cancel: &AtomicBool) -> Option<u8> {
        let mut key = [0];
        while !cancel.load(Ordering::Relaxed) {
            let mut terminal = [PollFd::new(&self.terminal, PollFlags::IN)];
            match poll(&mut terminal, Some(&WAIT)) {
                Ok(0) | Err(Errno::INTR) => continue,
                Ok(_) => {}
                Err(_) => return None,
            }
            match rustix::io::read(&self.terminal, &mut key) {
                Ok(1) => return Some(key[0]),
                Err(Errno::INTR | Errno::AGAIN) => {}
                _ => return None,
            }
        }
        None
    }
}

impl Drop for Silent {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
        let _ = writeln!(stderr());
    }
}

/// Asks for a passphrase; setting `cancel` ends it.
pub(super) fn ask(question: &str, cancel: &AtomicBool) -> Result<String, NoPassphrase> {
    if !stdin().is_terminal() || !stderr().is_terminal() {
        return Err(NoPassphrase::NoTerminal);
    }
    let silent = Silent::begin().map_err(|_| NoPassphrase::NoTerminal)?;
    let _ = write!(stderr(), "{question}").and_then(|()| stderr().flush());
    let mut typed = Vec::new();
    loop {
        match silent.key(cancel).ok_or(NoPassphrase::Cancelled)? {
            b'\r' | b'\n' => break,
            INTERRUPT | END => return Err(NoPassphrase::Cancelled),
            CLEAR => typed.clear(),
            key if BACKSPACE.contains(&key) => remove_last(&mut typed),
            key => typed.push(key),
        }
    }
    String::from_utf8(typed).map_err(|_| NoPassphrase::Cancelled)
}

/// Removes the last character, of however many bytes it is.
fn remove_last(typed: &mut Vec<u8>) {
    while typed.pop().is_some_and(|byte| byte & 0xc0 == 0x80) {}
}

#[cfg(test)]
mod tests {
    use super::remove_last;

    #[test]
    fn a_whole_character_is_taken_back() {
        for (typed, left) in [("ab", "a"), ("a镇", "a"), ("镇", ""), ("", "")] {
            let mut typed = typed.as_bytes().to_vec();
            remove_last(&mut typed);
            assert_eq!(typed, left.as_bytes());
        }
    }
}
