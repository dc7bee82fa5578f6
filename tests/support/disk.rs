//! What a disk may hold after the power was cut: of all that nobody waited for, any part, in any
//! order.
//!
//! This is harsher than any file system: a name that a folder was not synced for may be missing
//! though a later one is there, and of a write any sector.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::dice::Dice;

/// A file or a folder, whatever its names.
pub(crate) type Node = usize;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// The index of a write-ahead log: memory that is shared and never synced. It is always made anew.
const INDEX: &str = "-shm";

/// One thing that was done.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Write {
        node: Node,
        at: u64,
        data: Vec<u8>,
    },
    Truncate {
        node: Node,
        length: u64,
    },
    /// Names that appear, change or go away, all at once.
    Enter(Vec<(Node, String, Option<Node>)>),
    /// Everything that was done to a file or a folder so far is on the disk.
    Sync {
        node: Node,
    },
    /// The program told somebody that it is so far.
    Mark(String),
}

/// Files and folders as programs see them.
#[derive(Clone, Default)]
pub(crate) struct Tree {
    contents: HashMap<Node, Vec<u8>>,
    folders: BTreeMap<Node, BTreeMap<String, Node>>,
    nodes: usize,
}

impl Tree {
    pub(crate) const ROOT: Node = 0;

    /// A folder as it is, all of it on the disk.
    pub(crate) fn of(path: &Path) -> Self {
        let mut tree = Self::default();
        assert_eq!(tree.new_folder(), Self::ROOT);
        tree.take(Self::ROOT, path);
        tree
    }

    fn take(&mut self, folder: Node, path: &Path) {
        for entry in fs::read_dir(path).unwrap().map(Result::unwrap) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let node = if entry.file_type().unwrap().is_dir() {
                let node = self.new_folder();
                self.take(node, &entry.path());
                node
            } else {
                let node = self.new_file();
                self.contents.insert(node, fs::read(entry.path()).unwrap());
                node
            };
            self.set(folder, &name, Some(node));
        }
    }

    pub(crate) fn new_file(&mut self) -> Node {
        self.contents.insert(self.nodes, Vec::new());
        self.nodes += 1;
        self.nodes - 1
    }

    pub(crate) fn new_folder(&mut self) -> Node {
        self.folders.insert(self.nodes, BTreeMap::new());
        self.nodes += 1;
        self.nodes - 1
    }

    pub(crate) fn find(&self, folder: Node, name: &str) -> Option<Node> {
        self.folders.get(&folder)?.get(name).copied()
    }

    pub(crate) fn set(&mut self, folder: Node, name: &str, node: Option<Node>) {
        let names = self.folders.entry(folder).or_default();
        match node {
            Some(node) => drop(names.insert(name.to_owned(), node)),
            None => drop(names.remove(name)),
        }
    }

    /// Knows of files and folders that are made later, without names.
    pub(crate) fn know_nodes_of(&mut self, later: &Self) {
        for node in later.contents.keys() {
            self.contents.entry(*node).or_default();
        }
        for node in later.folders.keys() {
            self.folders.entry(*node).or_default();
        }
    }

    /// Adds a file to the root, all of it on the disk.
    pub(crate) fn add_file(&mut self, name: &str, contents: &[u8]) -> Node {
        let node = self.new_file();
        self.replace(node, contents);
        self.set(Self::ROOT, name, Some(node));
        node
    }

    /// Gives a file other contents, all of them on the disk.
    pub(crate) fn replace(&mut self, node: Node, contents: &[u8]) {
        self.contents.insert(node, contents.to_vec());
    }

    /// The same after some events, none of which was lost.
    pub(crate) fn after_all(&self, events: &[Event]) -> Self {
        let mut tree = self.clone();
        for event in events {
            tree.take_in(event);
        }
        tree
    }

    fn take_in(&mut self, event: &Event) {
        match event {
            Event::Write { node, at, data } => {
                self.write(*node, usize::try_from(*at).unwrap(), data);
            }
            Event::Truncate { node, length } => {
                self.truncate(*node, usize::try_from(*length).unwrap());
            }
            Event::Enter(entries) => {
                for (folder, name, node) in entries {
                    self.set(*folder, name, *node);
                }
            }
            Event::Sync { .. } | Event::Mark(_) => {}
        }
    }

    fn write(&mut self, node: Node, at: usize, data: &[u8]) {
        let contents = self.contents.entry(node).or_default();
        if contents.len() < at + data.len() {
            contents.resize(at + data.len(), 0);
        }
        contents[at..at + data.len()].copy_from_slice(data);
    }

    fn truncate(&mut self, node: Node, length: usize) {
        self.contents.entry(node).or_default().resize(length, 0);
    }

    /// Makes real files of it.
    pub(crate) fn lay_out(&self, path: &Path) {
        self.lay_out_folder(Self::ROOT, path, &mut HashMap::new());
    }

    fn lay_out_folder(&self, folder: Node, path: &Path, made: &mut HashMap<Node, PathBuf>) {
        for (name, node) in self
            .folders
            .get(&folder)
            .into_iter()
            .flatten()
            .filter(|(name, _)| !name.ends_with(INDEX))
        {
            let path = path.join(name);
            if let Some(contents) = self.contents.get(node) {
                match made.get(node) {
                    Some(first) => fs::hard_link(first, &path).unwrap(),
                    None => fs::write(&path, contents).unwrap(),
                }
                made.insert(*node, path);
            } else if made.insert(*node, path.clone()).is_none() {
                fs::create_dir(&path).unwrap();
                self.lay_out_folder(*node, &path, made);
            }
        }
    }
}

/// Which syncs a disk ignores: what must be noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Deaf {
    Never,
    Always,
    /// Only to those that make names last.
    Folders,
    /// Only to those that make contents last.
    Files,
}

/// How much of what nobody waited for reached the disk.
#[derive(Clone, Copy)]
enum Luck {
    None,
    All,
    /// What was done first, up to some moment.
    First(usize),
    Any,
}

impl Luck {
    fn roll(dice: &mut Dice, events: usize) -> Self {
        match dice.roll(6) {
            0 => Self::None,
            1 => Self::All,
            2 => Self::First(dice.roll(events)),
            _ => Self::Any,
        }
    }

    fn keeps(self, at: usize, dice: &mut Dice) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::First(end) => at < end,
            Self::Any => dice.roll(2) == 0,
        }
    }
}

/// A moment at which the power may be cut: mostly near something that matters.
pub(crate) fn moment(events: &[Event], dice: &mut Dice) -> usize {
    let at = dice.roll(events.len() + 1);
    if dice.roll(3) == 0 {
        return at;
    }
    let matters = |event: &Event| !matches!(event, Event::Write { .. } | Event::Truncate { .. });
    let next = events
        .iter()
        .skip(at)
        .position(matters)
        .map_or(events.len(), |ahead| at + ahead);
    (next + dice.roll(4)).saturating_sub(1).min(events.len())
}

/// What a disk that was as `base` may hold when the power is cut after some events.
pub(crate) fn after_a_cut(base: &Tree, events: &[Event], deaf: Deaf, dice: &mut Dice) -> Tree {
    let is_folder = folders(base, events);
    let mut synced: HashMap<Node, usize> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        if let Event::Sync { node } = event {
            let is_heard = match deaf {
                Deaf::Never => true,
                Deaf::Always => false,
                Deaf::Folders => !is_folder.contains(node),
                Deaf::Files => is_folder.contains(node),
            };
            if is_heard {
                synced.insert(*node, at);
            }
        }
    }
    let lasts = |node: Node, at: usize| synced.get(&node).is_some_and(|sync| at < *sync);
    let (contents, names) = (
        Luck::roll(dice, events.len()),
        Luck::roll(dice, events.len()),
    );
    let mut tree = base.clone();
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Write {
                node,
                at: start,
                data,
            } => {
                let start = usize::try_from(*start).unwrap();
                if lasts(*node, at) {
                    tree.write(*node, start, data);
                } else if contents.keeps(at, dice) {
                    write_torn(
                        &mut tree,
                        *node,
                        start,
                        data,
                        matches!(contents, Luck::Any),
                        dice,
                    );
                }
            }
            Event::Truncate { node, length } => {
                if lasts(*node, at) || contents.keeps(at, dice) {
                    tree.truncate(*node, usize::try_from(*length).unwrap());
                }
            }
            Event::Enter(entries) => {
                let is_kept =
                    entries.iter().any(|(folder, ..)| lasts(*folder, at)) || names.keeps(at, dice);
                for (folder, name, node) in entries.iter().filter(|_| is_kept) {
                    tree.folders.entry(*folder).or_default();
                    tree.set(*folder, name, *node);
                }
            }
            Event::Sync { .. } | Event::Mark(_) => {}
        }
    }
    tree
}

/// Writes whole, or only some sectors.
fn write_torn(
    tree: &mut Tree,
    node: Node,
    start: usize,
    data: &[u8],
    may_tear: bool,
    dice: &mut Dice,
) {
    if !may_tear || dice.roll(2) == 0 {
        return tree.write(node, start, data);
    }
    let mut at = 0;
    while at < data.len() {
        let end = (start + at) / SECTOR * SECTOR + SECTOR - start;
        let end = end.min(data.len());
        if dice.roll(2) == 0 {
            tree.write(node, start + at, &data[at..end]);
        }
        at = end;
    }
}

/// Every node that has names in it.
fn folders(base: &Tree, events: &[Event]) -> HashSet<Node> {
    let mut all: HashSet<Node> = base.folders.keys().copied().collect();
    for event in events {
        if let Event::Enter(entries) = event {
            all.extend(entries.iter().map(|(folder, ..)| *folder));
        }
    }
    all
}
