//! Which column of a file is which entry of the form.

use std::collections::HashMap;

use super::{rejects, units};
use crate::domain::field::{Field, FieldType};
use crate::domain::folding;
use crate::domain::pack::Kind;
use crate::i18n::HeaderFault;

/// Headers of the place column, folded.
const PLACE: [&str; 5] = ["town", "place", "所属镇", "镇", "地点"];
/// Headers of the column that names what is above the place, folded.
const ABOVE: [&str; 3] = ["county", "县", "所属县"];
/// Headers of the column with the ids of records, folded.
const ID: [&str; 2] = ["id", "记录编号"];
/// Headers of columns that exported files have for people only, folded.
const TO_READ: [&str; 3] = ["town_name", "town name", "镇名"];
/// In a `--map`, every column that names no field.
const OTHERS: &str = "*";

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// The place: its code, its name, or `county/town`.
    Place,
    /// The name of what is above the place.
    Above,
    /// The id of a record of the ledger.
    Id,
    /// A field, by its position in the form.
    Field(usize),
    /// Nothing that is imported.
    Ignored,
    /// Nothing that anybody named; a cell with something in it is refused.
    Nameless,
}

/// A column of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub name: String,
    /// What it holds.
    pub holds: Holds,
    /// The unit of its plain figures, where the header says one.
    pub unit: Option<String>,
}

/// A `--map COLUMN=FIELD`; an empty field leaves the column out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// The header, or `*` for all that are left.
    pub column: String,
    /// The field, or nothing.
    pub field: String,
}

impl Mapping {
    /// Reads `COLUMN=FIELD`. Codes of fields hold no `=`, headers may.
    ///
    /// # Errors
    /// When there is no `=`, or nothing before it.
    pub fn read(text: &str) -> Result<Self, HeaderFault> {
        let (column, field) = text.rsplit_once('=').ok_or_else(|| HeaderFault::BadMap { text: folding::name(text) })?;
        Self::of(column, field)
    }

    /// The mapping of a column to a field.
    ///
    /// # Errors
    /// When there is no column, or `*` is given a field.
    pub fn of(column: &str, field: &str) -> Result<Self, HeaderFault> {
        let (column, field) = (folding::name(column), folding::name(field));
        if column.is_empty() || (column == OTHERS && !field.is_empty()) {
            return Err(HeaderFault::BadMap { text: format!("{column}={field}") });
        }
        Ok(Self { column, field })
    }

    /// Leaves out every column that names no field.
    #[must_use]
    pub fn is_others(&self) -> bool {
        self.column == OTHERS
    }
}

/// What headers can name: the entries of a kind's form, the place, and what a person mapped.
pub struct Names<'a> {
    kind: &'a Kind,
    mappings: &'a [Mapping],
    /// What each name says, folded.
    entries: HashMap<String, Holds>,
}

impl<'a> Names<'a> {
    /// The names of a kind and of mappings.
    #[must_use]
    pub fn new(kind: &'a Kind, mappings: &'a [Mapping]) -> Self {
        let fields = || kind.fields.iter().enumerate();
        let codes = fields().map(|(at, field)| (field.code.as_str(), Holds::Field(at)));
        let labels = fields()
            .flat_map(|(at, field)| [&field.label.zh, &field.label.en].map(|label| (label.as_str(), Holds::Field(at))));
        let places = PLACE.map(|name| (name, Holds::Place)).into_iter();
        let others = ABOVE.map(|name| (name, Holds::Above)).into_iter().chain(ID.map(|name| (name, Holds::Id)));
        let mut entries = HashMap::new();
        // Of two entries of one name the first is meant: a code before a label, a field before what is above its place.
        for (name, holds) in places.chain(codes).chain(labels).chain(others) {
            entries.entry(folding::key(name)).or_insert(holds);
        }
        for word in rejects::own_columns().chain(TO_READ.map(str::to_owned)) {
            entries.entry(folding::key(&word)).or_insert(Holds::Ignored);
        }
        Self { kind, mappings, entries }
    }

    /// The entry that a text names by itself.
    pub(super) fn entry(&self, text: &str) -> Option<Holds> {
        self.named(&folding::key(text.trim_matches(['*', '＊', ' '])))
    }

    /// What a header says, `None` where it says nothing that is known.
    pub(super) fn meaning(&self, header: &str) -> Option<(Holds, Option<String>)> {
        let key = folding::key(header.trim_matches(['*', '＊']));
        let mapping = self.mappings.iter().find(|mapping| folding::key(&mapping.column) == folding::key(header));
        if let Some(mapping) = mapping {
            let holds = self.target(&mapping.field)?;
            let unit = with_unit(header).and_then(|(_, unit)| self.unit_of(holds, &unit));
            return Some((holds, unit));
        }
        if let Some(holds) = self.named(&key) {
            return Some((holds, None));
        }
        let (base, unit) = with_unit(header)?;
        let holds = self.named(&folding::key(&base))?;
        // Anything else behind a name may make it the name of something else: `设施名称（英文）`.
        self.unit_of(holds, &unit).map(|unit| (holds, Some(unit)))
    }

    /// What the right side of a mapping names; nothing there leaves the column out.
    fn target(&self, field: &str) -> Option<Holds> {
        let key = folding::key(field);
        if key.is_empty() { Some(Holds::Ignored) } else { self.named(&key) }
    }

    fn named(&self, key: &str) -> Option<Holds> {
        self.entries.get(key).copied().filter(|_| !key.is_empty())
    }

    fn figures(&self, holds: Holds) -> Option<&Field> {
        let Holds::Field(at) = holds else { return None };
        self.kind.fields.get(at).filter(|field| matches!(field.holds, FieldType::Number { .. }))
    }

    /// The unit, where the field takes it. 万 may stand before it or alone, as in a cell.
    fn unit_of(&self, holds: Holds, unit: &str) -> Option<String> {
        units::factor(self.figures(holds)?, unit).map(|_| unit.to_owned())
    }

    /// The codes that a mapping may name.
    fn known(&self) -> String {
        let codes = self.kind.fields.iter().map(|field| field.code.as_str());
        ["town", "county", "id"].into_iter().chain(codes).collect::<Vec<_>>().join(", ")
    }
}

/// A header before and inside of its last brackets, or before and after its last stroke: `面积(㎡)`, `长度/公里`.
fn with_unit(header: &str) -> Option<(String, String)> {
    let header = folding::figure(header.trim_matches(['*', '＊']));
    let parts = match header.strip_suffix([')', ']', '】']) {
        Some(inner) => inner.rsplit_once(['(', '[', '【']),
        None => header.rsplit_once(['/', ':']),
    };
    let (base, unit) = parts?;
    let unit = unit.trim().trim_start_matches("单位").trim_start_matches(':');
    Some((base.trim().to_owned(), unit.trim().to_owned()))
}

/// What every column of a header holds.
///
/// # Errors
/// When a header names no field and is not mapped, two name the same one, a mapping goes nowhere, or none is the place.
pub fn resolve(header: &[String], names: &Names) -> Result<Vec<Column>, HeaderFault> {
    check_mappings(header, names)?;
    let others = names.mappings.iter().any(Mapping::is_others);
    let (mut columns, mut unknown) = (Vec::new(), Vec::new());
    for header in header {
        let name = folding::name(header);
        let (holds, unit) = match names.meaning(header) {
            Some(meaning) => meaning,
            None if others => (Holds::Ignored, None),
            None if name.is_empty() => (Holds::Nameless, None),
            None => {
                unknown.push(name);
                continue;
            }
        };
        columns.push(Column { name, holds, unit });
    }
    if !unknown.is_empty() {
        return Err(HeaderFault::Unknown { names: unknown.join(", "), known: names.known() });
    }
    refuse_twice(&columns)?;
    let has = |holds: Holds| columns.iter().any(|column| column.holds == holds);
    if has(Holds::Place) || has(Holds::Id) { Ok(columns) } else { Err(HeaderFault::NoPlace) }
}

fn check_mappings(header: &[String], names: &Names) -> Result<(), HeaderFault> {
    for mapping in names.mappings.iter().filter(|mapping| !mapping.is_others()) {
        if !header.iter().any(|name| folding::key(name) == folding::key(&mapping.column)) {
            return Err(HeaderFault::NoColumn { name: mapping.column.clone() });
        }
        if names.target(&mapping.field).is_none() {
            return Err(HeaderFault::NoField { name: mapping.field.clone(), known: names.known() });
        }
    }
    Ok(())
}

fn refuse_twice(columns: &[Column]) -> Result<(), HeaderFault> {
    let is_kept = |column: &Column| !matches!(column.holds, Holds::Ignored | Holds::Nameless);
    for (second, column) in columns.iter().enumerate().filter(|(_, column)| is_kept(column)) {
        if let Some(first) = columns.iter().take(second).find(|other| other.holds == column.holds) {
            return Err(HeaderFault::Both { first: first.name.clone(), second: column.name.clone() });
        }
    }
    Ok(())
}
