//! Kills and power cuts: what a step did to the files of a ledger, cut short.
//!
//! SQLite writes in one order only: a transaction goes to the log, which is synced before anybody is
//! told; a checkpoint then copies the log into the file, which is synced before the log begins anew.
//! From what the files were and are it follows what was written, and of a kill any beginning of that
//! is left, of a power cut besides any part of what no sync waited for.

use std::fs;
use std::path::Path;

use crate::dice::Dice;
use crate::disk::{Deaf, Event, Node, Tree, after_a_cut};

const FILE: &str = "ledger.db";
const LOG: &str = "ledger.db-wal";
const PAGE: usize = 4096;
/// The header of a log, and that of each page in it.
const LOG_HEADER: usize = 32;
const FRAME: usize = 24 + PAGE;
/// Where the salts stand, which change as a log begins anew.
const SALTS: std::ops::Range<usize> = 16..24;

/// What may befall a machine in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Kill,
    PowerCut,
}

/// The two files of a ledger at one moment.
pub(crate) struct Files {
    file: Vec<u8>,
    log: Option<Vec<u8>>,
}

impl Files {
    pub(crate) fn of(folder: &Path) -> Self {
        Self {
            file: fs::read(folder.join(FILE)).unwrap(),
            log: fs::read(folder.join(LOG)).ok(),
        }
    }
}

/// Lays out what is left of a step in a folder. Returns whether everything that the step wrote had
/// been waited for, so that somebody may have been told.
pub(crate) fn cut_short(
    (before, after): (&Files, &Files),
    fault: Fault,
    deaf: Deaf,
    dice: &mut Dice,
    folder: &Path,
) -> bool {
    fs::create_dir(folder).unwrap();
    let tree = Tree::of(folder);
    let (base, events) = events(tree, before, after);
    let at = dice.roll(events.len() + 1);
    // A commit is told once its log is synced: what comes after that is a checkpoint.
    let last_sync = events.iter().rposition(|event| {
        let is_log = |node: &Node| Some(*node) == base.find(Tree::ROOT, LOG);
        matches!(event, Event::Sync { node } if is_log(node))
    });
    let is_told = last_sync.is_none_or(|sync| at > sync);
    let done = &events[..at];
    let left = match fault {
        Fault::Kill => base.after_all(done),
        Fault::PowerCut => after_a_cut(&base, done, deaf, dice),
    };
    left.lay_out(folder);
    is_told
}

/// The files as they were, and what a step did to them.
fn events(mut tree: Tree, before: &Files, after: &Files) -> (Tree, Vec<Event>) {
    let file = tree.add_file(FILE, &before.file);
    let mut events = Vec::new();
    let no_log = Vec::new();
    let old = before.log.as_ref().unwrap_or(&no_log);
    let log = tree.add_file(LOG, old);
    let is_same_log = |new: &Vec<u8>| !old.is_empty() && salts(new) == salts(old);
    let goes_on = after.file == before.file || after.log.as_ref().is_some_and(is_same_log);
    if !goes_on {
        // A checkpoint came first. What it wrote was synced before the log began anew, and which
        // transactions it copied that the log does not show any more cannot be told.
        tree.replace(file, &after.file);
    }
    match &after.log {
        Some(new) if new != old => {
            write_frames(&mut events, log, old, new);
            events.push(Event::Sync { node: log });
        }
        _ => {}
    }
    if goes_on && after.file != before.file {
        for (number, page) in after.file.chunks(PAGE).enumerate() {
            let at = number * PAGE;
            if before.file.get(at..at + page.len()) != Some(page) {
                events.push(Event::Write {
                    node: file,
                    at: at as u64,
                    data: page.to_vec(),
                });
            }
        }
        events.push(Event::Sync { node: file });
    }
    (tree, events)
}

fn salts(log: &[u8]) -> Option<&[u8]> {
    log.get(SALTS)
}

/// Writes of the header and of each page of a log that differ.
fn write_frames(events: &mut Vec<Event>, node: Node, old: &[u8], new: &[u8]) {
    let mut at = 0;
    while at < new.len() {
        let length = if at == 0 { LOG_HEADER } else { FRAME };
        let end = (at + length).min(new.len());
        if old.get(at..end) != Some(&new[at..end]) {
            events.push(Event::Write {
                node,
                at: at as u64,
                data: new[at..end].to_vec(),
            });
        }
        at = end;
    }
}
