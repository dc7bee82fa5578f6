//! The device itself: every system call on the terminal is here, and nothing here can panic.
//!
//! Standard streams of Rust are not used: they buffer, they split a frame at every 1024 bytes, and
//! printing to a terminal that is gone panics.

use std::io::{self, Write};
use std::time::Duration;

use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::{stdin, stdout};

/// The window of a terminal that does not tell, such as a serial line.
const UNTOLD: Size = Size::new(80, 24);
/// A window larger than this is not a window; a client may claim 65535 by 65535, and memory is
/// taken per cell.
const LARGEST: Size = Size::new(1000, 500);

/// Standard output as a writer of which every `write` is one write(2).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tty;

impl Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            match rustix::io::write(stdout(), bytes) {
                // Somebody before us may have left the terminal non-blocking.
                Err(Errno::AGAIN) => wait(
                    &mut [PollFd::from_borrowed_fd(stdout(), PollFlags::OUT)],
                    None,
                )?,
                written => return Ok(written?),
            };
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Waits until there is something to read. No timeout waits for ever; false means that the time is
/// over.
pub(super) fn readable(timeout: Option<Duration>) -> io::Result<bool> {
    wait(
        &mut [PollFd::from_borrowed_fd(stdin(), PollFlags::IN)],
        timeout,
    )
}

fn wait(fds: &mut [PollFd<'_>], timeout: Option<Duration>) -> io::Result<bool> {
    let timeout = timeout.map(|time| Timespec {
        tv_sec: time.as_secs().cast_signed(),
        tv_nsec: time.subsec_nanos().into(),
    });
    loop {
        match poll(fds, timeout.as_ref()) {
            Err(Errno::INTR) => {}
            ready => return Ok(ready? > 0),
        }
    }
}

/// Reads what is there. An error, also for the end of input, means that the terminal is gone.
pub(super) fn read(buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match rustix::io::read(stdin(), &mut *buffer) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                readable(None)?;
            }
            read => return Ok(read?),
        }
    }
}

/// The size of the window in cells. Asked of the output itself: crossterm opens `/dev/tty` for it
/// at every frame, and starts the program `tput` when that fails.
pub(super) fn size() -> io::Result<Size> {
    let size = rustix::termios::tcgetwinsize(stdout())?;
    Ok(believable(size.ws_col, size.ws_row))
}

fn believable(columns: u16, rows: u16) -> Size {
    if columns == 0 || rows == 0 {
        UNTOLD
    } else {
        Size::new(columns.min(LARGEST.width), rows.min(LARGEST.height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_believed_within_reason() {
        assert_eq!(believable(3, 3), Size::new(3, 3));
        assert_eq!(believable(0, 0), UNTOLD);
        assert_eq!(believable(65535, 24), Size::new(1000, 24));
    }
}
