//! Everything that happens to the application, in one channel.
//!
//! Two threads feed it beside the application's own: one waits for keys, one for signals. Both
//! sleep until there is something; neither can spin on a terminal that is gone, because that wakes
//! the first one to end.

use std::io;
use std::sync::mpsc::{Receiver, Sender, TryRecvError};
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;

use super::input::{Decoder, Input, Line};
use super::tty;

/// How long the application has to save a draft once it must end. It may be unable to: a stalled
/// line blocks the thread that draws.
const FUSE: Duration = Duration::from_secs(3);
/// The exit code when the fuse burns down: what a shell says of a program killed by SIGHUP.
const FUSE_EXIT: i32 = 129;
/// As much as the kernel ever hands over at once.
const BURST: usize = 4096;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<M> {
    /// The person did something.
    Input(Input),
    /// The terminal is gone. Save what is typed and leave; there is nobody to tell.
    HangUp,
    /// The program was asked to end. Save what is typed, restore the terminal and leave.
    Terminate,
    /// The application's own news, such as the progress of a job.
    Message(M),
}

/// Starts the thread that turns signals into events: SIGHUP is a hang-up, SIGTERM, SIGINT and
/// SIGQUIT terminate, SIGWINCH is a new size. Call it before the terminal is opened, so that no
/// signal finds it half open. Whatever the application does, the process ends three seconds after a
/// signal that ends it.
///
/// # Errors
/// If the handlers cannot be installed or the thread cannot be started.
pub fn watch_signals<M: Send + 'static>(events: Sender<Event<M>>) -> io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH])?;
    spawn("signals", move || {
        for signal in signals.forever() {
            match signal {
                SIGWINCH => resized(&events),
                SIGHUP => end(&events, Event::HangUp),
                _ => end(&events, Event::Terminate),
            }
        }
    })
}

/// Starts the thread that turns bytes into inputs, beginning with those that were typed ahead of
/// the open terminal. It ends when the terminal is gone, and the process three seconds later.
///
/// # Errors
/// If the thread cannot be started.
pub fn read_keys<M: Send + 'static>(
    events: Sender<Event<M>>,
    typed_ahead: Vec<u8>,
    line: Line,
) -> io::Result<()> {
    spawn("keys", move || {
        let mut decoder = Decoder::new(line);
        send_all(&events, decoder.feed(&typed_ahead));
        while let Ok(inputs) = next_inputs(&mut decoder) {
            send_all(&events, inputs);
        }
        end(&events, Event::HangUp);
    })
}

/// Waits for one event and takes all that are queued behind it, so that a burst is drawn once.
/// Nothing, if nobody is left who could send one.
#[must_use]
pub fn drain<M>(events: &Receiver<Event<M>>) -> Option<Vec<Event<M>>> {
    let first = events.recv().ok()?;
    Some(std::iter::once(first).chain(events.try_iter()).collect())
}

/// Takes all events that are queued, and waits for none. Nothing, if nobody is left who could send
/// one.
#[must_use]
pub fn take_queued<M>(events: &Receiver<Event<M>>) -> Option<Vec<Event<M>>> {
    match events.try_recv() {
        Ok(first) => Some(std::iter::once(first).chain(events.try_iter()).collect()),
        Err(TryRecvError::Empty) => Some(Vec::new()),
        Err(TryRecvError::Disconnected) => None,
    }
}

/// Waits for bytes, or for the silence that tells what the pending ones mean.
fn next_inputs(decoder: &mut Decoder) -> io::Result<Vec<Input>> {
    if !tty::readable(decoder.patience())? {
        return Ok(decoder.timeout());
    }
    let mut buffer = [0; BURST];
    let count = tty::read(&mut buffer)?;
    Ok(decoder.feed(buffer.get(..count).unwrap_or_default()))
}

fn send_all<M>(events: &Sender<Event<M>>, inputs: Vec<Input>) {
    for input in inputs {
        send(events, Event::Input(input));
    }
}

fn resized<M>(events: &Sender<Event<M>>) {
    if let Ok(size) = tty::size() {
        send(events, Event::Input(Input::Resize(size.width, size.height)));
    }
}

fn end<M>(events: &Sender<Event<M>>, event: Event<M>) {
    send(events, event);
    // If there is no thread to be had, this one waits: it has nothing else left to do.
    if spawn("fuse", burn).is_err() {
        burn();
    }
}

fn burn() {
    thread::sleep(FUSE);
    signal_hook::low_level::exit(FUSE_EXIT);
}

/// Nobody listens any more when the application is about to end, and then nothing is left to tell.
fn send<M>(events: &Sender<Event<M>>, event: Event<M>) {
    let _ = events.send(event);
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
        .map(drop)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_burst_is_drained_at_once_and_in_order() {
        let (sender, receiver) = mpsc::channel();
        for number in 0..3 {
            send(&sender, Event::Message(number));
        }
        assert_eq!(drain(&receiver), Some((0..3).map(Event::Message).collect()));
        assert_eq!(take_queued(&receiver), Some(Vec::new()), "nobody waits");
        send(&sender, Event::Message(3));
        send(&sender, Event::Message(4));
        let both = [3, 4].map(Event::Message);
        assert_eq!(take_queued(&receiver), Some(both.to_vec()));
        drop(sender);
        assert_eq!(take_queued(&receiver), None);
        assert_eq!(drain(&receiver), None);
    }
}
