//! One history: what happens from the first step to the last, all of it out of one seed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use tempfile::TempDir;

use crate::admin::version_of;
use crate::checks::{self, Truth};
use crate::dice::Dice;
use crate::disk::Deaf;
use crate::faults::{Fault, Files, cut_short};
use crate::ground::{FILES, START, VERSIONS};
use crate::hub::{Cut, HUB_ACTS, Hub};
use crate::killed::{Step, act_and_be_killed, can_kill};
use crate::machine::{Machine, Outcome, Session, Trail, Wrong, broken};
use crate::plan::{ACTS, DAY, EXCHANGES, Plan, act_of, weighted_at};
use crate::post::Post;
use crate::{admin, hub_state, post};

/// How often every file pulls and pushes at the most until nothing is new.
const MOST_ROUNDS: usize = 10;

pub(crate) struct History {
    seed: u64,
    plan: Plan,
    /// Where the files are, as long as it goes on.
    _root: TempDir,
    machines: Vec<Machine>,
    post: Post,
    hub: Option<Hub>,
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
            hub: Hub::new(seed, plan.hub, START),
            truth: Truth::default(),
            now: START,
            latest: START,
            log: Vec::new(),
            _root: root,
        }
    }

    /// Lets it happen. A step that goes wrong ends it, with everything that came before.
    pub(crate) fn run(mut self) -> Result<Told, String> {
        for step in 0..self.plan.steps {
            self.surely(|history| history.step(step))?;
        }
        self.log.push("the end".into());
        let digest = self.surely(Self::end)?;
        Ok(Told {
            log: self.log,
            digest,
        })
    }

    /// Does a part of it; of one that goes wrong or panics it is told what came before.
    fn surely<T>(&mut self, part: impl FnOnce(&mut Self) -> Result<T, Wrong>) -> Result<T, String> {
        let done = catch_unwind(AssertUnwindSafe(|| part(self)));
        let done = done.unwrap_or_else(|_| Err(Wrong("it panicked, as told above".into())));
        done.map_err(|wrong| self.failure(&wrong))
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
        let before = machine.acknowledged.clone();
        let words = format!("{} at {}", machine.name, machine.clock.now());
        self.log.push(format!("{words}: …"));
        let (post, plan) = (&mut self.post, &self.plan);
        let hub = &mut self.hub;
        let now = self.now;
        let said = machine.within(|machine| -> Outcome {
            if let Some(hub) = hub
                && dice.is_one_in(3)
            {
                hub.now = now;
                return with_the_hub(machine, hub, fault, dice);
            }
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
        let is_changed = machine.acknowledged != before;
        machine.within(|machine| {
            if is_changed || fault.is_some() {
                checks::tables_are_the_fold(machine, order)?;
            }
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
                let store = machine.session(Session::Admin)?;
                if version_of(store) != VERSIONS - 1 {
                    self.log.push(admin::load(store, VERSIONS - 1)?);
                }
                settle_step(machine, None)
            })?;
        }
        if self.hub.is_some() {
            self.bring_together_by_hub(latest)?;
            return self.compare();
        }
        // The county takes in the files of all, and one of the towns that of the county.
        let town = if self.seed.is_multiple_of(2) { 1 } else { 2 };
        for (into, from) in [(0, 3 - town), (0, town), (town, 0)] {
            self.bring_together(into, from)?;
        }
        self.machines.remove(3 - town);
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

    /// Lets every file pull and push until nothing is new.
    fn bring_together_by_hub(&mut self, now: u64) -> Result<(), Wrong> {
        let hub = self.hub.as_mut().unwrap();
        hub.now = now;
        self.machines[0].within(|machine| hub.renew(machine))?;
        for _ in 0..MOST_ROUNDS {
            let mut news = 0;
            for machine in &mut self.machines {
                let (pulled, pushed) = machine.within(|machine| -> Result<_, Wrong> {
                    let pulled = hub.pull(machine, Cut::Never)?;
                    let pushed = hub.push(machine, Cut::Never)?;
                    settle_step(machine, None)?;
                    Ok((pulled, pushed))
                })?;
                news += pulled.1 + pushed.1;
                let words = format!("{}: {}, {}", machine.name, pulled.0, pushed.0);
                self.log.push(words);
            }
            if news == 0 {
                let mut all = self.machines.iter_mut();
                return all.try_for_each(|machine| hub.is_known_to(machine));
            }
        }
        Err(Wrong("syncing never comes to an end".into()))
    }

    fn compare(&mut self) -> Result<String, Wrong> {
        let mut all = Vec::new();
        let order = self.plan.order;
        for machine in &mut self.machines {
            let truth = &mut self.truth;
            all.push(machine.within(|machine| {
                settle_step(machine, None)?;
                truth.take(machine)?;
                checks::tables_are_the_fold(machine, order)?;
                checks::is_sound(machine)?;
                Held::by(machine)
            })?);
        }
        let mut digest = String::new();
        for held in &all {
            let first = &all[0];
            let names = (first.name, held.name);
            checks::are_same(names, &first.contents, &held.contents)?;
            // Places are of each file, and verdicts are by its places.
            if first.places == held.places {
                checks::are_same(names, &first.standings, &held.standings)?;
            }
            let _ = write!(digest, "{held:?}");
        }
        for machine in &self.machines {
            let _ = write!(digest, "{:?}", machine.acknowledged);
        }
        if let Some(hub) = &self.hub {
            let is_same = all.iter().all(|held| held.places == all[0].places);
            let county = &mut self.machines[0];
            county.within(|machine| hub_state::is_that_of(hub.database(), machine, is_same))?;
        }
        Ok(sha256(&digest))
    }
}

/// What a file holds at the end.
#[derive(Debug)]
struct Held {
    name: &'static str,
    contents: BTreeMap<String, String>,
    standings: BTreeMap<String, String>,
    places: String,
}

impl Held {
    fn by(machine: &mut Machine) -> Result<Self, Wrong> {
        let name = machine.name;
        let store = machine.store()?;
        let places = store.places().map_err(broken)?;
        let lives = store.place_lives().map_err(broken)?;
        Ok(Self {
            name,
            contents: checks::contents(store)?,
            standings: checks::standings(store)?,
            places: format!("{places:?} {lives:?}"),
        })
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

/// Does one or several things with the hub, one of which a fault cuts short.
fn with_the_hub(
    machine: &mut Machine,
    hub: &mut Hub,
    fault: Option<Fault>,
    dice: &mut Dice,
) -> Outcome {
    let (_, acts) = HUB_ACTS[weighted_at(&HUB_ACTS, dice)];
    let cut_at = dice.roll(acts.len());
    let mut said = Vec::new();
    for (at, act) in acts.iter().enumerate() {
        let act = |machine: &mut Machine, dice: &mut Dice| act(machine, hub, dice);
        let fault = fault.filter(|_| at == cut_at);
        said.push(with_fault(machine, act, fault, Deaf::Never, dice)?);
    }
    Ok(said.join(", then "))
}

/// Acts in a process that is killed.
fn killed(machine: &mut Machine, act: usize, dice: &mut Dice) -> Outcome {
    let step = Step::new(machine.number, act, machine.clock.now(), dice);
    let (said, written, is_told) = act_and_be_killed(machine, &step, dice)?;
    if is_told {
        machine.acknowledged.clone_from(&written);
    }
    settle_step(machine, Some(&written))?;
    let told = if is_told { "after" } else { "before" };
    Ok(format!("{said} {told} it was told"))
}

/// Acts, and cuts what was done short where a fault comes.
fn with_fault(
    machine: &mut Machine,
    act: impl FnOnce(&mut Machine, &mut Dice) -> Outcome,
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
    let told_before = machine.told.clone();
    let before = Files::of(&machine.folder());
    let said = act(machine, dice)?;
    let after = Files::of(&machine.folder());
    let written = machine.trail();
    let copy = machine.folder().with_extension("copy");
    let is_told = cut_short((&before, &after), fault, deaf, dice, &copy);
    machine.go_on_with(&copy);
    if is_told {
        machine.acknowledged.clone_from(&written);
    } else {
        machine.told = told_before;
    }
    settle_step(machine, Some(&written))?;
    let told = if is_told { "after" } else { "before" };
    Ok(format!("{said}; {fault:?} {told} it was told"))
}

/// Looks whether everything that was acknowledged is there, and acknowledges what is there. After a
/// fault nothing is there but what had been written before it.
fn settle_step(machine: &mut Machine, written: Option<&Trail>) -> Result<(), Wrong> {
    machine.store()?;
    let found = machine.trail();
    checks::is_between(&machine.acknowledged, &found, written.unwrap_or(&found))?;
    machine.acknowledged = found;
    Ok(())
}
