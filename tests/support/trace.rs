//! What a program did to the files of a folder, as `strace` logs it.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::disk::{Event, Node, Tree};

/// The calls that change files or wait for the disk, and those by which a descriptor gets its file.
pub(crate) const CALLS: &str = "trace=openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,\
    pwritev2,ftruncate,truncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,\
    mkdirat,rmdir,copy_file_range,sendfile,symlink,symlinkat,chdir";

/// What a line on the standard error begins with that says how far the program is.
const MARK: &str = "MARK ";

/// An open descriptor.
#[derive(Clone, Copy)]
struct Open {
    node: Node,
    at: u64,
}

/// Reads a log over a folder that was as `tree` has it.
pub(crate) struct Reader<'a> {
    root: &'a Path,
    tree: &'a mut Tree,
    open: HashMap<i64, Open>,
    events: Vec<Event>,
}

impl<'a> Reader<'a> {
    pub(crate) fn of(root: &'a Path, tree: &'a mut Tree) -> Self {
        Self {
            root,
            tree,
            open: HashMap::new(),
            events: Vec::new(),
        }
    }

    pub(crate) fn read(mut self, log: &Path) -> Vec<Event> {
        let mut halves: HashMap<&str, &str> = HashMap::new();
        let text = fs::read_to_string(log).unwrap();
        for line in text.lines() {
            let (process, call) = line.split_once(' ').unwrap();
            let call = call.trim_start();
            if call.starts_with("+++") || call.starts_with("---") {
                continue;
            }
            if let Some(half) = call.strip_suffix(" <unfinished ...>") {
                halves.insert(process, half);
                continue;
            }
            match call
                .strip_prefix("<... ")
                .and_then(|rest| rest.split_once(" resumed>"))
            {
                Some((_, rest)) => self.call(&format!("{}{rest}", halves.remove(process).unwrap())),
                None => self.call(call),
            }
        }
        self.events
    }

    fn call(&mut self, line: &str) {
        let (name, rest) = line
            .split_once('(')
            .unwrap_or_else(|| panic!("{line:.200}"));
        let (args, result) = rest
            .split_once(')')
            .unwrap_or_else(|| panic!("{line:.200}"));
        let result = result
            .trim_start()
            .trim_start_matches("= ")
            .split(' ')
            .next()
            .unwrap();
        let Ok(result) = result.parse::<i64>() else {
            return;
        };
        if result < 0 {
            return;
        }
        let args: Vec<&str> = args.split(", ").collect();
        self.take(name, &args, result);
    }

    fn take(&mut self, name: &str, args: &[&str], result: i64) {
        match name {
            "openat" => self.opened(args[0], args[1], args[2], result),
            "close" => drop(self.open.remove(&number(args[0]))),
            "fcntl" if args[1].starts_with("F_DUPFD") => self.copied(args[0], result),
            "dup" | "dup2" | "dup3" => self.copied(args[0], result),
            "fcntl" | "chdir" => {}
            "lseek" => drop(
                self.open
                    .get_mut(&number(args[0]))
                    .map(|open| open.at = result.unsigned_abs()),
            ),
            "write" => self.wrote(args, None),
            "pwrite64" => self.wrote(args, Some(number(args[3]).unsigned_abs())),
            "ftruncate" => {
                let length = number(args[1]).unsigned_abs();
                self.event_of(args[0], |node| Event::Truncate { node, length });
            }
            "fsync" | "fdatasync" => self.event_of(args[0], |node| Event::Sync { node }),
            "rename" => self.renamed(
                self.place("AT_FDCWD", args[0]),
                self.place("AT_FDCWD", args[1]),
            ),
            "renameat" | "renameat2" => {
                self.renamed(self.place(args[0], args[1]), self.place(args[2], args[3]));
            }
            "link" => self.linked(
                self.place("AT_FDCWD", args[0]),
                self.place("AT_FDCWD", args[1]),
            ),
            "linkat" => self.linked(self.place(args[0], args[1]), self.place(args[2], args[3])),
            "unlink" | "rmdir" => self.removed(self.place("AT_FDCWD", args[0])),
            "unlinkat" => self.removed(self.place(args[0], args[1])),
            "mkdir" => self.made_folder(self.place("AT_FDCWD", args[0])),
            "mkdirat" => self.made_folder(self.place(args[0], args[1])),
            other => panic!("{other} is not known here: {args:?}"),
        }
    }

    fn event_of(&mut self, descriptor: &str, event: impl FnOnce(Node) -> Event) {
        if let Some(open) = self.open.get(&number(descriptor)) {
            self.events.push(event(open.node));
        }
    }

    fn opened(&mut self, folder: &str, name: &str, flags: &str, descriptor: i64) {
        self.open.remove(&descriptor);
        let flags: Vec<&str> = flags.split('|').collect();
        let node = match self.place(folder, name) {
            Place::Elsewhere => return,
            Place::Root => Tree::ROOT,
            Place::At(folder, name) => match self.tree.find(folder, &name) {
                Some(node) => node,
                None if flags.contains(&"O_CREAT") => {
                    let node = self.tree.new_file();
                    self.enter(vec![(folder, name, Some(node))]);
                    node
                }
                None => return, // Made by something that is not traced, which no state has.
            },
        };
        if flags.contains(&"O_TRUNC") {
            self.events.push(Event::Truncate { node, length: 0 });
        }
        self.open.insert(descriptor, Open { node, at: 0 });
    }

    fn copied(&mut self, from: &str, to: i64) {
        match self.open.get(&number(from)).copied() {
            Some(open) => drop(self.open.insert(to, open)),
            None => drop(self.open.remove(&to)),
        }
    }

    fn wrote(&mut self, args: &[&str], at: Option<u64>) {
        let descriptor = number(args[0]);
        if descriptor == 2 {
            let text = String::from_utf8_lossy(&bytes(args[1])).into_owned();
            let marks = text.lines().filter_map(|line| line.strip_prefix(MARK));
            self.events
                .extend(marks.map(|mark| Event::Mark(mark.to_owned())));
        }
        let Some(open) = self.open.get_mut(&descriptor) else {
            return;
        };
        let data = bytes(args[1]);
        let start = at.unwrap_or(open.at);
        if at.is_none() {
            open.at += data.len() as u64;
        }
        self.events.push(Event::Write {
            node: open.node,
            at: start,
            data,
        });
    }

    fn renamed(&mut self, from: Place, to: Place) {
        let (Place::At(from, old), Place::At(to, new)) = (from, to) else {
            return;
        };
        let node = self.tree.find(from, &old).unwrap();
        self.enter(vec![(from, old, None), (to, new, Some(node))]);
    }

    fn linked(&mut self, from: Place, to: Place) {
        let (Place::At(from, old), Place::At(to, new)) = (from, to) else {
            return;
        };
        let node = self.tree.find(from, &old).unwrap();
        self.enter(vec![(to, new, Some(node))]);
    }

    fn removed(&mut self, place: Place) {
        if let Place::At(folder, name) = place {
            self.enter(vec![(folder, name, None)]);
        }
    }

    fn made_folder(&mut self, place: Place) {
        if let Place::At(folder, name) = place {
            let node = self.tree.new_folder();
            self.enter(vec![(folder, name, Some(node))]);
        }
    }

    fn enter(&mut self, entries: Vec<(Node, String, Option<Node>)>) {
        for (folder, name, node) in &entries {
            self.tree.set(*folder, name, *node);
        }
        self.events.push(Event::Enter(entries));
    }

    /// Where a path of a call leads, begun at a descriptor unless it is absolute.
    fn place(&self, folder: &str, path: &str) -> Place {
        let path = PathBuf::from(String::from_utf8(bytes(path)).unwrap());
        let (mut node, path) = if path.is_absolute() {
            match path.strip_prefix(self.root) {
                Ok(path) => (Tree::ROOT, path.to_owned()),
                Err(_) => return Place::Elsewhere,
            }
        } else {
            match folder
                .parse()
                .ok()
                .and_then(|descriptor: i64| self.open.get(&descriptor))
            {
                Some(open) => (open.node, path),
                None => return Place::Elsewhere,
            }
        };
        let mut names: Vec<String> = path
            .iter()
            .map(|name| name.to_string_lossy().into_owned())
            .collect();
        let Some(last) = names.pop() else {
            return Place::Root;
        };
        for name in names {
            match self.tree.find(node, &name) {
                Some(next) => node = next,
                None => return Place::Elsewhere,
            }
        }
        Place::At(node, last)
    }
}

enum Place {
    /// Not in the folder that is watched.
    Elsewhere,
    Root,
    At(Node, String),
}

fn number(text: &str) -> i64 {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no number"))
}

/// The bytes of a string in which every one of them is a number: `"\x2f\x61"`.
fn bytes(text: &str) -> Vec<u8> {
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    let inner = inner.unwrap_or_else(|| panic!("{text:.100} was cut short"));
    inner
        .split("\\x")
        .skip(1)
        .map(|byte| u8::from_str_radix(byte, 16).unwrap())
        .collect()
}
