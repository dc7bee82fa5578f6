//! Which column of a file is which entry of the form.

use crate::domain::field::Field;
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::i18n::HeaderFault;

/// Headers of the place column, folded.
const PLACE: [&str; 5] = ["town", "place", "所属镇", "镇", "地点"];
/// Headers of the column that names what is above the place, folded.
const ABOVE: [&str; 3] = ["county", "县", "所属县"];
/// Headers of columns that an exported file has for people, folded: an import neither needs nor takes them.
const OF_EXPORTS: [&str; 5] = ["id", "记录编号", "town_name", "townname", "镇名"];
/// In a `--map`, every column that names no field.
const OTHERS: &str = "*";

/// What a column holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column {
    /// The place: its code, its name, or `county/town`.
    Place,
    /// The name of what is above the place.
    Above,
    /// A field, by its position in the form.
    Field(usize),
    /// Nothing that is imported.
    Ignored,
}

/// A `--map COLUMN=FIELD`; an empty field leaves the column out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    column: String,
    field: String,
}

impl Mapping {
    /// Reads `COLUMN=FIELD`. Codes of fields hold no `=`, headers may.
    ///
    /// # Errors
    /// When there is no `=`, or nothing before it.
    pub fn read(text: &str) -> Result<Self, HeaderFault> {
        let (column, field) = text.rsplit_once('=').ok_or_else(|| HeaderFault::BadMap { text: folding::name(text) })?;
        let (column, field) = (folding::name(column), folding::name(field));
        if column.is_empty() || (column == OTHERS && !field.is_empty()) {
            return Err(HeaderFault::BadMap { text: folding::name(text) });
        }
        Ok(Self { column, field })
    }
}

/// What every column of a header holds.
///
/// # Errors
/// When a header names no field and is not mapped, two name the same one, a mapping goes nowhere, or none is the place.
pub fn resolve(header: &[String], kind: &Kind, mappings: &[Mapping]) -> Result<Vec<Column>, HeaderFault> {
    let keys: Vec<String> = header.iter().map(|name| folding::key(name)).collect();
    for mapping in mappings.iter().filter(|mapping| mapping.column != OTHERS) {
        if !keys.contains(&folding::key(&mapping.column)) {
            return Err(HeaderFault::NoColumn { name: mapping.column.clone() });
        }
        if target(&mapping.field, kind).is_none() {
            return Err(HeaderFault::NoField { name: mapping.field.clone(), known: known(kind) });
        }
    }
    let found: Vec<Option<Column>> = keys.iter().map(|key| column(key, kind, mappings)).collect();
    let nameless = |at: usize| keys.get(at).is_none_or(String::is_empty);
    let name = |at: usize| folding::name(header.get(at).map_or("", String::as_str));
    let unknown: Vec<String> = found
        .iter()
        .enumerate()
        .filter(|(_, column)| column.is_none())
        .map(|(at, _)| if nameless(at) { format!("#{}", at + 1) } else { name(at) })
        .collect();
    if !unknown.is_empty() {
        return Err(HeaderFault::Unknown { names: unknown.join(", "), known: known(kind) });
    }
    let columns: Vec<Column> = found.into_iter().flatten().collect();
    refuse_twice(&columns, name)?;
    if columns.contains(&Column::Place) { Ok(columns) } else { Err(HeaderFault::NoPlace) }
}

fn refuse_twice(columns: &[Column], name: impl Fn(usize) -> String) -> Result<(), HeaderFault> {
    for (second, column) in columns.iter().enumerate().filter(|(_, column)| **column != Column::Ignored) {
        if let Some(first) = columns.iter().take(second).position(|other| other == column) {
            return Err(HeaderFault::Both { first: name(first), second: name(second) });
        }
    }
    Ok(())
}

fn column(key: &str, kind: &Kind, mappings: &[Mapping]) -> Option<Column> {
    if let Some(mapping) = mappings.iter().find(|mapping| folding::key(&mapping.column) == key) {
        return target(&mapping.field, kind);
    }
    let others = mappings.iter().any(|mapping| mapping.column == OTHERS);
    named(key, kind).or_else(|| others.then_some(Column::Ignored))
}

/// What the right side of a mapping names; nothing there leaves the column out.
fn target(field: &str, kind: &Kind) -> Option<Column> {
    let key = folding::key(field);
    if key.is_empty() { Some(Column::Ignored) } else { named(&key, kind) }
}

fn named(key: &str, kind: &Kind) -> Option<Column> {
    if key.is_empty() {
        return None;
    }
    if PLACE.contains(&key) {
        return Some(Column::Place);
    }
    let position = |is: &dyn Fn(&Field) -> bool| kind.fields.iter().position(is).map(Column::Field);
    position(&|field| folding::key(&field.code) == key)
        .or_else(|| position(&|field| [&field.label.zh, &field.label.en].into_iter().any(|l| folding::key(l) == key)))
        .or_else(|| ABOVE.contains(&key).then_some(Column::Above))
        .or_else(|| OF_EXPORTS.contains(&key).then_some(Column::Ignored))
}

fn known(kind: &Kind) -> String {
    let codes = kind.fields.iter().map(|field| field.code.as_str());
    std::iter::once("town").chain(codes).collect::<Vec<_>>().join(", ")
}
