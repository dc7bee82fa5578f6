//! Files between machines: snapshots and exchange files that are sent, lost, doubled and late, and
//! what becomes of them: merges and restores.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use taizhang::i18n::MergeFault;
use taizhang::store::share::exchange::{ExportOutcome, StartAt};
use taizhang::store::share::merge::{MergeError, MergeMode, MergeRequest};
use taizhang::store::share::restore::restore;
use taizhang::store::share::snapshot;

use crate::admin::ADMIN;
use crate::dice::Dice;
use crate::machine::{Machine, Outcome, Session, Trail, Wrong, broken, head};

/// A file on its way.
pub(crate) struct Sent {
    pub(crate) path: PathBuf,
    /// The machine that it is of.
    pub(crate) from: &'static str,
    /// What a snapshot holds; an exchange file has none.
    pub(crate) snapshot: Option<Trail>,
}

/// Files on their way.
pub(crate) struct Post {
    folder: PathBuf,
    count: usize,
    pub(crate) files: Vec<Sent>,
}

impl Post {
    pub(crate) fn new(folder: PathBuf) -> Self {
        fs::create_dir(&folder).unwrap();
        Self {
            folder,
            count: 0,
            files: Vec::new(),
        }
    }

    fn next_path(&mut self) -> PathBuf {
        self.count += 1;
        self.folder.join(format!("{}.db", self.count))
    }

    /// One of the files of any machine, or of one.
    fn some(&self, dice: &mut Dice, is_wanted: impl Fn(&Sent) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.files.len())
            .filter(|at| is_wanted(&self.files[*at]))
            .collect();
        (!all.is_empty()).then(|| dice.pick(&all))
    }

    pub(crate) fn lose(&mut self, dice: &mut Dice) -> String {
        let Some(at) = self.some(dice, |_| true) else {
            return "nothing to lose".into();
        };
        self.remove(at);
        "a file is lost".into()
    }

    fn remove(&mut self, at: usize) {
        let sent = self.files.remove(at);
        fs::remove_file(&sent.path).unwrap();
        fs::remove_file(sent.path.with_extension("db.sha256")).unwrap();
    }
}

/// Makes a snapshot and sends it.
pub(crate) fn send_snapshot(machine: &mut Machine, post: &mut Post) -> Outcome {
    machine.store()?;
    let path = post.next_path();
    snapshot::make(&machine.path(), &path, &Arc::default(), |_| ()).map_err(broken)?;
    let trail = machine.trail();
    post.files.push(Sent {
        path,
        from: machine.name,
        snapshot: Some(trail),
    });
    Ok("send a snapshot".into())
}

/// Makes an exchange file and sends it.
pub(crate) fn send_changes(machine: &mut Machine, post: &mut Post, dice: &mut Dice) -> Outcome {
    let path = post.next_path();
    let start = if dice.is_one_in(4) {
        StartAt::Own(1)
    } else {
        StartAt::AfterTheLast
    };
    let store = machine.session(Session::Admin)?;
    let made = store.export_changes(&path, &start, ADMIN, &Arc::default());
    match made.map_err(broken)? {
        ExportOutcome::Made(made) => {
            post.files.push(Sent {
                path,
                from: machine.name,
                snapshot: None,
            });
            Ok(format!("send changes {} to {}", made.first, made.last))
        }
        _ => Ok("nothing to send".into()),
    }
}

/// Merges one of the files that are on their way; the file may come once more.
pub(crate) fn receive(machine: &mut Machine, post: &mut Post, dice: &mut Dice) -> Outcome {
    let Some(at) = post.some(dice, |_| true) else {
        return Ok("no file comes".into());
    };
    let from = post.files[at].from;
    let sort = if post.files[at].snapshot.is_some() {
        "snapshot"
    } else {
        "changes"
    };
    let words = merge(machine, &post.files[at].path.clone())?;
    if !dice.is_one_in(3) {
        post.remove(at);
    }
    Ok(format!("merge {sort} of {from}: {words}"))
}

/// Merges a file; what a refusal may be about is what other files and the time mend.
pub(crate) fn merge(machine: &mut Machine, path: &std::path::Path) -> Outcome {
    let before = machine.trail();
    let store = machine.session(Session::Admin)?;
    match store.merge(&MergeRequest::unwatched(path, ADMIN, MergeMode::Merge)) {
        Ok(merged) => Ok(format!(
            "{} changes, {} records, {} conflicts",
            merged.changes,
            merged.records.len(),
            merged.conflicts.len()
        )),
        Err(MergeError::Refused(fault)) => {
            if !is_mended(&fault) {
                return Err(broken(fault));
            }
            if machine.trail() != before {
                return Err(Wrong("a merge that was refused left a trace".into()));
            }
            Ok(format!("refused: {}", head(&fault)))
        }
        Err(error) => Err(broken(error)),
    }
}

/// Whether other files and the time mend what a merge was refused for.
pub(crate) const fn is_mended(fault: &MergeFault) -> bool {
    matches!(
        fault,
        MergeFault::Gap { .. }
            | MergeFault::ParentMissing { .. }
            | MergeFault::LooseAct { .. }
            | MergeFault::LooseEntries { .. }
            | MergeFault::CloseWithoutChanges { .. }
            | MergeFault::ClockAhead { .. }
            | MergeFault::PackNewerHere { .. }
            | MergeFault::PackNewerThere { .. }
    )
}

/// Restores an old snapshot of the machine, or one of another machine.
pub(crate) fn restore_snapshot(machine: &mut Machine, post: &mut Post, dice: &mut Dice) -> Outcome {
    let own = !dice.is_one_in(5);
    let name = machine.name;
    let is_wanted = |sent: &Sent| sent.snapshot.is_some() && (!own || sent.from == name);
    let Some(at) = post.some(dice, is_wanted) else {
        return Ok("no snapshot to restore".into());
    };
    let sent = &post.files[at];
    let before = machine.trail();
    machine.end_sessions();
    let restored = restore(&sent.path, &machine.path()).map_err(broken)?;
    let now = machine.trail();
    let held = sent.snapshot.as_ref().unwrap();
    if !held.iter().all(|(id, hash)| now.get(id) == Some(hash)) || now.len() != held.len() + 1 {
        return Err(Wrong(
            "a restored file is not what the snapshot held".into(),
        ));
    }
    let kept = restored
        .kept
        .ok_or_else(|| Wrong("nothing was kept".into()))?;
    let kept_trail = crate::machine::trail_of(&rusqlite::Connection::open(&kept).unwrap());
    if kept_trail != before {
        return Err(Wrong("what was replaced is not kept".into()));
    }
    // It may come back: somebody merges what was replaced.
    let path = post.next_path();
    if dice.is_one_in(2) {
        machine.store()?;
        snapshot::make(&kept, &path, &Arc::default(), |_| ()).map_err(broken)?;
        let from = machine.name;
        post.files.push(Sent {
            path,
            from,
            snapshot: Some(kept_trail),
        });
    }
    machine.acknowledged = now;
    // What the hub had is known as of the snapshot.
    machine.told.clear();
    Ok(format!("restore a snapshot of {}", post.files[at].from))
}
