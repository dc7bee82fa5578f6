//! A writer that collects a frame and sends it whole.

use std::io::{self, Write};

/// Before the content: terminals that know synchronized updates show nothing until the end, the
/// others at least do not show the cursor wander (an input method hangs its candidate window on the
/// cursor).
const BEGIN: &[u8] = b"\x1b[?2026h\x1b[?25l";
const END: &[u8] = b"\x1b[?2026l";

/// Collects what is written and sends it in one `write` of the sink underneath, wrapped in a
/// synchronized update. `flush` does nothing: ratatui flushes several times within a frame.
#[derive(Debug)]
pub struct Frames<W> {
    sink: W,
    frame: Vec<u8>,
    written: Written,
}

/// What was sent so far. Tests and benchmarks hold it against their budgets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Frames sent.
    pub frames: u64,
    /// Calls of the sink's `write`: as many as frames, unless the device took a frame in parts.
    pub writes: u64,
    /// Bytes sent.
    pub bytes: u64,
}

impl<W: Write> Frames<W> {
    /// Frames that are sent to `sink`, of which every `write` should be one write(2).
    pub fn new(sink: W) -> Self {
        Self {
            sink,
            frame: BEGIN.to_vec(),
            written: Written::default(),
        }
    }

    /// Whether nothing was written since the last frame was sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.frame.len() == BEGIN.len()
    }

    /// What was sent so far.
    #[must_use]
    pub const fn written(&self) -> Written {
        self.written
    }

    /// The sink underneath.
    pub const fn sink(&self) -> &W {
        &self.sink
    }

    /// Sends the frame.
    ///
    /// # Errors
    /// If the sink fails; the frame is lost then.
    pub fn send(&mut self) -> io::Result<()> {
        self.frame.extend_from_slice(END);
        let sent = self.send_all();
        self.frame.truncate(BEGIN.len());
        sent
    }

    fn send_all(&mut self) -> io::Result<()> {
        let mut rest = self.frame.as_slice();
        while !rest.is_empty() {
            self.written.writes += 1;
            match self.sink.write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.written.frames += 1;
        self.written.bytes += self.frame.len() as u64;
        Ok(())
    }
}

impl<W: Write> Write for Frames<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    /// A device that takes three bytes at a time, and every other time nothing because a signal
    /// came.
    #[derive(Default)]
    struct Slow {
        taken: Vec<u8>,
        interrupted: bool,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.interrupted = !self.interrupted;
            if self.interrupted {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let count = bytes.len().min(3);
            self.taken.extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_frame_is_one_write_whatever_is_flushed_on_the_way() {
        let mut frames = Frames::new(Vec::new());
        for part in ["社", "区"] {
            frames.write_all(part.as_bytes()).unwrap();
            frames.flush().unwrap();
        }
        assert!(frames.sink().is_empty() && !frames.is_empty());
        frames.send().unwrap();
        let bytes = "\x1b[?2026h\x1b[?25l社区\x1b[?2026l";
        assert_eq!(frames.sink().as_slice(), bytes.as_bytes());
        assert_eq!(
            frames.written(),
            Written {
                frames: 1,
                writes: 1,
                bytes: bytes.len() as u64
            }
        );
        assert!(frames.is_empty());
    }

    #[test]
    fn a_frame_survives_partial_and_interrupted_writes() {
        let mut frames = Frames::new(Slow::default());
        frames.write_all(b"0123456789").unwrap();
        frames.send().unwrap();
        assert_eq!(
            frames.sink().taken,
            b"\x1b[?2026h\x1b[?25l0123456789\x1b[?2026l"
        );
    }

    #[test]
    fn a_device_that_takes_nothing_is_an_error_not_a_loop() {
        let mut frames = Frames::new([].as_mut_slice());
        assert_eq!(frames.send().unwrap_err().kind(), io::ErrorKind::WriteZero);
    }
}
