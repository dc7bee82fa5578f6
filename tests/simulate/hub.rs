//! The hub of a history: a database of its own on a real server, and what it must keep.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use taizhang::domain::record::NewChanges;
use taizhang::i18n::HubFault;
use taizhang::store::hub::{HubAddress, HubError, HubGrant, HubRequest};
use taizhang::store::share::merge::MergeError;
use taizhang::store::{FileError, Store, StoreError};

use crate::admin::ADMIN;
use crate::dice::Dice;
use crate::hub_database::HubDatabase;
use crate::hub_losses::{LastChanges, Losses, last_changes};
use crate::machine::{Machine, Outcome, Session, Trail, Wrong, broken, head};
use crate::post;
use crate::servers::LOGINS;
use crate::{checks, hub_state};

/// Whether a history has a hub, and what is wrong with that on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HubPlan {
    Never,
    Good,
    /// The last change of each push is deleted once it is told.
    Forgetful,
}

/// What is done with the hub at one machine.
pub(crate) type HubAct = fn(&mut Machine, &mut Hub, &mut Dice) -> Outcome;

/// What is done one after the other. A file keeps what an act wrote before the next one begins.
pub(crate) const HUB_ACTS: [(usize, &[HubAct]); 8] = [
    (5, &[push]),
    (4, &[pull]),
    (8, &[pull, push]),
    (2, &[|machine, hub, _| hub.compare(machine)]),
    (2, &[|machine, hub, _| hub.renew(machine)]),
    (1, &[|_, hub, _| hub.restart()]),
    (2, &[|_, hub, _| hub.copy()]),
    (2, &[|_, hub, _| hub.restore_copy()]),
];

fn push(machine: &mut Machine, hub: &mut Hub, dice: &mut Dice) -> Outcome {
    Ok(hub.push(machine, Cut::roll(dice))?.0)
}

fn pull(machine: &mut Machine, hub: &mut Hub, dice: &mut Dice) -> Outcome {
    Ok(hub.pull(machine, Cut::roll(dice))?.0)
}

/// What a push or a pull said, and how much was new.
pub(crate) type Done = (String, usize);

/// What ends a push or a pull as it tells for the so-manieth time how far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    Never,
    /// Whoever runs it ends it.
    Cancel(usize),
    /// The connection ends.
    Connection(usize),
    /// The server ends at once, and is started again.
    Server(usize),
}

impl Cut {
    fn roll(dice: &mut Dice) -> Self {
        let at = 1 + dice.roll(6);
        match dice.roll(20) {
            0..3 => Self::Cancel(at),
            3..6 => Self::Connection(at),
            6 => Self::Server(at),
            _ => Self::Never,
        }
    }
}

pub(crate) struct Hub {
    database: HubDatabase,
    /// The time by the clock of the server.
    pub(crate) now: u64,
    /// Every change that it has.
    pub(crate) holds: Trail,
    /// What was known as the state of each place was made.
    states: BTreeMap<String, LastChanges>,
    /// What it ever had.
    ever: LastChanges,
    /// What an old copy of it has, if there is one.
    copy: Option<Trail>,
    is_forgetful: bool,
}

impl Hub {
    /// The hub of a seed, on a server that nobody else uses meanwhile.
    pub(crate) fn new(seed: u64, plan: HubPlan, now: u64) -> Option<Self> {
        (plan != HubPlan::Never).then(|| Self {
            database: HubDatabase::new(seed),
            now,
            holds: Trail::new(),
            states: BTreeMap::new(),
            ever: LastChanges::new(),
            copy: None,
            is_forgetful: plan == HubPlan::Forgetful,
        })
    }

    /// Asks the hub for something, which may be cut short.
    fn ask<T>(
        &self,
        machine: &mut Machine,
        cut: Cut,
        work: impl FnOnce(&mut Store, &HubRequest) -> Result<T, HubError>,
    ) -> Result<Result<T, HubError>, Wrong> {
        self.database.set_clock(self.now)?;
        let address = self.address(machine);
        let cancel = Arc::new(AtomicBool::new(false));
        let (count, wrong) = (Cell::new(0), Cell::new(None));
        let request = HubRequest {
            address: &address,
            cancel: Arc::clone(&cancel),
            report: &|_| {
                count.set(count.get() + 1);
                let at = count.get();
                let done = match cut {
                    Cut::Cancel(when) if when == at => {
                        cancel.store(true, Ordering::Relaxed);
                        Ok(())
                    }
                    Cut::Connection(when) if when == at => self.database.end_connections(),
                    Cut::Server(when) if when == at => self.database.restart_server(),
                    _ => Ok(()),
                };
                if let Err(what) = done {
                    wrong.set(Some(what));
                }
            },
        };
        let done = work(machine.session(Session::Admin)?, &request);
        wrong.take().map_or(Ok(done), Err)
    }

    fn address(&self, machine: &Machine) -> HubAddress {
        self.database.address(LOGINS[machine.number])
    }

    pub(crate) fn push(&mut self, machine: &mut Machine, cut: Cut) -> Result<Done, Wrong> {
        let lost = self.losses_for(machine);
        let done = self.ask(machine, cut, Store::hub_push)?;
        if let Ok(pushed) = &done
            && self.is_forgetful
        {
            self.database.forget(&pushed.sent)?;
        }
        self.look(machine)?;
        match done {
            Ok(pushed) => {
                lost.are_told(&pushed.lost)?;
                self.has_all_of(machine, &pushed.not_sent)?;
                self.tell(machine);
                let sent = count(&pushed.sent);
                let words = format!("push {sent}, {} left", count(&pushed.not_sent));
                Ok((with_lost(words, &pushed.lost), sent))
            }
            Err(error) => {
                let words = self.refused(machine, error, cut)?;
                Ok((format!("push {words}"), 1))
            }
        }
    }

    pub(crate) fn pull(&mut self, machine: &mut Machine, cut: Cut) -> Result<Done, Wrong> {
        let lost = self.losses_for(machine);
        let before = machine.trail();
        let done = self.ask(machine, cut, |store, request| {
            store.hub_pull(request, ADMIN)
        })?;
        self.look(machine)?;
        match done {
            Ok(pulled) => {
                lost.are_told(&pulled.lost)?;
                let now = machine.trail();
                if let Some((site, seq)) = self.holds.keys().find(|id| !now.contains_key(*id)) {
                    return Err(Wrong(format!("a pull left {site}:{seq}")));
                }
                self.tell(machine);
                let news = count(&pulled.merged.news);
                let conflicts = pulled.merged.conflicts.len();
                let words = format!("pull {news}, {conflicts} conflicts");
                Ok((with_lost(words, &pulled.lost), news))
            }
            Err(error) => {
                if machine.trail() != before {
                    let what = format!("a pull that was refused left a trace: {error:?}");
                    return Err(Wrong(what));
                }
                let words = self.refused(machine, error, cut)?;
                Ok((format!("pull {words}"), 1))
            }
        }
    }

    /// Asks what both sides lack.
    fn compare(&self, machine: &mut Machine) -> Outcome {
        let lost = self.losses_for(machine);
        let status = self.ask(machine, Cut::Never, |store, request| {
            store.hub_status(request)
        })?;
        let status = status.map_err(broken)?;
        lost.are_told(&status.lost)?;
        let trail = machine.trail();
        let lacks =
            |one: &Trail, other: &Trail| other.keys().filter(|id| !one.contains_key(*id)).count();
        let (there, here) = (count(&status.lacked_there), count(&status.lacked_here));
        if (there, here) != (lacks(&self.holds, &trail), lacks(&trail, &self.holds)) {
            return Err(Wrong(format!("the status is {status:?}")));
        }
        if !status.differing.is_empty() {
            return Err(Wrong(format!("{:?} differ", status.differing)));
        }
        Ok(with_lost(format!("status {there} {here}"), &status.lost))
    }

    /// Renews the packs and the places of the hub, which only the county may.
    pub(crate) fn renew(&self, machine: &mut Machine) -> Outcome {
        let address = self.address(machine);
        let is_admin = machine.number == 0;
        let store = machine.session(Session::Admin)?;
        match store.hub_init(&address) {
            Ok(_) if is_admin => Ok("renew the hub".into()),
            Err(HubError::Hub(HubFault::NoInitPermission, _)) if !is_admin => {
                Ok("refused: NoInitPermission".into())
            }
            other => Err(Wrong(format!("renew the hub: {other:?}"))),
        }
    }

    fn restart(&self) -> Outcome {
        self.database.restart_server()?;
        Ok("the server is started again".into())
    }

    fn copy(&mut self) -> Outcome {
        self.database.copy()?;
        self.copy = Some(self.holds.clone());
        Ok("the hub is copied".into())
    }

    fn restore_copy(&mut self) -> Outcome {
        let Some(held) = self.copy.take() else {
            return Ok("no copy of the hub".into());
        };
        self.database.restore_copy()?;
        let gone = self.holds.len() - held.len();
        self.holds = held;
        self.states = self.database.states()?;
        Ok(format!("a copy of the hub is restored: {gone} are gone"))
    }

    /// Looks what the hub has: all that it had, and nothing that neither it nor the file had.
    fn look(&mut self, machine: &mut Machine) -> Result<(), Wrong> {
        let found = self.database.trail()?;
        let mut most = machine.trail();
        most.extend(self.holds.clone());
        checks::is_between(&self.holds, &found, &most).map_err(of_the_hub)?;
        self.holds = found;
        let before = std::mem::replace(&mut self.states, self.database.states()?);
        hub_state::goes_on(&before, &self.states)?;
        for (site, last) in last_changes(&self.holds) {
            let had = self.ever.entry(site).or_default();
            *had = last.max(*had);
        }
        Ok(())
    }

    /// Looks whether the hub has all of a file but what was said not to be sent.
    fn has_all_of(&self, machine: &mut Machine, not_sent: &[NewChanges]) -> Result<(), Wrong> {
        let mut due = machine.trail();
        due.retain(|(site, seq), _| {
            let is_it =
                |left: &NewChanges| left.site == *site && (left.first..=left.last).contains(seq);
            !not_sent.iter().any(is_it)
        });
        checks::is_between(&due, &self.holds, &self.holds).map_err(of_the_hub)
    }

    /// Keeps in mind what a file was told that the hub has.
    fn tell(&self, machine: &mut Machine) {
        let own = last_changes(&machine.trail());
        for (site, last) in last_changes(&self.holds) {
            let both = last.min(own.get(&site).copied().unwrap_or_default());
            let told = machine.told.entry(site).or_default();
            *told = both.max(*told);
        }
    }

    /// What a file must be told that the hub lost.
    fn losses_for(&self, machine: &Machine) -> Losses {
        Losses::of(&machine.told, &self.holds, &self.ever)
    }

    /// The words of a refusal that people or the time mend. Where it is about a site that is bound to
    /// another login, an administrator lets this one go on with it.
    fn refused(&self, machine: &mut Machine, error: HubError, cut: Cut) -> Outcome {
        let is_cancelled = matches!(cut, Cut::Cancel(_));
        let is_cut = matches!(cut, Cut::Connection(_) | Cut::Server(_));
        match error {
            HubError::Cancelled if is_cancelled => Ok("is cancelled".into()),
            HubError::Hub(HubFault::Cut, _) if is_cut => Ok("is cut".into()),
            HubError::Hub(
                ref fault @ (HubFault::ParentNotThere { ref site, .. }
                | HubFault::SiteOfOther { ref site, .. }),
                _,
            ) => {
                let grant = HubGrant {
                    site: Some(site.clone()),
                    ..HubGrant::default()
                };
                let login = LOGINS[machine.number];
                let request = HubRequest {
                    address: &self.database.address("postgres"),
                    cancel: Arc::default(),
                    report: &|_| (),
                };
                let store = machine.session(Session::Admin)?;
                store.hub_allow(&request, login, &grant).map_err(broken)?;
                Ok(format!("refused: {}", head(fault)))
            }
            HubError::Hub(
                fault @ (HubFault::PackMissingThere { .. }
                | HubFault::PackNewerThere { .. }
                | HubFault::PackNewerHere { .. }
                | HubFault::ClockAhead { .. }),
                _,
            ) => Ok(format!("refused: {}", head(&fault))),
            HubError::Merge(MergeError::Refused(fault)) if post::is_mended(&fault) => {
                Ok(format!("refused: {}", head(&fault)))
            }
            HubError::Merge(MergeError::File(FileError::Store(StoreError::Refused(refusal)))) => {
                Ok(format!("refused: {}", head(&refusal)))
            }
            other => Err(broken(other)),
        }
    }

    /// The database that it is.
    pub(crate) const fn database(&self) -> &HubDatabase {
        &self.database
    }

    /// Looks whether a file has what the hub has, and the hub what it has.
    pub(crate) fn is_known_to(&self, machine: &mut Machine) -> Result<(), Wrong> {
        let trail = machine.trail();
        checks::is_between(&self.holds, &trail, &self.holds)
    }
}

fn of_the_hub(Wrong(what): Wrong) -> Wrong {
    Wrong(format!("on the hub {what}"))
}

fn with_lost(words: String, lost: &[NewChanges]) -> String {
    match count(lost) {
        0 => words,
        lost => format!("{words}, the hub lost {lost}"),
    }
}

fn count(all: &[NewChanges]) -> usize {
    let of_one = |new: &NewChanges| usize::try_from(new.last - new.first + 1).unwrap();
    all.iter().map(of_one).sum()
}
