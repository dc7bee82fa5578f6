//! Which file takes something from which other one, seen through re-exports.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::Source;
use crate::uses::{declarations, paths_in_code};

/// A path from the root of the crate.
type ModulePath = Vec<String>;

/// How many re-exports a name is followed through.
const MOST_RE_EXPORTS: usize = 10;

/// An import of one file from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Import {
    /// The file that imports.
    pub(crate) from: String,
    /// The file that it imports.
    pub(crate) to: String,
    /// The first place of it, as file and line.
    pub(crate) place: String,
}

/// The files of a crate by module, and what they re-export.
struct Modules<'a> {
    files: BTreeMap<ModulePath, &'a str>,
    /// What is known in a module under a name, by its path from the root.
    re_exports: BTreeMap<(ModulePath, String), ModulePath>,
}

/// Returns every import between two files. A `mod` line and a re-export of what is below the
/// module itself are none.
pub(crate) fn imports(sources: &[Source]) -> Vec<Import> {
    let modules = Modules::of(sources);
    let mut found: BTreeMap<(String, String), Import> = BTreeMap::new();
    for source in sources {
        let module = module_of(&source.path);
        for (at, path) in taken(source, &module, &modules) {
            let Some(file) = modules.file_of(&path).filter(|file| *file != source.path) else {
                continue;
            };
            found
                .entry((source.path.clone(), file.to_owned()))
                .or_insert_with(|| Import {
                    from: source.path.clone(),
                    to: file.to_owned(),
                    place: source.place(at),
                });
        }
    }
    found.into_values().collect()
}

/// Returns the paths that a file takes something from.
fn taken(source: &Source, module: &ModulePath, modules: &Modules) -> Vec<(usize, ModulePath)> {
    let mut found = Vec::new();
    for declared in declarations(source) {
        let Some(path) = modules.absolute(module, &declared.path) else {
            continue;
        };
        let is_face = declared.is_public
            && (source.path.ends_with("/mod.rs") || path.starts_with(module.as_slice()));
        if !is_face {
            found.push((declared.at, path));
        }
    }
    for (at, path) in paths_in_code(source) {
        found.extend(modules.absolute(module, &path).map(|path| (at, path)));
    }
    found
}

/// Returns the module that a file holds.
pub(crate) fn module_of(path: &str) -> ModulePath {
    let path = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut module: ModulePath = path.split('/').map(str::to_owned).collect();
    if module
        .last()
        .is_some_and(|last| last == "mod" || last == "lib")
    {
        module.pop();
    }
    module
}

impl<'a> Modules<'a> {
    fn of(sources: &'a [Source]) -> Self {
        let mut modules = Self {
            files: BTreeMap::new(),
            re_exports: BTreeMap::new(),
        };
        for source in sources {
            modules.files.insert(module_of(&source.path), &source.path);
        }
        for source in sources {
            let module = module_of(&source.path);
            for declared in declarations(source).iter().filter(|found| found.is_public) {
                if let Some(path) = modules.absolute(&module, &declared.path) {
                    modules
                        .re_exports
                        .insert((module.clone(), declared.name.clone()), path);
                }
            }
        }
        modules
    }

    /// Returns a path from the root; `None` for one that begins in another crate.
    fn absolute(&self, module: &ModulePath, path: &[String]) -> Option<ModulePath> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module.as_slice(), rest].concat()),
            "super" => {
                let ups = path
                    .iter()
                    .take_while(|segment| *segment == "super")
                    .count();
                let above = module.get(..module.len().checked_sub(ups)?)?;
                Some([above, &path[ups..]].concat())
            }
            _ => {
                let child = [module.as_slice(), &path[..1]].concat();
                let is_child = self.files.contains_key(&child);
                is_child.then(|| [module.as_slice(), path].concat())
            }
        }
    }

    /// Returns the file that defines what a path names.
    fn file_of(&self, path: &[String]) -> Option<&'a str> {
        let mut path = path.to_vec();
        for _ in 0..MOST_RE_EXPORTS {
            let (module, rest) = self.split(&path)?;
            let key = rest.first().map(|name| (module.to_vec(), name.clone()));
            match key.and_then(|key| self.re_exports.get(&key)) {
                Some(target) => path = [target.as_slice(), &rest[1..]].concat(),
                None => return self.files.get(module).copied(),
            }
        }
        None
    }

    /// Splits a path into the longest module that has a file, and the rest.
    fn split<'p>(&self, path: &'p [String]) -> Option<(&'p [String], &'p [String])> {
        (0..=path.len())
            .rev()
            .map(|length| path.split_at(length))
            .find(|(module, _)| self.files.contains_key(*module))
    }
}

/// Returns the groups of files that import each other, directly or in a circle.
pub(crate) fn circles(imports: &[Import]) -> Vec<BTreeSet<&str>> {
    let mut targets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for import in imports {
        targets.entry(&import.from).or_default().push(&import.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = targets
        .keys()
        .map(|file| (*file, reachable(file, &targets)))
        .collect();
    let mut found: Vec<BTreeSet<&str>> = Vec::new();
    for (file, others) in &reached {
        let is_known = found.iter().any(|circle| circle.contains(file));
        if is_known || !others.contains(file) {
            continue;
        }
        let returns = |other: &&&str| reached.get(*other).is_some_and(|back| back.contains(file));
        found.push(others.iter().filter(returns).copied().collect());
    }
    found
}

/// Returns every file that one imports, and what these import.
fn reachable<'a>(file: &'a str, targets: &BTreeMap<&'a str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open = vec![file];
    while let Some(next) = open.pop() {
        for target in targets.get(next).into_iter().flatten() {
            if found.insert(*target) {
                open.push(target);
            }
        }
    }
    found
}
