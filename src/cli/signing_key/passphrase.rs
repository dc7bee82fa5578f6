//! A passphrase, asked at the terminal without showing it.

use std::io::{IsTerminal as _, Read as _, Stdin, Write as _, stderr, stdin};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

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

impl Drop for Silent {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Flush, &self.before);
        let _ = writeln!(stderr());
    }
}

/// Asks for a passphrase.
pub(super) fn ask(question: &str) -> Result<String, NoPassphrase> {
    if !stdin().is_terminal() || !stderr().is_terminal() {
        return Err(NoPassphrase::NoTerminal);
    }
    let silent = Silent::begin().map_err(|_| NoPassphrase::NoTerminal)?;
    let _ = write!(stderr(), "{question}").and_then(|()| stderr().flush());
    let mut typed = Vec::new();
    for byte in silent.terminal.lock().bytes() {
        match byte {
            Ok(b'\r' | b'\n') => {
                return String::from_utf8(typed).map_err(|_| NoPassphrase::Cancelled);
            }
            Ok(INTERRUPT | END) | Err(_) => break,
            Ok(CLEAR) => typed.clear(),
            Ok(byte) if BACKSPACE.contains(&byte) => remove_last(&mut typed),
            Ok(byte) => typed.push(byte),
        }
    }
    Err(NoPassphrase::Cancelled)
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
