//! Which columns of a list of places mean what.

use super::list::PlaceTable;
use crate::domain::place::code;
use crate::domain::text::folding;

/// Headers of the long form, folded. Programs for health data call the code of a place its id.
const CODE: &str = "code,代码,编码,行政区划代码,区划代码,id,uid";
const NAME: &str = "name,名称,地名,行政区划名称,displayname";
const LEVEL: &str = "level,级别,层级,行政级别";
const PARENT: &str = "parent,上级,上级代码,上级区划代码,parent.id,parentcode";

/// Which columns mean what.
pub(super) enum Layout {
    /// One place a row.
    Long {
        code: usize,
        name: usize,
        level: usize,
        parent: usize,
        /// The columns of closings and successors, where there are such.
        closing: Option<(usize, usize)>,
    },
    /// One row for a place with everything above it.
    Wide(Vec<Level>),
}

/// One level of the wide form.
pub(super) struct Level {
    pub(super) name: String,
    pub(super) code_column: usize,
    pub(super) name_column: Option<usize>,
}

/// Returns the first column that has one of some names.
fn column(keys: &[String], names: &str) -> Option<usize> {
    names
        .split(',')
        .find_map(|name| keys.iter().position(|key| key == name))
}

impl Layout {
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let keys: Vec<String> = header.iter().map(|name| folding::key(name)).collect();
        let one = |name: &str| keys.iter().position(|key| key == name);
        if let (Some(code), Some(name), Some(level), Some(parent)) = (
            column(&keys, CODE),
            column(&keys, NAME),
            column(&keys, LEVEL),
            column(&keys, PARENT),
        ) {
            return Some(Self::Long {
                code,
                name,
                level,
                parent,
                closing: one("closed_on").zip(one("successor")),
            });
        }
        let level = |(at, key): (usize, &String)| {
            let name = key.strip_suffix("_code")?.to_owned();
            let name_column = one(&format!("{name}_name"));
            Some(Level {
                name,
                code_column: at,
                name_column,
            })
        };
        let levels: Vec<Level> = keys.iter().enumerate().filter_map(level).collect();
        let named = |level: &Level| level.name_column.is_some();
        // A name without its code would silently lose a level.
        let whole = keys.iter().all(|key| {
            key.strip_suffix("_name")
                .is_none_or(|x| one(&format!("{x}_code")).is_some())
        });
        (whole && levels.first().is_some_and(named)).then_some(Self::Wide(levels))
    }

    /// Returns the same with the column of codes that the superiors are named by: of two columns of
    /// codes nothing else tells which one is meant.
    pub(super) fn with_codes_of(self, table: &PlaceTable) -> Self {
        let Self::Long {
            code,
            name,
            level,
            parent,
            closing,
        } = self
        else {
            return self;
        };
        let keys: Vec<String> = table.header.iter().map(|name| folding::key(name)).collect();
        let fits = |at: &usize| {
            let codes: std::collections::HashSet<String> = table
                .rows
                .iter()
                .map(|row| code::key(row.text(*at)))
                .collect();
            let parents = table.rows.iter().map(|row| code::key(row.text(parent)));
            parents
                .filter(|parent| !parent.is_empty())
                .all(|parent| codes.contains(&parent))
        };
        let columns: Vec<usize> = CODE
            .split(',')
            .filter_map(|name| keys.iter().position(|key| key == name))
            .collect();
        let found = columns.into_iter().find(fits);
        Self::Long {
            code: found.unwrap_or(code),
            name,
            level,
            parent,
            closing,
        }
    }
}
