//! A clerk who types one library after the other into the real program, and whose program ends when
//! it likes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use portable_pty::CommandBuilder;
use rustix::process::{Pid, Signal, kill_process};
use taizhang::store::Store;

use crate::library::{self, Library};
use crate::random::Random;
use crate::rig::{Answers, Rig};

pub(crate) const TOWN: &str = "331122101";
/// Makes a ledger of the four minimums.
pub(crate) const INIT: &str = concat!(
    "init --pack ",
    env!("CARGO_MANIFEST_DIR"),
    "/tests/packs/minimums.toml"
);
pub(crate) const HOME: &str = "达标情况";
pub(crate) const TO_THE_LIST: &str = "\x1b[C\r";
pub(crate) const NEW: &str = "\x1bOS";
pub(crate) const SAVE: &str = "\x1bOQ";
pub(crate) const DRAFTS: &str = "\x1b[20~";
const FIELD_BEFORE: &str = "\x1b[Z";
/// The longest life of a session: about two records.
const MOST_MILLIS: usize = 320;
/// The most looks at the screen in a session that ends by one.
const MOST_LOOKS: usize = 24;

/// The program in a folder, with nothing of the tester's own environment.
pub(crate) fn program(folder: &Path, user: &str) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_taizhang"));
    settle_in(&mut command, folder, user);
    command
}

pub(crate) fn settle_in(command: &mut CommandBuilder, folder: &Path, user: &str) {
    command.cwd(folder);
    for name in ["NO_COLOR", "TAIZHANG_DB", "LC_ALL", "LC_MESSAGES"] {
        command.env_remove(name);
    }
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("LANG", "zh_CN.UTF-8"),
        ("USER", user),
    ] {
        command.env(name, value);
    }
}

/// Runs a command of the program to its end.
pub(crate) fn taizhang(folder: &Path, line: &str) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_taizhang"));
    command
        .args(line.split(' '))
        .current_dir(folder)
        .env_remove("TAIZHANG_DB")
        .env("LANG", "zh_CN.UTF-8");
    let output = command.output().unwrap();
    let said = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .concat();
    (output.status.code().unwrap(), said)
}

/// A record that was being typed or saved when the program ended.
struct Pending {
    library: Library,
    /// What the screen showed last.
    shown: Vec<String>,
    /// The key for saving was pressed.
    is_saving: bool,
}

/// Where the ends fell.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    before_typing: usize,
    pub(crate) typing: usize,
    pub(crate) saving: usize,
    /// The record was saved, its draft not yet removed.
    pub(crate) between: usize,
    /// Characters that screens had shown of drafts that were taken up.
    pub(crate) shown: usize,
    /// Characters that those drafts held beyond them.
    ahead: usize,
}

pub(crate) struct Clerk {
    folder: PathBuf,
    random: Random,
    count: usize,
    acknowledged: BTreeSet<String>,
    pending: Option<Pending>,
    /// After how many looks at the screen the program is to end, and what ends it.
    fuse: Option<(usize, mpsc::Sender<()>)>,
    pub(crate) tally: Tally,
}

impl Clerk {
    pub(crate) fn new(folder: &Path) -> Self {
        assert_eq!(taizhang(folder, INIT).0, 0);
        let (random, tally) = (Random::new(), Tally::default());
        let (count, acknowledged) = (0, BTreeSet::new());
        Self {
            folder: folder.to_owned(),
            random,
            count,
            acknowledged,
            pending: None,
            fuse: None,
            tally,
        }
    }

    fn store(&self) -> Store {
        Store::open(&self.folder.join("taizhang.db")).unwrap()
    }

    /// One session, ended by a signal, and what it left: half of them at any moment, half of them
    /// as soon as the screen has shown a key.
    pub(crate) fn session(&mut self, signal: Signal) {
        let mut rig = Rig::run(Answers::Truly, program(&self.folder, "示例填报人"));
        let mut after =
            Duration::from_micros(u64::try_from(self.random.below(MOST_MILLIS * 1000)).unwrap());
        let (fuse, ended) = mpsc::channel::<()>();
        let looks = if self.random.below(2) == 0 {
            usize::MAX
        } else {
            1 + self.random.below(MOST_LOOKS)
        };
        if looks < usize::MAX {
            after = Duration::from_secs(10);
        }
        self.fuse = Some((looks, fuse));
        let pid = Pid::from_raw(rig.pid().cast_signed()).unwrap();
        let end = thread::spawn(move || {
            let _ = ended.recv_timeout(after);
            kill_process(pid, signal).unwrap();
        });
        let working = self.work(&rig);
        // Reaped only now: until then nobody else can have got its number.
        end.join().unwrap();
        rig.await_exit(Duration::from_secs(10));
        let screen = rig.last_screen();
        self.note_end(working, &screen);
    }

    /// Works until the program ends; what was being typed then.
    fn work(&mut self, rig: &Rig) -> Option<Pending> {
        rig.shows_or_ends(&[HOME])?;
        let mut is_in_form = match self.finish_draft(rig) {
            Ok(is_in_form) => is_in_form,
            Err(working) => return Some(working),
        };
        loop {
            if !is_in_form {
                rig.type_blindly(TO_THE_LIST);
                rig.shows_or_ends(&["> 公共图书馆"])?;
                rig.type_blindly(NEW);
                rig.shows_or_ends(&["第 1/29 项"])?;
            }
            self.count += 1;
            let library = Library::new(format!("示例第{}号馆", self.count));
            is_in_form = match self.fill(rig, library, &[]) {
                Ok(is_in_form) => is_in_form,
                Err(working) => return Some(working),
            };
        }
    }

    /// Takes up the draft that the session before left, and saves it; whether a form is open then.
    /// The error is what was being typed at the end.
    fn finish_draft(&mut self, rig: &Rig) -> Result<bool, Pending> {
        // The first screen is drawn before drafts are looked for.
        if let Some(pending) = &self.pending {
            let is_expected =
                Library::is_begun(&pending.shown) && !self.is_recorded(&pending.library);
            if is_expected {
                rig.shows_or_ends(&["份未保存的表"]);
            } else {
                rig.await_quiet(Duration::from_millis(200));
            }
            if rig.has_ended() {
                return Err(self.pending.take().unwrap());
            }
        }
        // Looked at once: the end may come at any moment and clear the screen, which says nothing
        // about drafts.
        let screen = rig.screen();
        let is_offered = screen.contains("份未保存的表");
        let Some(pending) = self.pending.take() else {
            assert!(
                !is_offered,
                "a draft of a saved record is offered:\n{screen}"
            );
            return Ok(false);
        };
        if !screen.contains(HOME) {
            return Err(pending);
        }
        if !is_offered {
            self.expect_no_draft(&pending);
            return Ok(false);
        }
        assert!(screen.contains("有 1 份未保存的表"), "{screen}");
        rig.type_blindly(format!("{DRAFTS}\r"));
        if rig.shows_or_ends(&["/29 项"]).is_none() {
            return Err(pending);
        }
        let form = rig.screen();
        if !form.contains("/29 项") {
            return Err(pending);
        }
        let there = pending.library.on(&form);
        let missing = there
            .iter()
            .zip(&pending.shown)
            .find(|(there, shown)| !there.starts_with(shown.as_str()));
        assert!(
            missing.is_none(),
            "the screen had shown {:?}, the draft has {there:?}",
            pending.shown
        );
        let characters =
            |texts: &[String]| texts.iter().map(|text| text.chars().count()).sum::<usize>();
        self.tally.shown += characters(&pending.shown);
        self.tally.ahead += characters(&there) - characters(&pending.shown);
        if self.is_recorded(&pending.library) {
            self.tally.between += 1;
        }
        for _ in 0..pending.library.way_back() {
            rig.type_blindly(FIELD_BEFORE);
        }
        if rig.shows_or_ends(&["第 1/29 项"]).is_none() {
            return Err(pending);
        }
        self.fill(rig, pending.library, &there)
    }

    /// Without a draft, everything that was shown must be in the ledger.
    fn expect_no_draft(&mut self, pending: &Pending) {
        let is_recorded = self.is_recorded(&pending.library);
        if Library::is_begun(&pending.shown) || is_recorded {
            let name = &pending.library.name;
            assert!(
                pending.is_saving && is_recorded,
                "{name} was shown as {:?} and is lost",
                pending.shown
            );
            self.acknowledged.insert(name.clone());
        }
    }

    fn is_recorded(&self, library: &Library) -> bool {
        library::names(&self.store(), TOWN).contains(&library.name)
    }

    /// Types a record into a form that holds `there` and saves it; whether a form is open then. The
    /// error is what was being typed at the end.
    fn fill(&mut self, rig: &Rig, library: Library, there: &[String]) -> Result<bool, Pending> {
        let keys = library.keys(there);
        let mut rest = keys.as_slice();
        let mut ended = false;
        while !rest.is_empty() && !ended {
            let (burst, later) = rest.split_at(rest.len().min(1 + self.random.below(8)));
            rig.type_blindly(
                burst
                    .iter()
                    .map(|(key, _)| key.as_str())
                    .collect::<String>(),
            );
            if let Some((_, Some((at, text)))) = burst.last()
                && self.random.below(2) == 0
            {
                ended = !rig.comes_to_show(|screen| library.on(screen)[*at].starts_with(text));
                self.looked();
            }
            rest = later;
        }
        let done = if ended {
            None
        } else {
            Self::save(rig, &library)
        };
        let Some(is_in_form) = done else {
            return Err(Pending {
                library,
                shown: Vec::new(),
                is_saving: !ended,
            });
        };
        self.acknowledged.insert(library.name);
        Ok(is_in_form)
    }

    /// Lets the program end when this was the last look at the screen.
    fn looked(&mut self) {
        self.fuse = self
            .fuse
            .take()
            .filter(|(looks, _)| *looks > 1)
            .map(|(looks, fuse)| (looks - 1, fuse));
    }

    /// Saves; whether a form is open then, nothing when the program ended. A record whose draft
    /// outlived its save is met as one that is there, and the form closes.
    fn save(rig: &Rig, library: &Library) -> Option<bool> {
        let saved = format!("已保存：{}", library.name);
        rig.type_blindly(SAVE);
        if rig.shows_or_ends(&[&saved, "他人刚保存过"])? == 0 {
            return Some(true);
        }
        rig.type_blindly(SAVE);
        rig.shows_or_ends(&["没有改动"]).map(|_| false)
    }

    /// What the screen had shown when the program ended.
    fn note_end(&mut self, working: Option<Pending>, screen: &str) {
        let Some(mut working) = working else {
            self.tally.before_typing += 1;
            return;
        };
        if screen.contains(&format!("已保存：{}", working.library.name)) {
            self.acknowledged.insert(working.library.name);
            return;
        }
        if working.is_saving {
            self.tally.saving += 1;
        } else {
            self.tally.typing += 1;
        }
        let shown = working.library.on(screen);
        // A session that ended before it showed the draft leaves it as it was.
        if Library::is_begun(&shown) || working.shown.is_empty() {
            working.shown = shown;
        }
        self.pending = Some(working);
    }

    /// Every acknowledged record is there, and none is there twice.
    pub(crate) fn check_records(&self) {
        let names = library::names(&self.store(), TOWN);
        let kept: BTreeSet<String> = names.iter().cloned().collect();
        assert_eq!(
            kept.len(),
            names.len(),
            "a record is there twice: {names:?}"
        );
        let lost: Vec<_> = self.acknowledged.difference(&kept).collect();
        assert!(lost.is_empty(), "acknowledged and lost: {lost:?}");
    }

    pub(crate) fn inspect(&self) {
        assert_eq!(self.store().inspect(), Ok(vec![]));
    }

    pub(crate) fn saved(&self) -> usize {
        self.acknowledged.len()
    }
}
