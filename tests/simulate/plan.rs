//! How long a history is, and what may be done in it.

use crate::dice::Dice;
use crate::disk::Deaf;
use crate::fold::Order;
use crate::hub::HubPlan;
use crate::machine::{Machine, Outcome};
use crate::post::Post;
use crate::{admin, attempts, clerk, inspector, post};

const SECOND: u64 = 1000;
pub(crate) const DAY: u64 = 24 * 60 * 60 * SECOND;

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
    pub(crate) hub: HubPlan,
}

impl Plan {
    pub(crate) const SHORT: Self = Self {
        steps: 50,
        test: "one_seed",
        pause: 8 * DAY,
        examined_after: 25,
        killed_after: None,
        order: Order::Told,
        deaf: Deaf::Never,
        hub: HubPlan::Never,
    };

    pub(crate) const HUB: Self = Self {
        test: "seed_with_a_hub",
        hub: HubPlan::Good,
        ..Self::SHORT
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
pub(crate) const ACTS: [(usize, Act); 25] = [
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
pub(crate) type Exchange = fn(&mut Machine, &mut Post, &mut Dice) -> Outcome;

pub(crate) const EXCHANGES: [(usize, Exchange); 5] = [
    (6, post::send_changes),
    (5, |machine, post, _| post::send_snapshot(machine, post)),
    (14, post::receive),
    (2, |_, post, dice| Ok(post.lose(dice))),
    (1, post::restore_snapshot),
];

fn start_again(machine: &mut Machine, _: &mut Dice) -> Outcome {
    machine.end_sessions();
    machine.clock.start_process();
    machine.store()?;
    Ok("start again".into())
}

/// Returns an act by its number.
pub(crate) fn act_of(number: usize) -> Act {
    ACTS[number].1
}

/// Chooses the number of one of several by how often each is to be.
pub(crate) fn weighted_at<T>(all: &[(usize, T)], dice: &mut Dice) -> usize {
    let whole = all.iter().map(|(weight, _)| weight).sum();
    let mut left = dice.roll(whole);
    let is_it = |(weight, _): &(usize, T)| {
        let is_before = left < *weight;
        left = left.saturating_sub(*weight);
        is_before
    };
    all.iter().position(is_it).unwrap()
}
