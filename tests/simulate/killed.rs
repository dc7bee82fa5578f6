//! A step in a process of its own, which is killed as it makes some system call.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::{env, str};

use crate::dice::Dice;
use crate::machine::{Machine, Trail, Wrong, broken};
use crate::plan::{Act, act_of};

/// Names the step to the process that does it: the folder, the numbers of the machine and of the act,
/// the seed of its chance, and the time.
const STEP: &str = "TAIZHANG_TEST_STEP";
/// The test that is the other process.
const PROCESS: &str = "a_step_in_a_process_of_its_own";
/// What that process says once the act is done.
const TOLD: &str = "the act is told";
/// The calls that are counted.
const CALLS: &str = "openat,close,read,write,pread64,pwrite64,ftruncate,fallocate,fsync,fdatasync,fcntl,lseek,rename,\
    unlink,linkat,fstat,newfstatat,mmap,munmap";
/// How many calls of the thread there are at the most before it is killed. An act makes some hundreds.
const MOST_CALLS: usize = 900;

/// A step that can be done again to the byte.
pub(crate) struct Step {
    machine: usize,
    act: usize,
    seed: u64,
    now: u64,
}

impl Step {
    pub(crate) fn new(machine: usize, act: usize, now: u64, dice: &mut Dice) -> Self {
        Self {
            machine,
            act,
            seed: dice.roll(usize::MAX) as u64,
            now,
        }
    }

    /// Does it on the file of a folder.
    fn act(&self, folder: &Path) -> Result<(String, Trail), Wrong> {
        let mut machine = Machine::at(folder, self.machine, self.seed, self.now);
        machine.within(|machine| {
            let act: Act = act_of(self.act);
            let said = act(machine, &mut Dice::of(self.seed))?;
            Ok((said, machine.trail()))
        })
    }

    fn words(&self, folder: &Path) -> String {
        let Self {
            machine,
            act,
            seed,
            now,
        } = self;
        format!("{machine} {act} {seed} {now} {}", folder.display())
    }

    /// Does the step that the environment names, if there is one.
    pub(crate) fn act_of_environment() {
        let Ok(words) = env::var(STEP) else {
            return;
        };
        let mut words = words.splitn(5, ' ');
        let mut number = || words.next().unwrap().parse().unwrap();
        let (machine, act, seed, now) = (number(), number(), number(), number());
        let step = Self {
            machine: usize::try_from(machine).unwrap(),
            act: usize::try_from(act).unwrap(),
            seed,
            now,
        };
        step.act(Path::new(words.next().unwrap())).unwrap();
        println!("\n{TOLD}");
    }
}

/// Whether processes can be killed at a system call here.
pub(crate) fn can_kill() -> bool {
    static CAN: LazyLock<bool> = LazyLock::new(|| {
        let tried = Command::new("strace")
            .args(["-e", "trace=none", "true"])
            .stderr(Stdio::null())
            .status();
        tried.is_ok_and(|status| status.success())
    });
    *CAN
}

/// Does a step in a process that is killed, and goes on with what it leaves. Returns its words, what
/// there is at the most now, and whether it was told.
pub(crate) fn act_and_be_killed(
    machine: &mut Machine,
    step: &Step,
    dice: &mut Dice,
) -> Result<(String, Trail, bool), Wrong> {
    machine.end_sessions();
    let [expected, left] = ["expected", "left"].map(|name| machine.folder().with_extension(name));
    copy_into(&machine.folder(), &expected)?;
    let (said, written) = step.act(&expected)?;
    let mut at = 1 + dice.roll(MOST_CALLS);
    let (ending, told) = loop {
        copy_into(&machine.folder(), &left)?;
        let ended = run_until_call(step, &left, at)?;
        if matches!(ended, (Ending::Killed, _)) || at == 1 {
            break ended;
        }
        // It makes fewer calls. Which one is tried next must not take from the chance of the history:
        // it makes a few calls more or less from one run to the next.
        fs::remove_dir_all(&left).map_err(broken)?;
        at = 1 + Dice::of(step.seed ^ at as u64).roll(at - 1);
    };
    let how = match ending {
        Ending::Killed => format!("killed at call {at}"),
        Ending::Done => format!("done before call {at}"),
    };
    machine.go_on_with(&left.join("0"));
    for copy in [expected, left] {
        fs::remove_dir_all(copy).map_err(broken)?;
    }
    Ok((format!("{said}; {how}"), written, told))
}

/// Copies the files of a folder to where a machine that never had a fault has them.
fn copy_into(folder: &Path, copy: &Path) -> Result<(), Wrong> {
    fs::create_dir_all(copy.join("0")).map_err(broken)?;
    for file in fs::read_dir(folder).map_err(broken)? {
        let file = file.map_err(broken)?;
        fs::copy(file.path(), copy.join("0").join(file.file_name())).map_err(broken)?;
    }
    Ok(())
}

/// Does a step in a process that is killed at a call. Returns how it ended, and whether the act was
/// told before.
fn run_until_call(step: &Step, folder: &Path, at: usize) -> Result<(Ending, bool), Wrong> {
    let output = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("trace={CALLS}"))
        .arg("-e")
        .arg(format!("inject={CALLS}:signal=KILL:when={at}"))
        .arg(env::current_exe().map_err(broken)?)
        .args(["--exact", PROCESS, "--ignored", "--nocapture"])
        .env(STEP, step.words(folder))
        .output()
        .map_err(broken)?;
    let told = str::from_utf8(&output.stdout).is_ok_and(|text| text.contains(TOLD));
    let ending = ending_of(output.status, told).ok_or_else(|| {
        let said = String::from_utf8_lossy(&output.stderr);
        let status = output.status;
        Wrong(format!("a step that is repeated: {status}: {said}"))
    })?;
    Ok((ending, told))
}

/// How the process of a step ended.
#[derive(Debug, PartialEq)]
enum Ending {
    Killed,
    /// It came to its end before the call at which it was to be killed.
    Done,
}

/// Returns how a process ended; `None` where it neither was killed nor told that the act is done.
/// strace ends by the signal of the process that it runs, or with the code that a shell has for it.
fn ending_of(status: ExitStatus, told: bool) -> Option<Ending> {
    match (status.signal(), status.code()) {
        (Some(9), _) | (_, Some(137)) => Some(Ending::Killed),
        (_, Some(0)) if told => Some(Ending::Done),
        _ => None,
    }
}

#[test]
fn only_a_signal_is_a_kill() {
    // The status of a wait: a signal, or a code times 256.
    for (status, told, ending) in [
        (9, false, Some(Ending::Killed)),
        (9, true, Some(Ending::Killed)),
        (137 << 8, false, Some(Ending::Killed)),
        (0, true, Some(Ending::Done)),
        (0, false, None),
        (101 << 8, false, None),
        (101 << 8, true, None),
        (1 << 8, true, None),
        (11, false, None),
    ] {
        let found = ending_of(ExitStatus::from_raw(status), told);
        assert_eq!(found, ending, "{status} {told}");
    }
}
