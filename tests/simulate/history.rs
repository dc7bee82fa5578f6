//! One history: what happens from the first step to the last, all of it out of one seed.

use std::fmt::Write as _;
use std::path::Path;

use tempfile::TempDir;

use crate::admin::version_of;
use crate::checks::{self, Truth};
use crate::dice::Dice;
use crate::disk::Deaf;
use crate::faults::{Fault, Files, cut_short};
use crate::fold::Order;
use crate::ground::{FILES, START, VERSIONS};
use crate::killed::{Step, act_and_be_killed, can_kill};
use crate::machine::{Machine, Outcome, Wrong};
use crate::post::Post;
use crate::{admin, attempts, clerk, inspector, post};

const SECOND: u64 = 1000;
const DAY: u64 = 24 * 60 * 60 * SECOND;

/// How long a history is and what is wrong on purpose in it.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) steps: usize,
    /// The test that runs one seed of it.
    pub(crate) test: &'static str,
    /// The longest time between two steps.
    pub(crate) pause: u64,
    /// How many steps there are between two examinations of a whole file.
    pub(crate) examined_after: usize,
    /// After how many steps, on the average, one is done in a process that is killed at a system call.
    pub(crate) killed_after: Option<usize>,
    pub(crate) order: Order,
    pub(crate) deaf: Deaf,
}

impl Plan {
    pub(crate) const SHORT: Self = Self {
        steps: 60,
        test: "one_seed",
        pause: 8 * DAY,
        examined_after: 20,
        killed_after: None,
        order: Order::Told,
        deaf: Deaf::Never,
    };

    /// Some 3,650 days, at four days between two steps.
    pub(crate) const TEN_YEARS: Self = Self {
        steps: 1800,
        killed_after: Some(40),
        test: "ten_years",
        examined_after: 100,
        ..Self::SHORT
    };
}

/// What somebody does at one machine.
pub(crate) type Act = fn(&mut Machine, &mut Dice) -> Outcome;

/// What is done, and how often of all times.
const ACTS: [(usize, Act); 25] = [
    (14, clerk::add),
    (26, clerk::edit),
    (4, clerk::relocate),
    (6, clerk::delete),
    (6, clerk::bring_back),
    (8, clerk::fill_sheet),
    (4, clerk::key_again),
    (3, clerk::confirm),
    (5, clerk::answer),
    (2, clerk::except),
    (1, inspector::begin),
    (6, inspector::raise),
    (4, inspector::close),
    (3, inspector::reopen),
    (5, inspector::approve),
    (2, inspector::draw),
    (2, inspector::visit),
    (3, admin::renew_pack),
    (7, admin::settle),
    (4, admin::close_quarter),
    (2, admin::reopen_quarter),
    (5, admin::change_place),
    (1, admin::move_place),
    (4, attempts::attempt),
    (2, start_again),
];

/// What is done with files that go from one machine to another.
type Exchange = fn(&mut Machine, &mut Post, &mut Dice) -> Outcome;

const EXCHANGES: [(usize, Exchange); 5] = [
    (6, post::send_changes),
    (5, |machine, post, _| post::send_snapshot(machine, post)),
    (14, post::receive),
    (2, |_, post, dice| post.lose(dice)),
    (1, post::restore_snapshot),
];

fn start_again(machine: &mut Machine, _: &mut Dice) -> Outcome {
    machine.end_session();
    machine.clock.start_process();
    machine.store()?;
    Ok("start again".into())
}

pub(crate) struct History {
    seed: u64,
    plan: Plan,
    root: TempDir,
    machines: Vec<Machine>,
    post: Post,
    truth: Truth,
    /// Milliseconds since 1970 by a clock that is right.
    now: u64,
    /// The latest that any clock ever showed.
    latest: u64,
    log: Vec<String>,
}

/// A history that came to its end: what happened, and what the files hold.
pub(crate) struct Told {
    pub(crate) log: Vec<String>,
    pub(crate) digest: String,
}

impl History {
    pub(crate) fn new(seed: u64, plan: Plan, place: Option<&Path>) -> Self {
        let root = match place {
            Some(place) => tempfile::tempdir_in(place),
            None => tempfile::tempdir(),
        };
        let root = root.unwrap();
        let machine = |number: usize| {
            let dice = seed * 10 + number as u64 + 1;
            Machine::new(root.path(), number, dice, START)
        };
        Self {
            seed,
            plan,
            machines: (0..FILES.len()).map(machine).collect(),
            post: Post::new(root.path().join("post")),
            truth: Truth::default(),
            now: START,
            latest: START,
            log: Vec::new(),
            root,
        }
    }

    /// Lets it happen. A step that goes wrong ends it, with everything that came before.
    pub(crate) fn run(mut self) -> Result<Told, String> {
        for step in 0..self.plan.steps {
            let done = self.step(step);
            done.map_err(|wrong| self.failure(&wrong))?;
        }
        self.log.push("the end".into());
        let digest = self.end().map_err(|wrong| self.failure(&wrong))?;
        Ok(Told {
            log: self.log,
            digest,
        })
    }

    fn failure(&self, Wrong(what): &Wrong) -> String {
        let mut said = format!("seed {}: {what}\n", self.seed);
        let first = self.log.len().saturating_sub(25);
        for (number, line) in self.log.iter().enumerate().skip(first) {
            let _ = writeln!(said, "  {number}: {line}");
        }
        let _ = write!(
            said,
            "again: TAIZHANG_TEST_SEED={} cargo test --test simulate {} -- --ignored --nocapture",
            self.seed, self.plan.test
        );
        said
    }

    fn step(&mut self, step: usize) -> Result<(), Wrong> {
        let dice = &mut Dice::of(self.seed ^ (step as u64 + 1).wrapping_mul(0xD6E8_FEB8_6659_FD93));
        // The first numbers of two seeds that are near each other are alike.
        for _ in 0..4 {
            dice.byte();
        }
        let at = dice.roll(self.machines.len());
        self.let_time_pass(at, dice);
        let fault = match dice.roll(16) {
            0 => Some(Fault::Kill),
            1 => Some(Fault::PowerCut),
            _ => None,
        };
        let machine = &mut self.machines[at];
        let words = format!("{} at {}", machine.name, machine.clock.now());
        self.log.push(format!("{words}: …"));
        let (post, plan) = (&mut self.post, &self.plan);
        let said = machine.within(|machine| -> Outcome {
            if dice.is_one_in(4) {
                let (_, act) = EXCHANGES[weighted_at(&EXCHANGES, dice)];
                let said = act(machine, post, dice)?;
                settle_step(machine, None)?;
                return Ok(said);
            }
            let act = weighted_at(&ACTS, dice);
            if plan.killed_after.is_some_and(|times| dice.is_one_in(times)) && can_kill() {
                return killed(machine, act, dice);
            }
            with_fault(machine, act_of(act), fault, plan.deaf, dice)
        })?;
        *self.log.last_mut().unwrap() = format!("{words}: {said}");
        let is_examined = step % plan.examined_after == plan.examined_after - 1;
        let order = plan.order;
        machine.within(|machine| {
            checks::tables_are_the_fold(machine, order)?;
            if is_examined {
                checks::is_sound(machine)?;
            }
            Ok(())
        })?;
        self.truth.take(&self.machines[at])
    }

    /// Moves every clock on; that of one machine may stand still or jump.
    fn let_time_pass(&mut self, at: usize, dice: &mut Dice) {
        let longest = usize::try_from(self.plan.pause).unwrap();
        let passed = match dice.roll(4) {
            0 => 0,
            1 => dice.roll(5000) as u64,
            _ => dice.roll(longest) as u64,
        };
        self.now += passed;
        for machine in &self.machines {
            machine.clock.set(machine.clock.now() + passed);
        }
        let clock = &self.machines[at].clock;
        match dice.roll(20) {
            0 => clock.set(clock.now().saturating_sub(dice.roll(longest) as u64)),
            1 => clock.set(clock.now() + dice.roll(longest * 2) as u64),
            2 | 3 => clock.set(self.now),
            _ => {}
        }
        self.latest = self.latest.max(clock.now());
    }

    /// Brings everything together: the clocks agree, every file gets the last pack and what the others
    /// have. They must then hold the same.
    fn end(&mut self) -> Result<String, Wrong> {
        let latest = self.latest.max(self.now) + DAY;
        for machine in &mut self.machines {
            machine.clock.set(latest);
            machine.within(|machine| -> Result<(), Wrong> {
                let store = machine.session(crate::machine::Session::Admin)?;
                if version_of(store) != VERSIONS - 1 {
                    self.log.push(admin::load(store, VERSIONS - 1)?);
                }
                settle_step(machine, None)
            })?;
        }
        // The county takes in the files of all, and all that of the county.
        for (into, from) in [(0, 1), (0, 2), (1, 0), (2, 0)] {
            self.bring_together(into, from)?;
        }
        self.compare()
    }

    fn bring_together(&mut self, into: usize, from: usize) -> Result<(), Wrong> {
        self.post.files.clear();
        let post = &mut self.post;
        self.machines[from].within(|machine| post::send_snapshot(machine, post))?;
        let machine = &mut self.machines[into];
        let said = machine.within(|machine| post::merge(machine, &post.files[0].path))?;
        self.log.push(format!(
            "{} merges {}: {said}",
            machine.name, post.files[0].from
        ));
        if said.starts_with("refused") {
            return Err(Wrong(format!("it cannot be merged at the end: {said}")));
        }
        Ok(())
    }

    fn compare(&mut self) -> Result<String, Wrong> {
        let mut all = Vec::new();
        let order = self.plan.order;
        for machine in &mut self.machines {
            let truth = &mut self.truth;
            let found = machine.within(|machine| -> Result<_, Wrong> {
                settle_step(machine, None)?;
                truth.take(machine)?;
                checks::tables_are_the_fold(machine, order)?;
                checks::is_sound(machine)?;
                let places = format!(
                    "{:?}",
                    machine.store()?.places().map_err(crate::machine::broken)?
                );
                let lives = format!(
                    "{:?}",
                    machine
                        .store()?
                        .place_lives()
                        .map_err(crate::machine::broken)?
                );
                let store = machine.store()?;
                let standings = checks::standings(store)?;
                Ok((
                    machine.name,
                    checks::contents(machine.store()?)?,
                    standings,
                    places + &lives,
                ))
            })?;
            all.push(found);
        }
        let mut digest = String::new();
        for (name, contents, standings, places) in &all {
            let (first, first_contents, first_standings, first_places) = &all[0];
            checks::are_same((first, name), first_contents, contents)?;
            if places == first_places {
                checks::are_same((first, name), first_standings, standings)?;
            }
            let _ = write!(digest, "{contents:?}{standings:?}{places}");
        }
        for machine in &self.machines {
            let _ = write!(digest, "{:?}", machine.acknowledged);
        }
        let _ = self.root.path();
        Ok(sha256(&digest))
    }
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(text.as_bytes());
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Returns an act by its number.
pub(crate) fn act_of(number: usize) -> Act {
    ACTS[number].1
}

/// Chooses the number of one of several by how often each is to be.
fn weighted_at<T>(all: &[(usize, T)], dice: &mut Dice) -> usize {
    let whole = all.iter().map(|(weight, _)| weight).sum();
    let mut left = dice.roll(whole);
    let is_it = |(weight, _): &(usize, T)| {
        let is_before = left < *weight;
        left = left.saturating_sub(*weight);
        is_before
    };
    all.iter().position(is_it).unwrap()
}

/// Acts in a process that is killed.
fn killed(machine: &mut Machine, act: usize, dice: &mut Dice) -> Outcome {
    let step = Step::new(machine.number, act, machine.clock.now(), dice);
    let (said, written, is_told) = act_and_be_killed(machine, &step, dice)?;
    if is_told {
        machine.acknowledged.clone_from(&written);
    }
    settle_step(machine, Some(&written))?;
    Ok(said)
}

/// Acts, and cuts what was done short where a fault comes.
fn with_fault(
    machine: &mut Machine,
    act: Act,
    fault: Option<Fault>,
    deaf: Deaf,
    dice: &mut Dice,
) -> Outcome {
    let Some(fault) = fault else {
        let said = act(machine, dice)?;
        settle_step(machine, None)?;
        return Ok(said);
    };
    machine.store()?;
    let before = Files::of(&machine.folder());
    let said = act(machine, dice)?;
    let after = Files::of(&machine.folder());
    let written = machine.trail();
    let copy = machine.folder().with_extension("copy");
    let is_told = cut_short((&before, &after), fault, deaf, dice, &copy);
    machine.go_on_with(&copy);
    if is_told {
        machine.acknowledged.clone_from(&written);
    }
    settle_step(machine, Some(&written))?;
    let told = if is_told { "after" } else { "before" };
    Ok(format!("{said}; {fault:?} {told} it was told"))
}

/// Looks whether everything that was acknowledged is there, and acknowledges what is there. After a
/// fault nothing is there but what had been written before it.
fn settle_step(
    machine: &mut Machine,
    written: Option<&crate::machine::Trail>,
) -> Result<(), Wrong> {
    machine.store()?;
    let found = machine.trail();
    checks::is_between(&machine.acknowledged, &found, written.unwrap_or(&found))?;
    machine.acknowledged = found;
    Ok(())
}
