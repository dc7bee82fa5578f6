//! A pseudo-terminal with a program on it, a screen that understands what it draws, and a keyboard.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses a part of it, and a test may fail"
)]

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::fs::{Mode, OFlags};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::{LocalModes, tcgetattr};

/// Long enough for a loaded machine; no test that passes waits for it.
const PATIENCE: Duration = Duration::from_secs(10);
const ASK: &[u8] = b"\x1b[6n";
/// The question which keys it tells apart.
const ASK_KEYS: &[u8] = b"\x1b[?u";
/// Around a frame.
const BEGIN: &[u8] = b"\x1b[?2026h";
const END: &[u8] = b"\x1b[?2026l";

/// How the terminal answers the question where its cursor is.
#[derive(Clone, Copy)]
pub(crate) enum Answers {
    /// As a narrow UTF-8 terminal.
    Truly,
    /// As one that knows the kitty keyboard protocol besides.
    Keys,
    /// Not at all.
    Never,
    /// Always this column.
    Column(u16),
    /// First this column, then that.
    Columns(u16, u16),
}

impl Answers {
    fn column(self, question: usize, truth: u16) -> Option<u16> {
        match self {
            Self::Truly | Self::Keys => Some(truth),
            Self::Never => None,
            Self::Column(column) => Some(column),
            Self::Columns(first, second) => Some(if question == 0 { first } else { second }),
        }
    }
}

type Keyboard = Arc<Mutex<Box<dyn Write + Send>>>;

/// What the terminal received, as bytes and as a screen.
struct Received {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    /// How many of the bytes are on the screen. The kernel hands a frame over in parts; half of one
    /// is not what the program shows.
    drawn: usize,
    answered: usize,
}

impl Received {
    fn new() -> Self {
        Self {
            screen: vt100::Parser::new(24, 80, 0),
            bytes: Vec::new(),
            drawn: 0,
            answered: 0,
        }
    }

    /// Takes bytes and draws those that are no part of an unfinished frame, as a terminal with
    /// synchronized updates.
    fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        // A mark too may come in parts.
        let from = self.drawn.saturating_sub(BEGIN.len() - 1);
        let tail = &self.bytes[from..];
        let last = |mark: &[u8]| tail.windows(mark.len()).rposition(|window| window == mark);
        let unfinished = last(BEGIN).filter(|begin| last(END).is_none_or(|end| end < *begin));
        let end = from + unfinished.unwrap_or(tail.len());
        self.draw(end.max(self.drawn));
    }

    /// Answers the questions where the cursor is that were not answered yet.
    fn answer(&mut self, keyboard: &Keyboard, answers: Answers) {
        let asked = self
            .bytes
            .windows(ASK.len())
            .filter(|window| *window == ASK)
            .count();
        while self.answered < asked {
            let (row, column) = self.screen.screen().cursor_position();
            if let Some(column) = answers.column(self.answered, column + 1) {
                write!(keyboard.lock().unwrap(), "\x1b[{};{column}R", row + 1).unwrap();
            }
            self.answered += 1;
        }
    }

    fn draw(&mut self, end: usize) {
        self.screen.process(&self.bytes[self.drawn..end]);
        self.drawn = end;
    }
}

struct Shared {
    received: Mutex<Received>,
    changed: Condvar,
    closing: AtomicBool,
    /// Nobody looks at the terminal: it takes nothing more.
    frozen: AtomicBool,
    /// Nothing more will be received.
    ended: AtomicBool,
}

pub(crate) struct Rig {
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Keyboard>,
    child: Mutex<Box<dyn Child + Send + Sync>>,
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
}

/// The built example. It is built by `cargo test`, but not by `cargo test --test terminal`.
pub(crate) fn keys_program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples/keys");
    if !program.exists() {
        assert!(
            Command::new(env!("CARGO"))
                .args(["build", "--example", "keys"])
                .status()
                .unwrap()
                .success()
        );
    }
    program
}

impl Rig {
    /// The example on a terminal of 80 by 24, waited for until it has drawn.
    pub(crate) fn start(answers: Answers) -> Self {
        let rig = Self::start_with(answers, |_| {});
        rig.await_screen("0 inputs");
        rig
    }

    pub(crate) fn start_with(answers: Answers, adjust: impl FnOnce(&mut CommandBuilder)) -> Self {
        let mut command = CommandBuilder::new(keys_program());
        command.env("TERM", "xterm-256color");
        adjust(&mut command);
        Self::run(answers, command)
    }

    /// Any program on a terminal of 80 by 24.
    pub(crate) fn run(answers: Answers, command: CommandBuilder) -> Self {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        let keyboard: Keyboard = Arc::new(Mutex::new(pair.master.take_writer().unwrap()));
        let shared = Arc::new(Shared {
            received: Mutex::new(Received::new()),
            changed: Condvar::new(),
            closing: AtomicBool::new(false),
            frozen: AtomicBool::new(false),
            ended: AtomicBool::new(false),
        });
        let output = pair.master.try_clone_reader().unwrap();
        let reader = {
            let (shared, keyboard) = (Arc::clone(&shared), Arc::clone(&keyboard));
            thread::spawn(move || receive(output, &shared, &keyboard, answers))
        };
        Self {
            master: Some(pair.master),
            keyboard: Some(keyboard),
            child: Mutex::new(child),
            shared,
            reader: Some(reader),
        }
    }

    pub(crate) fn send(&self, bytes: impl AsRef<[u8]>) {
        let mut keyboard = self.keyboard.as_ref().unwrap().lock().unwrap();
        keyboard.write_all(bytes.as_ref()).unwrap();
        keyboard.flush().unwrap();
    }

    pub(crate) fn resize(&self, rows: u16, cols: u16) {
        self.shared
            .received
            .lock()
            .unwrap()
            .screen
            .screen_mut()
            .set_size(rows, cols);
        let size = PtySize {
            rows,
            cols,
            ..PtySize::default()
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Waits until a text stands on the screen.
    pub(crate) fn await_screen(&self, text: &str) {
        assert!(
            self.shows(text, PATIENCE),
            "no {text:?} on\n{}",
            self.screen()
        );
    }

    /// Waits until a text was received after the first `from` bytes.
    pub(crate) fn await_bytes(&self, from: usize, text: &str) {
        let holds =
            |received: &Received| String::from_utf8_lossy(&received.bytes[from..]).contains(text);
        assert!(
            self.comes_true(PATIENCE, holds),
            "no {text:?} in {:?}",
            self.shown()
        );
    }

    /// Whether a text comes to stand on the screen.
    pub(crate) fn shows(&self, text: &str, within: Duration) -> bool {
        self.comes_true(within, |received| {
            received.screen.screen().contents().contains(text)
        })
    }

    /// Types, whether or not anybody is left to read it.
    pub(crate) fn type_blindly(&self, bytes: impl AsRef<[u8]>) {
        let _ = self
            .keyboard
            .as_ref()
            .unwrap()
            .lock()
            .unwrap()
            .write_all(bytes.as_ref());
    }

    /// Waits until one of some texts stands on the screen, or the program has ended; which text it
    /// was.
    pub(crate) fn shows_or_ends(&self, texts: &[&str]) -> Option<usize> {
        let found = |received: &Received| {
            let screen = received.screen.screen().contents();
            texts.iter().position(|text| screen.contains(text))
        };
        let ended = || self.shared.ended.load(Ordering::SeqCst);
        let in_time = self.comes_true(PATIENCE, |received| found(received).is_some() || ended());
        assert!(in_time, "none of {texts:?} on\n{}", self.screen());
        found(&self.shared.received.lock().unwrap())
    }

    /// Waits until the screen is as wanted, or the program has ended; whether it is.
    pub(crate) fn comes_to_show(&self, wanted: impl Fn(&str) -> bool) -> bool {
        let holds = |received: &Received| wanted(&received.screen.screen().contents());
        let ended = || self.shared.ended.load(Ordering::SeqCst);
        let in_time = self.comes_true(PATIENCE, |received| holds(received) || ended());
        assert!(in_time, "not what was waited for:\n{}", self.screen());
        holds(&self.shared.received.lock().unwrap())
    }

    /// Stops reading what the program sends, for good.
    pub(crate) fn freeze(&self) {
        self.shared.frozen.store(true, Ordering::SeqCst);
    }

    /// The rows of the screen in which something is shown reversed, as it is.
    pub(crate) fn reversed(&self) -> Vec<String> {
        let received = self.shared.received.lock().unwrap();
        let screen = received.screen.screen();
        let cell = |row, column| screen.cell(row, column).filter(|cell| cell.inverse());
        let row = |row| {
            (0..80)
                .filter_map(|column| Some(cell(row, column)?.contents().to_owned()))
                .collect::<String>()
        };
        (0..24).map(row).filter(|row| !row.is_empty()).collect()
    }

    /// What stood on the screen when the program had ended.
    pub(crate) fn last_screen(&mut self) -> String {
        self.reader.take().unwrap().join().unwrap();
        self.screen()
    }

    fn comes_true(&self, within: Duration, holds: impl Fn(&Received) -> bool) -> bool {
        let received = self.shared.received.lock().unwrap();
        let waiting = self
            .shared
            .changed
            .wait_timeout_while(received, within, |received| !holds(received));
        !waiting.unwrap().1.timed_out()
    }

    /// What the screen shows now.
    pub(crate) fn screen(&self) -> String {
        self.shared
            .received
            .lock()
            .unwrap()
            .screen
            .screen()
            .contents()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.shared.received.lock().unwrap().bytes.clone()
    }

    /// How many bytes were received so far.
    pub(crate) fn received(&self) -> usize {
        self.shared.received.lock().unwrap().bytes.len()
    }

    /// Whether the program has ended.
    pub(crate) fn has_ended(&self) -> bool {
        self.shared.ended.load(Ordering::SeqCst)
    }

    /// Waits until nothing has come from the program for a while.
    pub(crate) fn await_quiet(&self, time: Duration) {
        loop {
            let before = self.received();
            thread::sleep(time);
            if self.received() == before {
                return;
            }
        }
    }

    /// Everything received so far.
    pub(crate) fn shown(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    /// Whether the terminal is out of raw mode.
    pub(crate) fn is_cooked(&self) -> bool {
        let name = self.master.as_ref().unwrap().tty_name().unwrap();
        let tty = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
        tcgetattr(tty)
            .unwrap()
            .local_modes
            .contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.lock().unwrap().process_id().unwrap()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.pid().cast_signed()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// The processor time the program took so far, in ticks of 10 ms.
    pub(crate) fn cpu_ticks(&self) -> u64 {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap();
        let (_, fields) = stat.rsplit_once(')').unwrap();
        fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .map(|ticks| ticks.parse::<u64>().unwrap())
            .sum()
    }

    pub(crate) fn await_exit(&self, within: Duration) -> u32 {
        let deadline = Instant::now() + within;
        loop {
            if let Some(status) = self.child.lock().unwrap().try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(Instant::now() < deadline, "still running after {within:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Leaves by the key for it.
    pub(crate) fn leave(&self) -> u32 {
        self.send("\x11");
        self.await_exit(PATIENCE)
    }

    /// Waits for the end and returns the exit code and everything that was received.
    pub(crate) fn finish(mut self) -> (u32, String) {
        let code = self.await_exit(PATIENCE);
        self.reader.take().unwrap().join().unwrap();
        (code, self.shown())
    }

    /// Closes the terminal under the running program. The reader has to let go of it first, and it
    /// only does so when it receives something.
    pub(crate) fn hang_up(&mut self) {
        self.shared.closing.store(true, Ordering::SeqCst);
        self.send("x");
        self.reader.take().unwrap().join().unwrap();
        self.keyboard = None;
        self.master = None;
    }
}

impl Drop for Rig {
    fn drop(&mut self) {
        if let Ok(mut child) = self.child.lock() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Returns bytes in pieces, each up to the end of a question.
fn pieces(bytes: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(ASK.len()).position(|window| window == ASK) {
        let (piece, after) = rest.split_at(at + ASK.len());
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

fn receive(
    mut output: Box<dyn Read + Send>,
    shared: &Shared,
    keyboard: &Keyboard,
    answers: Answers,
) {
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = output.read(&mut buffer) {
        let mut received = shared.received.lock().unwrap();
        let asks = |question: &[u8]| {
            buffer[..count]
                .windows(question.len())
                .any(|w| w == question)
        };
        if matches!(answers, Answers::Keys) && asks(ASK_KEYS) {
            keyboard.lock().unwrap().write_all(b"\x1b[?0u").unwrap();
        }
        // Each question is answered where the cursor is when it is read.
        for piece in pieces(&buffer[..count]) {
            received.take(piece);
            received.answer(keyboard, answers);
        }
        drop(received);
        shared.changed.notify_all();
        if shared.closing.load(Ordering::SeqCst) {
            return;
        }
        while shared.frozen.load(Ordering::SeqCst) {
            thread::park();
        }
    }
    // Under the lock, so that nobody falls asleep between looking and waiting.
    let mut received = shared.received.lock().unwrap();
    // A frame that was cut off stays as far as it came.
    let end = received.bytes.len();
    received.draw(end);
    shared.ended.store(true, Ordering::SeqCst);
    drop(received);
    shared.changed.notify_all();
}
